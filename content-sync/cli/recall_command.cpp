// gatecast recall: an item leaves every screen at once, until a newer release.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "content-sync/cli/commands.h"
#include "content-sync/cli/duty_desk.h"

namespace gatecast::cli {
namespace {

struct RecallOptions {
  DutyOptions duty;
  std::string item;
};

Status recall(const RecallOptions& options) {
  GATECAST_TRY(auto desk, DutyDesk::open(options.duty));
  auto statement = desk.draft(bundle::StatementKind::recall, "recall-" + options.item);
  statement.item = options.item;
  const auto& channels = options.duty.channels;
  for (const auto& [channel, release] : desk.releases()) {
    const bool is_meant =
        channels.empty() || std::find(channels.begin(), channels.end(), channel) != channels.end();
    if (is_meant && release.items.contains(options.item)) statement.up_to_release[channel] = release.number;
  }
  if (statement.up_to_release.empty())
    return fail(usage_error("alert.item", options.item, "no active release shows this item",
                            "`gatecast inspect` lists the items of a release"));
  std::vector<std::string> lines{in_words(statement),
                                 "  It leaves the screens at once and comes back only with a newer release."};
  return desk.say(lines, statement, {});
}

}  // namespace

void add_recall_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<RecallOptions>();
  auto* command =
      app.add_subcommand("recall",
                         "Take an item off every screen at once. One officer's signature is enough;\n"
                         "only a newer release, signed by two editors, brings it back.");
  command->add_option("item", options->item, "The item, as tourism/coffee-hills")->required();
  command->add_option("--channel", options->duty.channels, "Of this channel only; may be repeated");
  add_duty_options(*command, options->duty, WithKey::yes);
  command->callback([options, &exit_code] {
    const auto status = recall(*options);
    exit_code =
        status ? 0 : report(status.error(), options->duty.is_json ? OutputForm::json : OutputForm::words);
  });
}

}  // namespace gatecast::cli
