#include "content-sync/bundle/lunar_calendar.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "tests/content-sync/bundle/almanac.h"

using namespace gatecast;
using namespace gatecast::bundle;
using std::chrono::local_days;

namespace {

local_days day(int year, unsigned month, unsigned number) {
  return local_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(number));
}

// Year, first day, doubled month, lengths: as tests/data/lunar-years.txt has them.
std::string line_of(int year) {
  std::string lengths;
  int doubled = 0;
  const auto months = lunar_months(year);
  REQUIRE_FALSE(months.empty());
  for (const auto& month : months) {
    lengths += month.length_days == 30 ? '1' : '0';
    if (month.is_doubled) doubled = month.month;
  }
  const std::chrono::year_month_day first(months.front().first);
  std::ostringstream line;
  line << year << ' ' << (static_cast<unsigned>(first.month()) < 10 ? "0" : "")
       << static_cast<unsigned>(first.month()) << (static_cast<unsigned>(first.day()) < 10 ? "0" : "")
       << static_cast<unsigned>(first.day()) << ' ' << doubled << ' ' << lengths;
  return line.str();
}

}  // namespace

TEST_CASE("the lunar calendar gives the days of the published almanac, 2026 to 2032") {
  struct Year {
    int year;
    std::vector<std::pair<unsigned, unsigned>> days;  // civil month and day
  };
  // Tết, Rằm tháng Giêng, Giỗ Tổ, Phật đản, Vu Lan, Trung thu: the table of domain/traveller.md.
  static constexpr std::pair<int, int> kFeasts[] = {{1, 1}, {1, 15}, {3, 10}, {4, 15}, {7, 15}, {8, 15}};
  const std::vector<Year> years{{2026, {{2, 17}, {3, 3}, {4, 26}, {5, 31}, {8, 27}, {9, 25}}},
                                {2027, {{2, 6}, {2, 20}, {4, 16}, {5, 20}, {8, 16}, {9, 15}}},
                                {2028, {{1, 26}, {2, 9}, {4, 4}, {5, 9}, {9, 3}, {10, 3}}},
                                {2029, {{2, 13}, {2, 27}, {4, 23}, {5, 27}, {8, 24}, {9, 22}}},
                                {2030, {{2, 2}, {2, 16}, {4, 12}, {5, 16}, {8, 13}, {9, 12}}},
                                {2031, {{1, 23}, {2, 6}, {4, 1}, {6, 4}, {9, 1}, {10, 1}}},
                                {2032, {{2, 11}, {2, 25}, {4, 19}, {5, 23}, {8, 20}, {9, 19}}}};
  for (const auto& [year, days] : years)
    for (std::size_t i = 0; i < days.size(); ++i) {
      const auto lunar = lunar_day_of(day(year, days[i].first, days[i].second));
      REQUIRE(lunar);
      CHECK(*lunar == LunarDay{year, kFeasts[i].first, false, kFeasts[i].second});
    }
}

TEST_CASE("where Viet Nam and China differ, the days are the Vietnamese ones") {
  CHECK(lunar_day_of(day(2007, 2, 17)) == LunarDay{2007, 1, false, 1});  // China: 18 February
  CHECK(lunar_day_of(day(2030, 2, 2)) == LunarDay{2030, 1, false, 1});   // China: 3 February
  CHECK(lunar_day_of(day(2034, 9, 26)) == LunarDay{2034, 8, false, 15});
  CHECK(lunar_day_of(day(2027, 2, 6)) == LunarDay{2027, 1, false, 1});  // ICU says the 7th
  // 1985 lies before the table: the computation itself gives 21 January, a month before China's 20 February.
  const auto vietnam = test::compute_almanac(1985, 1985);
  const auto china = test::compute_almanac(1985, 1985, 8);
  CHECK(vietnam.years.front().first == std::chrono::sys_days(std::chrono::year(1985) / 1 / 21));
  CHECK(china.years.front().first == std::chrono::sys_days(std::chrono::year(1985) / 2 / 20));
}

TEST_CASE("the table is what the new moons and the sun at UTC+7 give, and what another program gives") {
  const auto almanac = test::compute_almanac(kFirstLunarYear, kLastLunarYear);
  REQUIRE(almanac.years.size() == kLastLunarYear - kFirstLunarYear + 1);
  for (const auto& computed : almanac.years) {
    const auto months = lunar_months(computed.year);
    INFO(computed.year);
    REQUIRE(months.size() == computed.lengths.size());
    CHECK(months.front().first.time_since_epoch() == computed.first.time_since_epoch());
    for (std::size_t i = 0; i < months.size(); ++i) {
      CHECK(months[i].length_days == computed.lengths[i]);
      if (months[i].is_doubled) CHECK(months[i].month == computed.doubled);
    }
  }
  // No decision hangs on less than the formulas are good for: some seconds for a new moon; for the sun the
  // hundredth of a degree is a quarter of an hour, and the other program computes it to the second.
  CHECK(almanac.nearest_new_moon_minutes > 0.1);
  CHECK(almanac.nearest_solar_term_minutes > 9);
  std::ifstream file(GATECAST_SOURCE_DIR "/tests/data/lunar-years.txt");
  int compared = 0;
  for (std::string line; std::getline(file, line);) {
    const int year = line.empty() || line[0] == '#' ? 0 : std::stoi(line);
    if (year < kFirstLunarYear) continue;
    CHECK(line_of(year) == line);
    ++compared;
  }
  CHECK(compared == kLastLunarYear - kFirstLunarYear + 1);
}

TEST_CASE("every civil day from 2000 to 2100 has one lunar day, and the next day follows it") {
  auto before = lunar_day_of(day(1999, 12, 31));
  REQUIRE(before);
  for (auto now = day(2000, 1, 1); now <= day(2100, 12, 31); now += std::chrono::days(1)) {
    const auto lunar = lunar_day_of(now);
    REQUIRE(lunar);
    const bool is_next = lunar->day == before->day + 1 && lunar->month == before->month;
    const bool is_first = lunar->day == 1 && (before->day == 29 || before->day == 30);
    REQUIRE((is_next || is_first));
    before = lunar;
  }
  CHECK_FALSE(lunar_day_of(day(1998, 1, 1)));
  CHECK_FALSE(lunar_day_of(day(2102, 1, 1)));
}

TEST_CASE("a doubled month is named only where the rule says so, and -1 is a month's last day") {
  const auto months = lunar_months(2028);  // the fifth comes twice
  REQUIRE(months.size() == 13);
  CHECK((months[4].month == 5 && !months[4].is_doubled));
  CHECK((months[5].month == 5 && months[5].is_doubled));
  CHECK((months[12].month == 12 && !months[12].is_doubled));
  CHECK(names_day({5, {5}, false}, months[4], 5));
  CHECK_FALSE(names_day({5, {5}, false}, months[5], 5));
  CHECK(names_day({5, {5}, true}, months[5], 5));
  CHECK(names_day({0, {1, 15}, true}, months[5], 15));
  CHECK(names_day({12, {-1}, false}, months[12], months[12].length_days));
  CHECK_FALSE(names_day({12, {-1}, false}, months[12], months[12].length_days - 1));
  CHECK(to_words({3, {10}, false}) == "day 10 of lunar month 3");
  CHECK(to_words({0, {1, 15}, true}) == "days 1 and 15 of each lunar month");
  CHECK(to_words({12, {-1}, false}) == "the last day of lunar month 12");
}
