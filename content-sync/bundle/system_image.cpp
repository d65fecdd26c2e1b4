#include "content-sync/bundle/system_image.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"

namespace gatecast::bundle {
namespace {

using nlohmann::json;

constexpr int kMajor = 1;
constexpr std::array kArchitectures{"amd64", "arm64"};
constexpr std::uint64_t kLargestList = std::uint64_t{16} << 20U;

class SystemReader {
 public:
  SystemReader(const json& document, std::string_view name, JsonPositions& positions)
      : document_(document), name_(name), positions_(positions) {}

  Result<SystemImage> read() {
    const auto format = document_.find("format");
    const auto major = format != document_.end() && format->is_object() ? number_at(*format, "major") : 0;
    if (major != kMajor) return wrong("format", "not of a format that this system reads");
    SystemImage image;
    image.arch = text_at(document_, "arch");
    if (!is_arch(image.arch)) return wrong("arch", "\"arch\" is neither amd64 nor arm64");
    image.version = number_at(document_, "version");
    if (image.version < 1) return wrong("version", "\"version\" must be a whole number above 0");
    GATECAST_TRY(image.boot, part("boot"));
    GATECAST_TRY(image.root, part("root"));
    return image;
  }

 private:
  [[nodiscard]] tl::unexpected<Error> wrong(const std::string& field, const std::string& what) const {
    std::string subject(name_);
    if (const auto at = positions_.find("/" + field); at != positions_.end())
      subject += fmt::format(":{}:{}", at->second.line, at->second.column);
    return fail(trust_error("system.form", subject, what, "make it anew: gatecast system draft"));
  }
  [[nodiscard]] Result<ObjectRef> part(const std::string& field) const {
    const auto found = document_.find(field);
    if (found == document_.end() || !found->is_object()) return wrong(field, "\"" + field + "\" is missing");
    const auto hash = Sha256::from_hex(text_at(*found, "sha256"));
    const auto pieces = Sha256::from_hex(text_at(*found, "pieces"));
    const auto length = number_at(*found, "length");
    const auto pieces_length = number_at(*found, "pieces_length");
    if (!hash || !pieces) return wrong(field, "\"" + field + "\" names no SHA-256 of its bytes and pieces");
    if (length < 1 || static_cast<std::uint64_t>(length) > kLargestSystemPart)
      return wrong(field, fmt::format("\"{}\" must have 1 byte to {} MiB", field, kLargestSystemPart >> 20U));
    if (pieces_length < 1 || static_cast<std::uint64_t>(pieces_length) > kLargestList)
      return wrong(field, "the piece list of \"" + field + "\" is of no length that makes sense");
    return ObjectRef{*hash, static_cast<std::uint64_t>(length), *pieces,
                     static_cast<std::uint64_t>(pieces_length), "application/octet-stream"};
  }

  const json& document_;
  std::string_view name_;
  JsonPositions& positions_;
};

json part_json(const ObjectRef& part) {
  return {{"sha256", part.sha256.hex()},
          {"length", part.length_bytes},
          {"pieces", part.pieces.hex()},
          {"pieces_length", part.pieces_length_bytes}};
}

}  // namespace

bool is_arch(std::string_view text) {
  return std::find(kArchitectures.begin(), kArchitectures.end(), text) != kArchitectures.end();
}

std::string system_target(const std::string& arch) {
  return "system/" + arch + ".json";
}

Result<SystemImage> parse_system(ByteView bytes, std::string_view name) {
  JsonLimits limits;
  limits.size_bytes = kSystemLimit;
  limits.depth = 4;
  JsonPositions positions;
  GATECAST_TRY(const auto document, parse_json(bytes, name, limits, &positions));
  if (!document.is_object()) return fail(trust_error("system.form", std::string(name), "not a JSON object"));
  GATECAST_TRY(auto image, SystemReader(document, name, positions).read());
  if (name != system_target(image.arch))
    return fail(trust_error("system.name", std::string(name),
                            "it speaks of " + image.arch + ", another machine",
                            "publish it under its own name"));
  return image;
}

Bytes write_system(const SystemImage& image) {
  const json out{{"format", {{"major", kMajor}, {"minor", 0}}},
                 {"arch", image.arch},
                 {"version", image.version},
                 {"boot", part_json(image.boot)},
                 {"root", part_json(image.root)}};
  return out.dump();
}

std::map<Sha256, ObjectRef> objects_of(const SystemImage& image) {
  return {{image.boot.sha256, image.boot}, {image.root.sha256, image.root}};
}

}  // namespace gatecast::bundle
