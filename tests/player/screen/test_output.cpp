// The kiosk's own file of outputs: what it says, and what is refused where.
#include "player/screen/output.h"

#include <catch2/catch.hpp>

using namespace gatecast;
using namespace gatecast::screen;

namespace {

Error refusal(const std::string& text) {
  const auto outputs = parse_outputs(text, "outputs.json");
  REQUIRE_FALSE(outputs);
  return outputs.error();
}

constexpr const char* kTwo = R"({
  "format": 1,
  "outputs": [
    { "connector": "HDMI-1", "rotation": 90, "panel_mm": [680, 1210], "distance_mm": 3000,
      "floor_to_bottom_mm": 900, "channel": "la-lay-gate", "touch_device": "Panel 5" },
    { "connector": "HDMI-2", "x": 10, "y": 20, "width": 700, "height": 400, "channel": "la-lay-wall",
      "refresh_mhz": 50000 }
  ]
})";

}  // namespace

TEST_CASE("a kiosk's outputs are read with connector, rectangle, turn and millimetres") {
  const auto outputs = parse_outputs(kTwo, "outputs.json");
  REQUIRE(outputs);
  REQUIRE(outputs->size() == 2);
  const auto& first = outputs->front();
  CHECK(first.connector == "HDMI-1");
  CHECK_FALSE(first.rectangle);
  CHECK(first.rotation_degrees == 90);
  CHECK(first.panel_width_mm == 680);
  CHECK(first.panel_height_mm == 1210);
  CHECK(first.distance_mm == 3000);
  CHECK(first.floor_to_bottom_mm == 900);
  CHECK(first.channel == "la-lay-gate");
  CHECK(first.touch_device == "Panel 5");
  const auto& second = outputs->back();
  CHECK(second.rectangle == pixels::Rect{10, 20, 700, 400});
  CHECK(second.refresh_mhz == 50000);
}

TEST_CASE("of several outputs one is chosen by its connector, and none by guessing") {
  const auto outputs = parse_outputs(kTwo, "outputs.json");
  REQUIRE(outputs);
  CHECK(choose_output(*outputs, "HDMI-2", "outputs.json")->channel == "la-lay-wall");
  const auto unnamed = choose_output(*outputs, "", "outputs.json");
  REQUIRE_FALSE(unnamed);
  CHECK(unnamed.error().message.find("HDMI-1, HDMI-2") != std::string::npos);
  const auto unknown = choose_output(*outputs, "DP-1", "outputs.json");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().kind == ErrorKind::usage);
  CHECK(choose_output({outputs->front()}, "", "outputs.json")->connector == "HDMI-1");
}

TEST_CASE("a mistake in the outputs is named with its line and with what to write instead") {
  const auto rotation =
      refusal("{\"format\": 1, \"outputs\": [\n  {\"connector\": \"A\", \"rotation\": 45}]}");
  CHECK(rotation.rule == "output.rotation");
  CHECK(rotation.subject.starts_with("outputs.json:2:"));
  CHECK(rotation.hint.find("90") != std::string::npos);
  CHECK(refusal(R"({"format": 1, "outputs": [{"conector": "A"}]})").rule == "output.field");
  CHECK(refusal(R"({"format": 1, "outputs": [{"x": 5}]})").rule == "output.rectangle");
  CHECK(refusal(R"({"format": 1, "outputs": [{"width": -5, "height": 400}]})").rule == "output.width");
  CHECK(refusal(R"({"format": 1, "outputs": [{"panel_mm": 1210}]})").rule == "output.panel_mm");
  CHECK(refusal(R"({"format": 1, "outputs": [{"panel_mm": ["a", 2]}]})").rule == "output.panel_mm");
  CHECK(refusal(R"({"format": 1, "outputs": [{"connector": ""}]})").rule == "output.connector");
  CHECK(refusal(R"({"format": 1, "outputs": [{}, {}]})").rule == "output.connector");
  CHECK(refusal(R"({"format": 1, "outputs": []})").rule == "output.format");
  CHECK(refusal(R"({"format": 2, "outputs": [{}]})").rule == "output.format");
  CHECK(refusal("[1]").rule == "output.format");
  CHECK(refusal("{").rule.starts_with("json."));
}

TEST_CASE("a rectangle on the command line is width, height, left, top, and nothing else") {
  CHECK(parse_rectangle("700x400+0+10").value() == pixels::Rect{0, 10, 700, 400});
  for (const char* wrong :
       {"", "700x400", "700x400+0", "700x400+0+0 ", "0x400+0+0", "700x400+-1+0", "ax b+c+d"})
    CHECK_FALSE(parse_rectangle(wrong));
}
