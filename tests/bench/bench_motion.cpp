// What each picture of a movement costs at 1080p, beside a memcpy of the frame in the same run: fades and
// pushes of slides and films, a slow zoom, rows of a list, a ticker's line. Medians of CPU time.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <ctime>
#include <functional>

#include "player/compose/motion.h"
#include "player/playback/stage.h"

namespace {

using namespace gatecast;
using namespace std::chrono_literals;

constexpr pixels::Size kSize{1920, 1080};

double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double median_ms(const std::function<void(int)>& work) {
  std::vector<double> times;
  for (int round = 0; round < 61; ++round) {
    const double start = cpu_ms();
    work(round);
    times.push_back(cpu_ms() - start);
  }
  std::nth_element(times.begin(), times.begin() + 30, times.end());
  return times[30];
}

playback::PicturePtr picture(std::uint32_t seed, pixels::Size size = kSize) {
  pixels::Pixmap pixmap(size);
  for (int y = 0; y < size.height_px; ++y)
    for (int x = 0; x < size.width_px; ++x)
      pixmap.row(y)[x] = 0xFF000000U | (static_cast<std::uint32_t>(x * y) + seed) * 2654435761U >> 8U;
  return std::make_shared<const pixels::Pixmap>(std::move(pixmap));
}

playback::Sight film(std::uint8_t level) {
  auto planes = std::make_shared<std::vector<std::uint8_t>>(1920 * 1080 * 3 / 2, level);
  for (std::size_t i = 0; i < planes->size(); ++i)
    (*planes)[i] = static_cast<std::uint8_t>(i * 31 % 200 + 20);
  playback::Sight sight;
  auto& frame = sight.frame.emplace();
  frame.size = kSize;
  frame.planes = {planes->data(), planes->data() + 1920 * 1080, planes->data() + 1920 * 1080 * 5 / 4};
  frame.strides_bytes = {1920, 960, 960};
  frame.memory = planes;
  return sight;
}

playback::Sight slide(std::uint32_t seed) {
  playback::Sight sight;
  sight.picture = picture(seed);
  return sight;
}

}  // namespace

int main() {
  pixels::Pixmap screen(kSize);
  const auto source = picture(1);
  const auto bytes = static_cast<std::size_t>(kSize.width_px) * static_cast<std::size_t>(kSize.height_px) * 4;
  const auto copy = [&] {
    return median_ms([&](int) { std::memcpy(screen.data(), source->data(), bytes); });
  };
  const double memcpy_ms = std::min(copy(), copy());
  fmt::print("memcpy of a 1920x1080 picture {:.2f} ms of processor time\n", memcpy_ms);
  const auto tell = [&](const char* what, double ms) {
    fmt::print("{:44} {:6.2f} ms, {:5.2f} x memcpy\n", what, ms, ms / memcpy_ms);
  };
  const auto transition = [&](const char* what, const playback::Sight& from, const playback::Sight& to,
                              bundle::Transition kind) {
    playback::Stage stage;
    const Instant start(1h);
    stage.begin_transition(from, start, 610ms, kind);
    stage.draw(canvas_of(screen), to, {}, start);
    tell(what, median_ms([&](int round) {
           stage.draw(canvas_of(screen), to, {}, start + (round + 1) * Duration(9'800));
         }));
  };
  using bundle::Transition;
  transition("crossfade of two slides", slide(1), slide(2), Transition::crossfade);
  transition("crossfade of two films", film(1), film(2), Transition::crossfade);
  transition("crossfade of a film and a slide", film(1), slide(2), Transition::crossfade);
  transition("push of two slides", slide(1), slide(2), Transition::slide);
  transition("push of two films", film(1), film(2), Transition::slide);

  const auto zoom = [&](const char* what, const pixels::Rect& window) {
    compose::SlideMotion::Parts parts;
    parts.length = 10s;
    parts.zoom.emplace();
    const pixels::Size large{window.width * 3 / 2, window.height * 3 / 2};
    parts.zoom->picture = picture(3, large);
    parts.zoom->window = window;
    const pixels::Size size{window.width, window.height};
    parts.zoom->views = {compose::whole_view(large, size, 500, 500),
                         compose::view_of({300, 200, 600, 600}, large, size)};
    parts.zoom->parts = {window};
    const compose::SlideMotion motion(std::move(parts));
    tell(what, median_ms([&](int round) { motion.draw(canvas_of(screen), *source, 2s + round * 100ms); }));
  };
  zoom("slow zoom over the whole field", {0, 0, 1920, 1002});
  zoom("slow zoom of a panel", {960, 0, 960, 1002});

  compose::SlideMotion::Parts list;
  list.bare = picture(5);
  list.rows = {{100, 200, 1700, 200}, {100, 400, 1700, 200}, {100, 600, 1700, 200}, {100, 800, 1700, 200}};
  list.travel_px = 32;
  const compose::SlideMotion rows(std::move(list));
  tell("rows of a list, two of them moving",
       median_ms([&](int round) { rows.draw(canvas_of(screen), *source, 260ms + round * 3ms); }));

  compose::RunningTrack track;
  track.em_px = 36;
  track.pixels = *picture(7, {12'000, 78});
  const compose::RunningLine line(std::make_shared<const compose::RunningTrack>(std::move(track)),
                                  {600, 1002, 1320, 78});
  tell("a ticker's line of 1320 pixels", median_ms([&](int round) {
         line.draw(canvas_of(screen), {1'000'000 + round, compose::kMotionStep});
       }));
  return 0;
}
