// The sheet on which a layout sets its slide: measures, colours, fitted texts, and the list of what to draw.
// A layout is a function over a Sheet; painting comes after, so that layouts can be tried one after another.
// Threads: the Typesetter's owner. Errors: what does not fit is marked on its text.
// Source: shared/design/look.md (Grid and motion, Type).
#pragma once
#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "player/compose/slide_texts.h"
#include "player/compose/text_fit.h"
#include "player/compose/theme.h"

namespace gatecast::compose {

// Where things may stand. The strip at the bottom carries the woven band and the overlays.
struct Frame {
  double short_side = 0;
  double margin = 0;
  bool is_portrait = false;
  Box whole;
  Box strip;
  Box field;    // above the strip, to the edges: pictures bleed into it
  Box content;  // the field within its margins: texts
};
Frame frame_for(pixels::Size size, const TypeScale& scale);

struct Shape {
  enum class Kind {
    fill,        // colour
    rule,        // a thin line: colour
    band,        // the strip's pattern, or a ribbon of it
    scene,       // name, part = horizon
    picture,     // name = the slide's picture slot
    icon_panel,  // name = icon: dark panel with stepped rays, to the edges
    tile,        // name = icon on a stepped lozenge
    sign,        // name = icon that carries its own ground: a warning
    badge,       // a numbered lozenge: its number is a text of its own
    dots,        // a dotted line (borders on a plan)
    quote,       // an opening quotation mark, woven
    rays,        // colour, with stepped rays: the ground of a code
    code         // name = what a telephone reads; part = least side of its dots in pixels
  } kind = Kind::fill;
  Box box;
  pixels::Colour colour;
  std::string name;
  double part = 0;
  bool is_dark = false;
  double free_from = 0;  // scene: see draw_scene
  int row = -1;          // of a list that may come row by row; -1: it stands from the beginning
};

// How far a sheet must give way until its texts fit.
struct Tightness {
  double least_minutes = 22;  // of bodies
  double generosity = 1;      // 1: headlines as large as wanted, 0: as small as they may be
  double shrink = 1;  // under 1 nothing is readable from the channel's distance: reported, yet never clipped
};

constexpr double kAnyHeight = 40;  // of letters, where only how wide texts are beside each other counts

class Sheet {
 public:
  Sheet(const SlideRequest& request, const SlideTexts& texts, text::Typesetter& typesetter,
        const Tightness& tightness);

  const SlideRequest& request;
  const bundle::Slide& slide;
  const SlideTexts& texts;
  const Topic& topic;
  const TypeScale scale;
  Frame frame;
  Palette palette;
  std::vector<Shape> shapes;
  std::vector<Placed> placed;
  bool fits = true;
  std::optional<Instant> changes_at;  // when the same request must be drawn again

  [[nodiscard]] std::string option(const std::string& name, std::string_view otherwise = "") const;
  // The n-th of a comma separated option, or `otherwise`.
  [[nodiscard]] std::string option_at(const std::string& name, std::size_t n,
                                      std::string_view otherwise) const;
  [[nodiscard]] bool has(const std::string& slot) const { return !texts.all(slot).empty(); }
  [[nodiscard]] bool has_picture() const;
  [[nodiscard]] std::string icon() const { return option("icon", topic.icon); }
  [[nodiscard]] std::string scene() const { return option("scene", topic.scene); }
  [[nodiscard]] bool may_stand_side_by_side(const Wordings& wordings) const;

  [[nodiscard]] std::vector<Entry> entries(const std::string& slot, const Wordings& wordings, Kind kind,
                                           pixels::Colour colour) const;
  // Of the longest of them, each on one line.
  [[nodiscard]] double natural_width(const Wordings& wordings, Kind kind, double visible_height);
  // A word of them, at their least size, is wider than that.
  [[nodiscard]] bool is_overfull(const Wordings& wordings, Kind kind, double width);
  // Columns as wide, beside each other, as their longest words are.
  [[nodiscard]] std::vector<Box> columns_by_length(const Box& area, const std::vector<Wordings>& words,
                                                   double gutter);
  // Sets a part of the sheet with `set(minutes)`, from the largest of the sizes to the first that fits.
  template <typename Set>
  void largest_that_fits(std::initializer_list<double> minutes, const Set& set) {
    const std::size_t from = placed.size();
    const std::size_t from_shape = shapes.size();
    const bool was_fitting = fits;
    for (const double size : minutes) {
      placed.resize(from);
      shapes.resize(from_shape);
      fits = was_fitting;
      set(size);
      if (fits) return;
    }
  }
  // Marks what stands below its least size; to be called when the layout is set.
  void judge();
  // From `most` minutes of arc down to what headlines, or bodies, must have at least.
  [[nodiscard]] Ladder headlines(double most_minutes = 58) const {
    return ladder(42 + (most_minutes - 42) * tightness_.generosity, 42);
  }
  [[nodiscard]] Ladder bodies(double most_minutes = 30) const {
    return ladder(most_minutes, tightness_.least_minutes);
  }
  // A text of body rank that is the slide's own message: as large as the arrangement can bear.
  [[nodiscard]] Ladder messages(double least_minutes, double most_minutes) const;
  // What may be as small as 16 minutes from the first.
  [[nodiscard]] Ladder remarks(double most_minutes) const {
    return ladder(16 + (most_minutes - 16) * tightness_.generosity, 16);
  }
  // A number that is the slide's picture: a tighter arrangement must win before it shrinks.
  [[nodiscard]] Ladder figures(int arrangement) const;
  [[nodiscard]] double least_figure_minutes(int arrangement) const;

  void add(Shape shape) { shapes.push_back(std::move(shape)); }
  // A thin line, as long and as thick as the box; it comes with the row that it parts off.
  void add_rule(const Box& line, std::size_t row);
  [[nodiscard]] double hairline() const { return std::max(1.0, frame.short_side / 540); }
  // Fits and places; the height used by the tallest cell.
  double place(const std::vector<Cell>& cells, const Ladder& ladder);
  double place(const Cell& cell, const Ladder& ladder) { return place(std::vector<Cell>{cell}, ladder); }
  // The same, a little smaller where that spares a line.
  double place_in_few_lines(const std::vector<Cell>& cells, const Ladder& ladder);
  // The headline at the top of `area`, one under the other or side by side; what is left below it. With
  // `asked`, side by side means in these columns (their height is the area's) and in no others.
  Box headline(const Box& area, bool is_side_by_side, double most_minutes = 58,
               pixels::Colour colour = {0, 0, 0, 0}, const std::vector<Box>& asked = {});
  // The columns in which the headline's languages stand side by side: what is below shares them. Empty while
  // they stand one under the other.
  // A list of texts below one another at one size; the height used.
  double body(const Box& area, const std::string& slot, bool is_side_by_side, double most_minutes = 30);
  // Moves all texts placed since `from` down by `share` of the room left under them in `area`.
  void settle(std::size_t from, const Box& area, double share);
  void shift(std::size_t from_shape, std::size_t from_text, double down);
  // A picture, the wanted scene, or the icon, bleeding to an edge: right (landscape) or top (portrait).
  // Returns the area for texts beside it.
  Box panel(double share, std::string_view preferred = "icon");
  // Cuts a part of the frame off for a picture: the picture's box, and what is left for words.
  struct Cut {
    Box picture;
    Box words;
  };
  [[nodiscard]] Cut cut(double share) const;
  Box ribbon_beside(const Box& picture);  // what it leaves of the picture
  // The same for a photograph alone, narrower from arrangement to arrangement, for layouts that have no place
  // of their own for one: `frame` becomes what is left. Nothing happens without a photograph.
  void photograph_strip(int arrangement);
  // The note (age of the values, tag of samples) stands at the bottom of `area` instead of the whole width;
  // returns what is left of the area. The area must reach down to the frame's bottom.
  Box over_note(Box area, pixels::Colour ink = {0, 0, 0, 0});
  // Where it begins and ends to the eye, at the left edge of its area; null without one.
  [[nodiscard]] const Placed* note() const { return has_note_ ? &placed.front() : nullptr; }
  [[nodiscard]] bool is_readable() const { return tightness_.shrink >= 1; }

 private:
  [[nodiscard]] Ladder ladder(double most_minutes, double least_minutes) const;
  Fit with_fewer_lines(const std::vector<Cell>& cells, Ladder ladder);
  Fit larger_in_two_lines(Fit fit, const Box& area, double most_minutes);
  double take(Fit fit);
  [[nodiscard]] Entry note_entry() const;
  std::vector<Box> language_columns_;
  bool has_note_ = false;
  double bottom_ = 0;  // of the content without the note
  Tightness tightness_;
  Fitter fitter_;
};

// The largest side up to `wanted` at which a tile's stitches are whole pixels, so that its edge lies on the
// grid.
double whole_tile(double wanted);
// Columns of equal width with a gutter between them.
std::vector<Box> columns(const Box& area, int count, double gutter);
// Each language's words by themselves: for columns a language each.
std::vector<Wordings> one_by_one(const Wordings& wordings);

}  // namespace gatecast::compose
