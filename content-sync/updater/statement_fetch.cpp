#include "content-sync/updater/statement_fetch.h"

#include <algorithm>

namespace gatecast::updater {
namespace {

bool has_role(const TrustedMetadata& trusted) {
  return trusted.set.targets("targets")->has_role(store::kAlertRole) &&
         trusted.set.snapshot()->meta.contains(std::string(store::kAlertRole) + ".json");
}

// Freshness alone is no reason to write: an idle kiosk wears no disk.
bool is_same(store::StatementFiles one, store::StatementFiles other) {
  one.erase("timestamp.json");
  other.erase("timestamp.json");
  return one == other;
}

Result<StatementFetch> fetch_role(Disk& disk, const Path& store, Fetcher& fetcher, TrustedMetadata& trusted,
                                  const RefreshOptions& options) {
  GATECAST_TRY_STATUS(load_delegated(fetcher, trusted, store::kAlertRole, "targets", options));
  const auto& targets = trusted.set.targets(store::kAlertRole)->targets;
  StatementFetch fetched;
  fetched.standing = targets.size();
  if (targets.size() > bundle::kMostStatements)
    return fail(trust_error("alert.too_many", "alert.json",
                            std::to_string(targets.size()) + " statements at a time; at most " +
                                std::to_string(bundle::kMostStatements) + " stand",
                            "end those that are over: gatecast alert end"));
  const Path file = store / store::kStatementFile;
  store::StatementFiles before;
  if (const auto bytes = read_file(disk, file, store::kStatementFileLimit))
    if (auto parsed = store::parse_statement_files(*bytes, file.string())) before = std::move(*parsed);

  store::StatementFiles files = trusted.files;
  for (const auto& [name, target] : targets) {
    const auto stored = before.find(name);
    if (stored != before.end() && tuf::verify_target(target, stored->second, name)) {
      files[name] = stored->second;
      continue;
    }
    if (target.length_bytes > bundle::kStatementLimit)
      return fail(trust_error("tuf.target.length", name, "a statement of more than 16 kB"));
    const auto path = "targets/" + target_path(target, name, trusted.set.root().consistent_snapshot);
    GATECAST_TRY(auto bytes, fetch_bytes(fetcher, path, target.length_bytes));
    GATECAST_TRY_STATUS(tuf::verify_target(target, bytes, name));
    files[name] = std::move(bytes);
  }
  fetched.is_new = !is_same(before, files);
  if (fetched.is_new)
    GATECAST_TRY_STATUS(write_file_durably(disk, file, store::write_statement_files(files)));
  return fetched;
}

}  // namespace

Result<StatementFetch> fetch_statements(Disk& disk, const Path& store, Fetcher& fetcher,
                                        TrustedMetadata& trusted, const RefreshOptions& options) {
  if (!has_role(trusted)) return StatementFetch{};
  auto fetched = fetch_role(disk, store, fetcher, trusted, options);
  if (!fetched && fetched.error().rule == "tuf.delegated.expired") {
    // A recall in it is obeyed even so: the player decides, and takes nothing else of it.
    RefreshOptions lenient = options;
    lenient.policy.expiry = tuf::ExpiryRule::note;
    GATECAST_TRY(const auto root, read_file(*options.disk,
                                            options.trusted / "root" /
                                                (std::to_string(trusted.set.root().version) + ".root.json"),
                                            tuf::kRootLimit));
    GATECAST_TRY(auto again, refresh_metadata(fetcher, root, lenient));
    for (const auto& [name, bytes] : trusted.files)
      if (name.ends_with(".root.json")) again.files[name] = bytes;
    fetched = fetch_role(disk, store, fetcher, again, lenient);
  }
  trusted.files.erase(std::string(store::kAlertRole) + ".json");  // no part of a content's generation
  return fetched;
}

}  // namespace gatecast::updater
