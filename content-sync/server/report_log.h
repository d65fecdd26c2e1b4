// What one device reported: its batches as they came, one after the other, append-only, each synced before
// its receipt goes out. A power cut leaves at most a torn end, which no receipt was given for and which the
// next batch writes over. Threads: one owner; readers of another program see whole batches. Errors:
// environment errors of the disk, "report.log" where a file is damaged in its middle. Source:
// content-sync/FORMAT.md, Reports.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "content-sync/base/disk.h"
#include "content-sync/report/batch.h"

namespace gatecast::server {

struct LoggedBatch {
  Instant received;
  bool has_gap = false;  // batches before it did not come
  ByteView bytes;
};

class ReportLog {
 public:
  static Result<ReportLog> open(Disk& disk, const Path& folder);

  [[nodiscard]] std::int64_t batch() const { return batch_; }    // the last; 0: none
  [[nodiscard]] std::int64_t record() const { return record_; }  // the last
  [[nodiscard]] const Sha256& hash() const { return hash_; }     // of the last batch
  // Durable when this returns.
  Status append(const report::Batch& batch, ByteView bytes, bool has_gap, Instant now);
  // Of a batch that came before; nothing where it never did.
  Result<std::optional<Sha256>> hash_of(std::int64_t batch);

 private:
  ReportLog(Disk& disk, Path folder) : disk_(&disk), folder_(std::move(folder)) {}
  Disk* disk_;
  Path folder_;
  std::int64_t file_ = 0;     // its name: the number of its first batch
  std::uint64_t length_ = 0;  // of what is whole in it
  std::int64_t batch_ = 0;
  std::int64_t record_ = 0;
  Sha256 hash_;
};

// Every whole batch from the oldest on; `see` gives false where it has enough. What stands behind a damaged
// place of a file is told as damaged bytes, not taken for a batch.
struct LogReading {
  std::int64_t batches = 0;
  std::uint64_t damaged_bytes = 0;
};
Result<LogReading> read_reports(Disk& disk, const Path& folder,
                                const std::function<bool(const LoggedBatch&)>& see);

}  // namespace gatecast::server
