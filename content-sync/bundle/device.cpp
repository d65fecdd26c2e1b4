#include "content-sync/bundle/device.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"

namespace gatecast::bundle {
namespace {

using nlohmann::json;

constexpr int kMajor = 1;
constexpr int kDay = 24 * 60;  // minutes
constexpr const char* kForm =
    "for instance {\"site\": \"lao-bao\", \"kiosk\": \"hall-1\", \"volume_percent\": 60}; fields: channel, "
    "tags, "
    "volume_percent, brightness_percent, power_hours, update_hours";

// "06:00-22:00" in minutes; two times that differ.
std::optional<std::pair<int, int>> span_of(std::string_view text) {
  if (text.size() != 11 || text[2] != ':' || text[5] != '-' || text[8] != ':') return std::nullopt;
  const auto two = [&](std::size_t at) {
    const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 99; };
    return digit(at) * 10 + digit(at + 1);
  };
  const std::array<int, 4> numbers{two(0), two(3), two(6), two(9)};
  if (numbers[0] > 23 || numbers[2] > 23 || numbers[1] > 59 || numbers[3] > 59) return std::nullopt;
  const int from = numbers[0] * 60 + numbers[1];
  const int to = numbers[2] * 60 + numbers[3];
  return from == to ? std::nullopt : std::optional(std::pair(from, to));
}

class DeviceReader {
 public:
  DeviceReader(const json& document, std::string_view name, JsonPositions& positions)
      : document_(document), name_(name), positions_(positions) {}

  Result<DeviceState> read() {
    DeviceState state;
    GATECAST_TRY_STATUS(check_format());
    GATECAST_TRY(state.site, device_name("site"));
    GATECAST_TRY(state.kiosk, device_name("kiosk"));
    if (document_.contains("channel")) {
      GATECAST_TRY(state.channel, device_name("channel", kLongestChannelName));
    }
    GATECAST_TRY(state.tags, tags());
    GATECAST_TRY(state.volume_percent, percent("volume_percent"));
    GATECAST_TRY(state.brightness_percent, percent("brightness_percent"));
    GATECAST_TRY(state.power_hours, hours("power_hours", false));
    GATECAST_TRY(state.update_hours, hours("update_hours", true));
    return state;
  }

 private:
  [[nodiscard]] tl::unexpected<Error> wrong(const std::string& field, const std::string& what,
                                            const std::string& hint = kForm) const {
    std::string subject(name_);
    if (const auto at = positions_.find("/" + field); at != positions_.end())
      subject += fmt::format(":{}:{}", at->second.line, at->second.column);
    return fail(trust_error("device.form", subject, what, hint));
  }
  [[nodiscard]] Status check_format() const {
    const auto format = document_.find("format");
    if (format == document_.end()) return {};
    const auto major = format->is_object() ? format->value("major", json()) : json();
    if (major == kMajor) return {};
    return wrong("format", "written for a newer Gatecast", "this kiosk needs an update first");
  }
  [[nodiscard]] Result<std::string> device_name(const std::string& field,
                                                std::size_t longest = kLongestDeviceName) const {
    const auto found = document_.find(field);
    const auto text = found != document_.end() && found->is_string() ? found->get<std::string>() : "";
    if (is_device_name(text, longest)) return text;
    return wrong(field, "\"" + field + "\" is no name",
                 fmt::format("small letters, digits and '-', at most {}", longest));
  }
  [[nodiscard]] Result<std::optional<std::set<std::string>>> tags() const {
    const auto found = document_.find("tags");
    if (found == document_.end()) return std::optional<std::set<std::string>>();
    std::set<std::string> set;
    if (!found->is_array() || found->size() > kMostTags)
      return wrong("tags", "\"tags\" is no list of at most 32");
    for (const auto& tag : *found) {
      if (!tag.is_string() || !is_device_name(tag.get<std::string>()))
        return wrong("tags", "a tag is no name", "small letters, digits and '-', as [\"hall\", \"north\"]");
      set.insert(tag.get<std::string>());
    }
    return std::optional(set);
  }
  [[nodiscard]] Result<std::optional<std::int64_t>> percent(const std::string& field) const {
    const auto found = document_.find(field);
    if (found == document_.end()) return std::optional<std::int64_t>();
    if (!found->is_number_integer() || found->get<std::int64_t>() < 0 || found->get<std::int64_t>() > 100)
      return wrong(field, "\"" + field + "\" must be a whole number between 0 and 100");
    return std::optional(found->get<std::int64_t>());
  }
  [[nodiscard]] Result<std::optional<std::string>> hours(const std::string& field, bool may_be_empty) const {
    const auto found = document_.find(field);
    if (found == document_.end()) return std::optional<std::string>();
    const auto text = found->is_string() ? found->get<std::string>() : "?";
    if (!span_of(text) && !(may_be_empty && text.empty()))
      return wrong(field, "\"" + field + "\" are no hours",
                   "two times of the day that differ, as \"06:00-22:00\" (UTC+7)");
    return std::optional(text);
  }

  const json& document_;
  std::string_view name_;
  JsonPositions& positions_;
};

Error outside_bounds(const std::string& rule, const DeviceState& wish, std::string what, std::string hint) {
  return trust_error(rule, device_target(wish.site, wish.kiosk), std::move(what), std::move(hint));
}

constexpr const char* kNoBounds = "two editors write \"device_bounds\" into the channel's folder";

bool is_allowed(std::int64_t percent, const std::optional<PercentBounds>& bounds) {
  return bounds && percent >= bounds->least && percent <= bounds->most;
}

void weigh_percent(const DeviceState& wish, const char* rule, const char* what,
                   std::optional<std::int64_t>& value, std::optional<std::int64_t> before,
                   const std::optional<PercentBounds>& bounds, std::vector<Error>& refused) {
  if (!value || is_allowed(*value, bounds)) return;
  refused.push_back(bounds ? outside_bounds(rule, wish,
                                            fmt::format("{} {} %: the release allows {} to {} %", what,
                                                        *value, bounds->least, bounds->most),
                                            "ask for a value between them")
                           : outside_bounds(rule, wish,
                                            fmt::format("{}: the release gives no bounds for it", what),
                                            kNoBounds));
  value = before && is_allowed(*before, bounds) ? before : std::nullopt;
}

bool is_long_enough(const std::string& hours, std::optional<std::int64_t> least_hours) {
  const auto span = span_of(hours);
  return span && least_hours && (span->second - span->first + kDay) % kDay >= *least_hours * 60;
}

void weigh_power(const DeviceState& wish, std::optional<std::string>& hours,
                 const std::optional<std::string>& before, std::optional<std::int64_t> least_hours,
                 std::vector<Error>& refused) {
  if (!hours || is_long_enough(*hours, least_hours)) return;
  refused.push_back(least_hours
                        ? outside_bounds("device.power", wish,
                                         fmt::format("on {}: the release wants {} hours a day at the least",
                                                     *hours, *least_hours),
                                         "ask for longer hours")
                        : outside_bounds("device.power", wish,
                                         "power hours: the release gives no bounds for them", kNoBounds));
  hours = before && is_long_enough(*before, least_hours) ? before : std::nullopt;
}

}  // namespace

bool is_device_name(std::string_view text, std::size_t longest) {
  return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string device_role(const std::string& site) {
  return "device-" + site;
}

std::string device_target(const std::string& site, const std::string& kiosk) {
  return "devices/" + site + "/" + kiosk + ".json";
}

Result<DeviceState> parse_device(ByteView bytes, std::string_view name) {
  JsonLimits limits;
  limits.size_bytes = kDeviceLimit;
  limits.depth = 4;
  JsonPositions positions;
  GATECAST_TRY(const auto document, parse_json(bytes, name, limits, &positions));
  if (!document.is_object())
    return fail(trust_error("device.form", std::string(name), "not a JSON object", kForm));
  GATECAST_TRY(auto state, DeviceReader(document, name, positions).read());
  if (name.starts_with("devices/") && name != device_target(state.site, state.kiosk))
    return fail(trust_error("device.name", std::string(name),
                            "it speaks of " + state.site + "/" + state.kiosk + ", another kiosk",
                            "publish it under its own name"));
  return state;
}

Bytes write_device(const DeviceState& state) {
  json out{{"format", {{"major", kMajor}, {"minor", 0}}}, {"site", state.site}, {"kiosk", state.kiosk}};
  if (state.channel) out["channel"] = *state.channel;
  if (state.tags) out["tags"] = *state.tags;
  if (state.volume_percent) out["volume_percent"] = *state.volume_percent;
  if (state.brightness_percent) out["brightness_percent"] = *state.brightness_percent;
  if (state.power_hours) out["power_hours"] = *state.power_hours;
  if (state.update_hours) out["update_hours"] = *state.update_hours;
  return out.dump();
}

std::string in_words(const DeviceState& state) {
  std::vector<std::string> parts;
  if (state.channel) parts.push_back("channel " + *state.channel);
  if (state.tags) parts.push_back(fmt::format("tags {}", fmt::join(*state.tags, " ")));
  if (state.volume_percent) parts.push_back(fmt::format("volume {} %", *state.volume_percent));
  if (state.brightness_percent) parts.push_back(fmt::format("brightness {} %", *state.brightness_percent));
  if (state.power_hours) parts.push_back("on " + *state.power_hours);
  if (state.update_hours)
    parts.push_back("content " +
                    (state.update_hours->empty() ? std::string("at any time") : *state.update_hours));
  return parts.empty() ? std::string("as it is provisioned") : fmt::format("{}", fmt::join(parts, ", "));
}

bool are_hours(std::string_view text) {
  return span_of(text).has_value();
}

bool is_within_hours(std::string_view hours, Instant now) {
  const auto span = span_of(hours);
  if (!span) return true;
  const auto local = now + std::chrono::hours(7);
  const auto into_day = local - std::chrono::floor<std::chrono::days>(local);
  const auto minute = std::chrono::duration_cast<std::chrono::minutes>(into_day).count();
  const auto [from, to] = *span;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

DeviceJudgement weigh_device(const DeviceState& wish, const DeviceBounds* bounds, const std::string& channel,
                             const DeviceState* last_good) {
  DeviceJudgement judged{wish, {}};
  const DeviceBounds none;
  const DeviceState nothing;
  const auto& within = bounds == nullptr ? none : *bounds;
  const auto& before = last_good == nullptr ? nothing : *last_good;
  auto& applied = judged.applied;
  weigh_percent(wish, "device.volume", "volume", applied.volume_percent, before.volume_percent,
                within.volume_percent, judged.refused);
  weigh_percent(wish, "device.brightness", "brightness", applied.brightness_percent,
                before.brightness_percent, within.brightness_percent, judged.refused);
  weigh_power(wish, applied.power_hours, before.power_hours, within.least_hours, judged.refused);
  if (applied.channel && *applied.channel != channel && !within.channels.contains(*applied.channel)) {
    judged.refused.push_back(outside_bounds(
        "device.channel", wish,
        "channel " + *applied.channel + ": the release of " + channel + " does not let a kiosk go there",
        "two editors name it in \"device_bounds\" of " + channel));
    applied.channel.reset();
  }
  return judged;
}

}  // namespace gatecast::bundle
