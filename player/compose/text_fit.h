// Fitting texts of several languages into boxes at one common visible height.
// Threads: the Typesetter's owner. Errors: none: what does not fit at its least size is placed all the same
// and marked, so that the check can name it. Source: shared/design/content.md (Language set: pair), look.md
// (Type).
#pragma once
#include <string>
#include <vector>

#include "player/compose/canvas.h"
#include "player/compose/type_scale.h"
#include "player/text/typesetter.h"

namespace gatecast::compose {

enum class Kind { headline, body, label };  // label: one line, faces for buttons and mixed lines

struct Entry {
  std::string slot;
  std::string language;
  std::string text;
  double scale = 1;  // of the common visible height: 0.75 for foreign text in commercial items
  Kind kind = Kind::body;
  pixels::Colour colour;
  text::Align align = text::Align::start;
  int max_lines = 0;
  int row = -1;  // as Shape::row
};

// Texts in one box: one under the other, or each in a column of its own on a common first baseline.
struct Cell {
  Box box;
  std::vector<Entry> entries;
  std::vector<Box> columns;  // empty: stacked
  double settle = 0;         // where spare height goes: 0 below, 0.5 half above, 1 above
};

struct Placed {
  Entry entry;
  text::TextStyle style;
  text::Layout layout;
  Box box;  // the layout's box, as wide as its column
  double visible_height = 0;
  double least = 0;
  bool fits = true;
};

// Where a text begins and ends to the eye: its ink, but never less than an ordinary line of it, so that
// blocks of different languages keep one rhythm although their line boxes differ.
double eye_top(const Placed& text);
double eye_bottom(const Placed& text);

struct Fit {
  std::vector<Placed> texts;
  std::vector<double> heights;  // used, by cell
  double visible_height = 0;
  bool fits = true;
};

class Fitter {
 public:
  explicit Fitter(text::Typesetter& typesetter) : typesetter_(typesetter) {}
  // The largest common height of the ladder at which every cell fits.
  Fit fit(const std::vector<Cell>& cells, const Ladder& ladder);
  Fit fit(const Cell& cell, const Ladder& ladder) { return fit(std::vector<Cell>{cell}, ladder); }
  // On one line, however long.
  double natural_width(const Entry& entry, double visible_height);
  // A word of it is wider than that.
  bool is_overfull(const Entry& entry, double width, double visible_height);

 private:
  Placed lay_out(const Entry& entry, double width, double visible_height, double least);
  double place(const Cell& cell, double visible_height, double least, std::vector<Placed>& out, bool& fits);
  text::Typesetter& typesetter_;
};

}  // namespace gatecast::compose
