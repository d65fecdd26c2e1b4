// What a kiosk reports, against the server's own judgement, on a clock of the test's.
#include <catch2/catch.hpp>
#include <set>

#include "content-sync/agent/report_duty.h"
#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/server/report_desk.h"
#include "content-sync/server/report_view.h"
#include "content-sync/tuf/signing.h"
#include "tests/player/play_log/log_days.h"
#include "tests/support/machine.h"

using namespace gatecast;
using namespace gatecast::agent;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

const report::DeviceName kHall{"lao-bao", "hall-1"};

// A kiosk that was provisioned, and the province's server beside it.
struct Reporting {
  Machine machine{"http://memory"};
  CutDisk province;
  server::ReportTaker taker{province, machine.clock, "/srv/repository.devices"};
  std::optional<ReportDuty> duty;
  report::DeviceKey key = *report::DeviceKey::open_or_make(machine.disk, device_key_path("/store"));
  SyncStatus status;
  std::string signer = "timestamp";
  int posts = 0;
  int wishes = 0;

  Reporting() {
    REQUIRE(make_directories(province, "/srv"));
    publish(machine.repository, 1);
    auto agent = machine.start();
    REQUIRE(agent.update({}));
    status = agent.status();
    machine.config.player_state = kState;
    REQUIRE(make_directories(machine.disk, kState));
    start();
  }
  void start() { duty.emplace(machine.disk, machine.config, report::QueueLimits{.most_bytes = 2'000'000}); }
  void enrol() {
    put(machine.disk, device_name_path("/store"), "{\"format\":1,\"site\":\"lao-bao\",\"kiosk\":\"hall-1\"}");
    REQUIRE(taker.enrol(report::write_enrolment(kHall, key), "10.0.0.7"));
    REQUIRE(taker.book().confirm(kHall, report::device_code(key.public_hex(), kHall), "Hung", false,
                                 machine.clock.now()));
  }
  Post line() {
    return [this](const std::string& path, ByteView body) -> Result<updater::HttpAnswer> {
      if (path == "report/enrol") {
        ++wishes;
        const auto wish = taker.enrol(body, "10.0.0.7");
        return updater::HttpAnswer{wish ? 200 : 403, "{\"state\":\"waiting\"}"};
      }
      CHECK(path == "report/batch");
      ++posts;
      const auto receipt = taker.take(body);
      if (!receipt)
        return updater::HttpAnswer{403, "{\"error\":{\"rule\":\"" + receipt.error().rule +
                                            "\",\"subject\":\"s\",\"message\":\"m\",\"hint\":\"h\"}}"};
      const auto& by = machine.repository.keys.at(signer)[0];
      const nlohmann::json answer{{"keyid", by.id},
                                  {"signature", tuf::sign(report::receipt_message(receipt->receipt), by)}};
      return updater::HttpAnswer{200, answer.dump()};
    };
  }
  // So many minutes of the agent's loop.
  void live(int minutes, const Status& may_send = {}) {
    for (int i = 0; i < minutes; ++i) {
      machine.clock.pass(1min);
      const ReportMoment moment{machine.clock.now(), machine.clock.steady_now()};
      duty->collect(status, moment);
      duty->send(line(), may_send, moment);
    }
  }
  server::DeviceReport view() {
    const auto device = taker.book().find(key.public_hex());
    REQUIRE((device && *device));
    const auto report = server::view_device(province, taker.book(), **device, Instant());
    REQUIRE(report);
    return *report;
  }
};

}  // namespace

TEST_CASE("a kiosk that nobody enrolled writes and sends nothing") {
  Reporting r;
  const auto before = r.machine.disk.fingerprint();
  r.live(180);
  CHECK(r.posts == 0);
  CHECK(r.machine.disk.fingerprint() == before);
}

TEST_CASE(
    "a kiosk that was named where there was no line asks to be enrolled by itself, and goes on asking") {
  Reporting r;
  put(r.machine.disk, device_name_path("/store"), R"({"format":1,"site":"lao-bao","kiosk":"hall-1"})");
  r.live(30);
  CHECK(r.wishes == 1);
  const auto code = report::device_code(r.key.public_hex(), kHall);
  // A day without an answer: at the server a wish is gone after one.
  r.live(24 * 60);
  CHECK(r.wishes >= 4);
  CHECK(r.wishes <= 6);
  REQUIRE(r.taker.book().confirm(kHall, code, "Hung", false, r.machine.clock.now()));
  r.live(120);
  CHECK(r.view().batches > 0);
  const auto wishes = r.wishes;
  r.live(24 * 60);
  CHECK(r.wishes == wishes);
}

TEST_CASE("status, refusals and the signed play log come to the server, and its list says them") {
  Reporting r;
  LogDay day(r.machine.disk, kState);
  for (int i = 0; i < 8; ++i) {
    day.show("film-" + std::to_string(i % 2));
    for (int step = 0; step < 15; ++step) {
      day.pass(1min);
      REQUIRE(day.tend());
    }
  }
  r.enrol();
  r.status.refused = Refusal{trust_error("tuf.timestamp.rollback", "timestamp.json", "older\x1b[2J"), {}};
  put(r.machine.disk, kState / "quarantine.json",
      R"({"format":1,"items":[{"item":"film-9","rule":"decode.open","message":"no film","count":2}]})");
  r.live(3);
  auto view = r.view();
  CHECK(view.release == 1);
  CHECK(view.channel == "lao-bao-hall");
  REQUIRE(view.refused.size() == 2);
  CHECK(view.refused[0].rule == "tuf.timestamp.rollback");
  CHECK(view.refused[0].message == "older?[2J");
  CHECK(view.refused[1].subject == "film-9");
  CHECK(view.quarantine == std::vector<std::string>{"film-9"});
  CHECK(view.heads >= 7);
  CHECK(view.breaks == 0);
  CHECK(view.played.at("film-0").ms > 40 * 60'000);
  CHECK(view.free_bytes);
  // The same is not said again, and an hour brings one status.
  const auto records = view.records;
  r.live(120);
  view = r.view();
  CHECK(view.records <= records + 3);
  CHECK(view.refused.size() == 2);
  CHECK(view.lost == 0);
}

TEST_CASE("nothing is forgotten for a receipt that another key signed, and it is sent again") {
  Reporting r;
  r.enrol();
  r.signer = "snapshot";
  r.live(10);
  CHECK(r.duty->queue()->acknowledged() == 0);
  CHECK(r.posts > 1);
  CHECK(r.view().batches == 1);
  r.signer = "timestamp";
  r.live(60);
  CHECK(r.duty->queue()->acknowledged() >= 2);
  // The whole of it once.
  CHECK(r.view().records == r.duty->queue()->acknowledged());
}

TEST_CASE("reports wait for the data plan and have a budget of their own") {
  Reporting r;
  r.enrol();
  r.live(120, fail(environment_error("budget.hours", "content_hours", "by night")));
  CHECK(r.posts == 0);
  REQUIRE(r.duty->queue() != nullptr);
  CHECK(r.duty->queue()->last_number() >= 3);
  r.live(2);
  CHECK(r.posts > 0);
  r.machine.config.report_day_kb = 1;
  r.start();
  r.posts = 0;
  r.live(300);
  CHECK(r.posts <= 2);
  r.live(24 * 60);  // the next day
  CHECK(r.posts >= 2);
}

TEST_CASE("a restart in the middle of everything reports on from where it was") {
  Reporting r;
  r.enrol();
  LogDay day(r.machine.disk, kState);
  for (int i = 0; i < 12; ++i) {
    day.show("film-" + std::to_string(i));
    for (int step = 0; step < 15; ++step) {
      day.pass(1min);
      REQUIRE(day.tend());
    }
    r.start();
    r.live(2);
  }
  const auto view = r.view();
  CHECK(view.breaks == 0);
  CHECK(view.first_head == 1);
  CHECK(view.heads == view.last_head);
  CHECK(view.heads >= 10);
}

TEST_CASE("a disk that is full for a while costs no head of the play log, and what was not kept is counted") {
  Reporting r;
  r.enrol();
  LogDay day(r.machine.disk, kState);
  const auto play = [&](int quarters) {
    for (int i = 0; i < quarters * 15; ++i) {
      if (i % 15 == 0) day.show("film-" + std::to_string(i / 15 % 2));
      day.pass(1min);
      REQUIRE(day.tend());
    }
  };
  play(4);
  r.live(2);
  play(4);
  r.machine.disk.capacity_bytes = 0;
  r.status.release->number = 2;  // a change that wants to be taken down
  r.live(3);
  r.machine.disk.capacity_bytes = UINT64_MAX;
  play(2);
  r.live(130);
  const auto view = r.view();
  CHECK(view.breaks == 0);
  CHECK(view.heads == view.last_head);
  CHECK(view.heads >= 9);
  CHECK(view.lost > 0);
}

TEST_CASE("a revoked kiosk is told so and goes on playing; its reports wait within their bounds") {
  Reporting r;
  r.enrol();
  r.live(5);
  REQUIRE(r.taker.book().revoke("lao-bao/hall-1", "Hung", "sold", r.machine.clock.now()));
  r.live(24 * 60);
  const auto answer = read_file(r.machine.disk, answer_path("/store"), 4096);
  REQUIRE(answer);
  CHECK(answer->find("device.revoked") != std::string::npos);
  CHECK(r.posts < 40);  // with patience
  CHECK(r.duty->queue()->bytes() < 2'000'000);
}

TEST_CASE(
    "a stick pulled out or a power cut at any moment leaves whole batches, and the next visit goes on") {
  Reporting r;
  r.enrol();
  const Path stick = "/media/stick";
  REQUIRE(make_directories(r.machine.disk, stick));
  REQUIRE(make_directories(r.machine.disk, "/media/other"));
  REQUIRE(write_file_durably(r.machine.disk, device_name_path("/store"),
                             *read_file(r.machine.disk, device_name_path("/store"), 4096)));
  const auto moment = [&] { return ReportMoment{r.machine.clock.now(), r.machine.clock.steady_now()}; };
  REQUIRE(r.duty->carry(r.status, moment(), stick));
  std::int64_t cuts = 0;
  std::set<std::string> faults;
  const auto judge = [&](CutDisk left) {
    const auto files = report::stick_files(left, stick, report::kBatchEnding);
    if (!files) return faults.insert(to_string(files.error())), void();
    for (const auto& file : *files) {
      const auto bytes = read_file(left, stick / report::kStickFolder / file, report::kLargestBatch);
      if (!bytes || !report::parse_batch(*bytes, file)) faults.insert("torn: " + file);
    }
    // The next visit, then all of it into a server: each record once, and none missing.
    ReportDuty duty(left, r.machine.config, report::QueueLimits{.most_bytes = 2'000'000});
    const auto carried = duty.carry(r.status, moment(), stick);
    if (!carried) return faults.insert(to_string(carried.error())), void();
    std::int64_t last = 0;
    for (std::int64_t number = 1; number <= carried->batches; ++number) {
      const auto name = report::batch_file(report::stick_prefix(kHall, r.key.public_hex()), number);
      const auto bytes = read_file(left, stick / report::kStickFolder / name, report::kLargestBatch);
      const auto batch = bytes ? report::parse_batch(*bytes, name) : fail(bytes.error());
      if (!batch || batch->head.first != last + 1) return faults.insert("not in a row: " + name), void();
      last = batch->head.last;
    }
    if (last != duty.queue()->last_number()) faults.insert("records are missing on the stick");
  };
  r.start();
  r.machine.disk.before_each = [&](const std::string&) {
    for (const auto mode : kCutModes)
      judge(r.machine.disk.after_cut(mode, static_cast<std::uint64_t>(++cuts)));
  };
  const auto carried = r.duty->carry(r.status, moment(), stick);
  r.machine.disk.before_each = nullptr;
  REQUIRE(carried);
  CHECK(carried->written == 1);
  CHECK(carried->batches == 2);
  for (const auto& fault : faults) UNSCOPED_INFO(fault);
  CHECK(faults.empty());
  CHECK(cuts > 100);
  // A stick that is full, or cannot be written: told, and nothing of what waits is lost.
  r.machine.disk.capacity_bytes = 0;
  CHECK(r.duty->carry(r.status, moment(), "/media/other").error().rule == "disk.full");
  r.machine.disk.capacity_bytes = UINT64_MAX;
  CHECK(r.duty->carry(r.status, moment(), stick)->batches >= 2);
}
