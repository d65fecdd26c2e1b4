#include "player/screen/output.h"

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "content-sync/base/json.h"
#include "content-sync/base/kiosk_settings.h"

namespace gatecast::screen {
namespace {

using nlohmann::json;

constexpr int kLargestSidePx = 16384;
constexpr int kLargestMm = 1'000'000;
constexpr std::array<std::string_view, 14> kFields{"connector", "x",           "y",
                                                   "width",     "height",      "rotation",
                                                   "panel_mm",  "distance_mm", "floor_to_bottom_mm",
                                                   "channel",   "refresh_mhz", "touch_device",
                                                   "lamp",      "$comment"};

class Reader {
 public:
  Reader(std::string name, const JsonPositions& positions) : name_(std::move(name)), positions_(positions) {}

  [[nodiscard]] Error error(const std::string& pointer, std::string rule, std::string message,
                            std::string hint = {}) const {
    std::string subject = name_;
    if (const auto found = positions_.find(pointer); found != positions_.end())
      subject += ":" + std::to_string(found->second.line) + ":" + std::to_string(found->second.column);
    return usage_error(std::move(rule), subject, std::move(message), std::move(hint));
  }

  Result<int> whole(const json& object, const std::string& at, const char* key, int least, int most,
                    int otherwise) const {
    if (!object.contains(key)) return otherwise;
    return whole(object.at(key), json_pointer(at, key), key, least, most);
  }
  [[nodiscard]] Result<int> whole(const json& value, const std::string& pointer, const std::string& what,
                                  int least, int most) const {
    if (!value.is_number_integer() || value.get<std::int64_t>() < least || value.get<std::int64_t>() > most)
      return fail(error(pointer, "output." + what,
                        "\"" + what + "\" is not a whole number from " + std::to_string(least) + " to " +
                            std::to_string(most),
                        "write it without quotes and without a point"));
    return value.get<int>();
  }
  Result<std::string> word(const json& object, const std::string& at, const char* key) const {
    if (!object.contains(key)) return std::string();
    if (!object.at(key).is_string() || object.at(key).get<std::string>().empty())
      return fail(error(json_pointer(at, key), std::string("output.") + key,
                        "\"" + std::string(key) + "\" is not a name", "write it in quotes"));
    return object.at(key).get<std::string>();
  }
  [[nodiscard]] Status known_fields(const json& object, const std::string& at) const {
    for (const auto& [key, value] : object.items())
      if (std::find(kFields.begin(), kFields.end(), key) == kFields.end())
        return fail(error(json_pointer(at, key), "output.field", "an output has no field \"" + key + "\"",
                          "fields: connector, x, y, width, height, rotation, panel_mm, distance_mm, "
                          "floor_to_bottom_mm, channel, refresh_mhz, touch_device, lamp"));
    return {};
  }

 private:
  std::string name_;
  const JsonPositions& positions_;
};

Status read_rectangle(const Reader& reader, const json& object, const std::string& at, Output& output) {
  int given = 0;
  for (const char* key : {"x", "y", "width", "height"}) given += object.contains(key) ? 1 : 0;
  if (given == 0) return {};
  if (!object.contains("width") || !object.contains("height"))
    return fail(reader.error(at, "output.rectangle", "a rectangle needs its width and its height",
                             "add both, or leave x, y, width and height out: then it is the whole picture"));
  pixels::Rect rect;
  GATECAST_TRY(rect.x, reader.whole(object, at, "x", 0, kLargestSidePx, 0));
  GATECAST_TRY(rect.y, reader.whole(object, at, "y", 0, kLargestSidePx, 0));
  GATECAST_TRY(rect.width, reader.whole(object, at, "width", 16, kLargestSidePx, 0));
  GATECAST_TRY(rect.height, reader.whole(object, at, "height", 16, kLargestSidePx, 0));
  output.rectangle = rect;
  return {};
}

Status read_panel(const Reader& reader, const json& object, const std::string& at, Output& output) {
  if (!object.contains("panel_mm")) return {};
  const auto pointer = json_pointer(at, "panel_mm");
  const auto& panel = object.at("panel_mm");
  if (!panel.is_array() || panel.size() != 2)
    return fail(reader.error(pointer, "output.panel_mm", "\"panel_mm\" is not a width and a height",
                             "write [1210, 680]: millimetres of the lit part, as the reader sees it"));
  GATECAST_TRY(output.panel_width_mm, reader.whole(panel.at(0), pointer, "panel_mm", 10, kLargestMm));
  GATECAST_TRY(output.panel_height_mm, reader.whole(panel.at(1), pointer, "panel_mm", 10, kLargestMm));
  return {};
}

Result<Output> read_output(const Reader& reader, const json& object, const std::string& at) {
  if (!object.is_object())
    return fail(reader.error(at, "output.format", "an output is not an object", "write it in { }"));
  GATECAST_TRY_STATUS(reader.known_fields(object, at));
  Output output;
  GATECAST_TRY(output.connector, reader.word(object, at, "connector"));
  GATECAST_TRY(output.channel, reader.word(object, at, "channel"));
  GATECAST_TRY(output.touch_device, reader.word(object, at, "touch_device"));
  GATECAST_TRY(output.lamp, reader.word(object, at, "lamp"));
  GATECAST_TRY_STATUS(read_rectangle(reader, object, at, output));
  GATECAST_TRY_STATUS(read_panel(reader, object, at, output));
  GATECAST_TRY(const int degrees, reader.whole(object, at, "rotation", -360, 360, 0));
  if (const auto checked = checked_rotation(degrees, "rotation"); checked)
    output.rotation_degrees = *checked;
  else
    return fail(reader.error(json_pointer(at, "rotation"), checked.error().rule, checked.error().message,
                             checked.error().hint));
  GATECAST_TRY(output.distance_mm, reader.whole(object, at, "distance_mm", 0, kLargestMm, 0));
  GATECAST_TRY(output.floor_to_bottom_mm, reader.whole(object, at, "floor_to_bottom_mm", 0, kLargestMm, 0));
  GATECAST_TRY(output.refresh_mhz, reader.whole(object, at, "refresh_mhz", 1'000, 1'000'000, 0));
  return output;
}

}  // namespace

Result<int> checked_rotation(long degrees, const std::string& subject) {
  if (degrees == 0 || degrees == 90 || degrees == 180 || degrees == 270) return static_cast<int>(degrees);
  return fail(usage_error("output.rotation", subject,
                          std::to_string(degrees) + " degrees is not a turn of a picture",
                          "0, 90, 180 or 270, clockwise"));
}

Result<std::vector<Output>> parse_outputs(ByteView bytes, const std::string& name) {
  JsonPositions positions;
  JsonLimits limits;
  limits.size_bytes = kLargestOutputsFile;
  GATECAST_TRY(const auto document, parse_settings(bytes, name, limits, &positions));
  const Reader reader(name, positions);
  if (!document.is_object() || !document.contains("format") || document.at("format") != kOutputsFormat)
    return fail(reader.error("/format", "output.format", "not a file of outputs of format 1",
                             "begin it with {\"format\": 1, \"outputs\": [...]}"));
  if (!document.contains("outputs") || !document.at("outputs").is_array() || document.at("outputs").empty())
    return fail(reader.error("/outputs", "output.format", "there is no list of outputs",
                             "add \"outputs\": [{\"connector\": \"HDMI-1\", \"channel\": \"...\"}]"));
  std::vector<Output> outputs;
  std::set<std::string> connectors;
  for (std::size_t i = 0; i < document.at("outputs").size(); ++i) {
    const auto at = "/outputs/" + std::to_string(i);
    GATECAST_TRY(auto output, read_output(reader, document.at("outputs").at(i), at));
    if (!connectors.insert(output.connector).second)
      return fail(reader.error(at, "output.connector",
                               "two outputs are of the connector \"" + output.connector + "\"",
                               "each output needs a connector of its own: xrandr lists them"));
    outputs.push_back(std::move(output));
  }
  return outputs;
}

Result<Output> choose_output(const std::vector<Output>& outputs, const std::string& connector,
                             const std::string& name) {
  std::string known;
  for (const auto& output : outputs) {
    if (output.connector == connector || (connector.empty() && outputs.size() == 1)) return output;
    known += (known.empty() ? "" : ", ") + output.connector;
  }
  if (connector.empty())
    return fail(usage_error("output.choice", name, "there are several outputs: " + known,
                            "say which with --output; each is shown by a player of its own"));
  return fail(
      usage_error("output.choice", name, "there is no output \"" + connector + "\"", "there are: " + known));
}

Result<pixels::Rect> parse_rectangle(const std::string& text) {
  pixels::Rect rect;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%dx%d+%d+%d%c", &rect.width, &rect.height, &rect.x, &rect.y, &rest) != 4 ||
      rect.width < 16 || rect.height < 16 || rect.x < 0 || rect.y < 0 || rect.width > kLargestSidePx ||
      rect.height > kLargestSidePx || rect.x > kLargestSidePx || rect.y > kLargestSidePx)
    return fail(usage_error("output.rectangle", "--rectangle", "\"" + text + "\" is not a rectangle",
                            "write it as 700x400+0+0: width, height, left, top in pixels"));
  return rect;
}

}  // namespace gatecast::screen
