#include "content-sync/agent/idle_pace.h"

#include <algorithm>

namespace gatecast::agent {
namespace {

using namespace std::chrono_literals;

constexpr double kLatest = 0.3;  // the weight of the last one
constexpr double kMonth = 30 * 86400;
constexpr IdlePace::Seconds kLongest{3600};  // whatever it costs: a kiosk that never asks is no better
constexpr auto kLeastHold = 60s;

}  // namespace

void IdlePace::spent(std::uint64_t bytes) {
  const auto cost = static_cast<double>(bytes);
  mean_ = mean_ == 0 ? cost : mean_ + kLatest * (cost - mean_);
}

IdlePace::Seconds IdlePace::least_between(double share) const {
  if (month_mb_ == 0) return Seconds(0);
  const auto bytes_a_second = static_cast<double>(month_mb_) * 1e6 / kMonth * share;
  return std::min(Seconds(mean_ / bytes_a_second), kLongest);
}

void HoldCycle::held() {
  hold_ = std::min(bears_, hold_ * 3 / 2);
}

void HoldCycle::broke(std::chrono::seconds after) {
  // What ends at once is a server that is away, and says nothing of how long the line bears.
  if (after < kLeastHold) return;
  bears_ = std::max<std::chrono::seconds>(kLeastHold, std::min(bears_, after * 4 / 5));
  hold_ = std::max<std::chrono::seconds>(kLeastHold, std::min(hold_, after) / 2);
}

}  // namespace gatecast::agent
