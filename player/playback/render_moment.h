// What the screen shows at an instant, as pixels: the programme's item with its subtitles, crossfade and
// overlays, by the same painter, frame painter and stage as the screen. --render, the preview, films and
// golden tests. What cannot be drawn goes down the ladder as on the screen: the next item in its slot, the
// release's still, the built-in still. Instants that follow each other in time reuse what is open; any other
// order works too. Threads: one owner. Errors: none of its own; what was refused is told in the answer.
// Source: shared/design/content.md, The programme is a function.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "player/playback/ladder.h"
#include "player/playback/painter.h"
#include "player/programme/programme.h"

namespace gatecast::playback {

struct Moment {
  pixels::Pixmap pixels;
  std::optional<programme::Showing> showing;  // of the item that is drawn
  Rung rung = Rung::item;
  std::vector<Error> refused;
};

enum class WithOverlays { no, yes };

class MomentRenderer {
 public:
  explicit MomentRenderer(ContentPtr content);  // null: the built-in still
  ~MomentRenderer();

  Moment render(programme::Situation situation, Instant now, pixels::Size size);

  // Slides stand and fade, as on a kiosk with reduced motion.
  void reduce_motion();

  // One item out of its programme, `offset` after its beginning; without it a slide stands, with all that it
  // says.
  struct ItemRequest {
    const bundle::Item* item = nullptr;  // of the content's release
    std::vector<bundle::LanguageTag> languages;
    bundle::Mode mode = bundle::Mode::daily;
    std::optional<Duration> offset;
    Instant now;
    pixels::Size size;
    WithOverlays overlays = WithOverlays::yes;
    bundle::FeedValues feeds = {};  // of the slide's text
  };
  Result<pixels::Pixmap> render_item(const ItemRequest& request);

  [[nodiscard]] Painter& painter();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gatecast::playback
