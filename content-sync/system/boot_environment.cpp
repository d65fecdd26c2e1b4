#include "content-sync/system/boot_environment.h"

namespace gatecast::system {
namespace {

constexpr std::string_view kHead = "# GRUB Environment Block\n";

Error wrong(const Path& file, const std::string& what) {
  return environment_error("system.environment", file, what,
                           "gatecast-mark-good puts the image's own back at the next start");
}

}  // namespace

Result<BootEnvironment> BootEnvironment::read(Disk& disk, const Path& file) {
  BootEnvironment environment;
  environment.file_ = file;
  GATECAST_TRY(const auto bytes, read_file(disk, file, kEnvironmentBytes));
  if (bytes.size() != kEnvironmentBytes || !bytes.starts_with(kHead))
    return fail(wrong(file, "not the boot loader's notes"));
  for (std::size_t at = kHead.size(); at < bytes.size();) {
    const auto end = bytes.find('\n', at);
    if (bytes[at] == '#') {  // a remark, or what fills the file up
      if (end == Bytes::npos) break;
      at = end + 1;
      continue;
    }
    const auto equals = bytes.find('=', at);
    if (end == Bytes::npos || equals == Bytes::npos || equals > end)
      return fail(wrong(file, "a line of it is no name with a value"));
    environment.values_[bytes.substr(at, equals - at)] = bytes.substr(equals + 1, end - equals - 1);
    at = end + 1;
  }
  return environment;
}

std::string BootEnvironment::value(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string() : found->second;
}

Status BootEnvironment::write(Disk& disk) const {
  Bytes bytes(kHead);
  for (const auto& [name, value] : values_) bytes.append(name).append("=").append(value).append("\n");
  if (bytes.size() > kSectorBytes) return fail(wrong(file_, "more than one sector of notes"));
  bytes.resize(kEnvironmentBytes, '#');
  GATECAST_TRY(const auto file, disk.open_write(file_, OpenMode::keep));
  GATECAST_TRY_STATUS(file->write_at(0, bytes));
  return file->sync();
}

}  // namespace gatecast::system
