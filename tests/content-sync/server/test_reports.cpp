// Devices and their reports at the server: who is taken, what is refused, and that crashes on both sides lose
// and double nothing.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <iostream>
#include <random>
#include <set>

#include "content-sync/provision/provision.h"
#include "content-sync/report/day_sum.h"
#include "content-sync/report/queue.h"
#include "content-sync/report/ticket.h"
#include "content-sync/server/report_desk.h"
#include "tests/support/cut_disk.h"
#include "tests/support/full_counts.h"
#include "tests/support/hand_clock.h"

using namespace gatecast;
using namespace gatecast::report;
using namespace gatecast::server;
using namespace gatecast::test;

namespace {

const Path kDevices = "/srv/repository.devices";
const DeviceName kHall{"lao-bao", "hall-1"};

const DeviceKey& key(char letter = 'a') {
  static std::map<char, DeviceKey> keys;
  return keys.try_emplace(letter, DeviceKey::from_seed(Bytes(32, letter))).first->second;
}

struct Province {
  CutDisk disk;
  HandClock clock;
  std::optional<ReportTaker> taker;

  Province() {
    REQUIRE(make_directories(disk, "/srv"));
    taker.emplace(disk, clock, kDevices);
  }
  void enrol(const DeviceKey& device, const DeviceName& name = kHall, bool replaces = false) {
    REQUIRE(taker->enrol(write_enrolment(name, device), "10.0.0.7"));
    REQUIRE(
        taker->book().confirm(name, device_code(device.public_hex(), name), "Hung", replaces, clock.now()));
  }
  std::string rule(const DeviceKey& device, const Bytes& bytes, Gaps gaps = Gaps::taken) {
    const auto taken = taker->take(bytes, gaps);
    if (!taken) return taken.error().rule;
    CHECK(taken->receipt.device == device.public_hex());
    CHECK(taken->receipt.hash == parse_batch(bytes, "batch")->hash);
    return taken->is_new ? "taken" : "again";
  }
  std::vector<std::int64_t> kept(const DeviceKey& device) {
    std::vector<std::int64_t> numbers;
    REQUIRE(read_reports(disk, taker->book().reports_of(device.public_hex()), [&](const LoggedBatch& logged) {
      numbers.push_back(parse_batch(logged.bytes, "batch")->head.number);
      return true;
    }));
    return numbers;
  }
};

Bytes batch(std::int64_t number, const Sha256& previous, std::int64_t first, const std::string& what = "x",
            const DeviceKey& device = key()) {
  return write_batch({number, device.public_hex(), previous, 1, first, first},
                     {to_text({first, 1000, "status", canonical_text({{"what", what}})})}, device);
}
Sha256 hash_of(const Bytes& bytes) {
  return parse_batch(bytes, "batch")->hash;
}

}  // namespace

TEST_CASE("a kiosk is enrolled by the code that it shows, and by no other") {
  Province p;
  const auto wish = write_enrolment(kHall, key());
  const auto asked = p.taker->enrol(wish, "10.0.0.7");
  REQUIRE(asked);
  CHECK(asked->state == DeviceState::waiting);
  const auto first = batch(1, {}, 1);
  CHECK(p.rule(key(), first) == "device.unknown");
  // Somebody else's wish for the same name has another code.
  REQUIRE(p.taker->enrol(write_enrolment(kHall, key('m')), "10.6.6.6"));
  auto& book = p.taker->book();
  const auto wrong = book.confirm({"lao-bao", "hall-2"}, device_code(key().public_hex(), kHall), "Hung",
                                  false, p.clock.now());
  CHECK(wrong.error().rule == "device.code");
  CHECK(book.confirm(kHall, "0000-0000-0000", "Hung", false, p.clock.now()).error().rule == "device.code");
  REQUIRE(book.confirm(kHall, device_code(key().public_hex(), kHall), "Hung", false, p.clock.now()));
  CHECK(p.rule(key(), first) == "taken");
  CHECK(p.rule(key('m'), batch(1, {}, 1, "x", key('m'))) == "device.unknown");
  CHECK(p.taker->enrol(wish, "10.0.0.7")->state == DeviceState::confirmed);
}

TEST_CASE("a stick with a place's ticket sets up the machine that takes the place over, once") {
  Province p;
  auto& book = p.taker->book();
  p.enrol(key());
  PlaceBook places(p.disk, kDevices);
  const Bytes settings =
      R"({"format": 1, "site": "lao-bao", "kiosk": "hall-1", "channel": "lao-bao-hall", "server": "http://a",
          "day_mb": 50})";
  CHECK(places.provision_with_ticket(kHall, {"Hung", ""}, p.clock.now()).error().rule == "place.unknown");
  CHECK(places.keep(R"({"format": 1, "site": "lao-bao"})", "provision.json").error().rule ==
        "schema.missing_field");
  REQUIRE(places.keep(settings, "provision.json"));
  const auto stick = places.provision_with_ticket(kHall, {"Hung", "no picture"}, p.clock.now());
  REQUIRE(stick);
  // What the installer reads off it.
  source::Faults faults;
  const auto read = provision::read_provision(*stick, "provision.json", faults);
  REQUIRE(read);
  CHECK(read->name == kHall);
  CHECK(read->settings.at("channel") == "lao-bao-hall");
  CHECK(read->settings.at("day_mb") == 50);
  CHECK_FALSE(read->settings.contains("ticket"));
  const auto ticket = parse_ticket(read->ticket);
  REQUIRE(ticket);

  // The old one reports until then; who listened to the new one's wish cannot use its proof for another key
  // or name.
  CHECK(p.rule(key(), batch(1, {}, 1)) == "taken");
  const auto other_ticket = Bytes(32, 't');
  CHECK(p.taker->enrol(write_enrolment(kHall, key('m'), other_ticket), "10.6.6.6")->state ==
        DeviceState::waiting);
  const auto proof = ticket_proof(*ticket, key('b').public_hex(), kHall);
  CHECK_FALSE(is_ticket_proof(*ticket, key('m').public_hex(), kHall, proof));
  CHECK_FALSE(is_ticket_proof(*ticket, key('b').public_hex(), {"lao-bao", "hall-2"}, proof));
  CHECK(p.taker->enrol(write_enrolment({"lao-bao", "hall-2"}, key('c'), *ticket), "10.0.0.9")->state ==
        DeviceState::waiting);

  const auto taken = p.taker->enrol(write_enrolment(kHall, key('b'), *ticket), "10.0.0.8");
  REQUIRE(taken);
  CHECK(taken->state == DeviceState::confirmed);
  CHECK(taken->by == "Hung");
  CHECK(p.rule(key('b'), batch(1, {}, 1, "x", key('b'))) == "taken");
  CHECK(p.rule(key(), batch(2, hash_of(batch(1, {}, 1)), 2)) == "device.revoked");
  CHECK(book.find(key().public_hex()).value()->why == "no picture");
  // Once.
  CHECK(p.taker->enrol(write_enrolment(kHall, key('d'), *ticket), "10.0.0.8")->state == DeviceState::waiting);
  // And it ends.
  REQUIRE(places.provision_with_ticket(kHall, {"Hung", ""}, p.clock.now()));
  const auto late = places.provision_with_ticket(kHall, {"Hung", ""}, p.clock.now());
  p.clock.pass(kTicketStands + std::chrono::hours(1));
  const auto late_ticket = parse_ticket(provision::read_provision(*late, "provision.json", faults)->ticket);
  CHECK(p.taker->enrol(write_enrolment(kHall, key('e'), *late_ticket), "10.0.0.8")->state ==
        DeviceState::waiting);
}

TEST_CASE("a wish is gone after a day, a name belongs to one key, and a revoked key never comes back") {
  Province p;
  auto& book = p.taker->book();
  REQUIRE(p.taker->enrol(write_enrolment(kHall, key()), "10.0.0.7"));
  p.clock.pass(std::chrono::hours(25));
  CHECK(book.confirm(kHall, device_code(key().public_hex(), kHall), "Hung", false, p.clock.now())
            .error()
            .rule == "device.code");
  p.enrol(key());
  REQUIRE(p.taker->enrol(write_enrolment(kHall, key('b')), "10.0.0.8"));
  const auto code = device_code(key('b').public_hex(), kHall);
  CHECK(book.confirm(kHall, code, "Hung", false, p.clock.now()).error().rule == "device.name_taken");
  REQUIRE(book.confirm(kHall, code, "Hung", true, p.clock.now()));
  CHECK(p.rule(key(), batch(1, {}, 1)) == "device.revoked");
  CHECK(p.taker->enrol(write_enrolment(kHall, key()), "10.0.0.7").error().rule == "device.revoked");
  REQUIRE(book.revoke("lao-bao/hall-1", "Hung", "sold", p.clock.now()));
  CHECK(p.rule(key('b'), batch(1, {}, 1, "x", key('b'))) == "device.revoked");
  CHECK(book.revoke("lao-bao/hall-1", "Hung", "", p.clock.now()).error().rule == "device.unknown");
}

TEST_CASE("a copied disk that wants to be enrolled again is seen, under its name and under another") {
  Province p;
  p.enrol(key());
  CHECK(p.taker->enrol(write_enrolment(kHall, key()), "10.9.9.9")->state == DeviceState::confirmed);
  CHECK(p.taker->enrol(write_enrolment({"la-lay", "gate"}, key()), "10.9.9.9").error().rule ==
        "device.known");
  const auto devices = p.taker->book().list(p.clock.now());
  REQUIRE(devices);
  REQUIRE(devices->size() == 1);
  CHECK(devices->front().asked_again == 2);
  CHECK(devices->front().asked_from == "10.9.9.9");
}

TEST_CASE("a batch is taken once and in its order; forgeries and strangers are refused by rule") {
  Province p;
  p.enrol(key());
  const auto one = batch(1, {}, 1);
  const auto two = batch(2, hash_of(one), 2);
  CHECK(p.rule(key(), one) == "taken");
  CHECK(p.rule(key(), one) == "again");  // its receipt was lost
  CHECK(p.rule(key(), two) == "taken");
  CHECK(p.rule(key(), one) == "again");
  CHECK(p.rule(key(), batch(3, hash_of(two), 2)) == "report.order");
  CHECK(p.rule(key(), batch(3, hash_of(two), 9)) == "report.order");
  auto forged = batch(3, hash_of(two), 3);
  forged[forged.find("status")] = 'S';
  CHECK(p.rule(key(), forged) == "report.signature");
  CHECK(p.rule(key(), batch(1, {}, 1, "x", key('m'))) == "device.unknown");
  CHECK(p.rule(key(), batch(3, hash_of(two), 3)) == "taken");
  // Nothing of it is there twice, and a server that starts anew knows as much.
  p.taker.emplace(p.disk, p.clock, kDevices);
  CHECK(p.rule(key(), two) == "again");
  CHECK(p.kept(key()) == std::vector<std::int64_t>{1, 2, 3});
}

TEST_CASE("what a stick brings is taken beside the line, each batch once, and never over a gap") {
  Province p;
  p.enrol(key());
  std::vector<Bytes> batches{batch(1, {}, 1)};
  for (int i = 2; i <= 5; ++i) batches.push_back(batch(i, hash_of(batches.back()), i));
  CHECK(p.rule(key(), batches[1], Gaps::refused) == "report.gap");
  CHECK(p.kept(key()).empty());
  CHECK(p.rule(key(), batches[0]) == "taken");  // by the line
  for (const auto* expected : {"taken", "again"})
    for (int i = 1; i < 4; ++i)
      CHECK(p.rule(key(), batches[static_cast<std::size_t>(i)], Gaps::refused) == expected);
  // The line goes on with the oldest that it has no receipt for.
  CHECK(p.rule(key(), batches[1]) == "again");
  CHECK(p.rule(key(), batches[4]) == "taken");
  CHECK(p.kept(key()) == std::vector<std::int64_t>{1, 2, 3, 4, 5});
  CHECK(p.rule(key(), batch(3, hash_of(batches[1]), 3, "other"), Gaps::refused) == "report.fork");
}

TEST_CASE("a disk that is used twice is seen by the second report: the device is held, and both are told") {
  Province p;
  p.enrol(key());
  CutDisk kiosk;
  REQUIRE(make_directories(kiosk, "/store"));
  const auto report = [&](CutDisk& disk, const std::string& what) {
    auto queue = ReportQueue::open(disk, "/store/reports");
    REQUIRE(queue);
    REQUIRE(queue->append({{1000, "start", canonical_text({{"run", what}})}}, "{}"));
    const auto sealed = queue->seal(key());
    REQUIRE((sealed && *sealed));
    const auto rule = p.rule(key(), (*sealed)->bytes);
    if (rule == "taken") REQUIRE(queue->received((*sealed)->number, (*sealed)->hash));
    return rule;
  };
  CHECK(report(kiosk, "one") == "taken");
  auto copy = kiosk.after_cut(CutMode::all_kept, 0);
  CHECK(report(kiosk, "two") == "taken");
  CHECK(report(kiosk, "three") == "taken");
  CHECK(report(copy, "stolen") == "report.fork");
  CHECK(report(kiosk, "four") == "device.held");
  CHECK(report(copy, "stolen again") == "device.held");
  const auto device = p.taker->book().find(key().public_hex());
  REQUIRE((device && *device));
  CHECK((*device)->state == DeviceState::held);
  // The right one gets a key of its own; the copied key stays out.
  p.enrol(key('n'), kHall, true);
  CHECK(report(copy, "stolen once more") == "device.revoked");
}

TEST_CASE("a server whose disk is an older state goes on, and says that batches are missing") {
  Province p;
  p.enrol(key());
  const auto one = batch(1, {}, 1);
  CHECK(p.rule(key(), one) == "taken");
  auto backup = p.disk.after_cut(CutMode::all_kept, 0);
  const auto two = batch(2, hash_of(one), 2);
  const auto three = batch(3, hash_of(two), 3);
  CHECK(p.rule(key(), two) == "taken");
  p.taker.reset();
  p.disk = std::move(backup);
  p.taker.emplace(p.disk, p.clock, kDevices);
  CHECK(p.rule(key(), three) == "taken");
  bool has_gap = false;
  REQUIRE(
      read_reports(p.disk, p.taker->book().reports_of(key().public_hex()), [&](const LoggedBatch& logged) {
        has_gap = has_gap || logged.has_gap;
        return true;
      }));
  CHECK(has_gap);
  CHECK(p.rule(key(), two) == "report.replay");
}

namespace {

// A kiosk and a server whose disks fail at any operation; then the power goes, with any kind of loss.
struct Storm {
  Province province;
  CutDisk kiosk;
  std::mt19937_64 random;
  std::int64_t taken = 0;  // records that append() took
  std::int64_t crashes = 0;
  std::set<std::string> forks;

  explicit Storm(std::uint64_t seed) : random(seed) {
    province.enrol(key());
    REQUIRE(make_directories(kiosk, "/store"));
  }
  QueueLimits limits() const {
    return {.most_bytes = 2400, .segment_bytes = 600, .batch_bytes = 500, .most_sums = 4};
  }
  std::uint64_t upto(std::uint64_t most) { return random() % most + 1; }
  CutDisk cut(const CutDisk& disk) {
    return disk.after_cut(kCutModes[random() % kCutModes.size()], random());
  }

  // True where both ended well.
  Status meet(bool has_faults) {
    if (has_faults) kiosk.fail_after = upto(3) == 1 ? upto(40) : 0;
    if (has_faults) province.disk.fail_after = upto(3) == 1 ? upto(14) : 0;
    GATECAST_TRY(auto queue, ReportQueue::open(kiosk, "/store/reports", limits()));
    // Of a cut in the middle of an append: all of it or nothing.
    if (queue.last_number() != taken && queue.last_number() != taken + 2)
      forks.insert(fmt::format("{} records are there, {} were taken", queue.last_number(), taken));
    taken = queue.last_number();
    for (auto i = upto(7); has_faults && i > 0; --i) {
      GATECAST_TRY_STATUS(
          queue.append({{taken * 20'000'000, "play", "{}"}, {taken * 20'000'000, "status", "{}"}}, "{}"));
      taken += 2;
    }
    for (int i = 0; i < (has_faults ? 2 : 1000); ++i) {
      GATECAST_TRY(const auto batch, queue.seal(key()));
      if (!batch) break;
      GATECAST_TRY(const auto answer, province.taker->take(batch->bytes));
      if (has_faults && upto(5) == 1)
        return fail(environment_error("fetch.network", "line", "the receipt did not come"));
      GATECAST_TRY_STATUS(queue.received(answer.receipt.batch, answer.receipt.hash));
    }
    return {};
  }
  void turn() {
    const auto status = meet(true);
    if (status) return;
    if (status.error().kind != ErrorKind::environment) forks.insert(to_string(status.error()));
    ++crashes;
    kiosk = cut(kiosk);
    province.taker.reset();
    province.disk = cut(province.disk);
    province.taker.emplace(province.disk, province.clock, kDevices);
  }
};

}  // namespace

TEST_CASE("crashes on both sides, at any operation of either disk: each record is at the server once") {
  const bool is_long = test::is_long();
  std::int64_t crashes = 0;
  std::int64_t records = 0;
  std::int64_t sums = 0;
  for (std::uint64_t seed = 1; seed <= (is_long ? 200 : 6); ++seed) {
    Storm storm(seed);
    for (int turn = 0; turn < 60; ++turn) storm.turn();
    storm.kiosk.fail_after = storm.province.disk.fail_after = 0;
    REQUIRE(storm.meet(false));
    for (const auto& fork : storm.forks) UNSCOPED_INFO("seed " << seed << ": " << fork);
    CHECK(storm.forks.empty());
    std::set<std::int64_t> numbers;
    std::int64_t stands = 0;
    REQUIRE(read_reports(storm.province.disk, storm.province.taker->book().reports_of(key().public_hex()),
                         [&](const LoggedBatch& logged) {
                           const auto batch = parse_batch(logged.bytes, "batch");
                           REQUIRE(batch);
                           CHECK_FALSE(logged.has_gap);
                           for (const auto& record : batch->records) {
                             CHECK(numbers.insert(record.number).second);
                             stands += stands_for(record);
                             if (record.kind == kSumKind) ++sums;
                           }
                           return true;
                         }));
    CHECK(stands == storm.taken);
    crashes += storm.crashes;
    records += stands;
  }
  std::cout << fmt::format("reports: {} crashes on both sides, {} records, each once ({} sums)\n", crashes,
                           records, sums);
  CHECK(crashes > 50);
}
