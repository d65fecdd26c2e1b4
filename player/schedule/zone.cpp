#include "player/schedule/zone.h"

#include <fmt/format.h>
#include <unicode/basictz.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>

namespace gatecast::schedule {

using std::chrono::duration_cast;
using std::chrono::floor;
using std::chrono::milliseconds;
using std::chrono::seconds;

struct Zone::Rules {
  std::unique_ptr<icu::BasicTimeZone> zone;
};

Result<Zone> Zone::open(const std::string& name) {
  const auto unknown = [&] {
    return fail(content_error("zone.unknown", name, "this is not a time zone of the IANA list",
                              "write a name such as \"Asia/Ho_Chi_Minh\" or \"Asia/Vientiane\""));
  };
  // Reading a zone costs 20 us and its rules never change: each thread keeps those that it has met.
  thread_local std::map<std::string, std::shared_ptr<const Rules>> known;
  if (const auto found = known.find(name); found != known.end()) return Zone(name, found->second);

  if (name.empty() || name.size() > 64) return unknown();
  if (name != "UTC" && name.find('/') == std::string::npos) return unknown();
  const auto id = icu::UnicodeString::fromUTF8(name);
  std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(id));
  icu::UnicodeString got;
  // ICU answers "Etc/Unknown" for what it does not know.
  if (!zone || zone->getID(got) != id || *zone == icu::TimeZone::getUnknown()) {
    if (name != "UTC" && name != "Etc/UTC") return unknown();
  }
  auto* basic = dynamic_cast<icu::BasicTimeZone*>(zone.get());
  if (basic == nullptr) return unknown();
  static_cast<void>(zone.release());
  auto rules = std::make_shared<const Rules>(Rules{std::unique_ptr<icu::BasicTimeZone>(basic)});
  if (known.size() > 64) known.clear();
  known.emplace(name, rules);
  return Zone(name, std::move(rules));
}

LocalTime Zone::to_local(Instant instant) const {
  const auto utc = floor<seconds>(instant).time_since_epoch();
  std::int32_t raw = 0;
  std::int32_t saving = 0;
  UErrorCode status = U_ZERO_ERROR;
  rules_->zone->getOffset(static_cast<double>(duration_cast<milliseconds>(utc).count()), 0, raw, saving,
                          status);
  GATECAST_INVARIANT(U_SUCCESS(status));
  return LocalTime(utc + floor<seconds>(milliseconds(raw + saving)));
}

Instant Zone::to_instant(LocalTime local) const {
  const auto civil = local.time_since_epoch();
  std::int32_t raw = 0;
  std::int32_t saving = 0;
  UErrorCode status = U_ZERO_ERROR;
  rules_->zone->getOffsetFromLocal(static_cast<double>(duration_cast<milliseconds>(civil).count()),
                                   UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, raw, saving, status);
  GATECAST_INVARIANT(U_SUCCESS(status));
  return Instant(civil - floor<seconds>(milliseconds(raw + saving)));
}

namespace {
std::optional<int> number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + (digit - '0');
  }
  return value;
}
}  // namespace

std::optional<LocalDay> parse_day(std::string_view text) {
  if (text.size() != 8) return std::nullopt;
  const auto year = number(text.substr(0, 4));
  const auto month = number(text.substr(4, 2));
  const auto day = number(text.substr(6, 2));
  if (!year || !month || !day || *year < 1900 || *year > 2500) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return LocalDay(date);
}

std::optional<LocalTime> parse_local(std::string_view text) {
  if (text.size() != 15 || text[8] != 'T') return std::nullopt;
  const auto day = parse_day(text.substr(0, 8));
  const auto hour = number(text.substr(9, 2));
  const auto minute = number(text.substr(11, 2));
  const auto second = number(text.substr(13, 2));
  if (!day || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return LocalTime(*day) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) + seconds(*second);
}

std::string format_day(LocalDay day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}{:02}{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string format_for_people(LocalTime local) {
  const auto day = floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(local - day);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

}  // namespace gatecast::schedule
