// The ticker: phrases in turn, or one line that runs, whose place follows from the clock alone.
#include <catch2/catch.hpp>
#include <numeric>

#include "player/compose/motion.h"
#include "player/compose/running_line.h"
#include "sample_slides.h"

using namespace gatecast;
using namespace gatecast::compose;
using namespace std::chrono_literals;

namespace {

// A track whose columns are all different.
std::shared_ptr<const RunningTrack> numbered_track(int round, int height = 8, double em_px = 36) {
  RunningTrack track;
  track.em_px = em_px;
  track.ground = {0, 0, 0, 255};
  track.pixels = pixels::Pixmap({round, height});
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < round; ++x) track.pixels.row(y)[x] = 0xFF000000U | static_cast<std::uint32_t>(x);
  return std::make_shared<const RunningTrack>(std::move(track));
}

// Without the soft edges.
pixels::Rect middle(const RunningLine& line) {
  const auto window = line.window();
  return {window.x + window.width / 4, window.y, window.width / 2, window.height};
}

bundle::Release running_release(const bundle::Screen& screen) {
  bundle::Release release = sample_release(screen);
  bundle::Overlay ticker{
      bundle::Overlay::Kind::ticker,
      {five("Thượng lộ bình an, hẹn gặp lại tại cửa khẩu quốc tế", "ເດີນທາງປອດໄພ ຂໍໃຫ້ທ່ານໂຊກດີ",
            "เดินทางปลอดภัย ขอให้ท่านโชคดีทุกประการ", "Safe journey, see you again", "一路平安"),
       five("Xin chào", "ສະບາຍດີ", "สวัสดี", "Hello", "您好")},
      std::nullopt};
  ticker.motion = bundle::Overlay::Motion::run;
  release.overlays.push_back(ticker);
  return release;
}

SlidePainter::OverlayPicture paint(SlidePainter& painter, const bundle::Release& release, pixels::Size size,
                                   const std::vector<std::string>& languages = {"vi", "lo"},
                                   Instant now = sample_now(), bool may_run = true) {
  SlidePainter::StripLook look;
  look.may_run = may_run;
  return painter.paint_overlays(release, size, bundle::Mode::daily, languages, now, true, look);
}

}  // namespace

TEST_CASE("a line moves by the same whole number of pixels at each refresh, for years") {
  const RunningLine line(numbered_track(1000), {0, 0, 400, 8});
  for (const Duration interval : {Duration(16'666), Duration(20'000), Duration(33'366), Duration(6'944)}) {
    const int step = line.step_px(interval);
    // 4.5 em of 36 px a second, as near as whole pixels come.
    CHECK(std::abs(step - 162 * std::chrono::duration<double>(interval).count()) <= 0.5);
    for (const std::int64_t first : {std::int64_t{0}, std::int64_t{107'700'000'000}, std::int64_t{-500}})
      for (std::int64_t number = first; number < first + 3000; ++number) {
        const int here = line.column({number, interval});
        REQUIRE(here >= 0);
        REQUIRE(here < 1000);
        REQUIRE((here + step) % 1000 == line.column({number + 1, interval}));
      }
  }
  // Of small letters at a fast display it still moves.
  CHECK(RunningLine(numbered_track(100, 8, 10), {0, 0, 50, 8}).step_px(Duration(4'167)) == 1);
}

TEST_CASE("at half the rate a line moves twice as far at every second refresh, and is never elsewhere") {
  const RunningLine line(numbered_track(1000), {0, 0, 400, 8});
  for (std::int64_t number = 107'700'000'000; number < 107'700'000'200; ++number) {
    const auto even = number - number % 2;
    CHECK(line.column({number, kMotionStep, true}) == line.column({even, kMotionStep, false}));
  }
}

TEST_CASE("refreshes of an unknown display follow from the clock, and each second one at half the rate") {
  for (const auto now : {Instant(Duration(1'795'000'000'123'457)), Instant(), Instant(Duration(-5))}) {
    const auto here = refresh_at(now);
    const auto next = next_refresh_at(now);
    CHECK(refresh_at(next).number == here.number + 1);
    CHECK(refresh_at(next - Duration(1)).number == here.number);
    CHECK(refresh_at(next_refresh_at(now, true)).number % 2 == 0);
    CHECK(next_refresh_at(now, true) - now <= 2 * kMotionStep);
  }
}

TEST_CASE("what is seen at a place of the screen does not depend on where the window begins or ends") {
  const auto track = numbered_track(300);
  pixels::Pixmap one({640, 8});
  pixels::Pixmap other({640, 8});
  const RunningLine here(track, {0, 0, 640, 8});
  const RunningLine there(track, {200, 0, 440, 8});
  for (std::int64_t number = 0; number < 400; ++number) {
    const Refresh refresh{number, kMotionStep};
    here.draw(canvas_of(one), refresh);
    there.draw(canvas_of(other), refresh);
    const auto part = middle(there);  // of both, without their edges
    int wrong = 0;
    for (int x = part.x; x < part.x + part.width; ++x) {
      const auto column = static_cast<std::uint32_t>((x + here.column(refresh)) % 300);
      const bool is_edge = x > 600;
      for (int y = 0; y < 8 && !is_edge; ++y) {
        wrong += other.row(y)[x] == (0xFF000000U | column) ? 0 : 1;  // round and round, without a seam
        wrong += one.row(y)[x] == other.row(y)[x] ? 0 : 1;
      }
    }
    REQUIRE(wrong == 0);
  }
}

TEST_CASE("a line fades into the strip's ground at both its ends, and draws nothing outside its window") {
  auto track = *numbered_track(300);
  for (int y = 0; y < 8; ++y) std::fill_n(track.pixels.row(y), 300, 0xFFFFFFFFU);
  const RunningLine line(std::make_shared<const RunningTrack>(track), {100, 2, 400, 8});
  pixels::Pixmap screen({640, 12});
  line.draw(canvas_of(screen), {7, kMotionStep});
  for (int x = 0; x < 640; ++x) {
    const bool is_inside = x >= 100 && x < 500;
    CHECK(screen.row(1)[x] == 0);
    CHECK(screen.row(10)[x] == 0);
    CHECK((screen.row(5)[x] != 0) == is_inside);
  }
  const auto grey = [&](int x) { return screen.row(5)[x] & 255U; };
  CHECK(grey(100) < 8);
  CHECK(grey(499) < 8);
  CHECK(grey(300) == 255);
  for (int x = 101; x < 140; ++x) {
    CHECK(grey(x) >= grey(x - 1));
    CHECK(grey(599 - x) >= grey(600 - x));
  }
  pixels::Pixmap small({300, 12});  // of another size for a moment
  line.draw(canvas_of(small), {7, kMotionStep});
  CHECK(small.row(5)[200] == 0);
}

TEST_CASE("a ticker that runs has all phrases in all languages, in the strip, on its ground") {
  SlidePainter painter(noto_typesetter(), nullptr);
  for (const auto& [screen, size] : {std::pair{hall_screen(), pixels::Size{1920, 1080}},
                                     std::pair{gate_screen(), pixels::Size{1080, 1920}}}) {
    const auto release = running_release(screen);
    const auto overlay = paint(painter, release, size);
    REQUIRE(overlay.line);
    CHECK(overlay.is_opaque);
    CHECK(overlay.lost_phrases.empty());
    const auto& track = overlay.line->track();
    REQUIRE(track.phrases.size() == 10);
    CHECK(track.phrases.at(1) == std::pair<std::string, std::string>("ເດີນທາງປອດໄພ ຂໍໃຫ້ທ່ານໂຊກດີ", "lo"));
    const auto window = overlay.line->window();
    CHECK(window.height == track.pixels.size().height_px);
    CHECK(window.y + window.height == size.height_px);
    for (int y = window.y; y < window.y + window.height; ++y)
      for (int x = window.x; x < window.x + window.width; ++x)
        REQUIRE(overlay.pixels.row(y)[x] == overlay.pixels.row(window.y)[window.x]);
    // The strip is painted each minute, and for each pair of languages; the line goes on.
    const auto later = paint(painter, release, size, {"vi", "th"}, sample_now() + 61s);
    REQUIRE(later.line);
    CHECK(&later.line->track() == &track);
    auto shorter = release;
    shorter.overlays.back().texts.pop_back();
    CHECK(paint(painter, shorter, size).line->track().phrases.size() == 5);
  }
}

TEST_CASE("no mark is cut where a line's end joins its beginning, nor above or below") {
  SlidePainter painter(noto_typesetter(), nullptr);
  auto release = running_release(hall_screen());
  // Marks that reach out of their letters, at both ends and in two storeys.
  release.overlays.back().texts = {five("ẤỀ", "ກຳປີ້ນ້ຳປຶ້ມ", "ปี่ป้ำฟ้า", "Wj", "您")};
  const auto overlay = paint(painter, release, {1920, 1080});
  REQUIRE(overlay.line);
  const auto& pixels = overlay.line->track().pixels;
  const auto ground = pixels.row(0)[0];
  const auto size = pixels.size();
  int outside = 0;
  int ink = 0;
  for (int y = 0; y < size.height_px; ++y)
    for (int x = 0; x < size.width_px; ++x) {
      const bool is_ink = pixels.row(y)[x] != ground;
      const bool is_end = x < 3 || x >= size.width_px - 12;
      const bool is_rim = y == 0 || y == size.height_px - 1;
      ink += is_ink ? 1 : 0;
      outside += is_ink && (is_end || is_rim) ? 1 : 0;
    }
  CHECK(ink > 500);
  CHECK(outside == 0);
}

TEST_CASE("two screens of a site show the same at each refresh, whichever item mirrors the strip") {
  SlidePainter one(noto_typesetter(), nullptr);
  SlidePainter other(noto_typesetter(), nullptr);
  const auto release = running_release(hall_screen());
  const auto here = paint(one, release, {1920, 1080});
  const auto there = other.paint_overlays(release, {1920, 1080}, bundle::Mode::daily, {"vi", "zh"},
                                          sample_now() + 30min, true, {.is_mirrored = true});
  REQUIRE(here.line);
  REQUIRE(there.line);
  CHECK_FALSE(here.line->window() == there.line->window());
  pixels::Pixmap a({1920, 1080});
  pixels::Pixmap b({1920, 1080});
  const auto one_part = here.line->window();
  const auto other_part = there.line->window();
  const int edge = 80;
  const int left = std::max(one_part.x, other_part.x) + edge;
  const int right = std::min(one_part.x + one_part.width, other_part.x + other_part.width) - edge;
  REQUIRE(right - left > 100);
  for (int i = 0; i < 40; ++i) {
    const auto refresh = refresh_at(sample_now() + i * 373ms);
    here.line->draw(canvas_of(a), refresh);
    there.line->draw(canvas_of(b), refresh);
    for (int y = one_part.y; y < one_part.y + one_part.height; ++y)
      REQUIRE(std::equal(a.row(y) + left, a.row(y) + right, b.row(y) + left));
  }
}

TEST_CASE("where nothing may run the same phrases take turns, and those without room are told") {
  SlidePainter painter(noto_typesetter(), nullptr);
  const auto release = running_release(gate_screen());
  const auto draw = [&](const bundle::Release& from, bool may_run) {
    SlidePainter::StripLook look;
    look.may_run = may_run;
    return painter.paint_overlays(from, {1080, 1920}, bundle::Mode::daily, {"vi"}, sample_now(), false, look);
  };
  const auto turns = draw(release, false);
  CHECK_FALSE(turns.line);
  CHECK(turns.lost_phrases ==
        std::vector<std::string>{"Thượng lộ bình an, hẹn gặp lại tại cửa khẩu quốc tế"});
  auto written = release;
  written.overlays.back().motion = bundle::Overlay::Motion::turns;
  const auto same = draw(written, true);
  CHECK_FALSE(same.line);
  for (int y = 1700; y < 1920; ++y)
    REQUIRE(std::equal(same.pixels.row(y), same.pixels.row(y) + 1080, turns.pixels.row(y)));
  CHECK(draw(release, true).lost_phrases.empty());
  // With the DEMO mark there is no room for any; all are told.
  CHECK(paint(painter, written, {1080, 1920}, {"vi"}).lost_phrases.size() == 2);
}

TEST_CASE("a line is bounded: what is over it is told, and the rest runs") {
  SlidePainter painter(noto_typesetter(), nullptr);
  auto release = running_release(hall_screen());
  std::string words;
  for (int i = 0; i < 900; ++i) words += "cửa khẩu ";
  for (int i = 0; i < 8; ++i) release.overlays.back().texts.push_back({{"vi", words + std::to_string(i)}});
  const auto overlay = paint(painter, release, {1920, 1080});
  REQUIRE(overlay.line);
  const auto size = overlay.line->track().pixels.size();
  CHECK(static_cast<std::size_t>(size.width_px) * static_cast<std::size_t>(size.height_px) * 4 <=
        kMostTrackBytes);
  CHECK_FALSE(overlay.lost_phrases.empty());
}

TEST_CASE("a fact stands in the ticker with its value, never with its braces") {
  SlidePainter painter(noto_typesetter(), nullptr);
  auto release = running_release(hall_screen());
  bundle::Fact fact;
  fact.id = "hours";
  fact.kind = bundle::FactKind::steady;
  fact.value = {{"vi", "07:00–19:30"}, {"en", "07:00–19:30"}};
  release.facts["hours"] = fact;
  release.overlays.back().texts = {{{"vi", "Mở cửa {fact:hours}"}, {"en", "Open {fact:hours}"}}};
  const auto overlay = paint(painter, release, {1920, 1080});
  REQUIRE(overlay.line);
  CHECK(overlay.line->track().phrases.front().first == "Mở cửa 07:00–19:30");
}
