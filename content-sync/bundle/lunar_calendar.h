// The Vietnamese lunar calendar, from the lunar year 1999 to 2100: civil days in Viet Nam (UTC+7) and back.
// A table of whole numbers, so that every kiosk agrees; tests compute it anew from the sky and hold it
// against an almanac and another program. Five new moons of these years lie within 90 s of midnight; the four
// after 2050 (May 2054, Dec 2072, Nov 2077, Oct 2085) hang on how the earth will turn: look at them again by
// 2050. Threads: pure. Errors: nothing outside the table. Source: shared/domain/traveller.md 2.3.
#pragma once
#include <chrono>
#include <optional>
#include <vector>

#include "content-sync/bundle/release.h"

namespace gatecast::bundle {

inline constexpr int kFirstLunarYear = 1999;
inline constexpr int kLastLunarYear = 2100;

struct LunarDay {
  int year = 0;             // by the civil year in which it begins
  int month = 0;            // 1 to 12
  bool is_doubled = false;  // the second month of this number
  int day = 0;              // 1 to 30
  bool operator==(const LunarDay&) const = default;
};

std::optional<LunarDay> lunar_day_of(std::chrono::local_days day);

struct LunarMonth {
  int year = 0;
  int month = 0;
  bool is_doubled = false;
  std::chrono::local_days first;
  int length_days = 0;
};
// The months of a lunar year in order; none outside the table.
std::vector<LunarMonth> lunar_months(int year);

// Whether `day` of that month is one that the rule names: -1 is the month's last day.
bool names_day(const LunarDays& rule, const LunarMonth& month, int day);
// "day 10 of lunar month 3", "days 1 and 15 of each lunar month".
std::string to_words(const LunarDays& rule);

}  // namespace gatecast::bundle
