#include "content-sync/report/day_sum.h"

#include <algorithm>
#include <map>
#include <optional>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/report/played.h"

namespace gatecast::report {
namespace {

using nlohmann::json;

constexpr std::size_t kMostItems = 100;
constexpr std::size_t kMostRules = 40;
constexpr std::size_t kMostKinds = 20;
constexpr const char* kOthers = "(others)";
constexpr std::int64_t kAheadMs = 7 * 3'600'000;  // days of UTC+7
constexpr std::int64_t kDayMs = 86'400'000;

std::string day_text(std::int64_t day) {
  return format_instant(from_milliseconds(day * kDayMs)).substr(0, 10);
}
std::int64_t day_of(std::int64_t at_ms) {
  return (at_ms + kAheadMs) / kDayMs;
}

struct Played {
  std::int64_t times = 0;
  std::int64_t ms = 0;
};

// One day, or several.
struct Sum {
  std::int64_t day = 0, until = 0;
  std::int64_t number = 0, at_ms = 0;  // of its last record
  std::int64_t records = 0;
  std::map<std::string, std::int64_t> kinds, rules;
  std::map<std::string, Played> played;
  std::optional<std::int64_t> least_free, hottest;
  std::int64_t heads = 0, head_number = 0;
  std::string head, signature;

  void saw_least(std::optional<std::int64_t> free) {
    if (free && (!least_free || *free < *least_free)) least_free = free;
  }
  void saw_hot(std::optional<std::int64_t> tenths) {
    if (tenths && (!hottest || *tenths > *hottest)) hottest = tenths;
  }
  void saw_head(const std::string& text, const std::string& signed_by, std::int64_t count) {
    const auto parsed = parse_play_head(text, signed_by);
    if (!parsed) return;
    add_count(heads, count);
    if (!head.empty() && parsed->number < head_number) return;
    head_number = parsed->number;
    head = text;
    signature = signed_by;
  }
  void saw_played(const std::string& item, std::int64_t times, std::int64_t ms) {
    auto& entry = played[item];
    add_count(entry.times, times);
    add_count(entry.ms, ms);
  }
};

std::optional<std::int64_t> number_if(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_integer() ? std::optional(found->get<std::int64_t>())
                                                             : std::nullopt;
}

// [[item, times, ms], ...]
void add_rows(Sum& sum, const json& rows) {
  if (!rows.is_array()) return;
  for (const auto& row : rows)
    if (row.is_array() && row.size() == 3 && row[0].is_string() && row[1].is_number_integer() &&
        row[2].is_number_integer())
      sum.saw_played(row[0].get<std::string>(), row[1].get<std::int64_t>(), row[2].get<std::int64_t>());
}

void add_play(Sum& sum, const json& body) {
  sum.saw_head(text_at(body, "head"), text_at(body, "signature"), 1);
  if (const auto items = played_items(text_at(body, "body"))) {
    for (const auto& item : *items) sum.saw_played(item.item, item.times, item.ms);
  } else {
    add_rows(sum, body.value("rows", json()));
  }
}

// [[name, count], ...]
void add_counts(std::map<std::string, std::int64_t>& counts, const json& rows) {
  if (!rows.is_array()) return;
  for (const auto& row : rows)
    if (row.is_array() && row.size() == 2 && row[0].is_string() && row[1].is_number_integer())
      add_count(counts[row[0].get<std::string>()], row[1].get<std::int64_t>());
}

void add_sum(Sum& sum, const json& body) {
  add_counts(sum.kinds, body.value("kinds", json()));
  add_counts(sum.rules, body.value("rules", json()));
  add_rows(sum, body.value("played", json()));
  sum.saw_least(number_if(body, "least_free_bytes"));
  sum.saw_hot(number_if(body, "hottest_tenths"));
  sum.saw_head(text_at(body, "head"), text_at(body, "signature"), number_at(body, "heads"));
}

void add(Sum& sum, const Record& record) {
  sum.number = std::max(sum.number, record.number);
  sum.at_ms = std::max(sum.at_ms, record.at_ms);
  add_count(sum.records, stands_for(record));
  const auto body = parse_json(record.body, "record");
  if (record.kind != kSumKind) ++sum.kinds[record.kind];
  if (!body || !body->is_object()) return;
  if (record.kind == kSumKind) add_sum(sum, *body);
  if (record.kind == "play") add_play(sum, *body);
  if (record.kind == "refused") ++sum.rules[text_at(*body, "rule")];
  if (record.kind == "status") {
    sum.saw_least(number_if(*body, "free_bytes"));
    sum.saw_hot(number_if(*body, "hottest_tenths"));
  }
}

// The greatest counts by name; what is beyond `most` as "(others)".
json counts_json(const std::map<std::string, std::int64_t>& counts, std::size_t most) {
  std::vector<std::pair<std::string, std::int64_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  auto rows = json::array();
  std::int64_t others = 0;
  for (const auto& [name, count] : sorted) {
    if (rows.size() < most && name != kOthers)
      rows.push_back({name, count});
    else
      others += count;
  }
  if (others > 0) rows.push_back({kOthers, others});
  return rows;
}

json played_json(const std::map<std::string, Played>& played) {
  std::vector<std::pair<std::string, Played>> sorted(played.begin(), played.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second.ms > b.second.ms; });
  auto rows = json::array();
  Played others;
  for (const auto& [item, sum] : sorted) {
    if (rows.size() < kMostItems && item != kOthers) {
      rows.push_back({item, sum.times, sum.ms});
    } else {
      others.times += sum.times;
      others.ms += sum.ms;
    }
  }
  if (others.times > 0 || others.ms > 0) rows.push_back({kOthers, others.times, others.ms});
  return rows;
}

Record to_record(const Sum& sum) {
  json body{{"day", day_text(sum.day)},
            {"until", day_text(sum.until)},
            {"records", sum.records},
            {"kinds", counts_json(sum.kinds, kMostKinds)}};
  if (!sum.rules.empty()) body["rules"] = counts_json(sum.rules, kMostRules);
  if (!sum.played.empty()) body["played"] = played_json(sum.played);
  if (sum.least_free) body["least_free_bytes"] = *sum.least_free;
  if (sum.hottest) body["hottest_tenths"] = *sum.hottest;
  if (!sum.head.empty()) {
    body["heads"] = sum.heads;
    body["head"] = sum.head;
    body["signature"] = sum.signature;
  }
  return {sum.number, sum.at_ms, kSumKind, canonical_text(body)};
}

}  // namespace

std::int64_t stands_for(const Record& record) {
  if (record.kind != kSumKind) return 1;
  const auto body = parse_json(record.body, "record");
  return body && body->is_object() ? std::max<std::int64_t>(1, number_at(*body, "records", 1)) : 1;
}

std::vector<Record> sum_by_day(const std::vector<Record>& records, std::size_t most_sums) {
  // In runs of one day: a clock that steps begins another run, so that numbers keep their order.
  std::vector<std::vector<const Record*>> runs;
  std::vector<std::pair<std::int64_t, std::int64_t>> days;
  for (const auto& record : records) {
    auto first = day_of(record.at_ms);
    auto last = first;
    if (record.kind == kSumKind) {
      const auto body = parse_json(record.body, "record");
      const auto day = body ? parse_instant(text_at(*body, "day") + "T00:00:00Z") : fail(body.error());
      if (day) first = std::min(first, milliseconds(*day) / kDayMs);
    }
    if (days.empty() || days.back().second != first) {
      days.emplace_back(first, last);
      runs.emplace_back();
    }
    days.back().second = std::max(days.back().second, last);
    runs.back().push_back(&record);
  }
  // The oldest ones together, until there are few enough.
  const auto together = runs.size() > most_sums ? runs.size() - most_sums + 1 : 1;
  std::vector<Record> result;
  for (std::size_t i = 0; i < runs.size();) {
    Sum sum;
    sum.day = days[i].first;
    for (const auto end = i == 0 ? together : i + 1; i < end; ++i) {
      sum.day = std::min(sum.day, days[i].first);
      sum.until = std::max(sum.until, days[i].second);
      for (const auto* record : runs[i]) add(sum, *record);
    }
    result.push_back(to_record(sum));
  }
  return result;
}

}  // namespace gatecast::report
