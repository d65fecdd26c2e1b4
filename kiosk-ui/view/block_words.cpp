// Blocks of words: answer, text, steps.
#include <algorithm>
#include <cmath>

#include "kiosk-ui/view/page_setter.h"

namespace gatecast::kiosk_ui {
namespace {

void draw_number(Pen& pen, const std::string& label, const compose::Box& disc) {
  const auto& palette = pen.palette();
  pen.fill(disc, palette.is_high_contrast ? palette.chosen : palette.tile, disc.width / 2);
  Lettering digit{
      disc.width * 0.44,  0, 700, 1, palette.is_high_contrast ? palette.chosen_text : palette.tile_text,
      text::Align::centre};
  digit.is_label = true;
  const auto words = pen.set(label, digit, disc.width, 0, "en");
  if (words.layout.lines.empty()) return;
  const double middle = words.layout.lines.front().baseline_px - words.letter_px / 2;
  pen.place(words, disc.x, disc.centre_y() - middle);
}

Words lines_of(Words words, std::size_t from, std::size_t to) {
  auto& layout = words.layout;
  const double up = static_cast<double>(from) * layout.line_box_px;
  layout.lines = {layout.lines.begin() + static_cast<std::ptrdiff_t>(from),
                  layout.lines.begin() + static_cast<std::ptrdiff_t>(to)};
  for (auto& line : layout.lines) {
    line.baseline_px -= up;
    line.ink_top_px -= up;
    line.ink_bottom_px -= up;
  }
  layout.height_px = words.box.height = static_cast<double>(to - from) * layout.line_box_px;
  return words;
}

}  // namespace

void PageSetter::add(const bundle::TextBlock& block) {
  const auto& palette = pen_.palette();
  if (!block.is_answer) {
    add_lines(text(block.text), reading(letter_, 400));
    return end_block();
  }
  // The answer stands first and largest, with a bar of rice beside it.
  const double indent = pen_.metrics().mm(6);
  const auto from = pieces_.size();
  const double factor = pen_.metrics().is_small() ? 1.1 : 1.3;
  add_lines(text(block.text), reading(letter_ * factor, 700), indent);
  for (auto i = from; i < pieces_.size(); ++i) {
    const auto inner = pieces_[i].draw;
    const double height = pieces_[i].height;
    const double bar = pen_.metrics().mm(1.6);
    const auto colour = palette.is_high_contrast ? palette.panel_accent : compose::tone::jade;
    pieces_[i].draw = [=](Pen& pen, double x, double y) {
      pen.fill({x, y, bar, height}, colour);
      inner(pen, x, y);
    };
  }
  end_block();
}

// The disc stands on the optical middle of the first line: half a letter above its baseline, in every script.
void PageSetter::add(const bundle::StepsBlock& block) {
  int number = 0;
  const double side = letter_ * 2.5;
  const double indent = side + std::max(pen_.metrics().mm(4), letter_ * 0.7);
  for (const auto& step : block.steps) {
    const auto words = pen_.set(text(step), reading(letter_, 400), width_ - indent);
    const double middle =
        words.layout.lines.empty() ? side / 2 : words.layout.lines.front().baseline_px - words.letter_px / 2;
    const double words_down = std::max(0.0, side / 2 - middle);
    const double disc_down = std::max(0.0, middle - side / 2);
    // The disc beside the first lines, the others under them.
    const auto lines = words.layout.lines.size();
    const double line = words.layout.line_box_px;
    const auto beside =
        std::min(lines, static_cast<std::size_t>(std::ceil((disc_down + side - words_down) / line)));
    const double first = std::max(disc_down + side, words_down + static_cast<double>(beside) * line);
    const auto begin = pieces_.size();
    const auto label = std::to_string(++number);
    pieces_.push_back({first, 0, [=](Pen& pen, double x, double y) {
                         draw_number(pen, label, {x, y + disc_down, side, side});
                         pen.place(lines_of(words, 0, beside), x + indent, y + words_down);
                       }});
    if (beside < lines) add_lines(lines_of(words, beside, lines), indent);
    keep_together(begin);
    pieces_.back().space_after = space_ * 0.8;
  }
  end_block();
}

}  // namespace gatecast::kiosk_ui
