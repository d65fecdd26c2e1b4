#include "player/playback/device_memory.h"

#include <catch2/catch.hpp>

#include "tests/support/cut_disk.h"
#include "tests/support/devices.h"

using namespace gatecast;
using namespace gatecast::playback;
using namespace gatecast::test;

namespace {

struct Room {
  CutDisk disk;
  TestRepository repository;
  DeviceMemory::Place place{"/store", "/state", "lao-bao", "hall-1", "lao-bao-hall"};

  Room() {
    for (const char* folder : {"/store", "/state"}) REQUIRE(make_directories(disk, folder));
    add_device_role(repository);
  }
  void ask_volume(std::int64_t percent, const std::optional<std::string>& channel = {}) {
    auto wish = wish_for();
    wish.volume_percent = percent;
    wish.channel = channel;
    ask(repository, wish);
    store_now();
  }
  void store_now() {
    REQUIRE(
        write_file_durably(disk, "/store/device.json", store::write_role_files(device_files(repository))));
  }
  std::int64_t hear(DeviceMemory& memory) {
    const auto news = memory.hear(repository.root_file(1));
    if (!news) return -1;
    return news->wish ? news->wish->volume_percent.value_or(0) : 0;
  }
};

}  // namespace

TEST_CASE("the player verifies what technicians ask from its own root, and hears it once") {
  Room room;
  DeviceMemory memory(room.disk, room.place);
  CHECK(room.hear(memory) == 0);
  room.ask_volume(40);
  CHECK(room.hear(memory) == 40);
  CHECK(room.hear(memory) == -1);
  room.repository.keys["device-lao-bao"] = {test_key(99, "Mallory")};
  room.ask_volume(80);
  CHECK(room.hear(memory) == -1);
  // A kiosk without a name is asked nothing.
  auto nameless = room.place;
  nameless.kiosk.clear();
  DeviceMemory nobody(room.disk, nameless);
  CHECK(room.hear(nobody) == -1);
}

TEST_CASE("an older wish that is put back is refused by the player's own floor, over a restart too") {
  Room room;
  room.ask_volume(40);
  const auto old = device_files(room.repository);
  {
    DeviceMemory memory(room.disk, room.place);
    CHECK(room.hear(memory) == 40);
    room.ask_volume(60);
    CHECK(room.hear(memory) == 60);
  }
  REQUIRE(write_file_durably(room.disk, "/store/device.json", store::write_role_files(old)));
  DeviceMemory memory(room.disk, room.place);
  CHECK(room.hear(memory) == 60);  // remembered
  REQUIRE(room.disk.remove("/store/device.json"));
  DeviceMemory without(room.disk, room.place);
  CHECK(room.hear(without) == 60);
}

TEST_CASE("the player goes to another channel only as the release that plays allows, and comes home always") {
  Room room;
  room.ask_volume(40, "la-lay-gate");
  const auto bounds = usual_bounds();
  {
    DeviceMemory memory(room.disk, room.place);
    REQUIRE(room.hear(memory) == 40);
    CHECK(memory.next_channel(nullptr).empty());
    const bundle::DeviceBounds tight;
    CHECK(memory.next_channel(&tight).empty());
    CHECK(memory.next_channel(&bounds) == "la-lay-gate");
    REQUIRE(memory.note_in_effect("la-lay-gate"));
    CHECK(memory.next_channel(&bounds).empty());
  }
  DeviceMemory memory(room.disk, room.place);
  CHECK(memory.channel() == "la-lay-gate");
  room.ask_volume(40);
  REQUIRE(room.hear(memory) == 40);
  CHECK(memory.next_channel(nullptr) == "lao-bao-hall");
  // Provisioned for another channel by hand: that counts.
  auto moved = room.place;
  moved.channel = "hue-citadel";
  CHECK(DeviceMemory(room.disk, moved).channel() == "hue-citadel");
}

TEST_CASE("what was good last is remembered over a restart, as long as anything is asked") {
  Room room;
  room.ask_volume(95);
  auto release = sample_release().release;
  release.device_bounds = usual_bounds();
  {
    DeviceMemory memory(room.disk, room.place);
    const auto news = memory.hear(room.repository.root_file(1));
    REQUIRE(news);
    CHECK(applied_wish(*news, release).refused.size() == 1);
    CHECK(!applied_wish(*news, release).applied.volume_percent);
    auto held = *news->wish;
    held.volume_percent = 40;
    REQUIRE(memory.hold(held));
  }
  {
    DeviceMemory memory(room.disk, room.place);
    const auto news = memory.hear(room.repository.root_file(1));
    REQUIRE(news);
    CHECK(applied_wish(*news, release).applied.volume_percent == 40);
    ask(room.repository, wish_for("hall-2"));
    room.repository.targets["device-lao-bao"].targets.erase("devices/lao-bao/hall-1.json");
    ask(room.repository, wish_for("hall-2"));
    room.store_now();
    CHECK(room.hear(memory) == 0);
  }
  room.ask_volume(95);
  DeviceMemory memory(room.disk, room.place);
  CHECK(!applied_wish(*memory.hear(room.repository.root_file(1)), release).applied.volume_percent);
}

TEST_CASE("what this machine cannot do of a wish is left for the agent until it is asked no more") {
  Room room;
  room.ask_volume(40);
  DeviceMemory memory(room.disk, room.place);
  const auto news = memory.hear(room.repository.root_file(1));
  REQUIRE(news);
  const auto written = [&] { return *read_file(room.disk, "/state/device.json", 65'536); };
  REQUIRE(memory.hold(*news->wish, {environment_error("screen.brightness", "display", "cannot be dimmed")}));
  CHECK(written().find("screen.brightness") != std::string::npos);
  REQUIRE(memory.hold(*news->wish, {}));
  CHECK(written().find("screen.brightness") == std::string::npos);
  REQUIRE(memory.hold(*news->wish, {environment_error("screen.brightness", "display", "cannot be dimmed")}));
  // Taken back.
  room.repository.targets["device-lao-bao"].targets.erase("devices/lao-bao/hall-1.json");
  ask(room.repository, wish_for("hall-2"));
  room.store_now();
  CHECK(room.hear(memory) == 0);
  CHECK(written().find("screen.brightness") == std::string::npos);
}

TEST_CASE(
    "since when the screen is dark for its hours is left for who waits for that, and never of another "
    "start") {
  Room room;
  room.ask_volume(40);
  const auto written = [&] { return *read_file(room.disk, "/state/device.json", 65'536); };
  {
    DeviceMemory memory(room.disk, room.place);
    const auto news = memory.hear(room.repository.root_file(1));
    REQUIRE(memory.hold(*news->wish, {}, *parse_instant("2026-12-01T15:00:00Z")));
    CHECK(written().find("\"resting_since\": \"2026-12-01T15:00:00Z\"") != std::string::npos);
  }
  DeviceMemory memory(room.disk, room.place);
  const auto news = memory.hear(room.repository.root_file(1));
  REQUIRE(news);
  REQUIRE(memory.hold(*news->wish));
  CHECK(written().find("resting_since") == std::string::npos);
}

TEST_CASE("a wish that cannot be read now is heard as soon as it can, although its file is as it was") {
  Room room;
  room.ask_volume(40);
  DeviceMemory memory(room.disk, room.place);
  // Too many open files, or a disk that gives read errors; at the first look at the file, or at the second.
  room.disk.unreadable = {{"/store/device.json", 0}};
  CHECK(room.hear(memory) == 0);  // as it is remembered: nothing
  for (const int times : {0, 1, 0}) {
    room.disk.unreadable = {{"/store/device.json", times}};
    CHECK(room.hear(memory) == -1);
  }
  room.disk.unreadable.clear();
  CHECK(room.hear(memory) == 40);
  CHECK(room.hear(memory) == -1);
  room.ask_volume(60);
  room.disk.unreadable = {{"/store/device.json", 1}};
  CHECK(room.hear(memory) == -1);
  room.disk.unreadable.clear();
  CHECK(room.hear(memory) == 60);
}

TEST_CASE("a wish that could not be written down is written later, and a restart does not lose it") {
  Room room;
  room.ask_volume(40);
  DeviceMemory memory(room.disk, room.place);
  room.disk.fail_after = 1;
  CHECK(room.hear(memory) == 40);
  CHECK(room.disk.status("/state/device.json")->kind == FileKind::missing);
  REQUIRE(memory.tend());
  REQUIRE(room.disk.remove("/store/device.json"));
  DeviceMemory again(room.disk, room.place);
  CHECK(room.hear(again) == 40);
}

TEST_CASE(
    "who was sent elsewhere begins there until home is in effect, also when nobody asks for it any more") {
  Room room;
  room.ask_volume(40, "la-lay-gate");
  {
    DeviceMemory memory(room.disk, room.place);
    REQUIRE(room.hear(memory) == 40);
    REQUIRE(memory.note_in_effect("la-lay-gate"));
    room.repository.targets["device-lao-bao"].targets.erase("devices/lao-bao/hall-1.json");
    ask(room.repository, wish_for("hall-2"));
    room.store_now();
    REQUIRE(room.hear(memory) == 0);
  }
  DeviceMemory memory(room.disk, room.place);
  CHECK(memory.channel() == "la-lay-gate");
  CHECK(memory.next_channel(nullptr) == "lao-bao-hall");
}
