#include "content-sync/server/device_book.h"

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/report/record.h"

namespace gatecast::server {
namespace {

using nlohmann::json;

constexpr auto kWishStands = std::chrono::hours(24);
constexpr std::size_t kMostWishes = 500;
constexpr std::size_t kMostWishesFrom = 50;  // one address
constexpr std::size_t kLongestWords = 200;

// Nothing where the file is not there or not ours.
std::optional<json> read_note(Disk& disk, const Path& path) {
  const auto bytes = read_file(disk, path, 8192);
  if (!bytes) return std::nullopt;
  auto document = parse_json(*bytes, path.string());
  if (!document || !document->is_object()) return std::nullopt;
  return std::move(*document);
}

Instant instant_at(const json& document, const char* name) {
  const auto instant = parse_instant(text_at(document, name));
  return instant ? *instant : Instant();
}

Status write_note(Disk& disk, const Path& path, json note) {
  note["format"] = 1;
  GATECAST_TRY_STATUS(make_directories(disk, path.parent_path()));
  return write_file_durably(disk, path, report::canonical_text(note) + "\n");
}

std::string words(const std::string& text) {
  return report::plain_text(text, kLongestWords);
}

std::optional<Device> device_of(const json& note, const std::string& key) {
  auto name = report::parse_device_name(text_at(note, "site") + "/" + text_at(note, "kiosk"));
  if (!name || !report::is_public_key(key)) return std::nullopt;
  Device device;
  device.key = key;
  device.name = std::move(*name);
  device.since = instant_at(note, "at");
  device.by = text_at(note, "by");
  return device;
}

Error not_taken(const Device& device) {
  const auto name = to_string(device.name);
  if (device.state == DeviceState::revoked)
    return trust_error("device.revoked", name,
                       "this kiosk's key was revoked" + (device.why.empty() ? "" : ": " + device.why),
                       "gatecast-sync enrol --new-key, and confirm the new code at the server");
  if (device.state == DeviceState::held)
    return trust_error("device.held", name, "this kiosk's key is held: " + device.why,
                       "find the second machine; then gatecast-sync enrol --new-key on the right one");
  return trust_error("device.unknown", name, "no technician has confirmed this kiosk yet",
                     "gatecast-server devices confirm SITE/KIOSK CODE, with the code that the kiosk shows");
}

}  // namespace

const char* to_string(DeviceState state) {
  switch (state) {
    case DeviceState::waiting:
      return "waiting";
    case DeviceState::confirmed:
      return "confirmed";
    case DeviceState::held:
      return "held";
    case DeviceState::revoked:
      break;
  }
  return "revoked";
}

bool DeviceBook::is_there() const {
  const auto status = disk_->status(folder_ / "devices");
  return status && status->kind == FileKind::directory;
}

Result<std::optional<Device>> DeviceBook::find(const std::string& key) const {
  if (!report::is_public_key(key)) return std::optional<Device>();
  const auto confirmed = read_note(*disk_, note_of(key, "confirmed.json"));
  if (!confirmed) return std::optional<Device>();
  auto device = device_of(*confirmed, key);
  if (!device)
    return fail(environment_error("device.damaged", note_of(key, "confirmed.json"),
                                  "cannot be read; this kiosk's reports are not taken",
                                  "restore it from a copy, or enrol the kiosk with a new key"));
  device->state = DeviceState::confirmed;
  const auto take = [&](const char* name, DeviceState state) -> Status {
    GATECAST_TRY(const auto there, disk_->status(note_of(key, name)));
    if (there.kind == FileKind::missing) return {};
    device->state = state;  // also where its words cannot be read
    if (const auto note = read_note(*disk_, note_of(key, name))) {
      device->since = instant_at(*note, "at");
      device->why = text_at(*note, "why");
      if (state == DeviceState::revoked) device->by = text_at(*note, "by");
    }
    return {};
  };
  GATECAST_TRY_STATUS(take("held.json", DeviceState::held));
  GATECAST_TRY_STATUS(take("revoked.json", DeviceState::revoked));
  if (const auto again = read_note(*disk_, note_of(key, "asked-again.json"))) {
    const auto count = again->value("count", json());
    if (count.is_number_integer()) device->asked_again = count.get<std::int64_t>();
    device->asked_last = instant_at(*again, "at");
    device->asked_from = text_at(*again, "from");
  }
  return device;
}

Result<std::vector<Device>> DeviceBook::wishes(Instant now) const {
  std::vector<Device> devices;
  GATECAST_TRY(const auto there, disk_->status(folder_ / "waiting"));
  if (there.kind != FileKind::directory) return devices;
  GATECAST_TRY(const auto names, disk_->list(folder_ / "waiting"));
  for (const auto& name : names) {
    if (!name.ends_with(".json")) continue;
    const auto note = read_note(*disk_, folder_ / "waiting" / name);
    auto device = note ? device_of(*note, name.substr(0, name.size() - 5)) : std::nullopt;
    if (device && now - device->since <= kWishStands && device->since <= now + std::chrono::hours(1))
      devices.push_back(std::move(*device));
  }
  return devices;
}

Result<std::vector<Device>> DeviceBook::known() const {
  std::vector<Device> devices;
  GATECAST_TRY(const auto there, disk_->status(folder_ / "devices"));
  if (there.kind != FileKind::directory) return devices;
  GATECAST_TRY(const auto names, disk_->list(folder_ / "devices"));
  for (const auto& name : names) {
    GATECAST_TRY(auto device, find(name));
    if (device) devices.push_back(std::move(*device));
  }
  return devices;
}

Result<std::vector<Device>> DeviceBook::list(Instant now) const {
  GATECAST_TRY(auto devices, known());
  GATECAST_TRY(auto waiting, wishes(now));
  // Confirmed when the power went: the wish is still there.
  std::erase_if(waiting, [&](const Device& wish) {
    return std::any_of(devices.begin(), devices.end(),
                       [&](const Device& one) { return one.key == wish.key; });
  });
  std::move(waiting.begin(), waiting.end(), std::back_inserter(devices));
  std::stable_sort(devices.begin(), devices.end(),
                   [](const Device& a, const Device& b) { return to_string(a.name) < to_string(b.name); });
  return devices;
}

Status DeviceBook::note_again(const Device& device, const std::string& from, Instant now) {
  return write_note(*disk_, note_of(device.key, "asked-again.json"),
                    {{"count", device.asked_again + 1}, {"at", format_instant(now)}, {"from", words(from)}});
}

Status DeviceBook::make_room(const std::string& from, Instant now) {
  GATECAST_TRY_STATUS(make_directories(*disk_, folder_ / "waiting"));
  GATECAST_TRY(const auto waiting, wishes(now));
  GATECAST_TRY(const auto names, disk_->list(folder_ / "waiting"));
  for (const auto& name : names)
    if (std::none_of(waiting.begin(), waiting.end(),
                     [&](const Device& device) { return device.key + ".json" == name; }))
      GATECAST_TRY_STATUS(disk_->remove(folder_ / "waiting" / name));
  const auto same = std::count_if(waiting.begin(), waiting.end(),
                                  [&](const Device& device) { return device.by == words(from); });
  if (waiting.size() < kMostWishes && static_cast<std::size_t>(same) < kMostWishesFrom) return {};
  return fail(environment_error("device.full", from, "too many wishes to be enrolled are waiting already",
                                "confirm those that are right; the others are gone a day after they came"));
}

Result<Device> DeviceBook::ask(const report::Enrolment& wish, const std::string& from, Instant now) {
  GATECAST_TRY(auto there, find(wish.device));
  if (there) {
    GATECAST_TRY_STATUS(note_again(*there, from, now));
    if (there->state != DeviceState::confirmed) return fail(not_taken(*there));
    if (there->name != wish.name)
      return fail(trust_error("device.known", to_string(wish.name),
                              "this key is enrolled already, as " + to_string(there->name),
                              "a copied disk needs a key of its own: gatecast-sync enrol --new-key"));
    return std::move(*there);
  }
  GATECAST_TRY(const auto ticket, places_.proven(wish, now));
  if (ticket) {
    Device device;
    device.key = wish.device;
    device.name = wish.name;
    const auto why = ticket->why.empty() ? "a machine set up by a stick has its place now" : ticket->why;
    GATECAST_TRY(device, enter(device, ticket->by, true, why, now));
    GATECAST_TRY_STATUS(places_.remove_ticket(wish.name));
    return device;
  }
  if (const auto before = read_note(*disk_, wish_of(wish.device))) {
    const auto device = device_of(*before, wish.device);
    if (device && device->name == wish.name && now - device->since <= kWishStands) return *device;
    GATECAST_TRY_STATUS(disk_->remove(wish_of(wish.device)));
  }
  GATECAST_TRY_STATUS(make_room(from, now));
  GATECAST_TRY_STATUS(write_note(*disk_, wish_of(wish.device),
                                 {{"site", wish.name.site},
                                  {"kiosk", wish.name.kiosk},
                                  {"at", format_instant(now)},
                                  {"by", words(from)}}));
  Device device;
  device.key = wish.device;
  device.name = wish.name;
  device.since = now;
  device.by = words(from);
  return device;
}

Result<Device> DeviceBook::confirm(const report::DeviceName& name, const std::string& code,
                                   const std::string& by, bool replaces, Instant now) {
  const auto typed = report::typed_code(code);
  if (!typed)
    return fail(usage_error("device.code", code, "is no code of a kiosk",
                            "twelve letters and digits as the kiosk shows them, as K7QM-2HXD-9RTA"));
  GATECAST_TRY(const auto waiting, wishes(now));
  const auto wish = std::find_if(waiting.begin(), waiting.end(), [&](const Device& device) {
    return device.name == name && report::device_code(device.key, device.name) == *typed;
  });
  if (wish == waiting.end())
    return fail(trust_error("device.code", to_string(name),
                            "no kiosk of this name with this code waits to be enrolled",
                            "compare letter by letter; a wish is gone after a day: gatecast-sync enrol"));
  return enter(*wish, by, replaces, "another key has its name now", now);
}

Result<Device> DeviceBook::enter(Device device, const std::string& by, bool replaces, const std::string& why,
                                 Instant now) {
  GATECAST_TRY(const auto devices, known());
  for (const auto& other : devices) {
    if (other.name != device.name || other.state == DeviceState::revoked) continue;
    if (!replaces)
      return fail(trust_error("device.name_taken", to_string(device.name),
                              "another key has this name, confirmed by " + other.by,
                              "--replace revokes that one; or give the kiosk another name"));
    GATECAST_TRY_STATUS(write_note(*disk_, note_of(other.key, "revoked.json"),
                                   {{"by", words(by)}, {"why", words(why)}, {"at", format_instant(now)}}));
  }
  GATECAST_TRY_STATUS(write_note(*disk_, note_of(device.key, "confirmed.json"),
                                 {{"site", device.name.site},
                                  {"kiosk", device.name.kiosk},
                                  {"by", words(by)},
                                  {"at", format_instant(now)}}));
  GATECAST_TRY(const auto wish, disk_->status(wish_of(device.key)));
  if (wish.kind != FileKind::missing) GATECAST_TRY_STATUS(disk_->remove(wish_of(device.key)));
  device.state = DeviceState::confirmed;
  device.by = words(by);
  device.since = now;
  return device;
}

Result<Device> DeviceBook::revoke(const std::string& name_or_key, const std::string& by,
                                  const std::string& why, Instant now) {
  GATECAST_TRY(const auto devices, known());
  const auto device = std::find_if(devices.begin(), devices.end(), [&](const Device& one) {
    return one.state != DeviceState::revoked &&
           (one.key == name_or_key || to_string(one.name) == name_or_key);
  });
  if (device == devices.end())
    return fail(usage_error("device.unknown", name_or_key, "no device with this name or key is enrolled",
                            "gatecast-server devices list"));
  GATECAST_TRY_STATUS(write_note(*disk_, note_of(device->key, "revoked.json"),
                                 {{"by", words(by)}, {"why", words(why)}, {"at", format_instant(now)}}));
  return *device;
}

Status DeviceBook::hold(const std::string& key, const std::string& why, Instant now) {
  return write_note(*disk_, note_of(key, "held.json"), {{"why", words(why)}, {"at", format_instant(now)}});
}

}  // namespace gatecast::server
