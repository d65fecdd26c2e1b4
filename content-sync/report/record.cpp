#include "content-sync/report/record.h"

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"

namespace gatecast::report {
namespace {

bool is_kind(const std::string& kind) {
  return !kind.empty() && kind.size() <= 20 &&
         std::all_of(kind.begin(), kind.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

// Length of the well-formed sequence at `at`, 0 where there is none (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto lead = byte(at);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xc2 && lead < 0xe0   ? 2
                             : lead >= 0xe0 && lead < 0xf0 ? 3
                             : lead >= 0xf0 && lead < 0xf5 ? 4
                                                           : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(at + i) & 0xc0U) != 0x80U) return 0;
  const auto next = byte(at + 1);
  if ((lead == 0xe0 && next < 0xa0) || (lead == 0xed && next > 0x9f) || (lead == 0xf0 && next < 0x90) ||
      (lead == 0xf4 && next > 0x8f))
    return 0;
  return length;
}

// C0, DEL, C1 (two bytes), and what turns the order of a line round or ends it.
bool is_control(std::string_view sequence) {
  if (sequence.size() == 1) return static_cast<unsigned char>(sequence[0]) < 0x20 || sequence[0] == 0x7f;
  if (sequence.size() == 2) return sequence[0] == '\xc2' && static_cast<unsigned char>(sequence[1]) < 0xa0;
  if (sequence.size() != 3 || sequence[0] != '\xe2') return false;
  const auto second = static_cast<unsigned char>(sequence[1]);
  const auto third = static_cast<unsigned char>(sequence[2]);
  return (second == 0x80 && third >= 0xa8 && third <= 0xae) || (second == 0x81 && third >= 0xa6);
}

}  // namespace

std::string canonical_text(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::int64_t milliseconds(Instant instant) {
  return std::chrono::floor<std::chrono::milliseconds>(instant.time_since_epoch()).count();
}

Instant from_milliseconds(std::int64_t count) {
  return Instant(std::chrono::milliseconds(std::clamp<std::int64_t>(count, 0, kLatestMs)));
}

std::string to_text(const Record& record) {
  return "{\"at\":" + std::to_string(record.at_ms) + ",\"body\":" + record.body + ",\"kind\":\"" +
         record.kind + "\",\"n\":" + std::to_string(record.number) + "}";
}

Result<Record> parse_record(ByteView text, const std::string& source) {
  const auto wrong = [&](const char* message) { return fail(trust_error("report.record", source, message)); };
  JsonLimits limits;
  limits.size_bytes = kLargestRecord;
  limits.depth = 8;
  GATECAST_TRY(const auto document, parse_json(text, source, limits));
  if (!document.is_object() || document.size() != 4) return wrong("not a record");
  const auto value = [&](const char* name) { return document.value(name, nlohmann::json()); };
  const auto number = value("n");
  const auto at = value("at");
  const auto kind = value("kind");
  const auto body = value("body");
  if (!number.is_number_integer() || !at.is_number_integer() || !kind.is_string() || !body.is_object())
    return wrong("not a record");
  Record record{number.get<std::int64_t>(), at.get<std::int64_t>(), kind.get<std::string>(),
                canonical_text(body)};
  if (record.number < 1 || record.at_ms < 0 || record.at_ms > kLatestMs || !is_kind(record.kind))
    return wrong("number, time or kind of a record are out of their bounds");
  if (to_text(record) != text) return wrong("a record that is not in its canonical form");
  return record;
}

void add_count(std::int64_t& sum, std::int64_t more) {
  constexpr std::int64_t kMost = (std::int64_t{1} << 53U) - 1;
  sum = std::min(kMost, sum + std::clamp<std::int64_t>(more, 0, kMost));
}

std::string plain_text(std::string_view text, std::size_t most_bytes) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const auto length = sequence_length(text, at);
    const auto sequence = text.substr(at, std::max<std::size_t>(length, 1));
    const bool is_bad = length == 0 || is_control(sequence);
    const std::string_view put = is_bad ? "?" : sequence;
    if (plain.size() + put.size() > most_bytes) break;
    plain += put;
    at += sequence.size();
  }
  return plain;
}

}  // namespace gatecast::report
