// Verification time of this machine, kept in store/trusted/time.json: what was signed, plus uptime since.
// Threads: one owner. Errors: environment errors of the disk; an unreadable record counts as none.
// Source: shared/design/trust.md, Two clocks; tuf/verification_time.h.
#pragma once
#include <string>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"
#include "content-sync/tuf/verification_time.h"

namespace gatecast::agent {

// No machine that runs this was built before; raised with each version of Gatecast.
inline constexpr Instant kBuildDate =
    std::chrono::sys_days{std::chrono::year{2026} / std::chrono::November / 21};

class TimeKeeper {
 public:
  TimeKeeper(Disk& disk, const Clock& clock, const Path& store);
  [[nodiscard]] Instant now() const;
  void saw_timestamp(Instant signed_at);
  void saw_rotation();
  Status save();
  // For a person: what it rests on.
  [[nodiscard]] std::string basis() const;
  // Newest signed time that counts, if any was seen.
  [[nodiscard]] std::optional<Instant> signed_at() const { return record_.signed_at; }

 private:
  void count();
  Disk* disk_;
  const Clock* clock_;
  Path path_;
  tuf::TimeRecord record_;
  SteadyInstant counted_;
};

}  // namespace gatecast::agent
