// The commands of a page: its blocks that begin with ```sh NAME, in their order.
// Threads: pure but for reading. Errors: none; a page that is not there has no blocks.
#pragma once
#include <fstream>
#include <string>
#include <vector>

namespace gatecast::test {

struct Block {
  std::string name;
  std::string script;
  int line = 0;
};

// `page`: its path within the sources.
inline std::vector<Block> blocks_of(const std::string& page) {
  std::ifstream file(std::string(GATECAST_SOURCE_DIR) + "/" + page);
  std::vector<Block> blocks;
  bool is_inside = false;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.rfind("```", 0) == 0) {
      is_inside = !is_inside && line.rfind("```sh ", 0) == 0;
      if (is_inside) blocks.push_back({line.substr(6), "", number});
    } else if (is_inside) {
      blocks.back().script += line + "\n";
    }
  }
  return blocks;
}

inline void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace gatecast::test
