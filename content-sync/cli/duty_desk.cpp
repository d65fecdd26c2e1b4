#include "content-sync/cli/duty_desk.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "content-sync/base/json_value.h"
#include "content-sync/cli/published_state.h"
#include "content-sync/cli/visible_text.h"

namespace gatecast::cli {
namespace {

using bundle::Statement;
using bundle::StatementKind;

bool is_agreed(const DutyOptions& options) {
  if (options.is_yes || options.is_json || ::isatty(STDIN_FILENO) == 0 || ::isatty(STDERR_FILENO) == 0)
    return true;
  fmt::print(stderr, "Sign and send this? [y/N] ");
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace

void add_duty_options(CLI::App& command, DutyOptions& options, WithKey with_key) {
  command.add_option("--to", options.to, "The server's address, or a repository's folder")->required();
  command.add_option("--root", options.root, "The root.json that the kiosks trust (for an address)");
  command.add_flag("--json", options.is_json, "One JSON document on standard output");
  if (with_key == WithKey::no) return;
  command.add_option("--key", options.key, "Your private key (.key.json)")->required();
  command.add_option("--online-keys", options.online_keys,
                     "For a folder: where the snapshot and timestamp keys are");
  command.add_flag("--yes", options.is_yes, "Sign without asking at the terminal");
  add_passphrase_options(command, options.passphrase);
}

void add_place_options(CLI::App& command, DutyOptions& options) {
  command.add_option("--site", options.sites, "This site only, as lao-bao; may be repeated (else all)");
  command.add_option("--channel", options.channels, "Of these sites this channel only; may be repeated");
}

Result<DutyDesk> DutyDesk::open(const DutyOptions& options) {
  DutyDesk desk;
  desk.options_ = options;
  desk.now_ = std::chrono::floor<std::chrono::seconds>(SystemClock().now());
  GATECAST_TRY_STATUS(desk.read());
  return desk;
}

Status DutyDesk::read() {
  GATECAST_TRY(auto state, PublishedState::read(options_.to, options_.root, now_));
  GATECAST_TRY(releases_, state.releases());
  GATECAST_TRY(auto standing, state.role(store::kAlertRole, bundle::kStatementLimit));
  version_ = standing.version;
  officers_ = std::move(standing.holders);
  for (const auto& [name, bytes] : standing.files) {
    GATECAST_TRY(auto statement, bundle::parse_statement(bytes, name));
    standing_.push_back(std::move(statement));
  }
  files_ = std::move(standing.files);
  return {};
}

Statement DutyDesk::draft(StatementKind kind, const std::string& word) const {
  Statement statement;
  statement.kind = kind;
  statement.issued_at = now_;
  std::string stamp;
  for (const char c : format_instant(now_))
    if (c != '-' && c != ':') stamp += c;
  std::string plain;
  for (const char c : word) plain += c == '/' ? '-' : c;
  statement.id = (stamp + "-" + plain).substr(0, 70);
  while (files_.contains(bundle::target_name(statement))) statement.id += "x";
  statement.sites = {options_.sites.begin(), options_.sites.end()};
  statement.channels = {options_.channels.begin(), options_.channels.end()};
  if (statement.sites.empty())
    for (const auto& [channel, release] : releases_)
      if (statement.channels.empty() || statement.channels.contains(channel))
        statement.sites.insert(release.site);
  return statement;
}

Status DutyDesk::say(const std::vector<std::string>& lines, const std::optional<Statement>& added,
                     const std::vector<std::string>& ended) {
  const OutputForm form = options_.is_json ? OutputForm::json : OutputForm::words;
  GATECAST_TRY(const auto key, open_holders_key(options_.key, officers_, options_.passphrase,
                                                "officers on duty", "gatecast keys officers"));
  std::vector<Statement> next;
  store::StatementFiles files;
  for (const auto& statement : standing_) {
    const bool is_over = statement.kind == StatementKind::recall
                             ? repository::is_overtaken(statement, releases_)
                             : statement.ends <= now_;
    if (is_over || std::find(ended.begin(), ended.end(), statement.id) != ended.end()) continue;
    next.push_back(statement);
    files[bundle::target_name(statement)] = files_.at(bundle::target_name(statement));
  }
  if (added) {
    Statement signed_by = *added;
    signed_by.officer = key.key.person;
    GATECAST_TRY(const auto checked,
                 bundle::parse_statement(bundle::write_statement(signed_by), bundle::target_name(signed_by)));
    GATECAST_TRY_STATUS(repository::check_new_statement(checked, releases_, now_));
    files[bundle::target_name(checked)] = bundle::write_statement(checked);
    next.push_back(checked);
  }
  for (const auto& line : lines) cli::say(form, visible_text(line));
  if (!is_agreed(options_)) {
    cli::say(form, "Nothing was said.");
    return {};
  }
  // What stands keeps its bytes: only what is new is written here.
  const Bytes plain = repository::write_statement_metadata(version_ + 1, next, now_);
  GATECAST_TRY(auto part, tuf::parse_targets(plain, "alert.json"));
  for (const auto& [name, bytes] : files) part.signed_part.targets[name] = tuf::target_file_of(bytes);
  files["alert.json"] = tuf::write_metadata(part.signed_part, {key});
  GATECAST_TRY_STATUS(publish(files));
  if (form == OutputForm::json)
    print_json({{"ok", true},
                {"version", version_ + 1},
                {"id", added ? added->id : ""},
                {"signed_by", key.key.person}});
  cli::say(form, fmt::format("Said by {}: version {}.", visible_text(key.key.person), version_ + 1));
  return {};
}

Status DutyDesk::publish(const store::StatementFiles& files) {
  if (is_address(options_.to)) return post_role_files(options_.to, "publish/alert", files);
  SystemDisk disk;
  const Path keys =
      options_.online_keys.empty() ? repository::default_key_folder() : Path(options_.online_keys);
  GATECAST_TRY(const auto online, repository::load_online_keys(keys));
  GATECAST_TRY(const auto published,
               repository::accept_statements(disk, options_.to, files, online, SystemClock().now()));
  GATECAST_INVARIANT(published.role_version == version_ + 1);
  return {};
}

}  // namespace gatecast::cli
