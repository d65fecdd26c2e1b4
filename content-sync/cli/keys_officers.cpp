#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "content-sync/cli/key_commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/cli/passphrase.h"

namespace gatecast::cli {
namespace {

struct KeysOfficersOptions {
  std::string repository;
  std::vector<std::string> officers;
  std::vector<std::string> targets_keys;
  std::string online_keys;
  PassphraseSource passphrase;
};

Result<tuf::SigningKey> open_targets_key(const KeysOfficersOptions& options, const std::string& file) {
  GATECAST_TRY(const Bytes bytes, repository::read_key_bytes(file));
  GATECAST_TRY(const auto facts, repository::read_key_facts(bytes, file));
  if (!facts.needs_passphrase) return repository::open_key_file(bytes, file, std::nullopt);
  GATECAST_TRY(const auto passphrase, read_passphrase(options.passphrase, "Passphrase of " + file + ": "));
  return repository::open_key_file(bytes, file, passphrase);
}

Status set_officers(const KeysOfficersOptions& options, std::vector<std::string>& persons) {
  SystemDisk disk;
  GATECAST_TRY(const auto officers, read_public_keys(options.officers, "officer"));
  for (const auto& officer : officers) persons.push_back(officer.person);
  std::vector<tuf::SigningKey> targets_keys;
  for (const auto& file : options.targets_keys) {
    GATECAST_TRY(auto key, open_targets_key(options, file));
    targets_keys.push_back(std::move(key));
  }
  GATECAST_TRY(const auto online, repository::load_online_keys(options.online_keys));
  return repository::set_officers(disk, options.repository, officers, targets_keys, online,
                                  SystemClock().now());
}

int run_keys_officers(const KeysOfficersOptions& options) {
  std::vector<std::string> persons;
  if (const auto status = set_officers(options, persons); !status)
    return report(status.error(), OutputForm::words);
  say(OutputForm::words,
      fmt::format("Officers on duty are now: {}. Each may raise alerts, recall items and choose the mode.",
                  fmt::join(persons, ", ")));
  return 0;
}

}  // namespace

void add_keys_officers(CLI::App& keys, int& exit_code) {
  auto options = std::make_shared<KeysOfficersOptions>();
  auto* command =
      keys.add_subcommand("officers", "Say who may raise alerts, recall items and choose the mode");
  command->add_option("--repository", options->repository, "Folder of the repository")->required();
  command->add_option("--officer", options->officers, "Public keys (.pub.json) of all officers from now on")
      ->required();
  command
      ->add_option("--targets-key", options->targets_keys, "Private keys of two holders of the targets role")
      ->required();
  command->add_option("--online-keys", options->online_keys, "Folder of the snapshot and timestamp keys")
      ->required();
  add_passphrase_options(*command, options->passphrase);
  command->callback([options, &exit_code] { exit_code = run_keys_officers(*options); });
}

}  // namespace gatecast::cli
