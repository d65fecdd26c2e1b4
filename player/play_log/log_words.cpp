// The report of a log, for people and for machines.
#include <fmt/format.h>

#include <algorithm>
#include "content-sync/base/json_value.h"

#include "player/play_log/log_reader.h"

namespace gatecast::play_log {
namespace {

using nlohmann::json;

constexpr std::size_t kMostLines = 100;  // of deviations, gaps and releases each

std::string at(LogTime time) {
  return format_instant(time);
}

// "3:25:07"
std::string clock(Milliseconds length) {
  const auto seconds = std::chrono::round<std::chrono::seconds>(length).count();
  return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string name_of(const std::string& item) {
  return item.empty() ? "(still)" : item;
}

std::vector<std::pair<std::string, Row>> sorted_rows(const Tally& tally) {
  std::vector<std::pair<std::string, Row>> rows(tally.items.begin(), tally.items.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.second.length > b.second.length; });
  return rows;
}

Milliseconds missing(const LogReport& report) {
  Milliseconds sum{0};
  for (const auto& gap : report.not_recorded) sum += gap.to - gap.from;
  return sum;
}

std::string deviation_words(const DatedDeviation& entry) {
  const auto& d = entry.deviation;
  std::string line = fmt::format("  {}  {:12} {:>9}  {}", at(entry.from), d.what,
                                 d.length.count() > 0 ? clock(d.length) : "", d.item);
  if (!entry.by.empty()) line += " (in its place: " + entry.by + ")";
  if (!d.why.empty()) line += " [" + d.why + "]";
  while (line.ends_with(' ')) line.pop_back();
  return line + "\n";
}

template <class T, class F>
std::string some_lines(const char* title, const std::vector<T>& list, F words) {
  if (list.empty()) return {};
  std::string text = fmt::format("\n{}\n", title);
  for (std::size_t i = 0; i < std::min(list.size(), kMostLines); ++i) text += words(list[i]);
  if (list.size() > kMostLines) text += fmt::format("  and {} more: see --json\n", list.size() - kMostLines);
  return text;
}

std::string chain_words(const LogReport& report) {
  std::string text = report.breaks.empty()
                         ? fmt::format("chain: whole, heads {} to {}\n", report.first, report.last)
                         : fmt::format("chain: BROKEN in {} places, heads {} to {}\n", report.breaks.size(),
                                       report.first, report.last);
  if (report.torn_bytes > 0)
    text += fmt::format("  {} bytes behind the last head are not whole: so a power cut leaves a write\n",
                        report.torn_bytes);
  for (const auto& one : report.breaks)
    text += fmt::format("  {}: {} [{}]\n", one.place, one.message, one.rule);
  text += "last head: " + report.last_hash.hex() + "\n";
  for (const auto& key : report.keys) text += "signed by: ed25519 " + key + "\n";
  return text + "Proof is what the server has received: compare its heads with these.\n";
}

}  // namespace

std::string report_in_words(const LogReport& report) {
  auto text = chain_words(report);
  text += fmt::format("recorded: {}", clock(report.tally.recorded));
  if (missing(report).count() > 0)
    text += fmt::format(", not recorded in between: {}", clock(missing(report)));
  text += "\n";
  if (report.tally.summed_segments > 0)
    text += fmt::format("{} summed parts are counted whole where they begin inside the range\n",
                        report.tally.summed_segments);
  const auto rows = sorted_rows(report.tally);
  std::size_t width = 4;
  for (const auto& [item, row] : rows) width = std::max(width, name_of(item).size());
  text += fmt::format("\n{:{}} {:>7} {:>11} {:>7} {:>8} {:>10}\n", "item", width, "times", "on screen",
                      "share", "skipped", "filled in");
  const auto whole = std::max<std::int64_t>(1, report.tally.recorded.count());
  for (const auto& [item, row] : rows)
    text += fmt::format("{:{}} {:>7} {:>11} {:>6.1f}% {:>8} {:>10}\n", name_of(item), width, row.times,
                        clock(row.length),
                        100.0 * static_cast<double>(row.length.count()) / static_cast<double>(whole),
                        row.skipped, row.filled_in);
  text += some_lines("releases", report.programme, [](const FollowedRelease& followed) {
    const auto& now = followed.interval;
    if (now.channel.empty())
      return fmt::format("  {} to {}  no release\n", at(followed.from), at(followed.to));
    return fmt::format("  {} to {}  release {} of {}, {}, document {}\n", at(followed.from), at(followed.to),
                       now.release, now.channel, now.mode, now.document);
  });
  text += some_lines("deviations", report.deviations, deviation_words);
  text += some_lines("not recorded", report.not_recorded, [](const Gap& gap) {
    return fmt::format("  {} to {}  {}\n", at(gap.from), at(gap.to), clock(gap.to - gap.from));
  });
  return text;
}

std::string report_as_json(const LogReport& report) {
  json document{{"format", 1}};
  if (report.range.from) document["from"] = at(*report.range.from);
  if (report.range.to) document["to"] = at(*report.range.to);
  auto& chain = document["chain"];
  chain = {{"is_whole", report.breaks.empty()},
           {"first", report.first},
           {"last", report.last},
           {"last_head", report.last_hash.hex()},
           {"keys", report.keys},
           {"torn_bytes", report.torn_bytes},
           {"breaks", json::array()}};
  for (const auto& one : report.breaks)
    chain["breaks"].push_back({{"place", one.place}, {"rule", one.rule}, {"message", one.message}});
  document["recorded_ms"] = report.tally.recorded.count();
  document["not_recorded_ms"] = missing(report).count();
  document["summed_parts"] = report.tally.summed_segments;
  document["rows"] = json::array();
  for (const auto& [item, row] : sorted_rows(report.tally))
    document["rows"].push_back({{"item", item},
                                {"times", row.times},
                                {"ms", row.length.count()},
                                {"skipped", row.skipped},
                                {"skipped_ms", row.skipped_length.count()},
                                {"filled_in", row.filled_in}});
  document["languages_ms"] = json::object();
  for (const auto& [name, length] : report.tally.languages) document["languages_ms"][name] = length.count();
  document["deviation_sums"] = json::object();
  for (const auto& [what, row] : report.tally.deviations)
    document["deviation_sums"][what] = {{"times", row.times}, {"ms", row.length.count()}};
  document["programme"] = json::array();
  for (const auto& followed : report.programme)
    document["programme"].push_back({{"from", at(followed.from)},
                                     {"to", at(followed.to)},
                                     {"channel", followed.interval.channel},
                                     {"release", followed.interval.release},
                                     {"document", followed.interval.document},
                                     {"mode", followed.interval.mode}});
  document["deviations"] = json::array();
  for (const auto& [from, d, by] : report.deviations)
    document["deviations"].push_back({{"from", at(from)},
                                      {"ms", d.length.count()},
                                      {"what", d.what},
                                      {"item", d.item},
                                      {"by", by},
                                      {"why", d.why}});
  document["not_recorded"] = json::array();
  for (const auto& gap : report.not_recorded)
    document["not_recorded"].push_back({{"from", at(gap.from)}, {"to", at(gap.to)}});
  return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace gatecast::play_log
