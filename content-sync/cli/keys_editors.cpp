#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "content-sync/cli/keys_people.h"

namespace gatecast::cli {
namespace {

struct EditorsOptions {
  PeopleOptions people;
  std::string channel;
};

int run_keys_editors(const EditorsOptions& options) {
  const Path folder = options.people.repository;
  return change_people(
      options.people,
      {.rule = "keys.editors",
       .purpose = "editor",
       .carried =
           [&](Disk& disk, const auto& editors, const auto& targets_keys, Instant now) {
             return repository::change_editors(disk, folder, {options.channel, editors}, targets_keys, now);
           },
       .at_once =
           [&](Disk& disk, const auto& editors, const auto& targets_keys, const auto& online, Instant now) {
             return repository::set_editors(disk, folder, {options.channel, editors}, targets_keys, online,
                                            now);
           }},
      [&](const std::string& persons) {
        return fmt::format("Editors of {} {}: {}. Two of them sign each release.", options.channel,
                           options.people.is_carried() ? "will be" : "are now", persons);
      });
}

}  // namespace

void add_keys_editors(CLI::App& keys, int& exit_code) {
  auto options = std::make_shared<EditorsOptions>();
  auto* command =
      keys.add_subcommand("editors", "Say who the editors of a channel are (also makes a new channel)");
  command->add_option("--repository", options->people.repository, "Folder of the repository")->required();
  command->add_option("--channel", options->channel, "The channel")->required();
  command
      ->add_option("--editor", options->people.people,
                   "Public keys (.pub.json) of all its editors from now on")
      ->required();
  add_signing_options(*command, options->people);
  command->callback([options, &exit_code] { exit_code = run_keys_editors(*options); });
}

}  // namespace gatecast::cli
