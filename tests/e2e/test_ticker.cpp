// A ticker that runs, as the frame buffer of a virtual screen has it: each time the strip is read its columns
// are those of one place of the line, and that place is what the clock says.
#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <iostream>
#include <thread>

#include "player/compose/motion.h"
#include "player/compose/running_line.h"
#include "player/compose/slide_painter.h"
#include "player/screen/placement.h"
#include "tests/e2e/watched_player.h"
#include "tests/support/full_counts.h"
#include "tests/support/made_film.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

void add_ticker(bundle::Release& release) {
  bundle::Overlay ticker;
  ticker.kind = bundle::Overlay::Kind::ticker;
  ticker.motion = bundle::Overlay::Motion::run;
  ticker.texts = {{{"vi", "Thượng lộ bình an, hẹn gặp lại tại cửa khẩu Lao Bảo"}, {"lo", "ເດີນທາງປອດໄພ"}},
                  {{"vi", "Xin giữ gìn vệ sinh chung"}, {"lo", "ກະລຸນາຮັກສາຄວາມສະອາດ"}}};
  release.overlays = {bundle::Overlay{}, ticker};
}
// Without a clock the window is the whole strip, whichever end an item has its clock at.
void add_lone_ticker(bundle::Release& release) {
  add_ticker(release);
  release.overlays.erase(release.overlays.begin());
}

// The line as the release's own typefaces draw it.
std::shared_ptr<const compose::RunningLine> line_of(const bundle::Release& release, pixels::Size size) {
  std::vector<text::FontFile> faces;
  for (const auto& [script, file] :
       {std::pair{"Latn", "NotoSans-Regular.ttf"}, std::pair{"Laoo", "NotoSansLao-Regular.ttf"}}) {
    std::ifstream in(std::string("/usr/share/fonts/truetype/noto/") + file, std::ios::binary);
    faces.push_back({script, text::FaceRole::text, 400,
                     std::make_shared<const std::string>(std::istreambuf_iterator<char>(in),
                                                         std::istreambuf_iterator<char>()),
                     0});
  }
  auto typesetter = text::Typesetter::create(std::move(faces), release.glossary);
  REQUIRE(typesetter);
  compose::SlidePainter painter(std::move(*typesetter), nullptr);
  const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  auto line = painter.paint_overlays(release, size, bundle::Mode::daily, {"vi", "lo"}, now, false).line;
  REQUIRE(line);
  return line;
}

// The middle of the window, where no edge is soft and no minute moves it.
pixels::Rect looked_at(const compose::RunningLine& line) {
  const auto window = line.window();
  return {window.x + window.width / 4, window.y, window.width * 3 / 8, window.height};
}

struct Seen {
  int looks = 0;
  int torn = 0;
  std::vector<std::int64_t> steps_off;  // refreshes between what is seen and what the clock says
  std::vector<std::int64_t> numbers;    // of the refreshes that were seen
};

std::int64_t at_permille(std::vector<std::int64_t> values, std::size_t permille) {
  if (values.empty()) return -1;
  std::ranges::sort(values);
  return values[std::min(values.size() - 1, values.size() * permille / 1000)];
}

class LineWatch {
 public:
  LineWatch(const VirtualScreen& screen, const compose::RunningLine& line, screen::Placement placement,
            Duration interval)
      : screen_(screen), line_(line), placement_(placement), interval_(interval), part_(looked_at(line)) {}

  Seen watch(std::chrono::milliseconds length) {
    Seen seen;
    const auto end = std::chrono::steady_clock::now() + length;
    while (std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(7ms);
      const auto before = std::chrono::system_clock::now();
      // A picture that is just being copied is no torn one: two looks must be the same.
      const auto first = look();
      if (look() != first || std::chrono::system_clock::now() - before > 4ms) continue;
      const auto now = std::chrono::time_point_cast<Duration>(before);
      const std::int64_t number = now.time_since_epoch().count() / interval_.count();
      ++seen.looks;
      const auto shown = number_of(first, number);
      if (!shown) {
        ++seen.torn;
        continue;
      }
      seen.steps_off.push_back(number - *shown);
      seen.numbers.push_back(*shown);
    }
    return seen;
  }

 private:
  [[nodiscard]] std::vector<std::uint32_t> look() const {
    std::vector<std::uint32_t> out;
    for (int y = part_.y + part_.height / 4; y < part_.y + part_.height; y += 3)
      for (int x = part_.x; x < part_.x + part_.width; ++x) {
        const auto at = placement_.to_window({x, y});
        out.push_back(screen_.pixel(at.x, at.y));
      }
    return out;
  }
  // Of the refresh whose place all columns agree with, looked for nearest to the clock first.
  [[nodiscard]] std::optional<std::int64_t> number_of(const std::vector<std::uint32_t>& pixels,
                                                      std::int64_t near) const {
    for (std::int64_t off = 0; off < 600; ++off)
      for (const std::int64_t number : {near - off, near + off})
        if (is_at(pixels, line_.column({number, interval_}))) return number;
    return std::nullopt;
  }
  [[nodiscard]] bool is_at(const std::vector<std::uint32_t>& pixels, int column) const {
    const auto& track = line_.track().pixels;
    std::size_t i = 0;
    for (int y = part_.height / 4; y < part_.height; y += 3)
      for (int x = part_.x; x < part_.x + part_.width; ++x)
        if ((track.row(y)[(x + column) % track.size().width_px] & 0xFFFFFFU) != pixels[i++]) return false;
    return true;
  }

  const VirtualScreen& screen_;
  const compose::RunningLine& line_;
  screen::Placement placement_;
  Duration interval_;
  pixels::Rect part_;
};

void check(const Seen& seen) {
  INFO(seen.looks << " looks, " << seen.torn << " torn; refreshes behind the clock: median "
                  << at_permille(seen.steps_off, 500) << ", 95th percentile "
                  << at_permille(seen.steps_off, 950) << ", most " << at_permille(seen.steps_off, 1000));
  CHECK(seen.looks > 100);
  CHECK(seen.torn == 0);
  CHECK(at_permille(seen.steps_off, 500) == 0);
  CHECK(at_permille(seen.steps_off, 0) >= -1);  // it never runs ahead
  // It stands nowhere: of the refreshes that were looked at nearly each has a place of its own.
  CHECK(std::ranges::is_sorted(seen.numbers));
  std::vector<std::int64_t> places = seen.numbers;
  places.erase(std::unique(places.begin(), places.end()), places.end());
  CHECK(places.size() * 4 > seen.numbers.size());
}

}  // namespace

TEST_CASE("a ticker runs at constant speed without tearing, over a still picture and over a film") {
  for (const bool is_film : {false, true}) {
    PlayedStore store;
    if (is_film)
      store.publish({kRed, kBlue}, 4'000'000, add_lone_ticker);  // with a cut every four seconds
    else
      store.publish({}, 3'600'000'000, add_ticker);
    const VirtualScreen screen(kScreen);
    auto player = play(store, screen, {"--seconds", "60"});
    if (is_film) wait_for_film(player, screen);
    std::this_thread::sleep_for(3s);  // the transition is over
    const auto line = line_of(store.release(), kScreen);
    LineWatch watch(screen, *line, {kScreen, {0, 0, kScreen.width_px, kScreen.height_px}, 0},
                    compose::kMotionStep);
    const auto seen = watch.watch(6s);
    player.signal(SIGTERM);
    player.wait(10s);
    INFO((is_film ? "over a film" : "over a still picture"));
    check(seen);
    const auto stats = stats_of(store);
    INFO(stats.dump());
    CHECK(stats["ticker_pictures"] > 150);
    if (!is_film) CHECK(stats["pictures_drawn"] < 60);  // the whole picture stands
  }
}

TEST_CASE("on a turned output with a known rate the ticker keeps to its refreshes") {
  PlayedStore store;
  store.publish({kRed}, 4'000'000, add_lone_ticker);
  constexpr pixels::Size kWindow{400, 700};
  const VirtualScreen screen(kWindow);
  const TemporaryFolder folder;
  const auto outputs = folder.path() + "/outputs.json";
  std::ofstream(outputs) << R"({"format": 1, "outputs": [{"x": 20, "y": 30, "width": 360, "height": 640,
    "rotation": 90, "refresh_mhz": 50000}]})";
  auto player = play(store, screen, {"--outputs", outputs, "--seconds", "60"});
  for (int i = 0; i < 200 && !is_near(screen.pixel(200, 350), kRed.colour); ++i)
    std::this_thread::sleep_for(50ms);
  std::this_thread::sleep_for(3s);
  const auto line = line_of(store.release(), kScreen);
  LineWatch watch(screen, *line, {kWindow, {20, 30, 360, 640}, 90}, Duration(20'000));
  const auto seen = watch.watch(6s);
  player.signal(SIGTERM);
  player.wait(10s);
  check(seen);
}

TEST_CASE("with reduced motion the same ticker takes turns, and a still picture costs no draw") {
  PlayedStore store;
  store.publish({}, 3'600'000'000, add_ticker);
  const VirtualScreen screen(kScreen);
  auto player = play(store, screen, {"--reduced-motion", "--seconds", "6"});
  player.wait(30s);
  const auto stats = stats_of(store);
  CHECK(stats["ticker_pictures"] == 0);
  CHECK(stats["pictures_drawn"] < 60);
}

TEST_CASE("what a ticker that runs costs at 1080p is printed, over a slide and over a film") {
  constexpr pixels::Size kFull{1920, 1080};
  const TemporaryFolder folder;
  const auto film = made_film(folder.path() + "/film.mp4",
                              {.picture = "testsrc2=s=1920x1080:r=30:d=20",
                               .sound = "sine=f=440:d=20",
                               .video_codec = {"-c:v", "libx264", "-preset", "ultrafast", "-g", "60"}});
  const auto seconds = std::to_string(is_long() ? 40 : 10);
  for (const bool is_film : {false, true}) {
    double pictures = 0;
    for (const bool runs : {false, true}) {
      PlayedStore store;
      store.publish({{"film/moving", 0, film}}, 20'000'000, [&](bundle::Release& release) {
        release.screen = {kFull.width_px, kFull.height_px, 1210, 680, 5000};
        add_ticker(release);
        if (!runs) release.overlays.back().motion = bundle::Overlay::Motion::turns;
        if (is_film) return;
        bundle::Slide slide;
        slide.layout = "title";
        slide.texts["title"] = {{{"vi", "Chào mừng đến Lao Bảo"}, {"lo", "ຍິນດີຕ້ອນຮັບສູ່ລາວບາວ"}}};
        release.items.at("film/moving").body = slide;
      });
      const VirtualScreen screen(kFull);
      auto player = play(store, screen, {"--seconds", seconds});
      player.wait(120s);
      const auto stats = stats_of(store);
      const double length = stats["seconds"];
      pictures = stats["ticker_pictures"].get<double>() / length;
      std::cout << (is_film ? "film" : "slide") << (runs ? ", ticker runs: " : ", ticker takes turns: ")
                << pictures << " pictures of the ticker a second, "
                << stats["cpu_seconds"]["main"].get<double>() / length * 100
                << " % of a core on the main thread, "
                << stats["cpu_seconds"]["total"].get<double>() / length * 100 << " % in all; frames "
                << stats["frames"].dump() << ", ticker " << stats["motion"]["ticker"].dump() << std::endl;
      CHECK((pictures > 0) == runs);
    }
    CHECK(pictures > 10);
  }
}
