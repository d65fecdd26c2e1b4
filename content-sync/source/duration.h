// Lengths and recurrences as editors write them.
// Threads: main only (libical keeps an error state). Source: RFC 5545 3.3.6 (DURATION), 3.3.10 (RECUR).
#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace gatecast::source {

// "PT13H30M" -> microseconds; days are 24 hours, weeks 7 days. Nothing for "P", "PT" and the like.
std::optional<std::int64_t> parse_duration_us(const std::string& text);
// What is wrong with a recurrence rule; empty where it is right.
std::string fault_of_recurrence(const std::string& rule);

}  // namespace gatecast::source
