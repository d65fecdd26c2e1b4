#include <catch2/catch.hpp>

#include "content-sync/store/store.h"
#include "content-sync/updater/updater.h"
#include "tests/support/cut_disk.h"
#include "tests/support/devices.h"
#include "tests/support/repository_fetcher.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

const Path kDeviceStore = "/store";

struct DeviceKiosk {
  TestRepository repository;
  CutDisk disk;
  std::vector<std::string> rules;
  std::vector<std::string> asked;
  bool is_new = false;

  DeviceKiosk() {
    add_device_role(repository);
    publish(repository, 1);
  }
  void update() {
    auto store = store::Store::open(disk, kDeviceStore);
    REQUIRE(store);
    RepositoryFetcher fetcher(repository.files);
    updater::UpdateOptions options;
    options.channel = "lao-bao-hall";
    options.pinned_root = repository.root_file(1);
    options.now = repository.now;
    options.reserve_bytes = 0;
    options.site = "lao-bao";
    options.kiosk = "hall-1";
    is_new = false;
    options.on_device = [&](const auto& outcome) {
      if (outcome)
        is_new = outcome->is_new;
      else
        rules.push_back(outcome.error().rule);
    };
    const auto report = updater::run_update(*store, fetcher, options);
    if (!report) rules.push_back(report.error().rule);
    asked = fetcher.asked;
  }
  Result<store::VerifiedDevice> stored(const store::Floor& floor = {}) {
    return store::load_verified_device(disk, kDeviceStore / store::kDeviceFile, repository.root_file(1),
                                       "lao-bao", "hall-1", floor);
  }
  std::int64_t volume() {
    const auto device = stored();
    return device && device->wish ? device->wish->volume_percent.value_or(0) : 0;
  }
  void ask_volume(std::int64_t percent, const std::string& kiosk = "hall-1") {
    auto wish = wish_for(kiosk);
    wish.volume_percent = percent;
    ask(repository, wish);
  }
};

}  // namespace

TEST_CASE("what technicians ask of a kiosk is fetched once, and again only when it is new") {
  DeviceKiosk kiosk;
  kiosk.update();
  CHECK(kiosk.volume() == 0);
  kiosk.ask_volume(40);
  kiosk.update();
  CHECK(kiosk.is_new);
  CHECK(kiosk.volume() == 40);
  CHECK(kiosk.stored()->signers == std::vector<std::string>{"Khanh"});
  kiosk.update();
  CHECK_FALSE(kiosk.is_new);
  for (const auto& path : kiosk.asked) CHECK(path.find("device") == std::string::npos);
  // Of another kiosk: the role is new, what is asked of this one stays.
  kiosk.ask_volume(70, "hall-2");
  kiosk.update();
  CHECK(kiosk.volume() == 40);
  CHECK(kiosk.rules.empty());
}

TEST_CASE("only the technicians of this site may ask, and only of its kiosks") {
  DeviceKiosk kiosk;
  kiosk.ask_volume(40);
  kiosk.update();
  // An editor's key, a technician of another site, and a word under another role's name.
  kiosk.repository.keys["device-lao-bao"] = {test_key(99, "Mallory")};
  kiosk.ask_volume(50);
  kiosk.update();
  CHECK(kiosk.rules == std::vector<std::string>{"tuf.delegated.threshold"});
  CHECK(kiosk.volume() == 40);

  DeviceKiosk other;
  add_device_role(other.repository, "la-lay");
  auto wish = wish_for();
  wish.volume_percent = 50;
  ask(other.repository, wish, {}, "devices/lao-bao/hall-1.json", "la-lay");
  other.update();
  CHECK(other.volume() == 0);
}

TEST_CASE("an older wish is refused by the kiosk, and by the floor of whoever reads the file") {
  DeviceKiosk kiosk;
  kiosk.ask_volume(40);
  kiosk.update();
  const auto old_files = kiosk.repository.files;
  const auto old_store = read_file(kiosk.disk, kDeviceStore / store::kDeviceFile, 1 << 22).value();
  kiosk.ask_volume(60);
  kiosk.update();
  CHECK(kiosk.volume() == 60);
  const auto floor = kiosk.stored()->seen;
  // A server that was set back, whatever it signs with its online keys.
  kiosk.repository.files = old_files;
  kiosk.update();
  CHECK(kiosk.rules == std::vector<std::string>{"tuf.timestamp.rollback"});
  CHECK(kiosk.volume() == 60);
  // A hijacked agent.
  REQUIRE(write_file_durably(kiosk.disk, kDeviceStore / store::kDeviceFile, old_store));
  REQUIRE(!kiosk.stored(floor));
  CHECK(kiosk.stored(floor).error().rule == "store.floor.role");
}

TEST_CASE(
    "a wish with wrong bytes, of wrong form or of another kiosk is refused, and content comes all the same") {
  DeviceKiosk kiosk;
  const std::string head = R"({"site":"lao-bao","kiosk":"hall-1",)";
  ask(kiosk.repository, wish_for(), head + R"("volume_percent":"loud"})");
  kiosk.update();
  CHECK(kiosk.stored().error().rule == "device.form");
  ask(kiosk.repository, wish_for(), bundle::write_device(wish_for("hall-2")), "devices/lao-bao/hall-1.json");
  kiosk.update();
  CHECK(kiosk.stored().error().rule == "device.name");
  kiosk.ask_volume(30);
  for (auto& [path, bytes] : kiosk.repository.files)
    if (path.starts_with("targets/devices/")) bytes[bytes.size() / 2] = '~';
  kiosk.update();
  CHECK(kiosk.rules == std::vector<std::string>{"tuf.target.hash"});
  auto store = store::Store::look(kiosk.disk, kDeviceStore);
  CHECK(store.active());
}

TEST_CASE("a power cut while a wish is stored leaves the old one or the new one") {
  DeviceKiosk kiosk;
  kiosk.ask_volume(30);
  kiosk.update();
  kiosk.ask_volume(60);
  for (const auto mode : kCutModes) {
    auto before = kiosk.disk.after_cut(CutMode::all_kept, 1);
    std::vector<CutDisk> states;
    kiosk.disk.before_each = [&](const std::string&) {
      states.push_back(kiosk.disk.after_cut(mode, states.size()));
    };
    kiosk.update();
    kiosk.disk.before_each = nullptr;
    CHECK(kiosk.volume() == 60);
    CHECK(!states.empty());
    for (auto& state : states) {
      std::swap(kiosk.disk, state);
      const auto volume = kiosk.volume();
      CHECK((volume == 30 || volume == 60));
      std::swap(kiosk.disk, state);
    }
    kiosk.disk = std::move(before);
  }
}
