#include "content-sync/agent/held_line.h"

#include <algorithm>

namespace gatecast::agent {
namespace {

using namespace std::chrono_literals;

// 360 questions of some 400 bytes a day: below 5 MB a month.
constexpr auto kHold = 240s;
constexpr auto kAfterFailure = 30s;
constexpr auto kWhereUnknown = 3600s;  // a plain file server
// One that always says "look now" costs no more than a look every so often.
constexpr auto kLeastBetween = 2s;

}  // namespace

HeldLine::HeldLine(std::string address, std::function<bool()> should_stop)
    : expected_(std::make_shared<Queue<std::int64_t>>("expected versions", 16)),
      news_(std::make_shared<Queue<bool>>("look now", 1)) {
  if (!address.starts_with("http://") && !address.starts_with("https://")) return;
  thread_ = std::jthread([address = std::move(address), should_stop = std::move(should_stop),
                          expected = expected_, news = news_] {
    updater::HttpOptions options;
    options.address = address;
    options.stall = kHold + 30s;
    options.should_stop = [&] { return expected->is_closed() || (should_stop && should_stop()); };
    std::int64_t version = 0;
    while (!expected->is_closed()) {
      // Known versions only rise; nothing is asked before the first is known.
      auto told = version == 0 ? expected->pop_for(1s) : expected->try_pop();
      for (; told; told = expected->try_pop()) version = std::max(version, *told);
      if (version == 0) continue;
      const auto answer =
          updater::http_head(options, "x/wait?timestamp=" + std::to_string(version) +
                                          "&seconds=" + std::to_string(std::chrono::seconds(kHold).count()));
      auto pause = std::chrono::seconds(0);
      if (!answer || answer->code == 503) {
        pause = kAfterFailure;
      } else if (answer->code == 200) {
        news->try_push(true);
        pause = kLeastBetween;
      } else if (answer->code != 204) {
        pause = kWhereUnknown;
      }
      // What is expected next comes when the look is over; until then there is no sense in asking.
      const auto until = std::chrono::steady_clock::now() + pause;
      while (!expected->is_closed() && std::chrono::steady_clock::now() < until) {
        const auto next = expected->pop_for(until - std::chrono::steady_clock::now());
        if (!next) continue;
        const bool is_newer = *next > version;
        version = std::max(version, *next);
        if (is_newer && answer && answer->code == 200) break;
      }
    }
  });
}

HeldLine::~HeldLine() {
  expected_->close();
  news_->close();
}

void HeldLine::expect(std::int64_t timestamp_version) {
  if (timestamp_version > 0) expected_->try_push(timestamp_version);
}

bool HeldLine::take_news() {
  return news_->try_pop().has_value();
}

}  // namespace gatecast::agent
