// A form: one question at a time, large, under it yes and no, or what the question itself offers, where every
// hand reaches; then the answer. Back goes one question back.
#include <algorithm>
#include <cmath>

#include "kiosk-ui/view/figure.h"
#include "kiosk-ui/view/words.h"
#include "player/compose/fact_text.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

// `sign`: "": words that lead on have an arrow.
void add_choice(Pen& pen, const ViewRequest& request, const std::string& id, const char* sign,
                const std::string& label, Action action, const Box& box) {
  ButtonFace face;
  face.icon = sign;
  face.label = label;
  face.has_arrow = face.icon.empty();
  face.is_wide = true;
  face.factor = 1.6;
  const Box whole{std::round(box.x), std::round(box.y), std::floor(box.width), std::floor(box.height)};
  pen.button({id, std::move(action), whole, true}, face, look_of(request, id));
}

// Anew, where to go with the answer (the plan with its counter lit, the next steps), take along.
void add_after_answer(Pen& pen, const ViewRequest& request, const bundle::Page& page,
                      const bundle::FormStep& answer, const Box& row) {
  auto onward = related_of(page, *request.book);
  if (request.book->page(answer.page) != nullptr) onward.insert(onward.begin(), answer.page);
  const double count = onward.empty() ? 2 : 3;
  const double gap = pen.metrics().gap;
  const double width = (row.width - gap * (count - 1)) / count;
  const auto at = [&](double index) {
    return Box{std::round(row.x + index * (width + gap)), row.y, std::floor(width), row.height};
  };
  add_choice(pen, request, "form/anew", "sign/again", word(Word::begin_anew, pen.language()),
             {Act::answer, ""}, at(0));
  if (!onward.empty()) add_related_page(pen, request, onward.front(), at(1));
  add_take_along(pen, request, at(count - 1));
}

}  // namespace

const bundle::FormStep& form_step(const bundle::FormBlock& form, const std::string& answers) {
  std::size_t at = 0;
  for (const char answer : answers) {
    const auto& step = form.steps[at];
    if (step.is_answer()) break;
    at = static_cast<std::size_t>(answer == 'y' ? step.yes : step.no);
  }
  return form.steps[at];
}

void add_form(Pen& pen, const ViewRequest& request, const bundle::Page& page, const bundle::FormBlock& form,
              double top) {
  const auto& metrics = pen.metrics();
  const auto& palette = pen.palette();
  const auto& step = form_step(form, request.session->here().answers);
  const double bottom = metrics.plinth.y - metrics.gap * 1.5;
  const double height = metrics.mm(metrics.is_small() ? 26 : 40);
  const Box buttons{metrics.content.x, bottom - height, metrics.content.width, height};
  const double half = (buttons.width - metrics.gap) / 2;
  const Box left{buttons.x, buttons.y, half, height};
  const Box right{buttons.x + half + metrics.gap, buttons.y, half, height};

  compose::FactsUsed used;
  // A page that is the answer and was taken down has left nothing to say.
  const auto plain = step.text.empty() ? word(Word::withdrawn, pen.language())
                                       : request.book->text(step.text, pen.language());
  const auto words = compose::with_facts(plain, pen.language(), request.book->release(), request.now, used);
  auto note = compose::note_for(used, pen.language());
  if (used.has_sample) note += (note.empty() ? "" : "  ·  ") + word(Word::sample, pen.language());
  Box area{metrics.content.x, top, metrics.content.width, buttons.y - metrics.gap - top};
  if (!note.empty()) {
    auto small =
        pen.set(note, {pen.letter() * 0.8, metrics.letter_px(0) * 0.62, 400, 2, palette.quiet}, area.width);
    area.height -= small.layout.height_px;
    pen.place(std::move(small), area.x, area.bottom());
  }
  const double indent = metrics.mm(6);
  const double largest = pen.letter() * (metrics.is_small() ? 1.5 : 2.2);
  auto set = pen.set(words, {largest, metrics.letter_px(0) * 0.8, 700, 0, palette.text}, area.width - indent,
                     area.height);
  const double y = area.y + std::max(0.0, (area.height - set.layout.height_px) * 0.35);
  // An answer has the bar that answers have on every page.
  if (step.is_answer())
    pen.fill({area.x, y, metrics.mm(1.6), set.layout.height_px},
             palette.is_high_contrast ? palette.panel_accent : compose::tone::jade);
  pen.place(std::move(set), area.x + (step.is_answer() ? indent : 0), y);

  const EvenLabels even(pen);
  if (step.is_answer()) return add_after_answer(pen, request, page, step, buttons);
  const auto choice = [&](const bundle::TextByLanguage& own, Word usual) {
    return own.empty() ? word(usual, pen.language()) : request.book->text(own, pen.language());
  };
  const bool has_own = !step.yes_label.empty();
  add_choice(pen, request, "form/yes", has_own ? "" : "sign/open", choice(step.yes_label, Word::yes),
             {Act::answer, "y"}, left);
  add_choice(pen, request, "form/no", has_own ? "" : "sign/clear", choice(step.no_label, Word::no),
             {Act::answer, "n"}, right);
}

}  // namespace gatecast::kiosk_ui
