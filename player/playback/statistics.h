// What --stats tells: frames due, shown, late, dropped, repeated; each cut's gap; processor time by thread;
// memory. Threads: main owns Statistics; other threads send a ThreadTime through a queue when they end.
// Errors: those of the disk. Source: the section 5; shared/design/playback.md (goal numbers).
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"
#include "content-sync/base/queue.h"
#include "player/playback/motion_budget.h"
#include "player/playback/ring.h"

namespace gatecast::playback {

struct ThreadTime {
  std::string name;
  double cpu_seconds = 0;
};
void name_thread(const char* name);
double thread_cpu_seconds();  // of the calling thread

struct Cut {
  std::string from;
  std::string to;
  double late_ms = 0;  // first picture of the new item after it was due
  double gap_ms = 0;   // how much longer the last frame before it stood than its own length
};

class Statistics {
 public:
  explicit Statistics(SteadyInstant process_start) : process_start_(process_start) {}
  // A frame was presented `late` after its time; `length` is its own.
  void frame_shown(Duration late, Duration length);
  void frames_passed_over(int count) { dropped_ += count; }
  void frames_left_out(int count) { left_out_ += count; }  // more frames than refreshes: by plan
  void frame_repeated() { ++repeated_; }
  void cut(Cut cut);
  void picture_drawn() { ++pictures_; }
  void ticker_moved() { ++ticker_pictures_; }  // and nothing else of the picture
  void turned() { ++turns_; }                  // of the main loop: how often the player woke
  void moved(const MotionBudget& motion) { motion_ = motion; }
  // A touch was answered on the screen `after` it was seen.
  void answered(Answer answer, Duration after);
  void item_shown(const std::string& item) { ++items_[item]; }
  void refused(const Error& error);
  void first_picture(SteadyInstant now);
  [[nodiscard]] bool has_first_picture() const { return first_picture_ms_ >= 0; }
  [[nodiscard]] std::int64_t frames_dropped() const { return dropped_; }
  [[nodiscard]] std::int64_t frames_shown() const { return shown_; }
  [[nodiscard]] const std::vector<Cut>& cuts() const { return cuts_; }

  // `times`: of the threads that have ended. Call on the main thread, at the end.
  [[nodiscard]] std::string to_json(Queue<ThreadTime>& times, const std::string& present_path,
                                    bool has_sound) const;

 private:
  SteadyInstant process_start_;
  double first_picture_ms_ = -1;
  std::int64_t shown_ = 0;
  std::int64_t late_ = 0;
  std::int64_t dropped_ = 0;
  std::int64_t left_out_ = 0;
  std::int64_t repeated_ = 0;
  std::int64_t pictures_ = 0;
  std::int64_t ticker_pictures_ = 0;
  std::int64_t turns_ = 0;
  MotionBudget motion_;
  Duration worst_late_{0};
  std::vector<Cut> cuts_;  // the newest kMostCuts
  std::int64_t cut_count_ = 0;
  std::map<std::string, std::int64_t> items_;
  std::map<Answer, std::deque<Duration>> answers_;  // the newest of each
  std::vector<Error> refused_;
  std::map<std::string, std::int64_t> decoder_faults_;  // by rule: died, hung, memory, message
};

}  // namespace gatecast::playback
