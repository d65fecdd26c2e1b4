#include "player/play_log/play_log.h"

#include "content-sync/base/json_value.h"

namespace gatecast::play_log {
namespace {

constexpr std::uint64_t kLargestDay = 64ULL << 20U;
constexpr auto kKept = std::chrono::hours(24 * 35);
constexpr const char* kEnding = ".jsonl";

}  // namespace

std::string to_line(const Showing& showing) {
  nlohmann::json line{
      {"format", 1},
      {"item", showing.item},
      {"channel", showing.channel},
      {"release", showing.release},
      {"languages", showing.languages},
      {"from", format_instant(showing.from)},
      {"ms", std::chrono::duration_cast<std::chrono::milliseconds>(showing.to - showing.from).count()}};
  if (showing.planned != showing.item) line["planned"] = showing.planned;
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

Status PlayLog::append(const Showing& showing) {
  const auto day = format_instant(showing.from).substr(0, 10);
  if (day != day_) GATECAST_TRY_STATUS(open_day(day));
  const auto line = to_line(showing);
  if (length_ + line.size() > kLargestDay) return {};
  GATECAST_TRY_STATUS(file_->write_at(length_, line));
  length_ += line.size();
  is_synced_ = false;
  return {};
}

Status PlayLog::sync() {
  if (is_synced_ || !file_) return {};
  is_synced_ = true;
  return file_->sync();
}

Status PlayLog::open_day(const std::string& day) {
  GATECAST_TRY_STATUS(sync());
  GATECAST_TRY_STATUS(make_directories(*disk_, folder_));
  const Path path = folder_ / (day + kEnding);
  std::uint64_t whole = 0;
  GATECAST_TRY(const auto status, disk_->status(path));
  if (status.kind == FileKind::file) {
    GATECAST_TRY(const auto bytes, read_file(*disk_, path, 2 * kLargestDay));
    const auto end = bytes.rfind('\n');
    whole = end == Bytes::npos ? 0 : end + 1;
  }
  GATECAST_TRY(file_, disk_->open_write(path, OpenMode::keep));
  GATECAST_TRY_STATUS(file_->truncate(whole));
  GATECAST_TRY_STATUS(file_->sync());
  GATECAST_TRY_STATUS(disk_->sync_directory(folder_));
  length_ = whole;
  day_ = day;
  return remove_old(day);
}

Status PlayLog::remove_old(const std::string& day) {
  GATECAST_TRY(const auto today, parse_instant(day + "T00:00:00Z"));
  const auto oldest = format_instant(today - kKept).substr(0, 10) + kEnding;
  GATECAST_TRY(const auto names, disk_->list(folder_));
  for (const auto& name : names)
    if (name.ends_with(kEnding) && name < oldest) GATECAST_TRY_STATUS(disk_->remove(folder_ / name));
  return {};
}

}  // namespace gatecast::play_log
