// What gatecast-preview gives up before it reads media that nobody has checked: new privileges, core files,
// other programs, the network, other processes. The caller may confine it further. Threads: call before any
// thread starts. Errors: environment error "preview.confine".
#pragma once
#include "content-sync/base/result.h"

namespace gatecast::preview {

Status confine_for_measuring();

}  // namespace gatecast::preview
