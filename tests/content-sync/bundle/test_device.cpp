#include "content-sync/bundle/device.h"

#include <catch2/catch.hpp>

#include "content-sync/bundle/changes.h"
#include "content-sync/bundle/release.h"
#include "tests/support/devices.h"

using namespace gatecast;
using namespace gatecast::bundle;
using namespace gatecast::test;

namespace {

DeviceState whole_wish() {
  auto wish = wish_for();
  wish.channel = "la-lay-gate";
  wish.tags = std::set<std::string>{"hall", "north"};
  wish.volume_percent = 60;
  wish.brightness_percent = 80;
  wish.power_hours = "06:00-22:00";
  wish.update_hours = "22:00-05:00";
  return wish;
}

Error refusal(const std::string& document, const std::string& name = "wish.json") {
  const auto parsed = parse_device(document, name);
  if (parsed) FAIL("was taken: " + document);
  return parsed.error();
}

std::vector<std::string> refused(const DeviceState& wish, const DeviceBounds* bounds,
                                 const std::string& channel = "lao-bao-hall") {
  std::vector<std::string> rules;
  for (const auto& error : weigh_device(wish, bounds, channel).refused) rules.push_back(error.rule);
  return rules;
}

}  // namespace

TEST_CASE("what is asked of a kiosk is written and read back alike, and the same gives the same bytes") {
  for (const auto& wish : {wish_for(), whole_wish()}) {
    const auto parsed = parse_device(write_device(wish), "devices/lao-bao/hall-1.json");
    REQUIRE(parsed);
    CHECK(*parsed == wish);
    CHECK(write_device(*parsed) == write_device(wish));
  }
  CHECK(in_words(wish_for()) == "as it is provisioned");
  CHECK(in_words(whole_wish()).find("volume 60 %") != std::string::npos);
}

TEST_CASE("a mistake in what is asked of a kiosk is told with its line and its remedy") {
  const auto error =
      refusal("{\"site\": \"lao-bao\",\n \"kiosk\": \"hall-1\",\n \"volume_percent\": \"loud\"}");
  CHECK(error.rule == "device.form");
  CHECK(error.subject.find("wish.json:3:") == 0);
  CHECK(!error.hint.empty());
  const std::string head = R"({"site":"lao-bao","kiosk":"hall-1",)";
  for (const char* wrong :
       {R"("volume_percent":101})", R"("volume_percent":-1})", R"("volume_percent":1.5})",
        R"("tags":"hall"})", R"("tags":["Hall"]})", R"("power_hours":"6-22"})",
        R"("power_hours":"06:00-06:00"})", R"("power_hours":"25:00-26:00"})", R"("power_hours":""})",
        R"("channel":"../x"})", R"("format":{"major":2}})", R"("update_hours":7})"})
    CHECK(refusal(head + wrong).hint.size() + refusal(head + wrong).message.size() > 10);
  CHECK(refusal("[]").rule == "device.form");
  CHECK(refusal(R"({"site":"lao-bao"})").rule == "device.form");
  CHECK(refusal(R"({"site":"lao-bao","kiosk":"../../etc"})").rule == "device.form");
  // What a newer minor version adds is left out; a document of another kiosk is none of this one's.
  CHECK(parse_device(head + R"("later":true})", "x"));
  CHECK(refusal(head.substr(0, head.size() - 1) + "}", "devices/lao-bao/hall-2.json").rule == "device.name");
}

TEST_CASE("a technician moves a kiosk only as far as the signed release allows") {
  const auto bounds = usual_bounds();
  auto wish = wish_for();
  const auto volume = [&](std::int64_t percent) {
    wish.volume_percent = percent;
    const auto judged = weigh_device(wish, &bounds, "lao-bao-hall");
    return judged.applied.volume_percent.value_or(-1);
  };
  CHECK(volume(19) == -1);
  CHECK(volume(20) == 20);
  CHECK(volume(80) == 80);
  CHECK(volume(81) == -1);
  CHECK(refused(wish, &bounds) == std::vector<std::string>{"device.volume"});
  wish.volume_percent = 50;
  CHECK(refused(wish, nullptr) == std::vector<std::string>{"device.volume"});

  wish = wish_for();
  wish.power_hours = "22:00-09:59";
  CHECK(refused(wish, &bounds) == std::vector<std::string>{"device.power"});
  wish.power_hours = "22:00-10:00";
  CHECK(refused(wish, &bounds).empty());
  CHECK(refused(wish, nullptr) == std::vector<std::string>{"device.power"});
  wish.power_hours.reset();
  wish.brightness_percent = 30;
  CHECK(refused(wish, &bounds) == std::vector<std::string>{"device.brightness"});
  wish.brightness_percent = 60;
  CHECK(refused(wish, &bounds).empty());

  wish = wish_for();
  wish.channel = "la-lay-gate";
  CHECK(refused(wish, &bounds).empty());
  CHECK(refused(wish, nullptr) == std::vector<std::string>{"device.channel"});
  CHECK(refused(wish, nullptr, "la-lay-gate").empty());  // there already
  wish.channel = "hue-citadel";
  CHECK(refused(wish, &bounds) == std::vector<std::string>{"device.channel"});
  wish = wish_for();
  wish.tags = std::set<std::string>{"north"};
  wish.update_hours = "";
  CHECK(refused(wish, nullptr).empty());
}

TEST_CASE("the bounds of technicians stand in the release, and who signs reads them") {
  auto release = sample_release().release;
  const auto before = release;
  CHECK(write_release(release).find("device_bounds") == std::string::npos);
  release.device_bounds = usual_bounds();
  const auto parsed = parse_release(write_release(release), "release.json");
  REQUIRE(parsed);
  CHECK(parsed->device_bounds == release.device_bounds);
  CHECK(write_release(*parsed) == write_release(release));
  std::string sentences;
  for (const auto& sentence : describe_changes(&before, release)) sentences += sentence + "\n";
  INFO(sentences);
  CHECK(sentences.find("volume 20 to 80 %") != std::string::npos);
  CHECK(sentences.find("la-lay-gate") != std::string::npos);
  release.device_bounds->volume_percent = PercentBounds{80, 20};
  CHECK(!parse_release(write_release(release), "release.json"));
}

TEST_CASE(
    "in the place of a value outside the bounds the last good one stays, if the bounds still allow it") {
  auto bounds = usual_bounds();
  auto wish = wish_for();
  wish.volume_percent = 95;
  wish.power_hours = "08:00-09:00";
  auto held = wish_for();
  held.volume_percent = 60;
  held.power_hours = "06:00-22:00";
  const auto judged = weigh_device(wish, &bounds, "lao-bao-hall", &held);
  CHECK(judged.refused.size() == 2);
  CHECK(judged.applied.volume_percent == 60);
  CHECK(judged.applied.power_hours == "06:00-22:00");
  // Two editors have set other bounds since: theirs count, not what held under the old ones.
  bounds.volume_percent = PercentBounds{20, 50};
  bounds.least_hours = 20;
  const auto again = weigh_device(wish, &bounds, "lao-bao-hall", &held);
  CHECK(!again.applied.volume_percent);
  CHECK(!again.applied.power_hours);
  CHECK(!weigh_device(wish, nullptr, "lao-bao-hall", &held).applied.volume_percent);
  // What is not asked for any more does not stay.
  CHECK(!weigh_device(wish_for(), &bounds, "lao-bao-hall", &held).applied.volume_percent);
}

TEST_CASE("power hours are those of UTC+7, over midnight too") {
  const auto at = [](const char* time) { return parse_instant(time).value(); };
  CHECK(is_within_hours("06:00-22:00", at("2026-11-22T06:00:00+07:00")));
  CHECK(is_within_hours("06:00-22:00", at("2026-11-22T14:59:59Z")));
  CHECK_FALSE(is_within_hours("06:00-22:00", at("2026-11-22T15:00:00Z")));
  CHECK_FALSE(is_within_hours("06:00-22:00", at("2026-11-22T05:59:59+07:00")));
  CHECK(is_within_hours("18:00-06:00", at("2026-11-22T00:30:00+07:00")));
  CHECK_FALSE(is_within_hours("18:00-06:00", at("2026-11-22T06:00:00+07:00")));
  CHECK(is_within_hours("at night", at("2026-11-22T00:30:00+07:00")));
}
