#include "player/compose/canvas.h"

#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "content-sync/base/error.h"

namespace gatecast::compose {

Box inset(const Box& box, double dx, double dy) {
  return {box.x + dx, box.y + dy, box.width - 2 * dx, box.height - 2 * dy};
}

pixels::Rect rounded_out(const Box& box) {
  const int left = static_cast<int>(std::floor(box.x));
  const int top = static_cast<int>(std::floor(box.y));
  return {left, top, static_cast<int>(std::ceil(box.right())) - left,
          static_cast<int>(std::ceil(box.bottom())) - top};
}

Canvas::Canvas(pixels::Pixmap& target)
    : surface_(cairo_image_surface_create_for_data(target.data(), CAIRO_FORMAT_ARGB32, target.size().width_px,
                                                   target.size().height_px, target.stride_bytes())),
      cairo_(cairo_create(surface_)) {
  cairo_set_line_cap(cairo_, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cairo_, CAIRO_LINE_JOIN_ROUND);
}

Canvas::~Canvas() {
  cairo_destroy(cairo_);
  cairo_surface_finish(surface_);
  cairo_surface_destroy(surface_);
}

void Canvas::colour(pixels::Colour colour, double opacity) {
  cairo_set_source_rgba(cairo_, colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0,
                        colour.alpha / 255.0 * opacity);
}

void Canvas::fill_box(const Box& box, pixels::Colour fill, double opacity) {
  colour(fill, opacity);
  cairo_rectangle(cairo_, box.x, box.y, box.width, box.height);
  cairo_fill(cairo_);
}

static void rounded_rectangle(cairo_t* cairo, const Box& box, double radius) {
  constexpr double kQuarter = std::numbers::pi / 2;
  cairo_new_sub_path(cairo);
  cairo_arc(cairo, box.right() - radius, box.y + radius, radius, -kQuarter, 0);
  cairo_arc(cairo, box.right() - radius, box.bottom() - radius, radius, 0, kQuarter);
  cairo_arc(cairo, box.x + radius, box.bottom() - radius, radius, kQuarter, 2 * kQuarter);
  cairo_arc(cairo, box.x + radius, box.y + radius, radius, 2 * kQuarter, 3 * kQuarter);
  cairo_close_path(cairo);
}

void Canvas::fill_rounded(const Box& box, double radius, pixels::Colour fill, double opacity) {
  rounded_rectangle(cairo_, box, radius);
  colour(fill, opacity);
  cairo_fill(cairo_);
}

void Canvas::fill_gradient(const Box& box, pixels::Colour top, pixels::Colour bottom, double top_opacity,
                           double bottom_opacity) {
  cairo_pattern_t* run = cairo_pattern_create_linear(0, box.y, 0, box.bottom());
  const auto stop = [&](double at, pixels::Colour c, double opacity) {
    cairo_pattern_add_color_stop_rgba(run, at, c.red / 255.0, c.green / 255.0, c.blue / 255.0, opacity);
  };
  stop(0, top, top_opacity);
  stop(1, bottom, bottom_opacity);
  cairo_set_source(cairo_, run);
  cairo_rectangle(cairo_, box.x, box.y, box.width, box.height);
  cairo_fill(cairo_);
  cairo_pattern_destroy(run);
}

namespace {

// Reads "M10 20 L.." letter by letter; numbers are separated by blanks, commas or a minus sign.
class PathReader {
 public:
  PathReader(cairo_t* cairo, std::string_view data) : cairo_(cairo), data_(data) {}

  void run() {
    char letter = 0;
    while (skip_blanks()) {
      if (std::isalpha(static_cast<unsigned char>(data_[at_])) != 0) letter = data_[at_++];
      step(letter);
    }
  }

 private:
  bool skip_blanks() {
    while (at_ < data_.size() && (data_[at_] == ' ' || data_[at_] == ',')) ++at_;
    return at_ < data_.size();
  }
  double number() {
    GATECAST_INVARIANT(skip_blanks());
    std::size_t used = 0;
    const double value = std::stod(std::string(data_.substr(at_, 24)), &used);
    at_ += used;
    return value;
  }
  std::pair<double, double> pen() {
    double x = 0;
    double y = 0;
    if (cairo_has_current_point(cairo_) != 0) cairo_get_current_point(cairo_, &x, &y);
    return {x, y};
  }

  void step(char letter) {
    const bool is_relative = std::islower(static_cast<unsigned char>(letter)) != 0;
    const auto [px, py] = pen();
    const double dx = is_relative ? px : 0;
    const double dy = is_relative ? py : 0;
    switch (std::toupper(static_cast<unsigned char>(letter))) {
      case 'M': {
        const double x = number() + dx;
        cairo_move_to(cairo_, x, number() + dy);
        return;
      }
      case 'L': {
        const double x = number() + dx;
        cairo_line_to(cairo_, x, number() + dy);
        return;
      }
      case 'H':
        cairo_line_to(cairo_, number() + dx, py);
        return;
      case 'V':
        cairo_line_to(cairo_, px, number() + dy);
        return;
      case 'Z':
        cairo_close_path(cairo_);
        return;
      default:
        curve_or_shape(static_cast<char>(std::toupper(static_cast<unsigned char>(letter))), dx, dy);
    }
  }

  void curve_or_shape(char letter, double dx, double dy) {
    const auto [px, py] = pen();
    std::vector<double> n;
    const std::size_t count = letter == 'C' ? 6 : letter == 'Q' || letter == 'E' ? 4 : letter == 'O' ? 3 : 5;
    while (n.size() < count) n.push_back(number() + (n.size() % 2 == 0 ? dx : dy));
    if (letter == 'C') {
      cairo_curve_to(cairo_, n[0], n[1], n[2], n[3], n[4], n[5]);
    } else if (letter == 'Q') {
      cairo_curve_to(cairo_, px + (n[0] - px) * 2 / 3, py + (n[1] - py) * 2 / 3, n[2] + (n[0] - n[2]) * 2 / 3,
                     n[3] + (n[1] - n[3]) * 2 / 3, n[2], n[3]);
    } else if (letter == 'R') {
      rounded_rectangle(cairo_, {n[0], n[1], n[2], n[3]}, n[4]);
    } else {
      GATECAST_INVARIANT(letter == 'O' || letter == 'E');
      cairo_save(cairo_);
      cairo_new_sub_path(cairo_);
      cairo_translate(cairo_, n[0], n[1]);
      cairo_scale(cairo_, n[2], letter == 'O' ? n[2] : n[3]);
      cairo_arc(cairo_, 0, 0, 1, 0, 2 * std::numbers::pi);
      cairo_close_path(cairo_);
      cairo_restore(cairo_);
    }
  }

  cairo_t* cairo_;
  std::string_view data_;
  std::size_t at_ = 0;
};

}  // namespace

void Canvas::path(std::string_view data) {
  PathReader(cairo_, data).run();
}

void Canvas::clip(const Box& box) {
  cairo_rectangle(cairo_, box.x, box.y, box.width, box.height);
  cairo_clip(cairo_);
}

void Canvas::save() {
  cairo_save(cairo_);
}
void Canvas::restore() {
  cairo_restore(cairo_);
}

pixels::Colour mix(pixels::Colour a, pixels::Colour b, double share_of_b) {
  const auto channel = [&](std::uint8_t x, std::uint8_t y) {
    return static_cast<std::uint8_t>(std::lround(x + (y - x) * share_of_b));
  };
  return {channel(a.red, b.red), channel(a.green, b.green), channel(a.blue, b.blue), 255};
}

double luminance(pixels::Colour colour) {
  const auto linear = [](std::uint8_t value) {
    const double s = value / 255.0;
    return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

double contrast(pixels::Colour a, pixels::Colour b) {
  const double la = luminance(a);
  const double lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace gatecast::compose
