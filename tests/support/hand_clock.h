// A clock that goes only when a test says so.
#pragma once
#include "content-sync/base/clock.h"
#include "tests/support/test_repository.h"

namespace gatecast::test {

class HandClock final : public Clock {
 public:
  Instant system = test_time();  // 15:00 in UTC+7
  SteadyInstant steady{};
  void pass(Duration span) {
    system += span;
    steady += span;
  }
  [[nodiscard]] Instant now() const override { return system; }
  [[nodiscard]] SteadyInstant steady_now() const override { return steady; }
};

}  // namespace gatecast::test
