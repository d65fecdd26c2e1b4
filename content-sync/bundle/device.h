// What a technician may ask of one kiosk, `devices/<site>/<kiosk>.json`: values only, never a command; and
// how far two editors let it go, in the release. Judged alike by the technician's tool, the agent and the
// player. Threads: pure. Errors: "device.form" (not such a document, with line and column), "device.name",
// "device.channel", "device.volume", "device.brightness", "device.power" (outside the bounds).
// Source: shared/design/trust.md, Promises 1 and Signing (role device-<site>).
#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "content-sync/base/bytes.h"
#include "content-sync/base/clock.h"
#include "content-sync/base/result.h"

namespace gatecast::bundle {

inline constexpr std::uint64_t kDeviceLimit = 16'384;  // bytes of one document
inline constexpr std::size_t kMostTags = 32;

struct PercentBounds {
  std::int64_t least = 0;
  std::int64_t most = 100;
  bool operator==(const PercentBounds&) const = default;
};
// Of the release. What it does not speak of nobody may move.
struct DeviceBounds {
  std::optional<PercentBounds> volume_percent;
  std::optional<PercentBounds> brightness_percent;
  std::optional<std::int64_t> least_hours;  // of a day in which the screen is on
  std::set<std::string> channels;           // besides its own: those that a kiosk may be sent to
  bool operator==(const DeviceBounds&) const = default;
};

// Fields that are not there: as the kiosk is provisioned.
struct DeviceState {
  std::string site;
  std::string kiosk;
  std::optional<std::string> channel;
  std::optional<std::set<std::string>> tags;
  std::optional<std::int64_t> volume_percent;
  std::optional<std::int64_t> brightness_percent;
  std::optional<std::string> power_hours;   // when the screen is lit: "06:00-22:00", UTC+7
  std::optional<std::string> update_hours;  // when content is fetched; "" is at any time
  bool operator==(const DeviceState&) const = default;
};

// "lao-bao", "hall-1": small letters, digits and '-', at most 40; a channel's may be longer.
inline constexpr std::size_t kLongestDeviceName = 40;
inline constexpr std::size_t kLongestChannelName = 60;
bool is_device_name(std::string_view text, std::size_t longest = kLongestDeviceName);
std::string device_role(const std::string& site);  // "device-lao-bao"
std::string device_target(const std::string& site,
                          const std::string& kiosk);  // "devices/lao-bao/hall-1.json"

// `name`: the target's, which must be the document's own, or the path of a file that a technician writes.
Result<DeviceState> parse_device(ByteView bytes, std::string_view name);
Bytes write_device(const DeviceState& state);
// One sentence for people.
std::string in_words(const DeviceState& state);
bool are_hours(std::string_view text);  // of the form "06:00-22:00"
// Whether that instant lies in "06:00-22:00" of UTC+7, which both countries keep; text of another form: yes.
bool is_within_hours(std::string_view hours, Instant now);

struct DeviceJudgement {
  DeviceState applied;         // what of it holds here
  std::vector<Error> refused;  // and what does not, and why
};
// `channel`: of the release whose bounds these are; null: it has none. `last_good`: what held until now; it
// stays in the place of a value that is outside the bounds, as far as it is within them itself.
DeviceJudgement weigh_device(const DeviceState& wish, const DeviceBounds* bounds, const std::string& channel,
                             const DeviceState* last_good = nullptr);

}  // namespace gatecast::bundle
