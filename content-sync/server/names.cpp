#include "content-sync/server/names.h"

#include <algorithm>

namespace gatecast::server {
namespace {

bool all_of(std::string_view text, bool (*allowed)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// "timestamp.json" or "12.content-lao-bao-hall.json".
std::optional<NamedFile> metadata_file(std::string_view name) {
  const std::string path = "metadata/" + std::string(name);
  if (!name.ends_with(".json")) return std::nullopt;
  name.remove_suffix(5);
  const auto dot = name.find('.');
  const bool has_version = dot != std::string_view::npos && all_of(name.substr(0, dot), is_digit);
  if (has_version) name.remove_prefix(dot + 1);
  if (name.size() > 100 || !all_of(name, is_name_character)) return std::nullopt;
  return NamedFile{FileClass::metadata, path, std::nullopt, has_version};
}

}  // namespace

bool is_channel_name(std::string_view name) {
  return name.size() <= 64 &&
         all_of(name, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-'; });
}

std::optional<NamedFile> parse_release_name(std::string_view name) {
  const std::string path = "targets/releases/" + std::string(name);
  if (name.size() < 65 || name[64] != '.' || !name.ends_with(".json")) return std::nullopt;
  const auto hash = Sha256::from_hex(name.substr(0, 64));
  name.remove_prefix(65);
  if (!hash || name.size() <= 5 || !is_channel_name(name.substr(0, name.size() - 5))) return std::nullopt;
  return NamedFile{FileClass::target, path, hash, true};
}

// "<sha256>.<id>.json" of what a duty officer says.
static std::optional<NamedFile> parse_statement_name(std::string_view name) {
  const std::string path = "targets/alerts/" + std::string(name);
  if (name.size() < 71 || name.size() > 160 || name[64] != '.' || !name.ends_with(".json"))
    return std::nullopt;
  const auto hash = Sha256::from_hex(name.substr(0, 64));
  if (!hash || !all_of(name.substr(65, name.size() - 70), is_name_character)) return std::nullopt;
  return NamedFile{FileClass::target, path, hash, true};
}

// "<sha256>.<channel>.json" of a channel's feeds, "<sha256>.<arch>.json" of a system: named as a release is.
static std::optional<NamedFile> parse_flat_name(const std::string& folder, std::string_view name) {
  auto file = parse_release_name(name);
  if (file) file->path = "targets/" + folder + "/" + std::string(name);
  return file;
}

// "<site>/<sha256>.<kiosk>.json" of what a technician asks of one kiosk.
static std::optional<NamedFile> parse_wish_name(std::string_view name) {
  const std::string path = "targets/devices/" + std::string(name);
  const auto slash = name.find('/');
  if (slash == std::string_view::npos || !is_channel_name(name.substr(0, slash))) return std::nullopt;
  auto file = parse_release_name(name.substr(slash + 1));
  if (file) file->path = path;
  return file;
}

std::optional<NamedFile> parse_request_path(std::string_view path) {
  const std::string whole(path);
  if (take(path, "/targets/devices/")) return parse_wish_name(path);
  if (take(path, "/targets/feeds/")) return parse_flat_name("feeds", path);
  if (take(path, "/targets/system/")) return parse_flat_name("system", path);
  if (take(path, "/targets/alerts/")) return parse_statement_name(path);
  if (take(path, "/metadata/")) return metadata_file(path);
  if (take(path, "/targets/releases/")) return parse_release_name(path);
  if (!take(path, "/objects/") || path.size() != 67 || path[2] != '/') return std::nullopt;
  const auto hash = Sha256::from_hex(path.substr(3));
  if (!hash || path.substr(0, 2) != path.substr(3, 2)) return std::nullopt;
  return NamedFile{FileClass::object, whole.substr(1), hash, true};
}

}  // namespace gatecast::server
