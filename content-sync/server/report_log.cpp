#include "content-sync/server/report_log.h"

#include <algorithm>
#include <vector>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"

namespace gatecast::server {
namespace {

using nlohmann::json;

constexpr std::uint64_t kFileBytes = 8 << 20U;  // then another is begun
constexpr std::uint64_t kLargestFile = kFileBytes + report::kLargestBatch + 4096;
constexpr std::size_t kNameDigits = 10;
constexpr const char* kEnding = ".reports";
constexpr std::size_t kLongestHeader = 300;

std::string file_name(std::int64_t number) {
  auto digits = std::to_string(number);
  digits.insert(0, digits.size() < kNameDigits ? kNameDigits - digits.size() : 0, '0');
  return digits + kEnding;
}

std::optional<std::int64_t> parse_name(const std::string& name) {
  if (name.size() != file_name(0).size() || !name.ends_with(kEnding)) return std::nullopt;
  std::int64_t number = 0;
  for (std::size_t i = 0; i < kNameDigits; ++i) {
    if (name[i] < '0' || name[i] > '9') return std::nullopt;
    number = number * 10 + (name[i] - '0');
  }
  return number;
}

Result<std::vector<std::int64_t>> list_files(Disk& disk, const Path& folder) {
  std::vector<std::int64_t> numbers;
  GATECAST_TRY(const auto there, disk.status(folder));
  if (there.kind != FileKind::directory) return numbers;
  GATECAST_TRY(const auto names, disk.list(folder));
  for (const auto& name : names)
    if (const auto number = parse_name(name)) numbers.push_back(*number);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

// "= {...}", then the batch's bytes; `sha256` is over all of these, so that a torn one is known at once.
std::string header_of(ByteView bytes, bool has_gap, Instant now) {
  return "= " +
         report::canonical_text({{"at", format_instant(now)},
                                 {"bytes", bytes.size()},
                                 {"gap", has_gap},
                                 {"sha256", sha256(bytes).hex()}}) +
         "\n";
}

struct Entry {
  LoggedBatch batch;
  std::size_t end = 0;
};
// The whole entry at `start`, if there is one.
std::optional<Entry> entry_at(ByteView bytes, std::size_t start) {
  const auto rest = bytes.substr(start);
  const auto end = rest.substr(0, kLongestHeader).find('\n');
  if (!rest.starts_with("= ") || end == ByteView::npos) return std::nullopt;
  const auto header = parse_json(rest.substr(2, end - 2), "reports");
  if (!header || !header->is_object()) return std::nullopt;
  const auto value = [&](const char* name) { return header->value(name, json()); };
  const auto at = value("at");
  const auto size = value("bytes");
  const auto hash = value("sha256");
  if (!at.is_string() || !size.is_number_unsigned() || !hash.is_string()) return std::nullopt;
  const auto count = size.get<std::uint64_t>();
  if (count > report::kLargestBatch || count > rest.size() - end - 1) return std::nullopt;
  Entry entry;
  entry.batch.bytes = rest.substr(end + 1, count);
  if (sha256(entry.batch.bytes).hex() != hash.get<std::string>()) return std::nullopt;
  const auto received = parse_instant(at.get<std::string>());
  entry.batch.received = received ? *received : Instant();
  entry.batch.has_gap = value("gap") == true;
  entry.end = start + end + 1 + count;
  return entry;
}

// Nothing is skipped but what is no entry: behind it the next one begins at the next line that is one.
std::size_t next_start(ByteView bytes, std::size_t from) {
  const auto found = bytes.find("\n= {", from);
  return found == ByteView::npos ? bytes.size() : found + 1;
}

}  // namespace

Result<LogReading> read_reports(Disk& disk, const Path& folder,
                                const std::function<bool(const LoggedBatch&)>& see) {
  LogReading reading;
  GATECAST_TRY(const auto files, list_files(disk, folder));
  for (const auto number : files) {
    GATECAST_TRY(const auto bytes, read_file(disk, folder / file_name(number), kLargestFile));
    for (std::size_t at = 0; at < bytes.size();) {
      const auto entry = entry_at(bytes, at);
      if (!entry) {
        const auto next = next_start(bytes, at);
        reading.damaged_bytes += next - at;
        at = next;
        continue;
      }
      ++reading.batches;
      if (!see(entry->batch)) return reading;
      at = entry->end;
    }
  }
  return reading;
}

Result<ReportLog> ReportLog::open(Disk& disk, const Path& folder) {
  ReportLog log(disk, folder);
  GATECAST_TRY_STATUS(make_directories(disk, folder));
  GATECAST_TRY(const auto files, list_files(disk, folder));
  for (auto number = files.rbegin(); number != files.rend() && log.batch_ == 0; ++number) {
    const auto path = folder / file_name(*number);
    GATECAST_TRY(const auto bytes, read_file(disk, path, kLargestFile));
    std::size_t whole = 0;
    std::optional<Bytes> last;
    for (std::size_t at = 0; at < bytes.size();) {
      const auto entry = entry_at(bytes, at);
      if (!entry) {
        at = next_start(bytes, at);
        continue;
      }
      last = Bytes(entry->batch.bytes);
      at = whole = entry->end;
    }
    if (log.file_ == 0) {
      log.file_ = *number;
      log.length_ = whole;
    }
    if (!last) continue;
    GATECAST_TRY(const auto batch, report::parse_batch(*last, path.string()));
    log.batch_ = batch.head.number;
    log.record_ = batch.head.last;
    log.hash_ = batch.hash;
  }
  return log;
}

Status ReportLog::append(const report::Batch& batch, ByteView bytes, bool has_gap, Instant now) {
  const bool is_new = file_ == 0 || length_ >= kFileBytes;
  const auto name = is_new ? batch.head.number : file_;
  const auto at = is_new ? 0 : length_;
  const auto whole = header_of(bytes, has_gap, now).append(bytes);
  {
    GATECAST_TRY(const auto file, disk_->open_write(folder_ / file_name(name), OpenMode::keep));
    GATECAST_TRY_STATUS(file->truncate(at));
    GATECAST_TRY_STATUS(file->write_at(at, whole));
    GATECAST_TRY_STATUS(file->sync());
  }
  // Also of a file that is there already: its name may be as young as the server's last start.
  GATECAST_TRY_STATUS(disk_->sync_directory(folder_));
  file_ = name;
  length_ = at + whole.size();
  batch_ = batch.head.number;
  record_ = batch.head.last;
  hash_ = batch.hash;
  return {};
}

Result<std::optional<Sha256>> ReportLog::hash_of(std::int64_t number) {
  std::optional<Sha256> found;
  GATECAST_TRY_STATUS(read_reports(*disk_, folder_, [&](const LoggedBatch& logged) {
                        const auto batch = report::parse_batch(logged.bytes, "reports");
                        if (batch && batch->head.number == number) found = batch->hash;
                        return !found.has_value();
                      }).map([](const auto&) {}));
  return found;
}

}  // namespace gatecast::server
