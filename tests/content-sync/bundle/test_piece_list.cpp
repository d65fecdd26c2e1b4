#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "content-sync/bundle/piece_list.h"

using namespace gatecast;
using bundle::parse_piece_list;
using bundle::PieceCutter;
using bundle::PieceList;
using bundle::write_piece_list;

namespace {

Bytes random_bytes(std::size_t length, unsigned seed) {
  std::mt19937 generator(seed);
  Bytes bytes(length, '\0');
  for (auto& byte : bytes) byte = static_cast<char>(generator());
  return bytes;
}

PieceList cut(ByteView bytes, std::size_t portion) {
  PieceCutter cutter;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(portion, bytes.size())))
    cutter.update(bytes.substr(0, portion));
  return cutter.finish();
}

// A list with one field of the first entry, or of the header, overwritten.
Bytes changed(Bytes list, std::size_t at, const Bytes& with) {
  return list.replace(at, with.size(), with);
}

}  // namespace

TEST_CASE("pieces cover the object without gaps and within their bounds") {
  const auto bytes = random_bytes(2'000'000, 1);
  const auto list = cut(bytes, bytes.size());
  REQUIRE(list.length_bytes == bytes.size());
  std::uint64_t next = 0;
  for (const auto& piece : list.pieces) {
    CHECK(piece.offset == next);
    CHECK(piece.length_bytes <= bundle::kLargestPiece);
    if (&piece != &list.pieces.back()) CHECK(piece.length_bytes > 2048);
    CHECK(piece.sha256 == sha256(ByteView(bytes).substr(piece.offset, piece.length_bytes)));
    next += piece.length_bytes;
  }
  CHECK(next == bytes.size());
  const auto average = bytes.size() / list.pieces.size();
  CHECK(average > 6000);
  CHECK(average < 14000);
}

TEST_CASE("the portions in which bytes arrive do not change the pieces") {
  const auto bytes = random_bytes(300'000, 2);
  const auto whole = write_piece_list(cut(bytes, bytes.size()));
  for (const std::size_t portion :
       {std::size_t{1}, std::size_t{977}, std::size_t{65536}, std::size_t{100'000}})
    CHECK(write_piece_list(cut(bytes, portion)) == whole);
}

TEST_CASE("an insertion changes only the pieces around it") {
  const auto before = random_bytes(1'000'000, 3);
  auto after = before;
  after.insert(400'000, "a few new bytes");
  std::set<Sha256> known;
  for (const auto& piece : cut(before, before.size()).pieces) known.insert(piece.sha256);
  std::size_t fresh = 0;
  for (const auto& piece : cut(after, after.size()).pieces) fresh += known.count(piece.sha256) == 0 ? 1 : 0;
  CHECK(fresh >= 1);
  CHECK(fresh <= 4);
}

TEST_CASE("the cut points are part of the format and stay as they are") {
  const auto list = cut(Bytes(200'000, 'x'), 200'000);
  CHECK(list.pieces.front().length_bytes == bundle::kLargestPiece);
  Bytes counted;
  for (int i = 0; i < 40'000; ++i) counted += std::to_string(i) + " ";
  CHECK(sha256(write_piece_list(cut(counted, counted.size()))).hex() ==
        "72565ff49674e60dbd4c691cd69a670410bf535ae72e9351315a1c5cdad9d053");
}

TEST_CASE("a list is read back as it was written") {
  for (const std::size_t length : {0U, 1U, 2048U, 2049U, 500'000U}) {
    const auto list = cut(random_bytes(length, 4), 4096);
    const auto read = parse_piece_list(write_piece_list(list), "list");
    REQUIRE(read);
    CHECK(read->length_bytes == length);
    CHECK(write_piece_list(*read) == write_piece_list(list));
    for (std::uint64_t offset = 0; offset < length; offset += 1001) {
      const auto& piece = read->at(offset);
      CHECK(piece.offset <= offset);
      CHECK(offset < piece.offset + piece.length_bytes);
    }
  }
}

TEST_CASE("hostile piece lists are refused by name of the rule") {
  const auto good = write_piece_list(cut(random_bytes(100'000, 5), 100'000));
  const auto rule = [](const Bytes& bytes) {
    const auto read = parse_piece_list(bytes, "list");
    return read ? std::string("accepted") : read.error().rule;
  };
  CHECK(rule("") == "pieces.format");
  CHECK(rule("not a list at all, just text") == "pieces.format");
  CHECK(rule(changed(good, 4, {"\x02\x00", 2})) == "pieces.format");
  CHECK(rule(changed(good, 4, {"\x00\x00", 2})) == "pieces.format");
  CHECK(rule(good + "x") == "pieces.size");
  CHECK(rule(good.substr(0, good.size() - 1)) == "pieces.size");
  CHECK(rule(changed(good, 16, "\xff\xff\xff\xff")) == "pieces.size");
  CHECK(rule(changed(good, 20, {"\x00\x00\x00\x00", 4})) == "pieces.length");
  CHECK(rule(changed(good, 20, {"\x01\x00\x00\x00", 4})) == "pieces.length");
  CHECK(rule(changed(good, 20, {"\x01\x00\x01\x00", 4})) == "pieces.length");
  CHECK(rule(changed(good, 20, "\xff\xff\xff\xff")) == "pieces.length");
  CHECK(rule(changed(good, 8, "\xff\xff\xff\xff\xff\xff\xff\xff")) == "pieces.sum");
  CHECK(rule(good) == "accepted");
}

TEST_CASE("no single changed byte of a list's head is read as another list of the same object") {
  const auto good = write_piece_list(cut(random_bytes(60'000, 6), 60'000));
  for (std::size_t at = 0; at < 24; ++at) {
    if (at == 6 || at == 7) continue;  // the minor version: later programs may raise it
    const auto read = parse_piece_list(changed(good, at, Bytes(1, static_cast<char>(good[at] + 1))), "list");
    CHECK_FALSE(read);
  }
}
