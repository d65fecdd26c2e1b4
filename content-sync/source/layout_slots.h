// Which texts each template takes: what `check` holds a slide against. The templates themselves are
// player/compose's (player/compose/TEMPLATES.md); a test compares the names.
// Threads: constant data.
#pragma once
#include <string_view>
#include <vector>

namespace gatecast::source {

struct Slot {
  std::string_view name;
  int least = 0;  // entries: 0 where it may be left out
  int most = 1;
};
struct LayoutSlots {
  std::string_view layout;
  std::vector<Slot> slots;
  bool takes_picture = false;
};

const std::vector<LayoutSlots>& layout_slots();

}  // namespace gatecast::source
