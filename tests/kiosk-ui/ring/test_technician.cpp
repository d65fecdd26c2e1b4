// The technician's way in, what stands there, and what does not.
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/kiosk-ui/ring/stand.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using namespace std::chrono_literals;
using kiosk_ui::test::Stand;

namespace {

struct Kit {
  gatecast::test::TemporaryFolder folder;
  SystemDisk disk;
  KioskSecret secret = new_kiosk_secret("lao-bao-hall-1").value();
  DeskPlaces places{folder.path() + "/state", folder.path() + "/store", folder.path() + "/technician.json",
                    folder.path() + "/thermal", folder.path() + "/drm"};
  Kit() {
    REQUIRE(write_file_durably(disk, places.secret, kiosk_secret_file(secret)));
    REQUIRE(make_directories(disk, places.state));
    REQUIRE(make_directories(disk, places.store));
  }
  void write(const Path& path, const std::string& text) {
    REQUIRE(make_directories(disk, path.parent_path()));
    REQUIRE(write_file_durably(disk, path, text));
  }
};

void gesture(Stand& stand) {
  for (int i = 0; i < 6; ++i) {
    const int x = i % 2 == 0 ? 5 : stand.size.width_px - 5;
    stand.touch(screen::InputKind::touch_down, x, 5);
    stand.touch(screen::InputKind::touch_up, x, 5);
  }
}

std::string challenge_of(const Stand& stand) {
  for (const auto& layer : stand.kiosk.screenful().layers)
    for (const auto& words : layer.words)
      if (!words.layout.lines.empty())
        if (const auto digits = code_digits(words.layout.lines.front().text)) return *digits;
  return "";
}

void type(Stand& stand, const std::string& digits) {
  for (const char digit : digits) stand.tap(std::string("desk/") + digit);
}

bool is_in(const Stand& stand) {
  return stand.kiosk.is_desk_open() && stand.kiosk.screenful().button("desk/restart") != nullptr;
}

std::string all_words(const Stand& stand) {
  std::string all;
  for (const auto& layer : stand.kiosk.screenful().layers)
    for (const auto& words : layer.words) {
      for (const auto& line : words.layout.lines) all += line.text + " ";
      all += "\n";
    }
  return all;
}

}  // namespace

TEST_CASE("a gesture and this kiosk's own answer open the technician's screen; another kiosk's does not") {
  Kit place;
  Stand stand(place.disk, place.places);
  gesture(stand);
  REQUIRE(stand.kiosk.is_desk_open());
  const auto challenge = challenge_of(stand);
  REQUIRE(challenge.size() == kKioskCodeDigits);
  type(stand, kiosk_response(new_kiosk_secret("lao-bao-hall-1").value(), challenge));
  CHECK_FALSE(is_in(stand));
  const auto next = challenge_of(stand);
  CHECK(next != challenge);
  type(stand, kiosk_response(place.secret, next));
  CHECK(is_in(stand));
  // The right answer of before opens nothing again.
  stand.tap("desk/close");
  CHECK_FALSE(stand.kiosk.covers_programme());
  gesture(stand);
  type(stand, kiosk_response(place.secret, next));
  CHECK_FALSE(is_in(stand));
}

TEST_CASE("without a secret of its own a kiosk has no technician's screen") {
  Kit place;
  std::filesystem::remove(place.places.secret);
  Stand stand(place.disk, place.places);
  gesture(stand);
  CHECK_FALSE(stand.kiosk.is_desk_open());
  for (int i = 0; i < 20; ++i) stand.key(screen::Key::back);
  CHECK_FALSE(stand.kiosk.is_desk_open());
}

TEST_CASE("attempts are limited, and neither a restart nor a cut of power gives any back") {
  Kit place;
  std::optional<Stand> stand(std::in_place, place.disk, place.places);
  for (int i = 0; i < kFreeAttempts; ++i) {
    gesture(*stand);
    REQUIRE_FALSE(challenge_of(*stand).empty());
    type(*stand, "00000000");
    if (stand->kiosk.is_desk_open()) stand->tap("desk/close");
  }
  stand.emplace(place.disk, place.places);
  gesture(*stand);
  CHECK(challenge_of(*stand).empty());
  CHECK_FALSE(stand->kiosk.screenful().button("desk/1")->is_enabled);
  stand->step(61s);
  CHECK_FALSE(challenge_of(*stand).empty());
  type(*stand, "00000000");
  stand->step(61s);
  CHECK(challenge_of(*stand).empty());  // twice as long now
  stand->step(61s);
  REQUIRE_FALSE(challenge_of(*stand).empty());
  type(*stand, kiosk_response(place.secret, challenge_of(*stand)));
  CHECK(is_in(*stand));
  // A note that was damaged counts as many attempts.
  place.write(place.places.state / "technician.json", "{");
  stand.emplace(place.disk, place.places);
  gesture(*stand);
  CHECK(challenge_of(*stand).empty());
  CHECK(wait_after(4) == 0s);
  CHECK(wait_after(100) == 64min);
}

TEST_CASE("an attempt that cannot be counted is not judged") {
  Kit place;
  Stand stand(place.disk, place.places);
  gesture(stand);
  const auto challenge = challenge_of(stand);
  std::filesystem::remove_all(place.places.state);
  place.write(place.places.state, "a file where the folder was");
  type(stand, kiosk_response(place.secret, challenge));
  CHECK_FALSE(is_in(stand));
}

TEST_CASE("the technician's screen tells release, signers, network, clock, disk, heat, panel and refusals") {
  Kit place;
  place.write(
      place.places.store / "status.json",
      R"({"format":1,"server":"https://example.vn","state":"stale","last_contact":"2026-12-01T01:30:00Z",
                  "failures_in_a_row":3,"time":{"rests_on":"the server's signature"},
                  "release":{"number":)" +
          std::string("12") +
          R"(,"signers":["Nguyễn An","Trần Bình"]},
                  "refused":{"rule":"tuf.expired","message":"too old","subject":"timestamp.json","hint":"wait"}})");
  place.write(place.places.state / "quarantine.json",
              R"({"format":1,"items":[{"item":"film/red","rule":"decoder.died","message":"it died"}]})");
  place.write(place.places.thermal / "thermal_zone0/temp", "91000\n");
  place.write(place.places.panels / "card0-HDMI-A-1/status", "connected\n");
  place.write(place.places.panels / "card0-HDMI-A-1/dpms", "Off\n");
  Stand stand(place.disk, place.places, {1280, 720});
  auto numbered = std::make_shared<playback::Content>(*kiosk_ui::test::demo_content());
  auto release = std::make_shared<bundle::Release>(*numbered->release);
  release->number = 12;
  numbered->release = release;
  stand.kiosk.adopt(numbered);
  gesture(stand);
  type(stand, kiosk_response(place.secret, challenge_of(stand)));
  REQUIRE(is_in(stand));
  std::string said = all_words(stand);
  stand.tap("desk/speak");
  for (int i = 0; i < 4; ++i) {
    said += all_words(stand);
    if (stand.kiosk.screenful().button("desk/later")->is_enabled) stand.tap("desk/later");
  }
  for (const char* fact :
       {"Trần Bình", "Bản phát hành", "Release", "91 °C", "too hot", "card0-HDMI-A-1: dark", "tuf.expired",
        "film/red", "decoder.died", "the server's signature", "failures in a row: 3", "60 min ago"}) {
    INFO(fact << " in\n" << said);
    CHECK(said.find(fact) != std::string::npos);
  }
}

TEST_CASE(
    "tests of picture, sound, touch and scripts, export and restart are there; nothing else can be asked") {
  Kit place;
  Stand stand(place.disk, place.places, {480, 270});
  gesture(stand);
  type(stand, kiosk_response(place.secret, challenge_of(stand)));
  REQUIRE(is_in(stand));
  stand.tap("desk/picture");
  std::set<std::uint32_t> middles;
  for (int i = 0; i < kTestPictures; ++i) {
    middles.insert(stand.screen.row(100)[300]);
    stand.tap(240, 100);
  }
  CHECK(middles.size() >= 6);
  CHECK(middles.count(0xFFFF0000U) == 1);
  REQUIRE(is_in(stand));
  stand.tap("desk/touches");
  stand.touch(screen::InputKind::touch_down, 300, 30);
  stand.touch(screen::InputKind::touch_move, 340, 30);
  stand.touch(screen::InputKind::touch_up, 340, 30);
  CHECK(stand.screen.row(36)[300] != stand.screen.row(36)[100]);
  stand.tap("desk/back");
  stand.tap("desk/languages");
  CHECK(all_words(stand).find("ลาวบาว") != std::string::npos);
  stand.tap("desk/back");
  CHECK(stand.kiosk.wishes().empty());
  stand.tap("desk/sound");
  stand.tap("desk/export");
  stand.tap("desk/restart");
  const auto wishes = stand.kiosk.wishes();
  REQUIRE(wishes.size() == 3);
  CHECK(std::holds_alternative<playback::PlayTestSound>(wishes[0]));
  CHECK(std::holds_alternative<playback::ExportLog>(wishes[1]));
  CHECK(std::holds_alternative<playback::RestartPlayer>(wishes[2]));
  stand.kiosk.exported(fail(environment_error("export.stick", "x", "no stick")));
  stand.step();
  CHECK(all_words(stand).find("no stick") != std::string::npos);
  // Nobody is there any more: the programme has the screen again.
  stand.step(6min);
  CHECK_FALSE(stand.kiosk.covers_programme());
}

TEST_CASE("the technician comes in where there is no release, and by keys alone") {
  Kit place;
  Stand stand(place.disk, place.places, {960, 540}, false);
  CHECK_FALSE(stand.kiosk.covers_programme());
  for (int i = 0; i < 8; ++i) stand.key(screen::Key::back);
  REQUIRE(stand.kiosk.is_desk_open());
  for (const char digit : kiosk_response(place.secret, challenge_of(stand))) {
    for (int i = 0; i < 20; ++i) {
      if (stand.kiosk.desk_focus() == std::string("desk/") + digit) break;
      stand.key(screen::Key::next);
    }
    stand.key(screen::Key::activate);
  }
  CHECK(is_in(stand));
  CHECK(all_words(stand).find("chưa có bản nào") != std::string::npos);
}

TEST_CASE("every page can be called useful by one touch, once a session, and nobody is named") {
  Stand stand({640, 400}, {{}, 337, 210, 850});
  stand.tap("language/lo");
  stand.tap("topic/health");
  const auto page = stand.kiosk.session().here().id;
  stand.tap("tool/size");  // in large letters it has more than one screenful
  stand.tap("tool/size");
  REQUIRE(stand.kiosk.screenful().button("tool/later") != nullptr);
  while (stand.kiosk.screenful().button("tool/useful") == nullptr) stand.tap("tool/later");
  // Who taps on where "More" was means nothing by it.
  stand.tap("tool/not-useful");
  CHECK(stand.kiosk.wishes().empty());
  stand.step(2s);
  stand.tap("tool/useful");
  auto wishes = stand.kiosk.wishes();
  REQUIRE(wishes.size() == 1);
  const auto judged = std::get<playback::PageJudged>(wishes.front());
  CHECK(judged.page == page);
  CHECK(judged.language == "lo");
  CHECK(judged.is_useful);
  CHECK_FALSE(stand.kiosk.screenful().button("tool/not-useful")->is_enabled);
  stand.tap("tool/useful");
  CHECK(stand.kiosk.wishes().empty());
  stand.tap("tool/home");
  CHECK(stand.kiosk.screenful().button("tool/useful") == nullptr);
}
