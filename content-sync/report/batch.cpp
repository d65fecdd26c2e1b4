#include "content-sync/report/batch.h"

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"

namespace gatecast::report {
namespace {

using nlohmann::json;

constexpr std::size_t kSignatureDigits = 128;

std::string head_text(const BatchHead& head) {
  return canonical_text({{"batch", head.number},
                         {"device", head.device},
                         {"first", head.first},
                         {"format", 1},
                         {"last", head.last},
                         {"previous", head.previous.hex()},
                         {"records", head.records}});
}

Result<BatchHead> parse_head(ByteView text, const std::string& source) {
  JsonLimits limits;
  limits.size_bytes = 1024;
  limits.depth = 2;
  GATECAST_TRY(const auto document, parse_json(text, source, limits));
  bool is_right = document.is_object();
  const auto value = [&](const char* name) { return is_right ? document.value(name, json()) : json(); };
  const auto number = [&](const char* name) {
    const auto found = value(name);
    is_right = is_right && found.is_number_integer();
    return is_right ? found.get<std::int64_t>() : 0;
  };
  const auto hex = [&](const char* name) {
    const auto found = value(name);
    const auto hash = found.is_string() ? Sha256::from_hex(found.get<std::string>()) : std::nullopt;
    is_right = is_right && hash.has_value();
    return hash.value_or(Sha256());
  };
  BatchHead head;
  head.number = number("batch");
  head.first = number("first");
  head.last = number("last");
  head.records = number("records");
  head.device = hex("device").hex();
  head.previous = hex("previous");
  if (!is_right || number("format") != 1 || head.number < 1 || head.first < 1 || head.last < head.first ||
      head.records < 1 || head.records > static_cast<std::int64_t>(kMostRecords) || head_text(head) != text)
    return fail(trust_error("report.batch", source, "not the head of a batch of reports"));
  return head;
}

// Numbers only rise within a batch, and the last is the one that the head names.
Status check_numbers(const Batch& batch, const std::string& source) {
  std::int64_t before = batch.head.first - 1;
  for (const auto& record : batch.records) {
    if (record.number <= before)
      return fail(trust_error("report.batch", source, "numbers of records that do not rise"));
    before = record.number;
  }
  if (before != batch.head.last || static_cast<std::int64_t>(batch.records.size()) != batch.head.records)
    return fail(trust_error("report.batch", source, "not the records that its head names"));
  return {};
}

}  // namespace

Bytes write_batch(const BatchHead& head, const std::vector<std::string>& texts, const DeviceKey& key) {
  Bytes bytes = head_text(head) + "\n";
  for (const auto& text : texts) bytes += text + "\n";
  const auto signature = key.sign(kBatchPurpose, bytes);
  return bytes + signature + "\n";
}

Result<Batch> parse_batch(ByteView bytes, const std::string& source) {
  if (bytes.size() > kLargestBatch || bytes.size() < kSignatureDigits + 2 || bytes.back() != '\n')
    return fail(trust_error("report.batch", source, "not a batch of reports, or longer than one may be"));
  const auto signed_size = bytes.size() - kSignatureDigits - 1;
  const auto signed_part = bytes.substr(0, signed_size);
  if (signed_part.back() != '\n') return fail(trust_error("report.batch", source, "not a batch of reports"));
  Batch batch;
  auto end = signed_part.find('\n');
  GATECAST_TRY(batch.head, parse_head(signed_part.substr(0, end), source));
  // Before anything else of it is read.
  if (!is_signed(kBatchPurpose, signed_part, batch.head.device, bytes.substr(signed_size, kSignatureDigits)))
    return fail(trust_error("report.signature", source, "not signed by the device that it names"));
  batch.hash = sha256(signed_part);
  for (auto start = end + 1; start < signed_part.size(); start = end + 1) {
    end = signed_part.find('\n', start);
    if (batch.records.size() == kMostRecords)
      return fail(trust_error("report.batch", source, "more records than a batch may have"));
    GATECAST_TRY(auto record, parse_record(signed_part.substr(start, end - start), source));
    batch.records.push_back(std::move(record));
  }
  GATECAST_TRY_STATUS(check_numbers(batch, source));
  return batch;
}

Bytes receipt_message(const Receipt& receipt) {
  return Bytes(kAckPurpose) +
         canonical_text(
             {{"batch", receipt.batch}, {"device", receipt.device}, {"sha256", receipt.hash.hex()}});
}

}  // namespace gatecast::report
