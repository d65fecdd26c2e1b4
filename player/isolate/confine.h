// Private to isolate: what a decoder may still do once it is ready to see foreign bytes: compute, use memory
// within a limit, have threads, and speak through the one socket that it has. No file, no network, no other
// program. Threads: call while there is one. Errors: environment errors; the decoder then must not go on.
// Source: seccomp(2), setrlimit(2).
#pragma once
#include "content-sync/base/result.h"
#include "player/isolate/messages.h"

namespace gatecast::isolate {

Status confine(const Limits& limits);

}  // namespace gatecast::isolate
