// Sets words and buttons into a Screenful: sizes by visible height, so that every language stands equally
// tall. Threads: the Typesetter's owner. Errors: what does not fit at its least size is cut to its lines and
// noted in `cut`. Source: shared/design/look.md (Type); shared/domain/typography.md 3.1, 3.6.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kiosk-ui/view/layers.h"
#include "kiosk-ui/view/metrics.h"
#include "kiosk-ui/view/palette.h"

namespace gatecast::kiosk_ui {

struct Lettering {
  double letter_px = 0;  // wanted visible height
  double least_px = 0;   // 0: as wanted
  int weight = 400;
  int most_lines = 0;  // 0: any
  pixels::Colour colour;
  text::Align align = text::Align::start;
  bool is_label = false;  // the UI faces, one line box for all scripts
};

// How a button looks and reads.
struct ButtonFace {
  std::string icon;  // "" = none; tools draw their own: see `sign`
  std::string label;
  std::string note;         // small, above a wide label: what it belongs to
  std::string language;     // of the label; "" = the session's
  bool is_wide = false;     // icon beside the label instead of above it
  bool is_centred = false;  // of a wide one: icon and label together in the middle
  bool is_chosen = false;
  bool is_on_plinth = false;
  bool is_quiet = false;                  // a plate on the sheet: leads back up
  bool is_one_line = false;               // rather smaller than on two lines
  bool has_arrow = false;                 // leads on: a chevron at the end, the label at the start
  double factor = 1;                      // of the label
  double most_letter_px = 0;              // of the label; 0: as it fits
  const compose::Topic* topic = nullptr;  // its ribbon along the lower edge
};

class Pen {
 public:
  Pen(Screenful& out, text::Typesetter& typesetter, const Metrics& metrics, const Palette& palette,
      std::string language, double letter_px);

  // The same hand on another sheet, in letters of another size.
  [[nodiscard]] Pen beside(Screenful& out, double letter_px) const {
    return {out, typesetter_, metrics_, palette_, language_, letter_px};
  }
  Layer& layer() { return out_.layers.back(); }
  void new_layer() { out_.layers.emplace_back(); }
  [[nodiscard]] double letter() const { return letter_px_; }
  [[nodiscard]] const std::string& language() const { return language_; }
  [[nodiscard]] const Metrics& metrics() const { return metrics_; }
  [[nodiscard]] const Palette& palette() const { return palette_; }
  [[nodiscard]] Screenful& out() { return out_; }

  // Fitted to the box's width (and height, where it is not 0); not yet placed.
  Words set(const std::string& words, const Lettering& lettering, double width, double height = 0,
            const std::string& language = "");
  // Placed at the top of the box; the height used.
  double write(const std::string& words, const Lettering& lettering, const compose::Box& box,
               const std::string& language = "");
  // Placed in the middle of the box's height.
  void write_centred(const std::string& words, const Lettering& lettering, const compose::Box& box,
                     const std::string& language = "");
  void place(Words words, double x, double y);
  void fill(const compose::Box& box, pixels::Colour colour, double radius = 0);
  void icon(const std::string& name, const compose::Box& box, pixels::Colour line, pixels::Colour accent,
            pixels::Colour ground);
  void button(Button button, const ButtonFace& face, Look look);
  // Labels of buttons between the two stand in one size, that of the smallest: see EvenLabels.
  bool begin_even();
  void end_even();
  [[nodiscard]] double em_for(double letter_px, const Lettering& lettering, const std::string& language);

 private:
  // Where the parts of a button stand.
  struct Parts {
    compose::Box ribbon;
    compose::Box icon;
    compose::Box arrow;
    compose::Box note;
    compose::Box label;
    Lettering lettering;  // of the label
  };
  Parts parts_of(const compose::Box& box, const ButtonFace& face);
  void place_label(const ButtonFace& face, const compose::Box& inner, Parts& parts);
  void centre_label(const ButtonFace& face, Parts& parts);
  void ribbon(const compose::Box& box, const compose::Topic& topic, pixels::Colour ground);
  void focus_ring(const compose::Box& box, double radius, const ButtonFace& face, bool is_focused);
  void edge(const compose::Box& box, double radius, pixels::Colour ground);
  // The small words above a button's label.
  void write_note(const ButtonFace& face, Lettering small, const compose::Box& box);
  struct Label {
    std::string words, language;
    Lettering lettering;
    compose::Box box;
  };

  Screenful& out_;
  text::Typesetter& typesetter_;
  const Metrics& metrics_;
  const Palette& palette_;
  std::string language_;
  double letter_px_;
  std::optional<std::vector<Label>> even_;  // that wait for the smallest of them
};

// As long as it lives, all labels of one row of buttons are equally large.
class EvenLabels {
 public:
  explicit EvenLabels(Pen& pen) : pen_(pen), is_outer_(pen.begin_even()) {}
  ~EvenLabels() {
    if (is_outer_) pen_.end_even();
  }
  EvenLabels(const EvenLabels&) = delete;
  EvenLabels& operator=(const EvenLabels&) = delete;

 private:
  Pen& pen_;
  bool is_outer_;
};

}  // namespace gatecast::kiosk_ui
