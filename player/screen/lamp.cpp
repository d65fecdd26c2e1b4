#include "player/screen/lamp.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/log.h"

namespace gatecast::screen {
namespace {

constexpr std::uint64_t kLongestValue =
    65'536;  // sysfs calls each attribute a page long, however short it is
constexpr std::uint64_t kLargestMemory = 4096;

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
  if (is_changed_) give_back();
}

void Lamp::remember_in(Path memory) {
  memory_ = std::move(memory);
  SystemDisk disk;
  const auto bytes = read_file(disk, memory_, kLargestMemory);
  if (!bytes) return;
  const auto document = parse_json(*bytes, memory_.string());
  if (!document || !document->is_object() || text_at(*document, "lamp") != folder_.string()) return;
  const auto own = number_at(*document, "own", -1);
  // Somebody has set it since, or the machine was switched off: what is there now is its own.
  const bool is_as_left =
      found_ == number_at(*document, "set", -1) || found_ == number_at(*document, "set_before", -1);
  if (!is_as_left || own < 0 || own > most_ || own == found_) return;
  log_info("the lamp is as a player left it that was ended before its time; its own light is " +
           std::to_string(own) + " of " + std::to_string(most_));
  set_ = std::exchange(found_, own);
  is_changed_ = is_left_over_ = true;
}

bool Lamp::set(int percent) {
  if (percent >= kWholeLight && is_left_over_) give_back();
  if (percent >= kWholeLight && !is_changed_) return true;
  // Of many lamps 0 is out.
  const auto value = std::max<std::int64_t>(1, most_ * std::clamp(percent, 0, kWholeLight) / kWholeLight);
  note(value);
  if (!write(value)) {
    if (!is_changed_) forget();
    return false;
  }
  set_ = value;
  is_changed_ = true;
  is_left_over_ = false;
  return true;
}

void Lamp::give_back() {
  if (!write(found_)) return;
  is_changed_ = is_left_over_ = false;
  forget();
}

void Lamp::forget() {
  SystemDisk disk;
  if (memory_.empty() || disk.status(memory_).value_or(FileStatus()).kind == FileKind::missing) return;
  if (const auto removed = disk.remove(memory_); !removed) log_error(removed.error());
}

// Ahead of the change: whenever this process is killed, the lamp is its own still, or as one of the two says.
void Lamp::note(std::int64_t value) {
  if (memory_.empty()) return;
  SystemDisk disk;
  const nlohmann::json document{
      {"format", 1}, {"lamp", folder_.string()}, {"own", found_}, {"set", value}, {"set_before", set_}};
  if (const auto written = write_file_durably(disk, memory_, document.dump() + "\n"); !written)
    log_error(written.error());
}

bool Lamp::write(std::int64_t value) {
  SystemDisk disk;
  auto file = disk.open_write(folder_ / "brightness", OpenMode::replace);
  const Status written = file ? (*file)->write_at(0, std::to_string(value) + "\n") : fail(file.error());
  if (!written) log_error(written.error());
  return written.has_value();
}

}  // namespace gatecast::screen
