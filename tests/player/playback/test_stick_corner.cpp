// What stands in the corner while a stick is in: built-in words, a state and bounded numbers, nothing else of
// what the agent wrote; for as long as it is of use, and over whatever is on.
#include <catch2/catch.hpp>

#include "content-sync/base/json_value.h"
#include "player/pixels/png.h"
#include "player/playback/output_arguments.h"
#include "player/playback/stick_corner.h"
#include "tests/support/cut_disk.h"

using namespace gatecast;
using namespace gatecast::playback;
using namespace std::chrono_literals;

namespace {

nlohmann::json fresh_note() {
  return {{"format", 1},        {"name", "sdb1-7"},
          {"state", "fresh"},   {"done_bytes", 50},
          {"total_bytes", 200}, {"release", 12},
          {"reports", 3},       {"error", {{"message", "SHOW THIS"}, {"rule", "x"}}}};
}
void write_note(Disk& disk, const nlohmann::json& note) {
  REQUIRE(write_file_durably(disk, "/store/stick.json", note.dump()));
}
std::int64_t drawn(const pixels::Pixmap& picture, const pixels::Rect& place) {
  std::int64_t count = 0;
  for (int y = place.y; y < place.y + place.height; ++y)
    for (int x = place.x; x < place.x + place.width; ++x) count += picture.row(y)[x] >> 24U == 255 ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("of what the agent writes of a stick only a state and bounded numbers are taken") {
  const auto note = parse_stick_note(fresh_note().dump());
  REQUIRE(note);
  CHECK(*note == StickNote{StickState::fresh, 25, 12, 3});
  for (const char* text : {"", "[]", "{}", R"({"format":1})", R"({"format":2,"state":"fresh"})",
                           R"({"format":1,"state":"Khu vực nguy hiểm"})"})
    CHECK_FALSE(parse_stick_note(text));
  auto wild = fresh_note();
  wild["release"] = -5;
  wild["reports"] = std::int64_t{1} << 52U;
  wild["done_bytes"] = std::int64_t{1} << 52U;
  wild["total_bytes"] = 1;
  REQUIRE(parse_stick_note(wild.dump()));
  CHECK(*parse_stick_note(wild.dump()) == StickNote{StickState::fresh, 99, 0, 999'999'999});
  wild["reports"] = "Khu vực nguy hiểm";
  CHECK_FALSE(parse_stick_note(wild.dump())->reports);
}

TEST_CASE("what a stick became before this player began is not told again, and each change is told once") {
  test::CutDisk disk;
  REQUIRE(make_directories(disk, "/store"));
  write_note(disk, fresh_note());
  StickEar ear;
  CHECK_FALSE(ear.look(disk, "/store"));
  CHECK_FALSE(ear.look(disk, "/store"));
  auto reading = fresh_note();
  reading["state"] = "reading";
  write_note(disk, reading);
  REQUIRE(ear.look(disk, "/store"));
  CHECK_FALSE(ear.look(disk, "/store"));
  REQUIRE(disk.remove("/store/stick.json"));
  CHECK_FALSE(ear.look(disk, "/store"));
  write_note(disk, fresh_note());
  CHECK(ear.look(disk, "/store")->state == StickState::fresh);
}

TEST_CASE("the corner stands over whatever is on while a stick is in, and a minute after it is gone") {
  const pixels::Size screen{1280, 720};
  SteadyInstant now{};
  StickCorner corner;
  auto overlays = std::make_shared<compose::SlidePainter::OverlayPicture>();
  overlays->pixels = pixels::Pixmap(screen);
  overlays->touched = {{0, 700, 1280, 20}};
  overlays->is_opaque = true;
  CHECK_FALSE(corner.tend(screen, now));
  CHECK(corner.over(overlays, screen) == overlays);
  CHECK(corner.over(nullptr, screen) == nullptr);

  corner.take({StickState::reading, 43, 0, {}}, now);
  CHECK(corner.tend(screen, now));
  CHECK_FALSE(corner.tend(screen, now));
  const auto together = corner.over(overlays, screen);
  REQUIRE(together->touched.size() == 2);
  CHECK_FALSE(together->is_opaque);
  const auto place = together->touched[1];
  CHECK(place.y == 0);
  CHECK(place.x + place.width == screen.width_px);
  CHECK(drawn(together->pixels, place) == std::int64_t{place.width} * place.height);
  CHECK(corner.over(overlays, screen) == together);  // nothing is painted twice
  // Without any release, over the still.
  CHECK(corner.over(nullptr, screen)->touched.size() == 1);

  corner.take({StickState::fresh, 0, 12, 3}, now += 5s);
  CHECK(corner.tend(screen, now));
  CHECK_FALSE(corner.tend(screen, now += 59s));
  CHECK(corner.tend(screen, now += 1s));
  CHECK(corner.over(overlays, screen) == overlays);
  CHECK_FALSE(corner.ends_at());
}

TEST_CASE("every note of a stick has its words whole in the typefaces of the image, on every panel") {
  SystemDisk disk;
  const auto typesetter = image_typesetter(disk);
  REQUIRE(typesetter);
  for (const auto screen : {pixels::Size{1920, 1080}, pixels::Size{1080, 1920}, pixels::Size{640, 360}})
    for (const auto state : {StickState::reading, StickState::fresh, StickState::nothing_new,
                             StickState::refused, StickState::unreadable, StickState::no_content}) {
      const auto plate = paint_stick_note({state, 99, 999'999'999, 999'999'999}, screen, *typesetter);
      CHECK(plate.size().width_px <= screen.width_px);
      CHECK(plate.size().height_px < screen.height_px / 4);
      if (const char* folder = std::getenv("GATECAST_PICTURES"))
        REQUIRE(pixels::write_png(disk,
                                  Path(folder) / ("stick-" + std::to_string(screen.width_px) + "-" +
                                                  std::to_string(static_cast<int>(state)) + ".png"),
                                  plate));
    }
}
