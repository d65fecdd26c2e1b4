// What lies over slides and films: clock and dates, ticker, logo, and DEMO under a demo root. All of it
// stands in the strip at the bottom, on a ground of its own, so that it never covers a slide's words.
// Threads: the Typesetter's owner. Errors: none; what does not fit is left out, the clock last.
// Source: shared/design/content.md (Overlay), look.md (Grid and motion: nothing blinks, slow drift).
#pragma once
#include "player/compose/local_time.h"
#include "player/compose/running_line.h"
#include "player/compose/sheet.h"
#include "player/compose/slide_painter.h"

namespace gatecast::compose {

inline constexpr double kStripBaseline = 0.68;  // of the strip's height
inline constexpr std::int64_t kTurnSeconds =
    8;  // of a ticker's phrase, and of dates that do not fit together
inline std::int64_t seconds_of(Instant now) {
  return std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
}

void paint_demo_mark(pixels::Pixmap& target, const Frame& frame, const TypeScale& scale,
                     text::Typesetter& typesetter);

class OverlayPainter {
 public:
  OverlayPainter(const bundle::Release& release, pixels::Size size, bundle::Mode mode,
                 const std::vector<bundle::LanguageTag>& languages, Instant now, text::Typesetter& typesetter,
                 const PictureSource& pictures, std::shared_ptr<const RunningTrack>& track);
  SlidePainter::OverlayPicture paint(bool is_demo, const SlidePainter::StripLook& look);

 private:
  struct Label {
    text::TextStyle style;
    text::Layout layout;
    double before = 0;  // room before it, within a date
  };
  struct Date {
    std::vector<Label> runs;
    double width = 0;
  };
  Label label(const std::string& text, const std::string& language, int weight, pixels::Colour colour,
              double scale = 1);
  void draw(const Label& label, double x, double lower = 0);
  void ground(const Box& box);
  Date date_label(const std::string& text, const std::string& language);
  // The same for any words with figures in them: figures of one height in all languages.
  Date figure_label(std::string text, const std::string& language, int weight, double scale);
  void draw(const Date& runs, double x);
  // How much lower than the strip's baseline these stand, so that no mark above them is cut.
  [[nodiscard]] double lower_by(const std::vector<Label>& labels) const;
  [[nodiscard]] double lower_by(const Label& label) const { return lower_by(std::vector<Label>{label}); }
  std::vector<Date> date_labels(const CivilTime& time, double room);
  void pattern();
  // A part of what is free, at the end where the clock stands or at the other; its left edge.
  double take_end(double width, bool is_clock);
  Label hour_label(const std::string& text);
  double hour_width();
  void clock(double reserved);
  void logo(const bundle::Overlay& overlay);
  // The ticker (ticker.cpp).
  struct Phrase {
    std::string text;
    bundle::LanguageTag language;
    std::string written;  // by the editor: with its facts' names
  };
  enum class PhraseOrder { by_language, by_phrase };
  [[nodiscard]] std::vector<Phrase> phrases_of(const bundle::Overlay& overlay,
                                               const std::vector<bundle::LanguageTag>& languages,
                                               PhraseOrder order) const;
  void ticker(const bundle::Overlay& overlay, bool may_run);
  [[nodiscard]] double room_to_run(const bundle::Overlay& overlay);
  void turn_ticker(const bundle::Overlay& overlay);
  void run_ticker(const bundle::Overlay& overlay);
  [[nodiscard]] RunningTrack empty_track(const std::vector<Phrase>& phrases);
  void draw_track(RunningTrack& track);
  void draw_knot(pixels::Pixmap& target, double centre_x, double centre_y, double height) const;
  struct Tile {
    std::vector<Date> captions;  // they take turns, with the value that was written in their language
    std::vector<Date> values;    // one a caption
    double caption_width = 0;
    double value_width = 0;
    [[nodiscard]] bool is_empty() const { return captions.empty(); }
  };
  // What fits into `room`, in the shortest form that does.
  Tile measure_tile(const bundle::FeedValues& feeds, double room);
  void add_feed(Tile& tile, const bundle::Feed& feed, const bundle::FeedValue& value, double room);
  void feed_tile(const Tile& tile);

  const bundle::Release& release_;
  const std::vector<bundle::LanguageTag>& languages_;
  Instant now_;
  text::Typesetter& typesetter_;
  const PictureSource& pictures_;
  std::shared_ptr<const RunningTrack>& track_;  // the one drawn last
  TypeScale scale_;
  Frame frame_;
  Palette palette_;
  bundle::Mode mode_;
  double left_ = 0;  // what is still free of the strip
  double right_ = 0;
  bool is_mirrored_ = false;
  double line_room_ = 0;  // what a line that runs shall have at least; 0: none runs
  double tile_gap() const { return frame_.margin * 0.6; }
  int drift_ = 0;  // to the right, within the air around each thing
  SlidePainter::OverlayPicture out_;
};

}  // namespace gatecast::compose
