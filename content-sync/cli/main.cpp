// gatecast: the editor's and technician's tool. Only wiring: each subcommand has its own file.
#include "content-sync/cli/commands.h"

#include <CLI/CLI.hpp>

#include "content-sync/base/command_line.h"

namespace {

constexpr auto kAbout =
    "From an editor's folder to signed content on the screens of a border gate.\n"
    "\n"
    "An editor's way: check the folder, build a release, two editors sign it, publish it.\n"
    "A kiosk shows nothing that two editors did not sign.";
constexpr auto kFooter =
    "Exit codes: 0 fine, 1 content or trust, 2 usage, 3 environment (disk, network).\n"
    "`gatecast COMMAND --help` explains one command with examples.";

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(kAbout, "gatecast");
  app.footer(kFooter);
  app.set_version_flag("--version", "gatecast " GATECAST_VERSION);
  app.require_subcommand(1);
  app.option_defaults()->always_capture_default(false);
  int exit_code = 0;
  // In the order of an editor's day.
  gatecast::cli::add_check_command(app, exit_code);
  gatecast::cli::add_build_command(app, exit_code);
  gatecast::cli::add_sign_command(app, exit_code);
  gatecast::cli::add_publish_command(app, exit_code);
  gatecast::cli::add_export_command(app, exit_code);
  gatecast::cli::add_alert_command(app, exit_code);
  gatecast::cli::add_recall_command(app, exit_code);
  gatecast::cli::add_mode_command(app, exit_code);
  gatecast::cli::add_feed_command(app, exit_code);
  gatecast::cli::add_device_command(app, exit_code);
  gatecast::cli::add_reports_command(app, exit_code);
  gatecast::cli::add_system_command(app, exit_code);
  gatecast::cli::add_keys_command(app, exit_code);
  gatecast::cli::add_verify_command(app, exit_code);
  gatecast::cli::add_inspect_command(app, exit_code);
  gatecast::cli::add_kiosk_code_command(app, exit_code);
  gatecast::cli::add_labels_command(app, exit_code);
  gatecast::cli::add_doctor_command(app, exit_code);

  if (const auto early = gatecast::parse_command_line(app, argc, argv)) return *early;
  return exit_code;
}
