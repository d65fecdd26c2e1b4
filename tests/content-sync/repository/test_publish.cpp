#include <algorithm>

#include "content-sync/store/store.h"
#include "tests/content-sync/repository/publishing.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

CutDisk started() {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/srv"));
  REQUIRE(repository::create_repository(disk, kRepository, plan(), test_time()));
  return disk;
}

}  // namespace

TEST_CASE("a release signed by two editors is taken in, and a kiosk verifies all of it") {
  auto disk = started();
  CHECK(kiosk_sees(disk) == "0");
  const auto sample = put_incoming(disk, {});
  const auto published = publish(disk);
  REQUIRE(published);
  CHECK(published->release_number == 1);
  CHECK(published->objects_taken == sample.objects.size());
  CHECK(published->signers == std::vector<std::string>{"lan", "somchai"});
  CHECK(kiosk_sees(disk) == "1");

  const auto again = publish(disk);
  REQUIRE(again);
  CHECK(again->was_active);

  put_incoming(disk, {.version = 2, .number = 2, .salt = "b"});
  const auto second = publish(disk);
  REQUIRE(second);
  CHECK(second->objects_taken < sample.objects.size());  // only what changed
  CHECK(kiosk_sees(disk) == "2");
}

TEST_CASE("the editors' own build folder can be published, and stays whole") {
  auto disk = started();
  const auto sample = put_incoming(disk, {});
  const Bytes document = bundle::write_release(sample.release);
  REQUIRE(disk.remove(kIncoming / "releases" / (sha256(document).hex() + "." + kChannel + ".json")));
  write(disk, kIncoming / "release.json", document);
  REQUIRE(repository::accept_publish(disk, kRepository, kIncoming, kChannel, plan().online, test_time(),
                                     repository::TakeObjects::copy));
  CHECK(kiosk_sees(disk) == "1");
  for (const auto& [name, object] : sample.release.objects)
    CHECK(store::verify_object(disk, kIncoming / "objects", object));
}

TEST_CASE("what too few editors signed is refused, and nothing is touched") {
  auto disk = started();
  put_incoming(disk, {.signers = {test_key(10, "lan")}});
  CHECK(rule_of(publish(disk)) == "tuf.delegated.threshold");
  put_incoming(disk, {.signers = {test_key(10, "lan"), test_key(99, "somchai")}});
  CHECK(rule_of(publish(disk)) == "tuf.delegated.threshold");
  put_incoming(disk, {.signers = {}});
  CHECK(rule_of(publish(disk)) == "tuf.delegated.threshold");
  CHECK(kiosk_sees(disk) == "0");
  CHECK(disk.list(kRepository / "objects")->empty());
}

TEST_CASE("two keys of one person are not two editors") {
  CutDisk disk;
  auto with_twins = plan();
  with_twins.channels[0].editors.push_back(test_key(12, "lan").key);
  REQUIRE(make_directories(disk, "/srv"));
  REQUIRE(repository::create_repository(disk, kRepository, with_twins, test_time()));
  put_incoming(disk, {.signers = {test_key(10, "lan"), test_key(12, "lan")}});
  CHECK(rule_of(publish(disk)) == "tuf.delegated.persons");
  put_incoming(disk, {.signers = {test_key(12, "lan"), test_key(11, "somchai")}});
  CHECK(rule_of(publish(disk)) == "accepted");
}

TEST_CASE("only the next version with a higher number is taken") {
  auto disk = started();
  put_incoming(disk, {.version = 2});
  CHECK(rule_of(publish(disk)) == "publish.version");
  put_incoming(disk, {.version = 1, .number = 5});
  REQUIRE(publish(disk));
  put_incoming(disk, {.version = 1, .number = 6, .salt = "b"});
  CHECK(rule_of(publish(disk)) == "publish.version");
  put_incoming(disk, {.version = 2, .number = 5, .salt = "b"});
  CHECK(rule_of(publish(disk)) == "publish.number");
  put_incoming(disk, {.version = 2, .number = 4, .salt = "b"});
  CHECK(rule_of(publish(disk)) == "publish.number");
  CHECK(kiosk_sees(disk) == "5");
}

TEST_CASE("a missing, cut or changed object stops the publish") {
  auto disk = started();
  const auto sample = put_incoming(disk, {});
  const auto name = sample.objects.begin()->first;
  const Path path = store::object_path(kIncoming / "objects", name);
  Bytes bytes = sample.objects.begin()->second;
  REQUIRE(disk.remove(path));
  CHECK(rule_of(publish(disk)) == "publish.object");
  write(disk, path, bytes.substr(1));
  CHECK(rule_of(publish(disk)) == "publish.object");
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  write(disk, path, bytes);
  CHECK(rule_of(publish(disk)) == "publish.object");
  CHECK(kiosk_sees(disk) == "0");
  write(disk, path, sample.objects.begin()->second);
  CHECK(rule_of(publish(disk)) == "accepted");
}

TEST_CASE("a piece list that does not fit its object stops the publish") {
  auto disk = started();
  auto sample = sample_release(kChannel, 1);
  auto& object = sample.release.objects.begin()->second;
  auto list = *bundle::parse_piece_list(sample.objects.at(object.pieces), "pieces");
  list.pieces.front().sha256.bytes[0] ^= 1U;
  const Bytes bent = bundle::write_piece_list(list);
  object.pieces = sha256(bent);
  sample.objects[object.pieces] = bent;
  const Bytes document = bundle::write_release(sample.release);
  for (const auto& [name, bytes] : sample.objects)
    write(disk, store::object_path(kIncoming / "objects", name), bytes);
  write(disk, kIncoming / "release.json", document);
  Bytes metadata = repository::write_release_metadata(kChannel, 1, document, 1, test_time());
  for (const int key : {10, 11}) metadata = *tuf::add_signature(metadata, "m", test_key(key));
  write(disk, kIncoming / (kContentRole + ".json"), metadata);
  CHECK(rule_of(publish(disk)) == "store.piece");
  CHECK(kiosk_sees(disk) == "0");
}

TEST_CASE("an object of the repository that has rotted stops the publish and is named") {
  auto disk = started();
  const auto sample = put_incoming(disk, {});
  REQUIRE(publish(disk));
  const auto next = put_incoming(disk, {.version = 2, .number = 2, .salt = "b"});
  const auto kept =
      std::find_if(sample.release.objects.begin(), sample.release.objects.end(),
                   [&](const auto& entry) { return next.release.objects.contains(entry.first); });
  REQUIRE(kept != sample.release.objects.end());
  Bytes rotten = sample.objects.at(kept->first);
  rotten[0] = static_cast<char>(rotten[0] ^ 1);
  write(disk, store::object_path(kRepository / "objects", kept->first), rotten);
  const auto status = publish(disk);
  REQUIRE_FALSE(status);
  CHECK(status.error().rule == "store.piece");
  CHECK(status.error().subject.find(kept->first.hex()) != std::string::npos);
  CHECK(repository::read_repository(disk, kRepository, test_time())->trusted.snapshot()->version == 2);
}

TEST_CASE("a document of another channel or with another number than signed is refused") {
  auto disk = started();
  auto sample = sample_release("la-lay-gate", 1);
  Bytes document = bundle::write_release(sample.release);
  write(disk, kIncoming / "release.json", document);
  const auto sign_and_publish = [&](std::int64_t number) {
    Bytes metadata = repository::write_release_metadata(kChannel, 1, document, number, test_time());
    for (const int key : {10, 11}) metadata = *tuf::add_signature(metadata, "m", test_key(key));
    write(disk, kIncoming / (kContentRole + ".json"), metadata);
    return rule_of(publish(disk));
  };
  CHECK(sign_and_publish(1) == "publish.release");
  sample = sample_release(kChannel, 1);
  document = bundle::write_release(sample.release);
  write(disk, kIncoming / "release.json", document);
  CHECK(sign_and_publish(2) == "publish.number");
  write(disk, kIncoming / "release.json", "{}");
  CHECK(rule_of(publish(disk)).starts_with("tuf.target."));
}

TEST_CASE("expired offline roles take nothing new; an expired timestamp is simply signed again") {
  auto disk = started();
  put_incoming(disk, {});
  CHECK(rule_of(publish(disk, test_time() + std::chrono::days(4 * 365))) == "tuf.root.expired");
  CHECK(rule_of(publish(disk, test_time() + repository::kTargetsLife)) == "tuf.targets.expired");
  CHECK(rule_of(publish(disk, test_time() + std::chrono::days(60))) == "accepted");
}

TEST_CASE("wrong online keys sign nothing into a repository") {
  auto disk = started();
  put_incoming(disk, {});
  const repository::OnlineKeys wrong{test_key(90), test_key(91)};
  CHECK(rule_of(repository::accept_publish(disk, kRepository, kIncoming, kChannel, wrong, test_time())) ==
        "tuf.timestamp.threshold");
  CHECK(rule_of(repository::refresh_timestamp(disk, kRepository, wrong, test_time())) ==
        "tuf.timestamp.threshold");
  CHECK(kiosk_sees(disk) == "0");
}

TEST_CASE("a power cut at any operation of a publish leaves the old or the new release, whole") {
  auto disk = started();
  put_incoming(disk, {});
  REQUIRE(publish(disk));
  put_incoming(disk, {.version = 2, .number = 2, .salt = "b"});
  std::vector<CutDisk> states;
  std::uint64_t operations = 0;
  disk.before_each = [&](const std::string&) {
    ++operations;
    states.push_back(disk.after_cut(CutMode::all_lost, operations));
    states.push_back(disk.after_cut(CutMode::all_kept, operations));
    states.push_back(disk.after_cut(CutMode::random, operations));
  };
  REQUIRE(publish(disk));
  disk.before_each = nullptr;
  CHECK(operations > 25);
  auto durable = disk.after_cut(CutMode::all_lost, 0);
  CHECK(kiosk_sees(durable) == "2");
  std::map<std::string, int> seen;
  for (auto& state : states) ++seen[kiosk_sees(state)];
  CHECK(seen["1"] + seen["2"] == static_cast<int>(states.size()));
  CHECK(seen["1"] > 0);
  // And the same publish can be done again on whatever is left.
  for (std::size_t i = 0; i < states.size(); i += 7) {
    put_incoming(states[i], {.version = 2, .number = 2, .salt = "b"});
    CHECK(rule_of(publish(states[i])) == "accepted");
    CHECK(kiosk_sees(states[i]) == "2");
  }
}

TEST_CASE("a full disk stops a publish with that reason, and readers notice nothing") {
  auto disk = started();
  put_incoming(disk, {});
  REQUIRE(publish(disk));
  put_incoming(disk, {.version = 2, .number = 2, .salt = "b"});
  for (std::uint64_t step = 1; step < 60; step += 3) {
    auto copy = disk.after_cut(CutMode::all_kept, 0);
    copy.fail_after = step;
    const auto published = publish(copy);
    copy.fail_after = 0;
    if (!published) CHECK(kiosk_sees(copy) == "1");
  }
}
