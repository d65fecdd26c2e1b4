// The watcher of the release: what comes after what, over restarts and faults of the disk.
#include "player/playback/watch.h"

#include <catch2/catch.hpp>

#include "content-sync/store/store.h"
#include "tests/support/cut_disk.h"
#include "tests/support/devices.h"
#include "tests/support/duty.h"
#include "tests/support/feeds.h"

using namespace gatecast;
using namespace gatecast::playback;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kHome = "lao-bao-hall";
constexpr const char* kGate = "la-lay-gate";

// A kiosk's disk in memory, and a watcher that begins anew on it.
struct Begun {
  CutDisk disk;
  TestRepository repository{{kHome, kGate}};
  std::optional<Watch> watch;
  SteadyInstant now{1h};

  Begun() {
    for (const char* folder : {"/store", "/state"}) REQUIRE(make_directories(disk, folder));
    add_device_role(repository);
  }
  // Activated as an agent would; in force since yesterday, or from `in` on.
  std::int64_t publish(const std::string& channel, std::int64_t number, Duration in = -24h,
                       const std::set<std::string>& channels = {kGate}) {
    auto sample = sample_release(channel, number, channel);
    sample.release.takes_effect_at = std::chrono::floor<std::chrono::seconds>(SystemClock().now() + in);
    if (!channels.empty()) {
      sample.release.device_bounds = usual_bounds();
      sample.release.device_bounds->channels = channels;
    }
    const auto document = bundle::write_release(sample.release);
    repository.publish_release(channel, document, number);
    auto store = store::Store::open(disk, "/store");
    REQUIRE(store);
    const auto generation =
        store->write_generation({{"1.root.json", repository.root_file(1)},
                                 {"timestamp.json", repository.timestamp_file()},
                                 {"snapshot.json", repository.snapshot_file()},
                                 {"targets.json", repository.role_file("targets")},
                                 {"content-" + channel + ".json", repository.role_file("content-" + channel)},
                                 {"release.json", document}});
    REQUIRE(generation);
    REQUIRE(store->activate(*generation));
    return *generation;
  }
  void send_to(const std::optional<std::string>& channel) {
    auto wish = wish_for();
    wish.channel = channel;
    ask(repository, wish);
    REQUIRE(
        write_file_durably(disk, "/store/device.json", store::write_role_files(device_files(repository))));
  }
  void start() {
    WatchOptions options;
    options.store = "/store";
    options.state = "/state";
    options.pinned_root = repository.root_file(1);
    options.channel = kHome;
    options.site = "lao-bao";
    options.kiosk = "hall-1";
    watch.emplace(options, disk);
    watch->open_state();
  }
  // One turn; what is to be shown, "lao-bao-hall 1", with a mark where it is not the newest.
  std::string turn() {
    now += 1min;
    watch->hear_device();
    const auto news = watch->look(now);
    if (!news || !news->content) return news ? "none" : "";
    last = news->content;
    seen = news->seen;
    return named(*last) + (news->is_newest ? "" : " again");
  }
  static std::string named(const Content& content) {
    return content.release->channel + " " + std::to_string(content.release->number);
  }
  // The first release of home plays.
  void begin_at_home() {
    publish(kHome, 1);
    start();
    REQUIRE(turn() == "lao-bao-hall 1");
    play();
  }
  // As the agent lays them down.
  void write_statements() {
    REQUIRE(write_file_durably(disk, "/store/statements.json",
                               store::write_statement_files(statement_files(repository))));
  }
  void write_feeds() {
    REQUIRE(write_file_durably(disk, "/store/feeds.json", store::write_role_files(feed_files(repository))));
  }
  // What was given last is on the screen now.
  void play() { watch->take(NowPlaying{last, seen}); }
  std::optional<std::int64_t> air_of(const std::string& channel) {
    for (int i = 0; i < 2; ++i) {
      const auto news = watch->hear_feeds();
      if (news && news->channel == channel && news->offered.contains("air"))
        return news->offered.at("air").number;
    }
    return std::nullopt;
  }
  Bytes memory() { return *read_file(disk, "/state/device.json", 65'536); }

  ContentPtr last;
  store::Floor seen;
};

}  // namespace

TEST_CASE("a channel that was not in effect yet is not begun with after a restart: what played goes on") {
  Begun kiosk;
  kiosk.begin_at_home();
  kiosk.send_to(kGate);
  CHECK(kiosk.turn().empty());
  kiosk.publish(kGate, 5, 2h);  // in two hours
  CHECK(kiosk.turn() == "la-lay-gate 5");
  kiosk.start();
  CHECK(kiosk.turn() == "lao-bao-hall 1 again");
  CHECK(kiosk.turn() == "la-lay-gate 5");
  CHECK(kiosk.turn().empty());
  kiosk.play();  // two hours later
  kiosk.start();
  CHECK(kiosk.turn() == "la-lay-gate 5");  // in effect: begun with, as it is known to play here
  // Home again, and the same holds on the way back.
  kiosk.send_to(std::nullopt);
  kiosk.publish(kHome, 2, 2h);
  CHECK(kiosk.turn() == "lao-bao-hall 2");
  kiosk.start();
  CHECK(kiosk.turn() == "la-lay-gate 5 again");
  CHECK(kiosk.turn() == "lao-bao-hall 2");
}

TEST_CASE("a restart before the newest release of the same channel takes effect shows the one before") {
  Begun kiosk;
  kiosk.begin_at_home();
  kiosk.publish(kHome, 2, 2h);
  CHECK(kiosk.turn() == "lao-bao-hall 2");
  kiosk.start();
  CHECK(kiosk.turn() == "lao-bao-hall 1 again");
  CHECK(kiosk.turn() == "lao-bao-hall 2");
  // The very first release of a kiosk has none before it.
  Begun first;
  first.publish(kHome, 1, 2h);
  first.start();
  CHECK(first.turn() == "lao-bao-hall 1");
}

TEST_CASE("a power cut at any write of a channel's move leaves a player that has something to show") {
  for (std::uint64_t cut = 1; cut < 40; ++cut) {
    Begun kiosk;
    kiosk.begin_at_home();
    kiosk.send_to(kGate);
    kiosk.turn();
    kiosk.publish(kGate, 5);
    REQUIRE(kiosk.turn() == "la-lay-gate 5");
    std::uint64_t operation = 0;
    std::optional<CutDisk> left;
    kiosk.disk.before_each = [&](const std::string&) {
      if (++operation == cut) left = kiosk.disk.after_cut(CutMode::all_kept, cut);
    };
    kiosk.play();
    kiosk.disk.before_each = nullptr;
    if (!left) break;
    REQUIRE(cut < 39);  // else the loop ends too early
    INFO("before operation " << cut);
    kiosk.disk = std::move(*left);
    kiosk.start();
    CHECK(kiosk.turn() == "la-lay-gate 5");
  }
}

TEST_CASE("feeds of the channel that comes are told as its own, and never as those of the one that plays") {
  Begun kiosk;
  add_feeds_role(kiosk.repository);
  kiosk.begin_at_home();
  const auto tell_both = [&](std::int64_t hall, std::int64_t gate) {
    tell(kiosk.repository, {{"air", air(hall)}});
    tell(kiosk.repository, {{"air", air(gate)}}, {}, kGate);
    kiosk.write_feeds();
  };
  tell_both(100, 200);
  CHECK(kiosk.air_of(kHome) == 100);
  CHECK(!kiosk.watch->hear_feeds());
  kiosk.send_to(kGate);
  kiosk.turn();
  kiosk.publish(kGate, 5, 2h);
  REQUIRE(kiosk.turn() == "la-lay-gate 5");
  CHECK(kiosk.air_of(kGate) == 200);
  tell_both(110, 210);
  CHECK(kiosk.air_of(kHome) == 110);  // it plays still
  CHECK(kiosk.air_of(kGate) == 210);
  kiosk.play();
  CHECK(!kiosk.watch->hear_feeds());
  tell_both(120, 220);
  CHECK(kiosk.air_of(kGate) == 220);
  CHECK(!kiosk.watch->hear_feeds());
}

TEST_CASE("without a release that allows it no technician sends a kiosk anywhere: home stands") {
  Begun kiosk;
  kiosk.send_to(kGate);
  kiosk.publish(kGate, 5);
  kiosk.start();
  CHECK(kiosk.turn() == "none");  // a new disk, or a folder that was lost
  CHECK(kiosk.turn().empty());
  CHECK(kiosk.memory().find("\"undecided_channel\": \"la-lay-gate\"") != Bytes::npos);  // for the agent
  // Home comes, and its bounds decide, though nothing of it could be played yet.
  kiosk.publish(kHome, 1);
  CHECK(kiosk.turn() == "lao-bao-hall 1");
  kiosk.publish(kGate, 6);
  CHECK(kiosk.turn() == "la-lay-gate 6");
  kiosk.play();
  CHECK(kiosk.memory().find("undecided_channel") == Bytes::npos);
}

TEST_CASE("a verified release that cannot be played decides all the same where the kiosk may be sent") {
  Begun kiosk;
  kiosk.publish(kHome, 1, -24h, {"hue-citadel"});
  kiosk.start();
  REQUIRE(kiosk.turn() == "lao-bao-hall 1");  // none of its items plays here
  kiosk.send_to(kGate);
  kiosk.publish(kGate, 5);
  CHECK(kiosk.turn() == "none");
  CHECK(kiosk.turn().empty());
  CHECK(kiosk.memory().find("undecided_channel") == Bytes::npos);  // it is decided: no
  kiosk.publish(kHome, 2, -24h, {kGate});
  CHECK(kiosk.turn() == "lao-bao-hall 2");
  kiosk.publish(kGate, 6);
  CHECK(kiosk.turn() == "la-lay-gate 6");
}

TEST_CASE("a release that is sent for is taken as soon as the one plays that allows it") {
  Begun kiosk;
  kiosk.begin_at_home();
  kiosk.send_to(kGate);
  kiosk.turn();
  kiosk.publish(kGate, 5);
  kiosk.start();  // down meanwhile
  CHECK(kiosk.turn() == "la-lay-gate 5");
}

TEST_CASE("statements and feeds that cannot be read now are heard as soon as they can") {
  Begun kiosk;
  add_officers(kiosk.repository);
  add_feeds_role(kiosk.repository);
  kiosk.publish(kHome, 1);
  kiosk.start();
  kiosk.turn();
  say(kiosk.repository, {recall_statement("film/one", 1)});
  tell(kiosk.repository, {{"air", air(100)}});
  kiosk.write_statements();
  kiosk.write_feeds();
  const auto fail_at = [&](int times) {
    kiosk.disk.unreadable = {{"/store/statements.json", times}, {"/store/feeds.json", times}};
  };
  fail_at(0);
  const auto before = kiosk.watch->hear();
  REQUIRE(before);  // what is remembered: nothing
  CHECK(before->recalls.empty());
  for (const int times : {0, 1, 0}) {
    fail_at(times);
    CHECK(!kiosk.watch->hear());
    CHECK(!kiosk.air_of(kHome));
  }
  kiosk.disk.unreadable.clear();
  const auto heard = kiosk.watch->hear();
  REQUIRE(heard);
  CHECK(heard->recalls.contains("film/one"));
  CHECK(!kiosk.watch->hear());
  CHECK(kiosk.air_of(kHome) == 100);
  CHECK(!kiosk.watch->hear_feeds());
  // What stands is not ended by a read error.
  fail_at(0);
  CHECK(!kiosk.watch->hear());
}

TEST_CASE("a recall that could not be written down is written later, and a restart does not lose it") {
  Begun kiosk;
  add_officers(kiosk.repository);
  kiosk.publish(kHome, 1);
  kiosk.start();
  kiosk.turn();
  say(kiosk.repository, {recall_statement("film/one", 1)});
  kiosk.write_statements();
  kiosk.disk.fail_after = 1;
  REQUIRE(kiosk.watch->hear());
  kiosk.watch->tend(kiosk.now);
  REQUIRE(kiosk.disk.remove("/store/statements.json"));
  kiosk.start();
  const auto remembered = kiosk.watch->hear();
  REQUIRE(remembered);
  CHECK(remembered->recalls.contains("film/one"));
}
