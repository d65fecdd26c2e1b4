// Private to decode: how many threads a film gets. One is cheapest: nothing is told between threads, fewer
// frames lie in memory, and they stay in one core's cache. All of them where one would be busy for too much
// of the film's time, judged by the first frame, which is the dearest, then second by second; or where frames
// come too late on a machine that has other work. Who joins a film has frames to catch up: all of them, until
// a second of the film has shown that one is enough.
// Threads: a value of the decoder's owner. Errors: none. Source: shared/design/playback.md (which design, 2).
#pragma once
#include "content-sync/base/clock.h"
#include "player/decode/video_decoder.h"

namespace gatecast::decode {

// Of the calling thread, of the whole process; nothing where the system does not say.
Duration thread_processor_time();
Duration process_time();

class Effort {
 public:
  Effort(int most_threads, const OneThread& may, bool joins)
      : most_threads_(most_threads),
        may_(may),
        threads_(may.first <= 0 || joins ? most_threads : 1),
        is_trial_(joins && may.first > 0 && most_threads > 1) {}

  // Who joined has caught up.
  void arrived(Duration process_time);

  // A frame of this length went into the decoder, at this time of the whole process.
  void took_in(Duration length, Duration process_time);
  // What the one thread spent since it was told last.
  void spent(Duration processor_time);

  // Whoever shows the film waits for its frames, whatever the clock of one thread says.
  void falls_behind() { is_behind_ = is_measured(); }

  [[nodiscard]] bool is_measured() const { return threads_ < most_threads_; }
  [[nodiscard]] bool is_trial() const { return is_trial_; }
  [[nodiscard]] bool wants_more() const { return wants_more_ || is_behind_; }
  [[nodiscard]] bool wants_other() const { return wants_more() || wants_less_; }
  // Takes the number of threads that is wanted.
  void turn();
  [[nodiscard]] int threads() const { return threads_; }

 private:
  int most_threads_;
  OneThread may_;
  int threads_;
  bool is_trial_;  // all of them, as long as nobody knows better
  bool is_judged_ = false;
  bool wants_more_ = false;
  bool wants_less_ = false;
  bool is_behind_ = false;
  Duration spent_{0};
  Duration began_{0};  // the process' time at the last look of a trial
  Duration film_{0};
};

}  // namespace gatecast::decode
