#include "content-sync/agent/status.h"

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"

namespace gatecast::agent {
namespace {

using nlohmann::json;

json instant_or_null(const std::optional<Instant>& instant) {
  return instant ? json(format_instant(*instant)) : json(nullptr);
}

json error_json(const Error& error) {
  return {{"rule", error.rule}, {"message", error.message}, {"subject", error.subject}, {"hint", error.hint}};
}

std::optional<Instant> instant_at(const json& document, const char* name) {
  const auto found = document.find(name);
  if (found == document.end() || !found->is_string()) return std::nullopt;
  const auto instant = parse_instant(found->get<std::string>());
  return instant ? std::optional<Instant>(*instant) : std::nullopt;
}

Error error_from(const json& document) {
  return {ErrorKind::environment, text_at(document, "rule"), text_at(document, "message"),
          text_at(document, "subject"), text_at(document, "hint")};
}

json release_json(const ReleaseStatus& release) {
  return {{"number", release.number},
          {"generation", release.generation},
          {"document_sha256", release.document_hash},
          {"signers", release.signers},
          {"is_demo", release.is_demo},
          {"since", instant_or_null(release.since)}};
}

ReleaseStatus release_from(const json& document) {
  ReleaseStatus release;
  release.number = number_at(document, "number");
  release.generation = number_at(document, "generation");
  release.document_hash = text_at(document, "document_sha256");
  release.since = instant_at(document, "since");
  return release;
}

json download_json(const DownloadStatus& download) {
  return {{"done_bytes", download.done_bytes},
          {"total_bytes", download.total_bytes},
          {"bytes_per_second", download.bytes_per_second},
          {"seconds_left", download.seconds_left ? json(*download.seconds_left) : json(nullptr)},
          {"at", format_instant(download.at)}};
}

DownloadStatus download_from(const json& document) {
  const auto count = [&](const char* name) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, number_at(document, name)));
  };
  DownloadStatus download{count("done_bytes"), count("total_bytes"), count("bytes_per_second"), {}, {}};
  if (const auto left = document.find("seconds_left"); left != document.end() && left->is_number_integer())
    download.seconds_left = left->get<std::int64_t>();
  download.at = instant_at(document, "at").value_or(Instant{});
  return download;
}

}  // namespace

bool is_stale(const SyncStatus& status) {
  const auto later = std::max(status.verification_time, status.system_time);
  return !status.signed_at || later - *status.signed_at > std::chrono::hours(24);
}

// What was refused, left or mended: each with its words.
static void add_refusals(json& document, const SyncStatus& status) {
  if (status.refused) {
    document["refused"] = error_json(status.refused->error);
    document["refused"]["at"] = format_instant(status.refused->at);
    document["refused"]["is_trust"] = status.refused->error.kind != ErrorKind::environment;
  }
  document["findings"] = doctor::to_json(status.findings);
  for (const auto& error : status.duty_refused) document["duty"]["refused"].push_back(error_json(error));
  for (const auto& error : status.feeds_refused) document["feeds"]["refused"].push_back(error_json(error));
  for (const auto& error : status.device_refused) document["device"]["refused"].push_back(error_json(error));
  for (const auto& one : status.left) {
    document["neighbours_left"].push_back(error_json(one.error));
    document["neighbours_left"].back()["at"] = format_instant(one.at);
  }
  for (const auto& repair : status.repairs)
    document["repairs"].push_back({{"object", repair.object}, {"at", format_instant(repair.at)}});
}

json to_json(const SyncStatus& status) {
  json document{{"format", 1},
                {"channel", status.channel},
                {"server", status.server},
                {"store", status.store},
                {"state", !status.release    ? "empty"
                          : is_stale(status) ? "stale"
                                             : "fresh"},
                {"release", status.release ? release_json(*status.release) : json(nullptr)},
                {"release_error", status.release_error ? error_json(*status.release_error) : json(nullptr)},
                {"last_contact", instant_or_null(status.last_contact)},
                {"last_attempt", instant_or_null(status.last_attempt)},
                {"next_attempt", instant_or_null(status.next_attempt)},
                {"failures_in_a_row", status.failures_in_a_row},
                {"refused", nullptr},
                {"download", status.download ? download_json(*status.download) : json(nullptr)},
                {"waiting", status.waiting ? error_json(*status.waiting) : json(nullptr)},
                {"data",
                 {{"day", status.data_use.day},
                  {"day_bytes", status.data_use.day_bytes},
                  {"day_mb", status.data_rules.day_mb},
                  {"month_bytes", status.data_use.month_bytes},
                  {"month_mb", status.data_rules.month_mb},
                  {"paid_day_bytes", status.data_use.paid_day_bytes},
                  {"paid_day_mb", status.data_rules.paid_day_mb},
                  {"paid_month_bytes", status.data_use.paid_month_bytes},
                  {"paid_month_mb", status.data_rules.paid_month_mb},
                  {"content_hours", status.data_rules.hours}}},
                {"duty", {{"says", status.duty}, {"refused", json::array()}}},
                {"switched_off_since", instant_or_null(status.switched_off_since)},
                {"feeds",
                 {{"says", status.feeds},
                  {"refused", json::array()},
                  {"day_bytes", status.feed_use.day_bytes},
                  {"day_kb", status.feed_rules.day_kb},
                  {"least_seconds", status.feed_rules.least_seconds}}},
                {"device", {{"says", status.device}, {"refused", json::array()}}},
                {"neighbours_left", json::array()},
                {"repairs", json::array()},
                {"stick", status.stick ? to_json(*status.stick) : json(nullptr)},
                {"scrub", to_json(status.scrub)},
                {"warnings", status.warnings},
                {"signed_at", instant_or_null(status.signed_at)},
                {"data_partition", status.data_partition},
                {"system", status.system ? to_json(*status.system) : json(nullptr)},
                {"time",
                 {{"verification_time", format_instant(status.verification_time)},
                  {"rests_on", status.verification_basis},
                  {"system_clock", format_instant(status.system_time)}}},
                {"disk",
                 {{"free_bytes", status.free_bytes},
                  {"used_bytes", status.used_bytes},
                  {"reserve_bytes", status.reserve_bytes}}}};
  add_refusals(document, status);
  return document;
}

SyncStatus status_from_json(const json& document) {
  SyncStatus status;
  if (!document.is_object()) return status;
  status.channel = text_at(document, "channel");
  status.server = text_at(document, "server");
  status.last_contact = instant_at(document, "last_contact");
  status.last_attempt = instant_at(document, "last_attempt");
  status.next_attempt = instant_at(document, "next_attempt");
  status.signed_at = instant_at(document, "signed_at");
  status.failures_in_a_row = std::max<std::int64_t>(0, number_at(document, "failures_in_a_row"));
  if (const auto release = document.find("release"); release != document.end() && release->is_object())
    status.release = release_from(*release);
  if (const auto refused = document.find("refused"); refused != document.end() && refused->is_object()) {
    status.refused = Refusal{error_from(*refused), instant_at(*refused, "at").value_or(Instant{})};
    const auto is_trust = refused->find("is_trust");
    if (is_trust != refused->end() && is_trust->is_boolean() && is_trust->get<bool>())
      status.refused->error.kind = ErrorKind::trust;
  }
  if (const auto download = document.find("download"); download != document.end() && download->is_object())
    status.download = download_from(*download);
  if (const auto waiting = document.find("waiting"); waiting != document.end() && waiting->is_object())
    status.waiting = error_from(*waiting);
  if (const auto stick = document.find("stick"); stick != document.end())
    status.stick = stick_from_json(*stick);
  if (const auto scrub = document.find("scrub"); scrub != document.end())
    status.scrub = scrub_from_json(*scrub);
  if (const auto left = document.find("neighbours_left"); left != document.end() && left->is_array())
    for (const auto& one : *left)
      if (one.is_object())
        status.left.push_back({error_from(one), instant_at(one, "at").value_or(Instant{})});
  if (const auto repairs = document.find("repairs"); repairs != document.end() && repairs->is_array())
    for (const auto& repair : *repairs)
      if (repair.is_object())
        status.repairs.push_back({text_at(repair, "object"), instant_at(repair, "at").value_or(Instant{})});
  return status;
}

std::string lasting_part(const SyncStatus& status) {
  auto document = to_json(status);
  for (const char* name :
       {"last_contact", "last_attempt", "next_attempt", "data", "signed_at", "time", "disk"})
    document.erase(name);
  if (document["refused"].is_object()) document["refused"].erase("at");
  document["failures_in_a_row"] =
      std::min<std::int64_t>(status.failures_in_a_row, 3);  // the first ones tell much
  document["scrub"] = document["scrub"]["damaged"];
  document["feeds"].erase("day_bytes");
  return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<Instant> switched_off_since(Disk& disk, const Path& player_state) {
  constexpr std::uint64_t kLargest = 4096;
  if (player_state.empty()) return std::nullopt;
  const auto bytes = read_file(disk, player_state / "switch.json", kLargest);
  if (!bytes) return std::nullopt;
  const auto document = parse_json(*bytes, "switch.json");
  if (!document || !document->is_object()) return std::nullopt;
  const auto is_off = document->find("is_off");
  if (is_off == document->end() || !is_off->is_boolean() || !is_off->get<bool>()) return std::nullopt;
  return instant_at(*document, "since");
}

SyncStatus load_status(Disk& disk, const Path& store) {
  const auto bytes = read_file(disk, store / "status.json", 1 << 20);
  if (!bytes) return {};
  const auto document = parse_json(*bytes, "status.json");
  return document ? status_from_json(*document) : SyncStatus{};
}

Status save_status(Disk& disk, const Path& store, const SyncStatus& status) {
  return write_file_durably(disk, store / "status.json",
                            to_json(status).dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

}  // namespace gatecast::agent
