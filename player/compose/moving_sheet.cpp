#include "player/compose/moving_sheet.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "player/compose/crossfade.h"
#include "player/compose/overlay.h"

namespace gatecast::compose {

namespace {

// The picture is kept this much larger than its window at the most: memory against sharpness.
constexpr double kMostEnlarged = 1.5;
constexpr int kCountSteps = 28;

bool overlap(const pixels::Rect& a, const pixels::Rect& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

bool is_within(const pixels::Rect& inner, const pixels::Rect& outer) {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width &&
         inner.y + inner.height <= outer.y + outer.height;
}

pixels::Rect clipped(pixels::Rect rect, pixels::Size size) {
  const int right = std::clamp(rect.x + rect.width, 0, size.width_px);
  const int bottom = std::clamp(rect.y + rect.height, 0, size.height_px);
  rect.x = std::clamp(rect.x, 0, size.width_px);
  rect.y = std::clamp(rect.y, 0, size.height_px);
  return {rect.x, rect.y, std::max(0, right - rect.x), std::max(0, bottom - rect.y)};
}

// What differs, with a pixel of air around it.
pixels::Rect changed(const pixels::Pixmap& before, const pixels::Pixmap& after) {
  const auto [width, height] = before.size();
  int left = width;
  int right = -1;
  int top = height;
  int bottom = -1;
  for (int y = 0; y < height; ++y) {
    const auto* a = before.row(y);
    const auto* b = after.row(y);
    const auto first = std::mismatch(a, a + width, b).first - a;
    if (first == width) continue;
    auto last = static_cast<std::ptrdiff_t>(width) - 1;
    while (last > first && a[last] == b[last]) --last;
    left = std::min(left, static_cast<int>(first));
    right = std::max(right, static_cast<int>(last));
    top = std::min(top, y);
    bottom = y;
  }
  if (right < 0) return {};
  return clipped({left - 1, top - 1, right - left + 3, bottom - top + 3}, before.size());
}

pixels::Rect words_of(const Placed& text) {
  const double spare = text.box.width - text.layout.width_px;
  const double left = text.entry.align == text::Align::centre ? spare / 2
                      : text.entry.align == text::Align::end  ? spare
                                                              : 0;
  const double top = eye_top(text);
  return rounded_out({text.box.x + left, top, text.layout.width_px, eye_bottom(text) - top});
}

void lay_on_ground(pixels::Pixmap& picture, pixels::Colour ground) {
  pixels::Pixmap opaque(picture.size());
  const Box all{0, 0, static_cast<double>(picture.size().width_px),
                static_cast<double>(picture.size().height_px)};
  {
    Canvas canvas(opaque);
    canvas.fill_box(all, ground);
    draw_picture(canvas, picture, all, {});
  }
  picture = std::move(opaque);
}

bool is_opaque(const pixels::Pixmap& picture) {
  for (int y = 0; y < picture.size().height_px; ++y)
    if (std::any_of(picture.row(y), picture.row(y) + picture.size().width_px,
                    [](std::uint32_t pixel) { return pixel >> 24U != 255; }))
      return false;
  return true;
}

// The photograph or scene of a sheet through its window, in the size that the closest view needs.
class Zooming {
 public:
  Zooming(const Sheet& sheet, const PictureSource& pictures) : sheet_(sheet), pictures_(pictures) {}

  std::optional<SlideMotion::Zoom> find() {
    if (sheet_.slide.motion.zoom.empty()) return std::nullopt;
    for (shape_ = 0; shape_ < sheet_.shapes.size(); ++shape_) {
      const Shape& shape = sheet_.shapes[shape_];
      const bool is_scene = shape.kind == Shape::Kind::scene && shape.name != "stupa";
      if (is_scene || shape.kind == Shape::Kind::picture) return look_at(shape);
    }
    return std::nullopt;
  }
  [[nodiscard]] std::size_t shape() const { return shape_; }

 private:
  std::optional<SlideMotion::Zoom> look_at(const Shape& shape) {
    SlideMotion::Zoom zoom;
    zoom.window = clipped(rounded_out(shape.box), sheet_.request.size);
    if (zoom.window.width < 16 || zoom.window.height < 16 || !find_parts(zoom)) return std::nullopt;
    zoom.picture = enlarged(shape, zoom.window);
    if (!zoom.picture) return std::nullopt;
    const pixels::Size window{zoom.window.width, zoom.window.height};
    bundle::PictureUse use;
    if (shape.kind == Shape::Kind::picture) use = sheet_.slide.pictures.at(shape.name);
    zoom.views.push_back(
        whole_view(zoom.picture->size(), window, use.focus_x_permille, use.focus_y_permille));
    for (const auto& interest : sheet_.slide.motion.zoom)
      zoom.views.push_back(view_of(interest, zoom.picture->size(), window));
    return zoom;
  }

  // Where the picture is seen. False if words stand on it without a ground of their own: then it stands too.
  bool find_parts(SlideMotion::Zoom& zoom) {
    std::vector<pixels::Rect> above;
    for (std::size_t i = shape_ + 1; i < sheet_.shapes.size(); ++i)
      if (const auto rect = rounded_out(sheet_.shapes[i].box); overlap(rect, zoom.window))
        above.push_back(rect);
    for (const Placed& text : sheet_.placed) {
      const auto rect = words_of(text);
      const bool has_ground = std::any_of(
          above.begin(), above.end(), [&](const pixels::Rect& ground) { return is_within(rect, ground); });
      if (overlap(rect, zoom.window) && !has_ground) return false;
    }
    zoom.parts = without(zoom.window, above);
    return true;
  }

  std::shared_ptr<const pixels::Pixmap> enlarged(const Shape& shape, const pixels::Rect& window) {
    double scale = 1;
    for (const auto& interest : sheet_.slide.motion.zoom)
      scale = std::max(scale, 1000.0 / std::max({interest.width_permille, interest.height_permille, 1}));
    scale = std::min(scale, kMostEnlarged);
    const pixels::Size size{static_cast<int>(std::lround(window.width * scale)),
                            static_cast<int>(std::lround(window.height * scale))};
    if (shape.kind == Shape::Kind::picture) {
      const auto& use = sheet_.slide.pictures.at(shape.name);
      auto picture = pictures_ ? pictures_(use.object, size) : nullptr;
      if (!picture || picture->is_empty()) return nullptr;
      if (is_opaque(*picture)) return picture;
      auto opaque = *picture;
      lay_on_ground(opaque, sheet_.palette.ground);
      return std::make_shared<const pixels::Pixmap>(std::move(opaque));
    }
    pixels::Pixmap scene(size);
    Shape whole = shape;
    whole.box = {0, 0, static_cast<double>(size.width_px), static_cast<double>(size.height_px)};
    paint_shape(sheet_, whole, pictures_, scene);
    return std::make_shared<const pixels::Pixmap>(std::move(scene));
  }

  const Sheet& sheet_;
  const PictureSource& pictures_;
  std::size_t shape_ = 0;
};

void mark_demo(const Sheet& sheet, text::Typesetter& typesetter, pixels::Pixmap& picture) {
  if (sheet.request.is_demo) paint_demo_mark(picture, sheet.frame, sheet.scale, typesetter);
}

int rows_of(const Sheet& sheet) {
  int most = -1;
  for (const Shape& shape : sheet.shapes) most = std::max(most, shape.row);
  for (const Placed& text : sheet.placed) most = std::max(most, text.entry.row);
  return most + 1;
}

// Row after row laid on what stands: each one's box is what it changes.
void take_rows(const Sheet& sheet, text::Typesetter& typesetter, const PictureSource& pictures,
               SheetPart part, SlideMotion::Parts& parts) {
  part.row = SheetPart::kStanding;
  pixels::Pixmap picture(sheet.request.size);
  paint_sheet(sheet, typesetter, pictures, picture, nullptr, part);
  mark_demo(sheet, typesetter, picture);
  parts.bare = std::make_shared<const pixels::Pixmap>(picture);
  parts.travel_px = static_cast<int>(sheet.frame.short_side * 0.03);
  for (part.row = 0; part.row < rows_of(sheet); ++part.row) {
    const pixels::Pixmap before = picture;
    paint_sheet(sheet, typesetter, pictures, picture, nullptr, part);
    if (const auto box = changed(before, picture); box.width > 0) parts.rows.push_back(box);
  }
}

void take_count(const Sheet& sheet, text::Typesetter& typesetter, const PictureSource& pictures,
                SheetPart part, SlideMotion::Parts& parts) {
  part.has_number = false;
  pixels::Pixmap empty(sheet.request.size);
  paint_sheet(sheet, typesetter, pictures, empty, nullptr, part);
  std::vector<pixels::Pixmap> pictures_of_steps;
  pixels::Rect box;
  for (int step = 0; step <= kCountSteps; ++step) {
    pixels::Pixmap picture = empty;
    for (const Placed& text : sheet.placed) {
      if (text.entry.slot != "number") continue;
      const auto counted = counted_up(text.entry.text, eased(static_cast<double>(step) / kCountSteps));
      if (!counted) return;
      const auto layout = typesetter.layout(*counted, text.style, text.box.width + 1);
      typesetter.draw(picture, layout, text.style, text.box.x, text.box.y, text.box.width, text.entry.align);
    }
    if (step == 0) {
      // Digits are of one width: no step is larger than another but by the shape of its last one.
      const auto ink = changed(empty, picture);
      box = clipped({ink.x - ink.height / 4, ink.y - ink.height / 8, ink.width + ink.height / 2,
                     ink.height + ink.height / 4},
                    picture.size());
      if (ink.width == 0) return;
    }
    pixels::Pixmap cut({box.width, box.height});
    for (int y = 0; y < box.height; ++y) std::copy_n(picture.row(box.y + y) + box.x, box.width, cut.row(y));
    pictures_of_steps.push_back(std::move(cut));
  }
  parts.count = SlideMotion::Count{box, std::move(pictures_of_steps)};
}

}  // namespace

std::optional<std::string> counted_up(const std::string& text, double share) {
  const auto is_digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
  const auto first = std::find_if(text.begin(), text.end(), is_digit) - text.begin();
  const auto end = std::find_if(text.rbegin(), text.rend(), is_digit).base() - text.begin();
  std::string digits;
  for (auto i = first; i < end; ++i) {
    const char c = text[static_cast<std::size_t>(i)];
    if (is_digit(c))
      digits += c;
    else if ((c != '.' && c != ',') || i + 3 >= end)
      return std::nullopt;  // groups of thousands, and nothing else, may part the digits
  }
  if (digits.empty() || digits.size() > 12 || digits.front() == '0') return std::nullopt;
  const auto most = std::stoll(digits);
  const auto least = digits.size() == 1 ? 0LL : std::llround(std::pow(10, digits.size() - 1));
  const auto value = least + std::llround(static_cast<double>(most - least) * std::clamp(share, 0.0, 1.0));
  const auto shown = std::to_string(value);
  std::string out = text;
  std::size_t next = 0;
  for (auto i = first; i < end; ++i)
    if (auto& c = out[static_cast<std::size_t>(i)]; is_digit(c)) c = shown[next++];
  return out;
}

pixels::Pixmap paint_moving_sheet(const Sheet& sheet, text::Typesetter& typesetter,
                                  const PictureSource& pictures, SlideReport* report,
                                  std::shared_ptr<const SlideMotion>* motion) {
  SlideMotion::Parts parts;
  Zooming zooming(sheet, pictures);
  parts.zoom = zooming.find();
  SheetPart part;
  if (parts.zoom) {
    part.zoom = &*parts.zoom;
    part.zoomed_shape = zooming.shape();
  }
  pixels::Pixmap still(sheet.request.size);
  paint_sheet(sheet, typesetter, pictures, still, report, part);
  mark_demo(sheet, typesetter, still);
  if (motion == nullptr) return still;
  parts.settles = sheet.request.settles;
  parts.length = Duration(sheet.request.item->duration_us);
  if (sheet.slide.motion.builds_up && rows_of(sheet) > 1)
    take_rows(sheet, typesetter, pictures, part, parts);
  else if (sheet.slide.motion.counts_up)
    take_count(sheet, typesetter, pictures, part, parts);
  const bool moves = parts.zoom || !parts.rows.empty() || parts.count;
  *motion = moves ? std::make_shared<const SlideMotion>(std::move(parts)) : nullptr;
  return still;
}

}  // namespace gatecast::compose
