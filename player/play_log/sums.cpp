#include "player/play_log/sums.h"

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "player/play_log/log_file.h"
#include "player/play_log/log_line.h"

namespace gatecast::play_log {
namespace {

using nlohmann::json;

constexpr const char* kFile = "sums.log";
constexpr std::uint64_t kLargestSums = 1 << 20;

std::string to_line(const Sum& sum, const LogKey& key) {
  json items = json::array();
  for (const auto& [id, row] : sum.tally.items)
    items.push_back(
        {id, row.times, row.length.count(), row.skipped, row.skipped_length.count(), row.filled_in});
  json deviations = json::array();
  for (const auto& [what, row] : sum.tally.deviations)
    deviations.push_back({what, row.times, row.length.count()});
  json languages = json::object();
  for (const auto& [name, length] : sum.tally.languages) languages[name] = length.count();
  const auto bytes = dump({{"format", 1},
                           {"first", sum.first},
                           {"last", sum.last},
                           {"previous", sum.previous.hex()},
                           {"head", sum.head.hex()},
                           {"from", sum.from.time_since_epoch().count()},
                           {"to", sum.to.time_since_epoch().count()},
                           {"recorded", sum.tally.recorded.count()},
                           {"items", std::move(items)},
                           {"deviations", std::move(deviations)},
                           {"languages", std::move(languages)},
                           {"faults", sum.faults},
                           {"key", key.public_hex()}});
  return "S " + bytes + " " + key.sign(kSumPurpose, bytes) + "\n";
}

std::optional<Sum> read_fields(const json& document) {
  // Only what this very key has signed comes here; a wrong kind anywhere makes the whole line void.
  try {
    Sum sum;
    if (document.at("format") != 1) return std::nullopt;
    const auto hash = [&](const char* name) {
      return Sha256::from_hex(document.at(name).get<std::string>());
    };
    const auto time = [&](const char* name) {
      return LogTime(Milliseconds(document.at(name).get<std::int64_t>()));
    };
    const auto previous = hash("previous"), head = hash("head");
    if (!previous || !head) return std::nullopt;
    sum.previous = *previous;
    sum.head = *head;
    sum.first = document.at("first").get<std::int64_t>();
    sum.last = document.at("last").get<std::int64_t>();
    sum.from = time("from");
    sum.to = time("to");
    sum.faults = document.at("faults").get<std::int64_t>();
    sum.key = document.at("key").get<std::string>();
    sum.tally.recorded = Milliseconds(document.at("recorded").get<std::int64_t>());
    for (const auto& entry : document.at("items"))
      sum.tally.items[entry.at(0).get<std::string>()] = {
          entry.at(1).get<std::int64_t>(), Milliseconds(entry.at(2).get<std::int64_t>()),
          entry.at(3).get<std::int64_t>(), Milliseconds(entry.at(4).get<std::int64_t>()),
          entry.at(5).get<std::int64_t>()};
    for (const auto& entry : document.at("deviations"))
      sum.tally.deviations[entry.at(0).get<std::string>()] = {entry.at(1).get<std::int64_t>(),
                                                              Milliseconds(entry.at(2).get<std::int64_t>())};
    for (const auto& [name, length] : document.at("languages").items())
      sum.tally.languages[name] = Milliseconds(length.get<std::int64_t>());
    return sum.last >= sum.first ? std::optional(std::move(sum)) : std::nullopt;
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

std::optional<Sum> parse_line(ByteView line) {
  if (!line.starts_with("S ") || line.size() < kSignatureDigits + 5) return std::nullopt;
  if (line[line.size() - kSignatureDigits - 1] != ' ') return std::nullopt;
  const auto signature = line.substr(line.size() - kSignatureDigits);
  const auto bytes = line.substr(2, line.size() - kSignatureDigits - 3);
  const auto document = parse_json(bytes, kFile);
  if (!document || !document->is_object()) return std::nullopt;
  auto sum = read_fields(*document);
  if (!sum || !is_signed(kSumPurpose, bytes, sum->key, signature)) return std::nullopt;
  return sum;
}

void keep_rows(Tally& tally, std::size_t most) {
  while (tally.items.size() > std::max<std::size_t>(most, 2)) {
    auto least = tally.items.end();
    for (auto row = tally.items.begin(); row != tally.items.end(); ++row)
      if (row->first != kOthers && (least == tally.items.end() || row->second.length < least->second.length))
        least = row;
    Tally moved;
    moved.items[kOthers] = least->second;
    tally.items.erase(least);
    tally.add(moved);
  }
}

// The later one is taken into the earlier.
void merge(Sum& into, const Sum& later) {
  // A hole between the two is a broken chain too.
  into.faults += later.faults + (into.head == later.previous ? 0 : 1);
  into.last = later.last;
  into.head = later.head;
  into.to = std::max(into.to, later.to);
  into.from = std::min(into.from, later.from);
  into.tally.add(later.tally);
}

Result<std::optional<Sum>> sum_of(Disk& disk, const Path& path) {
  GATECAST_TRY(const auto file, read_log_file(disk, path));
  if (file.entries.empty()) return std::optional<Sum>();
  const auto& front = file.entries.front().head;
  Sum sum;
  sum.first = front.head.number;
  sum.previous = front.head.previous;
  sum.from = front.head.from;
  sum.to = front.head.to;
  sum.faults = static_cast<std::int64_t>(file.faults.size());
  const SignedHead* before = nullptr;
  for (const auto& entry : file.entries) {
    const bool follows = before == nullptr || (entry.head.head.previous == before->hash &&
                                               entry.head.head.number == before->head.number + 1);
    if (!follows) ++sum.faults;
    before = &entry.head;
    sum.tally.add(entry.segment);
    sum.to = std::max(sum.to, entry.head.head.to);
    sum.from = std::min(sum.from, entry.head.head.from);
  }
  sum.last = std::max(sum.first, before->head.number);
  sum.head = before->hash;
  return std::optional(std::move(sum));
}

}  // namespace

Result<SumsFile> read_sums(Disk& disk, const Path& folder) {
  SumsFile result;
  const Path path = folder / kFile;
  GATECAST_TRY(const auto status, disk.status(path));
  if (status.kind == FileKind::missing) return result;
  GATECAST_TRY(const auto bytes, read_file(disk, path, kLargestSums));
  std::size_t number = 0;
  for (std::size_t start = 0; start < bytes.size();) {
    ++number;
    const auto end = std::min(bytes.find('\n', start), bytes.size());
    if (auto sum = parse_line(ByteView(bytes).substr(start, end - start)))
      result.sums.push_back(std::move(*sum));
    else
      result.faults.push_back(std::string(kFile) + ":" + std::to_string(number) +
                              ": not a sum that its key has signed");
    start = end + 1;
  }
  return result;
}

Status sum_oldest(Disk& disk, const Path& folder, const LogKey& key, const SumLimits& limits) {
  GATECAST_TRY(auto files, list_log_files(disk, folder));
  GATECAST_TRY(auto sums, read_sums(disk, folder));
  std::vector<std::pair<LogFileName, std::uint64_t>> sizes;
  std::uint64_t total = 0;
  for (const auto& file : files) {
    GATECAST_TRY(const auto status, disk.status(folder / to_string(file)));
    sizes.emplace_back(file, status.size_bytes);
    total += status.size_bytes;
  }
  const std::int64_t summed = sums.sums.empty() ? 0 : sums.sums.back().last;
  std::vector<Path> gone;
  bool has_new = false;
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
    const auto& [name, size] = sizes[i];
    const Path path = folder / to_string(name);
    // Summed before, when the power went before it was removed.
    const bool is_summed = sizes[i + 1].first.first <= summed + 1 && name.first <= summed;
    if (!is_summed) {
      if (total <= limits.kept_bytes && sizes.size() - i <= limits.kept_files) break;
      GATECAST_TRY(auto sum, sum_of(disk, path));
      if (sum) {
        keep_rows(sum->tally, limits.most_rows);
        sum->key = key.public_hex();
        sums.sums.push_back(std::move(*sum));
        has_new = true;
      }
    }
    total -= size;
    gone.push_back(path);
  }
  if (gone.empty()) return {};
  if (has_new) {
    // Lines that cannot be read are counted into the oldest sum: the chain was broken there.
    sums.sums.front().faults += static_cast<std::int64_t>(sums.faults.size());
    Bytes text;
    for (;;) {
      text.clear();
      for (const auto& sum : sums.sums) text += to_line(sum, key);
      if (text.size() <= limits.sums_bytes || sums.sums.size() < 2) break;
      merge(sums.sums[0], sums.sums[1]);
      keep_rows(sums.sums[0].tally, limits.most_rows);
      sums.sums.erase(sums.sums.begin() + 1);
    }
    GATECAST_TRY_STATUS(write_file_durably(disk, folder / kFile, text));
  }
  for (const auto& path : gone) GATECAST_TRY_STATUS(disk.remove(path));
  return disk.sync_directory(folder);
}

}  // namespace gatecast::play_log
