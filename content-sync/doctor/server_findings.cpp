// What the server itself says, verified as the agent would.
#include <fmt/format.h>

#include "content-sync/base/bytes.h"
#include "content-sync/doctor/network_findings.h"
#include "content-sync/store/limits.h"
#include "content-sync/tuf/trusted_metadata_set.h"
#include "content-sync/updater/http_fetcher.h"

namespace gatecast::doctor {
namespace {

using tuf::TrustedMetadataSet;

// As the record of the key ceremony groups it, and long enough to compare.
std::string short_number(ByteView bytes) {
  const auto hex = sha256(bytes).hex();
  std::string text;
  for (std::size_t at = 0; at < 16; at += 4) text += (at == 0 ? "" : " ") + hex.substr(at, 4);
  return text + " ...";
}

Findings fetch_findings(const Error& error, const std::string& server) {
  const auto tell = [&](const char* rule) { return Findings{found(rule, server, error.message)}; };
  const bool sends_elsewhere =
      error.rule == "fetch.answer" && error.message.find("sends elsewhere") != std::string::npos;
  const bool wants_login =
      error.rule == "fetch.answer" && error.message.find("answered 511") != std::string::npos;
  if (error.rule == "fetch.web_page" || sends_elsewhere || wants_login) return tell("network.portal");
  if (error.rule == "fetch.tls") return tell("network.tls");
  if (error.rule == "fetch.stalled") return tell("network.stalled");
  if (error.rule == "fetch.missing") return tell("server.no_repository");
  return tell("network.answer");
}

// The kiosk's root and the server's under the same number.
Findings compare_roots(const Kiosk& kiosk, updater::Fetcher& fetcher, ByteView mine, const tuf::Root& root) {
  const auto name = std::to_string(root.version) + ".root.json";
  const auto theirs = updater::fetch_bytes(fetcher, "metadata/" + name, tuf::kRootLimit);
  if (!theirs) return {};  // the chain from the next one on decides
  const auto one = tuf::parse_root(mine, kiosk.root.string());
  const auto other = tuf::parse_root(*theirs, name);
  if (one && other && one->canonical == other->canonical) return {};
  return {found("root.other", kiosk.server, short_number(mine), short_number(*theirs))};
}

Status follow_roots(updater::Fetcher& fetcher, TrustedMetadataSet& set) {
  for (int round = 0; round < store::kMostRoots; ++round) {
    const auto name = "metadata/" + std::to_string(set.root().version + 1) + ".root.json";
    const auto next = updater::fetch_bytes(fetcher, name, tuf::kRootLimit);
    if (!next) return {};
    GATECAST_TRY_STATUS(set.update_root(*next));
  }
  return {};
}

Findings channel_findings(const Kiosk& kiosk, updater::Fetcher& fetcher, TrustedMetadataSet& set) {
  const auto version = std::to_string(set.timestamp()->snapshot.version);
  const auto name =
      set.root().consistent_snapshot ? version + ".snapshot.json" : std::string("snapshot.json");
  const auto snapshot = updater::fetch_bytes(fetcher, "metadata/" + name, tuf::kSnapshotLimit);
  if (!snapshot) return fetch_findings(snapshot.error(), kiosk.server);
  if (const auto taken = set.update_snapshot(*snapshot); !taken)
    return {found("content.refused", taken.error())};
  const auto& meta = set.snapshot()->meta;
  if (meta.contains("content-" + kiosk.channel + ".json")) return {};
  const std::string prefix = "content-";
  std::string published;
  for (const auto& [file, entry] : meta)
    if (file.starts_with(prefix))
      published += (published.empty() ? "" : ", ") +
                   file.substr(prefix.size(), file.size() - prefix.size() - std::string(".json").size());
  return {found("content.none", kiosk.channel, published.empty() ? "-" : published)};
}

// A clock that is behind is told apart; one that is right shows a server that stopped.
void find_stale(const Kiosk& kiosk, const tuf::Timestamp& timestamp, Findings& findings) {
  constexpr auto kStale = std::chrono::hours(24);
  if (!timestamp.signed_at) return;
  const auto now = std::max(kiosk.system_time, kiosk.verification_time);
  if (now - *timestamp.signed_at > kStale)
    findings.push_back(found("server.stale", kiosk.server, format_instant(*timestamp.signed_at)));
}

}  // namespace

Findings server_findings(Disk& disk, const Kiosk& kiosk, updater::Fetcher& fetcher) {
  const auto timestamp = updater::fetch_bytes(fetcher, "metadata/timestamp.json", tuf::kTimestampLimit);
  if (!timestamp) return fetch_findings(timestamp.error(), kiosk.server);
  if (const auto parsed = tuf::parse_timestamp(*timestamp, "timestamp.json"); !parsed)
    return {found("network.answer", kiosk.server, parsed.error().message)};
  const auto root = read_file(disk, kiosk.root, tuf::kRootLimit);
  if (!root) return {};  // told by root_findings
  tuf::Policy policy;
  policy.expiry = tuf::ExpiryRule::note;
  auto set = TrustedMetadataSet::create(*root, kiosk.verification_time, policy);
  if (!set) return {};
  if (auto findings = compare_roots(kiosk, fetcher, *root, set->root()); !findings.empty()) return findings;
  const auto broken = [&](const Error& error) {
    return Findings{found("root.broken_chain", kiosk.server, error.message + " [" + error.rule + "]")};
  };
  if (const auto followed = follow_roots(fetcher, *set); !followed) return broken(followed.error());
  if (const auto taken = set->update_timestamp(*timestamp); !taken) return broken(taken.error());
  auto findings = channel_findings(kiosk, fetcher, *set);
  find_stale(kiosk, *set->timestamp(), findings);
  return findings;
}

Findings way_findings(Disk& disk, const Kiosk& kiosk, const Patience& patience) {
  const bool is_folder = kiosk.server.find("://") == std::string::npos || kiosk.server.starts_with("file://");
  if (is_folder) {
    const Path folder = kiosk.server.starts_with("file://") ? kiosk.server.substr(7) : kiosk.server;
    updater::DirectoryFetcher fetcher(disk, folder);
    return server_findings(disk, kiosk, fetcher);
  }
  if (auto findings = network_findings(kiosk.server, patience); !findings.empty()) return findings;
  updater::HttpOptions options;
  options.address = kiosk.server;
  options.connect_timeout = patience.connect;
  options.stall = patience.stall;
  auto fetcher = updater::HttpFetcher::create(std::move(options));
  if (!fetcher) return {found("network.answer", kiosk.server, fetcher.error().message)};
  return server_findings(disk, kiosk, **fetcher);
}

}  // namespace gatecast::doctor
