// One item made ready and then shown: a slide painted by the loader, or a film with its feed, voice and
// subtitles. Threads: main; it only sends to loader and mixer and takes their answers. Errors: error(), once
// it has failed.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "player/playback/cadence.h"
#include "player/playback/film_opening.h"
#include "player/playback/loader.h"
#include "player/playback/motion_budget.h"
#include "player/playback/sound_mixer.h"
#include "player/playback/stage.h"
#include "player/programme/programme.h"

namespace gatecast::playback {

// Where an act gets its work done.
struct Workshop {
  Loader* loader = nullptr;
  SoundMixer* mixer = nullptr;  // null: silent
  std::function<void()> wake;
  std::shared_ptr<Queue<ThreadTime>> times;
  std::uint64_t next_ticket = 1;
  bool is_hushed = false;                                // an alert speaks: no act does
  bool is_listening = false;                             // somebody at the ring listens: no act speaks
  std::shared_ptr<const bundle::FeedValues> feeds = {};  // the last good values; null: none
  std::optional<OpenedFilm> opened = {};                 // for the first act, if it is that film's
};

class Act {
 public:
  // `now`: a film is joined where it stands then.
  Act(Workshop& workshop, ContentPtr content, programme::Showing showing, pixels::Size size, Instant now);
  ~Act();
  Act(const Act&) = delete;
  Act& operator=(const Act&) = delete;

  [[nodiscard]] const programme::Showing& showing() const { return showing_; }
  [[nodiscard]] const ContentPtr& content() const { return content_; }
  [[nodiscard]] bool is_for(const ContentPtr& content, const programme::Showing& showing,
                            pixels::Size size) const;
  [[nodiscard]] bool is_film() const { return clip_ != nullptr; }
  // A painted slide, or the first frame of a film.
  bool is_ready();
  [[nodiscard]] std::optional<Error> error() const;

  // A slide whose feeds say something else now is painted anew; it stays as it is until that is done.
  void follow_feeds(Instant now);
  // What is not the first picture of this slide: its feeds speak anew.
  [[nodiscard]] bool is_renewal(const LoadedPicture& answer) const {
    return answer.ticket == renewal_ticket_ && picture_.still != nullptr;
  }
  bool take(const LoadedPicture& answer);  // true when it was meant for this act
  bool take(const LoadedCues& answer);

  VideoFeed::Step advance(Instant now, const Cadence& cadence);
  // A slide: another picture of its motion is due than the last that was asked for. Null: nothing moves.
  bool has_moved_on(Instant now, const MotionBudget* budget);
  [[nodiscard]] bool is_moving(Instant now) const;
  [[nodiscard]] bool is_zooming(Instant now) const;
  // All its words stand: it may be kept behind the window.
  [[nodiscard]] bool is_whole(Instant now) const;
  // A film whose frames are long due and do not come hangs: error() says so from then on.
  void watch(Instant now, SteadyInstant steady_now);
  // The next moment at which this act looks different by itself.
  [[nodiscard]] std::optional<Instant> next_frame_at(Instant now) const;
  [[nodiscard]] bool is_starving() const;
  [[nodiscard]] Sight sight() const;
  [[nodiscard]] const PaintedCue* cue_at(Instant now) const;
  [[nodiscard]] std::optional<Instant> next_cue_change(Instant now) const;
  // When the frame on the screen was due, and its length.
  [[nodiscard]] Instant frame_due_at() const;
  [[nodiscard]] Duration frame_length() const;
  void silence_from(Instant at);
  // After a silence: where the film stands now.
  void speak_again(Instant from);
  // Plain files begin when their first frame is there.
  void begin_at(Instant starts, Instant ends);
  [[nodiscard]] Duration file_time(Instant now) const;

 private:
  // What was opened ahead, if it is this act's.
  std::optional<OpenedFilm> opened_ahead();
  void start_film(pixels::Size size, Instant now, std::optional<OpenedFilm> opened);
  void start_voice(Instant from = {});
  [[nodiscard]] bundle::FeedValues said_at(Instant now) const;
  void simplify_motion(const MotionBudget* budget);

  Workshop& workshop_;
  ContentPtr content_;
  programme::Showing showing_;
  pixels::Size size_;
  const bundle::Item* item_ = nullptr;
  const bundle::Clip* clip_ = nullptr;  // of item_
  std::uint64_t ticket_ = 0;
  std::optional<Error> error_;
  SlidePicture picture_;
  bundle::FeedValues said_;           // by its feeds, as it is painted
  std::uint64_t renewal_ticket_ = 0;  // a painting with new values is under way
  Duration motion_step_{compose::kMotionStep};
  std::optional<std::int64_t> phase_;  // of the motion, when it was last asked for
  std::unique_ptr<VideoFeed> feed_;
  bool is_join_ = false;    // its first frame is not the clip's first
  bool has_moved_ = false;  // a new frame came since it was last watched
  std::optional<SteadyInstant> opened_at_;
  SteadyInstant moved_at_;
  std::uint64_t cue_ticket_ = 0;
  std::vector<PaintedCue> cues_;
};

}  // namespace gatecast::playback
