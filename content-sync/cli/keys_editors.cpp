#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "content-sync/cli/key_commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/cli/passphrase.h"
#include "content-sync/repository/key_change.h"

namespace gatecast::cli {
namespace {

struct KeysEditorsOptions {
  std::string repository;
  std::string channel;
  std::vector<std::string> editors;
  std::vector<std::string> targets_keys;
  std::string online_keys;
  std::string out;
  PassphraseSource passphrase;
};

Status set_editors(const KeysEditorsOptions& options, std::vector<std::string>& persons) {
  SystemDisk disk;
  if (options.out.empty() == options.online_keys.empty())
    return fail(usage_error(
        "keys.editors", "--out", "give either --out or --online-keys",
        "--out CHANGE on the officers' machine; --online-keys FOLDER where the server's keys are"));
  GATECAST_TRY(auto editors, read_public_keys(options.editors));
  for (const auto& editor : editors) persons.push_back(editor.person);
  GATECAST_TRY(const auto targets_keys,
               open_private_keys(options.targets_keys, "targets", options.passphrase));
  const repository::ChannelEditors channel{options.channel, std::move(editors)};
  const Instant now = SystemClock().now();
  if (!options.out.empty()) {
    GATECAST_TRY(const auto change,
                 repository::change_editors(disk, options.repository, channel, targets_keys, now));
    return repository::write_change(disk, options.out, change);
  }
  GATECAST_TRY(const auto online, repository::load_online_keys(options.online_keys));
  return repository::set_editors(disk, options.repository, channel, targets_keys, online, now);
}

int run_keys_editors(const KeysEditorsOptions& options) {
  std::vector<std::string> persons;
  if (const auto status = set_editors(options, persons); !status)
    return report(status.error(), OutputForm::words);
  say(OutputForm::words, fmt::format("Editors of {} {}: {}. Two of them sign each release.", options.channel,
                                     options.out.empty() ? "are now" : "will be", fmt::join(persons, ", ")));
  if (!options.out.empty())
    say(OutputForm::words,
        fmt::format("Carry {} to the server: `gatecast keys apply` puts it into force.", options.out));
  return 0;
}

}  // namespace

void add_keys_editors(CLI::App& keys, int& exit_code) {
  auto options = std::make_shared<KeysEditorsOptions>();
  auto* command =
      keys.add_subcommand("editors", "Say who the editors of a channel are (also makes a new channel)");
  command->add_option("--repository", options->repository, "Folder of the repository")->required();
  command->add_option("--channel", options->channel, "The channel")->required();
  command->add_option("--editor", options->editors, "Public keys (.pub.json) of all its editors from now on")
      ->required();
  command
      ->add_option("--targets-key", options->targets_keys, "Private keys of two officers of the targets role")
      ->required();
  command->add_option("--online-keys", options->online_keys,
                      "Folder of the snapshot and timestamp keys: changes the repository at once");
  command->add_option("--out", options->out, "New folder for the signed change, to be carried to the server");
  add_passphrase_options(*command, options->passphrase);
  command->callback([options, &exit_code] { exit_code = run_keys_editors(*options); });
}

}  // namespace gatecast::cli
