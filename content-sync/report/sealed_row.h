// Batches that were sealed and wait for their receipts, a file each: what once left the kiosk, by the line or
// on a stick, goes out again byte for byte until the server has it. Threads: one owner. Errors: environment
// errors of the disk; "report.queue" where a file is damaged or one is missing between two.
// Source: content-sync/FORMAT.md, Reports.
#pragma once
#include <string>
#include <vector>

#include "content-sync/report/batch.h"

namespace gatecast::report {

struct SealedHead {
  std::int64_t number = 0;
  Sha256 hash;
  std::int64_t first = 0, last = 0;  // of its records
  std::uint64_t length_bytes = 0;
};
struct SealedBatch : SealedHead {
  Bytes bytes;
};

class SealedRow {
 public:
  // Those of `device` after batch `received`; what else lies there is done with, and goes.
  static Result<SealedRow> open(Disk& disk, const Path& folder, const std::string& device,
                                std::int64_t received);
  static bool is_its_file(const std::string& name);

  [[nodiscard]] const std::vector<SealedHead>& heads() const { return heads_; }
  [[nodiscard]] std::uint64_t bytes() const;
  Result<SealedBatch> read(const SealedHead& head);
  // Durable when this returns.
  Status add(ByteView bytes);
  Status drop_to(std::int64_t number);  // this one and all before it
  Status clear();

 private:
  SealedRow(Disk& disk, Path folder) : disk_(&disk), folder_(std::move(folder)) {}
  [[nodiscard]] Path path_of(std::int64_t number) const;
  Result<Path> find(std::int64_t number);

  Disk* disk_;
  Path folder_;
  std::vector<SealedHead> heads_;  // by number, without gaps
};

Error damaged_notes(const Path& path);

}  // namespace gatecast::report
