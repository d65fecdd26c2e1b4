#include "kiosk-ui/view/page_setter.h"

#include <algorithm>

#include "kiosk-ui/view/fact_value.h"
#include "kiosk-ui/view/words.h"

namespace gatecast::kiosk_ui {

double height_of(const std::vector<Piece>& pieces) {
  double height = 0;
  for (const auto& piece : pieces) height += piece.height + piece.space_after;
  return pieces.empty() ? 0 : height - pieces.back().space_after;
}

PageSetter::PageSetter(Pen& pen, const ViewRequest& request, double width)
    : pen_(pen),
      request_(request),
      book_(*request.book),
      width_(width),
      letter_(pen.letter()),
      space_(pen.letter() * (pen.metrics().is_small() ? 0.4 : 1.1)),
      row_pad_(pen.letter() * (pen.metrics().is_small() ? 0.18 : 0.45)) {}

Lettering PageSetter::reading(double letter_px, int weight) const {
  Lettering lettering{letter_px, letter_ * 0.6, weight, 0, pen_.palette().text};
  lettering.is_label = pen_.metrics().is_small();
  return lettering;
}

std::vector<Piece> PageSetter::set(const bundle::Page& page, bool has_note) {
  for (const auto& block : page.blocks) std::visit([&](const auto& body) { add(body); }, block);
  if (has_note) add_note();
  return std::move(pieces_);
}

std::string PageSetter::text(const bundle::TextByLanguage& texts) {
  return facts(book_.text(texts, pen_.language()));
}

std::string PageSetter::value(const std::string& text) {
  return value_with_facts(text, pen_.language(), book_.release(), request_.now, used_);
}

std::string PageSetter::facts(const std::string& text) {
  return compose::with_facts(text, pen_.language(), book_.release(), request_.now, used_);
}

void PageSetter::end_block() {
  if (!pieces_.empty()) pieces_.back().space_after = space_ * 1.3;
}

void PageSetter::add_lines(const std::string& words, const Lettering& lettering, double indent,
                           double inset) {
  add_lines(pen_.set(words, lettering, width_ - indent - inset), indent);
}

void PageSetter::add_lines(const Words& set_words, double indent) {
  const double line = set_words.layout.line_box_px;
  for (std::size_t i = 0; i < set_words.layout.lines.size(); ++i) {
    Words one = set_words;
    one.layout.lines = {set_words.layout.lines[i]};
    const double up = static_cast<double>(i) * line;
    one.layout.lines[0].baseline_px -= up;
    one.layout.lines[0].ink_top_px -= up;
    one.layout.lines[0].ink_bottom_px -= up;
    one.layout.height_px = line;
    one.box.height = line;
    pieces_.push_back(
        {line, 0, [one, indent](Pen& pen, double x, double y) { pen.place(one, x + indent, y); }});
  }
}

void PageSetter::keep_together(std::size_t first) {
  for (auto i = first; i + 1 < pieces_.size(); ++i) pieces_[i].is_with_next = true;
}

std::string PageSetter::note() const {
  auto note = compose::note_for(used_, pen_.language());
  if (used_.has_sample) note += (note.empty() ? "" : "  ·  ") + word(Word::sample, pen_.language());
  return note;
}

void PageSetter::add_note() {
  const auto words = note();
  if (words.empty()) return;
  // On a photograph's sheet the answer grows, its note does not.
  const double letter = std::min(letter_, pen_.metrics().letter_px(request_.session->text_step)) * 0.8;
  add_lines(words, {letter, letter, 400, 0, pen_.palette().quiet});
}

}  // namespace gatecast::kiosk_ui
