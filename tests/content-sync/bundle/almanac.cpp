#include "tests/content-sync/bundle/almanac.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace gatecast::test {
namespace {

constexpr double kSynodicMonth = 29.530588861;
constexpr double kEpoch2000 = 2451545.0;  // JDE of 2000-01-01 12:00 TT
constexpr double kUnixEpochJd = 2440587.5;

double radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}
double sine(double degrees) {
  return std::sin(radians(degrees));
}

// Seconds by which uniform time runs ahead of the earth.
double delta_t(double year) {
  const double t = year - 2000;
  if (year < 1986) {
    const double u = year - 1975;
    return 45.45 + 1.067 * u - u * u / 260 - u * u * u / 718;
  }
  if (year < 2005)
    return 63.86 + t * (0.3345 + t * (-0.060374 + t * (0.0017275 + t * (0.000651814 + t * 0.00002373599))));
  if (year < 2050) return 62.92 + 0.32217 * t + 0.005589 * t * t;
  const double u = (year - 1820) / 100;
  return -20 + 32 * u * u - 0.5628 * (2150 - year);
}

double to_universal(double jde) {
  return jde - delta_t(2000 + (jde - kEpoch2000) / 365.25) / 86400;
}

struct MoonTerm {
  double coefficient;
  int sun, moon, latitude;  // multiples of M, M', F
};
// The sun's anomaly M in a term multiplies it by E^|multiple|.
constexpr std::array<MoonTerm, 24> kMoonTerms{{
    {-0.40720, 0, 1, 0}, {0.17241, 1, 0, 0},    {0.01608, 0, 2, 0},  {0.01039, 0, 0, 2},
    {0.00739, -1, 1, 0}, {-0.00514, 1, 1, 0},   {0.00208, 2, 0, 0},  {-0.00111, 0, 1, -2},
    {-0.00057, 0, 1, 2}, {0.00056, 1, 2, 0},    {-0.00042, 0, 3, 0}, {0.00042, 1, 0, 2},
    {0.00038, 1, 0, -2}, {-0.00024, -1, 2, 0},  {-0.00007, 2, 1, 0}, {0.00004, 0, 2, -2},
    {0.00004, 3, 0, 0},  {0.00003, 1, 1, -2},   {0.00003, 0, 2, 2},  {-0.00003, 1, 1, 2},
    {0.00003, -1, 1, 2}, {-0.00002, -1, 1, -2}, {-0.00002, 1, 3, 0}, {0.00002, 0, 4, 0},
}};
struct PlanetTerm {
  double coefficient, start, rate;
};
constexpr std::array<PlanetTerm, 14> kPlanetTerms{{
    {0.000325, 299.77, 0.107408},
    {0.000165, 251.88, 0.016321},
    {0.000164, 251.83, 26.651886},
    {0.000126, 349.42, 36.412478},
    {0.000110, 84.66, 18.206239},
    {0.000062, 141.74, 53.303771},
    {0.000060, 207.14, 2.453732},
    {0.000056, 154.84, 7.306860},
    {0.000047, 34.52, 27.261239},
    {0.000042, 207.19, 0.121824},
    {0.000040, 291.34, 1.844379},
    {0.000037, 161.72, 24.198154},
    {0.000035, 239.56, 25.513099},
    {0.000023, 331.55, 3.592518},
}};

// Julian day (UT) of the k-th new moon since January 2000.
double new_moon(int k) {
  const double t = k / 1236.85;
  const double mean =
      2451550.09766 + kSynodicMonth * k + t * t * (0.00015437 + t * (-0.000000150 + t * 0.00000000073));
  const double e = 1 - t * (0.002516 + t * 0.0000074);
  const double sun = 2.5534 + 29.10535670 * k - t * t * (0.0000014 + t * 0.00000011);
  const double moon = 201.5643 + 385.81693528 * k + t * t * (0.0107582 + t * (0.00001238 - t * 0.000000058));
  const double latitude =
      160.7108 + 390.67050284 * k + t * t * (-0.0016118 + t * (-0.00000227 + t * 0.000000011));
  const double node = 124.7746 - 1.56375588 * k + t * t * (0.0020672 + t * 0.00000215);
  double correction = -0.00017 * sine(node);
  for (const auto& term : kMoonTerms)
    correction += term.coefficient * std::pow(e, std::abs(term.sun)) *
                  sine(term.sun * sun + term.moon * moon + term.latitude * latitude);
  for (std::size_t i = 0; i < kPlanetTerms.size(); ++i)
    correction += kPlanetTerms[i].coefficient *
                  sine(kPlanetTerms[i].start + kPlanetTerms[i].rate * k - (i == 0 ? 0.009173 * t * t : 0));
  return to_universal(mean + correction);
}

// The sun's apparent longitude in degrees, to a hundredth.
double sun_longitude(double jd) {
  const double jde = jd + delta_t(2000 + (jd - kEpoch2000) / 365.25) / 86400;
  const double t = (jde - kEpoch2000) / 36525;
  const double anomaly = 357.52911 + t * (35999.05029 - t * 0.0001537);
  const double centre = (1.914602 - t * (0.004817 + t * 0.000014)) * sine(anomaly) +
                        (0.019993 - 0.000101 * t) * sine(2 * anomaly) + 0.000289 * sine(3 * anomaly);
  const double longitude = 280.46646 + t * (36000.76983 + t * 0.0003032) + centre - 0.00569 -
                           0.00478 * sine(125.04 - 1934.136 * t);
  return longitude - 360 * std::floor(longitude / 360);
}

struct Month {
  int day;   // civil day since 1970, of its beginning
  int term;  // the sun's sign (0 to 11) as that day begins
};

class Computer {
 public:
  Computer(double hours_east, Almanac& out) : east_(hours_east / 24), out_(out) {}

  void run(int first_year, int last_year) {
    for (int year = first_year; year <= last_year; ++year) {
      // From the month of one winter solstice to that of the next but one: the year's months lie within.
      auto months = between_solstices(year - 1);
      const auto more = between_solstices(year);
      months.insert(months.end(), more.begin(), more.end());
      const auto next = between_solstices(year + 1);
      months.push_back(next.front());
      take_year(year, months);
    }
  }

 private:
  struct Named : Month {
    int number = 0;
    bool is_doubled = false;
  };

  Month month(int k) {
    const double local = new_moon(k) + east_ - kUnixEpochJd;
    const int day = static_cast<int>(std::floor(local));
    const double fraction = local - day;
    out_.nearest_new_moon_minutes =
        std::min(out_.nearest_new_moon_minutes, std::min(fraction, 1 - fraction) * 1440);
    const double longitude = sun_longitude(day + kUnixEpochJd - east_);
    const double into = longitude / 30 - std::floor(longitude / 30);
    out_.nearest_solar_term_minutes =
        std::min(out_.nearest_solar_term_minutes, std::min(into, 1 - into) * 30 / 0.98565 * 1440);
    return {day, static_cast<int>(longitude / 30)};
  }

  // The month (its k) in which the winter solstice of `year` falls: the first, looking from October on, that
  // ends in sign 9 or later (a month may hold two terms, as in 2033).
  int solstice_month(int year) {
    int k = static_cast<int>(std::floor((year - 2000) * 12.3685)) + 9;
    while (month(k + 1).term < 9) ++k;
    return k;
  }

  // Named months from number 11 of `year` up to the one before the next 11.
  std::vector<Named> between_solstices(int year) {
    const int first = solstice_month(year);
    const int count = solstice_month(year + 1) - first;
    std::vector<Named> months;
    int number = 11;
    bool may_double = count == 13;
    for (int i = 0; i < count; ++i) {
      const auto begins = month(first + i);
      const bool has_term = month(first + i + 1).term != begins.term;
      Named named{begins, number, false};
      if (may_double && i > 0 && !has_term) {
        named.number = months.back().number;
        named.is_doubled = true;
        may_double = false;
      } else {
        number = number % 12 + 1;
      }
      months.push_back(named);
    }
    return months;
  }

  void take_year(int year, const std::vector<Named>& months) {
    AlmanacYear out;
    out.year = year;
    bool is_in = false;
    for (std::size_t i = 0; i + 1 < months.size(); ++i) {
      const bool is_first = months[i].number == 1 && !months[i].is_doubled;
      if (is_first && is_in) break;
      if (is_first) out.first = std::chrono::sys_days(std::chrono::days(months[i].day));
      is_in = is_in || is_first;
      if (!is_in) continue;
      if (months[i].is_doubled) out.doubled = months[i].number;
      out.lengths.push_back(months[i + 1].day - months[i].day);
    }
    out_.years.push_back(std::move(out));
  }

  double east_;
  Almanac& out_;
};

}  // namespace

Almanac compute_almanac(int first_year, int last_year, double hours_east) {
  Almanac almanac;
  Computer(hours_east, almanac).run(first_year, last_year);
  return almanac;
}

}  // namespace gatecast::test
