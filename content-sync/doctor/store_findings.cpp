#include "content-sync/doctor/store_findings.h"

#include <fmt/format.h>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/tuf/metadata.h"
#include "content-sync/tuf/trusted_metadata_set.h"

namespace gatecast::doctor {
namespace {

constexpr std::uint64_t kPlayerFileLimit = 256 * 1024;
constexpr std::size_t kMostItems = 10;  // a technician reads no more

std::string megabytes(std::uint64_t bytes) {
  return fmt::format("{}.{} MB", bytes / 1'000'000, bytes % 1'000'000 / 100'000);
}

nlohmann::json player_file(Disk& disk, const Path& path) {
  const auto bytes = read_file(disk, path, kPlayerFileLimit);
  if (!bytes) return {};
  auto document = parse_json(*bytes, path.string());
  return document && document->is_object() ? std::move(*document) : nlohmann::json();
}

// What a technician can paste.
std::string forgive_command(const Kiosk& kiosk, const std::string& item) {
  const bool is_packaged = kiosk.player_state.parent_path() == kPackagesFolder;
  return fmt::format("{}gatecast-player --state {} --forgive {}",
                     is_packaged ? "sudo -u " + kiosk.player_user + " " : "", kiosk.player_state.string(),
                     item);
}

// The store's fault, the machine's or the item's own: each has another remedy.
Finding refused_item(const Kiosk& kiosk, const nlohmann::json& entry) {
  const auto item = text_at(entry, "item");
  const auto why = text_at(entry, "message") + " [" + text_at(entry, "rule") + "]";
  if (entry.contains("object")) return found("item.damaged", item, why);
  if (entry.contains("count") && entry["count"] == 0) return found("item.troubled", item, why);
  return found("item.refused", item, why, forgive_command(kiosk, item));
}

void find_refused_items(Disk& disk, const Kiosk& kiosk, Findings& findings) {
  const auto path = kiosk.player_state / "quarantine.json";
  const auto document = player_file(disk, path);
  if (!document.is_object()) return;
  const auto items = document.find("items");
  if (items == document.end() || !items->is_array()) return;
  std::size_t told = 0;
  for (const auto& entry : *items) {
    if (!entry.is_object() || told == kMostItems) continue;
    const auto release = entry.find("release");
    // What an older release was refused for is over.
    if (release == entry.end() || !release->is_number_integer() ||
        release->get<std::int64_t>() != kiosk.release.value_or(0))
      continue;
    findings.push_back(refused_item(kiosk, entry));
    ++told;
  }
}

void find_broken_objects(Disk& disk, const Kiosk& kiosk, Findings& findings) {
  const auto document = player_file(disk, kiosk.player_state / "broken.json");
  if (!document.is_object()) return;
  const auto objects = document.find("objects");
  if (objects == document.end() || !objects->is_array() || objects->empty()) return;
  findings.push_back(
      found("object.broken", (kiosk.store / "objects").string(), std::to_string(objects->size())));
}

void find_why_nothing_is_on(const Kiosk& kiosk, Findings& findings) {
  if (kiosk.release || kiosk.release_error) return;
  if (kiosk.waiting)
    findings.push_back(found("content.waiting", *kiosk.waiting));
  else if (!kiosk.refused)
    findings.push_back(found("content.never", "gatecast-sync"));
}

// What the agent noted at its last attempt.
void find_refusal(const Kiosk& kiosk, Findings& findings) {
  if (!kiosk.refused) return;
  const auto& error = *kiosk.refused;
  const bool is_unpublished =
      (error.rule == "tuf.snapshot.role_missing" && error.subject == "content-" + kiosk.channel + ".json") ||
      (error.rule == "tuf.target.unknown" && error.subject == "releases/" + kiosk.channel + ".json");
  if (is_unpublished)
    findings.push_back(found_as("content.none", "content.none.unasked", kiosk.channel));
  else if (error.rule == "disk.full")
    findings.push_back(found("disk.full", error.subject, error.message));
  else if (error.rule == "disk.io")
    findings.push_back(found("disk.failing", error));
  else
    findings.push_back(
        found(error.kind == ErrorKind::environment ? "sync.failing" : "content.refused", error));
}

}  // namespace

Findings settings_findings(const Kiosk& kiosk) {
  if (!kiosk.settings_error) return {};
  const auto& error = *kiosk.settings_error;
  if (error.rule == "settings.missing") return {found("settings.missing", kiosk.settings.string())};
  return {found("settings.wrong", error)};
}

Findings root_findings(Disk& disk, const Kiosk& kiosk) {
  const auto root = read_file(disk, kiosk.root, tuf::kRootLimit);
  if (!root) {
    if (root.error().rule == "disk.missing") return {found("root.missing", kiosk.root.string())};
    return {found("root.unreadable", kiosk.root.string(), root.error().message)};
  }
  tuf::Policy policy;
  policy.expiry = tuf::ExpiryRule::note;
  const auto set = tuf::TrustedMetadataSet::create(*root, kiosk.verification_time, policy);
  if (!set) return {found("root.invalid", kiosk.root.string(), set.error().message)};
  const auto first = kiosk.store / "trusted" / "root" / (std::to_string(set->root().version) + ".root.json");
  const auto stored = read_file(disk, first, tuf::kRootLimit);
  if (!stored) return {};
  const auto mine = tuf::parse_root(*root, kiosk.root.string());
  const auto theirs = tuf::parse_root(*stored, first.string());
  if (mine && theirs && mine->canonical == theirs->canonical) return {};
  return {found("root.store", first.string())};
}

Findings clock_findings(const Kiosk& kiosk) {
  constexpr auto kBehind = std::chrono::hours(1);
  constexpr auto kAhead = std::chrono::days(400);
  const auto tell = [&](const char* rule) {
    return Findings{found(rule, format_instant(kiosk.system_time), format_instant(kiosk.verification_time),
                          "(" + kiosk.time_basis + ")")};
  };
  if (kiosk.system_time + kBehind < kiosk.verification_time) return tell("clock.behind");
  if (kiosk.system_time > kiosk.verification_time + kAhead) return tell("clock.ahead");
  return {};
}

Findings disk_findings(Disk& disk, const Kiosk& kiosk) {
  const auto there = disk.status(kiosk.store);
  if (there && there->kind == FileKind::missing) return {found("store.missing", kiosk.store.string())};
  if (!there) return {found("disk.failing", there.error())};
  if (kiosk.free_bytes > kiosk.reserve_bytes) return {};
  return {found("disk.full", kiosk.store.string(),
                megabytes(kiosk.free_bytes) + " / " + megabytes(kiosk.reserve_bytes))};
}

Findings content_findings(Disk& disk, const Kiosk& kiosk) {
  Findings findings;
  if (kiosk.release_error && kiosk.release_error->subject != kiosk.root)
    findings.push_back(found("content.unverified", *kiosk.release_error));
  find_why_nothing_is_on(kiosk, findings);
  find_refusal(kiosk, findings);
  for (const auto& error : kiosk.duty_refused) findings.push_back(found("duty.refused", error));
  for (const auto& error : kiosk.feeds_refused) findings.push_back(found("feed.refused", error));
  if (kiosk.switched_off_since)
    findings.push_back(found("switch.off", format_instant(*kiosk.switched_off_since)));
  if (kiosk.player_state.empty()) return findings;
  find_refused_items(disk, kiosk, findings);
  find_broken_objects(disk, kiosk, findings);
  return findings;
}

}  // namespace gatecast::doctor
