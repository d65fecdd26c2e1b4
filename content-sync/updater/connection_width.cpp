#include "content-sync/updater/connection_width.h"

#include <algorithm>

namespace gatecast::updater {
namespace {

using namespace std::chrono_literals;

constexpr auto kFarAway = 30ms;  // a server in another building
constexpr int kWhenFar = 6;      // hides one wait behind the others
constexpr int kMost = 8;
constexpr auto kMeasured = 2s;    // a rate counts after so long
constexpr auto kQuiet = 30s;      // after a try that gained nothing
constexpr double kWorthIt = 1.1;  // by how much a try must gain

}  // namespace

void ConnectionWidth::saw_answer_after(std::chrono::microseconds wait) {
  quickest_ = std::min(quickest_, wait);
  if (knows_line_) return;
  knows_line_ = true;
  width_ = quickest_ >= kFarAway ? kWhenFar : 1;
}

void ConnectionWidth::begin(Time at, std::uint64_t bytes) {
  measure_from(at, bytes);
  if (is_trying_) width_ = before_;
  is_trying_ = false;
}

void ConnectionWidth::measure_from(Time at, std::uint64_t bytes) {
  since_ = at;
  bytes_since_ = bytes;
}

void ConnectionWidth::look(Time at, std::uint64_t bytes, std::size_t waiting) {
  // With nothing left to begin, the rate tells of the end and not of the line.
  if (waiting == 0) return measure_from(at, bytes);
  if (at - since_ < kMeasured) return;
  const auto rate =
      static_cast<double>(bytes - bytes_since_) / std::chrono::duration<double>(at - since_).count();
  measure_from(at, bytes);
  if (is_trying_ && rate < rate_before_ * kWorthIt) {
    width_ = before_;
    is_trying_ = false;
    quiet_until_ = at + kQuiet;
    return;
  }
  if ((!is_trying_ && at < quiet_until_) || width_ >= kMost) {
    is_trying_ = false;
    return;
  }
  is_trying_ = true;
  before_ = width_;
  rate_before_ = rate;
  width_ = std::min(kMost, width_ * 2);
}

}  // namespace gatecast::updater
