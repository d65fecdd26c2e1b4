#include "content-sync/agent/player_view.h"

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/report/played.h"

namespace gatecast::agent {
namespace {

using nlohmann::json;
using report::plain_text;

constexpr std::uint64_t kLargestState = 256 * 1024;
constexpr std::uint64_t kLargestLog = 4 << 20U;
constexpr std::size_t kMostFiles = 2000;
constexpr std::size_t kMostQuarantine = 50;
constexpr std::size_t kMostBroken = 1000;
constexpr std::size_t kMostUndone = 10;
constexpr std::size_t kLongestWord = 120;
constexpr std::size_t kLongestBody = 16 * 1024;  // sent as it is; of a longer one the items alone
constexpr std::size_t kMostRows = 100;
constexpr std::size_t kMostHeads = 32;
constexpr std::size_t kMostBytes = 256 * 1024;
constexpr std::size_t kSignatureDigits = 128;

Error oddity(const std::string& rule, const Path& path, const std::string& message) {
  return content_error(rule, "player-state/" + path.filename().string(), message,
                       "gatecast-player --log names each place; what was sent before stays as it is");
}

Result<Bytes> read_hostile(Disk& disk, const Path& path, std::uint64_t limit) {
  GATECAST_TRY(const auto status, disk.status(path));
  if (status.kind == FileKind::missing) return fail(environment_error("disk.missing", path, "is not there"));
  if (status.kind != FileKind::file) return fail(oddity("player.file", path, "is no plain file"));
  return read_file(disk, path, limit);
}

std::string word_at(const json& object, const char* name, std::size_t most = kLongestWord) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? plain_text(found->get<std::string>(), most)
                                                     : std::string();
}

// Nothing where it is not there; an oddity where it is not what it should be.
std::optional<json> read_document(Disk& disk, const Path& path, PlayerFacts& facts) {
  const auto bytes = read_hostile(disk, path, kLargestState);
  if (!bytes) {
    if (bytes.error().rule != "disk.missing")
      facts.oddities.push_back(oddity("player.file", path, plain_text(bytes.error().message, kLongestWord)));
    return std::nullopt;
  }
  auto document = parse_json(*bytes, path.filename().string());
  if (!document || !document->is_object()) {
    facts.oddities.push_back(oddity("player.file", path, "is no document of the player"));
    return std::nullopt;
  }
  return std::move(*document);
}

bool is_log_name(const std::string& name) {
  constexpr std::string_view kForm = "0000000000-0000-00-00.log";
  if (name.size() != kForm.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i)
    if (kForm[i] == '0' ? name[i] < '0' || name[i] > '9' : name[i] != kForm[i]) return false;
  return true;
}

std::int64_t first_of(const std::string& name) {
  std::int64_t number = 0;
  for (std::size_t i = 0; i < 10; ++i) number = number * 10 + (name[i] - '0');
  return number;
}

json rows_of(const std::vector<report::PlayedItem>& items) {
  auto sorted = items;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.ms > b.ms; });
  auto rows = json::array();
  report::PlayedItem others{"(others)", 0, 0};
  for (const auto& item : sorted) {
    if (rows.size() < kMostRows) {
      rows.push_back({item.item, item.times, item.ms});
      continue;
    }
    others.times += item.times;
    others.ms += item.ms;
  }
  if (sorted.size() > kMostRows) rows.push_back({others.item, others.times, others.ms});
  return rows;
}

}  // namespace

PlayerFacts read_player(Disk& disk, const Path& state) {
  PlayerFacts facts;
  if (state.empty()) return facts;
  const auto there = disk.status(state);
  if (!there || there->kind != FileKind::directory) return facts;
  if (const auto document = read_document(disk, state / "quarantine.json", facts)) {
    const auto items = document->value("items", json());
    if (items.is_array())
      for (const auto& item : items) {
        if (!item.is_object() || facts.quarantine.size() == kMostQuarantine) continue;
        const auto count = item.value("count", json());
        facts.quarantine.push_back({word_at(item, "item"), word_at(item, "rule"), word_at(item, "message"),
                                    count.is_number_integer() ? count.get<std::int64_t>() : 0});
      }
  }
  if (const auto document = read_document(disk, state / "broken.json", facts)) {
    const auto objects = document->value("objects", json());
    if (objects.is_array())
      facts.broken_objects = static_cast<std::int64_t>(std::min(objects.size(), kMostBroken));
  }
  if (const auto document = read_document(disk, state / "switch.json", facts))
    facts.is_switched_off = document->value("is_off", json()) == true;
  return facts;
}

PlayerWish read_wish(Disk& disk, const Path& state, const std::string& site, const std::string& kiosk) {
  PlayerWish wish;
  PlayerFacts facts;  // its oddities are told with the others of this folder
  const auto document = state.empty() ? std::nullopt : read_document(disk, state / "device.json", facts);
  if (!document) return wish;
  if (const auto held = document->find("held"); held != document->end()) {
    auto parsed = bundle::parse_device(held->dump(), "held");
    if (parsed && parsed->site == site && parsed->kiosk == kiosk) wish.held = std::move(*parsed);
  }
  const auto channel = word_at(*document, "undecided_channel");
  if (bundle::is_device_name(channel, bundle::kLongestChannelName)) wish.undecided_channel = channel;
  const auto list = document->value("undone", json());
  if (!list.is_array()) return wish;
  for (const auto& entry : list) {
    if (!entry.is_object() || wish.undone.size() == kMostUndone) continue;
    if (word_at(entry, "rule").empty()) continue;
    wish.undone.push_back(environment_error(word_at(entry, "rule"), "device.json", word_at(entry, "message"),
                                            word_at(entry, "hint")));
  }
  return wish;
}

json to_json(const PlayLogPlace& place) {
  return {{"number", place.number}, {"hash", place.hash}, {"key", place.key}};
}

PlayLogPlace place_from_json(const json& document) {
  PlayLogPlace place;
  if (!document.is_object()) return place;
  const auto number = document.value("number", json());
  if (number.is_number_integer()) place.number = std::max<std::int64_t>(0, number.get<std::int64_t>());
  place.hash = word_at(document, "hash");
  place.key = word_at(document, "key");
  return place;
}

struct PlayLogFollower::Reading {
  PlayLogPart part;
  std::size_t bytes = 0;
  std::optional<report::PlayHead> waiting;  // a head that nothing stands behind yet
  std::optional<report::Draft> waiting_draft;
  std::uint64_t waiting_at = 0;  // where its body begins
  std::string waiting_file;
  std::int64_t last_number = 0;  // of all heads that are there

  // What was read last has a successor: it counts.
  void settle() {
    if (!waiting) return;
    bytes += waiting_draft->body.size();
    part.drafts.push_back(std::move(*waiting_draft));
    part.place = {waiting->number, waiting->hash.hex(), waiting->key};
    waiting.reset();
    waiting_draft.reset();
  }
  [[nodiscard]] bool is_full() const { return part.drafts.size() >= kMostHeads || bytes >= kMostBytes; }

  report::Draft draft(const report::PlayHead& head, ByteView text, ByteView signature, ByteView body) const {
    json record{{"head", text}, {"signature", signature}};
    const auto& before = waiting ? waiting->hash.hex() : part.place.hash;
    const auto number = waiting ? waiting->number : part.place.number;
    if (number > 0 && (head.number != number + 1 || head.previous.hex() != before))
      record["break"] = head.number > number + 1 ? "log.missing" : "log.chain";
    if (sha256(body) != head.body) {
      record["break"] = "log.body";
    } else if (body.size() <= kLongestBody) {
      record["body"] = body.substr(2);
    } else {
      record["body_bytes"] = body.size();
      if (const auto items = report::played_items(body.substr(2))) record["rows"] = rows_of(*items);
    }
    return {head.to_ms, "play", report::canonical_text(record)};
  }

  void see_head(const report::PlayHead& head, ByteView text, ByteView signature, ByteView body) {
    last_number = head.number;
    if (head.number == part.place.number && head.hash.hex() != part.place.hash)
      part.oddities.push_back(oddity("log.rewritten", "play-log",
                                     "head " + std::to_string(head.number) +
                                         " is not the one that was sent before: the log was written anew"));
    if (head.number <= part.place.number || (waiting && head.number <= waiting->number)) return;
    auto made = draft(head, text, signature, body);
    settle();
    waiting = head;
    waiting_draft = std::move(made);
  }
};

void PlayLogFollower::read(const std::string& name, Reading& reading) {
  const auto bytes = read_hostile(*disk_, folder_ / name, kLargestLog);
  if (!bytes) {
    reading.part.oddities.push_back(
        oddity("player.file", folder_ / name, plain_text(bytes.error().message, kLongestWord)));
    return;
  }
  std::size_t start = name == file_ && offset_ <= bytes->size() ? offset_ : 0;
  ByteView body;
  std::size_t body_at = start;
  bool is_odd = false;
  while (start < bytes->size()) {
    const auto end = bytes->find('\n', start);
    if (end == Bytes::npos) break;  // being written, or torn
    const auto line = ByteView(*bytes).substr(start, end - start);
    if (line.starts_with("B ")) {
      body = line;
      body_at = start;
    } else if (line.starts_with("H ") && line.size() > kSignatureDigits + 4) {
      const auto text = line.substr(2, line.size() - kSignatureDigits - 3);
      const auto signature = line.substr(line.size() - kSignatureDigits);
      if (const auto head = report::parse_play_head(text, signature)) {
        const bool was_waiting = reading.waiting.has_value();
        const auto before = was_waiting ? reading.waiting->number : 0;
        reading.see_head(*head, text, signature, body);
        if (reading.waiting && reading.waiting->number != before) {
          reading.waiting_at = body_at;
          reading.waiting_file = name;
        }
      } else {
        is_odd = true;
      }
      body = {};
    } else {
      is_odd = true;
    }
    start = end + 1;
    if (reading.is_full()) {
      reading.part.has_more = true;
      break;
    }
  }
  if (is_odd)
    reading.part.oddities.push_back(
        oddity("log.line", folder_ / name, "holds lines that are not of a signed log; they were not sent"));
}

PlayLogPart PlayLogFollower::look(const PlayLogPlace& place) {
  Reading reading;
  reading.part.place = place;
  const auto there = disk_->status(folder_);
  if (!there || there->kind != FileKind::directory) return std::move(reading.part);
  auto names = disk_->list(folder_);
  if (!names) return std::move(reading.part);
  std::erase_if(*names, [](const std::string& name) { return !is_log_name(name); });
  if (names->size() > kMostFiles)
    names->erase(names->begin(), names->end() - static_cast<std::ptrdiff_t>(kMostFiles));
  if (names->empty()) return std::move(reading.part);
  const auto newest = disk_->status(folder_ / names->back());
  if (newest && names->back() == file_ && newest->size_bytes == size_) return std::move(reading.part);
  // Who has no place yet begins with the newest file: its first head fixes all before it.
  std::size_t from = names->size() - 1;
  while (place.number > 0 && from > 0 && first_of((*names)[from]) > place.number + 1) --from;
  for (auto i = from; i < names->size() && !reading.part.has_more; ++i) read((*names)[i], reading);
  // A player whose folder was emptied counts from 1 again.
  if (place.number > 0 && !reading.part.has_more && reading.last_number > 0 && reading.part.drafts.empty() &&
      reading.last_number < place.number) {
    reading.part.oddities.push_back(
        oddity("log.restarted", folder_, "the player's log begins anew; what was sent before stays"));
    reading.part.place = {};
    file_.clear();
    return std::move(reading.part);
  }
  if (reading.waiting && !reading.part.has_more) {
    file_ = reading.waiting_file;
    offset_ = reading.waiting_at;
    size_ = newest && file_ == names->back() ? newest->size_bytes : 0;
  } else {
    file_.clear();
  }
  return std::move(reading.part);
}

}  // namespace gatecast::agent
