// Private to decode: how many threads a film gets. One is cheapest: nothing is told between threads, fewer
// frames lie in memory, and they stay in one core's cache. All of them where one would be busy for too much
// of the film's time, judged by the first frame, which is the dearest, then second by second; or where frames
// come too late on a machine that has other work.
// Threads: a value of the decoder's owner. Errors: none. Source: shared/design/playback.md (which design, 2).
#pragma once
#include "content-sync/base/clock.h"
#include "player/decode/video_decoder.h"

namespace gatecast::decode {

// Of the calling thread; nothing where the system does not say.
Duration thread_processor_time();

class Effort {
 public:
  Effort(int most_threads, const OneThread& may)
      : most_threads_(most_threads), may_(may), threads_(may.first <= 0 ? most_threads : 1) {}

  // A frame of this length went into the decoder.
  void took_in(Duration length) { film_ += length; }
  // What the one thread spent since it was told last.
  void spent(Duration processor_time);

  // Whoever shows the film waits for its frames, whatever the clock of one thread says.
  void falls_behind() { is_behind_ = is_measured(); }

  [[nodiscard]] bool is_measured() const { return threads_ < most_threads_; }
  [[nodiscard]] bool wants_more() const { return wants_more_ || is_behind_; }
  void widen();
  [[nodiscard]] int threads() const { return threads_; }

 private:
  int most_threads_;
  OneThread may_;
  int threads_;
  bool is_judged_ = false;
  bool wants_more_ = false;
  bool is_behind_ = false;
  Duration spent_{0};
  Duration film_{0};
};

}  // namespace gatecast::decode
