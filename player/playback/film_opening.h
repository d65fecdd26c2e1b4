// A film opened where it stands by the clock: for an act, or ahead of the first one while the window still
// opens. Threads: open_film from any; HeadStart::look on the watcher's, take() on the main. Errors: inside
// the feed. Source: shared/design/playback.md (start to first frame).
#pragma once
#include <functional>
#include <memory>
#include <optional>

#include "player/playback/content.h"
#include "player/playback/playing_clock.h"
#include "player/playback/video_feed.h"
#include "player/programme/programme.h"

namespace gatecast::playback {

struct ReleaseNews;

struct OpenedFilm {
  ContentPtr content;
  programme::Showing showing;
  std::unique_ptr<VideoFeed> feed;
  bool is_join = false;  // its first frame is not the clip's first
};

OpenedFilm open_film(const ContentPtr& content, const programme::Showing& showing, const bundle::Clip& clip,
                     Instant now, const std::function<void()>& wake,
                     const std::shared_ptr<Queue<ThreadTime>>& times);

// The film of the first verified release that is due now. It is only a start: the player decides by itself
// what is on, and what it does not want of this is let go.
class HeadStart {
 public:
  HeadStart(programme::Situation situation, const PlayingClock& clock, std::function<void()> wake,
            std::shared_ptr<Queue<ThreadTime>> times);
  void look(const ReleaseNews& news);  // only the first that has content counts
  // What was opened, once; from then on nothing is.
  std::optional<OpenedFilm> take();

 private:
  const programme::Situation situation_;
  const PlayingClock clock_;
  const std::function<void()> wake_;
  const std::shared_ptr<Queue<ThreadTime>> times_;
  const std::shared_ptr<Queue<OpenedFilm>> opened_;
};

}  // namespace gatecast::playback
