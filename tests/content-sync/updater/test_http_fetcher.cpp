// libcurl against a server that answers exactly the bytes a test wants: everything that real networks do.
#include <atomic>
#include <catch2/catch.hpp>

#include "content-sync/updater/connection_width.h"
#include "content-sync/updater/http_fetcher.h"
#include "tests/content-sync/updater/scripted_server.h"

using namespace gatecast;
using namespace gatecast::test;
using updater::HttpFetcher;
using updater::HttpOptions;

namespace {

class Collect final : public updater::FetchSink {
 public:
  Status begin(std::uint64_t offset) override {
    began = offset;
    return {};
  }
  Status append(ByteView portion) override {
    bytes.append(portion);
    return {};
  }
  std::uint64_t began = 999;
  Bytes bytes;
};

struct Outcome {
  std::string rule = "fine";
  std::string words;
  Collect sink;
};
Outcome fetch(const ScriptedServer& server, std::uint64_t offset = 0, std::uint64_t limit = 1000) {
  HttpOptions options;
  options.address = server.address();
  options.stall = std::chrono::seconds(1);
  auto fetcher = HttpFetcher::create(std::move(options));
  REQUIRE(fetcher);
  Outcome outcome;
  const auto status = (*fetcher)->fetch({"objects/x", limit, offset}, outcome.sink);
  if (!status) {
    outcome.rule = status.error().rule;
    outcome.words = to_string(status.error());
  }
  return outcome;
}

const std::string kBody = "0123456789";

}  // namespace

TEST_CASE("the whole of a file comes, and a part where the source knows ranges") {
  const ScriptedServer whole([](const auto&) { return answer("200 OK", length(kBody), kBody); });
  const auto all = fetch(whole);
  CHECK(all.rule == "fine");
  CHECK(all.sink.bytes == kBody);
  const ScriptedServer part([](const auto& request) {
    CHECK(request.find("Range: bytes=4-\r\n") != std::string::npos);
    return answer("206 Partial Content", "Content-Range: bytes 4-9/10\r\nContent-Length: 6\r\n", "456789");
  });
  const auto rest = fetch(part, 4);
  CHECK(rest.rule == "fine");
  CHECK(rest.sink.began == 4);
  CHECK(rest.sink.bytes == "456789");
}

TEST_CASE("nothing is asked that would let a proxy change the bytes") {
  const ScriptedServer server([](const auto& request) {
    CHECK(request.find("Accept-Encoding") == std::string::npos);
    return answer("200 OK", length(kBody), kBody);
  });
  CHECK(fetch(server).rule == "fine");
}

TEST_CASE("ranges that are ignored, begin earlier, or are refused are told to who asked") {
  const ScriptedServer ignored([](const auto&) { return answer("200 OK", length(kBody), kBody); });
  CHECK(fetch(ignored, 4).sink.began == 0);
  CHECK(fetch(ignored, 4).sink.bytes == kBody);
  const ScriptedServer earlier([](const auto&) {
    return answer("206 Partial Content", "Content-Range: bytes 2-9/10\r\nContent-Length: 8\r\n", "23456789");
  });
  CHECK(fetch(earlier, 4).sink.began == 2);
  const ScriptedServer later([](const auto&) {
    return answer("206 Partial Content", "Content-Range: bytes 6-9/10\r\nContent-Length: 4\r\n", "6789");
  });
  CHECK(fetch(later, 4).rule == "fetch.answer");
  const ScriptedServer unsaid(
      [](const auto&) { return answer("206 Partial Content", "Content-Length: 4\r\n", "6789"); });
  CHECK(fetch(unsaid, 4).rule == "fetch.answer");
  const ScriptedServer refused([](const auto& request) {
    return request.find("Range:") == std::string::npos
               ? answer("200 OK", length(kBody), kBody)
               : answer("416 Range Not Satisfiable", length("sorry"), "sorry");
  });
  const auto again = fetch(refused, 4);
  CHECK(again.rule == "fine");
  CHECK(again.sink.began == 0);
  CHECK(again.sink.bytes == kBody);
}

TEST_CASE("a captive portal's page is not taken for a file, and the message says what it is") {
  const std::string page = "<html>Xin chào! Wi-Fi login</html>";
  const ScriptedServer portal([&](const auto&) {
    return answer("200 OK", "Content-Type: text/html; charset=utf-8\r\n" + length(page), page);
  });
  const auto outcome = fetch(portal);
  CHECK(outcome.rule == "fetch.web_page");
  CHECK(outcome.words.find("captive portal") != std::string::npos);
  CHECK(outcome.sink.bytes.empty());
}

TEST_CASE("redirects, errors and nonsense are refused with what the server said") {
  const ScriptedServer moved([](const auto&) {
    return answer("302 Found", "Location: http://127.0.0.1:1/\r\nContent-Length: 0\r\n", "");
  });
  CHECK(fetch(moved).rule == "fetch.answer");
  const ScriptedServer broken([](const auto&) { return answer("500 Oops", length("x"), "x"); });
  CHECK(fetch(broken).words.find("answered 500") != std::string::npos);
  const ScriptedServer missing([](const auto&) { return answer("404 Not Found", length("x"), "x"); });
  CHECK(fetch(missing).rule == "fetch.missing");
  const ScriptedServer nonsense([](const auto&) { return std::string("SSH-2.0-OpenSSH\r\n\r\n"); });
  CHECK(fetch(nonsense).rule == "fetch.network");
}

TEST_CASE("a body that is shorter than it says is a broken line; a longer one is cut at what it says") {
  const ScriptedServer shorter(
      [](const auto&) { return answer("200 OK", "Content-Length: 100\r\n", kBody); });
  const auto broken = fetch(shorter);
  CHECK(broken.rule == "fetch.network");
  CHECK(broken.sink.bytes == kBody);  // what came may be kept: it is verified by who asked
  const ScriptedServer longer([](const auto&) { return answer("200 OK", "Content-Length: 4\r\n", kBody); });
  CHECK(fetch(longer).sink.bytes == "0123");
}

TEST_CASE("endless data end at the limit") {
  const ScriptedServer endless([](const auto&) { return answer("200 OK", "", std::string(5'000'000, 'x')); });
  const auto outcome = fetch(endless);
  CHECK(outcome.rule == "fetch.too_long");
  CHECK(outcome.sink.bytes.size() <= 1000);
}

TEST_CASE("a source that stalls is given up after the stall limit, and the rest is told to go on later") {
  const ScriptedServer stalled([](const auto&) { return answer("200 OK", "Content-Length: 100\r\n", kBody); },
                               std::chrono::milliseconds(3500));
  const auto outcome = fetch(stalled);
  CHECK(outcome.rule == "fetch.stalled");
}

TEST_CASE("nobody at the address, and an address that is none") {
  HttpOptions options;
  options.address = "http://127.0.0.1:1";
  const auto fetcher = HttpFetcher::create(options);
  REQUIRE(fetcher);
  CHECK(updater::fetch_bytes(**fetcher, "x", 10).error().rule == "fetch.network");
  options.address = "ftp://host/";
  CHECK(HttpFetcher::create(options).error().kind == ErrorKind::usage);
}

TEST_CASE(
    "small files come several at a time where answers take long: at least three times faster than one by "
    "one") {
  const ScriptedServer far(
      [](const auto&) {
        std::this_thread::sleep_for(std::chrono::milliseconds(60));
        return answer("200 OK", length(kBody), kBody);
      },
      {}, ScriptedServer::Manner::many);
  HttpOptions options;
  options.address = far.address();
  // The best of three: a machine that stalls says nothing of the line.
  double best = 0;
  for (int round = 0; round < 3 && best < 3; ++round) {
    const auto fetcher = HttpFetcher::create(options);
    REQUIRE(fetcher);
    const auto begun = std::chrono::steady_clock::now();
    for (int i = 0; i < 12; ++i) CHECK(updater::fetch_bytes(**fetcher, "small", 1000).value() == kBody);
    const auto serial = std::chrono::steady_clock::now() - begun;
    std::vector<Collect> sinks(12);
    std::vector<updater::FetchJob> jobs;
    for (auto& sink : sinks) jobs.push_back({{"small", 1000, 0}, &sink, {}});
    const auto again = std::chrono::steady_clock::now();
    (*fetcher)->fetch_all(jobs);
    const auto together = std::chrono::steady_clock::now() - again;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      CHECK(jobs[i].outcome);
      CHECK(sinks[i].bytes == kBody);
    }
    best = std::max(best, static_cast<double>(serial.count()) / static_cast<double>(together.count()));
  }
  CHECK(best >= 3);
}

TEST_CASE("once the line fails no other request is begun, and each job says why") {
  std::atomic<int> asked = 0;
  const ScriptedServer broken([&](const auto&) {
    ++asked;
    return answer("200 OK", "Content-Length: 100\r\n", kBody);
  });
  HttpOptions options;
  options.address = broken.address();
  const auto fetcher = HttpFetcher::create(options);
  REQUIRE(fetcher);
  std::vector<Collect> sinks(20);
  std::vector<updater::FetchJob> jobs;
  for (auto& sink : sinks) jobs.push_back({{"small", 1000, 0}, &sink, {}});
  (*fetcher)->fetch_all(jobs);
  for (const auto& job : jobs) CHECK(job.outcome.error().rule == "fetch.network");
  CHECK(asked < 10);
}

TEST_CASE("a rate limit is kept") {
  const Bytes body(240'000, 'b');
  const ScriptedServer server([&](const auto&) { return answer("200 OK", length(body), body); });
  HttpOptions options;
  options.address = server.address();
  options.most_bytes_per_second = 200'000;
  const auto fetcher = HttpFetcher::create(options);
  REQUIRE(fetcher);
  const auto begun = std::chrono::steady_clock::now();
  CHECK(updater::fetch_bytes(**fetcher, "x", 300'000).value() == body);
  // libcurl counts over some seconds: the first portion comes at once.
  CHECK(std::chrono::steady_clock::now() - begun > std::chrono::milliseconds(700));
}

TEST_CASE("more connections as long as the rate grows by them, then as many as before") {
  using namespace std::chrono_literals;
  updater::ConnectionWidth width;
  updater::ConnectionWidth::Time at{};
  std::uint64_t bytes = 0;
  const auto pass = [&](std::uint64_t rate) {
    at += 2s;
    bytes += 2 * rate;
    width.look(at, bytes, 100);
  };
  SECTION("near by, one is enough to begin with; far away, six") {
    CHECK(width.now() == 1);
    width.saw_answer_after(2ms);
    CHECK(width.now() == 1);
    updater::ConnectionWidth far;
    far.saw_answer_after(300ms);
    CHECK(far.now() == 6);
  }
  SECTION("a line that loses packets fills by several") {
    width.begin(at, bytes);
    pass(40'000);
    CHECK(width.now() == 2);
    pass(80'000);
    CHECK(width.now() == 4);
    pass(160'000);
    CHECK(width.now() == 8);
    pass(250'000);
    CHECK(width.now() == 8);
  }
  SECTION("a line that is full gains nothing, and is left alone for a while") {
    width.begin(at, bytes);
    pass(250'000);
    CHECK(width.now() == 2);
    pass(251'000);
    CHECK(width.now() == 1);
    for (int i = 0; i < 10; ++i) pass(250'000);
    CHECK(width.now() == 1);
    for (int i = 0; i < 10; ++i) pass(250'000);
    CHECK(width.now() <= 2);
  }
  SECTION("the end of the work, with nothing left to begin, is no measure") {
    width.begin(at, bytes);
    at += 10s;
    width.look(at, bytes + 1000, 0);
    CHECK(width.now() == 1);
  }
}

TEST_CASE("what is known is named to the server, and an unchanged answer brings nothing") {
  std::string asked;
  const ScriptedServer server([&](const auto& request) {
    asked = request;
    if (request.find("If-None-Match: \"abc\"\r\n") != std::string::npos)
      return answer("304 Not Modified", "ETag: \"abc\"\r\n", "");
    return answer("200 OK", "ETag: \"abc\"\r\n" + length(kBody), kBody);
  });
  HttpOptions options;
  options.address = server.address();
  auto fetcher = HttpFetcher::create(std::move(options));
  REQUIRE(fetcher);
  const auto first = updater::fetch_if_changed(**fetcher, "metadata/timestamp.json", 100, "");
  REQUIRE(first);
  CHECK(first->bytes == kBody);
  CHECK(first->tag == "\"abc\"");
  CHECK(asked.find("Accept") == std::string::npos);
  const auto second = updater::fetch_if_changed(**fetcher, "metadata/timestamp.json", 100, first->tag);
  REQUIRE(second);
  CHECK_FALSE(second->bytes);
  CHECK(second->tag == "\"abc\"");
  CHECK((*fetcher)->line_bytes() > (*fetcher)->wire_bytes());
  // Nobody asked that way: then it is no answer.
  const ScriptedServer liar([](const auto&) { return answer("304 Not Modified", "", ""); });
  CHECK(fetch(liar).rule == "fetch.answer");
}

TEST_CASE("a kept connection that something between has forgotten costs one wait, not an update") {
  // Answers once a connection, then is silent on it.
  const ScriptedServer server(
      [](const auto&) { return "HTTP/1.1 200 OK\r\n" + length(kBody) + "\r\n" + kBody; },
      std::chrono::milliseconds(5000), ScriptedServer::Manner::many);
  HttpOptions options;
  options.address = server.address();
  options.stall = options.connect_timeout = options.forgotten_after = std::chrono::seconds(1);
  auto fetcher = HttpFetcher::create(std::move(options));
  REQUIRE(fetcher);
  CHECK(updater::fetch_bytes(**fetcher, "metadata/timestamp.json", 100) == kBody);
  SECTION("after a pause: over another connection") {
    std::this_thread::sleep_for(std::chrono::milliseconds(1200));
    CHECK(updater::fetch_bytes(**fetcher, "metadata/timestamp.json", 100) == kBody);
  }
  SECTION("at once: then it is the server that is silent") {
    const auto again = updater::fetch_bytes(**fetcher, "metadata/timestamp.json", 100);
    REQUIRE_FALSE(again);
    CHECK(again.error().rule == "fetch.stalled");
  }
}
