#include "content-sync/agent/paid_link.h"

#include <algorithm>
#include <limits>
#include <sstream>

#include "content-sync/agent/object_server.h"

namespace gatecast::agent {
namespace {

constexpr std::size_t kMostRoutes = 256 * 1024;  // bytes; /proc tells no length before

}  // namespace

std::string default_interface(Disk& disk, const Path& routes) {
  const auto file = disk.open_read(routes);
  if (!file) return {};
  Bytes bytes(kMostRoutes, '\0');
  const auto got = (*file)->read_at(0, {bytes.data(), bytes.size()});
  if (!got) return {};
  bytes.resize(*got);
  std::istringstream lines(bytes);
  std::string line;
  std::getline(lines, line);  // the columns' names
  std::string best;
  auto least = std::numeric_limits<std::uint64_t>::max();
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string name, destination, gateway, flags, references, use, mask;
    std::uint64_t metric = 0;
    if (!(words >> name >> destination >> gateway >> flags >> references >> use >> metric >> mask)) continue;
    if (destination != "00000000" || mask != "00000000" || metric >= least) continue;
    least = metric;
    best = name;
  }
  return best;
}

bool is_among_links(const std::string& list, const std::string& interface) {
  const auto names = split_neighbours(list);
  return !interface.empty() && std::any_of(names.begin(), names.end(),
                                           [&](const auto& name) { return interface.starts_with(name); });
}

}  // namespace gatecast::agent
