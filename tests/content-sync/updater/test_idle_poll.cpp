// What a question costs when there is nothing new, and what may not be saved by it.
#include <catch2/catch.hpp>

#include "content-sync/updater/brought_fetcher.h"
#include "content-sync/updater/updater.h"
#include "tests/support/cut_disk.h"
#include "tests/support/duty.h"
#include "tests/support/repository_fetcher.h"

using namespace gatecast;
using namespace gatecast::test;
using updater::UpdateReport;
using Paths = std::vector<std::string>;

namespace {

struct IdleKiosk {
  TestRepository repository;
  RepositoryFetcher fetcher{repository.files};
  CutDisk disk;
  updater::UpdateOptions options;
  updater::RefreshMemory memory;

  IdleKiosk() {
    options.channel = "lao-bao-hall";
    options.pinned_root = repository.root_file(1);
    options.now = repository.now;
    options.reserve_bytes = 0;
    options.memory = &memory;
    publish(repository, 1);
    REQUIRE(update());
  }
  Result<UpdateReport> update_from(updater::Fetcher& source) {
    GATECAST_TRY(auto store, store::Store::open(disk, "/store"));
    fetcher.asked.clear();
    fetcher.sent = 0;
    return updater::run_update(store, source, options);
  }
  Result<UpdateReport> update() { return update_from(fetcher); }
  std::string outcome() {
    const auto report = update();
    return report ? "fine" : report.error().rule;
  }
};

const Paths kTimestampAlone{"metadata/timestamp.json"};
const Paths kWhole{"metadata/timestamp.json", "metadata/2.root.json"};

}  // namespace

TEST_CASE("with nothing new one small question is asked, and no byte of an answer comes") {
  IdleKiosk kiosk;
  CHECK(kiosk.outcome() == "fine");
  CHECK(kiosk.fetcher.asked == kTimestampAlone);
  CHECK(kiosk.fetcher.sent == 0);
  SECTION("a server without names for its files costs the timestamp, and no more questions") {
    kiosk.fetcher.gives_tags = false;
    CHECK(kiosk.outcome() == "fine");
    CHECK(kiosk.fetcher.asked == kTimestampAlone);
    CHECK(kiosk.fetcher.sent == kiosk.repository.timestamp_file().size());
  }
  SECTION("each six hours the whole workflow is gone through") {
    kiosk.options.now += std::chrono::hours(6) - std::chrono::seconds(1);
    CHECK(kiosk.outcome() == "fine");
    CHECK(kiosk.fetcher.asked == kTimestampAlone);
    kiosk.options.now += std::chrono::seconds(1);
    CHECK(kiosk.outcome() == "fine");
    CHECK(kiosk.fetcher.asked == Paths{"metadata/2.root.json", "metadata/timestamp.json"});
    CHECK(kiosk.outcome() == "fine");
    CHECK(kiosk.fetcher.asked == kTimestampAlone);
  }
  SECTION("the hourly signature is taken, with the roots before it") {
    kiosk.repository.refresh_timestamp(kiosk.repository.now + std::chrono::hours(1));
    const auto report = kiosk.update();
    REQUIRE(report);
    CHECK(report->signed_at == kiosk.repository.now);
    CHECK(kiosk.fetcher.asked == kWhole);
  }
}

TEST_CASE("an unchanged answer hides no age: an expired timestamp is refused however often it is the same") {
  IdleKiosk kiosk;
  kiosk.memory.full = kiosk.options.now = kiosk.repository.timestamp.expires + std::chrono::seconds(1);
  CHECK(kiosk.outcome() == "tuf.timestamp.expired");
  // It was not enough that it is the same: the whole workflow was asked.
  REQUIRE(kiosk.fetcher.asked.size() >= 3);
  CHECK(kiosk.fetcher.asked[1] == "metadata/2.root.json");
  CHECK(kiosk.fetcher.asked[2] == "metadata/timestamp.json");
}

TEST_CASE("a key of the timestamp that was exchanged is followed at the next question") {
  IdleKiosk kiosk;
  kiosk.repository.rotate("timestamp");
  kiosk.repository.publish_snapshot();
  kiosk.repository.publish_timestamp();
  CHECK(kiosk.outcome() == "fine");
  // The timestamp once more after the roots: it may have come from before the exchange.
  CHECK(kiosk.fetcher.asked[0] == "metadata/timestamp.json");
  CHECK(kiosk.fetcher.asked[1] == "metadata/2.root.json");
  CHECK(kiosk.fetcher.asked[2] == "metadata/3.root.json");
  CHECK(kiosk.fetcher.asked[3] == "metadata/timestamp.json");
}

TEST_CASE("what was changed on the disk is not taken for what the server still has") {
  IdleKiosk kiosk;
  const Path stored = "/store/trusted/timestamp.json";
  REQUIRE(write_file_durably(kiosk.disk, stored, "{}"));
  CHECK(kiosk.outcome() == "fine");
  CHECK(kiosk.fetcher.asked == Paths{"metadata/2.root.json", "metadata/timestamp.json"});
  CHECK(read_file(kiosk.disk, stored, 100'000).value() == kiosk.repository.timestamp_file());
  SECTION("nor what lies behind the timestamp") {
    REQUIRE(write_file_durably(kiosk.disk, "/store/trusted/snapshot.json", "{}"));
    CHECK(kiosk.outcome() == "fine");
    CHECK(kiosk.fetcher.asked == Paths{"metadata/timestamp.json", "metadata/2.snapshot.json"});
  }
}

TEST_CASE("what a server brought along needs no further question, and is judged as if it had been fetched") {
  IdleKiosk kiosk;
  add_officers(kiosk.repository);
  CHECK(kiosk.outcome() == "fine");
  say(kiosk.repository, {recall_statement("film/one", 1)});
  store::RoleFiles brought;
  brought["metadata/timestamp.json"] = kiosk.repository.timestamp_file();
  for (const auto& [path, bytes] : kiosk.repository.files)
    if (path.ends_with(".snapshot.json") || path.ends_with(".alert.json") ||
        path.starts_with("targets/alerts/"))
      brought[path] = bytes;
  const auto standing = [&] {
    const auto loaded = store::load_verified_statements(kiosk.disk, Path("/store") / store::kStatementFile,
                                                        kiosk.options.pinned_root, {});
    return loaded ? loaded->statements.size() : 0;
  };
  SECTION("all of it") {
    updater::BroughtFetcher source(kiosk.fetcher, brought);
    REQUIRE(kiosk.update_from(source));
    CHECK(kiosk.fetcher.asked.empty());
    CHECK(standing() == 1);
    // The next question knows the timestamp by its name.
    CHECK(kiosk.outcome() == "fine");
    CHECK(kiosk.fetcher.asked == kTimestampAlone);
    CHECK(kiosk.fetcher.sent == 0);
  }
  SECTION("a part of it: the rest comes over the line") {
    std::erase_if(brought, [](const auto& file) { return file.first.ends_with(".alert.json"); });
    updater::BroughtFetcher source(kiosk.fetcher, brought);
    REQUIRE(kiosk.update_from(source));
    CHECK(kiosk.fetcher.asked.size() == 1);
    CHECK(standing() == 1);
  }
  SECTION("one byte of a statement, or of the timestamp, is another: nothing of it is taken") {
    for (auto& [path, bytes] : brought)
      if (path.starts_with("targets/alerts/")) bytes[bytes.find("film")] = 'F';
    updater::BroughtFetcher source(kiosk.fetcher, brought);
    REQUIRE(kiosk.update_from(source));  // content does not wait for statements
    CHECK(standing() == 0);
    auto& timestamp = brought["metadata/timestamp.json"];
    timestamp[timestamp.find("version\":") + 9] = '9';
    updater::BroughtFetcher other(kiosk.fetcher, brought);
    const auto report = kiosk.update_from(other);
    REQUIRE_FALSE(report);
    CHECK(report.error().rule == "tuf.timestamp.threshold");
    CHECK(standing() == 0);
  }
}
