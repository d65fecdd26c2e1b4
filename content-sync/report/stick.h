// What reports look like on a stick: plain files in `reports/` below where it is mounted. Kiosks put batches
// there (and the wish to be enrolled, until one was taken), the office takes them away and leaves receipts.
// Nothing of a stick is believed: names only tell people something, links and folders in a file's place are
// passed over, and each file says itself, signed, whose it is. Threads: values. Errors: environment errors of
// the disk. Source: content-sync/FORMAT.md, Reports on a stick; shared/design/trust.md.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "content-sync/report/batch.h"

namespace gatecast::report {

inline constexpr const char* kStickFolder = "reports";
inline constexpr const char* kBatchEnding = ".batch";
inline constexpr const char* kWishEnding = ".enrol";
inline constexpr const char* kReceiptsEnding = ".receipts";
inline constexpr std::size_t kMostStickFiles = 20'000;  // more are not looked at

// "lao-bao.hall-1.0123456789abcdef": beginning of a device's files.
std::string stick_prefix(const DeviceName& name, const std::string& device);
std::string batch_file(const std::string& prefix, std::int64_t number);
// The number that such a name tells; 0 where it is none of this prefix.
std::int64_t batch_number(const std::string& prefix, const std::string& file);

// Plain files of this ending in STICK/reports, by name; none where the folder is missing or no folder.
Result<std::vector<std::string>> stick_files(Disk& disk, const Path& stick, const std::string& ending);
// Whole and durable, or as it was; never through a link that lies in its way. Makes `reports/` where it is
// not.
Status write_stick_file(Disk& disk, const Path& stick, const std::string& name, ByteView bytes);

// What stands in a file of receipts, a line each.
struct SignedReceipt {
  Receipt receipt;
  std::string key_id, signature;
};
std::string receipt_line(const SignedReceipt& receipt);
// Lines that are none are passed over.
std::vector<SignedReceipt> parse_receipts(ByteView bytes);
inline constexpr std::uint64_t kLargestReceipts = 512 * 1024;

}  // namespace gatecast::report
