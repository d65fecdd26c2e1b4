// gatecast-sync: keeps a machine's content up to date. Only wiring.
#include <CLI/CLI.hpp>

#include "content-sync/agent/config.h"
#include "content-sync/agent/doctor_command.h"
#include "content-sync/agent/sync_commands.h"
#include "content-sync/base/command_line.h"
#include "content-sync/base/journal.h"

namespace {

using namespace gatecast::agent;

void add_options(CLI::App& command, Arguments& arguments) {
  command.add_option("--config", arguments.config,
                     "JSON file with these settings (default " + std::string(kDefaultConfig) + ")");
  command.add_option("--store", arguments.store, "folder of this machine's content");
  command.add_option("--server", arguments.server, "address of the server, or the folder of a repository");
  command.add_option("--root", arguments.root, "root.json that this machine trusts");
  command.add_option("--channel", arguments.channel, "the channel this screen shows, as lao-bao-hall");
  command.add_option("--player-state", arguments.player_state,
                     "folder in which the player notes what it uses");
  command.add_option("--poll", arguments.poll_seconds, "seconds between two questions to the server (300)");
  command.add_option("--stall", arguments.stall_seconds,
                     "give a transfer up after so many seconds without a byte (60)");
  command.add_option("--reserve", arguments.reserve_mb, "megabytes that content never fills (64)");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Keeps the content of one screen up to date: fetches signed releases, verifies every byte, and "
      "switches over\n"
      "when all is there. Whatever fails, the last good release stays on.",
      "gatecast-sync");
  app.set_version_flag("--version", "gatecast-sync " GATECAST_VERSION);
  app.footer(
      "For instance:\n"
      "  gatecast-sync once --server https://gate.example/gatecast --root root.json --channel lao-bao-hall "
      "--store store\n"
      "  gatecast-sync status --store store --root root.json --channel lao-bao-hall\n"
      "  gatecast-sync doctor --language vi\n"
      "Exit codes: 0 fine, 1 content or trust (doctor: something was found), 2 usage, 3 environment (disk, "
      "network).");
  app.require_subcommand(1);
  Arguments arguments;
  int code = 0;
  auto* run_command =
      app.add_subcommand("run", "update again and again, until SIGTERM (what the service does)");
  auto* once_command = app.add_subcommand("once", "update once, then say how things stand");
  auto* import_command = app.add_subcommand(
      "import", "update once from a folder or stick; verified as if it came over the network");
  import_command->add_option("folder", arguments.folder, "where `gatecast export` wrote to")->required();
  auto* carry_command = app.add_subcommand(
      "export-reports",
      "put this kiosk's reports onto a stick (import does so too); receipts come back by it");
  carry_command->add_option("folder", arguments.folder, "where the stick is mounted")->required();
  auto* status_command =
      app.add_subcommand("status", "say how things stand; asks no server, changes nothing");
  auto* enrol_command =
      app.add_subcommand("enrol", "ask the server to take this kiosk's reports; shows the code to confirm");
  enrol_command->add_option("name", arguments.device, "SITE/KIOSK, as lao-bao/hall-1");
  enrol_command->add_option("--ticket", arguments.ticket,
                            "file with the ticket of the stick that set this kiosk up");
  enrol_command->add_flag("--new-key", arguments.new_key,
                          "make another key: after a revocation, on a copied disk");
  auto* reports_command = app.add_subcommand("reports", "what of this kiosk's reports is at the server");
  auto* doctor_command = app.add_subcommand(
      "doctor",
      "find out what is wrong with this kiosk and its network, and say what to do; changes nothing");
  doctor_command->add_option("--language", arguments.language, "vi, en or both (both)")
      ->check(CLI::IsMember({"vi", "en", "both"}));
  for (auto* command : {run_command, once_command, import_command, carry_command, status_command,
                        enrol_command, reports_command, doctor_command})
    add_options(*command, arguments);
  for (auto* command :
       {once_command, import_command, carry_command, status_command, reports_command, doctor_command})
    command->add_flag("--json", arguments.json, "the same for machines");
  run_command->callback([&] { code = run_until_stopped(arguments); });
  once_command->callback([&] { code = update_once(arguments); });
  carry_command->callback([&] { code = carry_kiosk_reports(arguments); });
  import_command->callback([&] { code = import_folder(arguments); });
  status_command->callback([&] { code = show_status(arguments); });
  doctor_command->callback([&] { code = find_what_is_wrong(arguments); });
  gatecast::log_to_journal();
  enrol_command->callback([&] { code = enrol_kiosk(arguments); });
  reports_command->callback([&] { code = show_kiosk_reports(arguments); });
  if (const auto early = gatecast::parse_command_line(app, argc, argv)) return *early;
  return code;
}
