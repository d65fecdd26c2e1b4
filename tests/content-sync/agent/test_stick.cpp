// A stick that is put in while the agent runs: taken by the same verification, beside line and data plan,
// told in the status and for the screen's corner.
#include <catch2/catch.hpp>
#include <thread>

#include "content-sync/agent/stick_watch.h"
#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/updater/export.h"
#include "tests/support/machine.h"

using namespace gatecast;
using namespace gatecast::agent;
using namespace gatecast::test;

namespace {

const Path kSticks = "/run/sticks";

struct StickKiosk : Machine {
  StickKiosk() : Machine("http://gate.example") {
    config.content_hours = "02:00-03:00";  // and it is not then: a stick does not wait for it
    config.month_mb = 1;
    publish(repository, 1);
    REQUIRE(make_directories(disk, kSticks));
  }
  // As `gatecast export` writes it, mounted under this name.
  Path put_in(const std::string& name) {
    const auto stick = kSticks / name;
    REQUIRE(make_directories(disk, stick));
    RepositoryFetcher server(repository.files);
    updater::ExportOptions options;
    options.root = repository.root_file(1);
    options.now = repository.now;
    REQUIRE(updater::export_repository(disk, stick, server, options));
    put(disk, kSticks / (name + ".ready"), "");
    return stick;
  }
  std::vector<Path> objects_on(const Path& stick) {
    std::vector<Path> paths;
    const auto folders = disk.list(stick / "objects").value();
    for (const auto& folder : folders) {
      const auto names = disk.list(stick / "objects" / folder).value();
      for (const auto& name : names) paths.push_back(stick / "objects" / folder / name);
    }
    return paths;
  }
  nlohmann::json corner() {
    const auto bytes = read_file(disk, "/store/stick.json", 4096);
    return bytes ? parse_json(*bytes, "stick.json").value() : nlohmann::json();
  }
};

void take(Agent& agent, const Path& stick) {
  StickCalls calls;
  calls.should_stop = [] { return false; };
  agent.take_stick(stick, calls);
}

}  // namespace

TEST_CASE("a stick that is put in brings its release at once, and the line is neither asked nor counted") {
  StickKiosk kiosk;
  auto agent = kiosk.start();
  StickWatch sticks(kiosk.disk, kSticks);
  CHECK_FALSE(sticks.next());
  kiosk.put_in("sdb1-1");
  const auto stick = sticks.next();
  REQUIRE(stick == kSticks / "sdb1-1");
  CHECK_FALSE(sticks.next());
  take(agent, *stick);
  CHECK(kiosk.fetcher->asked.empty());
  CHECK(agent.status().data_use.month_bytes == 0);
  REQUIRE(agent.status().release);
  CHECK(agent.status().release->number == 1);
  CHECK_FALSE(agent.status().last_contact);  // that is the server's
  CHECK(kiosk.corner()["state"] == "fresh");
  CHECK(kiosk.corner()["release"] == 1);
  CHECK(in_words(agent.status()).find("brought something new; release 1 is on") != std::string::npos);
  SECTION("the same one once more") {
    REQUIRE(kiosk.disk.remove(kSticks / "sdb1-1.ready"));
    CHECK_FALSE(sticks.next());  // out
    put(kiosk.disk, kSticks / "sdb1-1.ready", "");
    take(agent, sticks.next().value());
    CHECK(kiosk.corner()["state"] == "nothing_new");
    CHECK_FALSE(agent.status().refused);
  }
  SECTION("an older one") {
    const auto older = kiosk.put_in("sdb1-2");
    publish(kiosk.repository, 2);
    take(agent, kiosk.put_in("sdb1-3"));
    CHECK(agent.status().release->number == 2);
    take(agent, older);
    CHECK(agent.status().release->number == 2);
    CHECK(kiosk.corner()["state"] == "nothing_new");
    CHECK(agent.status().failures_in_a_row == 0);
  }
  SECTION("after a restart it is told what became of it") {
    agent.save_notes();
    const auto status = load_status(kiosk.disk, "/store");
    REQUIRE(status.stick);
    CHECK(status.stick->state == StickState::fresh);
    CHECK(status.stick->name == "sdb1-1");
  }
}

TEST_CASE("a stick with wrong bytes, one that is pulled out and one without content are told as such") {
  StickKiosk kiosk;
  auto agent = kiosk.start();
  const auto stick = kiosk.put_in("sdb1-1");
  std::string state;
  SECTION("wrong bytes") {
    for (const auto& path : kiosk.objects_on(stick)) {
      auto bytes = *read_file(kiosk.disk, path, 1 << 20);
      bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
      put(kiosk.disk, path, bytes);
    }
    state = "refused";
  }
  SECTION("pulled out") {
    for (const auto& path : kiosk.objects_on(stick)) REQUIRE(kiosk.disk.remove(path));
    state = "unreadable";
  }
  SECTION("no content") {
    REQUIRE(make_directories(kiosk.disk, kSticks / "sdc1-1/photos"));
    take(agent, kSticks / "sdc1-1");
    state = "no_content";
  }
  if (state != "no_content") take(agent, stick);
  CHECK(kiosk.corner()["state"] == state);
  CHECK_FALSE(agent.status().release);
  CHECK(agent.status().failures_in_a_row == 0);  // of the server
  CHECK(kiosk.corner()["error"].is_object() == (state != "no_content"));
}

TEST_CASE("a repository is found on a stick where the tools write it, and never behind a link") {
  CutDisk disk;
  for (const char* folder : {"/a/metadata", "/b/gatecast/repository/metadata", "/c/else/metadata", "/d"})
    REQUIRE(make_directories(disk, folder));
  REQUIRE(disk.make_link("/a/metadata", "/d/metadata"));
  CHECK(repository_on(disk, "/a") == Path("/a"));
  CHECK(repository_on(disk, "/b") == Path("/b/gatecast/repository"));
  CHECK_FALSE(repository_on(disk, "/c"));
  CHECK_FALSE(repository_on(disk, "/d"));
}
