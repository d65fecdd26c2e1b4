#include "player/playback/ladder.h"

namespace gatecast::playback {

Rung choose_rung(const Footing& footing) {
  if (!footing.has_release) return Rung::built_in_still;
  if (!footing.has_showing) return Rung::release_still;
  if (!footing.is_newest_release) return Rung::last_good_release;
  return footing.is_planned_item ? Rung::item : Rung::filler;
}

std::string_view to_string(Rung rung) {
  switch (rung) {
    case Rung::item:
      return "item";
    case Rung::filler:
      return "filler";
    case Rung::last_good_release:
      return "last good release";
    case Rung::release_still:
      return "the release's still";
    case Rung::built_in_still:
      break;
  }
  return "built-in still";
}

}  // namespace gatecast::playback
