// Which processes are there by /proc: tests find the decoders that they kill, stop or starve.
// Threads: any. Errors: a process that went meanwhile is left out.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace gatecast::test {

struct Child {
  pid_t pid = 0;
  std::string name;  // "v:film/red": a film's decoder; "gc-nursery"
  char state = '?';  // of proc(5): 'T' stopped, 'Z' dead
};

inline std::vector<Child> children_of(pid_t parent) {
  std::vector<Child> children;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::ifstream file(entry.path() / "stat");
    std::string line;
    if (!std::getline(file, line)) continue;
    const auto open = line.find('(');
    const auto close = line.rfind(')');
    if (open == std::string::npos || close == std::string::npos || close + 4 > line.size()) continue;
    Child child;
    child.pid = std::stoi(name);
    child.name = line.substr(open + 1, close - open - 1);
    child.state = line[close + 2];
    if (std::stoi(line.substr(close + 4)) == parent) children.push_back(child);
  }
  return children;
}

// The decoders of a process with a nursery.
inline std::vector<Child> decoders_of(pid_t player) {
  std::vector<Child> decoders;
  for (const auto& nursery : children_of(player))
    if (nursery.name == "gc-nursery")
      for (auto& child : children_of(nursery.pid))
        if (child.state != 'Z') decoders.push_back(child);
  return decoders;
}

}  // namespace gatecast::test
