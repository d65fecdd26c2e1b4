// gatecast-player: lights a screen with what two editors have signed. No touch, no network, nothing
// unverified.
#include "player/playback/command_line.h"

int main(int argc, char** argv) {
  return gatecast::playback::run_command_line(
      argc, argv, "gatecast-player",
      "Plays the verified release of a store fullscreen, on time, and never goes black.\n"
      "It has no network code and shows nothing that is not signed.",
      std::chrono::steady_clock::now());
}
