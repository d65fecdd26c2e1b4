// What the line may be used for: hours in which content is fetched, and megabytes a day and a month, counted
// on disk. Metadata and what officers on duty say always go through, and count; a kiosk that shows nothing
// yet does not wait for the hours. A paid link has budgets of its own besides. Days and hours are those of
// UTC+7, which both countries keep. Threads: one owner. Errors: "budget.hours", "budget.day", "budget.month",
// "budget.paid_day", "budget.paid_month": not failures, the transfer goes on later from where it stopped.
// Source: issue 5, Transfer (data budgets, windows, rate limits).
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"
#include "content-sync/base/result.h"

namespace gatecast::agent {

// Minutes after midnight; over midnight where `from` is the later.
struct HourSpan {
  int from = 0;
  int to = 0;
};
// "22:00-05:00"; two times that differ.
std::optional<HourSpan> parse_hours(const std::string& text);

// "2026-11-22", of UTC+7, and its end.
std::string day_at_gate(Instant now);
Instant next_day_at_gate(Instant now);

struct DataRules {
  std::string hours;        // empty: at any time
  std::int64_t day_mb = 0;  // 0: without limit
  std::int64_t month_mb = 0;
  std::int64_t paid_day_mb = 0;  // of them over a paid link (paid_link.h)
  std::int64_t paid_month_mb = 0;
};
struct DataUse {
  std::string day;  // "2026-11-22"
  std::uint64_t day_bytes = 0;
  std::uint64_t month_bytes = 0;
  std::uint64_t paid_day_bytes = 0;  // of them
  std::uint64_t paid_month_bytes = 0;
  bool operator==(const DataUse&) const = default;
};

class DataPlan {
 public:
  DataPlan(Disk& disk, const Path& store, DataRules rules);

  void count(std::uint64_t bytes, Instant now);
  [[nodiscard]] const DataUse& use() const { return use_; }
  // `is_first`: nothing is on yet.
  [[nodiscard]] Status may_fetch(Instant now, bool is_first) const;
  // When that changes, where it says no.
  [[nodiscard]] Instant allowed_from(Instant now) const;
  void set_hours(std::string hours) { rules_.hours = std::move(hours); }
  // What goes over the line from now on is paid for.
  void set_paid(bool is_paid) { is_paid_ = is_paid; }
  // Old or new; its name is durable with whatever is written into the store's folder next.
  Status save();

 private:
  Disk* disk_;
  Path path_;
  DataRules rules_;
  DataUse use_;
  DataUse saved_;
  bool is_paid_ = false;
};

DataUse load_data_use(Disk& disk, const Path& store);

// Whether an error says that content has to wait for its hours or for the next day's budget.
bool is_waiting(const Error& error);

}  // namespace gatecast::agent
