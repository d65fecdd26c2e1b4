// The command line that gatecast-player and gatecast-kiosk share: plays a verified store, or tells what it
// would show. Threads: call from main. Errors: as exit codes 0 fine, 1 content or trust, 2 usage, 3
// environment.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "content-sync/base/clock.h"
#include "player/playback/ring.h"

namespace gatecast::playback {

// What a ring is told of its kiosk: the panel's measures (0 = not said), and where its files are.
struct KioskFacts {
  int width_mm = 0;
  int height_mm = 0;
  int floor_to_bottom_mm = 0;
  Path state;
  Path store;
  Path technician;  // the secret of this kiosk; empty: none
};
using MakeRing = std::function<std::unique_ptr<Ring>(const KioskFacts& kiosk)>;

// `make_ring`: for a screen that people touch; null for a plain player.
int run_command_line(int argc, char** argv, const std::string& program, const std::string& about,
                     SteadyInstant process_start, const MakeRing& make_ring = nullptr);

}  // namespace gatecast::playback
