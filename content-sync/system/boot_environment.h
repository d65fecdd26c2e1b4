// The boot loader's notes (`grubenv`): which slot goes first, which is whole, how often each was tried. 1024
// bytes that are changed in their place, all that changes within the first sector, so that a power cut leaves
// the old or the new. Threads: one owner. Errors: "system.environment" (not such a file).
// Source: GNU GRUB 2.06 manual, "environment block"; image/grub.cfg.
#pragma once
#include <map>
#include <string>

#include "content-sync/base/disk.h"

namespace gatecast::system {

inline constexpr std::size_t kEnvironmentBytes = 1024;
inline constexpr std::size_t kSectorBytes = 512;

class BootEnvironment {
 public:
  static Result<BootEnvironment> read(Disk& disk, const Path& file);
  [[nodiscard]] std::string value(const std::string& name) const;  // "" where it is not there
  void set(const std::string& name, const std::string& value) { values_[name] = value; }
  Status write(Disk& disk) const;

 private:
  Path file_;
  std::map<std::string, std::string> values_;
};

}  // namespace gatecast::system
