// Records that wait on a kiosk's disk until the server has them: appended durably, sealed into batches (one
// at a time for the line, several for a stick), forgotten only after a receipt. Bounded: where it is full,
// the oldest that no batch holds become sums of a day, and batches are never more than half of it again. A
// power cut at any operation loses no record that append() has taken, and doubles none; what was sealed stays
// as it is. Threads: one owner. Errors: environment errors of the disk; "report.queue" where its notes are
// damaged: then nothing is sent, since a batch of a used number would look like a copied disk.
// Source: content-sync/FORMAT.md, Reports.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "content-sync/report/sealed_row.h"

namespace gatecast::report {

struct QueueLimits {
  std::uint64_t most_bytes = 8 << 20U;
  std::uint64_t segment_bytes = 128 * 1024;
  std::uint64_t batch_bytes = 96 * 1024;  // of records
  std::size_t most_sums = 120;
};

class ReportQueue {
 public:
  static Result<ReportQueue> open(Disk& disk, const Path& folder, QueueLimits limits = {});

  // All of them or none, durable when this returns, together with `cursor`: what its owner has to know
  // afterwards of where the records came from (a JSON object of at most 2 KiB).
  Status append(const std::vector<Draft>& drafts, const std::string& cursor);
  [[nodiscard]] const std::string& cursor() const { return cursor_; }
  // The batch that is under way, or the next one; nothing where nothing waits. With another key than before a
  // new row of batches begins, from 1.
  Result<std::optional<SealedBatch>> seal(const DeviceKey& key);
  // As many batches as may wait at once, for a stick; then they are `sealed()`, the oldest first.
  Status seal_ahead(const DeviceKey& key);
  [[nodiscard]] const std::vector<SealedHead>& sealed() const { return row_->heads(); }
  Result<SealedBatch> read_sealed(const SealedHead& head) { return row_->read(head); }
  // The server has this batch, the first of those under way.
  Status received(std::int64_t number, const Sha256& hash);
  [[nodiscard]] std::int64_t batch_received() const { return note_.batch; }
  [[nodiscard]] std::int64_t last_number() const { return next_ - 1; }
  [[nodiscard]] std::int64_t acknowledged() const { return note_.to; }
  [[nodiscard]] std::uint64_t bytes() const;
  [[nodiscard]] bool has_waiting() const { return !sealed().empty() || next_ - 1 > note_.to; }

 private:
  struct Segment {
    std::int64_t name = 0;  // number of its first record when it was begun
    std::int64_t from = 0;  // records before this one are not in it, nor in any older segment
    std::int64_t last = 0;  // number of its last record
    std::uint64_t bytes = 0;
    bool is_summed = false;
  };
  struct Note {
    std::string device;  // whose batches are counted
    std::int64_t batch = 0;
    Sha256 hash;
    std::int64_t to = 0;  // records up to this one are at the server
  };
  struct Content;  // of a segment's file

  ReportQueue(Disk& disk, Path folder, QueueLimits limits)
      : disk_(&disk), folder_(std::move(folder)), limits_(limits) {}
  [[nodiscard]] Path path_of(std::int64_t name) const;
  Status load_note();
  Status save_note(const Note& note);
  Status load_segments();
  Result<Content> read_segment(std::int64_t name);
  Status begin_row(const DeviceKey& key);
  Result<bool> seal_next(const DeviceKey& key);
  Status choose(BatchHead& head, std::vector<std::string>& texts);
  Status write_lines(const std::string& lines, std::int64_t first, std::int64_t last);
  Status make_room();
  Status sum(std::size_t begin, std::size_t count);
  Status drop_sent();
  [[nodiscard]] std::int64_t sealed_to() const { return sealed().empty() ? note_.to : sealed().back().last; }

  Disk* disk_;
  Path folder_;
  QueueLimits limits_;
  Note note_;
  std::vector<Segment> segments_;  // oldest first; the last one is appended to
  std::unique_ptr<WriteFile> file_;
  std::int64_t next_ = 1;
  std::string cursor_ = "{}";
  std::optional<SealedRow> row_;  // there once open() is through
};

}  // namespace gatecast::report
