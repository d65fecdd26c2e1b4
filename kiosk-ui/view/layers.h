// What a screen of the touch ring consists of before it is pixels: marks by cairo, words by the Typesetter,
// buttons with what they do. Threads: values; painting by the Typesetter's owner. Errors: none.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kiosk-ui/view/session.h"
#include "kiosk-ui/view/tile_shelf.h"
#include "player/compose/canvas.h"
#include "player/compose/scenery.h"
#include "player/compose/woven_band.h"
#include "player/text/typesetter.h"

namespace gatecast::kiosk_ui {

// What marks consist of, compared: only what changed is drawn.
inline bool operator==(const compose::Box& a, const compose::Box& b) {
  return a.x == b.x && a.y == b.y && a.width == b.width && a.height == b.height;
}
inline bool operator==(const compose::BandColours& a, const compose::BandColours& b) {
  return a.ground == b.ground && a.main == b.main && a.second == b.second && a.third == b.third;
}

struct Mark {
  enum class Kind { fill, rounded, outline, icon, band, scene } kind = Kind::fill;
  compose::Box box;
  pixels::Colour colour;
  double radius = 0;  // rounded, outline
  double width = 0;   // outline
  std::string name;   // icon, scene
  pixels::Colour accent;
  pixels::Colour ground;
  compose::Stitch stitch = compose::Stitch::diamonds;
  compose::BandColours band;
  double woven = 1;
  double horizon = 0.55;  // scene
  double free_from = 0;   // scene
  bool is_dark = false;   // scene
  bool is_quiet = false;  // scene without sun and blossoms
  bool operator==(const Mark&) const = default;
};
struct Words {
  text::Layout layout;
  text::TextStyle style;
  compose::Box box;  // its lines, as wide as it is aligned in
  text::Align align = text::Align::start;
  double letter_px = 0;  // visible height
  bool operator==(const Words& other) const;
};
// Marks first, words over them; the next layer over both.
struct Layer {
  std::vector<Mark> marks;
  std::vector<Words> words;
};

enum class Look { rest, pressed, focused, disabled };
struct Button {
  std::string id;  // stable while its screen stands: "tool/back", "topic/customs"
  Action action;
  compose::Box box;
  bool is_enabled = true;
  compose::Box words = {};  // beside it, that are touched as it is; empty: all its words stand on it
};
// A map or plan on a screen: drawn by itself, so that nothing else is drawn anew while fingers move it.
struct Spot {
  int number = 0;
  compose::Box box;  // from the figure's corner
};
// A tile of a large picture, brought to its size. Its edges lie on whole pixels, where its neighbours begin.
struct TilePiece {
  bundle::TileKey key;
  TilePicture tile;
  double x = 0, y = 0;  // of its first pixel, from the figure's corner
  double scale = 1;
  pixels::Rect target;  // the part of the figure that it fills
  bool operator==(const TilePiece&) const = default;
};
struct Figure {
  compose::Box box;
  pixels::Colour ground;
  std::vector<TilePiece> tiles;          // under the layers
  std::vector<bundle::TileWish> wanted;  // not at hand, the most needed first
  bool is_picture = false;
  bool is_film = false;       // no finger moves it
  std::vector<Layer> layers;  // from the box's corner
  std::vector<Spot> spots;    // what can be touched of it
  Gaze gaze;                  // as it is shown
  // The whole at zoom 1, no smaller than the box; which of its sides grow.
  double whole_width = 0, whole_height = 0;
  bool grows_wide = true, grows_high = true;
  double most_zoom = 4;
};
struct Screenful {
  std::vector<Layer> layers;
  std::vector<Button> buttons;  // in the order of the focus
  bool has_programme = false;   // the stage belongs to the programme
  int parts = 1;                // of the page
  std::optional<Figure> figure;
  [[nodiscard]] const Button* button(const std::string& id) const;
  // The button under a point; its reach is a little larger than what is drawn.
  [[nodiscard]] const Button* at(double x, double y, double tolerance_px) const;
};

// `target` is a part of the screen, its corner at x, y.
void paint_figure(const Figure& figure, text::Typesetter& typesetter, pixels::Pixmap& target, int x, int y);
// Over what `target` holds.
void paint(const Screenful& screenful, text::Typesetter& typesetter, pixels::Pixmap& target);
// The same pixels, and no others than those in `part`.
void paint(const Screenful& screenful, text::Typesetter& typesetter, pixels::Pixmap& target,
           pixels::Rect part);
// Where the pictures of two screens can differ: few rectangles, within `size`.
std::vector<pixels::Rect> changes(const Screenful& before, const Screenful& after, pixels::Size size);

}  // namespace gatecast::kiosk_ui
