#include "content-sync/source/layout_slots.h"

namespace gatecast::source {

const std::vector<LayoutSlots>& layout_slots() {
  static const std::vector<LayoutSlots> kLayouts{
      {"title", {{"title", 1, 1}, {"subtitle", 0, 1}}, true},
      {"title_text", {{"title", 1, 1}, {"text", 1, 3}}, true},
      {"picture_caption", {{"title", 0, 1}, {"caption", 1, 1}}, true},
      {"two_columns", {{"title", 1, 1}, {"left", 1, 1}, {"right", 1, 1}}, true},
      {"table", {{"title", 1, 1}, {"rows", 2, 5}, {"text", 0, 1}}, true},
      {"steps", {{"title", 1, 1}, {"steps", 2, 4}}, true},
      {"number", {{"title", 1, 1}, {"number", 1, 1}, {"text", 0, 2}}, true},
      {"quotation", {{"quote", 1, 1}, {"source", 0, 1}}, true},
      {"plan",
       {{"title", 1, 1}, {"stops", 3, 7}, {"sides", 0, 2}, {"spans", 0, 6}, {"here", 0, 1}, {"text", 0, 1}},
       true},
      {"full_picture", {{"title", 0, 1}, {"caption", 0, 1}}, true},
      {"split", {{"title", 1, 1}, {"text", 0, 1}}, true},
      {"qr", {{"title", 1, 1}, {"code", 1, 1}, {"text", 0, 2}}, true},
      {"alert", {{"title", 1, 1}}, false},
  };
  return kLayouts;
}

}  // namespace gatecast::source
