// gatecast-kiosk: the player for a screen that people touch; the pages to touch come with the next work on
// kiosk-ui.
#include "player/playback/command_line.h"

int main(int argc, char** argv) {
  return gatecast::playback::run_command_line(
      argc, argv, "gatecast-kiosk",
      "Plays the verified release of a store fullscreen on a touch screen.\n"
      "It has no network code and shows nothing that is not signed.",
      std::chrono::steady_clock::now());
}
