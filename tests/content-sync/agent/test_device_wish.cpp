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

TEST_CASE(
    "what the player of this version does not do is told, and nothing else of the wish suffers from it") {
  MovedKiosk kiosk;
  auto agent = kiosk.start();
  REQUIRE(agent.update({}));
  auto wish = wish_for();
  wish.channel = "la-lay-gate";
  wish.volume_percent = 60;
  wish.update_hours = "01:00-04:00";
  ask(kiosk.repository, wish);
  REQUIRE(agent.update({}));
  const auto status = kiosk.seen();
  CHECK(status.channel == "lao-bao-hall");
  CHECK(status.release->number == 1);
  CHECK(status.data_rules.hours == "01:00-04:00");
  REQUIRE(status.device_refused.size() == 2);
  for (const auto& error : status.device_refused) CHECK(error.rule == "device.unsupported");
  CHECK(in_words(status).find("Technicians   content 01:00-04:00, says Khanh") != std::string::npos);
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
