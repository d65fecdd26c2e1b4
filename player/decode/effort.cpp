#include "player/decode/effort.h"

#include <time.h>

namespace gatecast::decode {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLookEvery = 1s;  // a key frame and what follows it

}  // namespace

Duration thread_processor_time() {
  timespec time{};
  if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) != 0) return Duration(0);
  return Duration(std::int64_t{time.tv_sec} * 1'000'000 + time.tv_nsec / 1000);
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

void Effort::widen() {
  threads_ = most_threads_;
  wants_more_ = is_behind_ = false;
}

}  // namespace gatecast::decode
