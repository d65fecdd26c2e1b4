#include "player/playback/video_feed.h"

#include <utility>

#include "player/playback/cadence.h"

namespace gatecast::playback {
std::size_t frames_ahead_at(bundle::Ratio rate) {
  constexpr std::int64_t kCalm = 30;  // frames a second
  return rate.numerator <= kCalm * rate.denominator ? kFramesAhead - 1 : kFramesAhead;
}

VideoFeed::VideoFeed(OpenVideo open, const std::string& name, std::function<void()> wake,
                     std::shared_ptr<Queue<ThreadTime>> times, std::size_t frames_ahead)
    : queue_(std::make_shared<Queue<Message>>("frames of " + name, frames_ahead)) {
  decoder_ = std::jthread([queue = queue_, open = std::move(open), wake = std::move(wake),
                           times = std::move(times), frames_ahead](const std::stop_token& stop) {
    name_thread("decode");
    const auto decode_all = [&]() -> Status {
      GATECAST_TRY(const auto decoder, open(stop));
      bool is_first = true;
      Haste haste(frames_ahead);
      while (true) {
        GATECAST_TRY(auto frame, decoder->next());
        decoder->hurry(haste.after(queue->size()));
        if (!frame || !queue->push(std::move(*frame))) return {};
        if (std::exchange(is_first, false)) wake();
      }
    };
    if (auto status = decode_all(); !status)
      queue->push(std::move(status.error()));
    else
      queue->push(End{});
    wake();
    times->try_push({"decode", thread_cpu_seconds()});
  });
}

VideoFeed::~VideoFeed() {
  queue_->close();
}

void VideoFeed::refill() {
  if (following_ || has_ended_ || error_) return;
  auto message = queue_->try_pop();
  if (!message) return;
  if (auto* frame = std::get_if<decode::Frame>(&*message)) {
    following_ = std::move(*frame);
    following_->time = even_time(following_->time, rate_);
  } else if (auto* error = std::get_if<Error>(&*message)) {
    error_ = std::move(*error);
  } else {
    has_ended_ = true;
    // A film without a single frame within its in and out points is a fault of the item.
    if (!current_)
      error_ =
          content_error("media.no_frame", queue_->name(), "there is no frame between its in and out points",
                        "correct the in and out points of the clip");
  }
}

bool VideoFeed::is_ready() {
  refill();
  return current_ || following_;
}

VideoFeed::Step VideoFeed::advance(Duration file_time, const Shares& shares) {
  Step step;
  refill();
  // The very first frame is shown at once: at a join it may lie a moment ahead.
  while (following_ && (following_->time <= file_time || !current_)) {
    if (step.is_new)
      ++(shares && shares(current_->time, following_->time) ? step.left_out : step.passed_over);
    current_ = std::exchange(following_, std::nullopt);
    step.is_new = true;
    refill();
  }
  return step;
}

}  // namespace gatecast::playback
