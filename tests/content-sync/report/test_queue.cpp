// The queue under power cuts at each of its operations: what was appended is at the server once, as itself or
// in a sum that counts it; no batch of a used number is ever made anew with another content.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <iostream>
#include <map>
#include <set>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/report/day_sum.h"
#include "content-sync/report/queue.h"
#include "tests/support/cut_disk.h"

using namespace gatecast;
using namespace gatecast::report;
using namespace gatecast::test;

namespace {

const Path kFolder = "/store/reports";
constexpr std::int64_t kHour = 3'600'000;

const DeviceKey& key() {
  static const auto key = DeviceKey::from_seed(Bytes(32, 'a'));
  return key;
}

QueueLimits small() {
  return {.most_bytes = 2400, .segment_bytes = 700, .batch_bytes = 500, .most_sums = 3};
}

Draft draft(std::int64_t i) {
  return {i * 8 * kHour, "refused",
          canonical_text({{"by", "agent"}, {"rule", "test." + std::to_string(i % 4)}})};
}
std::string cursor(std::int64_t i) {
  return canonical_text({{"i", i}});
}
std::int64_t position(const ReportQueue& queue) {
  const auto document = parse_json(queue.cursor(), "cursor");
  return document && document->contains("i") ? (*document)["i"].get<std::int64_t>() : 0;
}

// What a server keeps, and what it may never see.
struct Receiver {
  std::int64_t batch = 0;
  std::map<std::int64_t, Sha256> hashes{{0, Sha256()}};
  std::int64_t last = 0;
  std::int64_t stands = 0;  // records, with those that sums stand for
  std::int64_t sums = 0;
  std::string fault;

  void take(const SealedBatch& sealed) {
    const auto parsed = parse_batch(sealed.bytes, "batch");
    if (!parsed) return wrong("a batch that does not parse: " + to_string(parsed.error()));
    if (parsed->head.number <= batch) {
      if (parsed->hash != hashes.at(parsed->head.number)) wrong("a batch came in two versions");
      return;
    }
    if (parsed->head.number != batch + 1 || parsed->head.previous != hashes.at(batch))
      return wrong("a batch out of order");
    if (parsed->head.first != last + 1) return wrong("a batch with records missing before it");
    batch = parsed->head.number;
    hashes[batch] = parsed->hash;
    last = parsed->head.last;
    for (const auto& record : parsed->records) {
      stands += stands_for(record);
      if (record.kind == kSumKind) ++sums;
    }
  }
  void wrong(const std::string& what) {
    if (fault.empty()) fault = what;
  }
};

// Until nothing waits.
void drain(ReportQueue& queue, Receiver& receiver) {
  for (int i = 0; i < 500; ++i) {
    const auto batch = queue.seal(key());
    if (!batch) return receiver.wrong(to_string(batch.error()));
    if (!*batch) return;
    receiver.take(**batch);
    if (const auto status = queue.received((*batch)->number, (*batch)->hash); !status)
      return receiver.wrong(to_string(status.error()));
  }
  receiver.wrong("the queue does not end");
}

struct Life {
  Receiver receiver;
  std::int64_t done = 0;
  std::int64_t carried = 0;
  bool is_appending = false;
  std::string fault;
};

// Records come faster than they are sent, so that the oldest are summed; each batch is taken twice.
Status live(CutDisk& disk, Life& life, std::int64_t records) {
  GATECAST_TRY(auto queue, ReportQueue::open(disk, kFolder, small()));
  for (std::int64_t i = 0; i < records; ++i) {
    life.is_appending = true;
    GATECAST_TRY_STATUS(queue.append({draft(i)}, cursor(i + 1)));
    life.is_appending = false;
    life.done = i + 1;
    if (i % 11 == 5) {  // a stick takes all that may be sealed, and no receipt comes yet
      GATECAST_TRY_STATUS(queue.seal_ahead(key()));
      for (const auto& head : queue.sealed()) {
        GATECAST_TRY(const auto carried, queue.read_sealed(head));
        life.receiver.take(carried);
        ++life.carried;
      }
    }
    if (i % 7 != 6) continue;
    GATECAST_TRY(const auto batch, queue.seal(key()));
    if (!batch) continue;
    life.receiver.take(*batch);
    if (i % 14 != 6) continue;  // no answer came: it is sent again
    GATECAST_TRY_STATUS(queue.received(batch->number, batch->hash));
  }
  drain(queue, life.receiver);
  return {};
}

// What the next start finds on `left`.
std::string judge(CutDisk left, const Life& life) {
  auto receiver = life.receiver;
  if (!receiver.fault.empty()) return receiver.fault;
  auto queue = ReportQueue::open(left, kFolder, small());
  if (!queue) return "does not open: " + to_string(queue.error());
  const auto at = position(*queue);
  if (at != life.done && !(life.is_appending && at == life.done + 1))
    return fmt::format("the cursor is at {}, {} were appended", at, life.done);
  if (const auto more = queue->append({draft(99)}, cursor(at + 1)); !more) return to_string(more.error());
  drain(*queue, receiver);
  if (!receiver.fault.empty()) return receiver.fault;
  if (receiver.stands != at + 1) return fmt::format("{} of {} records came", receiver.stands, at + 1);
  return {};
}

struct Explored {
  std::int64_t operations = 0, states = 0;
  std::int64_t sums = 0, carried = 0;
  std::set<std::string> faults;
};
Explored explore(std::int64_t records, const std::function<bool(const std::string&)>& forgets) {
  Explored explored;
  CutDisk disk;
  Life life;
  REQUIRE(make_directories(disk, "/store"));
  if (forgets) disk.forgets_sync = forgets;
  std::set<std::size_t> judged;
  disk.before_each = [&](const std::string& operation) {
    ++explored.operations;
    for (const auto mode : kCutModes) {
      auto left = disk.after_cut(mode, static_cast<std::uint64_t>(++explored.states));
      const auto print = left.fingerprint() ^ static_cast<std::size_t>(life.done * 2 + life.receiver.batch);
      if (!judged.insert(print).second) continue;
      if (const auto fault = judge(std::move(left), life); !fault.empty())
        explored.faults.insert(fault + " (before " + operation + ")");
    }
  };
  const auto status = live(disk, life, records);
  disk.before_each = nullptr;
  if (!status) explored.faults.insert(to_string(status.error()));
  if (!life.receiver.fault.empty()) explored.faults.insert(life.receiver.fault);
  explored.sums = life.receiver.sums;
  explored.carried = life.carried;
  return explored;
}

std::string form_of(const std::string& operation) {
  std::string form;
  for (const char c : operation)
    if (c < '0' || c > '9') form += c;
  return form;
}

}  // namespace

TEST_CASE("a power cut at any operation of the queue loses no record that it took, and doubles none") {
  const auto explored = explore(40, {});
  std::cout << fmt::format("reports' queue: {} operations, {} states\n", explored.operations,
                           explored.states);
  for (const auto& fault : explored.faults) UNSCOPED_INFO(fault);
  CHECK(explored.faults.empty());
  CHECK(explored.operations > 150);
  CHECK(explored.sums > 0);
  CHECK(explored.carried > 4);
}

TEST_CASE("each kind of sync of the queue is needed: left out, the test of cuts notices") {
  std::set<std::string> forms;
  explore(12, [&](const std::string& operation) {
    forms.insert(form_of(operation));
    return false;
  });
  CHECK(forms.size() >= 4);
  for (const auto& form : forms) {
    INFO(form);
    const auto explored =
        explore(24, [&](const std::string& operation) { return form_of(operation) == form; });
    CHECK_FALSE(explored.faults.empty());
  }
}

TEST_CASE(
    "a full queue sums its oldest days, says how many records a sum stands for, and stays within its bound") {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/store"));
  auto queue = ReportQueue::open(disk, kFolder, small());
  REQUIRE(queue);
  Receiver receiver;
  for (std::int64_t i = 0; i < 600; ++i) {
    REQUIRE(queue->append({draft(i)}, cursor(i + 1)));
    CHECK(queue->bytes() < 6000);
  }
  const auto first = queue->seal(key());
  REQUIRE((first && *first));
  const auto batch = parse_batch((*first)->bytes, "batch");
  REQUIRE(batch);
  REQUIRE(batch->records.front().kind == kSumKind);
  const auto body = parse_json(batch->records.front().body, "sum");
  REQUIRE(body);
  CHECK((*body)["day"] == "1970-01-01");
  CHECK((*body)["kinds"][0][0] == "refused");
  CHECK((*body)["rules"].size() == 4);
  drain(*queue, receiver);
  CHECK(receiver.fault.empty());
  CHECK(receiver.stands == 600);
  CHECK(receiver.sums >= 1);
}

TEST_CASE(
    "a disk that is full refuses a record as a whole, and takes the next one where there is room again") {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/store"));
  auto queue = ReportQueue::open(disk, kFolder, small());
  REQUIRE(queue);
  REQUIRE(queue->append({draft(0)}, cursor(1)));
  disk.capacity_bytes = 0;
  CHECK(queue->append({draft(1)}, cursor(2)).error().rule == "disk.full");
  CHECK(position(*queue) == 1);
  disk.capacity_bytes = UINT64_MAX;
  REQUIRE(queue->append({draft(2)}, cursor(3)));
  auto again = ReportQueue::open(disk, kFolder, small());
  REQUIRE(again);
  Receiver receiver;
  drain(*again, receiver);
  CHECK(receiver.fault.empty());
  CHECK(receiver.stands == 2);
}

TEST_CASE(
    "batches for a stick take half of the queue's room at the most, and what they hold is never summed") {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/store"));
  auto queue = ReportQueue::open(disk, kFolder, small());
  REQUIRE(queue);
  for (std::int64_t i = 0; i < 12; ++i) REQUIRE(queue->append({draft(i)}, cursor(i + 1)));
  REQUIRE(queue->seal_ahead(key()));
  const auto heads = queue->sealed();
  REQUIRE(heads.size() >= 2);
  std::uint64_t sealed = 0;
  for (const auto& head : heads) sealed += head.length_bytes;
  CHECK(sealed < 1200 + 800);
  std::vector<Bytes> before;
  for (const auto& head : heads) {
    const auto batch = queue->read_sealed(head);
    REQUIRE(batch);
    before.push_back(batch->bytes);
  }
  for (std::int64_t i = 12; i < 200; ++i) {
    REQUIRE(queue->append({draft(i)}, cursor(i + 1)));
    REQUIRE(queue->seal_ahead(key()));
    CHECK(queue->bytes() < 6000);
  }
  auto again = ReportQueue::open(disk, kFolder, small());
  REQUIRE(again);
  REQUIRE(again->sealed().size() == heads.size());
  for (std::size_t i = 0; i < heads.size(); ++i)
    CHECK(again->read_sealed(again->sealed()[i])->bytes == before[i]);
  // Receipts count one after the other, as the batches stand.
  CHECK(again->received(heads[1].number, heads[1].hash).error().rule == "report.receipt");
  Receiver receiver;
  drain(*again, receiver);
  CHECK(receiver.fault.empty());
  CHECK(receiver.stands == 200);
  CHECK(receiver.sums > 0);
}

TEST_CASE("a batch that an earlier program had sealed is sent as it was") {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/store"));
  Bytes sealed;
  {
    auto queue = ReportQueue::open(disk, kFolder, small());
    REQUIRE(queue);
    REQUIRE(queue->append({draft(0), draft(1)}, cursor(2)));
    sealed = (*queue->seal(key()))->bytes;
  }
  REQUIRE(disk.rename(kFolder / "000000000001.batch", kFolder / "sealed.batch"));
  auto queue = ReportQueue::open(disk, kFolder, small());
  REQUIRE(queue);
  REQUIRE(queue->append({draft(2)}, cursor(3)));
  const auto first = queue->seal(key());
  REQUIRE((first && *first));
  CHECK((*first)->bytes == sealed);
  REQUIRE(queue->received((*first)->number, (*first)->hash));
  CHECK(disk.status(kFolder / "sealed.batch")->kind == FileKind::missing);
  const auto second = queue->seal(key());
  REQUIRE((second && *second));
  CHECK((*second)->number == 2);
}

TEST_CASE("another key begins a row of batches of its own, and nothing that waits is lost") {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/store"));
  auto queue = ReportQueue::open(disk, kFolder, small());
  REQUIRE(queue);
  REQUIRE(queue->append({draft(0), draft(1)}, cursor(2)));
  const auto old = queue->seal(key());
  REQUIRE((old && *old));
  const auto other = DeviceKey::from_seed(Bytes(32, 'b'));
  const auto anew = queue->seal(other);
  REQUIRE((anew && *anew));
  CHECK((*anew)->number == 1);
  const auto batch = parse_batch((*anew)->bytes, "batch");
  REQUIRE(batch);
  CHECK(batch->head.device == other.public_hex());
  CHECK(batch->records.size() == 2);
}

TEST_CASE("notes that are damaged stop the sending, and are never taken for a beginning") {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/store"));
  {
    auto queue = ReportQueue::open(disk, kFolder, small());
    REQUIRE(queue);
    REQUIRE(queue->append({draft(0)}, cursor(1)));
  }
  REQUIRE(write_file_durably(disk, kFolder / "state.json", "{"));
  CHECK(ReportQueue::open(disk, kFolder, small()).error().rule == "report.queue");
  REQUIRE(disk.remove(kFolder / "state.json"));
  CHECK(ReportQueue::open(disk, kFolder, small()).error().rule == "report.queue");
}
