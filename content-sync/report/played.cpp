#include "content-sync/report/played.h"

#include <map>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/report/device_key.h"
#include "content-sync/report/record.h"

namespace gatecast::report {
namespace {

using nlohmann::json;

constexpr ByteView kHeadPurpose = "gatecast play log head 1\n";
constexpr std::size_t kLongestHead = 2048;
constexpr std::size_t kLongestBody = std::size_t{2} << 20U;
constexpr std::size_t kLongestName = 200;
constexpr std::int64_t kLongest = 366LL * 86'400'000;

std::optional<json> parse(ByteView text, std::size_t longest) {
  JsonLimits limits;
  limits.size_bytes = longest;
  limits.depth = 8;
  auto document = parse_json(text, "play log", limits);
  if (!document || !document->is_object() || document->value("format", json()) != 1) return std::nullopt;
  return std::move(*document);
}

std::optional<std::int64_t> whole(const json& value, std::int64_t most) {
  if (!value.is_number_integer()) return std::nullopt;
  const auto number = value.get<std::int64_t>();
  return number >= 0 && number <= most ? std::optional(number) : std::nullopt;
}

struct Rows {
  std::vector<std::string> names;
  std::map<std::string, PlayedItem> items;

  bool add(const json& index, std::optional<std::int64_t> times, const json& length) {
    const auto at = whole(index, static_cast<std::int64_t>(names.size()) - 1);
    const auto ms = whole(length, kLongest);
    if (!at || !ms || !times) return false;
    const auto& name = names[static_cast<std::size_t>(*at)];
    auto& item = items[name];
    item.item = name;
    item.times += *times;
    item.ms += *ms;
    return true;
  }
};

bool read_names(const json& document, Rows& rows) {
  const auto items = document.value("items", json::array());
  if (!items.is_array()) return false;
  for (const auto& entry : items) {
    if (!entry.is_array() || entry.empty() || !entry[0].is_string()) return false;
    rows.names.push_back(plain_text(entry[0].get<std::string>(), kLongestName));
  }
  return true;
}

}  // namespace

std::optional<PlayHead> parse_play_head(ByteView text, ByteView signature_hex) {
  const auto document = parse(text, kLongestHead);
  if (!document) return std::nullopt;
  const auto hash_at = [&](const char* name) {
    const auto value = document->value(name, json());
    return value.is_string() ? Sha256::from_hex(value.get<std::string>()) : std::nullopt;
  };
  const auto number = whole(document->value("n", json()), std::int64_t{1} << 40U);
  const auto from = whole(document->value("from", json()), kLatestMs);
  const auto to = whole(document->value("to", json()), kLatestMs);
  const auto body = hash_at("body");
  const auto previous = hash_at("previous");
  const auto key = hash_at("key");  // as long as a hash
  if (!number || *number < 1 || !from || !to || *to < *from || !body || !previous || !key)
    return std::nullopt;
  if (!is_signed(kHeadPurpose, text, key->hex(), signature_hex)) return std::nullopt;
  return PlayHead{*number, *from, *to, *body, *previous, key->hex(), sha256(text)};
}

std::optional<std::vector<PlayedItem>> played_items(ByteView text) {
  const auto document = parse(text, kLongestBody);
  Rows rows;
  if (!document || !read_names(*document, rows)) return std::nullopt;
  const auto shown = document->value("shown", json::array());
  const auto sums = document->value("item_sums", json::array());
  if (!shown.is_array() || !sums.is_array()) return std::nullopt;
  bool is_continued = document->value("continues", json(false)) == true;
  for (const auto& entry : shown) {
    if (!entry.is_array() || entry.size() < 2 || !rows.add(entry[0], is_continued ? 0 : 1, entry[1]))
      return std::nullopt;
    is_continued = false;
  }
  for (const auto& entry : sums)
    if (!entry.is_array() || entry.size() < 3 || !rows.add(entry[0], whole(entry[1], 1 << 30), entry[2]))
      return std::nullopt;
  std::vector<PlayedItem> items;
  for (auto& [name, item] : rows.items) items.push_back(std::move(item));
  return items;
}

}  // namespace gatecast::report
