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

struct ReleaseOfficersOptions {
  std::string repository;
  std::vector<std::string> officers;
  std::vector<std::string> targets_keys;
  std::string online_keys;
  std::string out;
  PassphraseSource passphrase;
};

Status set_officers(const ReleaseOfficersOptions& options, std::vector<std::string>& persons) {
  SystemDisk disk;
  if (options.out.empty() == options.online_keys.empty())
    return fail(usage_error(
        "keys.release_officers", "--out", "give either --out or --online-keys",
        "--out CHANGE on the officers' machine; --online-keys FOLDER where the server's keys are"));
  GATECAST_TRY(const auto officers, read_public_keys(options.officers, "release"));
  for (const auto& officer : officers) persons.push_back(officer.person);
  GATECAST_TRY(const auto targets_keys,
               open_private_keys(options.targets_keys, "targets", options.passphrase));
  const Instant now = SystemClock().now();
  if (options.out.empty()) {
    GATECAST_TRY(const auto online, repository::load_online_keys(options.online_keys));
    return repository::set_release_officers(disk, options.repository, officers, targets_keys, online, now);
  }
  GATECAST_TRY(const auto change,
               repository::change_release_officers(disk, options.repository, officers, targets_keys, now));
  return repository::write_change(disk, options.out, change);
}

int run_keys_release_officers(const ReleaseOfficersOptions& options) {
  std::vector<std::string> persons;
  if (const auto status = set_officers(options, persons); !status)
    return report(status.error(), OutputForm::words);
  say(OutputForm::words,
      fmt::format(
          "Release officers {}: {}. Two of them together may offer the kiosks another operating system.",
          options.out.empty() ? "are now" : "will be", fmt::join(persons, ", ")));
  if (!options.out.empty())
    say(OutputForm::words,
        fmt::format("Carry {} to the server: `gatecast keys apply` puts it into force.", options.out));
  return 0;
}

}  // namespace

void add_keys_release_officers(CLI::App& keys, int& exit_code) {
  auto options = std::make_shared<ReleaseOfficersOptions>();
  auto* command = keys.add_subcommand("release-officers",
                                      "Say who may offer the kiosks another operating system, by twos");
  command->add_option("--repository", options->repository, "Folder of the repository")->required();
  command
      ->add_option("--officer", options->officers,
                   "Public keys (.pub.json, made with --purpose release) of all release officers from now on")
      ->required();
  command
      ->add_option("--targets-key", options->targets_keys, "Private keys of two holders of the targets role")
      ->required();
  command->add_option("--online-keys", options->online_keys,
                      "Folder of the snapshot and timestamp keys: changes the repository at once");
  command->add_option("--out", options->out, "New folder for the signed change, to be carried to the server");
  add_passphrase_options(*command, options->passphrase);
  command->callback([options, &exit_code] { exit_code = run_keys_release_officers(*options); });
}

}  // namespace gatecast::cli
