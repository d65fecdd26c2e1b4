// gatecast mode: the officer on duty chooses the mode for up to 72 hours, or hands it back to the calendar.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "content-sync/bundle/names.h"
#include "content-sync/cli/commands.h"
#include "content-sync/cli/duty_desk.h"

namespace gatecast::cli {
namespace {

struct ModeOptions {
  DutyOptions duty;
  std::string mode;
  std::string from;
  std::string until;
};

bool overlaps(const bundle::Statement& one, const bundle::Statement& other) {
  return std::any_of(one.sites.begin(), one.sites.end(),
                     [&](const auto& site) { return other.sites.contains(site); });
}

Status set_mode(const ModeOptions& options) {
  GATECAST_TRY(auto desk, DutyDesk::open(options.duty));
  auto statement = desk.draft(bundle::StatementKind::mode, "mode-" + options.mode);
  std::vector<std::string> lines;
  std::vector<std::string> ended;
  for (const auto& standing : desk.standing()) {
    if (standing.kind != bundle::StatementKind::mode || !overlaps(standing, statement)) continue;
    if (standing.sites != statement.sites || standing.channels != statement.channels) continue;
    ended.push_back(standing.id);
    lines.push_back("ends: " + in_words(standing));
  }
  if (options.mode == "calendar") {
    if (ended.empty())
      return fail(usage_error("mode.none", "calendar", "no officer's mode stands for these sites",
                              "`gatecast alert list` shows what stands"));
    return desk.say(lines, std::nullopt, ended);
  }
  const auto mode = bundle::parse_mode(options.mode);
  if (!mode)
    return fail(usage_error("mode.name", options.mode, "is no mode",
                            "daily, festive, solemn or closed; calendar ends the officer's choice"));
  statement.mode = *mode;
  if (options.until.empty())
    return fail(usage_error("mode.until", "--until", "is missing: a mode ends by itself",
                            "for instance --until +24h; at most 72 hours, and it can be renewed"));
  GATECAST_TRY(const auto until, parse_duty_time(options.until, desk.now()));
  GATECAST_TRY(statement.ends, parse_instant(until));
  statement.starts = desk.now();
  if (!options.from.empty()) {
    GATECAST_TRY(const auto from, parse_duty_time(options.from, desk.now()));
    GATECAST_TRY(statement.starts, parse_instant(from));
  }
  lines.push_back(in_words(statement));
  return desk.say(lines, statement, ended);
}

}  // namespace

void add_mode_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<ModeOptions>();
  auto* command =
      app.add_subcommand("mode",
                         "Choose the mode of the gate for up to 72 hours: daily, festive, solemn or\n"
                         "closed. `gatecast mode calendar` hands it back to the calendar.");
  command->add_option("mode", options->mode, "daily, festive, solemn, closed, or calendar")->required();
  command->add_option("--until", options->until, "Its end: 18:00, +24h; at most 72 hours");
  command->add_option("--from", options->from, "Its begin (else now)");
  add_place_options(*command, options->duty);
  add_duty_options(*command, options->duty, WithKey::yes);
  command->callback([options, &exit_code] {
    const auto status = set_mode(*options);
    exit_code =
        status ? 0 : report(status.error(), options->duty.is_json ? OutputForm::json : OutputForm::words);
  });
}

}  // namespace gatecast::cli
