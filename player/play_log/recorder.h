// Turns what stands on the screen, as it changes, into segments of the log. Time inside a segment runs by the
// steady clock; where the system clock steps, a new segment begins. Threads: one owner. Errors: none; memory
// is bounded, as the owner takes segments when is_full says so. Source: player/play_log/FORMAT.md.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "player/play_log/segment.h"

namespace gatecast::play_log {

struct Moment {
  Instant now;
  SteadyInstant steady;
};

// All that a sighted witness would note; a new value is sent whenever one of these changes.
struct OnScreen {
  std::string channel;  // empty: no release could be verified, the built-in still is on
  std::int64_t release = 0;
  std::string document;
  std::string mode;
  bool is_mode_ordered = false;  // by a duty officer, not by the calendar
  bool is_old_release = false;   // the newest is refused, the last good one goes on
  bool is_resting = false;       // dark on purpose, outside the hours that technicians set
  std::string item;              // empty: the release's still
  std::string planned;           // what the playlist says
  std::string why;               // why another fills the slot, where known
  std::vector<std::string> languages;
  Instant slot;  // when the slot began: tells one showing from the next of the same item
  bool operator==(const OnScreen&) const = default;
};

// A deviation beside the programme, with a begin and an end: an alert, a touch session, a dark screen.
struct Besides {
  std::string what, item, why;
  bool begins = true;
};

class Recorder {
 public:
  void start(const Moment& moment);
  void note(const OnScreen& on, const Moment& moment);
  void note(const Besides& besides, const Moment& moment);
  // A moment in the life of the log itself: "start", "end", "torn", "lost".
  void mark(const std::string& what, const std::string& why, const Moment& moment);

  [[nodiscard]] bool is_running() const { return is_running_; }
  [[nodiscard]] bool is_full() const;
  // Something happened that a witness would want on disk soon.
  [[nodiscard]] bool has_event() const { return has_event_; }
  // All until `moment`; what is on goes on in the next segment.
  std::vector<Segment> take(const Moment& moment);

 private:
  struct Open {
    Deviation deviation;
    bool is_besides = false;
  };
  void keep_time(const Moment& moment);
  void begin_segment(const Moment& moment);
  void end_segment(Milliseconds length);
  void advance(Milliseconds until);
  std::optional<std::size_t> skip_index();
  void show(const OnScreen& on);
  void close_deviations(Milliseconds until, const std::vector<Open>& kept);
  [[nodiscard]] std::vector<Open> deviations_of(const OnScreen& on) const;
  [[nodiscard]] Milliseconds since(const Moment& moment) const;

  bool is_running_ = false;
  bool has_event_ = false;
  Moment anchor_;
  Segment segment_;
  std::map<ShownItem, std::size_t> indices_;
  OnScreen on_;
  bool is_on_continued_ = false;
  Milliseconds on_since_{0};
  std::vector<Open> open_;
  std::set<std::string> skipped_before_;
  std::vector<Segment> done_;
};

}  // namespace gatecast::play_log
