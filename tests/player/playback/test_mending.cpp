#include "player/playback/mending.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace gatecast;
using namespace gatecast::playback;
using namespace std::chrono_literals;

namespace {

const Sha256 kFilm = sha256("film");
const Sha256 kFont = sha256("font");
constexpr std::uint64_t kLength = 40ULL << 20U;

// What a store holds of one object: where it is wrong, and how much of it was read.
struct Stored {
  std::optional<std::uint64_t> wrong_at;
  bool is_there = true;
  std::uint64_t read_bytes = 0;
};

class StoredFile final : public ReadFile {
 public:
  explicit StoredFile(Stored& stored) : stored_(stored) {}
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) override {
    const auto count = std::min<std::uint64_t>(buffer.size(), kLength - std::min(offset, kLength));
    stored_.read_bytes += count;
    if (stored_.wrong_at && *stored_.wrong_at >= offset && *stored_.wrong_at < offset + count)
      return fail(trust_error("store.piece", kFilm.hex(), "wrong bytes"));
    return static_cast<std::size_t>(count);
  }
  Result<std::uint64_t> size() override { return kLength; }

 private:
  Stored& stored_;
};

struct Shelf {
  std::map<Sha256, Stored> stored{{kFilm, {}}, {kFont, {}}};
  Mending mending;
  SteadyInstant now{1h};

  std::optional<Sha256> look(const std::set<Sha256>& damaged) {
    now += 400ms;
    return mending.look(
        damaged,
        [&](const Sha256& object) -> Result<std::unique_ptr<ReadFile>> {
          auto& one = stored.at(object);
          if (!one.is_there) return fail(environment_error("disk.missing", object.hex(), "is not there"));
          return std::make_unique<StoredFile>(one);
        },
        now);
  }
  std::optional<Sha256> look_often(const std::set<Sha256>& damaged, int times) {
    for (int i = 0; i < times; ++i)
      if (const auto whole = look(damaged)) return whole;
    return std::nullopt;
  }
};

}  // namespace

TEST_CASE("a damaged object counts as whole only when every byte of it was read again") {
  Shelf shelf;
  auto& film = shelf.stored.at(kFilm);
  film.wrong_at = kLength - 1;
  CHECK_FALSE(shelf.look_often({kFilm}, 60));
  film.wrong_at.reset();
  film.read_bytes = 0;
  CHECK(shelf.look_often({kFilm}, 60) == kFilm);
  CHECK(film.read_bytes >= kLength);
}

TEST_CASE("looking again at what is still damaged costs one piece, and never more than a portion at a time") {
  Shelf shelf;
  auto& film = shelf.stored.at(kFilm);
  film.wrong_at = kLength - 1;
  CHECK_FALSE(shelf.look({kFilm}));
  CHECK(film.read_bytes <= 17ULL << 20U);
  CHECK_FALSE(shelf.look_often({kFilm}, 10));
  film.read_bytes = 0;
  CHECK_FALSE(shelf.look_often({kFilm}, 50));
  CHECK(film.read_bytes <= 1ULL << 20U);
}

TEST_CASE("each damaged object has its turn, and one that is missing holds up none") {
  Shelf shelf;
  shelf.stored.at(std::min(kFilm, kFont)).is_there = false;
  const std::set<Sha256> both{kFilm, kFont};
  CHECK(shelf.look_often(both, 60) == std::max(kFilm, kFont));
  shelf.stored.at(std::min(kFilm, kFont)).is_there = true;
  CHECK(shelf.look_often({std::min(kFilm, kFont)}, 60) == std::min(kFilm, kFont));
  CHECK_FALSE(shelf.look_often({}, 10));
}

TEST_CASE(
    "only wrong bytes of the store tell of a damaged object, and only content is held against an item") {
  const auto path = "/store/objects/ab/" + kFilm.hex();
  for (const char* rule : {"store.piece", "store.pieces", "store.link"})
    CHECK(damaged_object(trust_error(rule, path, "wrong bytes")) == kFilm);
  CHECK_FALSE(damaged_object(trust_error("store.object", path, "not named")));
  CHECK_FALSE(damaged_object(environment_error("disk.io", path, "read")));
  CHECK_FALSE(damaged_object(trust_error("store.piece", "objects/film", "no name of an object")));
  CHECK(is_fault_of_item(content_error("decoder.died", "film", "killed")));
  CHECK_FALSE(is_fault_of_item(trust_error("store.piece", path, "wrong bytes")));
  CHECK_FALSE(is_fault_of_item(environment_error("disk.io", path, "read")));
}
