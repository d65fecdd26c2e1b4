// The command line that gatecast-player and gatecast-kiosk share: plays a verified store, or tells what it
// would show. Threads: call from main. Errors: as exit codes 0 fine, 1 content or trust, 2 usage, 3
// environment.
#pragma once
#include <string>

#include "content-sync/base/clock.h"

namespace gatecast::playback {

int run_command_line(int argc, char** argv, const std::string& program, const std::string& about,
                     SteadyInstant process_start);

}  // namespace gatecast::playback
