// gatecast-system-install: writes the slot that does not run. Only wiring.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "content-sync/base/command_line.h"
#include "content-sync/system/install.h"

int main(int argc, char** argv) {
  using namespace gatecast;
  CLI::App app(
      "Writes the operating system that lies verified in the store into the slot that does not run, reads "
      "it\n"
      "back, and has the boot loader start it next. Nothing to do is fine too.",
      "gatecast-system-install");
  app.set_version_flag("--version", "gatecast-system-install " GATECAST_VERSION);
  app.footer("Exit codes: 0 fine, 1 trust, 2 usage, 3 environment (disk).");
  system::InstallOptions options;
  const auto add = [&](const char* name, auto& value, const char* about) {
    app.add_option(name, value, about)->required();
  };
  add("--store", options.store, "folder of the agent's store");
  add("--root", options.root, "root.json that this machine trusts");
  add("--notes", options.notes, "this program's own file");
  add("--environment", options.environment, "the boot loader's grubenv");
  add("--boot", options.boot_device, "boot partition of the slot that does not run");
  add("--image", options.root_device, "its root partition");
  add("--arch", options.arch, "amd64 or arm64");
  add("--running-slot", options.running_slot, "A or B");
  add("--running-version", options.running_version, "number of the system that runs");
  if (const auto early = parse_command_line(app, argc, argv)) return *early;
  SystemDisk disk;
  options.now = SystemClock().now();
  const auto installed = system::install(disk, options);
  if (!installed) return complain(installed.error(), false);
  if (installed->is_new)
    fmt::print("system {} is in slot {} and comes at the next start\n", installed->version, installed->slot);
  return 0;
}
