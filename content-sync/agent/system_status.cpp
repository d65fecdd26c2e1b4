#include "content-sync/agent/system_status.h"

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/bundle/system_image.h"
#include "content-sync/system/install.h"

namespace gatecast::agent {

std::optional<SystemStatus> read_system(Disk& disk, const Path& notes, const Path& run) {
  const auto bytes = read_file(disk, run / "system.json", 4096);
  const auto document = bytes ? parse_json(*bytes, "system.json") : fail(bytes.error());
  if (!document || !document->is_object()) return std::nullopt;
  SystemStatus system;
  system.arch = text_at(*document, "arch");
  system.slot = text_at(*document, "slot");
  system.version = number_at(*document, "version");
  if (!bundle::is_arch(system.arch) || (system.slot != "A" && system.slot != "B")) return std::nullopt;
  if (const auto listed = document->find("partitions"); listed != document->end() && listed->is_array())
    for (const auto& path : *listed)
      if (path.is_string()) system.partitions.emplace_back(path.get<std::string>());
  const auto tried = system::last_tried(disk, notes);
  system.tried_version = tried.version;
  system.is_given_up = tried.times >= system::kMostTries;
  const auto next = disk.status(run / "system-next");
  system.comes_next = system.tried_version > system.version && next && next->kind == FileKind::file;
  return system;
}

Path system_notes(const Path& store) {
  return store.parent_path() / "system" / "notes.json";
}

nlohmann::json to_json(const SystemStatus& system) {
  return {{"arch", system.arch},
          {"slot", system.slot},
          {"version", system.version},
          {"tried_version", system.tried_version},
          {"comes_next", system.comes_next},
          {"trouble", system.trouble ? to_string(*system.trouble) : std::string()}};
}

std::string in_words(const SystemStatus& system) {
  auto words = "no. " + std::to_string(system.version) + " in slot " + system.slot;
  if (system.comes_next)
    words += "; no. " + std::to_string(system.tried_version) + " is installed and comes at the next start";
  else if (system.tried_version > system.version)
    words += "; no. " + std::to_string(system.tried_version) +
             " DID NOT HOLD, the machine came back by itself; " +
             (system.is_given_up ? "it waits for a higher number" : "it is tried again on another day");
  if (system.trouble) words += "; what is offered does not come: " + to_string(*system.trouble);
  return words;
}

}  // namespace gatecast::agent
