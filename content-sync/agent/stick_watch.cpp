#include "content-sync/agent/stick_watch.h"

#include <utility>

namespace gatecast::agent {
namespace {

constexpr std::chrono::seconds kLookEach{1};
constexpr std::string_view kReady = ".ready";

bool is_folder(Disk& disk, const Path& path) {
  const auto status = disk.status(path);
  return status && status->kind == FileKind::directory;
}

}  // namespace

void StickWatch::look() {
  std::set<std::string> there;
  waiting_.reset();
  if (const auto names = disk_->list(folder_))
    for (const auto& name : *names)
      if (name.size() > kReady.size() && name.ends_with(kReady))
        there.insert(name.substr(0, name.size() - kReady.size()));
  std::erase_if(known_, [&](const auto& name) { return !there.contains(name); });
  for (const auto& name : there)
    if (!known_.contains(name)) waiting_ = name;
}

bool StickWatch::has_new() {
  if (folder_.empty()) return false;
  const auto now = std::chrono::steady_clock::now();
  if (looked_ && now - *looked_ < kLookEach) return waiting_.has_value();
  looked_ = now;
  look();
  return waiting_.has_value();
}

std::optional<Path> StickWatch::next() {
  if (folder_.empty()) return std::nullopt;
  look();
  if (!waiting_) return std::nullopt;
  const auto name = *std::exchange(waiting_, std::nullopt);
  known_.insert(name);
  return folder_ / name;
}

std::optional<Path> repository_on(Disk& disk, const Path& stick) {
  if (is_folder(disk, stick / "metadata")) return stick;
  // Each level by itself: no link leads out of a stick.
  if (is_folder(disk, stick / "gatecast") && is_folder(disk, stick / "gatecast/repository") &&
      is_folder(disk, stick / "gatecast/repository/metadata"))
    return stick / "gatecast/repository";
  return std::nullopt;
}

}  // namespace gatecast::agent
