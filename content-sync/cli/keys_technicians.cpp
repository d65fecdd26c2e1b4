#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "content-sync/cli/key_commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/cli/passphrase.h"
#include "content-sync/repository/key_change.h"

namespace gatecast::cli {
namespace {

struct TechniciansOptions {
  std::string repository;
  std::string site;
  std::vector<std::string> technicians;
  std::vector<std::string> targets_keys;
  std::string online_keys;
  std::string out;
  PassphraseSource passphrase;
};

Status set_technicians(const TechniciansOptions& options, std::vector<std::string>& persons) {
  SystemDisk disk;
  if (options.out.empty() == options.online_keys.empty())
    return fail(usage_error(
        "keys.technicians", "--out", "give either --out or --online-keys",
        "--out CHANGE on the officers' machine; --online-keys FOLDER where the server's keys are"));
  GATECAST_TRY(auto technicians, read_public_keys(options.technicians, "technician"));
  for (const auto& technician : technicians) persons.push_back(technician.person);
  GATECAST_TRY(const auto targets_keys,
               open_private_keys(options.targets_keys, "targets", options.passphrase));
  const repository::SiteTechnicians site{options.site, std::move(technicians)};
  const Instant now = SystemClock().now();
  if (!options.out.empty()) {
    GATECAST_TRY(const auto change,
                 repository::change_technicians(disk, options.repository, site, targets_keys, now));
    return repository::write_change(disk, options.out, change);
  }
  GATECAST_TRY(const auto online, repository::load_online_keys(options.online_keys));
  return repository::set_technicians(disk, options.repository, site, targets_keys, online, now);
}

int run_keys_technicians(const TechniciansOptions& options) {
  std::vector<std::string> persons;
  if (const auto status = set_technicians(options, persons); !status)
    return report(status.error(), OutputForm::words);
  say(OutputForm::words,
      fmt::format(
          "Technicians of {} {}: {}. Each may set its kiosks' channel, tags, volume and hours, within "
          "what the releases allow.",
          options.site, options.out.empty() ? "are now" : "will be", fmt::join(persons, ", ")));
  if (!options.out.empty())
    say(OutputForm::words,
        fmt::format("Carry {} to the server: `gatecast keys apply` puts it into force.", options.out));
  return 0;
}

}  // namespace

void add_keys_technicians(CLI::App& keys, int& exit_code) {
  auto options = std::make_shared<TechniciansOptions>();
  auto* command =
      keys.add_subcommand("technicians", "Say who may set the volume, hours and channel of a site's kiosks");
  command->add_option("--repository", options->repository, "Folder of the repository")->required();
  command->add_option("--site", options->site, "The site, as lao-bao")->required();
  command
      ->add_option("--technician", options->technicians,
                   "Public keys (.pub.json) of all technicians of this site from now on")
      ->required();
  command
      ->add_option("--targets-key", options->targets_keys, "Private keys of two holders of the targets role")
      ->required();
  command->add_option("--online-keys", options->online_keys,
                      "Folder of the snapshot and timestamp keys: changes the repository at once");
  command->add_option("--out", options->out, "New folder for the signed change, to be carried to the server");
  add_passphrase_options(*command, options->passphrase);
  command->callback([options, &exit_code] { exit_code = run_keys_technicians(*options); });
}

}  // namespace gatecast::cli
