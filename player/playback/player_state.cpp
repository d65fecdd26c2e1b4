#include "player/playback/player_state.h"

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/log.h"
#include "player/playback/memory_document.h"

namespace gatecast::playback {
namespace {

constexpr std::uint64_t kLargestFile = 1U << 20U;
constexpr std::size_t kMostBroken = 1000;
constexpr std::size_t kMostRecalls = 1000;
constexpr const char* kForgive = "forgive.json";
constexpr const char* kFastClock = "fast-clock.json";

Bytes as_file(const nlohmann::json& document) {
  return document.dump(1) + "\n";
}

// Missing: null. Damaged: an error.
Result<nlohmann::json> read_document(Disk& disk, const Path& path) {
  GATECAST_TRY(const auto status, disk.status(path));
  if (status.kind == FileKind::missing) return nlohmann::json();
  GATECAST_TRY(const auto bytes, read_file(disk, path, kLargestFile));
  GATECAST_TRY(auto document, parse_json(bytes, path.string()));
  if (!document.is_object() || document.value("format", nlohmann::json()) != 1)
    return fail(environment_error("state.format", path, "not a file of this player's state, format 1",
                                  "move it away; the player writes it anew"));
  return document;
}

int count_of(const nlohmann::json& entry) {
  const auto found = entry.find("count");
  const bool is_count = found != entry.end() && found->is_number_integer();
  return is_count ? static_cast<int>(std::clamp<std::int64_t>(found->get<std::int64_t>(), 0, 1000)) : 1;
}

bool raise(std::map<std::string, std::int64_t>& mine, const std::map<std::string, std::int64_t>& seen) {
  bool changed = false;
  for (const auto& [name, version] : seen) {
    auto& value = mine[name];
    changed = changed || version > value;
    value = std::max(value, version);
  }
  return changed;
}

}  // namespace

Result<PlayerState> PlayerState::open(Disk& disk, Path folder) {
  GATECAST_TRY_STATUS(make_directories(disk, folder));
  PlayerState state(disk, std::move(folder));
  GATECAST_TRY_STATUS(state.read());
  return state;
}

Status PlayerState::read() {
  GATECAST_TRY(const auto floor, read_document(*disk_, folder_ / "floor.json"));
  if (floor.is_object()) {
    floor_ = floor_in(floor);
    floor_.release_numbers = numbers_at(floor, "release_numbers");
    const auto statements = floor.find("statements");
    if (statements != floor.end() && statements->is_object()) statement_floor_ = floor_in(*statements);
    for (const auto& entry : floor.value("recalls", nlohmann::json::array())) {
      if (!entry.is_object()) continue;
      bundle::Statement recall;
      recall.kind = bundle::StatementKind::recall;
      recall.item = text_at(entry, "item");
      recall.id = text_at(entry, "id");
      recall.officer = text_at(entry, "officer");
      recall.up_to_release = numbers_at(entry, "up_to_release");
      recalls_[recall.item] = std::move(recall);
    }
  }
  // The rest only helps: damaged, it is written anew.
  const auto lenient = [&](const char* name) {
    auto document = read_document(*disk_, folder_ / name);
    if (!document) log_error(document.error());
    return document && document->is_object() ? std::move(*document) : nlohmann::json::object();
  };
  const auto playing = lenient("playing.json");
  if (playing.contains("generation") && playing["generation"].is_number_integer())
    last_good_ = playing["generation"].get<std::int64_t>();
  const auto broken = lenient("broken.json");
  if (broken.contains("objects") && broken["objects"].is_array())
    for (const auto& entry : broken["objects"])
      if (const auto hash = Sha256::from_hex(entry.is_string() ? entry.get<std::string>() : ""); hash)
        broken_.insert(*hash);
  read_quarantine(lenient("quarantine.json"));
  return {};
}

void PlayerState::read_quarantine(const nlohmann::json& document) {
  const auto items = document.find("items");
  if (items == document.end() || !items->is_array()) return;
  for (const auto& entry : *items) {
    if (!entry.is_object() || !entry.contains("release") || !entry["release"].is_number_integer()) continue;
    const auto since = parse_instant(text_at(entry, "since"));
    Quarantined item{text_at(entry, "item"),
                     entry["release"].get<std::int64_t>(),
                     text_at(entry, "rule"),
                     text_at(entry, "message"),
                     since.value_or(Instant()),
                     count_of(entry),
                     Sha256::from_hex(text_at(entry, "object"))};
    // Without its object it would wait for ever.
    if (item.object) broken_.insert(*item.object);
    quarantine_[item.item] = std::move(item);
  }
}

Status PlayerState::raise_floor(const store::Floor& seen) {
  bool changed = seen.root_version > floor_.root_version;
  floor_.root_version = std::max(floor_.root_version, seen.root_version);
  changed = raise(floor_.role_versions, seen.role_versions) || changed;
  changed = raise(floor_.release_numbers, seen.release_numbers) || changed;
  changed = drop_overtaken_recalls() || changed;
  return changed ? write_floor() : Status();
}

Status PlayerState::write_floor() {
  auto recalls = nlohmann::json::array();
  for (const auto& [item, recall] : recalls_)
    recalls.push_back({{"item", item},
                       {"id", recall.id},
                       {"officer", recall.officer},
                       {"up_to_release", recall.up_to_release}});
  const nlohmann::json document{
      {"format", 1},
      {"root_version", floor_.root_version},
      {"role_versions", floor_.role_versions},
      {"release_numbers", floor_.release_numbers},
      {"statements",
       {{"root_version", statement_floor_.root_version}, {"role_versions", statement_floor_.role_versions}}},
      {"recalls", recalls}};
  is_floor_unwritten_ = true;
  GATECAST_TRY_STATUS(write_file_durably(*disk_, folder_ / "floor.json", as_file(document)));
  is_floor_unwritten_ = false;
  return {};
}

// Overtaken for good: a release of that number or below is never accepted here again.
bool PlayerState::drop_overtaken_recalls() {
  return std::erase_if(recalls_, [&](const auto& entry) {
           bool is_overtaken = false;
           for (const auto& [channel, number] : entry.second.up_to_release) {
             const auto mine = floor_.release_numbers.find(channel);
             if (mine == floor_.release_numbers.end()) continue;
             if (mine->second <= number) return false;
             is_overtaken = true;
           }
           return is_overtaken;
         }) > 0;
}

Status PlayerState::note_statements(const store::Floor& seen,
                                    const std::vector<bundle::Statement>& statements) {
  bool changed = seen.root_version > statement_floor_.root_version;
  statement_floor_.root_version = std::max(statement_floor_.root_version, seen.root_version);
  changed = raise(statement_floor_.role_versions, seen.role_versions) || changed;
  for (const auto& statement : statements) {
    if (statement.kind != bundle::StatementKind::recall) continue;
    const bool is_known = recalls_.contains(statement.item);
    if (!is_known && recalls_.size() >= kMostRecalls) continue;
    auto& mine = recalls_[statement.item];
    mine.kind = statement.kind;
    mine.item = statement.item;
    if (!is_known) mine.id = statement.id;
    if (!is_known) mine.officer = statement.officer;
    changed = raise(mine.up_to_release, statement.up_to_release) || changed;
  }
  drop_overtaken_recalls();
  return changed ? write_floor() : Status();
}

Status PlayerState::remember_playing(std::int64_t generation, const std::string& channel, std::int64_t number,
                                     Instant now) {
  last_good_ = generation;
  const nlohmann::json document{{"format", 1},
                                {"generation", generation},
                                {"channel", channel},
                                {"release", number},
                                {"since", format_instant(now)}};
  return write_file_durably(*disk_, folder_ / "playing.json", as_file(document));
}

Status PlayerState::put_in_quarantine(Quarantined item) {
  const auto id = item.item;
  const auto before = quarantine_.find(id);
  if (before != quarantine_.end() && before->second.release_number == item.release_number)
    item.count += before->second.count;
  quarantine_[id] = std::move(item);
  return write_quarantine();
}

Status PlayerState::release_from_quarantine(const bundle::ItemId& item) {
  return quarantine_.erase(item) == 0 ? Status() : write_quarantine();
}

Result<std::set<bundle::ItemId>> PlayerState::take_forgiven() {
  const auto path = folder_ / kForgive;
  GATECAST_TRY(const auto document, read_document(*disk_, path));
  std::set<bundle::ItemId> forgiven;
  if (document.is_null()) return forgiven;
  GATECAST_TRY_STATUS(disk_->remove(path));
  const auto items = document.find("items");
  if (items == document.end() || !items->is_array()) return forgiven;
  for (const auto& item : *items) {
    const auto name = item.is_string() ? item.get<std::string>() : std::string();
    for (const auto& [id, entry] : quarantine_)
      if (name == id || name == "all") forgiven.insert(id);
  }
  for (const auto& item : forgiven) quarantine_.erase(item);
  if (!forgiven.empty()) GATECAST_TRY_STATUS(write_quarantine());
  return forgiven;
}

Status take_state_for(Disk& disk, const Path& folder, bool is_fast) {
  GATECAST_TRY(const auto mark, disk.status(folder / kFastClock));
  const bool was_fast = mark.kind != FileKind::missing;
  if (was_fast && !is_fast)
    return fail(usage_error("state.fast_clock", folder, "was played in by a fast clock: its log is no proof",
                            "give a --state of its own to each"));
  if (was_fast || !is_fast) return {};
  GATECAST_TRY(const auto log, disk.status(folder / "log-key.json"));
  GATECAST_TRY(const auto playing, disk.status(folder / "playing.json"));
  if (log.kind != FileKind::missing || playing.kind != FileKind::missing)
    return fail(usage_error("state.fast_clock", folder,
                            "is the state of a player that plays by the true time",
                            "give --clock-rate a --state of its own"));
  GATECAST_TRY_STATUS(make_directories(disk, folder));
  return write_file_durably(disk, folder / kFastClock, as_file({{"format", 1}}));
}

Status ask_to_forgive(Disk& disk, const Path& folder, const std::set<std::string>& items) {
  return write_file_durably(disk, folder / kForgive, as_file({{"format", 1}, {"items", items}}));
}

Status PlayerState::write_quarantine() {
  auto items = nlohmann::json::array();
  for (const auto& [id, entry] : quarantine_) {
    items.push_back({{"item", id},
                     {"release", entry.release_number},
                     {"rule", entry.rule},
                     {"message", entry.message},
                     {"count", entry.count},
                     {"since", format_instant(entry.since)}});
    if (entry.object) items.back()["object"] = entry.object->hex();
  }
  return write_file_durably(*disk_, folder_ / "quarantine.json", as_file({{"format", 1}, {"items", items}}));
}

Status PlayerState::note_broken(const Sha256& object) {
  if (broken_.size() >= kMostBroken || !broken_.insert(object).second) return {};
  return write_broken();
}

std::set<bundle::ItemId> PlayerState::waiting_for(const Sha256& object) const {
  std::set<bundle::ItemId> items;
  for (const auto& [id, entry] : quarantine_)
    if (entry.object == object) items.insert(id);
  return items;
}

Status PlayerState::note_whole_again(const Sha256& object) {
  const bool was_broken = broken_.erase(object) > 0;
  const auto freed = std::erase_if(quarantine_, [&](const auto& one) { return one.second.object == object; });
  if (freed > 0) GATECAST_TRY_STATUS(write_quarantine());
  return was_broken ? write_broken() : Status();
}

Status PlayerState::write_broken() {
  auto objects = nlohmann::json::array();
  for (const auto& hash : broken_) objects.push_back(hash.hex());
  return write_file_durably(*disk_, folder_ / "broken.json", as_file({{"format", 1}, {"objects", objects}}));
}

}  // namespace gatecast::playback
