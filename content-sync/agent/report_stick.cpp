#include "content-sync/agent/report_stick.h"

#include <algorithm>
#include <utility>

#include "content-sync/agent/report_duty.h"

namespace gatecast::agent {
namespace {

class Stick {
 public:
  Stick(Disk& disk, const Path& store, report::ReportQueue& queue, const Path& folder,
        const report::DeviceName& name, const report::DeviceKey& key)
      : disk_(disk),
        store_(store),
        queue_(queue),
        folder_(folder),
        key_(key),
        prefix_(report::stick_prefix(name, key.public_hex())) {}

  // As far as they follow one another; what makes no sense is passed over.
  Result<std::int64_t> take_receipts() {
    const auto bytes = read_plain(key_.public_hex() + report::kReceiptsEnding, report::kLargestReceipts);
    if (!bytes) return 0;
    auto receipts = report::parse_receipts(*bytes);
    std::stable_sort(receipts.begin(), receipts.end(),
                     [](const auto& a, const auto& b) { return a.receipt.batch < b.receipt.batch; });
    std::int64_t taken = 0;
    for (const auto& one : receipts) {
      if (queue_.sealed().empty()) break;
      const auto& next = queue_.sealed().front();
      if (one.receipt.device != key_.public_hex() || one.receipt.batch != next.number ||
          one.receipt.hash != next.hash || !is_receipt(disk_, store_, one.receipt, one.key_id, one.signature))
        continue;
      GATECAST_TRY_STATUS(queue_.received(one.receipt.batch, one.receipt.hash));
      ++taken;
    }
    return taken;
  }

  // The wish to be enrolled goes along until the server has taken something.
  Status write_wish(const report::DeviceName& name) {
    const auto file = prefix_ + report::kWishEnding;
    if (queue_.batch_received() > 0) return remove(file);
    return write(file, wish_to_be_enrolled(disk_, store_, name, key_)).map([](bool) {});
  }

  Status remove_received() {
    GATECAST_TRY(const auto files, report::stick_files(disk_, folder_, report::kBatchEnding));
    for (const auto& file : files) {
      const auto number = report::batch_number(prefix_, file);
      if (number > 0 && number <= queue_.batch_received()) GATECAST_TRY_STATUS(remove(file));
    }
    return {};
  }

  Status write_batches(CarriedReports& carried) {
    for (const auto& head : queue_.sealed()) {
      GATECAST_TRY(const auto batch, queue_.read_sealed(head));
      GATECAST_TRY(const bool is_new, write(report::batch_file(prefix_, head.number), batch.bytes));
      ++carried.batches;
      if (!is_new) continue;
      ++carried.written;
      carried.bytes += batch.bytes.size();
    }
    return {};
  }

 private:
  // Nothing where it is missing, no plain file, or too long.
  std::optional<Bytes> read_plain(const std::string& name, std::uint64_t limit) {
    const auto folder = disk_.status(folder_ / report::kStickFolder);
    const auto path = folder_ / report::kStickFolder / name;
    const auto there = disk_.status(path);
    if (!folder || folder->kind != FileKind::directory || !there || there->kind != FileKind::file)
      return std::nullopt;
    auto bytes = read_file(disk_, path, limit);
    return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
  }
  // False where the same bytes lie there.
  Result<bool> write(const std::string& name, ByteView bytes) {
    if (const auto there = read_plain(name, report::kLargestBatch); there && *there == bytes) return false;
    GATECAST_TRY_STATUS(report::write_stick_file(disk_, folder_, name, bytes));
    return true;
  }
  Status remove(const std::string& name) {
    if (!read_plain(name, report::kLargestBatch)) return {};
    return disk_.remove(folder_ / report::kStickFolder / name);
  }

  Disk& disk_;
  const Path& store_;
  report::ReportQueue& queue_;
  const Path& folder_;
  const report::DeviceKey& key_;
  std::string prefix_;
};

}  // namespace

Result<CarriedReports> carry_reports(Disk& disk, const Path& store, const report::DeviceName& name,
                                     report::ReportQueue& queue, const Path& folder) {
  GATECAST_TRY(const auto key, report::DeviceKey::open(disk, device_key_path(store)));
  GATECAST_TRY_STATUS(queue.seal_ahead(key));
  Stick stick(disk, store, queue, folder, name, key);
  CarriedReports carried;
  GATECAST_TRY(carried.receipts, stick.take_receipts());
  GATECAST_TRY_STATUS(queue.seal_ahead(key));
  GATECAST_TRY_STATUS(stick.remove_received());
  GATECAST_TRY_STATUS(stick.write_wish(name));
  GATECAST_TRY_STATUS(stick.write_batches(carried));
  const auto last = queue.sealed().empty() ? queue.acknowledged() : queue.sealed().back().last;
  carried.kept = queue.last_number() - last;
  return carried;
}

}  // namespace gatecast::agent
