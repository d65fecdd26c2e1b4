// Only what changed is drawn: where two screens differ, and the painting of such a part.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "kiosk-ui/view/layers.h"
#include "kiosk-ui/view/mark_painter.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

constexpr std::size_t kMostParts = 6;

Box united(const Box& a, const Box& b) {
  const double x = std::min(a.x, b.x);
  const double y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}
double area(const Box& box) {
  return std::max(0.0, box.width) * std::max(0.0, box.height);
}
bool meet(const Box& a, const Box& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

// All that a mark or words may ink: strokes have a width, letters overhang their boxes.
Box ink_of(const Mark& mark) {
  const double more = 2 + (mark.kind == Mark::Kind::icon ? mark.box.width * 0.15 : 0);
  return compose::inset(mark.box, -more, -more);
}
Box ink_of(const Words& words) {
  const double more = std::max(words.layout.line_box_px, words.layout.size_px) * 0.6 + 2;
  return compose::inset(
      united(words.box, {words.box.x, words.box.y, words.layout.width_px, words.layout.height_px}), -more,
      -more);
}

template <class Kind>
void compare(const std::vector<Kind>& before, const std::vector<Kind>& after, std::vector<Box>& out) {
  std::size_t head = 0;
  while (head < before.size() && head < after.size() && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < before.size() - head && tail < after.size() - head &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
    ++tail;
  const bool is_paired = before.size() == after.size();
  for (std::size_t i = head; i < before.size() - tail; ++i)
    if (!is_paired || !(before[i] == after[i])) out.push_back(ink_of(before[i]));
  for (std::size_t i = head; i < after.size() - tail; ++i)
    if (!is_paired || !(before[i] == after[i])) out.push_back(ink_of(after[i]));
}

// A figure is drawn as a whole: it moves as one.
void compare(const std::optional<Figure>& before, const std::optional<Figure>& after, std::vector<Box>& out) {
  const auto is_same = [](const Layer& a, const Layer& b) {
    return a.marks == b.marks && a.words == b.words;
  };
  if (before && after && before->box == after->box && before->ground == after->ground &&
      before->tiles == after->tiles &&
      std::equal(before->layers.begin(), before->layers.end(), after->layers.begin(), after->layers.end(),
                 is_same))
    return;
  if (before) out.push_back(before->box);
  if (after) out.push_back(after->box);
}

// Those that meet, or nearly fill what holds them both, become one.
void join(std::vector<Box>& boxes) {
  for (bool is_joined = true; is_joined;) {
    is_joined = false;
    for (std::size_t i = 0; i < boxes.size() && !is_joined; ++i)
      for (std::size_t j = i + 1; j < boxes.size() && !is_joined; ++j) {
        const auto both = united(boxes[i], boxes[j]);
        if (!meet(boxes[i], boxes[j]) && area(both) > 1.25 * (area(boxes[i]) + area(boxes[j]))) continue;
        boxes[i] = both;
        boxes.erase(boxes.begin() + static_cast<std::ptrdiff_t>(j));
        is_joined = true;
      }
  }
  while (boxes.size() > kMostParts) {
    boxes.front() = united(boxes.front(), boxes.back());
    boxes.pop_back();
  }
}

pixels::Rect within(const Box& box, pixels::Size size) {
  const int x = std::clamp(static_cast<int>(std::floor(box.x)), 0, size.width_px);
  const int y = std::clamp(static_cast<int>(std::floor(box.y)), 0, size.height_px);
  return {x, y, std::clamp(static_cast<int>(std::ceil(box.right())), x, size.width_px) - x,
          std::clamp(static_cast<int>(std::ceil(box.bottom())), y, size.height_px) - y};
}

Box box_of(pixels::Rect rect) {
  return {static_cast<double>(rect.x), static_cast<double>(rect.y), static_cast<double>(rect.width),
          static_cast<double>(rect.height)};
}

void copy(const pixels::Pixmap& from, int from_x, int from_y, pixels::Pixmap& to, int to_x, int to_y,
          pixels::Size size) {
  for (int y = 0; y < size.height_px; ++y)
    std::memcpy(to.row(to_y + y) + to_x, from.row(from_y + y) + from_x,
                static_cast<std::size_t>(size.width_px) * sizeof(std::uint32_t));
}

}  // namespace

bool Words::operator==(const Words& other) const {
  const auto& a = layout;
  const auto& b = other.layout;
  const auto& mine = style;
  const auto& theirs = other.style;
  const bool is_same_style = mine.language == theirs.language && mine.role == theirs.role &&
                             mine.weight == theirs.weight && mine.size_px == theirs.size_px &&
                             mine.line_height_em == theirs.line_height_em && mine.colour == theirs.colour;
  if (!is_same_style || !(box == other.box) || align != other.align || a.size_px != b.size_px ||
      a.lines.size() != b.lines.size())
    return false;
  return std::equal(a.lines.begin(), a.lines.end(), b.lines.begin(),
                    [](const auto& one, const auto& two) { return one.text == two.text; });
}

std::vector<pixels::Rect> changes(const Screenful& before, const Screenful& after, pixels::Size size) {
  std::vector<Box> boxes;
  const auto count = std::max(before.layers.size(), after.layers.size());
  static const Layer kNone;
  for (std::size_t i = 0; i < count; ++i) {
    const auto& old_layer = i < before.layers.size() ? before.layers[i] : kNone;
    const auto& new_layer = i < after.layers.size() ? after.layers[i] : kNone;
    compare(old_layer.marks, new_layer.marks, boxes);
    compare(old_layer.words, new_layer.words, boxes);
  }
  compare(before.figure, after.figure, boxes);
  join(boxes);
  std::vector<pixels::Rect> out;
  for (const auto& box : boxes)
    if (const auto rect = within(box, size); rect.width > 0 && rect.height > 0) out.push_back(rect);
  return out;
}

void paint(const Screenful& screenful, text::Typesetter& typesetter, pixels::Pixmap& target,
           pixels::Rect part) {
  const pixels::Size size{part.width, part.height};
  if (size == target.size()) return paint(screenful, typesetter, target);
  pixels::Pixmap piece(size);
  copy(target, part.x, part.y, piece, 0, 0, size);
  const auto box = box_of(part);
  for (std::size_t i = 0; i < screenful.layers.size(); ++i) {
    const auto& layer = screenful.layers[i];
    {
      compose::Canvas canvas(piece);
      cairo_translate(canvas.cairo(), -part.x, -part.y);
      for (const auto& mark : layer.marks)
        if (meet(ink_of(mark), box)) draw_mark(canvas, mark);
    }
    for (const auto& words : layer.words)
      if (meet(ink_of(words), box))
        typesetter.draw(piece, words.layout, words.style, words.box.x - part.x, words.box.y - part.y,
                        words.box.width, words.align);
    if (i == 0 && screenful.figure) paint_figure(*screenful.figure, typesetter, piece, part.x, part.y);
  }
  copy(piece, 0, 0, target, part.x, part.y, size);
}

}  // namespace gatecast::kiosk_ui
