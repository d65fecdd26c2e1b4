// One kiosk's settings as the player needs them: the file /etc/gatecast/kiosk.json that the agent reads too.
// The command line wins. A field that nobody knows is an error of --check and costs no picture. Threads: pure
// but for reading. Errors: usage errors "kiosk.config" with file, line, column and remedy; those of
// base/kiosk_settings.h. Source: shared/design/trust.md (two users, two programs, files between them).
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "player/playback/officer_switch.h"

namespace gatecast::playback {

struct KioskConfig {
  std::string channel, site, kiosk, language;
  // Where the packages keep them.
  std::string root = "/etc/gatecast/root.json";
  std::string store = "/var/lib/gatecast/store";
  std::string player_state = "/var/lib/gatecast/player-state";
  std::string outputs;  // the file of outputs, and which of them
  std::string output;
  std::vector<std::string> tags;
  std::optional<SwitchSetup> officer_switch;
  // The technician's screen: this kiosk's secret, and the folder where a stick is mounted for the log.
  std::string technician = "/etc/gatecast/technician.json";
  std::string export_folder = "/media/gatecast";
  bool has_touch = true;  // false: gatecast-kiosk plays without its ring
  std::vector<Error> unknown;
  std::map<std::string, std::string> places;  // of each field in the file, "kiosk.json:3:12"
};

Result<KioskConfig> read_kiosk_config(Disk& disk, const Path& path);
// For whoever checks settings that others may write: this field is not heeded, for the command line says
// `option`.
Error overruled(const KioskConfig& config, const std::string& field, const std::string& option);

}  // namespace gatecast::playback
