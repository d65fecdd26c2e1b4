#include <catch2/catch.hpp>

#include "content-sync/store/object_writer.h"
#include "content-sync/store/store.h"
#include "content-sync/store/verified_reader.h"
#include "tests/support/cut_disk.h"
#include "tests/support/sample_release.h"

using namespace gatecast;
using store::ObjectWriter;
using store::Store;
using test::CutDisk;

namespace {

void put(Disk& disk, const Path& path, ByteView bytes) {
  REQUIRE(make_directories(disk, path.parent_path()));
  const auto file = disk.open_write(path, OpenMode::replace);
  REQUIRE(file);
  REQUIRE((*file)->write_at(0, bytes));
}

bundle::PieceList pieces_of(ByteView bytes) {
  bundle::PieceCutter cutter;
  cutter.update(bytes);
  return cutter.finish();
}

void put_missing(ObjectWriter& writer, ByteView bytes) {
  for (std::size_t i = 0; i < writer.pieces().size(); ++i) {
    const auto& piece = writer.pieces()[i];
    if (!writer.has(i)) REQUIRE(writer.put(i, bytes.substr(piece.offset, piece.length_bytes)));
  }
}

// A generation of this release, its objects taken in; active.
std::int64_t provision(Store& store, const test::SampleRelease& sample) {
  for (const auto& [hash, bytes] : sample.objects) {
    if (store.has(hash, bytes.size()).value()) continue;
    auto writer = ObjectWriter::create(store.disk(), store.folder(), {hash, bytes.size(), std::nullopt});
    REQUIRE(writer);
    REQUIRE(writer->append(bytes));
    REQUIRE(writer->finish());
  }
  const auto number = store.write_generation({{"release.json", bundle::write_release(sample.release)}});
  REQUIRE(number);
  REQUIRE(store.activate(*number));
  return *number;
}

}  // namespace

TEST_CASE("an object goes on from its verified pieces, whatever the length of what was left") {
  CutDisk disk;
  REQUIRE(Store::open(disk, "/store"));
  const auto sample = test::sample_release();
  const Bytes* film = nullptr;
  for (const auto& [hash, bytes] : sample.objects)
    if (film == nullptr || bytes.size() > film->size()) film = &bytes;
  const auto list = pieces_of(*film);
  const store::ExpectedObject expected{sha256(*film), film->size(), list};
  const Path partial = Path("/store/partial") / expected.sha256.hex();

  Bytes left = film->substr(0, film->size() / 2);
  std::uint64_t least = 0;
  SECTION("cut in the middle") {
    least = film->size() / 2 - bundle::kLargestPiece;
  }
  SECTION("full length, but zeros from the middle on") {
    least = film->size() / 2 - bundle::kLargestPiece;
    left.resize(film->size(), '\0');
  }
  SECTION("wrong from the first byte") {
    left[0] = static_cast<char>(left[0] ^ 1);
  }
  put(disk, partial, left);

  auto writer = ObjectWriter::create(disk, "/store", expected);
  REQUIRE(writer);
  const auto kept = film->size() - writer->missing_bytes();
  CHECK(kept >= least);
  CHECK(kept <= film->size());
  put_missing(*writer, *film);
  REQUIRE(writer->finish());
  CHECK(read_file(disk, store::object_path("/store/objects", expected.sha256), 1 << 20).value() == *film);
  CHECK(disk.status(partial)->kind == FileKind::missing);
}

TEST_CASE("wrong bytes are refused at their piece and never reach the disk") {
  CutDisk disk;
  REQUIRE(Store::open(disk, "/store"));
  const Bytes good(200'000, 'g');
  auto wrong = good;
  wrong[100'000] = 'x';
  auto writer = ObjectWriter::create(disk, "/store", {sha256(good), good.size(), pieces_of(good)});
  REQUIRE(writer);
  int refused = 0;
  for (std::size_t i = 0; i < writer->pieces().size(); ++i) {
    const auto& piece = writer->pieces()[i];
    const auto status = writer->put(i, ByteView(wrong).substr(piece.offset, piece.length_bytes));
    CHECK(writer->has(i) == status.has_value());
    if (status) continue;
    CHECK(status.error().rule == "store.piece");
    ++refused;
  }
  CHECK(refused == 1);
  put_missing(*writer, good);
  CHECK(writer->finish());
}

TEST_CASE("too many bytes, too few, and a whole that does not fit are refused") {
  CutDisk disk;
  REQUIRE(Store::open(disk, "/store"));
  const Bytes good = "the bytes that were signed";
  auto writer = ObjectWriter::create(disk, "/store", {sha256(good), good.size(), std::nullopt});
  REQUIRE(writer);
  CHECK(writer->append(good + "!").error().rule == "store.object");
  REQUIRE(writer->append("the bytes"));
  CHECK(writer->finish().error().rule == "store.object");
  auto other = ObjectWriter::create(disk, "/store", {sha256(good), good.size(), std::nullopt});
  REQUIRE(other);
  REQUIRE(other->append("the bytes that were SIGNED"));
  CHECK(other->finish().error().rule == "store.object");
  CHECK(disk.list("/store/partial")->empty());
}

TEST_CASE("collection keeps the active release, the previous one and the one that plays; nothing else") {
  CutDisk disk;
  auto store = Store::open(disk, "/store");
  REQUIRE(store);
  std::vector<test::SampleRelease> samples;
  for (int number = 1; number <= 5; ++number) {
    samples.push_back(test::sample_release("lao-bao-hall", number, std::to_string(number)));
    CHECK(provision(*store, samples.back()) == number);
  }
  // The same release again with newer metadata only: not a previous release.
  const auto same = store->write_generation(
      {{"release.json", bundle::write_release(samples.back().release)}, {"timestamp.json", "{}"}});
  REQUIRE(same);
  REQUIRE(store->activate(*same));
  put(disk, "/player-state/playing.json", R"({"format":1,"generation":2})");

  const auto report = store->collect(store::read_player_state(disk, "/player-state"));
  REQUIRE(report);
  CHECK(store->generations().value() == std::vector<std::int64_t>{2, 4, 6});
  for (const int number : {2, 4, 5})
    for (const auto& [hash, bytes] : samples[static_cast<std::size_t>(number - 1)].objects)
      CHECK(store->has(hash, bytes.size()).value());
  std::size_t lost = 0;
  for (const int number : {1, 3})
    for (const auto& [hash, bytes] : samples[static_cast<std::size_t>(number - 1)].objects)
      if (!store->has(hash, bytes.size()).value()) ++lost;
  CHECK(lost == report->objects_removed);
  CHECK(lost > 0);
}

TEST_CASE("of the releases that are not in use, the one used last stays first, as far as the budget goes") {
  CutDisk disk;
  auto store = Store::open(disk, "/store");
  REQUIRE(store);
  std::uint64_t bytes = 0;
  for (int number = 1; number <= 5; ++number) {
    provision(*store, test::sample_release("lao-bao-hall", number, std::to_string(number)));
    if (number == 3) bytes = store->used_bytes().value() + 10'000;
  }
  using Numbers = std::vector<std::int64_t>;
  CHECK(store->collect({}, {1, 16, UINT64_MAX, {}}).has_value());
  CHECK(store->generations().value() == Numbers{1, 2, 3, 4, 5});
  // Room for three releases, of which the active one is the first.
  CHECK(store->collect({}, {1, 16, bytes, {}}).has_value());
  CHECK(store->generations().value() == Numbers{3, 4, 5});
  CHECK(store->used_bytes().value() <= bytes);
  // The one to fall back on stays whatever it takes; the one that plays besides.
  store::PlayerState player;
  player.playing = 3;
  CHECK(store->collect(player, {1, 16, 1, {}}).has_value());
  CHECK(store->generations().value() == Numbers{3, 4, 5});
  CHECK(store->collect({}, {0, 0, 1, {}}).has_value());
  CHECK(store->generations().value() == Numbers{5});
}

TEST_CASE("a store as each earlier program left it is taken on, with nothing of it lost") {
  for (const std::vector<std::string>& unknown_then : std::vector<std::vector<std::string>>{
           {"partial"}, {"trusted/root"}, {"FORMAT"}, {"partial", "FORMAT"}}) {
    CutDisk disk;
    const auto sample = test::sample_release();
    {
      auto store = Store::open(disk, "/store");
      REQUIRE(store);
      provision(*store, sample);
    }
    for (const auto& name : unknown_then)
      if (const Path path = Path("/store") / name; disk.status(path)->kind != FileKind::missing)
        REQUIRE(disk.remove(path));
    auto store = Store::open(disk, "/store");
    REQUIRE(store);
    CHECK(store->active() == 1);
    for (const auto& [hash, bytes] : sample.objects) CHECK(store->has(hash, bytes.size()).value());
    CHECK(read_file(disk, "/store/FORMAT", 100).value() == "{\"format\":1}\n");
    CHECK(disk.status("/store/partial")->kind == FileKind::directory);
    CHECK(disk.status("/store/trusted/root")->kind == FileKind::directory);
  }
}

TEST_CASE("a FORMAT that rotted is written anew: what it stands for is verified anyhow") {
  for (const char* rotten : {"", "{\"form", "[]", R"({"format":"1"})"}) {
    CutDisk disk;
    put(disk, "/store/FORMAT", rotten);
    REQUIRE(Store::open(disk, "/store"));
    CHECK(read_file(disk, "/store/FORMAT", 100).value() == "{\"format\":1}\n");
  }
}

TEST_CASE("the player's files are read as hostile input") {
  CutDisk disk;
  const auto read = [&](const std::string& playing, const std::string& broken) {
    put(disk, "/player-state/playing.json", playing);
    put(disk, "/player-state/broken.json", broken);
    return store::read_player_state(disk, "/player-state");
  };
  const auto hash = sha256("x").hex();
  const auto good = read(R"({"generation":7})", R"({"objects":[")" + hash + R"("]})");
  CHECK(good.playing == 7);
  CHECK(good.broken == std::vector<Sha256>{sha256("x")});
  CHECK(good.complaints.empty());
  const auto bad = read(R"({"generation":-7})", R"({"objects":["../../etc/passwd",3,")" + hash + R"("]})");
  CHECK(!bad.playing);
  CHECK(bad.broken.size() == 1);
  CHECK(bad.complaints.size() == 1);
  CHECK(read(R"({"generation":"7"})", "[").complaints.size() == 2);
  CHECK(read(Bytes(2'000'000, '['), Bytes(200, '[')).complaints.size() == 2);
  CHECK(store::read_player_state(disk, "/nowhere").complaints.empty());
  REQUIRE(disk.remove("/player-state/playing.json"));
  REQUIRE(disk.make_link("/store/trusted/root.json", "/player-state/playing.json"));
  CHECK(store::read_player_state(disk, "/player-state").complaints.size() >= 1);
}

TEST_CASE("a store of a newer format is left alone, and the message says what to do") {
  CutDisk disk;
  put(disk, "/store/FORMAT", R"({"format":2})");
  const auto store = Store::open(disk, "/store");
  REQUIRE(!store);
  CHECK(store.error().rule == "store.format");
  CHECK(!store.error().hint.empty());
}

TEST_CASE("a link that leads elsewhere is no active generation") {
  CutDisk disk;
  auto store = Store::open(disk, "/store");
  REQUIRE(store);
  provision(*store, test::sample_release());
  CHECK(store->active() == 1);
  for (const char* target :
       {"/etc", "generations/../trusted", "generations/01", "generations/9", "generations/"}) {
    REQUIRE(disk.remove("/store/active"));
    REQUIRE(disk.make_link(target, "/store/active"));
    CHECK(!store->active());
  }
}
