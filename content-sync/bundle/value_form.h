// Form of the small written values of the format: days, local times, zone names, ids, colours.
// Whether a zone exists is asked of ICU where it matters (source, schedule).
// Threads: pure functions. Source: RFC 5545 3.3.4 (DATE), 3.3.5 (DATE-TIME, form 1).
#pragma once
#include <string_view>

namespace gatecast::bundle {

bool is_day(std::string_view text);         // "20260101", and that day exists
bool is_local_time(std::string_view text);  // "20260101T060000"
bool is_zone_name(std::string_view text);   // "Asia/Ho_Chi_Minh", by its characters
bool is_slug(std::string_view text);        // lower-case letters, digits and single hyphens: "lao-bao-hall"
bool is_item_id(std::string_view text);     // "<agency>/<slug>"
bool is_colour(std::string_view text);      // "#F7F2E6"

}  // namespace gatecast::bundle
