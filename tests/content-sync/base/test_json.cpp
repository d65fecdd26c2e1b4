#include <catch2/catch.hpp>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"

using gatecast::JsonLimits;
using gatecast::JsonPositions;
using gatecast::parse_json;

TEST_CASE("a syntax error in line 7 is named with line and column") {
  const auto result =
      parse_json("{\n\"a\": 1,\n\"b\": 2,\n\"c\": 3,\n\"d\": 4,\n\"e\": 5,\n\"f\" 6\n}", "x.json");
  REQUIRE_FALSE(result);
  CHECK(result.error().rule == "json.syntax");
  CHECK(result.error().subject == "x.json:7:5");
}

TEST_CASE("a duplicate key is refused, not overwritten") {
  const auto result = parse_json(R"({"version":1,"version":2})", "x.json");
  REQUIRE_FALSE(result);
  CHECK(result.error().rule == "json.duplicate_key");
}

TEST_CASE("numbers that a double cannot hold, and fractions, are refused") {
  CHECK(parse_json("9007199254740991", "x"));
  CHECK(parse_json("9007199254740992", "x").error().rule == "json.number");
  CHECK(parse_json("-9007199254740992", "x").error().rule == "json.number");
  CHECK(parse_json("18446744073709551616", "x").error().rule == "json.number");
  CHECK(parse_json("1.5", "x").error().rule == "json.float");
  JsonLimits with_floats;
  with_floats.floats = true;
  CHECK(parse_json("1.5", "x", with_floats));
}

TEST_CASE("deep, long and badly encoded documents are refused quickly") {
  CHECK(parse_json(std::string(2000000, '['), "x").error().rule == "json.depth");
  JsonLimits small;
  small.size_bytes = 100;
  CHECK(parse_json(std::string(101, ' '), "x", small).error().rule == "json.size");
  CHECK(parse_json("\"\xff\xfe\"", "x").error().rule == "json.utf8");
  CHECK(parse_json("{} {}", "x").error().rule == "json.syntax");
  CHECK_FALSE(parse_json("", "x"));
}

TEST_CASE("each value has its position") {
  JsonPositions positions;
  const auto result = parse_json("{\n  \"a\": [\n    10,\n    {\"b/c\": 1}\n  ]\n}", "x", {}, &positions);
  REQUIRE(result);
  CHECK(positions.at("").line == 1);
  CHECK(positions.at("/a").line == 2);
  CHECK(positions.at("/a/0").line == 3);
  CHECK(positions.at("/a/1/b~1c").line == 4);
  CHECK((*result)["a"][1]["b/c"] == 1);
}
