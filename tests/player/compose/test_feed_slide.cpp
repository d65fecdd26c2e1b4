// What feeds say inside a slide's text: the value with its age, a line that is hidden, nothing ever old.
#include <algorithm>
#include <catch2/catch.hpp>

#include "player/compose/feed_text.h"
#include "player/compose/slide_texts.h"
#include "sample_slides.h"

using namespace gatecast;
using namespace gatecast::compose;
using namespace std::chrono_literals;

namespace {

Instant at_noon() {
  return *parse_instant("2026-11-22T12:00:00+07:00");
}

bundle::Release release_with_rates() {
  auto release = sample_release(hall_screen());
  for (const char* name : {"usd", "thb"}) {
    auto& feed = release.feeds[name];
    feed.name = name;
    feed.label = five("Đô la Mỹ", "ໂດລາ", "ดอลลาร์", "US dollar", "美元");
    feed.unit = five("đồng", "ດົງ", "ดอง", "dong", "越南盾");
    feed.source = five("Ngân hàng mẫu", "ທະນາຄານຕົວຢ່າງ", "ธนาคารตัวอย่าง", "Sample bank", "示例银行");
    feed.least = 500;
    feed.most = 30'000;
    feed.greatest_age_s = 3600;
  }
  return release;
}

bundle::FeedValue value_of(std::int64_t number, Instant at) {
  bundle::FeedValue value;
  value.number = number;
  value.at = at;
  return value;
}

bundle::Item rates_slide() {
  bundle::Item item = sample_item("table", Length::brief);
  auto& slide = std::get<bundle::Slide>(item.body);
  const auto row = [](const char* name) {
    const auto text = "{feed:" + std::string(name) + ".label} | {feed:" + name + "}";
    return five(text.c_str(), text.c_str(), text.c_str(), text.c_str(), text.c_str());
  };
  slide.texts["rows"] = {row("usd"), row("thb"), five("Hàng", "ແຖວ", "แถว", "Row", "行")};
  slide.options["icons"] = "money,exchange,information";
  return item;
}

struct Said {
  SlideTexts texts;
  std::vector<std::string> rows;  // in the first language
};
Said texts_with(const bundle::Release& release, const bundle::Item& item, bundle::FeedValues feeds) {
  SlideRequest request{&release, &item, {"vi", "lo"}, {1920, 1080}, bundle::Mode::daily, at_noon(), false};
  request.feeds = std::move(feeds);
  Said read{slide_texts(request), {}};
  for (const auto& row : read.texts.all("rows")) read.rows.push_back(row.front().text);
  return read;
}

}  // namespace

TEST_CASE("a row says what its feed says, in the reader's digits and words, and how old it is") {
  const auto release = release_with_rates();
  const auto now =
      texts_with(release, rates_slide(),
                 {{"usd", value_of(26'345, at_noon() - 20min)}, {"thb", value_of(722, at_noon() - 40min)}});
  CHECK(now.rows ==
        std::vector<std::string>{"Đô la Mỹ | 26.345\u00A0đồng", "Đô la Mỹ | 722\u00A0đồng", "Hàng"});
  CHECK(now.texts.all("rows").front().back().text == "ໂດລາ | 26.345\u00A0ດົງ");
  CHECK(note_for(now.texts.facts, "vi") == "Cập\u00A0nhật\u00A0lúc\u00A011:20");  // the oldest of them
  CHECK(now.texts.faults.empty());
  CHECK_FALSE(now.texts.facts.has_sample);
}

TEST_CASE("a row whose feed is too old, or never spoke, is not there, and its icon goes with it") {
  const auto release = release_with_rates();
  const auto item = rates_slide();
  const auto one =
      texts_with(release, item, {{"usd", value_of(1, at_noon() - 1h)}, {"thb", value_of(722, at_noon())}});
  CHECK(one.rows == std::vector<std::string>{"Đô la Mỹ | 722\u00A0đồng", "Hàng"});
  CHECK(one.texts.place_of("rows", 0) == 1);
  CHECK(one.texts.place_of("rows", 1) == 2);
  const auto none = texts_with(release, item, {});
  CHECK(none.rows == std::vector<std::string>{"Hàng"});
  CHECK(note_for(none.texts.facts, "vi").empty());
}

TEST_CASE("a feed that the release does not declare shows nothing, never its braces") {
  const auto release = release_with_rates();
  auto item = rates_slide();
  std::get<bundle::Slide>(item.body).texts["rows"].front() = {{"vi", "x {feed:eur}"}};
  const auto now =
      texts_with(release, item, {{"eur", value_of(1, at_noon())}, {"thb", value_of(722, at_noon())}});
  CHECK(now.rows.size() == 2);
  CHECK(now.texts.faults == std::vector<std::string>{"The feed \"eur\" is not in the release."});
}

TEST_CASE("a slide that says the time of a value itself needs no note, and a sample is marked once") {
  const auto release = release_with_rates();
  auto item = rates_slide();
  auto& slide = std::get<bundle::Slide>(item.body);
  const char* dated = "{feed:usd} lúc {feed:usd.time} ({feed:usd.source})";
  slide.texts["rows"] = {five(dated, dated, dated, dated, dated)};
  auto value = value_of(26'345, at_noon() - 20min);
  value.is_sample = true;
  const auto now = texts_with(release, item, {{"usd", value}});
  CHECK(now.rows == std::vector<std::string>{"26.345\u00A0đồng lúc 11:40 (Ngân hàng mẫu)"});
  CHECK(note_for(now.texts.facts, "vi").empty());
  CHECK(now.texts.facts.has_sample);
}

TEST_CASE("a slide that speaks is drawn in both formats, with every row it has, and fits") {
  SlidePainter painter(noto_typesetter(), nullptr);
  const auto item = rates_slide();
  for (const auto& [screen, size] : {std::pair{hall_screen(), pixels::Size{1920, 1080}},
                                     std::pair{gate_screen(), pixels::Size{1080, 1920}}}) {
    auto release = sample_release(screen);
    release.feeds = release_with_rates().feeds;
    SlideRequest request{&release, &item, {"vi", "lo"}, size, bundle::Mode::daily, at_noon(), false};
    for (const bool has_both : {true, false}) {
      request.feeds = {{"usd", value_of(26'345, at_noon())}};
      if (has_both) request.feeds["thb"] = value_of(722, at_noon());
      SlideReport report;
      REQUIRE(painter.paint(request, &report));
      CHECK(std::ranges::all_of(report.boxes, &TextBox::fits));
      CHECK(report.faults.empty());
      const auto says = [&](const char* words) {
        return std::ranges::any_of(report.boxes, [&](const TextBox& box) {
          return std::ranges::any_of(
              box.line_texts, [&](const std::string& line) { return line.find(words) != std::string::npos; });
        });
      };
      CHECK(says("26.345"));
      CHECK(says("722") == has_both);
    }
  }
}

TEST_CASE("an example stands in the middle of its bounds and is marked") {
  const auto feed = release_with_rates().feeds.at("usd");
  const auto example = example_value(feed, at_noon());
  CHECK(example.is_sample);
  CHECK(bundle::check_feed_value(feed, example));
}
