// One thing that a kiosk reports: a number of its own, when, of what kind, and what. Its text is canonical:
// JSON on one line, keys sorted, no white space, whole numbers only, no control characters; what is not
// exactly so is refused. Threads: values. Errors: "report.record". Source: content-sync/FORMAT.md, Reports.
#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "content-sync/base/bytes.h"
#include "content-sync/base/clock.h"
#include "content-sync/base/result.h"

namespace gatecast::report {

inline constexpr std::size_t kLargestRecord = 64 * 1024;
inline constexpr std::int64_t kLatestMs = 253'402'300'799'999;  // the end of the year 9999

struct Record {
  std::int64_t number = 0;  // rises by one from 1; a sum has that of the last record that it stands for
  std::int64_t at_ms = 0;   // milliseconds since 1970, by the later of the kiosk's two clocks
  std::string kind;         // "start", "status", "refused", "play", "lost", "sum"
  std::string body;         // a JSON object in canonical text
};
// What is to become one.
struct Draft {
  std::int64_t at_ms = 0;
  std::string kind;
  std::string body;
};

std::string canonical_text(const nlohmann::json& value);
std::string to_text(const Record& record);
Result<Record> parse_record(ByteView text, const std::string& source);
std::int64_t milliseconds(Instant instant);
Instant from_milliseconds(std::int64_t count);

// Adds what somebody else counted: nothing below zero, and never over the end of what a number can be.
void add_count(std::int64_t& sum, std::int64_t more);

// Whatever somebody else wrote, as text that can stand in a record and on a terminal: valid UTF-8 without
// control characters, at most so many bytes.
std::string plain_text(std::string_view text, std::size_t most_bytes);

}  // namespace gatecast::report
