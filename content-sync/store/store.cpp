#include "content-sync/store/store.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/log.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/store/verified_release.h"

namespace gatecast::store {
namespace {

constexpr int kStoreFormat = 1;

std::optional<std::int64_t> parse_number(const std::string& name) {
  std::int64_t number = 0;
  if (name.empty() || name.size() > 15 || name.front() == '0') return std::nullopt;
  const auto result = std::from_chars(name.data(), name.data() + name.size(), number);
  if (result.ec != std::errc{} || result.ptr != name.data() + name.size() || number < 1) return std::nullopt;
  return number;
}

// Everything under `path`, which is no link.
Status remove_all(Disk& disk, const Path& path) {
  GATECAST_TRY(const auto status, disk.status(path));
  if (status.kind == FileKind::missing) return {};
  if (status.kind == FileKind::directory) {
    GATECAST_TRY(const auto names, disk.list(path));
    for (const auto& name : names) GATECAST_TRY_STATUS(remove_all(disk, path / name));
  }
  return disk.remove(path);
}

// Format 1 has only grown: what earlier programs did not write is optional (content-sync/FORMAT.md). A FORMAT
// that rotted is written anew: whatever it said, all behind it is verified byte by byte.
Status check_format(Disk& disk, const Path& folder, bool is_new) {
  const Path path = folder / "FORMAT";
  const auto bytes = read_file(disk, path, 4096);
  const auto document = bytes ? parse_json(*bytes, path.string()) : fail(bytes.error());
  const bool is_said = document && document->is_object() && document->contains("format") &&
                       (*document)["format"].is_number_integer();
  if (is_said && (*document)["format"] != kStoreFormat)
    return fail(
        environment_error("store.format", path, "this store is of another format than 1",
                          "it was made by a newer Gatecast: update this machine, or name an empty folder"));
  if (is_said && !is_new) return {};
  if (!bytes && bytes.error().rule != "disk.missing") log_error(bytes.error());
  return write_file_durably(disk, path, "{\"format\":1}\n");
}

}  // namespace

std::map<Sha256, std::uint64_t> needed_objects(const bundle::Release& release) {
  std::map<Sha256, std::uint64_t> needed;
  for (const auto& [hash, object] : release.objects) {
    needed[hash] = object.length_bytes;
    needed[object.pieces] = object.pieces_length_bytes;
  }
  return needed;
}

Result<Store> Store::open(Disk& disk, const Path& folder) {
  Store store(disk, folder);
  GATECAST_TRY_STATUS(make_directories(disk, folder));
  GATECAST_TRY(const bool is_new, store.make_layout());
  GATECAST_TRY_STATUS(check_format(disk, folder, is_new));
  for (const Path& place : {folder, folder / "trusted", folder / "trusted/root"}) {
    GATECAST_TRY(const auto names, disk.list(place));
    for (const auto& name : names)
      if (name.ends_with(".new")) GATECAST_TRY_STATUS(remove_all(disk, place / name));
  }
  // A cut may leave a finished object under both of its names; writing to the one would change the other.
  GATECAST_TRY(const auto partials, disk.list(folder / "partial"));
  for (const auto& name : partials) {
    const auto hash = Sha256::from_hex(name);
    if (!hash) continue;
    GATECAST_TRY(const auto status, disk.status(object_path(store.objects(), *hash)));
    if (status.kind != FileKind::missing) GATECAST_TRY_STATUS(disk.remove(folder / "partial" / name));
  }
  GATECAST_TRY_STATUS(store.remove_unfinished_generations());
  return store;
}

// True where something was missing. The names in the store's own folder are made durable by its FORMAT.
Result<bool> Store::make_layout() {
  bool is_new = false;
  for (const char* name : {"objects", "partial", "generations", "trusted", "trusted/root"}) {
    GATECAST_TRY(const auto status, disk_->status(folder_ / name));
    if (status.kind == FileKind::directory || status.kind == FileKind::link) continue;
    GATECAST_TRY_STATUS(disk_->make_directory(folder_ / name));
    is_new = true;
  }
  if (is_new) GATECAST_TRY_STATUS(disk_->sync_directory(folder_ / "trusted"));
  return is_new;
}

// Numbers above the active one were never put on: a cut may have left them half.
Status Store::remove_unfinished_generations() {
  const auto on_now = active();
  if (!on_now) return {};
  GATECAST_TRY(const auto numbers, generations());
  for (const auto number : numbers)
    if (number > *on_now) GATECAST_TRY_STATUS(remove_all(*disk_, generation(number)));
  return {};
}

Path Store::generation(std::int64_t number) const {
  return folder_ / "generations" / std::to_string(number);
}

std::optional<std::int64_t> Store::active() const {
  const auto number = active_generation(*disk_, folder_);
  if (!number) return std::nullopt;
  const auto status = disk_->status(generation(*number));
  if (!status || status->kind != FileKind::directory) return std::nullopt;
  return *number;
}

Result<std::vector<std::int64_t>> Store::generations() const {
  GATECAST_TRY(const auto names, disk_->list(folder_ / "generations"));
  std::vector<std::int64_t> numbers;
  for (const auto& name : names)
    if (const auto number = parse_number(name)) numbers.push_back(*number);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Result<bool> Store::has(const Sha256& hash, std::uint64_t length_bytes) const {
  const Path path = object_path(objects(), hash);
  GATECAST_TRY(const auto parent, disk_->status(path.parent_path()));
  if (parent.kind != FileKind::directory) return false;
  GATECAST_TRY(const auto status, disk_->status(path));
  return status.kind == FileKind::file && status.size_bytes == length_bytes;
}

Result<std::int64_t> Store::write_generation(const GenerationFiles& files) {
  GATECAST_TRY(const auto numbers, generations());
  const std::int64_t number = std::max(numbers.empty() ? 0 : numbers.back(), active().value_or(0)) + 1;
  const Path place = generation(number);
  GATECAST_TRY_STATUS(disk_->make_directory(place));
  for (const auto& [name, bytes] : files) {
    if (name.find('/') != std::string::npos)
      return fail(trust_error("store.name", name, "no file of a generation may be called so",
                              "a role with such a name was signed: see who signed targets.json"));
    GATECAST_TRY(const auto file, disk_->open_write(place / name, OpenMode::replace));
    GATECAST_TRY_STATUS(file->write_at(0, bytes));
    GATECAST_TRY_STATUS(file->sync());
  }
  GATECAST_TRY_STATUS(disk_->sync_directory(place));
  GATECAST_TRY_STATUS(disk_->sync_directory(place.parent_path()));
  return number;
}

Status Store::activate(std::int64_t number) {
  const Path link = folder_ / "active";
  const Path next = folder_ / "active.new";
  GATECAST_TRY_STATUS(remove_all(*disk_, next));
  GATECAST_TRY_STATUS(disk_->make_link(Path("generations") / std::to_string(number), next));
  GATECAST_TRY_STATUS(disk_->rename(next, link));
  return disk_->sync_directory(folder_);
}

Result<std::uint64_t> Store::used_bytes() const {
  std::uint64_t used = 0;
  GATECAST_TRY(auto folders, disk_->list(objects()));
  for (auto& name : folders) name = "objects/" + name;
  folders.emplace_back("partial");
  for (const auto& folder : folders) {
    GATECAST_TRY(const auto kind, disk_->status(folder_ / folder));
    if (kind.kind != FileKind::directory) continue;
    GATECAST_TRY(const auto names, disk_->list(folder_ / folder));
    for (const auto& name : names) {
      GATECAST_TRY(const auto status, disk_->status(folder_ / folder / name));
      used += status.size_bytes;
    }
  }
  return used;
}

}  // namespace gatecast::store
