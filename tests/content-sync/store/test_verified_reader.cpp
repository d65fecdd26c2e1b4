#include <catch2/catch.hpp>
#include <random>

#include "content-sync/store/object_writer.h"
#include "content-sync/store/verified_reader.h"
#include "tests/support/cut_disk.h"
#include "tests/support/sample_release.h"

using namespace gatecast;
using test::CutDisk;

namespace {

const Path kObjects = "/store/objects";

void put(Disk& disk, const Path& path, ByteView bytes) {
  REQUIRE(make_directories(disk, path.parent_path()));
  const auto file = disk.open_write(path, OpenMode::replace);
  REQUIRE(file);
  REQUIRE((*file)->write_at(0, bytes));
}

struct Fixture {
  CutDisk disk;
  test::SampleRelease sample = test::sample_release();
  bundle::ObjectRef film;
  Fixture() {
    for (const auto& [hash, bytes] : sample.objects) put(disk, store::object_path(kObjects, hash), bytes);
    for (const auto& [hash, object] : sample.release.objects)
      if (object.length_bytes > film.length_bytes) film = object;
  }
  const Bytes& bytes() const { return sample.objects.at(film.sha256); }
  std::string rule_of_open() {
    const auto file = store::open_verified(disk, kObjects, film);
    return file ? "" : file.error().rule;
  }
};

}  // namespace

TEST_CASE("the verified reader gives the object's bytes at any offset and length") {
  Fixture f;
  const auto file = store::open_verified(f.disk, kObjects, f.film);
  REQUIRE(file);
  CHECK((*file)->size().value() == f.film.length_bytes);
  std::mt19937 random(1);
  for (int i = 0; i < 500; ++i) {
    const std::uint64_t offset = random() % (f.film.length_bytes + 10);
    Bytes buffer(random() % 100'000, '\0');
    const auto got = (*file)->read_at(offset, {buffer.data(), buffer.size()});
    REQUIRE(got);
    const auto expected = offset >= f.bytes().size() ? Bytes() : f.bytes().substr(offset, buffer.size());
    REQUIRE(ByteView(buffer).substr(0, *got) == expected);
  }
}

TEST_CASE("a changed byte anywhere is refused at the piece that holds it, and only there") {
  Fixture f;
  for (const std::uint64_t at : {std::uint64_t{0}, f.film.length_bytes / 2, f.film.length_bytes - 1}) {
    auto wrong = f.bytes();
    wrong[at] = static_cast<char>(wrong[at] ^ 1);
    put(f.disk, store::object_path(kObjects, f.film.sha256), wrong);
    const auto file = store::open_verified(f.disk, kObjects, f.film);
    REQUIRE(file);
    char byte = 0;
    const auto got = (*file)->read_at(at, {&byte, 1});
    REQUIRE(!got);
    CHECK(got.error().rule == "store.piece");
    CHECK(got.error().kind == ErrorKind::trust);
    const auto elsewhere = at < f.film.length_bytes / 2 ? f.film.length_bytes - 1 : 0;
    CHECK((*file)->read_at(elsewhere, {&byte, 1}));
    CHECK(store::verify_object(f.disk, kObjects, f.film).error().rule == "store.piece");
  }
}

TEST_CASE("an object that is shorter, longer, a link, gone, or has a foreign list is refused when opened") {
  Fixture f;
  const auto path = store::object_path(kObjects, f.film.sha256);
  const auto list = store::object_path(kObjects, f.film.pieces);
  SECTION("shorter") {
    put(f.disk, path, ByteView(f.bytes()).substr(1));
    CHECK(f.rule_of_open() == "store.piece");
  }
  SECTION("longer") {
    put(f.disk, path, f.bytes() + "x");
    CHECK(f.rule_of_open() == "store.piece");
  }
  SECTION("gone") {
    REQUIRE(f.disk.remove(path));
    CHECK(f.rule_of_open() == "disk.missing");
  }
  SECTION("a link in its place") {
    put(f.disk, "/elsewhere", f.bytes());
    REQUIRE(f.disk.remove(path));
    REQUIRE(f.disk.make_link("/elsewhere", path));
    CHECK(f.rule_of_open() == "store.link");
  }
  SECTION("its folder is a link") {
    const Path folder = path.parent_path();
    REQUIRE(f.disk.rename(folder, "/moved"));
    REQUIRE(f.disk.make_link("/moved", folder));
    CHECK(f.rule_of_open() == "store.link");
  }
  SECTION("another list") {
    put(f.disk, list, "GCPL nonsense");
    CHECK(f.rule_of_open() == "store.pieces");
  }
  SECTION("a list of endless length") {
    put(f.disk, list, Bytes(1'000'000, 'x'));
    CHECK(f.rule_of_open() == "store.pieces");
  }
}

TEST_CASE("read_verified gives a whole object, but not a larger one than its reader can use") {
  Fixture f;
  CHECK(store::read_verified(f.disk, kObjects, f.film, 1 << 20).value() == f.bytes());
  CHECK(store::read_verified(f.disk, kObjects, f.film, 1000).error().rule == "store.too_long");
}
