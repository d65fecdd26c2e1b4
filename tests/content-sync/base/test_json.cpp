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
  const auto is_at = [&](const char* pointer, int line, int column) {
    INFO(pointer);
    CHECK(positions.at(pointer).line == line);
    CHECK(positions.at(pointer).column == column);
  };
  is_at("", 1, 1);
  is_at("/a", 2, 8);
  is_at("/a/0", 3, 5);
  is_at("/a/1", 4, 5);
  is_at("/a/1/b~1c", 4, 13);
  CHECK((*result)["a"][1]["b/c"] == 1);
  positions.clear();
  REQUIRE(parse_json(R"({"s":"x\", {","n":[-1.5e3,true , null],"o":{},"e":"" })", "x", {1000, 8, true},
                     &positions));
  is_at("/s", 1, 6);
  is_at("/n", 1, 19);
  is_at("/n/0", 1, 20);
  is_at("/n/1", 1, 27);
  is_at("/n/2", 1, 34);
  is_at("/o", 1, 44);
  is_at("/e", 1, 51);
}
