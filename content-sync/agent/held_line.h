// A question that a gatecast-server holds until something new is published: `GET x/wait?timestamp=N`. The
// answer says "look now", and may bring the small files that would be asked for next; it is never trusted:
// all of it is verified as if it had been fetched. Plain file servers do not know the question; then the
// usual interval holds. How long it is held follows the line, how often it is asked the budget (idle_pace.h).
// Threads: its own, which asks; all calls by one owner. Errors: none; what fails is tried again with
// patience. Source: shared/design/sync.md; issue 5, Alerts on the screen within 5 s of publishing.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <thread>

#include "content-sync/agent/idle_pace.h"
#include "content-sync/base/queue.h"
#include "content-sync/updater/http_fetcher.h"

namespace gatecast::agent {

// Of the newest files that are trusted here; 0: none is.
struct HeardVersions {
  std::int64_t timestamp = 0;
  std::int64_t root = 0;
  std::int64_t snapshot = 0;
  std::int64_t alert = 0;
};

struct HeldLineOptions {
  std::string address;  // of the server; one that is no http address is never asked
  std::int64_t idle_month_mb = kUsualIdleMonthMb;
  std::function<bool()> should_stop;  // may be empty
  // Doubled with each answer that leads to nothing newer, and with each failure, up to the longest: a portal
  // that says yes to everything must not cost a refresh every few seconds.
  std::chrono::milliseconds after_news{2'000};
  std::chrono::milliseconds after_failure{30'000};
  std::chrono::milliseconds longest_pause{300'000};
  std::chrono::milliseconds where_unknown{3'600'000};  // 404, 405: a plain file server
};

class HeldLine {
 public:
  explicit HeldLine(HeldLineOptions options);
  ~HeldLine();
  HeldLine(const HeldLine&) = delete;
  HeldLine& operator=(const HeldLine&) = delete;

  // What is known now: wait for something newer.
  void expect(const HeardVersions& versions);
  [[nodiscard]] bool has_news();
  // Once after the server said that there is something newer: what it brought along, which may be nothing.
  std::optional<Bytes> take_news();
  // Whether the server holds such questions.
  [[nodiscard]] bool is_held();
  // What it cost since this was asked last, by the kernel's count.
  std::uint64_t take_bytes();

 private:
  struct Told {
    std::uint64_t bytes = 0;
    bool is_held = false;
    std::optional<Bytes> news;
  };
  class Asker;
  void listen();

  std::shared_ptr<Queue<HeardVersions>> expected_;
  std::shared_ptr<Queue<Told>> told_;
  std::optional<Bytes> news_;
  bool is_held_ = false;
  std::uint64_t bytes_ = 0;
  std::jthread thread_;
};

}  // namespace gatecast::agent
