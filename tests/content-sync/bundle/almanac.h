// The Vietnamese lunar calendar computed from the sky: new moons and the sun's longitude, at UTC+7. What the
// product ships (bundle/lunar_calendar) is the table that comes out of this; a test computes it anew.
// Source: Meeus, Astronomical Algorithms (2nd ed.), chapters 25 and 49; Espenak and Meeus, polynomials for
// delta T.
#pragma once
#include <chrono>
#include <vector>

namespace gatecast::test {

struct AlmanacYear {
  int year = 0;
  std::chrono::sys_days first;  // of the first month: the civil day in Viet Nam
  int doubled = 0;              // the month that comes twice; 0: none
  std::vector<int> lengths;     // 12 or 13 months
};

struct Almanac {
  std::vector<AlmanacYear> years;
  // How near a decision of these years came to tipping over, in minutes.
  double nearest_new_moon_minutes = 1e9;    // of a new moon to midnight
  double nearest_solar_term_minutes = 1e9;  // of a principal term to the midnight that parts two months
};

Almanac compute_almanac(int first_year, int last_year, double hours_east = 7);

}  // namespace gatecast::test
