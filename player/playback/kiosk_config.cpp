#include "player/playback/kiosk_config.h"

#include "content-sync/base/json_value.h"
#include "content-sync/base/kiosk_settings.h"

namespace gatecast::playback {
namespace {

std::string* text_field(KioskConfig& config, const std::string& name) {
  if (name == "channel") return &config.channel;
  if (name == "site") return &config.site;
  if (name == "kiosk") return &config.kiosk;
  if (name == "root") return &config.root;
  if (name == "store") return &config.store;
  if (name == "player_state") return &config.player_state;
  if (name == "language") return &config.language;
  if (name == "outputs") return &config.outputs;
  if (name == "output") return &config.output;
  if (name == "technician") return &config.technician;
  if (name == "export_folder") return &config.export_folder;
  return nullptr;
}

bool take_tags(KioskConfig& config, const nlohmann::json& value) {
  if (!value.is_array()) return false;
  for (const auto& tag : value) {
    if (!tag.is_string()) return false;
    config.tags.push_back(tag.get<std::string>());
  }
  return true;
}

// {"device": "/dev/input/by-id/...", "key": "F13", "kind": "button"}
bool take_switch(KioskConfig& config, const nlohmann::json& value) {
  if (!value.is_object()) return false;
  SwitchSetup setup;
  for (const auto& [name, entry] : value.items()) {
    if (name == "key" && entry.is_number_integer()) {
      setup.code = key_code(std::to_string(entry.get<std::int64_t>())).value_or(0);
      continue;
    }
    if (!entry.is_string()) return false;
    const auto text = entry.get<std::string>();
    if (name == "device")
      setup.device = text;
    else if (name == "key")
      setup.code = key_code(text).value_or(0);
    else if (name == "kind" && (text == "key" || text == "button"))
      setup.kind = text == "key" ? SwitchKind::key : SwitchKind::button;
    else
      return false;
  }
  config.officer_switch = setup;
  return setup.device.is_absolute() && setup.code > 0;
}

// What is wrong with the field, or nothing.
const char* take(KioskConfig& config, const std::string& name, const nlohmann::json& value) {
  if (auto* text = text_field(config, name)) {
    if (!value.is_string()) return "must be a text in quotes";
    *text = value.get<std::string>();
  } else if (name == "touch") {
    if (!value.is_boolean()) return "must be true or false, without quotes";
    config.has_touch = value.get<bool>();
  } else if (name == "switch" && !take_switch(config, value)) {
    return "must be as {\"device\": \"/dev/input/by-id/...\", \"key\": \"F13\", \"kind\": \"key\" or "
           "\"button\"}";
  } else if (name == "tags" && !take_tags(config, value)) {
    return "must be a list of texts, as [\"hall\", \"north\"]";
  }
  return nullptr;
}

}  // namespace

Result<KioskConfig> read_kiosk_config(Disk& disk, const Path& path) {
  GATECAST_TRY(const auto settings, read_kiosk_settings(disk, path));
  KioskConfig config;
  config.unknown = settings.unknown;
  for (const auto& [name, value] : settings.document->items()) {
    config.places[name] = settings.place_of(name);
    if (const char* wrong = take(config, name, value))
      return fail(usage_error("kiosk.config", config.places[name], "\"" + name + "\" " + wrong));
  }
  return config;
}

Error overruled(const KioskConfig& config, const std::string& field, const std::string& option) {
  return usage_error("kiosk.overruled", config.places.at(field),
                     "\"" + field + "\" is not heeded: this kiosk's own is " + option,
                     "take \"" + field + "\" out of the file");
}

}  // namespace gatecast::playback
