// The civil time of a zone, and dates as each language writes them.
// Threads: pure. Errors: an unknown zone counts as UTC+7, the time of both countries.
// Source: shared/domain/typography.md 3.5 (own patterns; Thai: Buddhist era with the common era); IANA zones
// by ICU.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "content-sync/base/clock.h"

namespace gatecast::compose {

struct CivilTime {
  int year = 1970;
  int month = 1;  // 1..12
  int day = 1;
  int weekday = 0;  // 0 = Sunday
  int hour = 0;
  int minute = 0;
};
CivilTime civil_time(Instant instant, const std::string& zone);
// "20261121"; nothing else.
std::optional<CivilTime> parse_day(std::string_view text);
// Days since 1970-01-01 of a civil date.
long day_number(const CivilTime& day);

enum class DateForm { full, brief, numeric };
// full: "Thứ Bảy, ngày 21 tháng 11 năm 2026"; brief: "Thứ Bảy 21/11/2026"; numeric: "21/11/2026".
std::string weekday_in(const CivilTime& day, std::string_view language);
std::string date_in(const CivilTime& day, std::string_view language, DateForm form);

}  // namespace gatecast::compose
