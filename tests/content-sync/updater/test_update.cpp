// A whole update over a network and a server that misbehave. What was on stays on, and says why.
#include <catch2/catch.hpp>

#include "content-sync/store/verified_reader.h"
#include "content-sync/updater/updater.h"
#include "tests/support/cut_disk.h"
#include "tests/support/repository_fetcher.h"

using namespace gatecast;
using namespace gatecast::test;
using updater::UpdateOptions;
using updater::UpdateReport;

namespace {

const Path kStore = "/store";

struct Kiosk {
  TestRepository repository;
  RepositoryFetcher fetcher{repository.files};
  CutDisk disk;
  UpdateOptions options;

  Kiosk() {
    options.channel = "lao-bao-hall";
    options.pinned_root = repository.root_file(1);
    options.now = repository.now;
    options.reserve_bytes = 0;
    options.player_state = "/player-state";
  }
  Result<UpdateReport> update() {
    GATECAST_TRY(auto store, store::Store::open(disk, kStore));
    return updater::run_update(store, fetcher, options);
  }
  std::string refusal() {
    const auto report = update();
    return report ? "accepted" : report.error().rule;
  }
  // The release that is on, every byte verified; 0 if there is none.
  std::int64_t on() {
    const auto release =
        store::load_verified_release(disk, kStore / "active", options.pinned_root, options.channel, {});
    if (!release) return 0;
    for (const auto& [hash, object] : release->release->objects)
      REQUIRE(store::verify_object(disk, kStore / "objects", object));
    return release->release->number;
  }
};

bool is_object(const std::string& path) {
  return path.rfind("objects/", 0) == 0;
}

void put(Disk& disk, const Path& path, ByteView bytes) {
  REQUIRE(make_directories(disk, path.parent_path()));
  const auto file = disk.open_write(path, OpenMode::replace);
  REQUIRE(file);
  REQUIRE((*file)->write_at(0, bytes));
}

}  // namespace

TEST_CASE("an update puts the new release on, and the next one finds nothing to do") {
  Kiosk kiosk;
  publish(kiosk.repository, 1);
  auto report = kiosk.update();
  REQUIRE(report);
  CHECK(report->switched);
  CHECK(report->is_new_release);
  CHECK(report->signers.size() == 2);
  CHECK(kiosk.on() == 1);

  kiosk.fetcher.asked.clear();
  report = kiosk.update();
  REQUIRE(report);
  CHECK(!report->switched);
  CHECK(kiosk.fetcher.asked == std::vector<std::string>{"metadata/2.root.json", "metadata/timestamp.json"});

  publish(kiosk.repository, 2);
  report = kiosk.update();
  REQUIRE(report);
  CHECK(kiosk.on() == 2);
  CHECK(report->objects_fetched == 2);  // the changed film and its piece list; the rest is here
}

TEST_CASE("the hourly signature renews the timestamp of what is on, without a new generation") {
  Kiosk kiosk;
  publish(kiosk.repository, 1);
  REQUIRE(kiosk.update());
  kiosk.repository.refresh_timestamp(kiosk.repository.now + std::chrono::hours(1));
  const auto report = kiosk.update();
  REQUIRE(report);
  CHECK(!report->switched);
  CHECK(report->signed_at == kiosk.repository.now);
  CHECK(kiosk.disk.list(kStore / "generations")->size() == 1);
  CHECK(read_file(kiosk.disk, kStore / "active/timestamp.json", 100'000).value() ==
        kiosk.repository.timestamp_file());
  CHECK(kiosk.on() == 1);
}

TEST_CASE("one wrong byte of an object is refused, fetched again, and given up only if it stays wrong") {
  Kiosk kiosk;
  publish(kiosk.repository, 1);
  int left = 1;
  kiosk.fetcher.tamper = [&](const std::string& path, Bytes bytes) {
    if (is_object(path) && bytes.size() > 100'000 && left-- > 0)
      bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    return bytes;
  };
  SECTION("once: healed, and only from that piece on") {
    const auto report = kiosk.update();
    REQUIRE(report);
    CHECK(kiosk.on() == 1);
    CHECK(kiosk.fetcher.sent < 600'000);
  }
  SECTION("always: refused") {
    left = 1000;
    CHECK(kiosk.refusal() == "store.piece");
    CHECK(kiosk.on() == 0);
    kiosk.fetcher.tamper = nullptr;
    REQUIRE(kiosk.update());
    CHECK(kiosk.on() == 1);
  }
}

TEST_CASE("every way in which a network fails leaves what is on, and the next good run ends well") {
  Kiosk kiosk;
  publish(kiosk.repository, 1);
  REQUIRE(kiosk.update());
  publish(kiosk.repository, 2);
  auto& fetcher = kiosk.fetcher;
  fetcher.sent = 0;
  SECTION("a captive portal answers with a page") {
    fetcher.tamper = [](const std::string&, const Bytes&) { return Bytes("<html>Please log in</html>"); };
    CHECK(kiosk.refusal() != "accepted");
  }
  SECTION("objects are cut short") {
    fetcher.tamper = [](const std::string& path, Bytes bytes) {
      return is_object(path) ? bytes.substr(0, bytes.size() - 1) : bytes;
    };
    CHECK(kiosk.refusal() == "store.object");
  }
  SECTION("objects do not end") {
    fetcher.tamper = [](const std::string& path, Bytes bytes) {
      return is_object(path) ? bytes + Bytes(1'000'000, 'x') : bytes;
    };
    CHECK(kiosk.refusal() == "fetch.too_long");
    CHECK(fetcher.sent < 1'500'000);
  }
  SECTION("metadata do not end") {
    fetcher.tamper = [](const std::string& path, Bytes bytes) {
      return path == "metadata/timestamp.json" ? bytes + Bytes(100'000'000, ' ') : bytes;
    };
    CHECK(kiosk.refusal() == "fetch.too_long");
    CHECK(fetcher.sent < 100'000);
  }
  SECTION("the line breaks at any byte") {
    for (std::uint64_t after = 0; after < 400'000; after += 17'000) {
      fetcher.sent = 0;
      fetcher.breaks_after = after;
      const auto report = kiosk.update();
      if (!report) CHECK(report.error().rule == "fetch.network");
      CHECK(kiosk.on() == (report ? 2 : 1));
    }
  }
  if (kiosk.on() != 2) CHECK(kiosk.on() == 1);
  fetcher.tamper = nullptr;
  fetcher.breaks_after = UINT64_MAX;
  REQUIRE(kiosk.update());
  CHECK(kiosk.on() == 2);
}

TEST_CASE("a broken download goes on where it stopped, also when ranges are ignored or begin too early") {
  Kiosk kiosk;
  const auto sample = publish(kiosk.repository, 1);
  kiosk.fetcher.breaks_after = 250'000;
  CHECK(kiosk.refusal() == "fetch.network");
  kiosk.fetcher.breaks_after = UINT64_MAX;
  std::uint64_t all = 0;
  for (const auto& [hash, bytes] : sample.objects) all += bytes.size();
  const auto before = kiosk.fetcher.sent;
  SECTION("ranges work") {
    REQUIRE(kiosk.update());
    // What was verified is not fetched again; at most a piece and the metadata are.
    CHECK(kiosk.fetcher.sent - before + 250'000 < all + 64 * 1024 + 40'000);
  }
  SECTION("ranges are ignored") {
    kiosk.fetcher.ignores_ranges = true;
    REQUIRE(kiosk.update());
  }
  SECTION("ranges begin earlier") {
    kiosk.fetcher.begins_earlier = 5'000;
    REQUIRE(kiosk.update());
  }
  CHECK(kiosk.on() == 1);
}

TEST_CASE("an object that rots on the disk is named, fetched again and replaced while the release stays on") {
  Kiosk kiosk;
  const auto sample = publish(kiosk.repository, 1);
  REQUIRE(kiosk.update());
  const auto& object = std::max_element(sample.release.objects.begin(), sample.release.objects.end(),
                                        [](const auto& a, const auto& b) {
                                          return a.second.length_bytes < b.second.length_bytes;
                                        })
                           ->second;
  auto wrong = sample.objects.at(object.sha256);
  wrong[wrong.size() / 2] = static_cast<char>(wrong[wrong.size() / 2] ^ 1);
  put(kiosk.disk, store::object_path(kStore / "objects", object.sha256), wrong);
  SECTION("the player says so") {
    put(kiosk.disk, "/player-state/broken.json",
        R"({"format":1,"objects":[")" + object.sha256.hex() + R"("]})");
  }
  SECTION("a scrub finds it") {
    kiosk.options.suspects = {object.sha256};
  }
  const auto report = kiosk.update();
  REQUIRE(report);
  CHECK(report->repaired == std::vector<Sha256>{object.sha256});
  CHECK(!report->switched);
  CHECK(kiosk.on() == 1);
}

TEST_CASE("a link in the place of an object is never followed but replaced") {
  Kiosk kiosk;
  const auto sample = publish(kiosk.repository, 1);
  REQUIRE(kiosk.update());
  const auto& object = sample.release.objects.begin()->second;
  const auto path = store::object_path(kStore / "objects", object.sha256);
  put(kiosk.disk, "/secret", sample.objects.at(object.sha256));
  REQUIRE(kiosk.disk.remove(path));
  REQUIRE(kiosk.disk.make_link("/secret", path));
  REQUIRE(kiosk.update());
  CHECK(kiosk.disk.status(path)->kind == FileKind::file);
  CHECK(kiosk.on() == 1);
}

TEST_CASE("a release that does not fit is refused before its first byte, with the figures") {
  Kiosk kiosk;
  publish(kiosk.repository, 1);
  REQUIRE(kiosk.update());
  publish(kiosk.repository, 2);
  kiosk.fetcher.asked.clear();
  kiosk.options.reserve_bytes = 100'000;
  kiosk.disk.capacity_bytes = 600'000;
  const auto report = kiosk.update();
  REQUIRE(!report);
  CHECK(report.error().rule == "disk.full");
  INFO(to_string(report.error()));
  CHECK(report.error().message.find("the release needs 0.3 MB more") != std::string::npos);
  for (const auto& path : kiosk.fetcher.asked) CHECK(!is_object(path));
  CHECK(kiosk.on() == 1);
}

TEST_CASE("for a release that would not fit else, older ones go; what is on and what comes stays whole") {
  Kiosk kiosk;
  for (int number = 1; number <= 2; ++number) {
    publish(kiosk.repository, number);
    REQUIRE(kiosk.update());
  }
  // Release 3 is release 1 again, whose objects are here as those to fall back on: they are not given up for
  // it.
  auto sample = sample_release("lao-bao-hall", 3, "1");
  add_object(sample, Bytes(100'000, 'x'), "video/mp4");
  std::vector<Bytes> objects;
  for (const auto& [hash, bytes] : sample.objects) objects.push_back(bytes);
  kiosk.repository.publish_release("lao-bao-hall", bundle::write_release(sample.release), 3, objects);
  kiosk.fetcher.sent = 0;
  const auto used = store::Store::look(kiosk.disk, kStore).used_bytes().value();
  kiosk.options.most_content_bytes = used + 50'000;
  auto report = kiosk.update();
  REQUIRE(!report);
  CHECK(report.error().rule == "disk.budget");
  INFO(to_string(report.error()));
  CHECK(report.error().message.find("that content may take here") != std::string::npos);
  CHECK(kiosk.on() == 2);
  kiosk.options.most_content_bytes = used + 150'000;
  report = kiosk.update();
  REQUIRE(report);
  CHECK(kiosk.on() == 3);
  CHECK(kiosk.fetcher.sent < 200'000);
  // And one for which the release to fall back on has to go.
  publish(kiosk.repository, 4);
  kiosk.options.most_content_bytes = store::Store::look(kiosk.disk, kStore).used_bytes().value() + 10'000;
  REQUIRE(kiosk.update());
  CHECK(kiosk.on() == 4);
  CHECK(kiosk.disk.list(kStore / "generations")->size() == 2);
}

TEST_CASE("a disk that fills up or fails at any operation of an update loses nothing that was good") {
  Kiosk kiosk;
  publish(kiosk.repository, 1);
  REQUIRE(kiosk.update());
  publish(kiosk.repository, 2);
  int failures = 0;
  for (std::uint64_t after = 1; after < 1000; after += 3) {
    kiosk.disk.fail_after = after;
    const auto report = kiosk.update();
    kiosk.disk.fail_after = 0;
    const auto on = kiosk.on();
    CHECK((on == 1 || on == 2));
    if (report) break;
    ++failures;
    if (on == 2) break;
  }
  CHECK(failures > 10);
  REQUIRE(kiosk.update());
  CHECK(kiosk.on() == 2);
}

TEST_CASE("a server that was rolled back is refused, and what is on stays") {
  Kiosk kiosk;
  publish(kiosk.repository, 1);
  const auto old = kiosk.repository.files;
  publish(kiosk.repository, 2);
  REQUIRE(kiosk.update());
  RepositoryFetcher rolled_back(old);
  auto store = store::Store::open(kiosk.disk, kStore);
  REQUIRE(store);
  const auto report = updater::run_update(*store, rolled_back, kiosk.options);
  REQUIRE(!report);
  CHECK(report.error().rule == "tuf.timestamp.rollback");
  CHECK(kiosk.on() == 2);
}

TEST_CASE("the same release number with other content, or a lower one, is refused") {
  Kiosk kiosk;
  publish(kiosk.repository, 5);
  REQUIRE(kiosk.update());
  publish(kiosk.repository, 4);
  CHECK(kiosk.refusal() == "update.release_number");
  CHECK(kiosk.on() == 5);
}

TEST_CASE("an expired timestamp brings nothing new, and takes nothing off") {
  Kiosk kiosk;
  publish(kiosk.repository, 1);
  REQUIRE(kiosk.update());
  publish(kiosk.repository, 2);
  kiosk.options.now += std::chrono::hours(24 * 60);
  const auto report = kiosk.update();
  REQUIRE(!report);
  CHECK(report.error().rule == "tuf.timestamp.expired");
  CHECK(kiosk.on() == 1);
  kiosk.repository.now = kiosk.options.now;
  kiosk.repository.refresh_timestamp(kiosk.options.now);
  kiosk.repository.publish_snapshot();
  kiosk.repository.publish_timestamp();
}

TEST_CASE("recovery from a fast-forward: after the keys were rotated, lower versions count again") {
  Kiosk kiosk;
  publish(kiosk.repository, 1);
  kiosk.repository.timestamp.version = 1'000'000;
  kiosk.repository.put_timestamp();
  REQUIRE(kiosk.update());
  kiosk.repository.rotate("timestamp");
  kiosk.repository.timestamp.version = 7;
  publish(kiosk.repository, 2);
  const auto report = kiosk.update();
  REQUIRE(report);
  CHECK(report->timestamp_rotated);
  CHECK(kiosk.on() == 2);
}

TEST_CASE("a release signed by one person with two keys never comes on") {
  Kiosk kiosk;
  publish(kiosk.repository, 1);
  REQUIRE(kiosk.update());
  auto& keys = kiosk.repository.targets["targets"].delegations->keys;
  for (auto& [id, key] : keys) key.person = "one-person";
  kiosk.repository.publish_role("targets");
  publish(kiosk.repository, 2);
  INFO(kiosk.refusal());
  CHECK(kiosk.on() == 1);
}

TEST_CASE("when what is on was damaged, it is built again from the server") {
  Kiosk kiosk;
  publish(kiosk.repository, 1);
  REQUIRE(kiosk.update());
  put(kiosk.disk, kStore / "generations/1/release.json", "{}");
  CHECK(kiosk.on() == 0);
  const auto report = kiosk.update();
  REQUIRE(report);
  CHECK(report->switched);
  CHECK(report->objects_fetched == 0);
  CHECK(report->warnings.size() == 1);
  CHECK(kiosk.on() == 1);
}
