#include "content-sync/cli/duty_desk.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "content-sync/base/json_value.h"
#include "content-sync/cli/server_refusal.h"
#include "content-sync/cli/visible_text.h"
#include "content-sync/store/limits.h"
#include "content-sync/updater/metadata_refresh.h"

namespace gatecast::cli {
namespace {

using bundle::Statement;
using bundle::StatementKind;

// A folder that is gone with the program.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "gatecast-duty-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] const Path& path() const { return path_; }

 private:
  Path path_;
};

bool is_address(const std::string& to) {
  return to.starts_with("http://") || to.starts_with("https://");
}

Result<std::unique_ptr<updater::Fetcher>> open_fetcher(Disk& disk, const std::string& to) {
  if (is_address(to)) {
    updater::HttpOptions options;
    options.address = to;
    GATECAST_TRY(auto fetcher, updater::HttpFetcher::create(std::move(options)));
    return fetcher;
  }
  return std::make_unique<updater::DirectoryFetcher>(disk, to);
}

Result<Bytes> trusted_root(Disk& disk, const DutyOptions& options) {
  if (!options.root.empty()) return read_file(disk, options.root, tuf::kRootLimit);
  if (is_address(options.to))
    return fail(usage_error("duty.root", "--root", "is missing: whom to trust about what stands there now",
                            "give the root.json that the kiosks have"));
  const Path first = Path(options.to) / "metadata" / "1.root.json";
  GATECAST_TRY(const auto status, disk.status(first));
  if (status.kind != FileKind::file)
    return fail(usage_error("duty.to", options.to, "neither an address nor the folder of a repository",
                            "for instance --to http://server:8377, or the folder that holds metadata/"));
  return read_file(disk, first, tuf::kRootLimit);
}

Result<bundle::Release> fetch_release(updater::Fetcher& fetcher, updater::TrustedMetadata& trusted,
                                      const std::string& channel, const updater::RefreshOptions& refresh) {
  const std::string name = "releases/" + channel + ".json";
  GATECAST_TRY(const auto found, updater::find_target(fetcher, trusted, name, refresh));
  const auto path =
      "targets/" + updater::target_path(found.file, name, trusted.set.root().consistent_snapshot);
  GATECAST_TRY(const auto bytes, updater::fetch_bytes(fetcher, path, store::kReleaseLimit));
  GATECAST_TRY_STATUS(tuf::verify_target(found.file, bytes, name));
  return bundle::parse_release(bytes, name);
}

Result<tuf::SigningKey> open_key(const DutyOptions& options, const std::vector<tuf::Key>& officers) {
  GATECAST_TRY(const Bytes bytes, repository::read_key_bytes(options.key));
  GATECAST_TRY(const auto facts, repository::read_key_facts(bytes, options.key));
  const auto own = tuf::key_bytes(facts.key);
  const bool is_officer = std::any_of(officers.begin(), officers.end(),
                                      [&](const auto& key) { return tuf::key_bytes(key) == own; });
  if (!is_officer)
    return fail(trust_error("duty.key", options.key,
                            "this key of \"" + facts.key.person + "\" is not among the officers on duty",
                            "`gatecast keys officers` puts it into force, signed by the targets keys"));
  if (!facts.needs_passphrase) return repository::open_key_file(bytes, options.key, std::nullopt);
  GATECAST_TRY(const auto passphrase,
               read_passphrase(options.passphrase, "Passphrase of " + facts.key.person + ": "));
  return repository::open_key_file(bytes, options.key, passphrase);
}

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
  SystemDisk disk;
  const Scratch scratch;
  GATECAST_TRY(const auto root, trusted_root(disk, options_));
  GATECAST_TRY(const auto fetcher, open_fetcher(disk, options_.to));
  updater::RefreshOptions refresh;
  refresh.disk = &disk;
  refresh.trusted = scratch.path();
  refresh.root_files = updater::RootFiles::newest;
  refresh.now = now_;
  refresh.policy.expiry =
      tuf::ExpiryRule::note;  // the server judges freshness; an officer must not be stopped by it
  GATECAST_TRY(auto trusted, updater::refresh_metadata(*fetcher, root, refresh));
  const auto& delegations = trusted.set.targets("targets")->delegations;
  for (const auto& role : delegations ? delegations->roles : std::vector<tuf::DelegatedRole>{}) {
    if (role.name == store::kAlertRole)
      for (const auto& id : role.role.key_ids)
        if (const auto key = delegations->keys.find(id); key != delegations->keys.end())
          officers_.push_back(key->second);
    constexpr std::string_view kContent = "content-";
    if (!role.name.starts_with(kContent) || !trusted.set.snapshot()->meta.contains(role.name + ".json"))
      continue;
    const auto channel = role.name.substr(kContent.size());
    GATECAST_TRY(auto release, fetch_release(*fetcher, trusted, channel, refresh));
    releases_.emplace(channel, std::move(release));
  }
  if (!trusted.set.snapshot()->meta.contains(std::string(store::kAlertRole) + ".json")) return {};
  // A role whose keys were changed since is begun anew on top of its version.
  version_ = trusted.set.snapshot()->meta.at(std::string(store::kAlertRole) + ".json").version;
  if (const auto loaded = updater::load_delegated(*fetcher, trusted, store::kAlertRole, "targets", refresh);
      !loaded) {
    progress("what stands now was signed by nobody who is on duty; it falls: " + loaded.error().message);
    return {};
  }
  for (const auto& [name, target] : trusted.set.targets(store::kAlertRole)->targets) {
    const auto path = "targets/" + updater::target_path(target, name, trusted.set.root().consistent_snapshot);
    GATECAST_TRY(auto bytes, updater::fetch_bytes(*fetcher, path, bundle::kStatementLimit));
    GATECAST_TRY_STATUS(tuf::verify_target(target, bytes, name));
    GATECAST_TRY(auto statement, bundle::parse_statement(bytes, name));
    standing_.push_back(std::move(statement));
    files_[name] = std::move(bytes);
  }
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
  GATECAST_TRY(const auto key, open_key(options_, officers_));
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
  if (is_address(options_.to)) {
    updater::HttpOptions options;
    options.address = options_.to;
    GATECAST_TRY(const auto answer,
                 updater::http_post(options, "publish/alert", store::write_statement_files(files)));
    if (answer.code != 200) return fail(refusal(answer, options_.to));
    return {};
  }
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
