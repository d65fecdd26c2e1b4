#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "content-sync/cli/keys_people.h"

namespace gatecast::cli {
namespace {

int run_keys_release_officers(const PeopleOptions& options) {
  const Path folder = options.repository;
  return change_people(
      options,
      {.rule = "keys.release_officers",
       .purpose = "release",
       .carried =
           [&](Disk& disk, const auto& officers, const auto& targets_keys, Instant now) {
             return repository::change_release_officers(disk, folder, officers, targets_keys, now);
           },
       .at_once =
           [&](Disk& disk, const auto& officers, const auto& targets_keys, const auto& online, Instant now) {
             return repository::set_release_officers(disk, folder, officers, targets_keys, online, now);
           }},
      [&](const std::string& persons) {
        return fmt::format(
            "Release officers {}: {}. Two of them together may offer the kiosks another operating system.",
            options.is_carried() ? "will be" : "are now", persons);
      });
}

}  // namespace

void add_keys_release_officers(CLI::App& keys, int& exit_code) {
  auto options = std::make_shared<PeopleOptions>();
  auto* command = keys.add_subcommand("release-officers",
                                      "Say who may offer the kiosks another operating system, by twos");
  command->add_option("--repository", options->repository, "Folder of the repository")->required();
  command
      ->add_option("--officer", options->people,
                   "Public keys (.pub.json, made with --purpose release) of all release officers from now on")
      ->required();
  add_signing_options(*command, *options);
  command->callback([options, &exit_code] { exit_code = run_keys_release_officers(*options); });
}

}  // namespace gatecast::cli
