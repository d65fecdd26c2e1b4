#include "player/screen/lamp.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "content-sync/base/log.h"

namespace gatecast::screen {
namespace {

constexpr std::uint64_t kLongestValue =
    65'536;  // sysfs calls each attribute a page long, however short it is

std::string word_in(const Path& path) {
  SystemDisk disk;
  const auto bytes = read_file(disk, path, kLongestValue);
  return bytes ? bytes->substr(0, bytes->find('\n')) : std::string();
}

std::optional<std::int64_t> number_in(const Path& path) {
  const auto text = word_in(path);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || text.empty() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Of two that drive the same panel the kernel recommends the firmware's, then the platform's.
int rank_of(const std::string& type) {
  if (type == "firmware") return 0;
  return type == "platform" ? 1 : 2;
}

}  // namespace

std::unique_ptr<Lamp> Lamp::open(const Path& folder) {
  const auto found = number_in(folder / "brightness");
  const auto most = number_in(folder / "max_brightness");
  if (!found || !most || *found < 0 || *most < 1) return nullptr;
  return std::unique_ptr<Lamp>(new Lamp(folder, *found, *most));
}

std::unique_ptr<Lamp> Lamp::find(const Path& folder) {
  SystemDisk disk;
  const auto names = disk.list(folder);
  if (!names) return nullptr;
  std::unique_ptr<Lamp> best;
  int best_rank = 0;
  for (const auto& name : *names) {
    const int rank = rank_of(word_in(folder / name / "type"));
    if (best && rank >= best_rank) continue;
    auto lamp = open(folder / name);
    if (!lamp) continue;
    best = std::move(lamp);
    best_rank = rank;
  }
  return best;
}

Lamp::~Lamp() {
  if (is_changed_) write(found_);
}

bool Lamp::set(int percent) {
  if (percent >= kWholeLight && !is_changed_) return true;
  // Of many lamps 0 is out.
  const auto value = std::max<std::int64_t>(1, most_ * std::clamp(percent, 0, kWholeLight) / kWholeLight);
  if (!write(value)) return false;
  is_changed_ = true;
  return true;
}

bool Lamp::write(std::int64_t value) {
  SystemDisk disk;
  auto file = disk.open_write(folder_ / "brightness", OpenMode::replace);
  const Status written = file ? (*file)->write_at(0, std::to_string(value) + "\n") : fail(file.error());
  if (!written) log_error(written.error());
  return written.has_value();
}

}  // namespace gatecast::screen
