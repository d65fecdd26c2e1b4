// A kiosk without a display: the demo's release, a clock of the test's own, events in, pixels out as the
// player would have them. Threads: one owner. Errors: fails the test.
#pragma once
#include "kiosk-ui/ring/kiosk.h"

namespace gatecast::kiosk_ui::test {

playback::ContentPtr demo_content();

inline constexpr pixels::Size kScreen{960, 540};

struct Stand {
  pixels::Size size;
  Kiosk kiosk;
  SteadyInstant now{std::chrono::hours(1)};
  Instant wall = parse_instant("2026-12-01T09:30:00+07:00").value();
  pixels::Pixmap screen;
  int pictures = 0;

  explicit Stand(pixels::Size of = kScreen, Panel panel = {{}, 941, 529, 730})
      : size(of), kiosk(panel), screen(of) {
    kiosk.adopt(demo_content());
    step();
  }
  // With a technician's desk.
  Stand(Disk& disk, DeskPlaces places, pixels::Size of = kScreen, bool has_release = true)
      : size(of), kiosk({{}, 941, 529, 730}, disk, std::move(places)), screen(of) {
    if (has_release) kiosk.adopt(demo_content());
    step();
  }
  void step(Duration by = Duration(20'000));
  void touch(screen::InputKind kind, double x, double y, std::int64_t finger = 0);
  void tap(double x, double y);
  void tap(const std::string& id);
  void key(screen::Key pressed);

 private:
  bool was_covered_ = false;
};

}  // namespace gatecast::kiosk_ui::test
