#include "content-sync/agent/scrub_plan.h"

#include <algorithm>

#include "content-sync/base/json_value.h"

namespace gatecast::agent {
namespace {

using nlohmann::json;

constexpr auto kEach = std::chrono::minutes(1);
constexpr auto kRound = std::chrono::hours(24 * 7);
constexpr std::size_t kMostDamaged = 1000;

json instant_json(const std::optional<Instant>& instant) {
  return instant ? json(format_instant(*instant)) : json(nullptr);
}

std::optional<Instant> instant_in(const json& document, const char* name) {
  const auto found = document.find(name);
  if (found == document.end() || !found->is_string()) return std::nullopt;
  const auto instant = parse_instant(found->get<std::string>());
  return instant ? std::optional<Instant>(*instant) : std::nullopt;
}

std::uint64_t bytes_in(const json& document, const char* name) {
  const auto found = document.find(name);
  return found != document.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

std::optional<Sha256> hash_in(const json& value) {
  return value.is_string() ? Sha256::from_hex(value.get<std::string>()) : std::nullopt;
}

}  // namespace

json to_json(const ScrubStatus& status) {
  json document{{"round_began", instant_json(status.round_began)},
                {"last_whole", instant_json(status.last_whole)},
                {"object", status.place.object ? json(status.place.object->hex()) : json(nullptr)},
                {"offset", status.place.offset},
                {"read_bytes", status.read_bytes},
                {"total_bytes", status.total_bytes},
                {"damaged", json::array()}};
  for (const auto& hash : status.damaged) document["damaged"].push_back(hash.hex());
  return document;
}

ScrubStatus scrub_from_json(const json& document) {
  ScrubStatus status;
  if (!document.is_object()) return status;
  status.round_began = instant_in(document, "round_began");
  status.last_whole = instant_in(document, "last_whole");
  if (const auto object = document.find("object"); object != document.end())
    status.place.object = hash_in(*object);
  if (status.place.object) status.place.offset = bytes_in(document, "offset");
  status.read_bytes = bytes_in(document, "read_bytes");
  status.total_bytes = bytes_in(document, "total_bytes");
  if (const auto damaged = document.find("damaged"); damaged != document.end() && damaged->is_array())
    for (const auto& entry : *damaged)
      if (const auto hash = hash_in(entry); hash && status.damaged.size() < kMostDamaged)
        status.damaged.push_back(*hash);
  return status;
}

ScrubPlan::ScrubPlan(const store::Store& store, ScrubStatus status)
    : scrub_(store, status.place), status_(std::move(status)) {}

bool ScrubPlan::go_on(SteadyInstant steady, Instant verification_time) {
  if (!last_) last_ = steady;
  const auto since = std::chrono::duration_cast<Duration>(steady - *last_);
  if (since < kEach) return false;
  last_ = steady;
  const bool is_between = !status_.place.object;
  // A round that lasted longer is followed by the next at once.
  if (is_between && status_.round_began && verification_time < *status_.round_began + kRound) return false;
  status_.total_bytes = scrub_.total_bytes();
  if (status_.total_bytes == 0) return false;
  if (is_between) {
    status_.round_began = verification_time;
    status_.read_bytes = 0;
  }
  const auto step = scrub_.read_on(store::scrub_budget(status_.total_bytes, since));
  status_.place = scrub_.place();
  status_.read_bytes += step.read_bytes;
  if (step.ends_round) status_.last_whole = verification_time;
  bool is_news = false;
  for (const auto& hash : step.damaged) {
    const bool is_known =
        std::find(status_.damaged.begin(), status_.damaged.end(), hash) != status_.damaged.end();
    if (is_known || status_.damaged.size() >= kMostDamaged) continue;
    status_.damaged.push_back(hash);
    is_news = true;
  }
  return is_news;
}

}  // namespace gatecast::agent
