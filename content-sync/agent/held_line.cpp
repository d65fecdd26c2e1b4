#include "content-sync/agent/held_line.h"

#include <algorithm>
#include <utility>

namespace gatecast::agent {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 30s;  // beyond the time that it was asked to hold

std::chrono::seconds seconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begun);
}

}  // namespace

class HeldLine::Asker {
 public:
  Asker(HeldLineOptions options, std::shared_ptr<Queue<HeardVersions>> expected,
        std::shared_ptr<Queue<Told>> told)
      : options_(std::move(options)),
        expected_(std::move(expected)),
        told_(std::move(told)),
        pace_(options_.idle_month_mb),
        caller_(options_for(options_.address, [should_stop = options_.should_stop, expected = expected_] {
          return expected->is_closed() || (should_stop && should_stop());
        })) {}

  void run() {
    while (!expected_->is_closed()) {
      // Nothing is asked before something is known. Versions may go back where a key was exchanged.
      auto next = known_.timestamp == 0 ? expected_->pop_for(1s) : expected_->try_pop();
      for (; next; next = expected_->try_pop()) take(*next);
      if (known_.timestamp == 0) continue;
      const bool has_news = ask();
      rest(has_news);
    }
  }

 private:
  static updater::HttpOptions options_for(const std::string& address, std::function<bool()> should_stop) {
    updater::HttpOptions options;
    options.address = address;
    options.should_stop = std::move(should_stop);
    return options;
  }
  bool take(const HeardVersions& next) { return std::exchange(known_, next).timestamp != next.timestamp; }

  // True where there is something newer. Sets how long to rest.
  bool ask() {
    const auto hold = cycle_.next();
    const auto begun = std::chrono::steady_clock::now();
    const auto before = caller_.line_bytes();
    auto answer = caller_.get(
        "x/wait?timestamp=" + std::to_string(known_.timestamp) + "&seconds=" + std::to_string(hold.count()) +
            "&root=" + std::to_string(known_.root) + "&snapshot=" + std::to_string(known_.snapshot) +
            "&alert=" + std::to_string(known_.alert),
        hold + kPatience);
    Told told{caller_.line_bytes() - before, false, {}};
    const auto code = answer ? answer->code : 0;
    judge(code, hold, seconds_since(begun), told.bytes);
    if (code == 200) told.news = std::move(answer->body);
    told.is_held = code == 204 || code == 200;
    told_->try_push(std::move(told));
    return code == 200;
  }

  void judge(long code, std::chrono::seconds hold, std::chrono::seconds took, std::uint64_t bytes) {
    const bool is_whole = code == 204 && took + 1s >= hold;
    if (is_whole) {
      cycle_.held();
      pace_.spent(bytes);
      const auto least = std::chrono::ceil<std::chrono::seconds>(pace_.least_between(kShareOfHeldLine));
      pause_ = std::max(0s, least - std::max(hold, cycle_.next()));
      failures_ = in_vain_ = 0;
    } else if (code == 200) {
      in_vain_ = known_.timestamp != told_of_ ? 0 : in_vain_ + 1;
      told_of_ = known_.timestamp;
      pause_ = doubled(options_.after_news, in_vain_);
      failures_ = 0;
    } else if (code == 404 || code == 405 || code == 410) {
      pause_ = options_.where_unknown;
    } else {
      // No answer, or that of something in between that waits less long than the server.
      if (code == 0 || code == 502 || code == 504) cycle_.broke(took);
      pause_ = doubled(options_.after_failure, failures_++);
    }
  }
  [[nodiscard]] std::chrono::milliseconds doubled(std::chrono::milliseconds first, int times) const {
    return std::min(options_.longest_pause, first * (1 << std::min(times, 16)));
  }

  // What is expected next comes when the look is over; until then there is no sense in asking.
  void rest(bool has_news) {
    const auto until = std::chrono::steady_clock::now() + pause_;
    while (!expected_->is_closed() && std::chrono::steady_clock::now() < until) {
      const auto next = expected_->pop_for(until - std::chrono::steady_clock::now());
      if (next && take(*next) && has_news) return;
    }
  }

  HeldLineOptions options_;
  std::shared_ptr<Queue<HeardVersions>> expected_;
  std::shared_ptr<Queue<Told>> told_;
  IdlePace pace_;
  HoldCycle cycle_;
  updater::HttpCaller caller_;
  HeardVersions known_;
  std::int64_t told_of_ = -1;  // the timestamp that was known at the last "look now"
  int in_vain_ = 0;
  int failures_ = 0;
  std::chrono::milliseconds pause_{0};
};

HeldLine::HeldLine(HeldLineOptions options)
    : expected_(std::make_shared<Queue<HeardVersions>>("expected versions", 16)),
      told_(std::make_shared<Queue<Told>>("look now", 16)) {
  if (!options.address.starts_with("http://") && !options.address.starts_with("https://")) return;
  thread_ = std::jthread([options = std::move(options), expected = expected_, told = told_] {
    Asker(options, expected, told).run();
  });
}

HeldLine::~HeldLine() {
  expected_->close();
  told_->close();
}

void HeldLine::expect(const HeardVersions& versions) {
  if (versions.timestamp > 0) expected_->try_push(versions);
}

void HeldLine::listen() {
  while (auto told = told_->try_pop()) {
    bytes_ += told->bytes;
    is_held_ = told->is_held;
    if (told->news) news_ = std::move(told->news);
  }
}

bool HeldLine::has_news() {
  listen();
  return news_.has_value();
}

std::optional<Bytes> HeldLine::take_news() {
  listen();
  return std::exchange(news_, std::nullopt);
}

bool HeldLine::is_held() {
  listen();
  return is_held_;
}

std::uint64_t HeldLine::take_bytes() {
  listen();
  return std::exchange(bytes_, 0);
}

}  // namespace gatecast::agent
