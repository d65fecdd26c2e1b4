// gatecast-kiosk: the player and the touch ring around it, one process and one window.
#include "kiosk-ui/ring/kiosk.h"
#include "player/playback/command_line.h"

int main(int argc, char** argv) {
  static gatecast::SystemDisk disk;
  return gatecast::playback::run_command_line(
      argc, argv, "gatecast-kiosk",
      "Plays the verified release of a store fullscreen on a touch screen, with its pages around it.\n"
      "It has no network code and shows nothing that is not signed.",
      std::chrono::steady_clock::now(),
      [](const gatecast::playback::KioskFacts& kiosk) -> std::unique_ptr<gatecast::playback::Ring> {
        gatecast::kiosk_ui::DeskPlaces places;
        places.state = kiosk.state;
        places.store = kiosk.store;
        places.secret = kiosk.technician;
        return std::make_unique<gatecast::kiosk_ui::Kiosk>(
            gatecast::kiosk_ui::Panel{{}, kiosk.width_mm, kiosk.height_mm, kiosk.floor_to_bottom_mm}, disk,
            std::move(places));
      });
}
