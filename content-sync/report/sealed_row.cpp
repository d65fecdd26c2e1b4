#include "content-sync/report/sealed_row.h"

#include <algorithm>
#include <utility>

namespace gatecast::report {
namespace {

constexpr const char* kFirstForm = "sealed.batch";  // of programs that sealed one at a time
constexpr const char* kRowEnding = ".batch";
constexpr std::size_t kBatchDigits = 12;

SealedHead head_of(const Batch& batch, std::size_t size) {
  return {batch.head.number, batch.hash, batch.head.first, batch.head.last, size};
}

}  // namespace

Error damaged_notes(const Path& path) {
  return environment_error(
      "report.queue", path, "the notes of what was reported are damaged; nothing is sent any more",
      "move the folder of reports away and run gatecast-sync enrol --new-key; the player's log is untouched");
}

bool SealedRow::is_its_file(const std::string& name) {
  if (name == kFirstForm) return true;
  return name.size() == kBatchDigits + 6 && name.ends_with(kRowEnding) &&
         std::all_of(name.begin(), name.begin() + kBatchDigits, [](char c) { return c >= '0' && c <= '9'; });
}

Path SealedRow::path_of(std::int64_t number) const {
  auto digits = std::to_string(number);
  digits.insert(0, digits.size() < kBatchDigits ? kBatchDigits - digits.size() : 0, '0');
  return folder_ / (digits + kRowEnding);
}

Result<SealedRow> SealedRow::open(Disk& disk, const Path& folder, const std::string& device,
                                  std::int64_t received) {
  SealedRow row(disk, folder);
  GATECAST_TRY(const auto names, disk.list(folder));
  bool has_removed = false;
  for (const auto& name : names) {
    if (!is_its_file(name)) continue;
    const auto path = folder / name;
    GATECAST_TRY(const auto bytes, read_file(disk, path, kLargestBatch));
    const auto batch = parse_batch(bytes, path.string());
    if (!batch) return fail(damaged_notes(path));
    if (batch->head.device == device && batch->head.number > received) {
      row.heads_.push_back(head_of(*batch, bytes.size()));
      continue;
    }
    GATECAST_TRY_STATUS(disk.remove(path));
    has_removed = true;
  }
  if (has_removed) GATECAST_TRY_STATUS(disk.sync_directory(folder));
  std::sort(row.heads_.begin(), row.heads_.end(),
            [](const auto& left, const auto& right) { return left.number < right.number; });
  for (std::size_t i = 0; i < row.heads_.size(); ++i)
    if (row.heads_[i].number != received + 1 + static_cast<std::int64_t>(i))
      return fail(damaged_notes(row.path_of(received + 1 + static_cast<std::int64_t>(i))));
  return row;
}

std::uint64_t SealedRow::bytes() const {
  std::uint64_t sum = 0;
  for (const auto& head : heads_) sum += head.length_bytes;
  return sum;
}

Result<Path> SealedRow::find(std::int64_t number) {
  const auto path = path_of(number);
  GATECAST_TRY(const auto status, disk_->status(path));
  return status.kind == FileKind::missing ? folder_ / kFirstForm : path;
}

Result<SealedBatch> SealedRow::read(const SealedHead& head) {
  GATECAST_TRY(const auto path, find(head.number));
  GATECAST_TRY(auto bytes, read_file(*disk_, path, kLargestBatch));
  const auto batch = parse_batch(bytes, path.string());
  if (!batch || batch->hash != head.hash) return fail(damaged_notes(path));
  return SealedBatch{head, std::move(bytes)};
}

Status SealedRow::add(ByteView bytes) {
  GATECAST_TRY(const auto batch, parse_batch(bytes, "batch"));
  GATECAST_INVARIANT(heads_.empty() || batch.head.number == heads_.back().number + 1);
  GATECAST_TRY_STATUS(write_file_durably(*disk_, path_of(batch.head.number), bytes));
  heads_.push_back(head_of(batch, bytes.size()));
  return {};
}

// One that stays, or comes back by a power cut, is known by its number at the next start.
Status SealedRow::drop_to(std::int64_t number) {
  while (!heads_.empty() && heads_.front().number <= number) {
    const auto first = heads_.front().number;
    heads_.erase(heads_.begin());
    GATECAST_TRY(const auto path, find(first));
    GATECAST_TRY_STATUS(disk_->remove(path));
  }
  return {};
}

Status SealedRow::clear() {
  if (heads_.empty()) return {};
  // From the newest on, so that what a power cut leaves has no gap.
  while (!heads_.empty()) {
    GATECAST_TRY(const auto path, find(heads_.back().number));
    GATECAST_TRY_STATUS(disk_->remove(path));
    GATECAST_TRY_STATUS(disk_->sync_directory(folder_));
    heads_.pop_back();
  }
  return {};
}

}  // namespace gatecast::report
