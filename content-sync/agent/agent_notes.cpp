// What the agent keeps of its own state on the disk, and how often.
#include <algorithm>
#include <charconv>

#include "content-sync/agent/agent.h"
#include "content-sync/agent/paid_link.h"
#include "content-sync/base/log.h"
#include "content-sync/tuf/metadata.h"
#include "content-sync/updater/neighbour_fetcher.h"

namespace gatecast::agent {
namespace {

constexpr std::size_t kMostLeft = 10;
// An idle kiosk writes less than a megabyte a day: what only counts up is not worth more.
constexpr auto kNotesEach = std::chrono::hours(1);
constexpr auto kTimeEach = std::chrono::minutes(20);
constexpr std::uint64_t kBytesWorthANote = 100'000;
constexpr auto kLinkEach = std::chrono::seconds(5);

}  // namespace

void Agent::note_left_sources() {
  auto& left = status_.left;
  for (auto& error : fetcher_->take_troubles()) {
    std::erase_if(left, [&](const auto& one) {
      return one.error.subject == error.subject && one.error.rule == error.rule;
    });
    left.push_back({std::move(error), clock_->now()});
  }
  // A lie is remembered before what was only trouble.
  while (left.size() > kMostLeft) {
    const auto trouble = std::find_if(left.begin(), left.end(),
                                      [](const auto& one) { return one.error.rule != updater::kLies; });
    left.erase(trouble != left.end() ? trouble : left.begin());
  }
}

std::map<std::string, Duration> left_for_lies(const SyncStatus& status, Instant now) {
  std::map<std::string, Duration> left;
  for (const auto& one : status.left) {
    if (one.error.rule != updater::kLies) continue;
    // A clock that went back leaves nobody for longer.
    const auto rest = std::min<Duration>(one.at + updater::kLeftForLies - now, updater::kLeftForLies);
    if (rest > Duration(0)) left[one.error.subject] = rest;
  }
  return left;
}

DataRules Agent::data_rules() const {
  return {config_.content_hours, config_.day_mb, config_.month_mb, config_.paid_day_mb,
          config_.paid_month_mb};
}

void Agent::look_at_link() {
  const auto steady = clock_->steady_now();
  if (config_.paid_links.empty() || (link_seen_ && steady - *link_seen_ < kLinkEach)) return;
  link_seen_ = steady;
  data_.set_paid(is_among_links(config_.paid_links, default_interface(*disk_)));
}

HeardVersions Agent::heard_versions() const {
  HeardVersions heard;
  const auto read = [&](const char* name, std::uint64_t limit) {
    return read_file(*disk_, store_.trusted() / name, limit).value_or(Bytes());
  };
  if (const auto one = tuf::parse_timestamp(read("timestamp.json", tuf::kTimestampLimit), "timestamp.json"))
    heard.timestamp = one->signed_part.version;
  if (const auto one = tuf::parse_snapshot(read("snapshot.json", tuf::kSnapshotLimit), "snapshot.json"))
    heard.snapshot = one->signed_part.version;
  if (const auto one = tuf::parse_targets(read("alert.json", tuf::kTargetsLimit), "alert.json"))
    heard.alert = one->signed_part.version;
  const auto roots = disk_->list(store_.trusted() / "root").value_or(std::vector<std::string>());
  for (const auto& name : roots) {
    std::int64_t version = 0;
    const auto* end = name.data() + name.size();
    const auto parsed = std::from_chars(name.data(), end, version);
    if (parsed.ec == std::errc{} && ByteView(parsed.ptr, end) == ".root.json")
      heard.root = std::max(heard.root, version);
  }
  return heard;
}

// True where they were written: something that somebody should know changed, or it is time.
bool Agent::keep_notes() {
  const auto steady = clock_->steady_now();
  const auto is_due = [&](const std::optional<SteadyInstant>& last, Duration each) {
    return !last || steady - *last >= each;
  };
  if (is_due(time_noted_, kTimeEach) || time_.signed_at() != noted_signature_) {
    if (const auto saved = time_.save(); !saved) log_error(saved.error());
    time_noted_ = steady;
    noted_signature_ = time_.signed_at();
  }
  status_.scrub = scrub_.status();
  const auto bytes = data_.use().month_bytes;
  const bool is_worth_it = bytes < noted_bytes_ || bytes - noted_bytes_ >= kBytesWorthANote;
  if (!is_due(noted_, kNotesEach) && !is_worth_it && lasting_part(status_) == noted_status_) return false;
  save_notes();
  return true;
}

void Agent::save_notes() {
  status_.scrub = scrub_.status();
  for (const auto& status : {data_.save(), save_status(*disk_, config_.store, status_)})
    if (!status) log_error(status.error());
  noted_ = clock_->steady_now();
  noted_status_ = lasting_part(status_);
  noted_bytes_ = data_.use().month_bytes;
}

}  // namespace gatecast::agent
