#include <catch2/catch.hpp>

#include "tests/support/duty.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;
using bundle::Statement;

namespace {

Result<Statement> read_back(const Statement& statement) {
  return bundle::parse_statement(bundle::write_statement(statement), bundle::target_name(statement));
}
template <class T>
std::string rule_of(const Result<T>& result) {
  return result ? "accepted" : result.error().rule;
}

}  // namespace

TEST_CASE("what an officer says is read as it was written, in each of its three kinds") {
  const auto release = release_with_template();
  for (const auto& statement : {alert_statement(release), recall_statement("trade/coffee", 7),
                                mode_statement(bundle::Mode::solemn, test_time(), 72h)}) {
    const auto read = read_back(statement);
    REQUIRE(read);
    CHECK(bundle::write_statement(*read) == bundle::write_statement(statement));
    CHECK(read->kind == statement.kind);
    CHECK(read->officer == "van");
  }
  CHECK(read_back(alert_statement(release))->blanks.at("counter") == bundle::BlankValue(std::int64_t{7}));
}

TEST_CASE("an alert lasts 24 hours from its signature at the most, a mode 72") {
  auto alert = alert_statement(release_with_template());
  alert.ends = alert.issued_at + 24h;
  CHECK(read_back(alert));
  alert.ends += 1s;
  CHECK(rule_of(read_back(alert)) == "alert.length");
  // Signed long ago for a later day: nobody looks at such a one any more.
  alert.starts = alert.issued_at + 40h;
  alert.ends = alert.issued_at + 41h;
  CHECK(rule_of(read_back(alert)) == "alert.length");
  alert.starts = alert.issued_at;
  alert.ends = alert.starts;
  CHECK(rule_of(read_back(alert)) == "alert.length");
  CHECK(read_back(mode_statement(bundle::Mode::solemn, test_time(), 72h)));
  CHECK(rule_of(read_back(mode_statement(bundle::Mode::solemn, test_time(), 72h + 1s))) == "mode.length");
}

TEST_CASE("a statement that is not of its form is refused") {
  const auto alert = alert_statement(release_with_template());
  const auto bytes = bundle::write_statement(alert);
  const auto with = [&](const std::string& from, const std::string& to) {
    auto changed = bytes;
    const auto at = changed.find(from);
    REQUIRE(at != std::string::npos);
    changed.replace(at, from.size(), to);
    return rule_of(bundle::parse_statement(changed, "alerts/one.json"));
  };
  CHECK(with("\"kind\":\"alert\"", "\"kind\":\"alarm\"") == "alert.form");
  CHECK(with("\"major\":1", "\"major\":2") == "alert.form");
  CHECK(with("\"id\":\"one\"", "\"id\":\"two\"") == "alert.form");
  CHECK(with("\"id\":\"one\"", "\"id\":\"../one\"") == "alert.form");
  CHECK(with("[\"lao-bao\"]", "[]") == "alert.form");
  CHECK(with("\"counter\":7", "\"counter\":{\"$\":7}") == "alert.form");
  CHECK(bundle::parse_statement(Bytes(20'000, ' '), "alerts/one.json").error().rule == "json.size");
}

TEST_CASE("an alert that its release does not allow is refused by rule") {
  const auto release = release_with_template();
  const auto good = alert_statement(release);
  REQUIRE(bundle::check_alert(good, release));
  auto alert = good;
  alert.item = "alert/flood";
  CHECK(rule_of(bundle::check_alert(alert, release)) == "alert.template");
  alert.item = "gate/welcome";  // an item, but no template
  CHECK(rule_of(bundle::check_alert(alert, release)) == "alert.template");
  alert = good;
  alert.template_hash.bytes[0] ^= 1;
  CHECK(rule_of(bundle::check_alert(alert, release)) == "alert.template_changed");
  const auto with = [&](const std::string& blank, const bundle::BlankValue& value) {
    auto changed = good;
    changed.blanks[blank] = value;
    return rule_of(bundle::check_alert(changed, release));
  };
  CHECK(with("until", "18:00") == "alert.blank");
  CHECK(with("until", "Boycott them") == "alert.blank");
  CHECK(with("until", std::int64_t{18}) == "alert.blank");
  CHECK(with("where", "hanoi") == "alert.blank");
  CHECK(with("counter", std::int64_t{0}) == "alert.blank");
  CHECK(with("counter", std::int64_t{21}) == "alert.blank");
  CHECK(with("counter", "7") == "alert.blank");
  CHECK(with("name", "A child") == "alert.blank");
  alert = good;
  alert.blanks.erase("until");
  CHECK(rule_of(bundle::check_alert(alert, release)) == "alert.blank");
}

TEST_CASE("a template that was changed by so much as a word is another one") {
  auto sample = sample_release();
  add_template(sample.release);
  const auto hash = [&] {
    return bundle::parse_release(bundle::write_release(sample.release), "release")
        ->items.at(kTemplate)
        .alert->sha256;
  };
  const auto before = hash();
  CHECK(hash() == before);
  std::get<bundle::Slide>(sample.release.items[kTemplate].body).texts["title"][0]["en"] += "!";
  CHECK(hash() != before);
}

TEST_CASE("blanks are filled in with words of each language, and a time is told as people say it") {
  const auto release = release_with_template();
  const auto item = bundle::fill_alert(alert_statement(release, test_time("2026-11-21T08:00:00Z")), release);
  CHECK_FALSE(item.alert);
  const auto& texts = std::get<bundle::Slide>(item.body).texts.at("title").front();
  CHECK(texts.at("vi") == "Đóng đến 18:00, bãi đỗ xe, quầy 7");
  CHECK(texts.at("en") == "Closed until 18:00, car park, counter 7");
  const auto late = test_time("2026-11-21T08:00:00Z");
  CHECK(bundle::time_words("2026-11-22T06:30:00+07:00", late, "vi") == "06:30 22/11");
  CHECK(bundle::time_words("2026-11-22T06:30:00+07:00", late, "en") == "06:30, 22 Nov");
  CHECK(bundle::time_words("2026-11-22T06:30:00+07:00", late, "zh-Hans") == "11月22日06:30");
  // Midnight falls between: by the written zone, not by the machine's.
  CHECK(bundle::time_words("2026-11-22T00:30:00+07:00", test_time("2026-11-21T17:10:00Z"), "lo") == "00:30");
}

TEST_CASE("a template in a preview names one place in all languages; measured it holds the longest of each") {
  auto release = release_with_template();
  auto& places = release.items.at(kTemplate).alert->blanks.at("where").places;
  places = {{"a", {{"vi", "nơi rất dài, rất dài"}, {"en", "there"}}},
            {"b", {{"vi", "đó"}, {"en", "that place"}}}};
  const auto words = [](const bundle::Item& item, const char* language) {
    return std::get<bundle::Slide>(item.body).texts.at("title").front().at(language);
  };
  const auto example = bundle::fill_with_example(release.items.at(kTemplate));
  CHECK(words(example, "vi").find("nơi rất dài, rất dài") != std::string::npos);
  CHECK(words(example, "en").find("there") != std::string::npos);
  const auto longest = bundle::fill_with_longest(release.items.at(kTemplate));
  CHECK(words(longest, "vi").find("nơi rất dài, rất dài") != std::string::npos);
  CHECK(words(longest, "en").find("that place") != std::string::npos);
}

TEST_CASE("a release whose alert template breaks its own rules is refused") {
  const auto rule_with = [](const auto& change) {
    auto sample = sample_release();
    add_template(sample.release);
    change(sample.release);
    return rule_of(bundle::parse_release(bundle::write_release(sample.release), "release"));
  };
  CHECK(rule_with([](auto&) {}) == "accepted");
  CHECK(rule_with([](auto& r) { r.items[kTemplate].category = bundle::Category::promotion; }) ==
        "release.reference");
  CHECK(rule_with([](auto& r) { std::get<bundle::Slide>(r.items[kTemplate].body).layout = "title"; }) ==
        "release.reference");
  CHECK(rule_with([](auto& r) { r.items[kTemplate].alert->blanks.erase("until"); }) == "release.reference");
  CHECK(rule_with([](auto& r) { r.items[kTemplate].alert->blanks["more"]; }) == "release.reference");
  CHECK(rule_with([](auto& r) { r.items[kTemplate].alert->blanks["where"].places.clear(); }) ==
        "release.reference");
  CHECK(rule_with([](auto& r) { r.playlists.begin()->second.entries.push_back({kTemplate}); }) ==
        "release.reference");
  CHECK(rule_with([](auto& r) { r.items[kTemplate].alert->sound = sha256("no such sound"); }) ==
        "release.reference");
}
