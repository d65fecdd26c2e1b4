#include "content-sync/agent/feed_plan.h"

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"

namespace gatecast::agent {
namespace {

constexpr std::uint64_t kSaveEach = 100'000;

}  // namespace

FeedUse load_feed_use(Disk& disk, const Path& store) {
  FeedUse use;
  const auto bytes = read_file(disk, store / "feed-use.json", 4096);
  const auto document = bytes ? parse_json(*bytes, "feed-use.json") : fail(bytes.error());
  if (!document || !document->is_object()) return use;
  const auto day = document->find("day");
  const auto count = document->find("day_bytes");
  if (day != document->end() && day->is_string()) use.day = day->get<std::string>();
  if (count != document->end() && count->is_number_unsigned()) use.day_bytes = count->get<std::uint64_t>();
  return use;
}

FeedPlan::FeedPlan(Disk& disk, const Path& store, FeedRules rules)
    : disk_(&disk),
      path_(store / "feed-use.json"),
      rules_(rules),
      use_(load_feed_use(disk, store)),
      saved_(use_) {}

Instant FeedPlan::next(Instant now) const {
  const auto used = day_at_gate(now) <= use_.day ? use_.day_bytes : 0;
  if (used >= static_cast<std::uint64_t>(rules_.day_kb) * 1000) return next_day_at_gate(now);
  // A clock that went back must not hold them for good.
  return last_ > now ? now : last_ + std::chrono::seconds(rules_.least_seconds);
}

void FeedPlan::fetched(std::uint64_t bytes, Instant now) {
  last_ = now;
  const auto day = day_at_gate(now);
  if (day > use_.day) use_ = {day, 0};
  use_.day_bytes += bytes;
}

Status FeedPlan::save() {
  if (use_.day == saved_.day && use_.day_bytes < saved_.day_bytes + kSaveEach) return {};
  const nlohmann::json document{{"format", 1}, {"day", use_.day}, {"day_bytes", use_.day_bytes}};
  GATECAST_TRY_STATUS(write_file_durably(*disk_, path_, document.dump() + "\n"));
  saved_ = use_;
  return {};
}

}  // namespace gatecast::agent
