#include <catch2/catch.hpp>

#include "content-sync/report/batch.h"

using namespace gatecast;
using namespace gatecast::report;

namespace {

const DeviceKey& key() {
  static const auto key = DeviceKey::from_seed(Bytes(32, 'a'));
  return key;
}

Bytes batch_of(const std::vector<std::string>& texts, BatchHead head = {}) {
  head.number = std::max<std::int64_t>(head.number, 1);
  head.device = key().public_hex();
  head.records = static_cast<std::int64_t>(texts.size());
  if (head.first == 0) head.first = 1;
  if (head.last == 0) head.last = head.records;
  return write_batch(head, texts, key());
}

std::string text(std::int64_t number) {
  return to_text({number, 1000, "status", "{\"a\":1}"});
}

}  // namespace

TEST_CASE("a batch comes back as it was written, and no bit of it can be changed") {
  const auto bytes = batch_of({text(1), text(2)});
  const auto batch = parse_batch(bytes, "batch");
  REQUIRE(batch);
  CHECK(batch->head.device == key().public_hex());
  REQUIRE(batch->records.size() == 2);
  CHECK(to_text(batch->records[1]) == text(2));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    auto bent = bytes;
    bent[at] = static_cast<char>(bent[at] ^ 1);
    CHECK_FALSE(parse_batch(bent, "batch"));
  }
  for (std::size_t length = 0; length < bytes.size(); length += 7)
    CHECK_FALSE(parse_batch(ByteView(bytes).substr(0, length), "batch"));
}

TEST_CASE("what a device counts is added without end and without sign") {
  std::int64_t sum = 3;
  add_count(sum, 4);
  CHECK(sum == 7);
  add_count(sum, -5);
  CHECK(sum == 7);
  for (int i = 0; i < 3; ++i) add_count(sum, INT64_MAX);
  CHECK(sum == 9007199254740991);
}

TEST_CASE("what is signed but not canonical, or not what the head names, is refused all the same") {
  const auto refused = [](const Bytes& bytes) { return !parse_batch(bytes, "batch"); };
  CHECK(refused(batch_of({"{\"at\": 1000,\"body\":{},\"kind\":\"status\",\"n\":1}"})));
  CHECK(refused(batch_of({"{\"body\":{},\"at\":1000,\"kind\":\"status\",\"n\":1}"})));
  CHECK(refused(batch_of({"{\"at\":1000,\"body\":{\"a\":1.5},\"kind\":\"status\",\"n\":1}"})));
  CHECK(refused(batch_of({"{\"at\":-1,\"body\":{},\"kind\":\"status\",\"n\":1}"})));
  CHECK(refused(batch_of({"{\"at\":1,\"body\":{},\"kind\":\"Status!\",\"n\":1}"})));
  CHECK(refused(batch_of({"{\"at\":1,\"body\":{},\"extra\":1,\"kind\":\"status\",\"n\":1}"})));
  CHECK(refused(batch_of({text(2), text(1)})));
  CHECK(refused(batch_of({text(1), text(1)})));
  CHECK(refused(batch_of({text(1), text(2)}, {.last = 3})));
  CHECK(refused(batch_of({text(1), text(2)}, {.first = 2})));
  CHECK(refused(batch_of({})));
  CHECK_FALSE(refused(batch_of({text(1), text(9)}, {.last = 9})));  // a sum stands for several
}

TEST_CASE("words of others lose what could speak to a terminal or turn a line round") {
  CHECK(plain_text("Cửa khẩu Lao Bảo, ຊາຍແດນ", 100) == "Cửa khẩu Lao Bảo, ຊາຍແດນ");
  CHECK(plain_text("a\x1b[2Jb\nc\x7f", 100) == "a?[2Jb?c?");
  CHECK(plain_text("a\xe2\x80\xae"
                   "b\xc2\x85"
                   "c",
                   100) == "a?b?c");
  CHECK(plain_text("\xff\xc0\xaf\xed\xa0\x80", 100) == "??????");
  CHECK(plain_text("ອອອ", 4) == "ອ");
  CHECK(plain_text(std::string("a\0b", 3), 10) == "a?b");
}
