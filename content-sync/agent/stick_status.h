// What became of a stick that somebody put in: for the status, and as store/stick.json for the screen's
// corner, which takes nothing of it but the state and the numbers. Threads: values. Errors: none; what is not
// understood is left out. Source: issue 5, 2 (USB: progress and outcome in the screen's corner).
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"
#include "content-sync/base/error.h"

namespace gatecast::agent {

enum class StickState {
  reading,
  fresh,        // something of it is new and on
  nothing_new,  // the same, or older than what is here
  refused,      // by a rule: somebody should look at it
  unreadable,   // pulled out, damaged, or the disk here is full
  no_content    // it holds no repository
};
struct StickStatus {
  std::string name;  // of the folder where it is mounted: one for each time that one is put in
  StickState state = StickState::reading;
  std::uint64_t done_bytes = 0;
  std::uint64_t total_bytes = 0;
  std::int64_t release = 0;             // that is on afterwards
  std::optional<std::int64_t> reports;  // batches on the stick; nothing where none were to be written
  std::optional<Error> error;           // why, for a technician
  Instant at;
};

nlohmann::json to_json(const StickStatus& stick);
std::optional<StickStatus> stick_from_json(const nlohmann::json& document);
// One sentence.
std::string in_words(const StickStatus& stick);

// For the player; not durable, as it is of this moment alone.
Status show_stick(Disk& disk, const Path& store, const StickStatus& stick);

}  // namespace gatecast::agent
