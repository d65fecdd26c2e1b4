#include "content-sync/report/queue.h"

#include <algorithm>
#include <utility>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/report/day_sum.h"

namespace gatecast::report {
namespace {

using nlohmann::json;

constexpr std::uint64_t kLargestSegment = 16 << 20U;
constexpr std::size_t kLargestCursor = 2048;
constexpr std::size_t kNameDigits = 12;
constexpr const char* kEnding = ".queue";
constexpr const char* kNote = "state.json";
constexpr std::size_t kCheckDigits = 16;

// "R {...} 0123456789abcdef": what rotted or was torn is not taken for something else.
std::string line_of(char mark, const std::string& text) {
  return std::string{mark, ' '} + text + " " + sha256(text).hex().substr(0, kCheckDigits) + "\n";
}

struct Line {
  char mark = 0;
  ByteView text;
};
std::optional<Line> parse_line(ByteView line) {
  if (line.size() < kCheckDigits + 4 || line[1] != ' ' || line[line.size() - kCheckDigits - 1] != ' ')
    return std::nullopt;
  const auto text = line.substr(2, line.size() - kCheckDigits - 3);
  if (line.substr(line.size() - kCheckDigits) != sha256(text).hex().substr(0, kCheckDigits))
    return std::nullopt;
  return Line{line[0], text};
}

std::optional<std::int64_t> parse_segment_name(const std::string& name) {
  if (name.size() != kNameDigits + 6 || !name.ends_with(kEnding)) return std::nullopt;
  std::int64_t number = 0;
  for (std::size_t i = 0; i < kNameDigits; ++i) {
    if (name[i] < '0' || name[i] > '9') return std::nullopt;
    number = number * 10 + (name[i] - '0');
  }
  return number > 0 ? std::optional(number) : std::nullopt;
}

std::string cursor_line(const std::string& cursor, std::int64_t next) {
  return line_of('C', "{\"cursor\":" + cursor + ",\"next\":" + std::to_string(next) + "}");
}

std::string header_line(std::int64_t from, bool is_summed) {
  return line_of('S', canonical_text({{"format", 1}, {"from", from}, {"summed", is_summed}}));
}

}  // namespace

// What counts of a file: all up to the last line of a cursor, which ends each append.
struct ReportQueue::Content {
  std::int64_t from = 0;
  bool is_summed = false;
  std::vector<Record> records;
  std::int64_t next = 0;
  std::string cursor = "{}";
  std::uint64_t good_bytes = 0;
};

Path ReportQueue::path_of(std::int64_t name) const {
  auto digits = std::to_string(name);
  digits.insert(0, digits.size() < kNameDigits ? kNameDigits - digits.size() : 0, '0');
  return folder_ / (digits + kEnding);
}

std::uint64_t ReportQueue::bytes() const {
  std::uint64_t sum = 0;
  for (const auto& segment : segments_) sum += segment.bytes;
  return sum;
}

Result<ReportQueue> ReportQueue::open(Disk& disk, const Path& folder, QueueLimits limits) {
  ReportQueue queue(disk, folder, limits);
  GATECAST_TRY_STATUS(make_directories(disk, folder));
  GATECAST_TRY_STATUS(queue.load_note());
  GATECAST_TRY_STATUS(queue.load_segments());
  GATECAST_TRY(queue.row_, SealedRow::open(disk, folder, queue.note_.device, queue.note_.batch));
  GATECAST_TRY_STATUS(queue.drop_sent());
  return queue;
}

// Written before anything else is, so that one that is missing later is damage and not a beginning.
Status ReportQueue::load_note() {
  const auto path = folder_ / kNote;
  GATECAST_TRY(const auto status, disk_->status(path));
  if (status.kind == FileKind::missing) {
    GATECAST_TRY(const auto names, disk_->list(folder_));
    for (const auto& name : names)
      if (parse_segment_name(name) || SealedRow::is_its_file(name)) return fail(damaged_notes(path));
    return save_note({});
  }
  GATECAST_TRY(const auto bytes, read_file(*disk_, path, 4096));
  const auto document = parse_json(bytes, path.string());
  if (!document || !document->is_object() || number_at(*document, "format") != 1)
    return fail(damaged_notes(path));
  const auto device = document->value("device", json());
  const auto hash = document->value("sha256", json());
  const auto parsed = Sha256::from_hex(hash.is_string() ? hash.get<std::string>() : "");
  if (!device.is_string() || !parsed) return fail(damaged_notes(path));
  note_ = {device.get<std::string>(), number_at(*document, "batch"), *parsed, number_at(*document, "to")};
  return {};
}

Status ReportQueue::save_note(const Note& note) {
  GATECAST_TRY_STATUS(write_file_durably(*disk_, folder_ / kNote,
                                         canonical_text({{"format", 1},
                                                         {"device", note.device},
                                                         {"batch", note.batch},
                                                         {"sha256", note.hash.hex()},
                                                         {"to", note.to}}) +
                                             "\n"));
  note_ = note;
  return {};
}

Result<ReportQueue::Content> ReportQueue::read_segment(std::int64_t name) {
  const auto path = path_of(name);
  GATECAST_TRY(const auto bytes, read_file(*disk_, path, kLargestSegment));
  Content content;
  std::size_t counted = 0;
  for (std::size_t start = 0; start < bytes.size();) {
    const auto end = bytes.find('\n', start);
    if (end == Bytes::npos) break;
    const auto line = parse_line(ByteView(bytes).substr(start, end - start));
    start = end + 1;
    if (!line) continue;  // what is good behind it counts all the same
    if (line->mark == 'R') {
      if (auto record = parse_record(line->text, path.string()))
        content.records.push_back(std::move(*record));
      continue;
    }
    const auto document = parse_json(line->text, path.string());
    if (!document || !document->is_object()) continue;
    if (line->mark == 'S' && number_at(*document, "format") == 1) {
      content.from = number_at(*document, "from");
      content.is_summed = document->value("summed", json()) == true;
    } else if (line->mark == 'C') {
      content.next = number_at(*document, "next");
      content.cursor = canonical_text(document->value("cursor", json::object()));
      content.good_bytes = start;
      counted = content.records.size();
    }
  }
  content.records.resize(counted);
  if (content.from == 0) content.from = name;
  return content;
}

Status ReportQueue::load_segments() {
  GATECAST_TRY(const auto names, disk_->list(folder_));
  std::vector<std::int64_t> numbers;
  for (const auto& name : names)
    if (const auto number = parse_segment_name(name)) numbers.push_back(*number);
  std::sort(numbers.rbegin(), numbers.rend());
  bool has_newest = false;
  next_ = note_.to + 1;
  for (const auto number : numbers) {
    GATECAST_TRY(const auto content, read_segment(number));
    const bool is_nothing = content.good_bytes == 0;
    // Its records stand summed in the one behind it.
    const bool is_superseded = has_newest && content.next - 1 >= segments_.front().from;
    if (is_nothing || is_superseded) {
      GATECAST_TRY_STATUS(disk_->remove(path_of(number)));
      continue;
    }
    if (!has_newest) {
      next_ = std::max(next_, content.next);
      cursor_ = content.cursor;
      has_newest = true;
    }
    segments_.insert(segments_.begin(),
                     {number, content.from, content.next - 1, content.good_bytes, content.is_summed});
  }
  return {};
}

Status ReportQueue::append(const std::vector<Draft>& drafts, const std::string& cursor) {
  if (cursor.size() > kLargestCursor)
    return fail(environment_error("report.cursor", folder_, "a cursor of more than 2 KiB"));
  std::string lines;
  auto number = next_;
  for (const auto& draft : drafts) {
    const auto text = to_text({number, draft.at_ms, draft.kind, draft.body});
    // The reader's own judgement: what it would not take must not be written.
    GATECAST_TRY_STATUS(parse_record(text, "report").map([](const auto&) {}));
    lines += line_of('R', text);
    ++number;
  }
  lines += cursor_line(cursor, number);
  GATECAST_TRY_STATUS(write_lines(lines, next_, number - 1));
  next_ = number;
  cursor_ = cursor;
  return make_room();
}

Status ReportQueue::write_lines(const std::string& lines, std::int64_t first, std::int64_t last) {
  const bool is_new = segments_.empty() || (segments_.back().bytes >= limits_.segment_bytes &&
                                            last >= first && segments_.back().name != first);
  const auto put = [&]() -> Status {
    if (is_new) {
      file_.reset();
      const auto whole = header_line(first, false) + lines;
      GATECAST_TRY(auto file, disk_->open_write(path_of(first), OpenMode::replace));
      GATECAST_TRY_STATUS(file->write_at(0, whole));
      GATECAST_TRY_STATUS(file->sync());
      GATECAST_TRY_STATUS(disk_->sync_directory(folder_));
      file_ = std::move(file);
      segments_.push_back({first, first, last, whole.size(), false});
      return {};
    }
    auto& segment = segments_.back();
    if (!file_) {
      GATECAST_TRY(file_, disk_->open_write(path_of(segment.name), OpenMode::keep));
      GATECAST_TRY_STATUS(file_->truncate(segment.bytes));
    }
    GATECAST_TRY_STATUS(file_->write_at(segment.bytes, lines));
    GATECAST_TRY_STATUS(file_->sync());
    segment.bytes += lines.size();
    segment.last = last;
    return {};
  };
  auto status = put();
  if (!status) file_.reset();  // the next try cuts off whatever this one left
  return status;
}

// All that no batch holds yet, from the oldest on, up to a batch's size.
Status ReportQueue::choose(BatchHead& head, std::vector<std::string>& texts) {
  const auto done = sealed_to();
  head.first = done + 1;
  std::uint64_t size = 0;
  for (const auto& segment : segments_) {
    if (segment.last <= done) continue;
    GATECAST_TRY(const auto content, read_segment(segment.name));
    for (const auto& record : content.records) {
      if (record.number <= done) continue;
      auto text = to_text(record);
      size += text.size() + 1;
      if (!texts.empty() && (size > limits_.batch_bytes || texts.size() == kMostRecords)) return {};
      texts.push_back(std::move(text));
      head.last = record.number;
      ++head.records;
    }
  }
  return {};
}

Status ReportQueue::begin_row(const DeviceKey& key) {
  if (note_.device == key.public_hex()) return {};
  GATECAST_TRY_STATUS(row_->clear());
  return save_note({key.public_hex(), 0, Sha256(), note_.to});
}

// False where nothing is left to be sealed.
Result<bool> ReportQueue::seal_next(const DeviceKey& key) {
  BatchHead head;
  head.number = sealed().empty() ? note_.batch + 1 : sealed().back().number + 1;
  head.previous = sealed().empty() ? note_.hash : sealed().back().hash;
  head.device = key.public_hex();
  std::vector<std::string> texts;
  GATECAST_TRY_STATUS(choose(head, texts));
  if (texts.empty()) return false;
  GATECAST_TRY_STATUS(row_->add(write_batch(head, texts, key)));
  return true;
}

Result<std::optional<SealedBatch>> ReportQueue::seal(const DeviceKey& key) {
  GATECAST_TRY_STATUS(begin_row(key));
  if (sealed().empty()) {
    GATECAST_TRY(const bool is_there, seal_next(key));
    if (!is_there) return std::optional<SealedBatch>();
  }
  GATECAST_TRY(auto batch, row_->read(sealed().front()));
  return std::optional(std::move(batch));
}

Status ReportQueue::seal_ahead(const DeviceKey& key) {
  GATECAST_TRY_STATUS(begin_row(key));
  while (row_->bytes() < limits_.most_bytes / 2) {
    GATECAST_TRY(const bool is_more, seal_next(key));
    if (!is_more) return {};
  }
  return {};
}

Status ReportQueue::received(std::int64_t number, const Sha256& hash) {
  if (sealed().empty() || sealed().front().number != number || sealed().front().hash != hash)
    return fail(trust_error("report.receipt", folder_, "a receipt for another batch than the one under way"));
  GATECAST_TRY_STATUS(save_note({note_.device, number, hash, sealed().front().last}));
  GATECAST_TRY_STATUS(row_->drop_to(number));
  return drop_sent();
}

// All but the newest, which holds the cursor.
Status ReportQueue::drop_sent() {
  while (segments_.size() > 1 && segments_.front().last <= note_.to) {
    GATECAST_TRY_STATUS(disk_->remove(path_of(segments_.front().name)));
    segments_.erase(segments_.begin());
  }
  return {};
}

// What is in batches only stays as it is, so the oldest beside it is summed.
Status ReportQueue::make_room() {
  while (bytes() > limits_.most_bytes) {
    std::size_t begin = 0;
    while (begin < segments_.size() && segments_[begin].last <= sealed_to()) ++begin;
    const std::size_t count = begin < segments_.size() && segments_[begin].is_summed ? 2 : 1;
    if (begin + count >= segments_.size()) return {};  // the newest is appended to
    GATECAST_TRY_STATUS(sum(begin, count));
  }
  return {};
}

// The new file takes the place of the last of them at once; then the others go, or at the next start.
Status ReportQueue::sum(std::size_t begin, std::size_t count) {
  std::vector<Record> kept;
  std::vector<Record> old;
  Content last;
  for (std::size_t i = begin; i < begin + count; ++i) {
    GATECAST_TRY(last, read_segment(segments_[i].name));
    for (auto& record : last.records) {
      if (record.number <= note_.to) continue;
      // A batch that is under way has to stay as it is.
      (record.number <= sealed_to() ? kept : old).push_back(std::move(record));
    }
  }
  for (auto& sum : sum_by_day(old, limits_.most_sums)) kept.push_back(std::move(sum));
  Segment merged = segments_[begin + count - 1];
  merged.from = segments_[begin].from;
  merged.is_summed = true;
  auto lines = header_line(merged.from, true);
  for (const auto& record : kept) lines += line_of('R', to_text(record));
  lines += cursor_line(last.cursor, last.next);
  merged.bytes = lines.size();
  GATECAST_TRY_STATUS(write_file_durably(*disk_, path_of(merged.name), lines));
  for (; count > 1; --count) {
    GATECAST_TRY_STATUS(disk_->remove(path_of(segments_[begin].name)));
    segments_.erase(segments_.begin() + static_cast<std::ptrdiff_t>(begin));
  }
  segments_[begin] = merged;
  return {};
}

}  // namespace gatecast::report
