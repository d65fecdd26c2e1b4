#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "content-sync/cli/key_commands.h"
#include "content-sync/cli/output.h"

namespace gatecast::cli {
namespace {

struct KeysFeedsOptions {
  std::string repository;
  std::vector<std::string> targets_keys;
  std::string online_keys;
  PassphraseSource passphrase;
};

// A new key stands for the old one: what that signed counts no more.
Status set_feeds(const KeysFeedsOptions& options) {
  SystemDisk disk;
  const Path folder = options.online_keys;
  const Path file = folder / "feeds.key.json";
  GATECAST_TRY(const auto targets_keys,
               open_private_keys(options.targets_keys, "targets", options.passphrase));
  GATECAST_TRY(const auto there, disk.status(file));
  if (there.kind == FileKind::missing)
    GATECAST_TRY_STATUS(repository::write_private_file(
        file, repository::write_key_file(tuf::new_signing_key("server"), {.purpose = "feeds"})));
  GATECAST_TRY(const auto online, repository::load_online_keys(folder));
  GATECAST_INVARIANT(online.feeds.has_value());
  return repository::set_feeds_key(disk, options.repository, online.feeds->key, targets_keys, online,
                                   SystemClock().now());
}

int run_keys_feeds(const KeysFeedsOptions& options) {
  if (const auto status = set_feeds(options); !status) return report(status.error(), OutputForm::words);
  say(OutputForm::words, fmt::format("The server signs values of feeds from now on with {}/feeds.key.json.",
                                     options.online_keys));
  return 0;
}

}  // namespace

void add_keys_feeds(CLI::App& keys, int& exit_code) {
  auto options = std::make_shared<KeysFeedsOptions>();
  auto* command = keys.add_subcommand(
      "feeds", "Let the server sign values of feeds; takes feeds.key.json, or makes it where it is missing");
  command->add_option("--repository", options->repository, "Folder of the repository")->required();
  command
      ->add_option("--targets-key", options->targets_keys, "Private keys of two holders of the targets role")
      ->required();
  command->add_option("--online-keys", options->online_keys, "Folder of the server's keys")->required();
  add_passphrase_options(*command, options->passphrase);
  command->callback([options, &exit_code] { exit_code = run_keys_feeds(*options); });
}

}  // namespace gatecast::cli
