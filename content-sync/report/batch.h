// Records on their way: numbered batches, each naming the one before and signed by the device. Two machines
// with one key make two batches of one number: that is how a copied disk is seen. The text is a head, the
// records, the signature, a line each; its hash is over all but the signature. Threads: values. Errors: trust
// errors "report.batch", "report.record", "report.signature". Source: content-sync/FORMAT.md, Reports.
#pragma once
#include <string>
#include <vector>

#include "content-sync/report/device_key.h"
#include "content-sync/report/record.h"

namespace gatecast::report {

inline constexpr std::size_t kLargestBatch = 256 * 1024;
inline constexpr std::size_t kMostRecords = 2000;

struct BatchHead {
  std::int64_t number = 0;  // from 1, without gaps
  std::string device;       // its public key
  Sha256 previous;          // hash of the batch before; zeros at 1
  std::int64_t records = 0;
  std::int64_t first = 0, last = 0;  // numbers of records that it stands for: all after the batch before
};
struct Batch {
  BatchHead head;
  std::vector<Record> records;
  Sha256 hash;
};

// `texts` are those of the records, in the order of their numbers.
Bytes write_batch(const BatchHead& head, const std::vector<std::string>& texts, const DeviceKey& key);
// Of its form, and signed by the key that it names; whether that key counts is another question.
Result<Batch> parse_batch(ByteView bytes, const std::string& source);

// What the server signs when a batch is on its disk.
struct Receipt {
  std::string device;
  std::int64_t batch = 0;
  Sha256 hash;
};
Bytes receipt_message(const Receipt& receipt);

}  // namespace gatecast::report
