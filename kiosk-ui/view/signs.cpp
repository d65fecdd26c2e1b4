#include "kiosk-ui/view/signs.h"

#include <algorithm>
#include <array>

namespace gatecast::kiosk_ui {
namespace {

struct Sign {
  std::string_view name;
  std::string_view strokes;
  std::string_view fills;
};
constexpr std::array<Sign, 36> kSigns{{
    {"back", "M62 20 L32 50 L62 80", ""},
    {"home", "M16 52 L50 22 L84 52 M27 44 L27 80 L73 80 L73 44 M43 80 L43 60 L57 60 L57 80", ""},
    {"size", "M6 80 L21 44 L36 80 M11 68 L31 68 M42 80 L66 20 L90 80 M51 58 L81 58", ""},
    {"contrast", "O 50 50 33", "M50 17 C68 17 83 32 83 50 C83 68 68 83 50 83 Z"},
    {"earlier", "M20 63 L50 33 L80 63", ""},
    {"later", "M20 37 L50 67 L80 37", ""},
    {"open", "M22 54 L42 74 L80 28", ""},
    {"nearer", "M50 20 L50 80 M20 50 L80 50", ""},
    {"farther", "M20 50 L80 50", ""},
    // With a shaft, so that they are not taken for "next" and "previous".
    {"left", "M84 50 L20 50 M44 24 L18 50 L44 76", ""},
    {"right", "M16 50 L80 50 M56 24 L82 50 L56 76", ""},
    {"up", "M50 84 L50 20 M24 44 L50 18 L76 44", ""},
    {"down", "M50 16 L50 80 M24 56 L50 82 L76 56", ""},
    {"previous", "M62 20 L32 50 L62 80", ""},
    {"on", "M38 20 L68 50 L38 80", ""},
    {"closed", "M22 50 L78 50", ""},
    {"search", "O 43 43 25 M62 62 L84 84", ""},
    {"erase", "M34 24 L88 24 L88 76 L34 76 L10 50 Z M48 39 L70 61 M70 39 L48 61", ""},
    {"clear", "M24 24 L76 76 M76 24 L24 76", ""},
    {"useful",
     "M12 46 L28 46 L28 84 L12 84 Z M28 52 L44 18 C54 18 57 26 54 34 L50 46 L78 46 C86 46 88 54 85 60 L76 80 "
     "C74 84 70 84 66 84 L28 84",
     ""},
    {"not_useful",
     "M12 54 L28 54 L28 16 L12 16 Z M28 48 L44 82 C54 82 57 74 54 66 L50 54 L78 54 C86 54 88 46 85 40 L76 20 "
     "C74 16 70 16 66 16 L28 16",
     ""},
    {"listen",
     "M14 38 L30 38 L50 20 L50 80 L30 62 L14 62 Z M64 36 C72 44 72 56 64 64 M76 24 C90 38 90 62 76 76", ""},
    {"silent", "M14 38 L30 38 L50 20 L50 80 L30 62 L14 62 Z M64 38 L88 62 M88 38 L64 62", ""},
    {"play", "M32 20 L78 50 L32 80 Z", "M32 20 L78 50 L32 80 Z"},
    {"pause", "M36 22 L36 78 M64 22 L64 78", ""},
    {"again",
     "M26 50 C26 36 36 26 50 26 C64 26 74 36 74 50 C74 64 64 74 50 74 C42 74 35 71 31 65 M14 40 L26 54 L40 "
     "44",
     ""},
    {"subtitles", "M12 22 L88 22 L88 78 L12 78 Z M24 62 L52 62 M62 62 L76 62 M24 48 L40 48 M50 48 L76 48",
     ""},
    {"stop", "M26 26 L74 26 L74 74 L26 74 Z", ""},
    // What stands here, on one's telephone. No arrow: nothing is sent, people photograph it.
    {"take", "M24 8 L76 8 L76 92 L24 92 Z M38 26 L62 26 M38 42 L62 42 M38 58 L54 58 M44 78 L56 78", ""},
    // Rooms along a hall.
    {"plan",
     "M10 16 L90 16 L90 84 L10 84 Z M10 44 L40 44 M56 44 L90 44 M62 16 L62 44 M34 84 L34 64 L72 64 L72 84",
     ""},
    // A picture that cannot be had.
    {"no_picture", "M12 20 L88 20 L88 80 L12 80 Z M12 72 L38 46 L58 66 L70 54 L88 72 M14 14 L86 86", ""},
    // Heads of the way on a plan.
    {"way_right", "", "M8 4 L96 50 L8 96 Z"},
    {"way_left", "", "M92 4 L4 50 L92 96 Z"},
    {"way_down", "", "M4 8 L50 96 L96 8 Z"},
    {"way_up", "", "M4 92 L50 4 L96 92 Z"},
    {"space", "M12 44 L12 64 L88 64 L88 44", ""},
}};

}  // namespace

bool draw_sign(compose::Canvas& canvas, std::string_view name, const compose::Box& box,
               pixels::Colour colour) {
  const auto* sign =
      std::find_if(kSigns.begin(), kSigns.end(), [&](const Sign& s) { return s.name == name; });
  if (sign == kSigns.end()) return false;
  const double side = std::min(box.width, box.height);
  canvas.save();
  auto* cairo = canvas.cairo();
  cairo_translate(cairo, box.centre_x() - side / 2, box.centre_y() - side / 2);
  cairo_scale(cairo, side / 100, side / 100);
  cairo_set_line_width(cairo, 8);
  canvas.colour(colour);
  cairo_new_path(cairo);
  canvas.path(sign->strokes);
  cairo_stroke(cairo);
  if (!sign->fills.empty()) {
    cairo_new_path(cairo);
    canvas.path(sign->fills);
    cairo_fill(cairo);
  }
  canvas.restore();
  return true;
}

std::vector<std::string_view> sign_names() {
  std::vector<std::string_view> names;
  for (const auto& sign : kSigns) names.push_back(sign.name);
  return names;
}

}  // namespace gatecast::kiosk_ui
