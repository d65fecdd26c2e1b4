// What a screen of the touch ring consists of before it is pixels: marks by cairo, words by the Typesetter,
// buttons with what they do. Threads: values; painting by the Typesetter's owner. Errors: none.
#pragma once
#include <string>
#include <vector>

#include "kiosk-ui/view/session.h"
#include "player/compose/canvas.h"
#include "player/compose/scenery.h"
#include "player/compose/woven_band.h"
#include "player/text/typesetter.h"

namespace gatecast::kiosk_ui {

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
};
struct Words {
  text::Layout layout;
  text::TextStyle style;
  compose::Box box;  // its lines, as wide as it is aligned in
  text::Align align = text::Align::start;
  double letter_px = 0;  // visible height
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
};
struct Screenful {
  std::vector<Layer> layers;
  std::vector<Button> buttons;  // in the order of the focus
  bool has_programme = false;   // the stage belongs to the programme
  int parts = 1;                // of the page
  [[nodiscard]] const Button* button(const std::string& id) const;
  // The button under a point; its reach is a little larger than what is drawn.
  [[nodiscard]] const Button* at(double x, double y, double tolerance_px) const;
};

// Over what `target` holds.
void paint(const Screenful& screenful, text::Typesetter& typesetter, pixels::Pixmap& target);

}  // namespace gatecast::kiosk_ui
