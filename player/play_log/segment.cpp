#include "player/play_log/segment.h"

#include <algorithm>
#include <map>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "player/play_log/log_line.h"

namespace gatecast::play_log {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestLine = std::size_t{2} << 20U;

JsonLimits limits() {
  JsonLimits limits;
  limits.size_bytes = kLongestLine;
  limits.depth = 8;
  return limits;
}

// Reads fields and remembers whether all were of their kind.
struct Fields {
  bool is_right = true;

  const json* find(const json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
  }
  std::string text(const json& value) {
    if (value.is_string()) return value.get<std::string>();
    is_right = false;
    return {};
  }
  std::int64_t number(const json& value) {
    if (value.is_number_integer()) return value.get<std::int64_t>();
    is_right = false;
    return 0;
  }
  Milliseconds length(const json& value) {
    const auto count = number(value);
    is_right = is_right && count >= 0;
    return Milliseconds(count);
  }
  std::string text_at(const json& object, const char* name) {
    const auto* value = find(object, name);
    return value == nullptr ? std::string() : text(*value);
  }
  std::int64_t number_at(const json& object, const char* name) {
    const auto* value = find(object, name);
    if (value == nullptr) is_right = false;
    return value == nullptr ? 0 : number(*value);
  }
  Sha256 hash_at(const json& object, const char* name) {
    const auto hash = Sha256::from_hex(text_at(object, name));
    if (!hash) is_right = false;
    return hash.value_or(Sha256());
  }
  std::size_t index(const json& value, std::size_t count) {
    const auto found = number(value);
    if (found < 0 || static_cast<std::size_t>(found) >= count) {
      is_right = false;
      return 0;
    }
    return static_cast<std::size_t>(found);
  }
  template <class F>
  void each(const json& object, const char* name, std::size_t size, F read) {
    const auto* list = find(object, name);
    if (list == nullptr) return;
    is_right = is_right && list->is_array();
    if (!is_right) return;
    for (const auto& entry : *list) {
      is_right = is_right && entry.is_array() && entry.size() >= size;
      if (!is_right) return;
      read(entry);
    }
  }
};

json deviation_json(const Deviation& deviation) {
  json entry{{"at", deviation.at.count()}, {"ms", deviation.length.count()}, {"what", deviation.what}};
  if (!deviation.item.empty()) entry["item"] = deviation.item;
  if (!deviation.why.empty()) entry["why"] = deviation.why;
  if (deviation.continues) entry["continues"] = true;
  return entry;
}

void read_deviations(Fields& fields, const json& body, Segment& segment) {
  const auto* list = fields.find(body, "deviations");
  if (list == nullptr) return;
  fields.is_right = fields.is_right && list->is_array();
  for (const auto& entry : *list) {
    fields.is_right = fields.is_right && entry.is_object();
    if (!fields.is_right) return;
    Deviation deviation;
    deviation.at = Milliseconds(fields.number_at(entry, "at"));
    deviation.length = Milliseconds(fields.number_at(entry, "ms"));
    deviation.what = fields.text_at(entry, "what");
    deviation.item = fields.text_at(entry, "item");
    deviation.why = fields.text_at(entry, "why");
    deviation.continues = entry.value("continues", json(false)) == true;
    segment.deviations.push_back(std::move(deviation));
  }
}

bool adds_up(const Segment& segment) {
  Milliseconds sum{0};
  for (const auto& shown : segment.shown) sum += shown.length;
  return segment.is_summed() || sum == segment.to - segment.from;
}

}  // namespace

LogTime to_log_time(Instant instant) {
  return std::chrono::floor<Milliseconds>(instant);
}

std::string body_line(const Segment& segment) {
  json body{{"format", 1}};
  if (segment.continues) body["continues"] = true;
  for (const auto& interval : segment.programme)
    body["programme"].push_back(
        {interval.at.count(), interval.channel, interval.release, interval.document, interval.mode});
  for (const auto& item : segment.items) {
    auto entry = json::array({item.item});
    for (const auto& language : item.languages) entry.push_back(language);
    body["items"].push_back(std::move(entry));
  }
  for (const auto& skip : segment.skips) body["skips"].push_back(json::array({skip.item, skip.why}));
  for (const auto& shown : segment.shown) {
    auto entry = json::array({shown.item, shown.length.count()});
    if (shown.skip) entry.push_back(*shown.skip);
    body["shown"].push_back(std::move(entry));
  }
  for (const auto& deviation : segment.deviations) body["deviations"].push_back(deviation_json(deviation));
  for (const auto& sum : segment.item_sums)
    body["item_sums"].push_back({sum.item, sum.times, sum.length.count(), sum.filled_in});
  for (const auto& sum : segment.deviation_sums)
    body["deviation_sums"].push_back({sum.what, sum.item, sum.times, sum.length.count()});
  return "B " + dump(body);
}

std::string head_json(const Head& head) {
  return dump({{"format", 1},
               {"n", head.number},
               {"from", head.from.time_since_epoch().count()},
               {"to", head.to.time_since_epoch().count()},
               {"body", head.body.hex()},
               {"previous", head.previous.hex()},
               {"key", head.key}});
}

std::string head_line(const std::string& json, const LogKey& key) {
  return "H " + json + " " + key.sign(kHeadPurpose, json);
}

std::optional<SignedHead> parse_head_line(ByteView line) {
  if (!line.starts_with("H ") || line.size() < kSignatureDigits + 5) return std::nullopt;
  if (line[line.size() - kSignatureDigits - 1] != ' ') return std::nullopt;
  const auto signature = line.substr(line.size() - kSignatureDigits);
  const auto bytes = line.substr(2, line.size() - kSignatureDigits - 3);
  const auto document = parse_json(bytes, "head", limits());
  if (!document || !document->is_object() || document->value("format", json()) != 1) return std::nullopt;
  Fields fields;
  SignedHead result;
  auto& head = result.head;
  head.number = fields.number_at(*document, "n");
  head.from = LogTime(Milliseconds(fields.number_at(*document, "from")));
  head.to = LogTime(Milliseconds(fields.number_at(*document, "to")));
  head.body = fields.hash_at(*document, "body");
  head.previous = fields.hash_at(*document, "previous");
  head.key = fields.text_at(*document, "key");
  if (!fields.is_right || head.number < 1 || head.to < head.from) return std::nullopt;
  result.hash = sha256(bytes);
  result.is_signed = is_signed(kHeadPurpose, bytes, head.key, signature);
  return result;
}

std::optional<Segment> parse_body_line(ByteView line, const Head& head) {
  if (!line.starts_with("B ")) return std::nullopt;
  const auto body = parse_json(line.substr(2), "body", limits());
  if (!body || !body->is_object() || body->value("format", json()) != 1) return std::nullopt;
  Fields fields;
  Segment segment;
  segment.from = head.from;
  segment.to = head.to;
  segment.continues = body->value("continues", json(false)) == true;
  fields.each(*body, "programme", 5, [&](const json& entry) {
    segment.programme.push_back({fields.length(entry[0]), fields.text(entry[1]), fields.number(entry[2]),
                                 fields.text(entry[3]), fields.text(entry[4])});
  });
  fields.each(*body, "items", 1, [&](const json& entry) {
    ShownItem item{fields.text(entry[0]), {}};
    for (std::size_t i = 1; i < entry.size(); ++i) item.languages.push_back(fields.text(entry[i]));
    segment.items.push_back(std::move(item));
  });
  const auto count = segment.items.size();
  fields.each(*body, "skips", 2, [&](const json& entry) {
    segment.skips.push_back({fields.text(entry[0]), fields.text(entry[1])});
  });
  fields.each(*body, "shown", 2, [&](const json& entry) {
    Shown shown{fields.index(entry[0], count), fields.length(entry[1]), {}};
    if (entry.size() > 2) shown.skip = fields.index(entry[2], segment.skips.size());
    segment.shown.push_back(shown);
  });
  fields.each(*body, "item_sums", 4, [&](const json& entry) {
    segment.item_sums.push_back({fields.index(entry[0], count), fields.number(entry[1]),
                                 fields.length(entry[2]), fields.number(entry[3])});
  });
  fields.each(*body, "deviation_sums", 4, [&](const json& entry) {
    segment.deviation_sums.push_back(
        {fields.text(entry[0]), fields.text(entry[1]), fields.number(entry[2]), fields.length(entry[3])});
  });
  read_deviations(fields, *body, segment);
  if (!fields.is_right || !adds_up(segment)) return std::nullopt;
  return segment;
}

namespace {

struct Summing {
  std::map<ShownItem, ItemSum> items;
  std::map<std::pair<std::string, std::string>, DeviationSum> deviations;

  void add(const ShownItem& item, std::int64_t times, Milliseconds length, std::int64_t filled_in) {
    auto& sum = items[item];
    sum.times += times;
    sum.length += length;
    sum.filled_in += filled_in;
  }
  void deviate(const std::string& what, const std::string& item, std::int64_t times, Milliseconds length) {
    auto& sum = deviations[{what, item}];
    sum.times += times;
    sum.length += length;
  }
  void add(const Segment& segment) {
    for (std::size_t i = 0; i < segment.shown.size(); ++i) {
      const auto& shown = segment.shown[i];
      const int times = i == 0 && segment.continues ? 0 : 1;
      add(segment.items[shown.item], times, shown.length, shown.skip ? times : 0);
      if (shown.skip) deviate("skipped", segment.skips[*shown.skip].item, times, shown.length);
    }
    for (const auto& sum : segment.item_sums)
      add(segment.items[sum.item], sum.times, sum.length, sum.filled_in);
    for (const auto& one : segment.deviations) deviate(one.what, one.item, one.continues ? 0 : 1, one.length);
    for (const auto& sum : segment.deviation_sums) deviate(sum.what, sum.item, sum.times, sum.length);
  }
};

void put_items(const Summing& summing, std::size_t most_rows, Segment& whole) {
  std::vector<std::pair<ShownItem, ItemSum>> sorted(summing.items.begin(), summing.items.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second.length > b.second.length; });
  for (const auto& [item, sum] : sorted) {
    const bool is_other = whole.items.size() >= most_rows;
    if (!is_other || whole.items.back().item != kOthers) {
      whole.items.push_back(is_other ? ShownItem{kOthers, {}} : item);
      whole.item_sums.push_back({whole.items.size() - 1, 0, Milliseconds(0), 0});
    }
    auto& row = whole.item_sums.back();
    row.times += sum.times;
    row.length += sum.length;
    row.filled_in += sum.filled_in;
  }
}

void put_deviations(const Summing& summing, std::size_t most_rows, Segment& whole) {
  for (const auto& [name, sum] : summing.deviations) {
    const bool is_other = whole.deviation_sums.size() >= most_rows;
    if (!is_other)
      whole.deviation_sums.push_back({name.first, name.second, 0, Milliseconds(0)});
    else if (whole.deviation_sums.back().what != kOthers)
      whole.deviation_sums.push_back({kOthers, "", 0, Milliseconds(0)});
    whole.deviation_sums.back().times += sum.times;
    whole.deviation_sums.back().length += sum.length;
  }
}

}  // namespace

Segment sum_up(const std::vector<Segment>& segments, std::size_t most_rows) {
  Segment whole;
  whole.from = segments.front().from;
  whole.to = std::max(segments.back().to, whole.from);
  Summing summing;
  for (const auto& segment : segments) {
    summing.add(segment);
    for (auto interval : segment.programme) {
      interval.at = std::max(Milliseconds(0), interval.at + (segment.from - whole.from));
      const bool is_new = whole.programme.empty() || interval.release != whole.programme.back().release ||
                          interval.channel != whole.programme.back().channel ||
                          interval.mode != whole.programme.back().mode;
      if (is_new && whole.programme.size() < most_rows) whole.programme.push_back(std::move(interval));
    }
  }
  put_items(summing, most_rows, whole);
  put_deviations(summing, most_rows, whole);
  return whole;
}

}  // namespace gatecast::play_log
