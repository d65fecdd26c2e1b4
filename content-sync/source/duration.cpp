#include "content-sync/source/duration.h"

#include <libical/ical.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

namespace gatecast::source {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(at, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

std::optional<std::int64_t> parse_duration_us(const std::string& text) {
  if (text.size() < 3 || text.front() != 'P') return std::nullopt;
  std::int64_t total = 0;
  std::int64_t number = -1;
  bool is_time = false;
  bool has_part = false;
  for (const char c : text.substr(1)) {
    if (c >= '0' && c <= '9') {
      number = (number < 0 ? 0 : number * 10) + (c - '0');
      if (number > 10'000'000) return std::nullopt;
      continue;
    }
    if (c == 'T' && !is_time && number < 0) {
      is_time = true;
      continue;
    }
    const std::int64_t unit = c == 'W' && !is_time   ? 7 * 86400
                              : c == 'D' && !is_time ? 86400
                              : c == 'H' && is_time  ? 3600
                              : c == 'M' && is_time  ? 60
                              : c == 'S' && is_time  ? 1
                                                     : 0;
    if (unit == 0 || number < 0) return std::nullopt;
    total += number * unit;
    number = -1;
    has_part = true;
  }
  if (number >= 0 || !has_part || total <= 0 || total > std::int64_t{400} * 86400) return std::nullopt;
  return total * kSecond;
}

std::string fault_of_recurrence(const std::string& rule) {
  static const std::set<std::string_view> kParts{"FREQ",       "UNTIL",    "COUNT",    "INTERVAL", "BYDAY",
                                                 "BYMONTHDAY", "BYMONTH",  "BYHOUR",   "BYMINUTE", "BYSECOND",
                                                 "BYYEARDAY",  "BYWEEKNO", "BYSETPOS", "WKST"};
  static const std::set<std::string_view> kFrequencies{"SECONDLY", "MINUTELY", "HOURLY", "DAILY",
                                                       "WEEKLY",   "MONTHLY",  "YEARLY"};
  std::set<std::string> seen;
  for (const auto& part : split(rule, ';')) {
    const auto equals = part.find('=');
    const auto name = part.substr(0, equals);
    if (equals == std::string::npos || equals + 1 == part.size()) return "\"" + part + "\" is not NAME=VALUE";
    if (name == "RSCALE")
      return "RSCALE is not read here; days of the Vietnamese lunar calendar are written as \"lunar\"";
    if (kParts.count(name) == 0) return "\"" + name + "\" is no part of a recurrence rule";
    if (!seen.insert(name).second) return "\"" + name + "\" stands twice";
    if (name == "FREQ" && kFrequencies.count(part.substr(equals + 1)) == 0)
      return "FREQ is MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY, not \"" + part.substr(equals + 1) +
             "\"";
  }
  if (seen.count("FREQ") == 0) return "FREQ is missing";
  if (seen.count("COUNT") > 0 && seen.count("UNTIL") > 0) return "COUNT and UNTIL cannot stand together";
  icalerror_set_errors_are_fatal(0);
  icalerror_clear_errno();
  const auto parsed = icalrecurrencetype_from_string(rule.c_str());
  if (parsed.freq == ICAL_NO_RECURRENCE || icalerrno != ICAL_NO_ERROR)
    return "\"" + rule + "\" cannot be read as a recurrence rule";
  return {};
}

}  // namespace gatecast::source
