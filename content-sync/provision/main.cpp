// gatecast-provision-check: judges the provision.json of an installer's stick. Only wiring.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "content-sync/base/command_line.h"
#include "content-sync/provision/provision.h"

int main(int argc, char** argv) {
  using namespace gatecast;
  CLI::App app(
      "Says what is wrong with a provision.json, or which kiosk a machine becomes by it (SITE/KIOSK).",
      "gatecast-provision-check");
  app.set_version_flag("--version", "gatecast-provision-check " GATECAST_VERSION);
  app.footer("Exit codes: 0 fine, 1 the file is wrong, 2 usage, 3 environment.");
  std::string file;
  std::string folder;
  app.add_option("file", file, "provision.json")->required();
  app.add_option("--to", folder, "write what an installed kiosk gets into this folder");
  if (const auto early = parse_command_line(app, argc, argv)) return *early;
  SystemDisk disk;
  const auto bytes = read_file(disk, file, provision::kProvisionLimit);
  if (!bytes) return complain(bytes.error(), false);
  source::Faults faults;
  const auto read = provision::read_provision(*bytes, Path(file).filename(), faults);
  for (const auto& fault : faults) static_cast<void>(complain(fault.error, false));
  if (!read) return 1;
  if (!folder.empty())
    if (const auto written = provision::write_provision(disk, *read, folder); !written)
      return complain(written.error(), false);
  fmt::print("{}\n", to_string(read->name));
  return 0;
}
