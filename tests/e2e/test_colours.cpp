// The colours of films as they stand on the screen, by both ways there: the surface, converted by the
// processor, and textures, converted by OpenGL where there is one.
#include <signal.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <thread>

#include "player/programme/programme.h"
#include "tests/e2e/province.h"
#include "tests/e2e/watched_player.h"
#include "tests/player/decode/colour_bars.h"
#include "tests/support/made_film.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

constexpr int kPatch_px = 64;
constexpr int kMostOff = 2;  // of 255
constexpr std::int64_t kSlot_us = 2'500'000;

struct Film {
  const char* item;
  Space space;
};
const std::vector<Film> kFilms{{"film/bt601", kBt601}, {"film/bt709", kBt709}, {"film/bt2020", kBt2020}};

// The patches side by side over the whole screen, without loss.
std::string film_of_patches(const std::string& folder, const Space& space) {
  const auto raw = folder + "/patches.yuv";
  std::string frame;
  for (int y = 0; y < kScreen.height_px; ++y)
    for (const auto& patch : kPatches) frame.append(kPatch_px, static_cast<char>(patch.y));
  for (const bool is_cr : {false, true})
    for (int y = 0; y < kScreen.height_px / 2; ++y)
      for (const auto& patch : kPatches)
        frame.append(kPatch_px / 2, static_cast<char>(is_cr ? patch.cr : patch.cb));
  std::ofstream(raw, std::ios::binary) << frame;
  auto file = folder + "/" + space.matrix + ".mp4";
  const auto size = std::to_string(kScreen.width_px) + "x" + std::to_string(kScreen.height_px);
  run_ffmpeg({"-stream_loop",
              "74",
              "-f",
              "rawvideo",
              "-pix_fmt",
              "yuv420p",
              "-r",
              "25",
              "-s",
              size,
              "-color_range",
              "tv",
              "-colorspace",
              space.matrix,
              "-i",
              raw,
              "-c:v",
              "libx264",
              "-preset",
              "ultrafast",
              "-qp",
              "0",
              "-g",
              "25",
              "-pix_fmt",
              "yuv420p",
              "-color_range",
              "tv",
              "-colorspace",
              space.matrix,
              "-color_primaries",
              space.primaries,
              "-color_trc",
              space.transfer,
              file});
  return file;
}

Rgb wanted(const Patch& patch, const Space& space) {
  const auto colour = decoded(patch, space, false);
  return std::string(space.primaries) == "bt2020" ? sdr_2020_to_709(colour) : colour;
}

void check_patches(const VirtualScreen& screen, const Space& space) {
  for (std::size_t i = 0; i < kPatches.size(); ++i) {
    const auto pixel = screen.pixel(static_cast<int>(i) * kPatch_px + kPatch_px / 2, kScreen.height_px / 2);
    const auto want = wanted(kPatches[i], space);
    INFO("patch " << i);
    CHECK(std::abs(static_cast<int>(pixel >> 16U & 255U) - to_byte(want.red)) <= kMostOff);
    CHECK(std::abs(static_cast<int>(pixel >> 8U & 255U) - to_byte(want.green)) <= kMostOff);
    CHECK(std::abs(static_cast<int>(pixel & 255U) - to_byte(want.blue)) <= kMostOff);
  }
}

// Each film in turn, in the middle of its slot.
void check_films(const PlayedStore& store, const VirtualScreen& screen) {
  std::set<std::string> seen;
  for (int look = 0; look < 200 && seen.size() < kFilms.size(); ++look) {
    std::this_thread::sleep_for(100ms);
    const auto now = std::chrono::time_point_cast<Duration>(SystemClock().now());
    const auto showing = programme::showing_at(store.release(), {}, now);
    REQUIRE(showing);
    if (now - showing->starts < 1s || showing->ends - now < 400ms || seen.contains(showing->item)) continue;
    const auto film = std::ranges::find(kFilms, showing->item, &Film::item);
    INFO(film->item);
    check_patches(screen, film->space);
    seen.insert(showing->item);
  }
  CHECK(seen.size() == kFilms.size());
}

bool has_opengl(const VirtualScreen& screen) {
  const auto measured = run({program("gatecast-player"), "--measure-output-path", "640x360"},
                            {{"DISPLAY", screen.display()}, {"SDL_AUDIODRIVER", "dummy"}});
  int has_renderer = 0;
  return measured.exit_code == 0 && std::sscanf(measured.out.c_str(), "%d", &has_renderer) == 1 &&
         has_renderer != 0;
}

}  // namespace

TEST_CASE("films of each colour matrix are right within 2 of 255 on the screen, by surface and by textures") {
  const TemporaryFolder folder;
  std::vector<ColourFilm> films;
  for (const auto& film : kFilms) films.push_back({film.item, 0, film_of_patches(folder.path(), film.space)});
  for (const std::string path : {"surface", "renderer"}) {
    INFO(path);
    PlayedStore store;
    store.publish(films, kSlot_us, [](bundle::Release& release) {
      for (auto& theme : release.themes) theme.transition_us = 0;
    });
    const VirtualScreen screen(kScreen);
    if (path == "renderer" && !has_opengl(screen)) {
      WARN("no OpenGL here: textures are not looked at");
      return;
    }
    auto player = play(store, screen, {"--output-path", path});
    for (int i = 0; i < 200 && brightness(screen.grab()).mean == 0; ++i) std::this_thread::sleep_for(50ms);
    std::this_thread::sleep_for(std::chrono::microseconds(kSlot_us));  // the first came with a fade
    check_films(store, screen);
    player.signal(SIGTERM);
    CHECK(player.wait(20s).exit_code == 0);
    CHECK(stats_of(store)["present_path"] == path);
  }
}
