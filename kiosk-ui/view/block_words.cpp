// Blocks of words: answer, text, steps.
#include <algorithm>

#include "kiosk-ui/view/page_setter.h"

namespace gatecast::kiosk_ui {

void PageSetter::add(const bundle::TextBlock& block) {
  const auto& palette = pen_.palette();
  if (!block.is_answer) {
    add_lines(text(block.text), {letter_, letter_ * 0.6, 400, 0, palette.text});
    return end_block();
  }
  // The answer stands first and largest, with a bar of rice beside it.
  const double indent = pen_.metrics().mm(6);
  const auto from = pieces_.size();
  const double factor = pen_.metrics().is_small() ? 1.1 : 1.3;
  add_lines(text(block.text), {letter_ * factor, letter_ * 0.6, 700, 0, palette.text}, indent);
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

void PageSetter::add(const bundle::StepsBlock& block) {
  int number = 0;
  const double side = letter_ * 2.5;
  const double indent = side + pen_.metrics().mm(4);
  for (const auto& step : block.steps) {
    auto words = pen_.set(text(step), {letter_, 0, 400, 0, pen_.palette().text}, width_ - indent);
    const double height = std::max(side, words.layout.height_px);
    const std::string label = std::to_string(++number);
    const auto palette = pen_.palette();
    const double letter = letter_;
    pieces_.push_back(
        {height, space_ * 0.8, [=](Pen& pen, double x, double y) {
           pen.fill({x, y, side, side}, palette.is_high_contrast ? palette.chosen : palette.tile, side / 2);
           Lettering digit{letter * 1.1,
                           0,
                           700,
                           1,
                           palette.is_high_contrast ? palette.chosen_text : palette.tile_text,
                           text::Align::centre};
           digit.is_label = true;
           pen.write_centred(label, digit, {x, y, side, side}, "en");
           const double down = std::max(0.0, (side - words.layout.line_box_px) / 2);
           pen.place(
               words, x + indent,
               y + (words.layout.lines.size() == 1 ? down : std::min(down, height - words.layout.height_px)));
         }});
  }
  end_block();
}

}  // namespace gatecast::kiosk_ui
