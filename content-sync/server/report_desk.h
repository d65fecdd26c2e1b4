// Takes what kiosks report: wishes to be enrolled, and batches. A batch is taken once, by a device that is
// confirmed, in the order of its numbers; it is on the disk before its receipt is signed. The same batch may
// come again, by the line and on a stick: nothing of it counts twice, and its receipt is given again. Two
// batches of one number that differ mean two machines with one key: the device is held, and both are told.
// Threads: ask from any; the work is done on a thread of its own. Errors: trust errors "device.*", "report.*"
// (replay, fork, order), environment errors of the disk. Source: issue 5, 4; content-sync/FORMAT.md, Reports.
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

struct Taken {
  report::Receipt receipt;
  bool is_new = true;  // false: it was on the disk before
};
// Batches missing before one that is new: by the line it is this server that lost them (the kiosk has their
// receipts), on a stick they may be on another one.
enum class Gaps { taken, refused };

// The judgement alone, without a thread.
class ReportTaker {
 public:
  ReportTaker(Disk& disk, const Clock& clock, Path folder)
      : disk_(&disk), clock_(&clock), book_(disk, std::move(folder)) {}

  // The receipt is due for a batch that is on the disk.
  Result<Taken> take(ByteView bytes, Gaps gaps = Gaps::taken);
  Result<Device> enrol(ByteView bytes, const std::string& from);
  [[nodiscard]] DeviceBook& book() { return book_; }

 private:
  Result<Taken> judge(const report::Batch& batch, ByteView bytes, const Device& device, Gaps gaps,
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

  Result<Taken> take(Bytes batch, Gaps gaps);
  Result<Device> enrol(Bytes wish, const std::string& from);

 private:
  using Receipts = std::promise<Result<Taken>>;
  using Devices = std::promise<Result<Device>>;
  struct Request {
    Bytes bytes;
    std::string from;
    Gaps gaps = Gaps::taken;
    std::shared_ptr<Receipts> receipt;  // of a batch
    std::shared_ptr<Devices> device;    // of a wish
  };
  void work();

  ReportTaker taker_;
  Queue<Request> requests_{"reports", 64};
  std::jthread thread_;
};

}  // namespace gatecast::server
