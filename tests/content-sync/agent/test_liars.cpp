// A neighbour that lied is remembered by the agent over restarts, and no longer than a day.
#include <atomic>
#include <catch2/catch.hpp>

#include "content-sync/agent/agent.h"
#include "content-sync/updater/neighbour_fetcher.h"
#include "tests/content-sync/updater/scripted_server.h"
#include "tests/support/machine.h"

using namespace gatecast;
using namespace gatecast::agent;
using namespace gatecast::test;

namespace {

// The repository as a web server gives it, whole files; a liar gives every object with another last byte.
std::string serve(const TestRepository& repository, const std::string& head, bool lies) {
  const auto begin = head.find('/') + 1;
  const auto path = head.substr(begin, head.find(' ', begin) - begin);
  if (lies && path.starts_with("coming/")) return answer("200 OK", "Content-Length: 4\r\n", "have");
  const auto found = repository.files.find(path);
  if (found == repository.files.end()) return answer("404 Not Found", "Content-Length: 0\r\n", "");
  auto bytes = found->second;
  if (lies) bytes.back() = static_cast<char>(bytes.back() ^ 1);
  return answer("200 OK", length(bytes), bytes);
}

struct LiarsSite : Machine {
  std::atomic<int> liar_asked = 0;
  ScriptedServer server{[this](const std::string& head) { return serve(repository, head, false); }};
  ScriptedServer liar{[this](const std::string& head) {
    ++liar_asked;
    return serve(repository, head, true);
  }};
  LiarsSite() {
    config.server = server.address();
    config.neighbours = liar.address().substr(7);
  }
  // An agent that starts, updates once and ends.
  int asked_by_an_update() {
    const int before = liar_asked;
    auto made = make_content_fetcher(disk, config, clock.now(), {});
    REQUIRE(made);
    auto agent = Agent::open(disk, clock, config, std::move(*made));
    REQUIRE(agent);
    const auto report = agent->update({});
    INFO((report ? "" : to_string(report.error())));
    REQUIRE(report);
    return liar_asked - before;
  }
};

}  // namespace

TEST_CASE("a neighbour that lied is not asked again for a day, although the agent begins anew") {
  LiarsSite site;
  publish(site.repository, 1);
  CHECK(site.asked_by_an_update() > 0);
  publish(site.repository, 2);
  CHECK(site.asked_by_an_update() == 0);
  site.clock.pass(std::chrono::hours(25));
  publish(site.repository, 3);
  CHECK(site.asked_by_an_update() > 0);
}

TEST_CASE("liars are remembered before neighbours that were only slow, each once, and at most ten") {
  LiarsSite site;
  SyncStatus status;
  const auto now = site.clock.now();
  status.left = {{trust_error(updater::kLies, "10.0.0.9:1", "lied"), now - std::chrono::hours(23)},
                 {trust_error(updater::kLies, "10.0.0.8:1", "lied"), now - std::chrono::hours(24)},
                 {trust_error(updater::kLies, "10.0.0.7:1", "lied"), now + std::chrono::hours(900)},
                 {environment_error("neighbour.slow", "10.0.0.6:1", "slow"), now}};
  const auto left = left_for_lies(status, now);
  CHECK(left.size() == 2);
  CHECK(left.at("10.0.0.9:1") == std::chrono::hours(1));
  CHECK(left.at("10.0.0.7:1") == std::chrono::hours(24));

  for (int i = 0; i < 12; ++i)
    status.left.push_back({environment_error("neighbour.slow", std::to_string(i), "slow"), now});
  REQUIRE(make_directories(site.disk, site.config.store));
  REQUIRE(save_status(site.disk, site.config.store, status));
  publish(site.repository, 1);
  CHECK(site.asked_by_an_update() > 0);
  const auto kept = load_status(site.disk, site.config.store).left;
  CHECK(kept.size() == 10);
  CHECK(std::count_if(kept.begin(), kept.end(),
                      [](const auto& one) { return one.error.rule == updater::kLies; }) == 4);
}
