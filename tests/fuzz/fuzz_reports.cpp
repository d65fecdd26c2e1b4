// Any bytes as what a kiosk reports: a batch, signed by whoever sends it, is taken only in its canonical
// form, and what the server and the agent make of its records ends: signed heads of a play log, items played,
// sums of days. A wish to be enrolled, and a code as somebody types it.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/report/batch.h"
#include "content-sync/report/day_sum.h"
#include "content-sync/report/played.h"

namespace {

using namespace gatecast;
using namespace gatecast::report;

const DeviceKey& key() {
  static const auto key = DeviceKey::from_seed(Bytes(32, 'a'));
  return key;
}

// A device signs whatever it likes: its own key in the head, and the signature that belongs to it.
Bytes signed_anew(ByteView bytes) {
  Bytes text(bytes);
  constexpr ByteView kDevice = "\"device\":\"";
  const auto& own = key().public_hex();
  if (const auto at = text.find(kDevice);
      at != Bytes::npos && at + kDevice.size() + own.size() <= text.size())
    text.replace(at + kDevice.size(), own.size(), own);
  if (text.empty() || text.back() != '\n') text += '\n';
  return text + key().sign(kBatchPurpose, text) + "\n";
}

void read_body(const Record& record) {
  played_items(record.body);
  const auto body = parse_json(record.body, "body");
  if (!body) std::abort();  // it was taken as JSON
  for (const auto& [name, value] : body->items()) {
    if (!value.is_string()) continue;
    const auto text = value.get<std::string>();
    played_items(text);
    parse_play_head(text, Bytes(128, '0'));
    if (plain_text(text, 100).size() > 100) std::abort();
  }
}

void read(const Batch& batch, ByteView bytes) {
  std::vector<std::string> texts;
  std::int64_t count = 0;
  for (const auto& record : batch.records) {
    texts.push_back(to_text(record));
    read_body(record);
    if (stands_for(record) < 1) std::abort();
  }
  if (write_batch(batch.head, texts, key()) != bytes) std::abort();
  const auto sums = sum_by_day(batch.records, 2);
  for (const auto& sum : sums) {
    if (stands_for(sum) < 1 || sum.number <= count || sum.number > batch.head.last) std::abort();
    count = sum.number;
    if (!parse_record(to_text(sum), "sum")) std::abort();  // it goes on its way as any other
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(reinterpret_cast<const char*>(data), size);
  parse_batch(bytes, "fuzz");
  const auto own = signed_anew(bytes);
  if (const auto batch = parse_batch(own, "fuzz")) read(*batch, own);
  if (const auto record = parse_record(bytes, "fuzz"); record && to_text(*record) != bytes) std::abort();
  played_items(bytes);
  parse_play_head(bytes, Bytes(128, '0'));
  parse_enrolment(bytes, "fuzz");
  if (const auto code = typed_code(bytes); code && typed_code(*code) != code) std::abort();
  return 0;
}
