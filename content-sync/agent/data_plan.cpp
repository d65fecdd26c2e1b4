#include "content-sync/agent/data_plan.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"

namespace gatecast::agent {
namespace {

using namespace std::chrono_literals;

constexpr auto kAhead = 7h;  // of UTC
constexpr std::uint64_t kMega = 1'000'000;

int minute_of(Instant now) {
  const auto local = now + kAhead;
  return static_cast<int>(
      std::chrono::duration_cast<std::chrono::minutes>(local - std::chrono::floor<std::chrono::days>(local))
          .count());
}

Instant start_of_day(Instant now) {
  return Instant(std::chrono::floor<std::chrono::days>(now + kAhead)) - kAhead;
}

std::optional<int> parse_minutes(const std::string& text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  int hour = 0;
  int minute = 0;
  const auto first = std::from_chars(text.data(), text.data() + 2, hour);
  const auto second = std::from_chars(text.data() + 3, text.data() + 5, minute);
  if (first.ptr != text.data() + 2 || second.ptr != text.data() + 5) return std::nullopt;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  return hour * 60 + minute;
}

bool is_within(const HourSpan& hours, int minute) {
  return hours.from < hours.to ? minute >= hours.from && minute < hours.to
                               : minute >= hours.from || minute < hours.to;
}

std::uint64_t bytes_at(const nlohmann::json& document, const char* name) {
  const auto found = document.find(name);
  return found != document.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

}  // namespace

std::string day_at_gate(Instant now) {
  return format_instant(now + kAhead).substr(0, 10);
}

Instant next_day_at_gate(Instant now) {
  return start_of_day(now) + std::chrono::days(1);
}

std::optional<HourSpan> parse_hours(const std::string& text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto from = parse_minutes(text.substr(0, 5));
  const auto to = parse_minutes(text.substr(6));
  if (!from || !to || *from == *to) return std::nullopt;
  return HourSpan{*from, *to};
}

DataUse load_data_use(Disk& disk, const Path& store) {
  DataUse use;
  const auto bytes = read_file(disk, store / "data-use.json", 4096);
  if (!bytes) return use;
  const auto document = parse_json(*bytes, "data-use.json");
  if (!document || !document->is_object() || !(*document)["day"].is_string()) return use;
  use.day = (*document)["day"].get<std::string>();
  use.day_bytes = bytes_at(*document, "day_bytes");
  use.month_bytes = bytes_at(*document, "month_bytes");
  use.paid_day_bytes = bytes_at(*document, "paid_day_bytes");
  use.paid_month_bytes = bytes_at(*document, "paid_month_bytes");
  return use;
}

DataPlan::DataPlan(Disk& disk, const Path& store, DataRules rules)
    : disk_(&disk),
      path_(store / "data-use.json"),
      rules_(std::move(rules)),
      use_(load_data_use(disk, store)),
      saved_(use_) {}

void DataPlan::count(std::uint64_t bytes, Instant now) {
  const auto day = day_at_gate(now);
  // A clock that went back gives no second budget.
  if (day > use_.day) {
    use_.day_bytes = use_.paid_day_bytes = 0;
    if (day.substr(0, 7) != use_.day.substr(0, 7)) use_.month_bytes = use_.paid_month_bytes = 0;
    use_.day = day;
  }
  use_.day_bytes += bytes;
  use_.month_bytes += bytes;
  if (!is_paid_) return;
  use_.paid_day_bytes += bytes;
  use_.paid_month_bytes += bytes;
}

Status DataPlan::may_fetch(Instant now, bool is_first) const {
  const auto hours = parse_hours(rules_.hours);
  if (hours && !is_first && !is_within(*hours, minute_of(now)))
    return fail(environment_error(
        "budget.hours", "content_hours",
        "content comes between " + rules_.hours.substr(0, 5) + " and " + rules_.hours.substr(6) + " (UTC+7)",
        "nothing is wrong; what officers on duty say comes at once"));
  const auto day = day_at_gate(now);
  const auto used = [&](std::size_t length, std::uint64_t bytes) {
    return day.substr(0, length) <= use_.day.substr(0, length) ? bytes : 0;
  };
  const auto is_used_up = [](std::int64_t limit_mb, std::uint64_t bytes) {
    return limit_mb > 0 && bytes >= static_cast<std::uint64_t>(limit_mb) * kMega;
  };
  if (is_used_up(rules_.day_mb, used(10, use_.day_bytes)))
    return fail(
        environment_error("budget.day", "day_mb",
                          "today's " + std::to_string(rules_.day_mb) + " MB are used up; it goes on tomorrow",
                          "nothing is wrong; a higher \"day_mb\" makes it come sooner"));
  if (is_used_up(rules_.month_mb, used(7, use_.month_bytes)))
    return fail(environment_error(
        "budget.month", "month_mb",
        "this month's " + std::to_string(rules_.month_mb) + " MB are used up; it goes on next month",
        "bring the release on a stick, or allow more by \"month_mb\""));
  if (is_paid_ && is_used_up(rules_.paid_day_mb, used(10, use_.paid_day_bytes)))
    return fail(environment_error(
        "budget.paid_day", "paid_day_mb",
        "today's " + std::to_string(rules_.paid_day_mb) + " MB over the paid link are used up",
        "it goes on tomorrow, or as soon as another link is back; a higher \"paid_day_mb\" makes it come "
        "sooner"));
  if (is_paid_ && is_used_up(rules_.paid_month_mb, used(7, use_.paid_month_bytes)))
    return fail(environment_error(
        "budget.paid_month", "paid_month_mb",
        "this month's " + std::to_string(rules_.paid_month_mb) + " MB over the paid link are used up",
        "it goes on next month, or as soon as another link is back; a stick costs nothing"));
  return {};
}

Instant DataPlan::allowed_from(Instant now) const {
  // By quarters of an hour: every rule changes at a minute, and none lasts longer than a month.
  for (auto at = start_of_day(now); at < now + std::chrono::hours(24 * 32); at += 15min)
    if (at > now && may_fetch(at, false)) return at;
  return now + std::chrono::hours(24);
}

Status DataPlan::save() {
  if (use_ == saved_) return {};
  const nlohmann::json document{{"format", 1},
                                {"day", use_.day},
                                {"day_bytes", use_.day_bytes},
                                {"month_bytes", use_.month_bytes},
                                {"paid_day_bytes", use_.paid_day_bytes},
                                {"paid_month_bytes", use_.paid_month_bytes}};
  Path next = path_;
  next += ".new";
  {
    GATECAST_TRY(const auto file, disk_->open_write(next, OpenMode::replace));
    GATECAST_TRY_STATUS(file->write_at(0, document.dump() + "\n"));
    GATECAST_TRY_STATUS(file->sync());
  }
  GATECAST_TRY_STATUS(disk_->rename(next, path_));
  saved_ = use_;
  return {};
}

bool is_waiting(const Error& error) {
  return error.rule.starts_with("budget.");
}

}  // namespace gatecast::agent
