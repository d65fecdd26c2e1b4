#include "content-sync/base/kiosk_settings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "content-sync/base/json_value.h"
#include "content-sync/base/nearest.h"

namespace gatecast {
namespace {

constexpr std::uint64_t kLargestSettings = 64 * 1024;

bool is_known(const std::string& name) {
  return is_among(kSharedSettings, name) || is_among(kPlayerSettings, name) || is_among(kAgentSettings, name);
}

Error unknown_field(const std::string& place, const std::string& name) {
  auto known = all_kiosk_settings();
  const auto near = nearest(name, known);
  return usage_error("settings.unknown", place, "unknown field \"" + name + "\"",
                     near.empty() ? fmt::format("known fields: {}", fmt::join(known, ", "))
                                  : "did you mean \"" + near + "\"?");
}

}  // namespace

std::string KioskSettings::place_of(const std::string& field) const {
  const auto at = positions.find(json_pointer("", field));
  if (at == positions.end()) return file;
  return fmt::format("{}:{}:{}", file, at->second.line, at->second.column);
}

Result<nlohmann::json> parse_settings(ByteView bytes, const std::string& file, const JsonLimits& limits,
                                      JsonPositions* positions) {
  auto document = parse_json(bytes, file, limits, positions);
  if (document) return document;
  auto error = std::move(document).error();
  error.kind = ErrorKind::usage;
  return fail(std::move(error));
}

Result<KioskSettings> read_kiosk_settings(Disk& disk, const Path& path) {
  GATECAST_TRY(const auto there, disk.status(path));
  if (there.kind == FileKind::missing)
    return fail(
        usage_error("settings.missing", path, "this kiosk is not set up: its settings are missing",
                    "on a kiosk gatecast-provision FOLDER, of the package gatecast-kiosk, writes them "
                    "from its stick; elsewhere write the file by hand, or name another by --config"));
  GATECAST_TRY(const auto bytes, read_file(disk, path, kLargestSettings));
  KioskSettings settings;
  settings.file = path.string();
  GATECAST_TRY(auto document, parse_settings(bytes, settings.file, {}, &settings.positions));
  if (!document.is_object())
    return fail(usage_error("settings.form", path, "not a JSON object",
                            R"(for instance {"channel": "lao-bao-hall", "server": "https://..."})"));
  for (const auto& [name, value] : document.items())
    if (!is_known(name)) settings.unknown.push_back(unknown_field(settings.place_of(name), name));
  settings.document = std::make_shared<const nlohmann::json>(std::move(document));
  return settings;
}

}  // namespace gatecast
