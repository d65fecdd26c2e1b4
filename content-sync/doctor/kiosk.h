// The kiosk that is examined: its settings, and what its agent and its disk are known to say. Filled by the
// agent; nothing here is asked of the network. Threads: values.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"
#include "content-sync/base/error.h"

namespace gatecast::doctor {

// Where the packages keep a kiosk's folders; elsewhere (a demo, a test) there are no users and units of
// theirs.
inline constexpr const char* kPackagesFolder = "/var/lib/gatecast";

struct Kiosk {
  Path settings;                        // its file
  std::optional<Error> settings_error;  // then nothing else is known
  std::string server;
  std::string channel;
  Path store;
  Path root;
  Path player_state;  // may be empty
  std::uint64_t free_bytes = 0;
  std::uint64_t reserve_bytes = 0;
  Instant verification_time;
  std::string time_basis;
  Instant system_time;
  std::optional<std::int64_t> release;  // number of what is on, verified
  std::optional<Error> release_error;   // why what is there is not trusted
  std::optional<Error> refused;         // why the last attempt did not end well
  std::optional<Error> waiting;
  std::vector<Error> duty_refused;
  std::vector<Error> feeds_refused;
  std::optional<Instant> switched_off_since;
  // Who owns which folder, where these users exist and the folders are where the packages put them.
  std::string agent_user = "gatecast-sync";
  std::string player_user = "gatecast-kiosk";
};

}  // namespace gatecast::doctor
