// A film that somebody at a ring looks at: it stands on its first frame until it is played, can be paused,
// begun again and heard or not; its clock is its own. Decoded as items are, its frames brought to the size at
// which they are seen. Threads: main; its feed has a thread of its own. Errors: error(), once it has failed.
// Source: the section 2 (film with subtitles and own controls).
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "player/decode/frame_painter.h"
#include "player/playback/painter.h"
#include "player/playback/ring.h"
#include "player/playback/video_feed.h"

namespace gatecast::playback {

class PageFilm {
 public:
  // `wake`: called from the decoder's thread when the first frame is there.
  PageFilm(ContentPtr content, bundle::ItemId item, std::function<void()> wake);
  [[nodiscard]] const ContentPtr& content() const { return content_; }
  [[nodiscard]] const bundle::ItemId& item() const { return item_; }

  void play(SteadyInstant now);
  void pause(SteadyInstant now);
  void begin_again(SteadyInstant now);
  void speak(const bundle::LanguageTag& language);  // subtitles and sound in it, or the nearest
  bool fit(pixels::Size box);                       // frames no larger than this; true: another one stands
  // True when another frame or subtitle is due than was.
  bool advance(SteadyInstant now);

  [[nodiscard]] bool is_playing() const { return since_.has_value(); }
  [[nodiscard]] bool has_ended(SteadyInstant now) const { return position(now) >= length_; }
  [[nodiscard]] Duration position(SteadyInstant now) const;
  [[nodiscard]] Duration length() const { return length_; }
  [[nodiscard]] const PicturePtr& frame() const { return frame_; }  // null: none has come yet
  [[nodiscard]] const std::string& subtitle() const { return subtitle_; }
  [[nodiscard]] bool has_subtitles() const { return !cues_.empty(); }
  // What is heard from now on; empty: this film has no sound.
  [[nodiscard]] std::optional<PlaySound> sound(SteadyInstant now) const;
  [[nodiscard]] std::optional<Error> error() const { return feed_ ? feed_->error() : failed_; }
  // When it looks different by itself; nothing while it stands.
  [[nodiscard]] std::optional<SteadyInstant> changes_at(SteadyInstant now) const;

 private:
  void open();
  bool paint();

  ContentPtr content_;
  bundle::ItemId item_;
  std::function<void()> wake_;
  const bundle::Clip* clip_ = nullptr;  // of content_; null: the release has no such film
  Duration length_{0};
  std::unique_ptr<VideoFeed> feed_;
  std::optional<Error> failed_;
  std::optional<SteadyInstant> since_;  // when position at_ was; empty: it stands there
  Duration at_{0};
  bundle::LanguageTag language_;
  std::vector<text::Cue> cues_;
  std::string subtitle_;
  pixels::Size box_;
  decode::FramePainter painter_;
  PicturePtr frame_;
};

}  // namespace gatecast::playback
