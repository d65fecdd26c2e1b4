// Take along: what a page says, whole, still and in black on white, with a code where the page has one. The
// only control is the close button, where every hand reaches.
#include <algorithm>
#include <cmath>

#include "kiosk-ui/view/figure.h"
#include "kiosk-ui/view/page_setter.h"
#include "kiosk-ui/view/words.h"
#include "player/compose/qr_code.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

constexpr double kLeastDot_mm = 0.8;
constexpr double kMostDot_mm = 3;
constexpr double kLargestWords = 2.1;  // of the usual letters

// What the code says; empty where a fact of it is no longer sure.
std::string code_of(Pen& pen, const ViewRequest& request, const bundle::Page& page) {
  if (page.code.empty()) return {};
  const auto& book = *request.book;
  compose::FactsUsed used;
  const auto said = compose::with_facts(book.text(page.code, pen.language()), pen.language(), book.release(),
                                        request.now, used);
  const bool is_unsure = said.find(compose::ask_at_counter(pen.language())) != std::string::npos;
  return is_unsure || used.is_old || said.size() > bundle::kLongestCode ? std::string() : said;
}

// Dots of whole pixels: a camera reads edges. The height used; 0 where no dot is large enough.
double draw_code(Pen& pen, const std::string& said, const Box& box) {
  const auto& metrics = pen.metrics();
  const auto code = compose::encode_qr(said, "page");
  if (!code) return 0;
  const double room = std::min(box.width, box.height - pen.letter() * 2.2);
  const double dot = std::floor(std::min(room / code->side_with_quiet(), metrics.mm(kMostDot_mm)));
  if (dot < metrics.mm(kLeastDot_mm)) return 0;
  const double side = dot * code->side_with_quiet();
  const double x = std::round(box.x + (box.width - side) / 2);
  const double y = std::round(box.y);
  pen.fill({x, y, side, side}, {255, 255, 255, 255});
  for (int row = 0; row < code->side; ++row)
    for (int from = 0; from < code->side;) {
      const auto is_dark = [&](int column) {
        return code->dark[static_cast<std::size_t>(row) * static_cast<std::size_t>(code->side) +
                          static_cast<std::size_t>(column)];
      };
      int to = from;
      while (to < code->side && is_dark(to)) ++to;
      if (to > from)
        pen.fill({x + (from + compose::kQuietDots) * dot, y + (row + compose::kQuietDots) * dot,
                  (to - from) * dot, dot},
                 {0, 0, 0, 255});
      from = std::max(to, from + 1);
    }
  // The same in letters: nobody has to trust dots.
  auto plain = said.starts_with("tel:") ? said.substr(4) : said;
  Lettering small{metrics.letter_px(0) * 0.8, metrics.mm(kLetter_mm * 0.42), 700, 3, pen.palette().text,
                  text::Align::centre};
  return side + pen.write(plain, small, {box.x, y + side, box.width, 0}, "en");
}

// As large as all of it fits at once; the height used.
double draw_words(Pen& pen, const ViewRequest& request, const bundle::Page& page, const Box& box) {
  constexpr double kStep = 0.93;
  const double least = pen.metrics().mm(kLetter_mm * 0.52);
  double letter = std::max(pen.letter(), pen.metrics().letter_px(0) * kLargestWords);
  for (;; letter *= kStep) {
    auto hand = pen.beside(pen.out(), letter);
    const auto pieces = PageSetter(hand, request, box.width).set(page);
    if (height_of(pieces) > box.height && letter * kStep > least) continue;
    double y = box.y;
    for (const auto& piece : pieces) {
      piece.draw(hand, box.x, y);
      y += piece.height + piece.space_after;
    }
    return y - box.y;
  }
}

// The page's figure, the form's answer or the words; the height used.
double draw_said(Pen& pen, const ViewRequest& request, const bundle::Page& page, Box box) {
  const auto& metrics = pen.metrics();
  if (const auto* form = std::get_if<bundle::FormBlock>(&page.blocks.front())) {
    auto plain = page;
    plain.blocks.front() = bundle::TextBlock{true, form_step(*form, request.session->here().answers).text};
    return draw_words(pen, request, plain, box);
  }
  if (film_of(page) != nullptr) {
    pen.out().figure = draw_film(pen, request, box);
    return box.height;
  }
  const auto* block = figure_of(page);
  if (block == nullptr) return draw_words(pen, request, page, box);
  const double used = box.height;
  Lettering small{metrics.letter_px(0) * 0.62, metrics.mm(kLetter_mm * 0.52), 400, 1, pen.palette().text};
  auto note = pen.set(figure_note(pen, request, *block), small, box.width);
  box.height -= note.layout.height_px;
  pen.place(std::move(note), box.x, box.bottom());
  pen.out().figure = draw_figure(pen, request, *block, box);
  return used;
}

void add_close(Pen& pen, const ViewRequest& request) {
  const auto& metrics = pen.metrics();
  ButtonFace face;
  face.icon = "sign/clear";
  face.label = word(Word::close, pen.language());
  face.is_wide = true;
  face.is_centred = true;
  face.is_on_plinth = true;
  face.factor = 1.3;
  const double width = std::min(metrics.content.width, metrics.mm(150));
  const Box box{std::round(metrics.content.centre_x() - width / 2), metrics.languages.y, std::floor(width),
                metrics.languages.height};
  pen.button({"photo/close", {Act::go_back}, box, true}, face, look_of(request, "photo/close"));
}

}  // namespace

void add_photo(Pen& pen, const ViewRequest& request, const bundle::Page& page) {
  const auto& metrics = pen.metrics();
  const auto& book = *request.book;
  pen.fill(metrics.screen, pen.palette().ground);
  const auto& facts = book.release().facts;
  const auto gate_name = facts.find("gate-name");
  auto gate = gate_name == facts.end() ? std::string() : book.text(gate_name->second.value, pen.language());
  if (request.is_demo) gate += gate.empty() ? "DEMO" : "  ·  DEMO";
  const double used =
      add_heading(pen, metrics.content, gate, icon_of(book, page), book.text(page.title, pen.language()));
  const double top = metrics.content.y + used;
  Box area{metrics.content.x, top, metrics.content.width, metrics.languages.y - metrics.gap * 2 - top};
  // Who has never done this is told what the white screen is for.
  auto hint = pen.set(word(Word::take_hint, pen.language()),
                      {metrics.letter_px(0) * (metrics.is_small() ? 0.8 : 1), metrics.mm(kLetter_mm * 0.52),
                       700, 1, pen.palette().text, text::Align::centre},
                      area.width);
  area.height -= hint.layout.height_px + metrics.gap * 2;
  pen.place(std::move(hint), area.x, area.bottom() + metrics.gap * 2);
  const auto said = code_of(pen, request, page);
  const double gap = metrics.mm(10);
  const double code_height = std::min(area.height * 0.42, metrics.mm(160));
  auto words = area;
  if (!said.empty() && metrics.is_portrait()) words.height -= code_height + gap;
  if (!said.empty() && !metrics.is_portrait()) {
    const double width = std::min(area.width * 0.36, area.height * 0.9);
    draw_code(pen, said, {area.right() - width, area.y, width, area.height});
    words.width -= width + gap;
  }
  const double used_by_words = draw_said(pen, request, page, words);
  if (!said.empty() && metrics.is_portrait()) {
    const double y = area.y + used_by_words + gap;
    draw_code(pen, said, {area.x, y, area.width, area.bottom() - y});
  }
  add_close(pen, request);
}

}  // namespace gatecast::kiosk_ui
