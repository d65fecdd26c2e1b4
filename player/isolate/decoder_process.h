// Private to isolate: the inside of a decoder's process. It waits for one order, confines itself, and then
// answers until the player hangs up. Threads: the process's first one, and libav's.
// Errors: told to the player; the process's exit code says only that it could not even do that.
#pragma once

namespace gatecast::isolate {

// The exit code of a decoder that asked for more memory than it may have.
inline constexpr int kOutOfMemory = 12;

// `talk`: the socket to the player; `frames`: the shared memory, or -1.
int run_decoder(int talk, int frames);

}  // namespace gatecast::isolate
