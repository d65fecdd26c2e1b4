// A mere sleeper beside what is measured: whoever only wants to sleep for 2 ms is held up by a busy machine
// too, and what it was held up by is no fault of the program under test. It sees a machine that stands still,
// not one whose processors are merely shared. Threads: samples in a thread of its own from construction to
// destruction; any thread may ask.
#pragma once
#include <algorithm>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace gatecast::test {

class Sleeper {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  using Milliseconds = std::chrono::milliseconds;

  Sleeper()
      : beat_(std::chrono::steady_clock::now()),
        thread_([this](const std::stop_token& stop) { sleep(stop); }) {}

  // All that it was held up by between two moments, and the longest of it; what is not over yet counts too.
  [[nodiscard]] Milliseconds held_up(Moment from = Moment::min(), Moment until = Moment::max()) const {
    Milliseconds sum(0);
    for (const auto part : parts(from, until)) sum += part;
    return sum;
  }
  [[nodiscard]] Milliseconds worst(Moment from = Moment::min(), Moment until = Moment::max()) const {
    Milliseconds most(0);
    for (const auto part : parts(from, until)) most = std::max(most, part);
    return most;
  }
  [[nodiscard]] std::string told() const {
    const auto all = parts(Moment::min(), Moment::max());
    return "a mere sleeper was held up " + std::to_string(all.size()) + " times, at worst " +
           std::to_string(worst().count()) + " ms";
  }

 private:
  static constexpr auto kSleep = std::chrono::milliseconds(2);
  static constexpr auto kUsual = std::chrono::milliseconds(6);  // longer than that is a stall

  struct Stall {
    Moment from, until;
  };

  void sleep(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::this_thread::sleep_for(kSleep);
      const std::scoped_lock lock(mutex_);
      const auto now = std::chrono::steady_clock::now();
      if (now - beat_ > kUsual) stalls_.push_back({beat_ + kSleep, now});
      beat_ = now;
    }
  }

  [[nodiscard]] std::vector<Milliseconds> parts(Moment from, Moment until) const {
    const std::scoped_lock lock(mutex_);
    auto stalls = stalls_;
    const auto now = std::chrono::steady_clock::now();
    if (now - beat_ > kUsual) stalls.push_back({beat_ + kSleep, now});
    std::vector<Milliseconds> parts;
    for (const auto& stall : stalls) {
      const auto begin = std::max(stall.from, from);
      const auto end = std::min(stall.until, until);
      if (begin < end) parts.push_back(std::chrono::ceil<Milliseconds>(end - begin));
    }
    return parts;
  }

  mutable std::mutex mutex_;
  std::vector<Stall> stalls_;
  Moment beat_;
  std::jthread thread_;  // the last: it uses the others
};

}  // namespace gatecast::test
