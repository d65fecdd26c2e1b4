// Which generations and objects stay, and the removal of the others.
#include <utility>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/store/limits.h"
#include "content-sync/store/store.h"
#include "content-sync/store/verified_reader.h"

namespace gatecast::store {
namespace {

constexpr std::uint64_t kPlayerFileLimit = 256 * 1024;
constexpr std::size_t kMostBroken = 1000;

// One of the player's files, or null: whoever took over the player must not be able to stop the agent.
nlohmann::json read_hostile(Disk& disk, const Path& path, PlayerState& state) {
  const auto status = disk.status(path);
  if (!status || status->kind == FileKind::missing) return nullptr;
  if (status->kind != FileKind::file) {
    state.complaints.push_back(path.string() + " is not a plain file; ignored");
    return nullptr;
  }
  const auto bytes = read_file(disk, path, kPlayerFileLimit);
  if (!bytes) {
    state.complaints.push_back(to_string(bytes.error()));
    return nullptr;
  }
  JsonLimits limits;
  limits.size_bytes = kPlayerFileLimit;
  limits.depth = 8;
  auto document = parse_json(*bytes, path.string(), limits);
  if (!document || !document->is_object()) {
    state.complaints.push_back(document ? path.string() + " is not an object; ignored"
                                        : to_string(document.error()));
    return nullptr;
  }
  return std::move(*document);
}

std::uint64_t sum_of(const std::map<Sha256, std::uint64_t>& lengths) {
  std::uint64_t sum = 0;
  for (const auto& [hash, length] : lengths) sum += length;
  return sum;
}

}  // namespace

PlayerState read_player_state(Disk& disk, const Path& folder) {
  PlayerState state;
  if (folder.empty()) return state;
  const auto playing = read_hostile(disk, folder / "playing.json", state);
  if (playing.is_object() && playing.contains("generation")) {
    const auto& generation = playing["generation"];
    if (generation.is_number_integer() && generation.get<std::int64_t>() > 0)
      state.playing = generation.get<std::int64_t>();
    else
      state.complaints.emplace_back("playing.json: \"generation\" is not a number above 0; ignored");
  }
  const auto broken = read_hostile(disk, folder / "broken.json", state);
  if (broken.is_object() && broken.contains("objects") && broken["objects"].is_array()) {
    for (const auto& entry : broken["objects"]) {
      if (state.broken.size() >= kMostBroken) break;
      const auto hash = entry.is_string() ? Sha256::from_hex(entry.get<std::string>()) : std::nullopt;
      if (hash) state.broken.push_back(*hash);
    }
  }
  return state;
}

Result<std::set<std::int64_t>> Store::kept(const PlayerState& player, const Spare& spare) const {
  GATECAST_TRY(const auto numbers, generations());
  std::set<std::int64_t> keep;
  const auto is_active = active();
  if (is_active) keep.insert(*is_active);
  if (player.playing && release_of(*player.playing)) keep.insert(*player.playing);
  // Nothing is on: whatever is there may be all there is.
  if (!is_active) {
    for (const auto number : numbers)
      if (release_of(number)) keep.insert(number);
    return keep;
  }
  // Numbers rise with each switch, so the highest was used last. A generation of a release that is kept
  // already, with other metadata, is none to fall back on.
  std::set<std::int64_t> releases;
  std::map<Sha256, std::uint64_t> needed;
  const auto add = [&](const bundle::Release& release) {
    releases.insert(release.number);
    needed.merge(needed_objects(release));
  };
  for (const auto number : keep)
    if (const auto release = release_of(number)) add(*release);
  std::size_t spared = 0;
  for (auto number = numbers.rbegin(); number != numbers.rend() && spared < spare.most; ++number) {
    if (*number >= *is_active) continue;
    const auto release = release_of(*number);
    if (release && *number != *is_active && keep.contains(*number)) ++spared;  // the player shows it
    if (!release || releases.contains(release->number)) continue;
    const auto before = needed;
    add(*release);
    if (spared >= spare.least && sum_of(needed) > spare.most_bytes) {
      needed = before;
      continue;
    }
    keep.insert(*number);
    ++spared;
  }
  return keep;
}

Result<bundle::Release> Store::release_of(std::int64_t number) const {
  const Path path = generation(number) / "release.json";
  GATECAST_TRY(const auto bytes, read_file(*disk_, path, kReleaseLimit));
  return bundle::parse_release(bytes, path.string());
}

std::map<Sha256, bundle::ObjectRef> Store::objects_of_generations() const {
  std::map<Sha256, bundle::ObjectRef> objects;
  const auto numbers = generations();
  if (!numbers) return objects;
  for (const auto number : *numbers)
    if (const auto release = release_of(number))
      objects.insert(release->objects.begin(), release->objects.end());
  return objects;
}

Status Store::remove_generation(std::int64_t number) {
  const Path place = generation(number);
  GATECAST_TRY(const auto names, disk_->list(place));
  for (const auto& name : names) GATECAST_TRY_STATUS(disk_->remove(place / name));
  return disk_->remove(place);
}

Result<std::set<Sha256>> Store::reachable(const std::set<std::int64_t>& kept_numbers) const {
  std::set<Sha256> hashes;
  for (const auto number : kept_numbers) {
    GATECAST_TRY(const auto status, disk_->status(generation(number)));
    if (status.kind == FileKind::missing) continue;  // a number that the player made up
    GATECAST_TRY(const auto release, release_of(number));
    for (const auto& [hash, length] : needed_objects(release)) hashes.insert(hash);
  }
  return hashes;
}

Status Store::remove_unreachable(const std::set<Sha256>& hashes, CollectReport& report) {
  GATECAST_TRY(const auto folders, disk_->list(objects()));
  for (const auto& folder : folders) {
    const Path place = objects() / folder;
    GATECAST_TRY(const auto kind, disk_->status(place));
    if (kind.kind != FileKind::directory) {
      GATECAST_TRY_STATUS(disk_->remove(place));
      continue;
    }
    GATECAST_TRY(const auto names, disk_->list(place));
    for (const auto& name : names) {
      const auto hash = Sha256::from_hex(name);
      if (hash && hashes.contains(*hash)) continue;
      GATECAST_TRY(const auto status, disk_->status(place / name));
      GATECAST_TRY_STATUS(disk_->remove(place / name));
      ++report.objects_removed;
      report.bytes_removed += status.size_bytes;
    }
  }
  return {};
}

Result<CollectReport> Store::collect(const PlayerState& player, const Spare& spare) {
  CollectReport report;
  GATECAST_TRY(const auto keep, kept(player, spare));
  // Asked before anything goes: a kept release that cannot be read stops the collection of objects.
  GATECAST_TRY(auto hashes, reachable(keep));
  hashes.insert(spare.objects.begin(), spare.objects.end());
  GATECAST_TRY(const auto numbers, generations());
  for (const auto number : numbers) {
    if (keep.contains(number)) continue;
    GATECAST_TRY_STATUS(remove_generation(number));
    report.generations_removed.push_back(number);
  }
  // Removed generations must be gone for good before their objects go: none may come back half.
  if (!report.generations_removed.empty())
    GATECAST_TRY_STATUS(disk_->sync_directory(folder_ / "generations"));
  if (active()) GATECAST_TRY_STATUS(remove_unreachable(hashes, report));
  return report;
}

}  // namespace gatecast::store
