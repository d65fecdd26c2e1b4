#include "player/playback/log_export.h"

#include <algorithm>
#include <array>

namespace gatecast::playback {
namespace {

constexpr std::size_t kCopyBytes = 256 * 1024;
constexpr std::uint64_t kLargestFile = 64ULL << 20U;
constexpr const char* kWanted = "gatecast-export";
constexpr std::array<const char*, 5> kStateFiles{"playing.json", "quarantine.json", "broken.json",
                                                 "useful.json", "switch.json"};

Status copy_file(Disk& disk, const Path& from, const Path& to) {
  GATECAST_TRY(const auto source, disk.open_read(from));
  GATECAST_TRY(const auto target, disk.open_write(to, OpenMode::replace));
  Bytes buffer(kCopyBytes, '\0');
  for (std::uint64_t at = 0; at < kLargestFile;) {
    GATECAST_TRY(const auto got, source->read_at(at, {buffer.data(), buffer.size()}));
    if (got == 0) break;
    GATECAST_TRY_STATUS(target->write_at(at, ByteView(buffer.data(), got)));
    at += got;
  }
  return target->sync();
}

// What is not there is not copied.
Status copy_if_there(Disk& disk, const Path& from, const Path& to) {
  GATECAST_TRY(const auto there, disk.status(from));
  return there.kind == FileKind::file ? copy_file(disk, from, to) : Status();
}

}  // namespace

Result<std::string> export_log_files(Disk& disk, const ExportPlaces& places, Instant now) {
  const auto wanted = places.stick / kWanted;
  const auto there = disk.status(wanted);
  if (!there || there->kind != FileKind::directory)
    return fail(environment_error("export.stick", wanted,
                                  "no stick with a folder \"gatecast-export\" is there",
                                  "make that folder on a FAT or exFAT stick and put it in"));
  auto stamp = format_instant(now);  // FAT knows no colon
  std::erase_if(stamp, [](char c) { return c == ':' || c == '-'; });
  const auto folder = wanted / (places.channel + "-" + stamp);
  GATECAST_TRY_STATUS(make_directories(disk, folder / "play-log"));
  for (const char* name : kStateFiles)
    GATECAST_TRY_STATUS(copy_if_there(disk, places.state / name, folder / name));
  GATECAST_TRY_STATUS(copy_if_there(disk, places.store / "status.json", folder / "status.json"));
  const auto logs = places.state / "play-log";
  GATECAST_TRY(const auto has_logs, disk.status(logs));
  if (has_logs.kind == FileKind::directory) {
    GATECAST_TRY(const auto names, disk.list(logs));
    for (const auto& name : names)
      GATECAST_TRY_STATUS(copy_if_there(disk, logs / name, folder / "play-log" / name));
  }
  GATECAST_TRY_STATUS(disk.sync_directory(folder / "play-log"));
  GATECAST_TRY_STATUS(disk.sync_directory(folder));
  return folder.string();
}

}  // namespace gatecast::playback
