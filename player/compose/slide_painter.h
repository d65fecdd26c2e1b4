// A slide, drawn: item + languages + theme + screen -> pixels, and a report of every text box for the check.
// Threads: one owner (the loader thread); holds a Typesetter. Errors: content errors "slide.*"; a missing
// picture is drawn as the topic's scene and reported, never a hole.
// Source: shared/design/look.md, content.md (Template, Language set), typography.md 3.6.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "content-sync/bundle/feed_value.h"
#include "player/pixels/pixmap.h"
#include "player/text/typesetter.h"

namespace gatecast::compose {

// Decoded pictures by hash, scaled to no more than `box`; null where it cannot be had.
using PictureSource =
    std::function<std::shared_ptr<const pixels::Pixmap>(const Sha256& object, pixels::Size box)>;

struct SlideRequest {
  const bundle::Release* release = nullptr;  // not owned; outlives the call
  const bundle::Item* item = nullptr;
  std::vector<bundle::LanguageTag> languages;  // one or two
  pixels::Size size;                           // of the picture; layout follows its aspect
  bundle::Mode mode = bundle::Mode::daily;     // chooses the theme
  Instant now;                                 // facts past their date
  bool is_demo = false;
  Duration settles{600'000};  // what moves waits until the slide has come on
  bundle::FeedValues feeds;   // what {feed:...} says; what is not here, or is too old, hides its line
};

struct TextBox {
  std::string slot;
  bundle::LanguageTag language;
  pixels::Rect box;
  double size_px = 0;
  double visible_height_px = 0;
  int lines = 0;
  bool fits = true;  // at or above its least size
  std::vector<std::string> line_texts;
  std::vector<std::string> missing_characters;
  double contrast_hundredths = 0;  // against the ground under it, measured in the rendered pixels
};
struct SlideReport {
  std::vector<TextBox> boxes;
  std::vector<std::string> faults;    // sentences
  std::optional<Instant> changes_at;  // when it must be drawn again; none: it stands still
};

class RunningLine;
class SlideMotion;

class SlidePainter {
 public:
  SlidePainter(std::unique_ptr<text::Typesetter> typesetter, PictureSource pictures);
  ~SlidePainter();
  Result<pixels::Pixmap> paint(const SlideRequest& request, SlideReport* report = nullptr);
  // The same picture with what moves on it while it stands; `motion` is null where nothing does.
  struct MovingSlide {
    pixels::Pixmap still;
    std::shared_ptr<const SlideMotion> motion;
  };
  Result<MovingSlide> paint_moving(const SlideRequest& request, SlideReport* report = nullptr);
  // Overlays (clock, dates, ticker, logo, DEMO) as one transparent picture with the rectangles it touches.
  struct StripLook {
    bool is_mirrored = false;  // clock and logo stand at the other ends, as from item to item
    bool has_ticker = true;    // under an alert nothing else speaks
    std::shared_ptr<const bundle::FeedValues> feeds = {};  // the last good values; null: none
    bool may_run = true;  // else a ticker's phrases take turns, as the release says or not
    bool operator==(const StripLook&) const = default;
  };
  struct OverlayPicture {
    pixels::Pixmap pixels;
    std::vector<pixels::Rect> touched;
    bool is_opaque = false;                        // nothing is seen through what they cover
    Instant changes_at;                            // when it must be drawn again
    std::shared_ptr<const RunningLine> line = {};  // drawn over them at each refresh; null: nothing runs
    bool has_lost_tile = false;                    // there was a value to show, and no room for its tile
    std::vector<std::string> lost_phrases = {};    // of the ticker, as written: they have no room
  };
  OverlayPicture paint_overlays(const bundle::Release& release, pixels::Size size, bundle::Mode mode,
                                const std::vector<bundle::LanguageTag>& languages, Instant now, bool is_demo,
                                const StripLook& look);
  OverlayPicture paint_overlays(const bundle::Release& release, pixels::Size size, bundle::Mode mode,
                                const std::vector<bundle::LanguageTag>& languages, Instant now,
                                bool is_demo) {
    return paint_overlays(release, size, mode, languages, now, is_demo, StripLook{});
  }
  // The still of a release (welcome, no facts) and what is shown when nothing else can be.
  pixels::Pixmap paint_still(const bundle::Release& release, pixels::Size size);

 private:
  Result<pixels::Pixmap> draw(const SlideRequest& request, SlideReport* report,
                              std::shared_ptr<const SlideMotion>* motion);
  struct State;
  std::unique_ptr<State> state_;
};

// The built-in still: drawn with no font, no release, no disk; never fails.
pixels::Pixmap paint_built_in_still(pixels::Size size);

// Names of the templates that exist.
const std::vector<std::string>& layout_names();

}  // namespace gatecast::compose
