#include "player/decode/effort.h"

#include <time.h>

namespace gatecast::decode {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLookEvery = 1s;  // a key frame and what follows it
constexpr double kClearly = 0.8;     // under the limit: else a film on the verge would go to and fro

Duration time_of(clockid_t clock) {
  timespec time{};
  if (clock_gettime(clock, &time) != 0) return Duration(0);
  return Duration(std::int64_t{time.tv_sec} * 1'000'000 + time.tv_nsec / 1000);
}

}  // namespace

Duration thread_processor_time() {
  return time_of(CLOCK_THREAD_CPUTIME_ID);
}

Duration process_time() {
  return time_of(CLOCK_PROCESS_CPUTIME_ID);
}

void Effort::arrived(Duration process_time) {
  began_ = process_time;
  film_ = Duration(0);
}

void Effort::took_in(Duration length, Duration process_time) {
  film_ += length;
  if (!is_trial_ || film_ < kLookEvery) return;
  const auto share =
      static_cast<double>((process_time - began_).count()) / static_cast<double>(film_.count());
  wants_less_ = share < may_.later * kClearly;
  arrived(process_time);
}

void Effort::spent(Duration processor_time) {
  if (!is_measured()) return;
  spent_ += processor_time;
  if (film_ < (is_judged_ ? kLookEvery : Duration(1))) return;
  const double share = is_judged_ ? may_.later : may_.first;
  wants_more_ = static_cast<double>(spent_.count()) > share * static_cast<double>(film_.count());
  is_judged_ = true;
  spent_ = film_ = Duration(0);
}

void Effort::turn() {
  threads_ = wants_less_ ? 1 : most_threads_;
  is_judged_ = is_judged_ || wants_less_;  // by the trial, not by the next key frame alone
  is_trial_ = wants_more_ = wants_less_ = is_behind_ = false;
  spent_ = film_ = Duration(0);
}

}  // namespace gatecast::decode
