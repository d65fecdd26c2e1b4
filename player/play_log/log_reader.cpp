#include "player/play_log/log_reader.h"

#include <algorithm>

#include "player/play_log/sums.h"

namespace gatecast::play_log {
namespace {

using namespace std::chrono_literals;

constexpr auto kSeam = 1s;  // less between two segments is no gap

// What comes after what: numbers, hashes, keys, times.
class Chain {
 public:
  explicit Chain(LogReport& report) : report_(report) {}

  void link(const std::string& place, std::int64_t number, const Sha256& previous, const std::string& key) {
    if (report_.last == 0) {
      if (number != 1 || previous != Sha256())
        broken(place, "log.start",
               "the log begins with head " + std::to_string(number) +
                   ": what came before is neither here nor summed");
    } else if (number != report_.last + 1) {
      broken(place, "log.number",
             "head " + std::to_string(number) + " follows head " + std::to_string(report_.last) +
                 (number > report_.last ? ": heads are missing" : ": it stands here twice"));
    } else if (previous != report_.last_hash) {
      broken(place, "log.chain",
             "head " + std::to_string(number) + " does not name the head that stands before it");
    }
    if (!key_.empty() && key != key_)
      broken(place, "log.key", "from head " + std::to_string(number) + " on another key signs");
    key_ = key;
    report_.keys.insert(key);
  }
  void broken(const std::string& place, const char* rule, std::string message) {
    report_.breaks.push_back({place, rule, std::move(message)});
  }

 private:
  LogReport& report_;
  std::string key_;
};

void add_programme(LogReport& report, const Segment& segment) {
  for (std::size_t i = 0; i < segment.programme.size(); ++i) {
    const auto from = segment.from + segment.programme[i].at;
    const auto to =
        i + 1 < segment.programme.size() ? segment.from + segment.programme[i + 1].at : segment.to;
    if ((report.range.to && from >= *report.range.to) || (report.range.from && to <= *report.range.from))
      continue;
    const auto& now = segment.programme[i];
    auto* last = report.programme.empty() ? nullptr : &report.programme.back();
    const bool goes_on = last != nullptr && from - last->to < kSeam && from >= last->from &&
                         last->interval.channel == now.channel && last->interval.release == now.release &&
                         last->interval.document == now.document && last->interval.mode == now.mode;
    if (goes_on)
      last->to = to;
    else
      report.programme.push_back({from, to, now});
  }
}

void add_deviation(LogReport& report, LogTime from, const Deviation& deviation, const std::string& by = {}) {
  if (deviation.continues) {
    const auto before =
        std::find_if(report.deviations.rbegin(), report.deviations.rend(), [&](const auto& d) {
          return d.deviation.what == deviation.what && d.deviation.item == deviation.item;
        });
    if (before != report.deviations.rend()) {
      before->deviation.length += deviation.length;
      return;
    }
  }
  const auto& range = report.range;
  const bool goes_in = range.from && from < *range.from && from + deviation.length > *range.from;
  if (range.holds(from) || goes_in) report.deviations.push_back({from, deviation, by});
}

void add_deviations(LogReport& report, const Segment& segment) {
  for (const auto& deviation : segment.deviations)
    add_deviation(report, segment.from + deviation.at, deviation);
  auto at = segment.from;
  for (std::size_t i = 0; i < segment.shown.size(); at += segment.shown[i].length, ++i) {
    const auto& shown = segment.shown[i];
    if (!shown.skip) continue;
    const auto& skip = segment.skips[*shown.skip];
    Deviation deviation{.length = shown.length, .what = "skipped", .item = skip.item, .why = skip.why};
    deviation.continues = i == 0 && segment.continues;
    add_deviation(report, at, deviation, segment.items[shown.item].item);
  }
}

void add_gap(LogReport& report, LogTime from, LogTime to) {
  if (report.range.from) from = std::max(from, *report.range.from);
  if (report.range.to) to = std::min(to, *report.range.to);
  if (to - from >= kSeam) report.not_recorded.push_back({from, to});
}

}  // namespace

Result<LogReport> read_log(Disk& disk, const Path& state, const Range& range) {
  LogReport report;
  report.range = range;
  const Path folder = state / "play-log";
  GATECAST_TRY(const auto sums, read_sums(disk, folder));
  GATECAST_TRY(const auto files, list_log_files(disk, folder));
  if (sums.sums.empty() && files.empty())
    return fail(environment_error("log.missing", folder, "there is no play log here",
                                  "is this the folder that the player has as --state?"));
  Chain chain(report);
  for (const auto& fault : sums.faults)
    chain.broken("play-log/" + fault, "log.sum", "the sum does not count");
  for (const auto& sum : sums.sums) {
    const std::string place = "play-log/sums.log";
    chain.link(place, sum.first, sum.previous, sum.key);
    if (sum.faults > 0)
      chain.broken(place, "log.summed",
                   "heads " + std::to_string(sum.first) + " to " + std::to_string(sum.last) +
                       " were summed when their chain was broken in " + std::to_string(sum.faults) +
                       " places");
    if (report.first == 0) report.first = sum.first;
    report.last = sum.last;
    report.last_hash = sum.head;
    if (range.holds(sum.from)) {
      report.tally.add(sum.tally);
      ++report.tally.summed_segments;
    }
  }
  const auto summed = report.last;
  std::optional<LogTime> ended;
  for (const auto& name : files) {
    GATECAST_TRY(const auto file, read_log_file(disk, folder / to_string(name)));
    const bool is_summed = !file.entries.empty() && file.entries.back().head.head.number <= summed;
    if (is_summed) continue;  // the power went before it was removed
    const std::string place = "play-log/" + to_string(name) + ":";
    const auto last_line = file.entries.empty() ? 0 : file.entries.back().line;
    for (const auto& fault : file.faults) {
      if (name == files.back() && fault.line > last_line)
        report.torn_bytes = file.size_bytes - file.whole_bytes;
      else
        chain.broken(place + std::to_string(fault.line), fault.rule.c_str(), fault.message);
    }
    for (const auto& entry : file.entries) {
      const auto& head = entry.head.head;
      chain.link(place + std::to_string(entry.line), head.number, head.previous, head.key);
      if (report.first == 0) report.first = head.number;
      report.last = head.number;
      report.last_hash = entry.head.hash;
      ++report.heads;
      if (ended) add_gap(report, *ended, entry.segment.from);
      ended = entry.segment.to;
      report.tally.add(entry.segment, range);
      add_programme(report, entry.segment);
      add_deviations(report, entry.segment);
    }
  }
  std::stable_sort(report.deviations.begin(), report.deviations.end(),
                   [](const auto& a, const auto& b) { return a.from < b.from; });
  return report;
}

}  // namespace gatecast::play_log
