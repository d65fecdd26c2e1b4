// One clip being decoded on its own thread into a short queue: opened ahead, taken from by the clock.
// Threads: the main thread owns it; its decoder thread meets it only in the queue. To be destroyed on the
// loader (joining waits for the frame being decoded, a moment at most). Errors: reported once by error(); a
// clip that failed keeps its last frame. Source: shared/design/playback.md (which design, 2 and 3).
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <variant>

#include "content-sync/base/queue.h"
#include "player/decode/video_decoder.h"
#include "player/playback/statistics.h"

namespace gatecast::playback {

// Called on the feed's thread; `stop`: the feed is not wanted any more.
using OpenVideo = std::function<Result<std::unique_ptr<decode::VideoDecoder>>(const std::stop_token& stop)>;

// How many frames wait in the queue; one more is in the decoder's hand and one at the screen, so that 160 ms
// lie ahead at 30 frames a second. More costs memory and gains nothing.
inline constexpr std::size_t kFramesAhead = 4;
std::size_t frames_ahead_at(bundle::Ratio rate);

class VideoFeed {
 public:
  // `wake` is called from the decoder's thread when the first frame is there, at the end and on errors.
  VideoFeed(OpenVideo open, const std::string& name, std::function<void()> wake,
            std::shared_ptr<Queue<ThreadTime>> times, std::size_t frames_ahead = kFramesAhead);
  ~VideoFeed();
  VideoFeed(const VideoFeed&) = delete;
  VideoFeed& operator=(const VideoFeed&) = delete;

  // A film of constant rate: its frames stand at even times, however its file rounds them.
  void even_out(bundle::Ratio rate) { rate_ = rate; }
  // Takes what the decoder has; first is_ready() when the first frame is there.
  bool is_ready();
  struct Step {
    bool is_new = false;  // another frame than before
    int passed_over = 0;  // frames whose time came and went unseen
    int left_out = 0;     // frames that share a refresh of the display with a later one: unseen by plan
  };
  // `shares`: these two frames fall on one refresh.
  using Shares = std::function<bool(Duration earlier, Duration later)>;
  Step advance(Duration file_time, const Shares& shares = nullptr);
  [[nodiscard]] const decode::Frame* current() const { return current_ ? &*current_ : nullptr; }
  [[nodiscard]] const decode::Frame* following() const { return following_ ? &*following_ : nullptr; }
  [[nodiscard]] bool has_ended() const { return has_ended_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  // The next frame should be here and is not.
  [[nodiscard]] bool is_starving() const { return !following_ && !has_ended_ && !error_; }

 private:
  struct End {};
  using Message = std::variant<decode::Frame, Error, End>;
  void refill();

  std::shared_ptr<Queue<Message>> queue_;
  std::optional<decode::Frame> current_;
  std::optional<decode::Frame> following_;
  std::optional<Error> error_;
  bool has_ended_ = false;
  bundle::Ratio rate_{0, 1};
  std::jthread decoder_;
};

}  // namespace gatecast::playback
