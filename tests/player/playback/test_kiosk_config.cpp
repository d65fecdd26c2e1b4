#include "player/playback/kiosk_config.h"

#include <catch2/catch.hpp>

#include "tests/support/cut_disk.h"

using namespace gatecast;
using namespace gatecast::playback;
using gatecast::test::CutDisk;

namespace {

Result<KioskConfig> read(const std::string& text) {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/etc"));
  REQUIRE(write_file_durably(disk, "/etc/kiosk.json", text));
  return read_kiosk_config(disk, "/etc/kiosk.json");
}

}  // namespace

TEST_CASE("a kiosk's file needs little, and is read by player and agent alike") {
  const auto config = read(R"({"channel": "lao-bao-hall", "server": "https://x", "poll_seconds": 60,
                               "touch": false, "tags": ["hall", "north"], "outputs": "/etc/outputs.json"})");
  REQUIRE(config);
  CHECK(config->channel == "lao-bao-hall");
  CHECK(config->root == "/etc/gatecast/root.json");
  CHECK(config->store == "/var/lib/gatecast/store");
  CHECK(config->player_state == "/var/lib/gatecast/player-state");
  CHECK_FALSE(config->has_touch);
  CHECK(config->tags == std::vector<std::string>{"hall", "north"});
  CHECK(config->outputs == "/etc/outputs.json");
}

TEST_CASE("the officer's switch is named by its device, its key and its kind") {
  const auto config =
      read(R"({"channel": "x", "switch": {"device": "/dev/input/by-id/a", "key": "F13", "kind": "button"}})");
  REQUIRE(config);
  REQUIRE(config->officer_switch);
  CHECK(config->officer_switch->device == "/dev/input/by-id/a");
  CHECK(config->officer_switch->code == 183);
  CHECK(config->officer_switch->kind == SwitchKind::button);
  CHECK(read(R"({"switch": {"device": "/dev/input/event7", "key": 113}})")->officer_switch->kind ==
        SwitchKind::key);
  for (const char* wrong :
       {R"({"switch": true})", R"({"switch": {"key": "F13"}})",
        R"({"switch": {"device": "a", "key": "F13"}})", R"({"switch": {"device": "/dev/x", "key": "F99"}})",
        R"({"switch": {"device": "/dev/x", "key": "F13", "kind": "lever"}})"})
    CHECK_FALSE(read(wrong));
}

TEST_CASE("a kiosk's file that is wrong is told with its place; a field that nobody knows costs no picture") {
  const auto wrong = read("{\n  \"channel\": \"x\",\n  \"touch\": \"no\"\n}");
  REQUIRE(!wrong);
  CHECK(to_string(wrong.error()).find("/etc/kiosk.json:3:12: \"touch\" must be true") != std::string::npos);
  CHECK(to_string(wrong.error()).find("true or false") != std::string::npos);
  CHECK_FALSE(read("[]"));
  CHECK_FALSE(read(R"({"tags": "hall"})"));
  const auto later = read("{\"channel\": \"x\",\n \"chanel\": 1}");
  REQUIRE(later);
  REQUIRE(later->unknown.size() == 1);
  CHECK(to_string(later->unknown.front()).find("/etc/kiosk.json:2:12: unknown field \"chanel\"") == 0);
  CHECK(later->unknown.front().kind == ErrorKind::usage);
  CHECK(later->unknown.front().hint == "did you mean \"channel\"?");
  // Wrong JSON is as much a mistake of who wrote the file: one exit code.
  CHECK(read("{\"channel\": }").error().kind == ErrorKind::usage);

  CutDisk empty;
  const auto missing = read_kiosk_config(empty, "/etc/gatecast/kiosk.json");
  REQUIRE(!missing);
  CHECK(missing.error().kind == ErrorKind::usage);
  CHECK(to_string(missing.error()).find("gatecast-provision") != std::string::npos);
}

TEST_CASE("a field that the command line stands above is told with its place") {
  const auto config = read("{\"channel\": \"x\",\n \"root\": \"/data/root.json\"}");
  REQUIRE(config);
  CHECK(config->places.count("store") == 0);  // what the file does not name cannot be overruled
  const auto error = overruled(*config, "root", "/etc/gatecast/root.json");
  CHECK(to_string(error).find(
            "/etc/kiosk.json:2:10: \"root\" is not heeded: this kiosk's own is /etc/gatecast/root.json") ==
        0);
  CHECK(error.hint == "take \"root\" out of the file");
}
