// A copy of tests/data (a small right channel) in a folder of its own, to be spoilt by a test.
#pragma once
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "content-sync/source/draft.h"

namespace gatecast::source::test {

class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "gatecast-source-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
    std::filesystem::copy(std::string(GATECAST_SOURCE_DIR) + "/tests/data/channel", root_ / "channel",
                          std::filesystem::copy_options::recursive);
    std::filesystem::copy(std::string(GATECAST_SOURCE_DIR) + "/tests/data/shared", root_ / "shared",
                          std::filesystem::copy_options::recursive);
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] Path channel() const { return root_ / "channel"; }
  [[nodiscard]] Path root() const { return root_; }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream file(channel() / name);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((channel() / name).parent_path());
    std::ofstream(channel() / name, std::ios::binary) << text;
  }
  // Replaces the first `from` of a file; the test is wrong where it is not there.
  void change(const std::string& name, const std::string& from, const std::string& to) const {
    auto text = read(name);
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error(from + " is not in " + name);
    write(name, text.replace(at, from.size(), to));
  }
  // All faults, one a line, as `gatecast check` prints them.
  [[nodiscard]] std::string faults() const {
    SystemDisk disk;
    const auto reading = read_draft(disk, channel(), "channel");
    if (!reading) return to_string(reading.error()) + "\n";
    std::string out;
    for (const auto& fault : reading->faults)
      out += (fault.severity == Severity::warning ? "warning: " : "") + to_string(fault.error) + "\n";
    return out;
  }

 private:
  Path root_;
};

}  // namespace gatecast::source::test
