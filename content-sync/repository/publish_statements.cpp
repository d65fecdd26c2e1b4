#include "content-sync/repository/publish_statements.h"

#include <fmt/format.h>

#include <algorithm>

#include "content-sync/bundle/alert_words.h"
#include "content-sync/bundle/recall.h"
#include "content-sync/repository/standing_role.h"

namespace gatecast::repository {
namespace {

using bundle::Statement;
using bundle::StatementKind;

const std::string kFile = std::string(store::kAlertRole) + ".json";

Path target_file(const tuf::TargetFile& target, const std::string& name) {
  const auto hash = target.hashes.find("sha256");
  const std::string id = name.substr(name.rfind('/') + 1);
  return Path("targets") / "alerts" / ((hash == target.hashes.end() ? "" : hash->second + ".") + id);
}

Status check_recalls_stay(const tuf::Targets& before, const tuf::Targets& after, Disk& disk,
                          const Path& folder, const ActiveReleases& releases) {
  for (const auto& [name, target] : before.targets) {
    if (after.targets.contains(name)) continue;
    const auto bytes = read_file(disk, folder / target_file(target, name), bundle::kStatementLimit);
    const auto statement = bytes ? bundle::parse_statement(*bytes, name) : fail(bytes.error());
    if (!statement || statement->kind != StatementKind::recall || is_overtaken(*statement, releases))
      continue;
    return fail(trust_error("publish.recall", name,
                            "the recall of " + statement->item + " would be lifted by one officer",
                            "it ends by itself with a newer release, which two editors sign"));
  }
  return {};
}

Status check_alert_here(const Statement& alert, const ActiveReleases& releases) {
  bool is_for_any = false;
  for (const auto& [channel, release] : releases) {
    if (!bundle::is_for(alert, release.site, channel)) continue;
    is_for_any = true;
    GATECAST_TRY_STATUS(bundle::check_alert(alert, release));
  }
  if (is_for_any) return {};
  std::string known;
  for (const auto& [channel, release] : releases)
    known += fmt::format("{}{} of {}", known.empty() ? "" : ", ", channel, release.site);
  return fail(trust_error("alert.site", bundle::target_name(alert),
                          "no channel of these sites shows anything yet",
                          known.empty() ? "publish a release first" : "there are: " + known));
}

Status check_recall(const Statement& recall, const ActiveReleases& releases) {
  bool is_there = false;
  for (const auto& [channel, release] : releases) {
    const auto reach = bundle::reach_of_recall(recall.item, release);
    if (reach == bundle::RecallReach::nothing || !recall.up_to_release.contains(channel)) continue;
    is_there = true;
    if (reach == bundle::RecallReach::emergency)
      return fail(trust_error("alert.emergency", bundle::target_name(recall),
                              recall.item + " is for emergencies: it cannot be recalled",
                              "two editors correct it with a new release"));
  }
  if (is_there) return {};
  return fail(trust_error("alert.item", bundle::target_name(recall), "no active release shows " + recall.item,
                          "`gatecast inspect` lists the items of a release"));
}

}  // namespace

bool is_overtaken(const Statement& recall, const ActiveReleases& releases) {
  return std::all_of(recall.up_to_release.begin(), recall.up_to_release.end(), [&](const auto& entry) {
    const auto release = releases.find(entry.first);
    return release != releases.end() && release->second.number > entry.second;
  });
}

Status check_new_statement(const Statement& statement, const ActiveReleases& releases, Instant now) {
  if (statement.kind == StatementKind::recall) return check_recall(statement, releases);
  if (statement.ends <= now)
    return fail(trust_error("alert.over", bundle::target_name(statement),
                            "it ended at " + format_instant(statement.ends), "give an end that is to come"));
  if (statement.kind == StatementKind::alert) return check_alert_here(statement, releases);
  const bool is_for_any = std::any_of(releases.begin(), releases.end(), [&](const auto& entry) {
    return bundle::is_for(statement, entry.second.site, entry.first);
  });
  if (is_for_any) return {};
  return fail(trust_error("alert.site", bundle::target_name(statement),
                          "no channel of these sites shows anything yet", "check the names of the sites"));
}

Bytes write_statement_metadata(std::int64_t version, const std::vector<Statement>& statements, Instant now) {
  tuf::Targets part;
  part.version = version;
  part.expires = now + kAlertLife;
  for (const auto& statement : statements)
    part.targets[bundle::target_name(statement)] = tuf::target_file_of(bundle::write_statement(statement));
  return tuf::write_metadata(part, {});
}

Result<Published> accept_statements(Disk& disk, const Path& folder, const store::StatementFiles& incoming,
                                    const OnlineKeys& online, Instant now) {
  GATECAST_TRY(auto view, read_repository(disk, folder, now));
  const auto found = incoming.find(kFile);
  if (found == incoming.end())
    return fail(trust_error("publish.statements", kFile, "is not among what was sent"));
  const Bytes& metadata = found->second;
  GATECAST_TRY(auto envelope, tuf::parse_targets(metadata, kFile));
  const tuf::Targets& part = envelope.signed_part;
  GATECAST_TRY(const auto standing, read_standing_role(disk, folder, view, store::kAlertRole));
  if (standing.version > 0 && standing.metadata == metadata)
    return Published{0, standing.version, {}, 0, true};
  if (!view.trusted.targets("targets")->has_role(store::kAlertRole))
    return fail(trust_error("publish.officers", kFile, "this repository names no officers on duty",
                            "`gatecast keys officers` puts their keys into force"));
  if (part.version != standing.version + 1)
    return fail(trust_error("publish.version", kFile,
                            fmt::format("version {}, but {} comes next", part.version, standing.version + 1),
                            "another officer said something meanwhile: look, and say it again"));
  if (part.targets.size() > bundle::kMostStatements)
    return fail(trust_error("alert.too_many", kFile,
                            fmt::format("{} statements at a time; at most {} stand", part.targets.size(),
                                        bundle::kMostStatements),
                            "end those that are over: gatecast alert end"));

  GATECAST_TRY(auto next, with_role(disk, folder, view, store::kAlertRole, part, metadata, online, now));

  GATECAST_TRY(const auto releases, active_releases(disk, folder, view));
  Published published{0, part.version, next.verified.signers(store::kAlertRole)};
  for (const auto& [name, target] : part.targets) {
    GATECAST_TRY_STATUS(next.speaks_for(name));
    const auto is_known = standing.part.targets.find(name);
    if (is_known != standing.part.targets.end() && is_known->second.hashes == target.hashes) continue;
    const auto sent = incoming.find(name);
    if (sent == incoming.end())
      return fail(
          trust_error("publish.statements", name, "is signed for, but was not sent", "send it again"));
    GATECAST_TRY_STATUS(tuf::verify_target(target, sent->second, name));
    GATECAST_TRY(const auto statement, bundle::parse_statement(sent->second, name));
    GATECAST_TRY_STATUS(check_new_statement(statement, releases, now));
    next.state.files[target_file(target, name).string()] = sent->second;
    ++published.objects_taken;
  }
  GATECAST_TRY_STATUS(check_recalls_stay(standing.part, part, disk, folder, releases));
  GATECAST_TRY_STATUS(write_state(disk, folder, next.state));
  return published;
}

}  // namespace gatecast::repository
