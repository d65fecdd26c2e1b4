// Which source frame at which refresh of the display: the nearest one, always decided the same way, so that a
// film of any rate moves as evenly as the display allows (24 at 60 Hz: 3, 2, 3, 2), and what would never be
// seen is left out by plan and not by chance. Unknown refresh: each frame at its own time. Threads: a value.
// Errors: none. Source: shared/design/playback.md (pacing); the ties are explained in cadence.cpp.
#pragma once
#include <cstdint>

#include "content-sync/base/clock.h"
#include "content-sync/bundle/release.h"

namespace gatecast::playback {

class Cadence {
 public:
  Cadence() = default;
  explicit Cadence(int refresh_mhz) : refresh_mhz_(refresh_mhz) {}
  [[nodiscard]] bool is_known() const { return refresh_mhz_ > 0; }
  [[nodiscard]] int refresh_mhz() const { return refresh_mhz_; }

  // A film whose first frame is due then: it falls exactly on a refresh, half a refresh off at the most.
  void begin(Instant first_due);
  // Until a film begins or the display is seen: refreshes counted from the epoch, alike on every machine.
  void anchor(Instant now);
  // The display took a picture at this time; brings the refreshes of the plan slowly to those of the display.
  void observe(Instant taken);

  // The refresh at which a frame that is due then is shown, and the time of a refresh.
  [[nodiscard]] std::int64_t slot_of(Instant due) const;
  [[nodiscard]] Instant instant_of(std::int64_t slot) const;

  [[nodiscard]] Instant shown_at(Instant due) const;
  // All frames due until then are due at the refresh that holds now.
  [[nodiscard]] Instant limit(Instant now) const;
  [[nodiscard]] Instant next_refresh(Instant now) const;
  // Of the refresh that holds now, counted since the epoch: the same on all screens of one rate, but for the
  // phases of their displays.
  [[nodiscard]] std::int64_t number(Instant now) const;
  // Of two frames at one refresh the earlier is never seen.
  [[nodiscard]] bool share_refresh(Instant earlier, Instant later) const;

 private:
  [[nodiscard]] std::int64_t current(Instant now) const;
  int refresh_mhz_ = 0;
  Instant origin_;            // of a refresh
  bool is_anchored_ = false;  // by the epoch alone: the first film may still choose another
  Duration shift_{0};         // added to what is due
  int observed_ = 0;
  std::int64_t residue_ns_ = 0;  // of the origin
};

// The time that a frame of a film of constant rate has, where its file rounds it (Matroska to a millisecond).
Duration even_time(Duration time, bundle::Ratio rate);

// Whether a decoder that falls behind shall leave out frames that no other needs. Fed with how many frames
// wait each time one more is ready.
class Haste {
 public:
  explicit Haste(std::size_t room) : room_(room) {}
  bool after(std::size_t waiting);

 private:
  std::size_t room_;
  bool was_full_ = false;  // before that it is only starting
  bool hurries_ = false;
  int in_a_row_ = 0;
};

}  // namespace gatecast::playback
