// gatecast keys apply: the server takes in what officers signed elsewhere.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "content-sync/cli/key_commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/repository/key_change.h"

namespace gatecast::cli {
namespace {

struct KeysApplyOptions {
  std::string change;
  std::string repository;
  std::string online_keys;
};

int run_keys_apply(const KeysApplyOptions& options) {
  SystemDisk disk;
  const auto apply = [&]() -> Status {
    GATECAST_TRY(const auto change, repository::read_change(disk, options.change));
    GATECAST_TRY(const auto online, repository::load_online_keys(options.online_keys));
    return repository::apply_change(disk, options.repository, change, online, SystemClock().now());
  };
  if (const auto status = apply(); !status) return report(status.error(), OutputForm::words);
  say(OutputForm::words,
      fmt::format("In force: {}. Kiosks follow with their next question.", options.change));
  return 0;
}

}  // namespace

void add_keys_apply(CLI::App& keys, int& exit_code) {
  auto options = std::make_shared<KeysApplyOptions>();
  auto* command = keys.add_subcommand("apply", "On the server: put a change that officers signed into force");
  command->add_option("change", options->change, "Folder that keys rotate, renew or editors wrote")
      ->required();
  command->add_option("--repository", options->repository, "Folder of the repository")->required();
  command
      ->add_option("--online-keys", options->online_keys,
                   "Folder of the snapshot and timestamp keys, new ones if "
                   "they were exchanged")
      ->required();
  command->callback([options, &exit_code] { exit_code = run_keys_apply(*options); });
}

}  // namespace gatecast::cli
