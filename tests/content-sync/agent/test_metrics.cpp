#include "content-sync/agent/metrics.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "content-sync/updater/http_fetcher.h"
#include "tests/support/machine.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::agent;
using namespace gatecast::test;

namespace {

// By the rules of the text format 0.0.4; value by name and labels as they stand.
std::map<std::string, double> parsed(const std::string& text) {
  static const std::regex kSample(
      R"re(([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\.)*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\.)*")*\})? (\S+))re");
  std::map<std::string, double> samples;
  std::set<std::string> typed;
  std::string last_help;
  REQUIRE(text.back() == '\n');
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    if (line.starts_with("# HELP ")) {
      last_help = line.substr(7, line.find(' ', 7) - 7);
      continue;
    }
    if (line.starts_with("# TYPE ")) {
      CHECK(line == "# TYPE " + last_help + " gauge");
      CHECK(typed.insert(last_help).second);  // once a name
      continue;
    }
    std::smatch match;
    REQUIRE(std::regex_match(line, match, kSample));
    CHECK(match[1] == last_help);  // all samples of a name below its type
    CHECK(match[1].str().starts_with("gatecast_"));
    std::size_t used = 0;
    const double value = std::stod(match[3], &used);
    CHECK(used == match[3].str().size());
    CHECK(samples.emplace(match[1].str() + match[2].str(), value).second);
  }
  return samples;
}

}  // namespace

TEST_CASE("the metrics follow Prometheus' text format and conventions, and say what the status says") {
  Machine machine;
  publish(machine.repository, 7);
  auto agent = machine.start();
  const auto before = parsed(exposition(agent.status()));
  CHECK(before.at("gatecast_release_on") == 0);
  CHECK(!before.contains("gatecast_last_contact_timestamp_seconds"));
  REQUIRE(agent.update({}));
  auto status = agent.status();
  const auto after = parsed(exposition(status));
  CHECK(after.at("gatecast_release_number{channel=\"lao-bao-hall\"}") == 7);
  CHECK(after.at("gatecast_stale") == 0);
  CHECK(after.at("gatecast_refused{rule=\"\"}") == 0);
  CHECK(after.at("gatecast_last_contact_timestamp_seconds") ==
        std::chrono::duration<double>(test_time().time_since_epoch()).count());
  status.refused = Refusal{trust_error("odd\"rule\\\n", "x", "y"), machine.clock.now()};
  status.used_bytes = 123'456'789'012;
  const auto odd = parsed(exposition(status));
  CHECK(odd.at(R"(gatecast_refused{rule="odd\"rule\\\n"})") == 1);
  CHECK(odd.at("gatecast_store_used_bytes") == 123'456'789'012.0);
}

TEST_CASE("the metrics are answered on the loopback address alone, the newest each time") {
  const int port = free_loopback_port();
  auto server = MetricsServer::open(port);
  REQUIRE(server);
  updater::HttpOptions options;
  options.address = "http://127.0.0.1:" + std::to_string(port);
  const auto fetch = [&] {
    auto fetcher = updater::HttpFetcher::create(options);
    REQUIRE(fetcher);
    auto text = updater::fetch_bytes(**fetcher, "metrics", 1 << 20);
    REQUIRE(text);
    return *text;
  };
  CHECK(fetch().empty());
  SyncStatus status;
  for (std::int64_t failures = 1; failures <= 3; ++failures) {
    status.failures_in_a_row = failures;
    (*server)->show(status);
  }
  CHECK(parsed(fetch()).at("gatecast_failures_in_a_row") == 3);
  CHECK(parsed(fetch()).at("gatecast_failures_in_a_row") == 3);
  CHECK(updater::http_head(options, "status.json")->code == 404);
  // Another of this machine's own addresses: nobody listens there.
  sockaddr_in other{};
  other.sin_family = AF_INET;
  other.sin_port = htons(static_cast<std::uint16_t>(port));
  ::inet_pton(AF_INET, "127.0.0.2", &other.sin_addr);
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  CHECK(::connect(socket, reinterpret_cast<sockaddr*>(&other), sizeof other) != 0);
  ::close(socket);
  const auto taken = MetricsServer::open(port);
  REQUIRE(!taken);
  CHECK(taken.error().rule == "metrics.port");
}
