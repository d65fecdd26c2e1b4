#include "content-sync/cli/keys_people.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>

#include "content-sync/cli/output.h"

namespace gatecast::cli {
namespace {

Status make_change(const PeopleOptions& options, const PeopleChange& change,
                   std::vector<std::string>& persons) {
  SystemDisk disk;
  if (options.out.empty() == options.online_keys.empty())
    return fail(usage_error(
        change.rule, "--out", "give either --out or --online-keys",
        "--out CHANGE on the officers' machine; --online-keys FOLDER where the server's keys are"));
  GATECAST_TRY(const auto people, read_public_keys(options.people, change.purpose));
  for (const auto& one : people) persons.push_back(one.person);
  GATECAST_TRY(const auto targets_keys,
               open_private_keys(options.targets_keys, "targets", options.passphrase));
  const Instant now = SystemClock().now();
  if (options.is_carried()) {
    GATECAST_TRY(const auto made, change.carried(disk, people, targets_keys, now));
    return repository::write_change(disk, options.out, made);
  }
  GATECAST_TRY(const auto online, repository::load_online_keys(options.online_keys));
  return change.at_once(disk, people, targets_keys, online, now);
}

}  // namespace

void add_signing_options(CLI::App& command, PeopleOptions& options) {
  command
      .add_option("--targets-key", options.targets_keys, "Private keys of two holders of the targets role")
      ->required();
  command.add_option("--online-keys", options.online_keys,
                     "Folder of the snapshot and timestamp keys: changes the repository at once");
  command.add_option("--out", options.out, "New folder for the signed change, to be carried to the server");
  add_passphrase_options(command, options.passphrase);
}

int change_people(const PeopleOptions& options, const PeopleChange& change,
                  const std::function<std::string(const std::string& persons)>& words) {
  std::vector<std::string> persons;
  if (const auto status = make_change(options, change, persons); !status)
    return report(status.error(), OutputForm::words);
  say(OutputForm::words, words(fmt::format("{}", fmt::join(persons, ", "))));
  if (options.is_carried())
    say(OutputForm::words,
        fmt::format("Carry {} to the server: `gatecast keys apply` puts it into force.", options.out));
  return 0;
}

}  // namespace gatecast::cli
