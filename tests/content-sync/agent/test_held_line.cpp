// The held line against servers that hold, say yes to everything, know nothing of it, or are in the way.
#include <atomic>
#include <catch2/catch.hpp>

#include "content-sync/agent/held_line.h"
#include "tests/content-sync/updater/scripted_server.h"

using namespace gatecast;
using namespace gatecast::agent;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

HeldLineOptions quick(const ScriptedServer& server) {
  HeldLineOptions options;
  options.address = server.address();
  options.after_news = 40ms;
  options.after_failure = 40ms;
  options.longest_pause = 5s;
  return options;
}

int asked_within(std::chrono::milliseconds span, const std::string& answered) {
  std::atomic<int> asked = 0;
  const ScriptedServer server([&](const std::string& head) {
    CHECK(head.starts_with("GET /x/wait?timestamp=7&seconds=240&root=2&snapshot=5&alert=3 "));
    ++asked;
    return answered;
  });
  HeldLine line(quick(server));
  line.expect({7, 2, 5, 3});
  std::this_thread::sleep_for(span);
  return asked;
}

}  // namespace

TEST_CASE(
    "a server that says \"look now\" to everything is asked the more seldom, and so is one that fails") {
  // 40, 80, 160, 320, 640 ms between them: the sixth after 1.24 s.
  for (const char* status : {"200 OK", "503 Service Unavailable", "504 Gateway Timeout", "302 Found"}) {
    INFO(status);
    const auto asked = asked_within(1000ms, answer(status, "Content-Length: 0\r\n", ""));
    CHECK(asked >= 3);
    CHECK(asked <= 5);
  }
}

TEST_CASE("only who does not know the question is not asked again, for an hour") {
  CHECK(asked_within(300ms, answer("404 Not Found", "Content-Length: 0\r\n", "")) == 1);
  CHECK(asked_within(300ms, answer("405 Method Not Allowed", "Content-Length: 0\r\n", "")) == 1);
}

TEST_CASE("what came along is handed on once, and what is known by then is asked beyond at once") {
  std::atomic<int> beyond = 0;
  const ScriptedServer server([&](const std::string& head) {
    if (head.find("timestamp=8&") != std::string::npos) {
      ++beyond;
      return answer("503 Service Unavailable", "Content-Length: 0\r\n", "");
    }
    return answer("200 OK", length("news"), "news");
  });
  auto options = quick(server);
  options.after_news = 10s;
  HeldLine line(options);
  line.expect({7, 2, 5, 3});
  for (int i = 0; i < 100 && !line.has_news(); ++i) std::this_thread::sleep_for(20ms);
  CHECK(line.is_held());
  CHECK(line.take_bytes() > 300);
  CHECK(line.take_news() == Bytes("news"));
  CHECK_FALSE(line.take_news());
  line.expect({8, 2, 5, 3});
  for (int i = 0; i < 100 && beyond == 0; ++i) std::this_thread::sleep_for(20ms);
  CHECK(beyond > 0);
}
