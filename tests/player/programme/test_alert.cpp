#include "player/programme/alert.h"

#include <catch2/catch.hpp>

#include "player/programme/explain.h"
#include "player/programme/mode.h"
#include "player/schedule/schedule.h"
#include "tests/player/programme/small_release.h"

using namespace gatecast;
using namespace gatecast::programme;
using namespace std::chrono_literals;

namespace {

bundle::Statement alert(const std::string& id, Instant from, Instant until) {
  bundle::Statement statement;
  statement.id = id;
  statement.item = "alert/" + id;
  statement.officer = "Vân";
  statement.issued_at = from;
  statement.starts = from;
  statement.ends = until;
  return statement;
}
bundle::Statement order(bundle::Mode mode, Instant said, Instant from, Instant until) {
  auto statement = alert("order-" + format_instant(said), from, until);
  statement.kind = bundle::StatementKind::mode;
  statement.issued_at = said;
  statement.mode = mode;
  return statement;
}
const Instant kNoon = at("2026-11-23T12:00:00+07:00");

}  // namespace

TEST_CASE("an alert stands from its start until before its end, and ends by itself") {
  Situation situation;
  CHECK(next_alert_change(situation, kNoon) == schedule::kNever);
  situation.alerts = {alert("flood", kNoon, kNoon + 1h)};
  CHECK(alert_at(situation, kNoon - 1us) == nullptr);
  CHECK(next_alert_change(situation, kNoon - 1h) == kNoon);
  REQUIRE(alert_at(situation, kNoon) != nullptr);
  CHECK(alert_at(situation, kNoon)->id == "flood");
  CHECK(next_alert_change(situation, kNoon) == kNoon + 1h);
  CHECK(alert_at(situation, kNoon + 1h) == nullptr);
}

TEST_CASE("two alerts take turns by the clock, the same on every screen") {
  Situation situation;
  situation.alerts = {alert("flood", kNoon, kNoon + 1h), alert("storm", kNoon + 5min, kNoon + 1h)};
  Situation elsewhere;
  elsewhere.alerts = {situation.alerts[1], situation.alerts[0]};  // heard in another order
  std::set<std::string> seen;
  for (Instant now = kNoon + 10min; now < kNoon + 11min; now += 1s) {
    seen.insert(alert_at(situation, now)->id);
    CHECK(alert_at(situation, now)->id == alert_at(elsewhere, now)->id);
    const auto next = next_alert_change(situation, now);
    CHECK(next > now);
    CHECK(alert_at(situation, next - 1us)->id == alert_at(situation, now)->id);
    CHECK(alert_at(situation, next)->id != alert_at(situation, now)->id);
  }
  CHECK(seen.size() == 2);
}

TEST_CASE("an officer's mode holds before the calendar's until its end; the one said last counts") {
  auto release = small_release();
  release.mode_days.push_back({bundle::Mode::festive, "20261120", "20261130", "", {}});
  Situation situation;
  CHECK(mode_at(release, situation, kNoon).mode == bundle::Mode::festive);
  situation.modes = {order(bundle::Mode::solemn, kNoon - 1h, kNoon, kNoon + 72h)};
  CHECK(mode_at(release, situation, kNoon - 1s).mode == bundle::Mode::festive);
  CHECK(mode_at(release, situation, kNoon - 1s).until == kNoon);
  const auto on = mode_at(release, situation, kNoon);
  CHECK(on.mode == bundle::Mode::solemn);
  CHECK(on.until == kNoon + 72h);
  CHECK(mode_at(release, situation, kNoon + 72h).mode == bundle::Mode::festive);
  situation.modes.push_back(order(bundle::Mode::closed, kNoon + 1h, kNoon + 1h, kNoon + 2h));
  CHECK(mode_at(release, situation, kNoon + 90min).mode == bundle::Mode::closed);
  CHECK(mode_at(release, situation, kNoon).until == kNoon + 1h);
  CHECK(mode_at(release, situation, kNoon + 2h).mode == bundle::Mode::solemn);
}

TEST_CASE("a recalled item's slot is filled, and the explanation tells recall, alert and mode") {
  const auto release = small_release();
  Situation situation;
  const auto planned = showing_at(release, situation, kNoon);
  REQUIRE(planned);
  situation.recalled.insert(planned->item);
  situation.alerts = {alert("flood", kNoon, kNoon + 1h)};
  situation.modes = {order(bundle::Mode::daily, kNoon, kNoon, kNoon + 24h)};
  const auto filled = showing_at(release, situation, kNoon);
  REQUIRE(filled);
  CHECK(filled->item != planned->item);
  const auto words = explain_in_words(release, situation, {kNoon});
  INFO(words);
  CHECK(words.find("Officers on duty") != std::string::npos);
  CHECK(words.find("the alert alert/flood stands over everything from") != std::string::npos);
  CHECK(words.find("says Vân") != std::string::npos);
  CHECK(words.find("the item " + planned->item + " is recalled") != std::string::npos);
  const auto json = explain_as_json(release, situation, {kNoon});
  CHECK(json.find("\"by\":\"officer\"") != std::string::npos);
  CHECK(json.find("\"alert\":{\"id\":\"flood\"") != std::string::npos);
}
