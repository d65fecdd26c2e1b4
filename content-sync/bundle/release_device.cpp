// What two editors allow technicians, in a release document: read, and what must make sense of it.
#include "content-sync/bundle/release_read.h"

namespace gatecast::bundle {
namespace {

constexpr std::size_t kMostChannels = 64;

std::optional<PercentBounds> read_percent(const Node& node, const char* key) {
  if (!node.has(key)) return std::nullopt;
  std::vector<std::int64_t> values;
  node.each_of(key, 2, [&](const Node& value) { values.push_back(value.integer(0, 100)); });
  if (values.size() == 2) return PercentBounds{values[0], values[1]};
  node.at(key).fault("bounds are two numbers: the least and the most");
  return std::nullopt;
}

}  // namespace

void read_device_bounds(const Node& node, Release& release) {
  if (!node.has("device_bounds")) return;
  const auto part = node.at("device_bounds");
  auto& bounds = release.device_bounds.emplace();
  bounds.volume_percent = read_percent(part, "volume_percent");
  bounds.brightness_percent = read_percent(part, "brightness_percent");
  if (part.has("least_hours")) bounds.least_hours = part.at("least_hours").integer(0, 24);
  part.each_of("channels", kMostChannels,
               [&](const Node& channel) { bounds.channels.insert(channel.text()); });
}

void check_device_bounds(const Release& release, Reading& reading) {
  if (!release.device_bounds) return;
  for (const auto* range :
       {&release.device_bounds->volume_percent, &release.device_bounds->brightness_percent})
    if (*range && (*range)->least > (*range)->most)
      reading.fault("/device_bounds", "the least is more than the most", {}, "release.reference");
}

}  // namespace gatecast::bundle
