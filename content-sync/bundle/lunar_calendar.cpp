#include "content-sync/bundle/lunar_calendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gatecast::bundle {
namespace {

using std::chrono::days;
using std::chrono::local_days;

// One number a year: bits 0 to 12 are the months in order, set where one has 30 days; bits 13 to 16 the
// number of the doubled month, 0 for none; from bit 17 on the days between 1 January and the first lunar day.
constexpr std::array<std::uint32_t, kLastLunarYear - kFirstLunarYear + 1> kYears{
    0x5C0749, 0x460693, 0x2E952B, 0x54052B, 0x3E0A5B, 0x2A555A, 0x4E056A, 0x38EB65, 0x5E0BA5, 0x4A0D49,
    0x32BA95, 0x580A95, 0x42052D, 0x2C8AAD, 0x500AB5, 0x3D35AA, 0x6205D2, 0x4C0DA5, 0x36DD4A, 0x5C0E4A,
    0x460C96, 0x30992E, 0x540556, 0x3E0AB5, 0x2A55B2, 0x5006D2, 0x38CEA5, 0x5E0725, 0x48064B, 0x32AC97,
    0x5604AB, 0x40055B, 0x2C6ADA, 0x520B6A, 0x3D7752, 0x620B92, 0x4C0B25, 0x36DA4B, 0x5A0A4D, 0x4404AD,
    0x2EA95B, 0x5405AD, 0x3E0BAA, 0x2A5B52, 0x500D92, 0x3AFD25, 0x5E0D25, 0x480A55, 0x32B4AD, 0x5804B6,
    0x4006B5, 0x2C6DAA, 0x520ECA, 0x3F0E92, 0x600E93, 0x4C0D26, 0x36CA56, 0x5A0A5B, 0x44055A, 0x2E8AD5,
    0x540B55, 0x40074A, 0x286E93, 0x4E0A93, 0x38F52B, 0x5E052B, 0x460A9B, 0x32B55A, 0x58056A, 0x420B65,
    0x2C974A, 0x520D4A, 0x3D1A95, 0x620C95, 0x4A092D, 0x34CAAD, 0x5A0AB5, 0x4605AA, 0x2E8DA5, 0x540EA5,
    0x400D4A, 0x2A7D15, 0x4E0C96, 0x38F956, 0x5E0556, 0x480AB5, 0x32B6B4, 0x5806D4, 0x420EA5, 0x2E8E8A,
    0x50068B, 0x3B1497, 0x6004AB, 0x4A095B, 0x34CADA, 0x5A0B6A, 0x460754, 0x309725, 0x540B45, 0x3E0A8B,
    0x28552B, 0x4E04AD,
};

local_days first_day(int year) {
  const auto offset = kYears[static_cast<std::size_t>(year - kFirstLunarYear)] >> 17U;
  return local_days(std::chrono::year(year) / 1 / 1) + days(offset);
}

bool is_in_table(int year) {
  return year >= kFirstLunarYear && year <= kLastLunarYear;
}

}  // namespace

std::vector<LunarMonth> lunar_months(int year) {
  std::vector<LunarMonth> months;
  if (!is_in_table(year)) return months;
  const auto bits = kYears[static_cast<std::size_t>(year - kFirstLunarYear)];
  const int doubled = static_cast<int>(bits >> 13U & 15U);
  auto first = first_day(year);
  for (int place = 0; place < (doubled == 0 ? 12 : 13); ++place) {
    const bool is_after = doubled != 0 && place >= doubled;
    LunarMonth month;
    month.year = year;
    month.month = place + (is_after ? 0 : 1);
    month.is_doubled = doubled != 0 && place == doubled;
    month.first = first;
    month.length_days = (bits >> static_cast<unsigned>(place) & 1U) != 0 ? 30 : 29;
    first += days(month.length_days);
    months.push_back(month);
  }
  return months;
}

std::optional<LunarDay> lunar_day_of(local_days day) {
  int year = static_cast<int>(std::chrono::year_month_day(day).year());
  if (!is_in_table(year) || day < first_day(year)) --year;
  for (const auto& month : lunar_months(year))
    if (day >= month.first && day < month.first + days(month.length_days))
      return LunarDay{month.year, month.month, month.is_doubled,
                      static_cast<int>((day - month.first).count()) + 1};
  return std::nullopt;
}

bool names_day(const LunarDays& rule, const LunarMonth& month, int day) {
  if (rule.month != 0 && rule.month != month.month) return false;
  if (month.is_doubled && !rule.in_doubled_month) return false;
  return std::ranges::any_of(
      rule.days, [&](int named) { return named == day || (named == -1 && day == month.length_days); });
}

std::string to_words(const LunarDays& rule) {
  std::string list;
  for (std::size_t i = 0; i < rule.days.size(); ++i) {
    if (i > 0) list += i + 1 == rule.days.size() ? " and " : ", ";
    list += rule.days[i] == -1 ? "the last" : std::to_string(rule.days[i]);
  }
  const auto* noun = rule.days == std::vector{-1} ? "the last day" : rule.days.size() == 1 ? "day " : "days ";
  if (rule.days == std::vector{-1}) list.clear();
  if (rule.month == 0)
    return fmt::format("{}{} of each lunar month{}", noun, list,
                       rule.in_doubled_month ? "" : " but a doubled one");
  return fmt::format("{}{} of lunar month {}{}", noun, list, rule.month,
                     rule.in_doubled_month ? ", also where it is doubled" : "");
}

}  // namespace gatecast::bundle
