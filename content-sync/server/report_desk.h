// Takes what kiosks report: wishes to be enrolled, and batches. A batch is taken once, by a device that is
// confirmed, in the order of its numbers; it is on the disk before its receipt is signed. Two batches of one
// number that differ mean two machines with one key: the device is held, and both are told. Threads: ask from
// any; the work is done on a thread of its own. Errors: trust errors "device.*", "report.*" (replay, fork,
// order), environment errors of the disk. Source: issue 5, 4; content-sync/FORMAT.md, Reports.
#pragma once
#include <future>
#include <map>
#include <memory>
#include <thread>

#include "content-sync/base/clock.h"
#include "content-sync/base/queue.h"
#include "content-sync/server/device_book.h"
#include "content-sync/server/report_log.h"

namespace gatecast::server {

// The judgement alone, without a thread.
class ReportTaker {
 public:
  ReportTaker(Disk& disk, const Clock& clock, Path folder)
      : disk_(&disk), clock_(&clock), book_(disk, std::move(folder)) {}

  // The receipt is due for a batch that is on the disk; for the last one also when it comes again.
  Result<report::Receipt> take(ByteView bytes);
  Result<Device> enrol(ByteView bytes, const std::string& from);
  [[nodiscard]] DeviceBook& book() { return book_; }

 private:
  Result<report::Receipt> judge(const report::Batch& batch, ByteView bytes, const Device& device,
                                ReportLog& log);
  tl::unexpected<Error> fork(const report::Batch& batch, const Device& device);

  Disk* disk_;
  const Clock* clock_;
  DeviceBook book_;
  std::map<std::string, ReportLog> logs_;  // by device
};

class ReportDesk {
 public:
  ReportDesk(Disk& disk, const Clock& clock, Path folder);
  ~ReportDesk();
  ReportDesk(const ReportDesk&) = delete;
  ReportDesk& operator=(const ReportDesk&) = delete;

  Result<report::Receipt> take(Bytes batch);
  Result<Device> enrol(Bytes wish, const std::string& from);

 private:
  using Receipts = std::promise<Result<report::Receipt>>;
  using Devices = std::promise<Result<Device>>;
  struct Request {
    Bytes bytes;
    std::string from;
    std::shared_ptr<Receipts> receipt;  // of a batch
    std::shared_ptr<Devices> device;    // of a wish
  };
  void work();

  ReportTaker taker_;
  Queue<Request> requests_{"reports", 64};
  std::jthread thread_;
};

}  // namespace gatecast::server
