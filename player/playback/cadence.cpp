#include "player/playback/cadence.h"

#include <algorithm>

namespace gatecast::playback {
namespace {

constexpr std::int64_t kUnit = 1'000'000'000;  // microseconds x millihertz in one refresh
// Frames less than this part of a refresh after one belong to it, later ones to the next. Not one half:
// frames of usual rates fall on sixths, fifths, quarters and twelfths of a refresh (24, 25, 30, 50, 60 at 50
// and 60 Hz), and a tie at exactly one half would be decided by the rounding of the file's time stamps, now
// so, now so: judder.
constexpr std::int64_t kTie = 463'000'000;
constexpr int kQuickly = 32;  // observations that are followed quickly, to find the display's phase
constexpr int kQuickGain = 8;
constexpr int kSlowGain = 256;

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
  return value >= 0 ? value / by : -((-value + by - 1) / by);
}

// The number of refreshes from the epoch to then, rounded down; the product of both would be too large.
std::int64_t since_epoch(Instant at, int refresh_mhz) {
  constexpr std::int64_t kSecond = 1'000'000;
  const std::int64_t us = at.time_since_epoch().count();
  const std::int64_t seconds = floor_div(us, kSecond);
  const std::int64_t per_second = seconds * refresh_mhz;  // thousandths of refreshes
  const std::int64_t whole = floor_div(per_second, 1000);
  const std::int64_t rest = (per_second - whole * 1000) * kSecond + (us - seconds * kSecond) * refresh_mhz;
  return whole + floor_div(rest, kUnit);
}

}  // namespace

void Cadence::anchor(Instant now) {
  if (!is_known() || origin_ != Instant()) return;
  const std::int64_t second = floor_div(now.time_since_epoch().count(), 1'000'000);
  // The first refresh of this second, to the microsecond above it.
  const std::int64_t first = since_epoch(Instant(std::chrono::seconds(second)), refresh_mhz_) + 1;
  const std::int64_t over = first * 1000 - second * refresh_mhz_;  // thousandths of a refresh
  origin_ = Instant(std::chrono::seconds(second)) + Duration(-floor_div(-over * 1'000'000, refresh_mhz_));
  is_anchored_ = true;
}

std::int64_t Cadence::number(Instant now) const {
  const Duration half(kUnit / 2 / std::max(1, refresh_mhz_));
  return since_epoch(origin_ + half, refresh_mhz_) + current(now);
}

void Cadence::begin(Instant first_due) {
  shift_ = Duration(0);
  if (!is_known()) return;
  if (origin_ == Instant() || is_anchored_) origin_ = first_due;  // no display to be seen: our own refreshes
  is_anchored_ = false;
  const auto units = (first_due - origin_).count() * refresh_mhz_;
  const auto nearest = floor_div(units + kUnit / 2, kUnit);
  shift_ = instant_of(nearest) - first_due;
}

void Cadence::observe(Instant taken) {
  if (!is_known()) return;
  if (observed_ == 0) {
    origin_ = taken;
    is_anchored_ = false;
    ++observed_;
    return;
  }
  const auto units = (taken - origin_).count() * refresh_mhz_;
  const auto nearest = floor_div(units + kUnit / 2, kUnit);
  const Duration error = taken - instant_of(nearest);
  // A stall of the machine says nothing about the display.
  const Duration period(kUnit / refresh_mhz_);
  if (observed_ > kQuickly && std::chrono::abs(error) > period / 4) return;
  residue_ns_ += error.count() * 1000 / (observed_ <= kQuickly ? kQuickGain : kSlowGain);
  origin_ += Duration(residue_ns_ / 1000);
  residue_ns_ %= 1000;
  ++observed_;
  observed_ = std::min(observed_, kQuickly + 1);
}

std::int64_t Cadence::slot_of(Instant due) const {
  return floor_div((due + shift_ - origin_).count() * refresh_mhz_ + kUnit - kTie, kUnit);
}

// Rounded up to the microsecond: asked at that time, the refresh has come.
Instant Cadence::instant_of(std::int64_t slot) const {
  return origin_ + Duration(-floor_div(-slot * kUnit, refresh_mhz_));
}

std::int64_t Cadence::current(Instant now) const {
  return floor_div((now - origin_).count() * refresh_mhz_, kUnit);
}

Instant Cadence::shown_at(Instant due) const {
  return is_known() ? instant_of(slot_of(due)) : due;
}

Instant Cadence::limit(Instant now) const {
  if (!is_known()) return now;
  // The last microsecond whose slot_of is the current refresh.
  const auto units = (current(now) + 1) * kUnit - (kUnit - kTie) - 1;
  return origin_ - shift_ + Duration(floor_div(units, refresh_mhz_));
}

Instant Cadence::next_refresh(Instant now) const {
  return instant_of(current(now) + 1);
}

bool Cadence::share_refresh(Instant earlier, Instant later) const {
  return is_known() && slot_of(earlier) == slot_of(later);
}

Duration even_time(Duration time, bundle::Ratio rate) {
  constexpr Duration kRounding{1'000};
  constexpr std::int64_t kLargest = 1'000'000;
  if (rate.numerator <= 0 || rate.denominator <= 0 || rate.numerator > kLargest || time < Duration(0))
    return time;
  const std::int64_t second = rate.denominator * 1'000'000LL;
  const std::int64_t index = (time.count() * rate.numerator + second / 2) / second;
  const Duration exact((index * second + rate.numerator / 2) / rate.numerator);
  return std::chrono::abs(exact - time) <= kRounding ? exact : time;
}

bool Haste::after(std::size_t waiting) {
  constexpr int kBehind = 8;
  constexpr int kCaughtUp = 50;
  const bool is_full = waiting + 1 >= room_;
  was_full_ = was_full_ || is_full;
  if (!was_full_) return false;
  const bool counts = hurries_ ? is_full : waiting == 0;
  in_a_row_ = counts ? in_a_row_ + 1 : 0;
  if (in_a_row_ >= (hurries_ ? kCaughtUp : kBehind)) {
    hurries_ = !hurries_;
    in_a_row_ = 0;
  }
  return hurries_;
}

}  // namespace gatecast::playback
