// gatecast-system-restart: says when the machine starts anew into an installed system. Only wiring.
#include <fmt/format.h>
#include <sys/timex.h>

#include <CLI/CLI.hpp>

#include "content-sync/base/command_line.h"
#include "content-sync/system/restart.h"

namespace {

// adjtimex(2): a time service has heard from its server.
bool is_clock_told() {
  timex state{};
  return ::adjtimex(&state) >= 0 && (state.status & STA_UNSYNC) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace gatecast;
  CLI::App app("Says \"restart\", once for each installed system, when nobody sees it; else nothing.",
               "gatecast-system-restart");
  app.set_version_flag("--version", "gatecast-system-restart " GATECAST_VERSION);
  app.footer("Exit codes: 0 fine, 2 usage, 3 environment (disk).");
  system::RestartOptions options;
  const auto add = [&](const char* name, auto& value, const char* about) {
    app.add_option(name, value, about)->required();
  };
  add("--next", options.next, "file that is there since a system was installed in this start");
  add("--notes", options.notes, "the installer's file");
  add("--player", options.player, "device.json of the player's folder");
  add("--settings", options.settings, "kiosk.json");
  add("--record", options.record, "this program's own file");
  add("--running-version", options.running_version, "number of the system that runs");
  if (const auto early = parse_command_line(app, argc, argv)) return *early;
  SystemDisk disk;
  const SystemClock clock;
  // CLOCK_MONOTONIC: from the start of the machine.
  const auto uptime = std::chrono::duration_cast<Duration>(clock.steady_now().time_since_epoch());
  const auto due = system::must_restart(disk, options, {clock.now(), uptime, is_clock_told()});
  if (!due) return complain(due.error(), false);
  if (*due) fmt::print("restart\n");
  return 0;
}
