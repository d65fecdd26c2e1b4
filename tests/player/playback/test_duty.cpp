#include "player/playback/duty.h"

#include <catch2/catch.hpp>

#include "player/playback/player_state.h"
#include "tests/support/duty.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;
using playback::PlayerState;
using playback::StatementNews;
using playback::weigh;

namespace {

StatementNews news_of(std::vector<bundle::Statement> statements) {
  StatementNews news;
  for (const auto& statement : statements)
    if (statement.kind == bundle::StatementKind::recall) news.recalls[statement.item] = statement;
  news.statements = std::move(statements);
  return news;
}

std::string refused_by(const bundle::Statement& statement, const bundle::Release& release) {
  const auto duty = weigh(news_of({statement}), release, release.site);
  CHECK(duty.alerts.empty());
  CHECK(duty.recalled.empty());
  return duty.refused.empty() ? "" : duty.refused.front().rule;
}

const bundle::ItemId& ordinary_item(const bundle::Release& release) {
  for (const auto& [id, item] : release.items)
    if (item.category != bundle::Category::emergency) return id;
  FAIL("no ordinary item");
  return release.items.begin()->first;
}

}  // namespace

TEST_CASE("an alert and a mode are obeyed at their site and channel, and told as another's elsewhere") {
  const auto release = release_with_template();
  const auto order = mode_statement(bundle::Mode::solemn, test_time(), 1h);
  const auto here = weigh(news_of({alert_statement(release), order}), release, "lao-bao");
  CHECK(here.alerts.size() == 1);
  CHECK(here.modes.size() == 1);
  CHECK(here.refused.empty());
  const auto there = weigh(news_of({alert_statement(release), order}), release, "la-lay");
  CHECK(there.alerts.empty());
  CHECK(there.modes.empty());
  CHECK(there.elsewhere == 2);
  auto narrow = alert_statement(release);
  narrow.channels = {"la-lay-gate"};
  CHECK(weigh(news_of({narrow}), release, "lao-bao").elsewhere == 1);
}

TEST_CASE("an alert that the release which plays does not allow is not shown, and the rule is told") {
  const auto release = release_with_template();
  auto alert = alert_statement(release);
  alert.item = "alert/flood";
  CHECK(refused_by(alert, release) == "alert.template");
  alert = alert_statement(release);
  alert.blanks["where"] = "hanoi";
  CHECK(refused_by(alert, release) == "alert.blank");
  // The template changed with the next release.
  CHECK(refused_by(alert_statement(release), [] {
          auto sample = sample_release("lao-bao-hall", 2);
          add_template(sample.release);
          std::get<bundle::Slide>(sample.release.items[kTemplate].body).texts["title"][0]["en"] =
              "{blank:until} "
              "{blank:where} "
              "{blank:counter}";
          return *bundle::parse_release(bundle::write_release(sample.release), "release");
        }()) == "alert.template_changed");
}

TEST_CASE("a recall takes an item off up to its release, never one for emergencies") {
  const auto release = release_with_template(7);
  const auto item = ordinary_item(release);
  CHECK(weigh(news_of({recall_statement(item, 7)}), release, "lao-bao").recalled.contains(item));
  CHECK(weigh(news_of({recall_statement(item, 6)}), release, "lao-bao").recalled.empty());
  CHECK(refused_by(recall_statement(kTemplate, 7), release) == "alert.emergency");
  auto other = recall_statement(item, 7);
  other.up_to_release = {{"la-lay-gate", 7}};
  CHECK(weigh(news_of({other}), release, "lao-bao").recalled.empty());
}

TEST_CASE("a recall takes a page off as it does an item, never one for emergencies") {
  auto release = release_with_template(7);
  release.pages["visa/all"].topic = "visa";
  release.pages["emergency/numbers"].topic = "emergency";
  CHECK(weigh(news_of({recall_statement("visa/all", 7)}), release, "lao-bao").recalled.contains("visa/all"));
  CHECK(refused_by(recall_statement("emergency/numbers", 7), release) == "alert.emergency");
}

TEST_CASE("recalls survive a restart and a lost file, and end only with a higher release") {
  const TemporaryFolder folder;
  SystemDisk disk;
  {
    auto state = PlayerState::open(disk, folder.path());
    REQUIRE(state);
    REQUIRE(state->raise_floor({1, {}, {{"lao-bao-hall", 7}}}));
    REQUIRE(state->note_statements({1, {{"alert", 3}}, {}}, {recall_statement("trade/coffee", 7)}));
  }
  auto state = PlayerState::open(disk, folder.path());
  REQUIRE(state);
  REQUIRE(state->recalls().contains("trade/coffee"));
  CHECK(state->recalls().at("trade/coffee").officer == "van");
  // A hijacked agent leaves it out: it stays.
  REQUIRE(state->note_statements({1, {{"alert", 4}}, {}}, {}));
  CHECK(state->recalls().size() == 1);
  REQUIRE(state->raise_floor({1, {}, {{"lao-bao-hall", 8}}}));
  CHECK(state->recalls().empty());
  const auto again = PlayerState::open(disk, folder.path());
  REQUIRE(again);
  CHECK(again->recalls().empty());
}

TEST_CASE("statements have a floor of their own, which never counts against a release") {
  const TemporaryFolder folder;
  SystemDisk disk;
  auto state = PlayerState::open(disk, folder.path());
  REQUIRE(state);
  REQUIRE(state->raise_floor({2, {{"targets", 5}}, {}}));
  REQUIRE(state->note_statements({3, {{"targets", 6}, {"alert", 9}}, {}}, {}));
  auto again = PlayerState::open(disk, folder.path());
  REQUIRE(again);
  CHECK(again->floor().root_version == 2);
  CHECK(again->floor().role_versions.at("targets") == 5);
  CHECK(again->statement_floor().root_version == 3);
  CHECK(again->statement_floor().role_versions.at("targets") == 6);
  CHECK(again->statement_floor().role_versions.at("alert") == 9);
  // What the release's metadata proved counts for statements too: a key that was taken off stays off.
  REQUIRE(again->raise_floor({2, {{"targets", 8}}, {}}));
  CHECK(again->statement_floor().role_versions.at("targets") == 8);
}
