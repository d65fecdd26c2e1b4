// Onto a stick and off it again: the same verification, and no trust in what stands on it.
#include <catch2/catch.hpp>

#include "content-sync/store/verified_reader.h"
#include "content-sync/store/verified_statements.h"
#include "content-sync/updater/export.h"
#include "tests/support/cut_disk.h"
#include "tests/support/duty.h"
#include "tests/support/feeds.h"
#include "tests/support/repository_fetcher.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

const Path kStick = "/stick";
const Path kFarStore = "/store";

struct Far {
  TestRepository repository;
  RepositoryFetcher server{repository.files};
  CutDisk disk;  // the stick and the kiosk without a line
  updater::UpdateOptions options;
  updater::ExportOptions exporting;

  Far() {
    options.channel = "lao-bao-hall";
    options.pinned_root = repository.root_file(1);
    options.now = repository.now;
    options.reserve_bytes = 0;
    exporting.root = repository.root_file(1);
    exporting.now = repository.now;
    REQUIRE(make_directories(disk, kStick));
  }
  Result<updater::ExportReport> to_stick() {
    return updater::export_repository(disk, kStick, server, exporting);
  }
  Result<updater::UpdateReport> from_stick() {
    GATECAST_TRY(auto store, store::Store::open(disk, kFarStore));
    updater::DirectoryFetcher stick(disk, kStick);
    return updater::run_update(store, stick, options);
  }
  std::string refusal() {
    const auto report = from_stick();
    return report ? "accepted" : report.error().rule;
  }
  std::int64_t on() {
    const auto release =
        store::load_verified_release(disk, kFarStore / "active", options.pinned_root, options.channel, {});
    if (!release) return 0;
    for (const auto& [hash, object] : release->release->objects)
      REQUIRE(store::verify_object(disk, kFarStore / "objects", object));
    return release->release->number;
  }
  // The largest object on the stick.
  Path film(const SampleRelease& sample) const {
    const bundle::ObjectRef* largest = nullptr;
    for (const auto& [hash, object] : sample.release.objects)
      if (largest == nullptr || object.length_bytes > largest->length_bytes) largest = &object;
    return store::object_path(kStick / "objects", largest->sha256);
  }
};

}  // namespace

TEST_CASE("a stick brings release, objects and officers' words to a kiosk without a line") {
  Far far;
  add_officers(far.repository);
  test::publish(far.repository, 1);
  say(far.repository, {alert_statement(release_with_template())});
  far.repository.rotate("root");
  test::publish(far.repository, 2);
  const auto exported = far.to_stick();
  REQUIRE(exported);
  CHECK(exported->channels.size() == 1);
  CHECK(exported->channels[0].release_number == 2);
  CHECK(exported->statements == 1);
  CHECK(exported->objects == exported->objects_copied);
  CHECK(far.disk.status(kStick / "partial")->kind == FileKind::missing);
  REQUIRE(far.from_stick());
  CHECK(far.on() == 2);
  CHECK(far.disk.status(kFarStore / store::kStatementFile)->kind == FileKind::file);
  SECTION("again: nothing is copied, nothing is new") {
    const auto again = far.to_stick();
    REQUIRE(again);
    CHECK(again->objects_copied == 0);
    CHECK(far.from_stick()->switched == false);
  }
  SECTION("the next release costs what is new in it, on the stick and from it") {
    test::publish(far.repository, 3);
    CHECK(far.to_stick()->objects_copied == 2);
    CHECK(far.from_stick()->objects_fetched == 2);
    CHECK(far.on() == 3);
  }
  SECTION("older than what the kiosk knows: refused as such, and what is on stays") {
    test::publish(far.repository, 3);
    auto store = store::Store::open(far.disk, kFarStore);
    REQUIRE(store);
    REQUIRE(updater::run_update(*store, far.server, far.options));
    CHECK(far.refusal() == "tuf.timestamp.rollback");
    CHECK(far.on() == 3);
  }
}

TEST_CASE("a stick brings the values of feeds, which a kiosk takes by their signature alone") {
  Far far;
  add_feeds_role(far.repository);
  test::publish(far.repository, 1);
  tell(far.repository, {{"air", air(231)}});
  far.options.may_fetch_feeds = [] { return true; };
  const auto exported = far.to_stick();
  REQUIRE(exported);
  CHECK(exported->feeds == 1);
  const auto heard = [&] {
    const auto verified = store::load_verified_feeds(far.disk, kFarStore / store::kFeedFile,
                                                     far.options.pinned_root, "lao-bao-hall", {});
    return verified && verified->values.contains("air") ? verified->values.at("air").number : 0;
  };
  SECTION("whole") {
    REQUIRE(far.from_stick());
    CHECK(heard() == 231);
  }
  SECTION("a changed value: content comes all the same") {
    const auto names = *far.disk.list(kStick / "targets/feeds");
    REQUIRE(names.size() == 1);
    const auto path = kStick / "targets/feeds" / names[0];
    auto bytes = *read_file(far.disk, path, 1U << 20U);
    bytes.replace(bytes.find("231"), 3, "232");
    REQUIRE(write_file_durably(far.disk, path, bytes));
    REQUIRE(far.from_stick());
    CHECK(far.on() == 1);
    CHECK(heard() == 0);
  }
}

TEST_CASE("nothing on a stick is trusted: bytes, names, links and roots of others") {
  Far far;
  const auto sample = test::publish(far.repository, 1);
  REQUIRE(far.to_stick());
  const auto film = far.film(sample);
  SECTION("a changed byte") {
    auto bytes = *read_file(far.disk, film, 1U << 20U);
    bytes[bytes.size() / 2] ^= 1;
    REQUIRE(write_file_durably(far.disk, film, bytes));
    CHECK(far.refusal() == "store.piece");
    REQUIRE(far.to_stick());  // the next export finds it and mends it
    REQUIRE(far.from_stick());
    CHECK(far.on() == 1);
    return;
  }
  SECTION("a file cut off") {
    const auto bytes = *read_file(far.disk, film, 1U << 20U);
    REQUIRE(write_file_durably(far.disk, film, bytes.substr(0, 100'000)));
    CHECK(far.refusal() == "fetch.length");
  }
  SECTION("a link in the place of an object") {
    const auto bytes = *read_file(far.disk, film, 1U << 20U);
    REQUIRE(write_file_durably(far.disk, "/elsewhere", bytes));
    REQUIRE(far.disk.remove(film));
    REQUIRE(far.disk.make_link("/elsewhere", film));
    CHECK(far.refusal() == "fetch.answer");
  }
  SECTION("another authority's repository") {
    // Keys of its own for all that is online; the root's are not theirs to change.
    TestRepository other;
    other.keys["timestamp"] = {test_key(777)};
    other.keys["snapshot"] = {test_key(778)};
    test::publish(other, 9);
    for (const auto& [path, bytes] : other.files) {
      REQUIRE(make_directories(far.disk, (kStick / path).parent_path()));
      REQUIRE(write_file_durably(far.disk, kStick / path, bytes));
    }
    CHECK(far.refusal() != "accepted");
  }
  SECTION("not all of it was copied") {
    REQUIRE(far.disk.remove(film));
    CHECK(far.refusal() == "fetch.missing");
  }
  CHECK(far.on() == 0);
}

TEST_CASE("an export that breaks off leaves the stick as it was, and goes on where it stopped") {
  Far far;
  test::publish(far.repository, 1);
  REQUIRE(far.to_stick());
  test::publish(far.repository, 2);
  far.server.sent = 0;
  far.server.breaks_after = 150'000;
  CHECK_FALSE(far.to_stick());
  REQUIRE(far.from_stick());
  CHECK(far.on() == 1);
  far.server.breaks_after = UINT64_MAX;
  const auto before = far.server.sent;
  REQUIRE(far.to_stick());
  CHECK(far.server.sent - before < 300'000);
  REQUIRE(far.from_stick());
  CHECK(far.on() == 2);
}

TEST_CASE(
    "a stick that is too small is told before the first object, and so is a channel without a release") {
  Far far;
  test::publish(far.repository, 1);
  far.disk.capacity_bytes = 200'000;
  CHECK(far.to_stick().error().rule == "disk.full");
  far.disk.capacity_bytes = UINT64_MAX;
  far.exporting.channels = {"nowhere"};
  CHECK(far.to_stick().error().rule == "tuf.target.unknown");
}
