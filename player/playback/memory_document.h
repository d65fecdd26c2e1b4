// What the files of the player's own memory have in common: format 1, and the floor under which no version is
// taken. Threads: of the file's owner. Errors: a file that cannot be read or is damaged is told in the log
// and written anew. Source: shared/design/trust.md (floors).
#pragma once
#include <optional>
#include <string>

#include "content-sync/base/disk.h"
#include "content-sync/base/json_value.h"
#include "content-sync/store/verified_release.h"

namespace gatecast::playback {

// "root_version" and "role_versions".
store::Floor floor_in(const nlohmann::json& document);
nlohmann::json document_with(const store::Floor& floor);

// Nothing where the file is missing or not to be believed.
std::optional<nlohmann::json> remembered(Disk& disk, const Path& path, std::uint64_t limit_bytes);

}  // namespace gatecast::playback
