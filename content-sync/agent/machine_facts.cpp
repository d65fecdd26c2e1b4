#include "content-sync/agent/machine_facts.h"

#include <charconv>

#include "content-sync/report/record.h"

namespace gatecast::agent {

std::optional<std::int64_t> hottest_tenths(Disk& disk, const Path& sys) {
  constexpr std::int64_t kLeast = -50'000;
  constexpr std::int64_t kMost = 150'000;  // thousandths; beyond that a sensor is broken
  const auto folder = sys / "class" / "thermal";
  const auto names = disk.list(folder);
  if (!names) return std::nullopt;
  std::optional<std::int64_t> hottest;
  for (const auto& name : *names) {
    if (!name.starts_with("thermal_zone")) continue;
    const auto bytes = read_file(disk, folder / name / "temp", 4096);
    std::int64_t value = 0;
    if (!bytes || std::from_chars(bytes->data(), bytes->data() + bytes->size(), value).ec != std::errc{})
      continue;
    if (value < kLeast || value > kMost) continue;
    if (!hottest || value / 100 > *hottest) hottest = value / 100;
  }
  return hottest;
}

std::string data_partition(Disk& disk, const Path& file) {
  constexpr std::uint64_t kLargest = 4096;
  constexpr std::size_t kLongest = 200;
  const auto bytes = read_file(disk, file, kLargest);
  if (!bytes) return {};
  return report::plain_text(bytes->substr(0, bytes->find('\n')), kLongest);
}

}  // namespace gatecast::agent
