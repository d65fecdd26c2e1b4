// How this process uses its heap. Call once, before there are threads or children: decoders inherit it.
// Source: mallopt(3).
#pragma once

namespace gatecast::playback {

// Pictures of megabytes come and go: each goes back to the system when it is let go, instead of into a heap
// that stays as large as it ever was.
void give_memory_back();

}  // namespace gatecast::playback
