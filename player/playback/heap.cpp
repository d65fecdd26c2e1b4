#include "player/playback/heap.h"

#include <malloc.h>

namespace gatecast::playback {

void give_memory_back() {
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  mallopt(M_TRIM_THRESHOLD, 2 << 20);
  mallopt(M_ARENA_MAX, 2);
}

}  // namespace gatecast::playback
