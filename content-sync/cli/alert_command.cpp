// gatecast alert: raise, end and list what one officer on duty shows.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <functional>
#include <memory>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/bundle/alert_words.h"
#include "content-sync/cli/commands.h"
#include "content-sync/cli/duty_desk.h"

namespace gatecast::cli {
namespace {

using bundle::Blank;
using bundle::Statement;
using bundle::StatementKind;

// So that every screen of the site has it before it is due, and shows it at the same second.
constexpr auto kLead = std::chrono::seconds(4);

struct AlertOptions {
  DutyOptions duty;
  std::string word;  // template, or id
  std::vector<std::string> blanks;
  std::string from;
  std::string until;
  bool is_all = false;
};

// "gate-closed" stands for "alert/gate-closed".
Result<bundle::ItemId> find_template(const DutyDesk& desk, const Statement& draft, const std::string& word) {
  std::string known;
  for (const auto& [channel, release] : desk.releases()) {
    if (!bundle::is_for(draft, release.site, channel)) continue;
    for (const auto& [id, item] : release.items) {
      if (!item.alert) continue;
      if (id == word || id.substr(id.find('/') + 1) == word) return id;
      if (known.find(id) == std::string::npos) known += (known.empty() ? "" : ", ") + id;
    }
  }
  return fail(
      usage_error("alert.template", word, "no alert template of this name is shown there",
                  known.empty() ? "the releases there hold no alert templates" : "there are: " + known));
}

Result<bundle::BlankValue> blank_value(const Blank& blank, const std::string& text, Instant now) {
  if (blank.kind == Blank::Kind::place) return text;
  if (blank.kind == Blank::Kind::time) {
    GATECAST_TRY(auto time, parse_duty_time(text, now));
    return time;
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (!text.empty() && error == std::errc{} && end == text.data() + text.size()) return number;
  return fail(usage_error("alert.blank", text, "is no whole number",
                          fmt::format("give one from {} to {}", blank.least, blank.most)));
}

Status fill_blanks(Statement& alert, const bundle::Item& item, const AlertOptions& options, Instant now) {
  for (const auto& entry : options.blanks) {
    const auto equals = entry.find('=');
    const auto id = entry.substr(0, equals);
    const auto blank = item.alert->blanks.find(id);
    if (equals == std::string::npos || blank == item.alert->blanks.end()) {
      std::string known;
      for (const auto& [name, kind] : item.alert->blanks) known += (known.empty() ? "" : ", ") + name;
      return fail(usage_error("alert.blank", entry, "is no blank of this template with its value",
                              known.empty() ? "it has none" : "write NAME=VALUE; it has: " + known));
    }
    GATECAST_TRY(alert.blanks[id], blank_value(blank->second, entry.substr(equals + 1), now));
  }
  // The end of the alert is the usual answer to "until when".
  if (const auto until = item.alert->blanks.find("until"); until != item.alert->blanks.end() &&
                                                           until->second.kind == Blank::Kind::time &&
                                                           !alert.blanks.contains("until")) {
    GATECAST_TRY(alert.blanks["until"], parse_duty_time(options.until, now));
  }
  return {};
}

Status raise(const AlertOptions& options) {
  GATECAST_TRY(auto desk, DutyDesk::open(options.duty));
  auto alert = desk.draft(StatementKind::alert, options.word);
  GATECAST_TRY(alert.item, find_template(desk, alert, options.word));
  GATECAST_TRY(const auto until, parse_duty_time(options.until, desk.now()));
  GATECAST_TRY(alert.ends, parse_instant(until));
  alert.starts = desk.now() + kLead;
  if (!options.from.empty()) {
    GATECAST_TRY(const auto from, parse_duty_time(options.from, desk.now()));
    GATECAST_TRY(alert.starts, parse_instant(from));
  }
  const bundle::Release* shown = nullptr;
  for (const auto& [channel, release] : desk.releases())
    if (bundle::is_for(alert, release.site, channel) && release.items.contains(alert.item)) shown = &release;
  const auto& item = shown->items.at(alert.item);
  alert.template_hash = item.alert->sha256;
  GATECAST_TRY_STATUS(fill_blanks(alert, item, options, desk.now()));
  GATECAST_TRY_STATUS(bundle::check_alert(alert, *shown));
  std::vector<std::string> lines{in_words(alert)};
  const auto filled = bundle::fill_alert(alert, *shown);
  for (const auto& [slot, entries] : std::get<bundle::Slide>(filled.body).texts)
    for (const auto& texts : entries)
      for (const auto& [tag, text] : texts) lines.push_back(fmt::format("  {}: {}", tag, text));
  return desk.say(lines, alert, {});
}

Status end(const AlertOptions& options) {
  GATECAST_TRY(auto desk, DutyDesk::open(options.duty));
  std::vector<std::string> ended;
  std::vector<std::string> lines;
  std::string known;
  for (const auto& statement : desk.standing()) {
    if (statement.kind != StatementKind::alert) continue;
    known += "\n    " + statement.id + ": " + in_words(statement);
    const auto name = statement.item.substr(statement.item.find('/') + 1);
    if (!options.is_all && statement.id != options.word && statement.item != options.word &&
        name != options.word)
      continue;
    ended.push_back(statement.id);
    lines.push_back("ends: " + in_words(statement));
  }
  if (ended.empty())
    return fail(usage_error("alert.none", options.word.empty() ? "alert" : options.word,
                            "no such alert stands",
                            known.empty() ? "nothing is shown that could end" : "these stand:" + known));
  return desk.say(lines, std::nullopt, ended);
}

Status list_alerts(const AlertOptions& options) {
  GATECAST_TRY(const auto desk, DutyDesk::open(options.duty));
  const OutputForm form = options.duty.is_json ? OutputForm::json : OutputForm::words;
  auto entries = nlohmann::json::array();
  for (const auto& statement : desk.standing()) {
    const auto document = parse_json(bundle::write_statement(statement), statement.id);
    if (document) entries.push_back(*document);
    say(form, statement.id + ": " + in_words(statement));
  }
  if (desk.standing().empty()) say(form, "Nothing stands: no alert, no recall, no mode.");
  for (const auto& [channel, release] : desk.releases())
    for (const auto& [id, item] : release.items) {
      if (!item.alert) continue;
      std::string blanks;
      for (const auto& [name, blank] : item.alert->blanks) blanks += " --blank " + name + "=...";
      say(form, fmt::format("  {} can show {}{}", channel, id, blanks));
    }
  if (form == OutputForm::json) print_json({{"ok", true}, {"statements", entries}});
  return {};
}

void add(CLI::App& alert, const char* name, const char* about, Status (*work)(const AlertOptions&),
         WithKey with_key, const std::function<void(CLI::App&, AlertOptions&)>& more, int& exit_code) {
  auto options = std::make_shared<AlertOptions>();
  auto* command = alert.add_subcommand(name, about);
  more(*command, *options);
  add_duty_options(*command, options->duty, with_key);
  command->callback([options, work, &exit_code] {
    const auto status = work(*options);
    exit_code =
        status ? 0 : report(status.error(), options->duty.is_json ? OutputForm::json : OutputForm::words);
  });
}

}  // namespace

void add_alert_command(CLI::App& app, int& exit_code) {
  auto* alert =
      app.add_subcommand("alert",
                         "Show one of the approved alerts over everything, or end it. One officer's\n"
                         "signature is enough: two editors have signed the words.");
  alert->require_subcommand(1);
  add(
      *alert, "raise", "Show an alert on every screen of a site", raise, WithKey::yes,
      [](CLI::App& command, AlertOptions& options) {
        command.add_option("template", options.word, "Which alert, as gate-closed")->required();
        command.add_option("--until", options.until, "Its end: 18:00, +2h; at most 24 hours from now")
            ->required();
        command.add_option("--from", options.from, "Its begin (else in 4 seconds, on all screens at once)");
        command.add_option("--blank", options.blanks, "NAME=VALUE for what the template leaves open");
        add_place_options(command, options.duty);
        command.footer(
            "Example: gatecast alert raise gate-closed --until 18:00 --site lao-bao --key duty.key.json\n"
            "           --to http://server:8377 --root root.json");
      },
      exit_code);
  add(
      *alert, "end", "Take an alert away before its end", end, WithKey::yes,
      [](CLI::App& command, AlertOptions& options) {
        auto* word = command.add_option("alert", options.word, "Its id or template, as gate-closed");
        auto* all = command.add_flag("--all", options.is_all, "Every alert that stands");
        all->excludes(word);
      },
      exit_code);
  add(
      *alert, "list", "What stands now, and what could be shown", list_alerts, WithKey::no,
      [](CLI::App&, AlertOptions&) {}, exit_code);
}

}  // namespace gatecast::cli
