// The operating system of a kiosk that was made by image/: which slot runs, and what was installed beside it.
// On other machines there is none. Threads: pure over the disk. Errors: none; what is not there or makes no
// sense is left out.
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "content-sync/base/error.h"

namespace gatecast::agent {

inline constexpr const char* kRunFolder = "/run/gatecast";  // in memory: what holds since this start

struct SystemStatus {
  std::string arch;  // "amd64"
  std::string slot;  // "A" or "B"
  std::int64_t version = 0;
  std::vector<Path> partitions;    // of the slot that runs, to be read; none where this machine shows none
  std::int64_t tried_version = 0;  // the highest that was ever installed; 0: none
  bool is_given_up = false;        // that one was tried as often as may be
  bool comes_next = false;         // it is in the other slot and waits for the next start
  std::optional<Error> trouble;    // why what is offered does not come
};
// `notes`: of the installer (content-sync/system).
std::optional<SystemStatus> read_system(Disk& disk, const Path& notes, const Path& run = kRunFolder);
Path system_notes(const Path& store);  // "../system/notes.json"

nlohmann::json to_json(const SystemStatus& system);
// One sentence.
std::string in_words(const SystemStatus& system);

}  // namespace gatecast::agent
