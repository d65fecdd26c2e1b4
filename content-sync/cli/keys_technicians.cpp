#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "content-sync/cli/keys_people.h"

namespace gatecast::cli {
namespace {

struct TechniciansOptions {
  PeopleOptions people;
  std::string site;
};

int run_keys_technicians(const TechniciansOptions& options) {
  const Path folder = options.people.repository;
  return change_people(
      options.people,
      {.rule = "keys.technicians",
       .purpose = "technician",
       .carried =
           [&](Disk& disk, const auto& technicians, const auto& targets_keys, Instant now) {
             return repository::change_technicians(disk, folder, {options.site, technicians}, targets_keys,
                                                   now);
           },
       .at_once =
           [&](Disk& disk, const auto& technicians, const auto& targets_keys, const auto& online,
               Instant now) {
             return repository::set_technicians(disk, folder, {options.site, technicians}, targets_keys,
                                                online, now);
           }},
      [&](const std::string& persons) {
        return fmt::format(
            "Technicians of {} {}: {}. Each may set its kiosks' channel, tags, volume and hours, within "
            "what the releases allow.",
            options.site, options.people.is_carried() ? "will be" : "are now", persons);
      });
}

}  // namespace

void add_keys_technicians(CLI::App& keys, int& exit_code) {
  auto options = std::make_shared<TechniciansOptions>();
  auto* command =
      keys.add_subcommand("technicians", "Say who may set the volume, hours and channel of a site's kiosks");
  command->add_option("--repository", options->people.repository, "Folder of the repository")->required();
  command->add_option("--site", options->site, "The site, as lao-bao")->required();
  command
      ->add_option("--technician", options->people.people,
                   "Public keys (.pub.json) of all technicians of this site from now on")
      ->required();
  add_signing_options(*command, options->people);
  command->callback([options, &exit_code] { exit_code = run_keys_technicians(*options); });
}

}  // namespace gatecast::cli
