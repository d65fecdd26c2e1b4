#include "content-sync/report/stick.h"

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"

namespace gatecast::report {
namespace {

constexpr std::size_t kKeyDigits = 16;     // of the device's key, in names
constexpr std::size_t kNumberDigits = 10;  // of a batch, in names

}  // namespace

std::string stick_prefix(const DeviceName& name, const std::string& device) {
  return name.site + "." + name.kiosk + "." + device.substr(0, kKeyDigits);
}

std::string batch_file(const std::string& prefix, std::int64_t number) {
  auto digits = std::to_string(number);
  digits.insert(0, digits.size() < kNumberDigits ? kNumberDigits - digits.size() : 0, '0');
  return prefix + "." + digits + kBatchEnding;
}

std::int64_t batch_number(const std::string& prefix, const std::string& file) {
  const std::string ending = kBatchEnding;
  if (!file.starts_with(prefix + ".") || !file.ends_with(ending)) return 0;
  if (file.size() != prefix.size() + 1 + kNumberDigits + ending.size()) return 0;
  std::int64_t number = 0;
  for (std::size_t i = 0; i < kNumberDigits; ++i) {
    const char digit = file[prefix.size() + 1 + i];
    if (digit < '0' || digit > '9') return 0;
    number = number * 10 + (digit - '0');
  }
  return number;
}

Result<std::vector<std::string>> stick_files(Disk& disk, const Path& stick, const std::string& ending) {
  const auto folder = stick / kStickFolder;
  std::vector<std::string> files;
  GATECAST_TRY(const auto there, disk.status(folder));
  if (there.kind != FileKind::directory) return files;
  GATECAST_TRY(const auto names, disk.list(folder));
  for (const auto& name : names) {
    if (!name.ends_with(ending) || files.size() == kMostStickFiles) continue;
    GATECAST_TRY(const auto status, disk.status(folder / name));
    if (status.kind == FileKind::file) files.push_back(name);
  }
  return files;
}

Status write_stick_file(Disk& disk, const Path& stick, const std::string& name, ByteView bytes) {
  const auto folder = stick / kStickFolder;
  GATECAST_TRY(const auto there, disk.status(folder));
  if (there.kind == FileKind::missing) {
    GATECAST_TRY_STATUS(disk.make_directory(folder));
    GATECAST_TRY_STATUS(disk.sync_directory(stick));
  } else if (there.kind != FileKind::directory) {
    return fail(environment_error("stick.folder", folder, "a link or file where the reports' folder belongs",
                                  "take it off the stick, or use another stick"));
  }
  const auto temporary = folder / (name + ".new");
  GATECAST_TRY(const auto old, disk.status(temporary));
  if (old.kind != FileKind::missing) GATECAST_TRY_STATUS(disk.remove(temporary));
  {
    // Fails where something is: what it would name is not ours to write.
    GATECAST_TRY(const auto file, disk.open_write(temporary, OpenMode::create_new));
    GATECAST_TRY_STATUS(file->write_at(0, bytes));
    GATECAST_TRY_STATUS(file->sync());
  }
  GATECAST_TRY_STATUS(disk.rename(temporary, folder / name));
  return disk.sync_directory(folder);
}

std::string receipt_line(const SignedReceipt& receipt) {
  return canonical_text({{"batch", receipt.receipt.batch},
                         {"device", receipt.receipt.device},
                         {"format", 1},
                         {"keyid", receipt.key_id},
                         {"sha256", receipt.receipt.hash.hex()},
                         {"signature", receipt.signature}}) +
         "\n";
}

std::vector<SignedReceipt> parse_receipts(ByteView bytes) {
  std::vector<SignedReceipt> receipts;
  JsonLimits limits;
  limits.size_bytes = 2048;
  limits.depth = 2;
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    const auto document = parse_json(bytes.substr(0, end), "receipt", limits);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (!document || !document->is_object() || number_at(*document, "format") != 1) continue;
    const auto hash = Sha256::from_hex(text_at(*document, "sha256"));
    if (!hash) continue;
    receipts.push_back({{text_at(*document, "device"), number_at(*document, "batch"), *hash},
                        text_at(*document, "keyid"),
                        text_at(*document, "signature")});
  }
  return receipts;
}

}  // namespace gatecast::report
