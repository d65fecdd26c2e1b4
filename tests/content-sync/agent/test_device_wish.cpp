#include "tests/support/devices.h"
#include "tests/support/machine.h"

using namespace gatecast;
using namespace gatecast::agent;
using namespace gatecast::test;

namespace {

// Both channels of one province; the hall's release says how far technicians may go.
struct MovedKiosk : Machine {
  MovedKiosk() {
    repository = TestRepository({"lao-bao-hall", "la-lay-gate"});
    REQUIRE(write_file_durably(disk, config.root, repository.root_file(1)));
    add_device_role(repository);
    show("lao-bao-hall", 1);
    show("la-lay-gate", 5);
    config.site = "lao-bao";
    config.kiosk = "hall-1";
  }
  void show(const std::string& channel, std::int64_t number, bool has_bounds = true) {
    auto sample = sample_release(channel, number, channel + std::to_string(number));
    if (has_bounds) sample.release.device_bounds = usual_bounds();
    std::vector<Bytes> objects;
    for (const auto& [hash, bytes] : sample.objects) objects.push_back(bytes);
    repository.publish_release(channel, bundle::write_release(sample.release), number, objects);
  }
  void send_to(const std::optional<std::string>& channel) {
    auto wish = wish_for();
    wish.channel = channel;
    ask(repository, wish);
  }
  SyncStatus seen() { return observe(disk, clock, config); }
};

}  // namespace

TEST_CASE("a kiosk goes to the channel that a technician names within the release's bounds, and comes home") {
  MovedKiosk kiosk;
  auto agent = kiosk.start();
  REQUIRE(agent.update({}));
  CHECK(kiosk.seen().release->number == 1);
  kiosk.send_to("la-lay-gate");
  REQUIRE(agent.update({}));
  CHECK(kiosk.seen().channel == "la-lay-gate");
  CHECK(kiosk.seen().release->number == 5);
  CHECK(in_words(kiosk.seen()).find("Technicians   channel la-lay-gate, says Khanh") != std::string::npos);
  // It stays there over a restart, and follows that channel's releases.
  kiosk.show("la-lay-gate", 6);
  agent = kiosk.start();
  REQUIRE(agent.update({}));
  CHECK(kiosk.seen().release->number == 6);
  kiosk.send_to(std::nullopt);
  REQUIRE(agent.update({}));
  CHECK(kiosk.seen().channel == "lao-bao-hall");
  CHECK(kiosk.seen().release->number == 1);
}

TEST_CASE("a channel outside the bounds, or one that shows nothing, changes nothing and is told") {
  MovedKiosk kiosk;
  auto agent = kiosk.start();
  REQUIRE(agent.update({}));
  kiosk.send_to("hue-citadel");
  REQUIRE(agent.update({}));
  const auto status = kiosk.seen();
  CHECK(status.release->number == 1);
  REQUIRE(status.device_refused.size() == 1);
  CHECK(status.device_refused[0].rule == "device.channel");
  CHECK(in_words(status).find("Not applied") != std::string::npos);
  CHECK(to_json(status)["device"]["refused"][0]["rule"] == "device.channel");
}

TEST_CASE("hours of fetching follow the technician, and what the bounds do not allow is told") {
  MovedKiosk kiosk;
  auto agent = kiosk.start();
  REQUIRE(agent.update({}));
  auto wish = wish_for();
  wish.update_hours = "01:00-04:00";
  wish.brightness_percent = 30;
  ask(kiosk.repository, wish);
  REQUIRE(agent.update({}));
  CHECK(kiosk.seen().data_rules.hours == "01:00-04:00");
  REQUIRE(kiosk.seen().device_refused.size() == 1);
  CHECK(kiosk.seen().device_refused[0].rule == "device.brightness");
  // A file that somebody wrote in between asks nothing.
  put(kiosk.disk, "/store/device.json", "{}");
  CHECK(kiosk.seen().data_rules.hours.empty());
  CHECK(kiosk.seen().device_refused.size() == 1);
}

TEST_CASE("a kiosk that was sent elsewhere stays there when the next wish is refused or cannot be read") {
  MovedKiosk kiosk;
  auto agent = kiosk.start();
  REQUIRE(agent.update({}));
  kiosk.send_to("la-lay-gate");
  REQUIRE(agent.update({}));
  kiosk.send_to("hue-citadel");
  REQUIRE(agent.update({}));
  CHECK(kiosk.seen().channel == "la-lay-gate");
  CHECK(kiosk.seen().release->number == 5);
  CHECK(kiosk.seen().device_refused.at(0).rule == "device.channel");
  // A damaged file is fetched anew, and meanwhile nothing of home is.
  put(kiosk.disk, "/store/device.json", "{}");
  agent = kiosk.start();
  CHECK(kiosk.seen().channel == "la-lay-gate");
  kiosk.fetcher->asked.clear();
  REQUIRE(agent.update({}));
  for (const auto& path : kiosk.fetcher->asked) CHECK(path.find("lao-bao-hall") == std::string::npos);
  CHECK(kiosk.seen().release->number == 5);
  CHECK(kiosk.seen().warnings.empty());
}

TEST_CASE(
    "what the player says that its machine cannot do stands in the status, however hostile it says it") {
  MovedKiosk kiosk;
  kiosk.config.player_state = "/player-state";
  auto agent = kiosk.start();
  kiosk.send_to(std::nullopt);
  REQUIRE(agent.update({}));
  REQUIRE(make_directories(kiosk.disk, "/player-state"));
  put(kiosk.disk, "/player-state/device.json",
      R"({"undone": [{"rule": "screen.brightness", "message": "cannot\u001b[2J be dimmed", "hint": "by hand"}, 7]})");
  const auto told = kiosk.seen().device_refused;
  REQUIRE(told.size() == 1);
  CHECK(told.front().rule == "screen.brightness");
  CHECK(told.front().message.find('\x1b') == std::string::npos);
  CHECK(in_words(kiosk.seen()).find("be dimmed [screen.brightness]") != std::string::npos);
  for (const auto* odd : {"{}", "[]", "{\"undone\": {}}", "{", "{\"undone\": [{}, [], null]}"}) {
    put(kiosk.disk, "/player-state/device.json", odd);
    CHECK(kiosk.seen().device_refused.empty());
  }
  std::string flood = "{\"undone\": [";
  for (int i = 0; i < 500; ++i) flood += "{\"rule\": \"a.b\", \"message\": \"x\"},";
  put(kiosk.disk, "/player-state/device.json", flood + "7]}");
  CHECK(kiosk.seen().device_refused.size() == 10);
}

TEST_CASE(
    "the status tells the values of before where the newest wish is refused, as far as the player says") {
  MovedKiosk kiosk;
  kiosk.config.player_state = "/player-state";
  REQUIRE(make_directories(kiosk.disk, "/player-state"));
  auto agent = kiosk.start();
  auto wish = wish_for();
  wish.volume_percent = 95;
  wish.power_hours = "08:00-10:00";
  wish.tags = {"north"};
  ask(kiosk.repository, wish);
  REQUIRE(agent.update({}));
  CHECK(kiosk.seen().device == "tags north, says Khanh");
  const auto held = [&](const std::string& values) {
    put(kiosk.disk, "/player-state/device.json",
        R"({"format": 1, "held": {"site": "lao-bao", "kiosk": "hall-1", )" + values + "}}");
  };
  held(R"("volume_percent": 50, "power_hours": "06:00-22:00", "tags": ["south"])");
  CHECK(kiosk.seen().device == "tags north, volume 50 %, on 06:00-22:00, says Khanh");
  CHECK(kiosk.seen().device_refused.size() == 2);
  REQUIRE(agent.update({}));
  CHECK(in_words(kiosk.seen()).find("volume 50 %, on 06:00-22:00, says Khanh") != std::string::npos);
  // The whole wish cannot be verified.
  const auto good = *read_file(kiosk.disk, "/store/device.json", 1 << 22);
  put(kiosk.disk, "/store/device.json", "{}");
  CHECK(kiosk.seen().device == "tags south, volume 50 %, on 06:00-22:00, as it was before");
  put(kiosk.disk, "/store/device.json", good);
  // A player that was taken over: what it says is bounded, of the form of a wish, and within the bounds.
  for (const auto* hostile :
       {R"("volume_percent": 99)", R"("volume_percent": "50")",
        R"("volume_percent": 50, "tags": ["\u001b[2J"])",
        R"("volume_percent": 50, "power_hours": "\u001b[2J")", R"("volume_percent": 50, "tags": {"a": 1})"}) {
    INFO(hostile);
    held(hostile);
    CHECK(kiosk.seen().device == "tags north, says Khanh");
  }
  for (const auto* hostile : {R"({"held": {"site": "lao-bao", "kiosk": "hall-2", "volume_percent": 50}})",
                              R"({"held": [[[[[[[[]]]]]]]]})", R"({"held": 7})", "[]", "{"}) {
    INFO(hostile);
    put(kiosk.disk, "/player-state/device.json", hostile);
    CHECK(kiosk.seen().device == "tags north, says Khanh");
  }
  held(R"("volume_percent": 50, "tags": [)" + std::string(300'000, ' ') + "]");
  CHECK(kiosk.seen().device == "tags north, says Khanh");
  kiosk.disk.unreadable = {{"/player-state/device.json", 0}};
  CHECK(kiosk.seen().device == "tags north, says Khanh");
}

TEST_CASE("for a player that has no release to decide where it may go, home is fetched first") {
  MovedKiosk kiosk;
  kiosk.config.player_state = "/player-state";
  REQUIRE(make_directories(kiosk.disk, "/player-state"));
  auto agent = kiosk.start();
  REQUIRE(agent.update({}));
  kiosk.send_to("la-lay-gate");
  REQUIRE(agent.update({}));
  REQUIRE(kiosk.seen().channel == "la-lay-gate");
  // The player's folder was lost.
  put(kiosk.disk, "/player-state/device.json", R"({"format": 1, "undecided_channel": "la-lay-gate"})");
  CHECK(kiosk.seen().device_refused.at(0).rule == "device.channel");
  agent = kiosk.start();
  REQUIRE(agent.update({}));
  CHECK(kiosk.seen().channel == "lao-bao-hall");
  CHECK(kiosk.seen().release->number == 1);
  REQUIRE(agent.update({}));
  CHECK(kiosk.seen().channel == "lao-bao-hall");
  // It plays, and its bounds have decided.
  put(kiosk.disk, "/player-state/device.json", R"({"format": 1, "channel": "lao-bao-hall"})");
  REQUIRE(agent.update({}));
  CHECK(kiosk.seen().channel == "la-lay-gate");
  // Of another channel than the one that is asked for it says nothing.
  put(kiosk.disk, "/player-state/device.json", R"({"format": 1, "undecided_channel": "hue-citadel"})");
  REQUIRE(agent.update({}));
  CHECK(kiosk.seen().channel == "la-lay-gate");
}
