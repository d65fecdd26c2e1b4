#include <catch2/catch.hpp>

#include "content-sync/base/bytes.h"

using namespace gatecast;

TEST_CASE("SHA-256 agrees with the vectors of FIPS 180-4") {
  CHECK(sha256("").hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha256Stream stream;
  stream.update("a");
  stream.update("bc");
  CHECK(stream.finish() == sha256("abc"));
  CHECK(stream.finish() == sha256(""));
}

TEST_CASE("only 64 lower-case digits name an object") {
  const auto hex = sha256("abc").hex();
  CHECK(Sha256::from_hex(hex) == sha256("abc"));
  CHECK_FALSE(Sha256::from_hex(hex.substr(1)));
  CHECK_FALSE(Sha256::from_hex("BA" + hex.substr(2)));
  CHECK_FALSE(Sha256::from_hex("../" + hex.substr(3)));
}
