// When the store is read through: the whole of it once a week, a little each minute, never within an update.
// What it finds damaged the next update fetches anew, piece by piece. How far a round is stands in
// status.json, so that a kiosk which is switched off each night gets round too.
// Threads: one owner. Errors: none. Source: issue 5, section 3 (Store); shared/design/trust.md, Faults.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/store/scrub.h"

namespace gatecast::agent {

struct ScrubStatus {
  std::optional<Instant> round_began;  // by verification time: it never goes back
  std::optional<Instant> last_whole;   // when a round ended
  store::ScrubPlace place;
  std::uint64_t read_bytes = 0;   // in this round
  std::uint64_t total_bytes = 0;  // that it will read
  std::vector<Sha256> damaged;    // to be fetched anew
};
nlohmann::json to_json(const ScrubStatus& status);
ScrubStatus scrub_from_json(const nlohmann::json& document);

class ScrubPlan {
 public:
  ScrubPlan(const store::Store& store, ScrubStatus status);

  // Called every few seconds while nothing else is to do. True where damage was found just now.
  bool go_on(SteadyInstant steady, Instant verification_time);
  // An update has seen to these.
  void clear_damaged() { status_.damaged.clear(); }
  [[nodiscard]] const ScrubStatus& status() const { return status_; }

 private:
  store::Scrub scrub_;
  ScrubStatus status_;
  std::optional<SteadyInstant> last_;
};

}  // namespace gatecast::agent
