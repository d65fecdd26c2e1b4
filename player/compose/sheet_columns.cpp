// How wide words are, and the columns that they ask for.
#include <algorithm>

#include "player/compose/sheet.h"

namespace gatecast::compose {

double Sheet::natural_width(const Wordings& wordings, Kind kind, double visible_height) {
  double widest = 0;
  for (Entry& entry : entries("", wordings, kind, {})) {
    entry.scale = 1;  // at their least sizes all languages are equal
    widest = std::max(widest, fitter_.natural_width(entry, visible_height));
  }
  return widest;
}

bool Sheet::is_overfull(const Wordings& wordings, Kind kind, double width) {
  const double least = bodies().least;
  std::vector<Entry> all = entries("", wordings, kind, {});
  return std::any_of(all.begin(), all.end(), [&](Entry& entry) {
    entry.scale = 1;
    return fitter_.is_overfull(entry, width, least);
  });
}

std::vector<Box> Sheet::columns_by_length(const Box& area, const std::vector<Wordings>& words,
                                          double gutter) {
  std::vector<double> weights;
  double sum = 0;
  for (const Wordings& wordings : words) {
    constexpr double kLeast = kAnyHeight * 1.5;  // a figure alone is no column
    const double widest = std::max(kLeast, natural_width(wordings, Kind::body, kAnyHeight));
    weights.push_back(widest);
    sum += widest;
  }
  std::vector<Box> boxes;
  double x = area.x;
  for (const double weight : weights) {
    const double width = (area.width - gutter * static_cast<double>(weights.size() - 1)) * weight / sum;
    boxes.push_back({x, area.y, width, area.height});
    x += width + gutter;
  }
  return boxes;
}

}  // namespace gatecast::compose
