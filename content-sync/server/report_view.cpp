#include "content-sync/server/report_view.h"

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/report/day_sum.h"
#include "content-sync/report/played.h"
#include "content-sync/server/report_log.h"

namespace gatecast::server {
namespace {

using nlohmann::json;
using report::plain_text;

constexpr std::size_t kMostRefusals = 50;
constexpr std::size_t kMostItems = 2000;
constexpr std::size_t kMostQuarantine = 20;
constexpr std::size_t kLongestWord = 200;

std::string plain_at(const json& object, const char* name) {
  return plain_text(text_at(object, name), kLongestWord);
}
std::optional<std::int64_t> number_at(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<std::int64_t>();
}
// As it stands there, for a signature.
std::string raw_at(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

class View {
 public:
  View(DeviceReport& report, Instant since) : report_(report), since_ms_(report::milliseconds(since)) {}

  void see(const LoggedBatch& logged) {
    const auto batch = report::parse_batch(logged.bytes, "reports");
    if (!batch) {
      report_.damaged_bytes += logged.bytes.size();
      return;
    }
    ++report_.batches;
    report_.last_report = logged.received;
    if (logged.has_gap) ++report_.gaps;
    for (const auto& record : batch->records) see(record);
  }

 private:
  void see(const report::Record& record) {
    const auto count = report::stands_for(record);
    report::add_count(report_.records, count);
    if (record.kind == report::kSumKind) report::add_count(report_.summed, count);
    const auto body = parse_json(record.body, "record");
    if (!body || !body->is_object()) return;
    const bool is_asked = record.at_ms >= since_ms_;
    if (record.kind == "status") see_status(record, *body);
    if (record.kind == "start") report_.version = plain_at(*body, "version");
    if (record.kind == "lost") report::add_count(report_.lost, number_at(*body, "records").value_or(0));
    if (record.kind == "refused" && is_asked) see_refused(record, *body);
    if (record.kind == "play") see_play(*body, is_asked);
    if (record.kind == report::kSumKind) see_sum(*body, is_asked);
  }

  void see_status(const report::Record& record, const json& body) {
    report_.status_at = report::from_milliseconds(record.at_ms);
    report_.channel = plain_at(body, "channel");
    report_.state = plain_at(body, "state");
    report_.release = number_at(body, "release").value_or(0);
    report_.free_bytes = number_at(body, "free_bytes");
    report_.hottest_tenths = number_at(body, "hottest_tenths");
    report_.day_bytes = number_at(body, "day_bytes");
    report_.month_bytes = number_at(body, "month_bytes");
    report_.quarantine.clear();
    const auto list = body.value("quarantine", json());
    if (list.is_array())
      for (const auto& item : list)
        if (item.is_string() && report_.quarantine.size() < kMostQuarantine)
          report_.quarantine.push_back(plain_text(item.get<std::string>(), kLongestWord));
  }

  void see_refused(const report::Record& record, const json& body) {
    report_.refused.push_back({report::from_milliseconds(record.at_ms), plain_at(body, "by"),
                               plain_at(body, "rule"), plain_at(body, "subject"), plain_at(body, "message")});
    if (report_.refused.size() > kMostRefusals) report_.refused.erase(report_.refused.begin());
  }

  void add_played(const std::string& item, std::int64_t times, std::int64_t ms) {
    if (report_.played.size() >= kMostItems && !report_.played.contains(item)) return;
    auto& sum = report_.played[item];
    report::add_count(sum.times, times);
    report::add_count(sum.ms, ms);
  }
  void add_rows(const json& rows) {
    if (!rows.is_array()) return;
    for (const auto& row : rows)
      if (row.is_array() && row.size() == 3 && row[0].is_string() && row[1].is_number_integer() &&
          row[2].is_number_integer())
        add_played(plain_text(row[0].get<std::string>(), kLongestWord), row[1].get<std::int64_t>(),
                   row[2].get<std::int64_t>());
  }

  // `jumps`: a sum holds only the last of several heads.
  void see_head(const json& body, bool jumps) {
    const auto head = report::parse_play_head(raw_at(body, "head"), raw_at(body, "signature"));
    if (!head) {
      if (!raw_at(body, "head").empty()) ++report_.breaks;
      return;
    }
    const bool follows = report_.heads == 0 || jumps ||
                         (head->number == report_.last_head + 1 && head->previous == last_hash_);
    if (!follows) ++report_.breaks;
    if (report_.first_head == 0) report_.first_head = head->number;
    report_.last_head = head->number;
    last_hash_ = head->hash;
    body_hash_ = head->body;
    report::add_count(report_.heads, jumps ? number_at(body, "heads").value_or(1) : 1);
  }

  void see_play(const json& body, bool is_asked) {
    see_head(body, false);
    const auto rows = raw_at(body, "body");
    if (rows.empty()) {
      if (is_asked) add_rows(body.value("rows", json()));
      return;
    }
    // What the signed head does not name is not proof of anything.
    const auto items = sha256("B " + rows) == body_hash_ ? report::played_items(rows) : std::nullopt;
    if (!items) {
      ++report_.breaks;
      return;
    }
    if (!is_asked) return;
    for (const auto& item : *items) add_played(item.item, item.times, item.ms);
  }

  void see_sum(const json& body, bool is_asked) {
    see_head(body, true);
    if (is_asked) add_rows(body.value("played", json()));
  }

  DeviceReport& report_;
  std::int64_t since_ms_;
  Sha256 last_hash_, body_hash_;
};

std::string length_text(std::int64_t ms) {
  const auto seconds = ms / 1000;
  const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
}
std::string mega(std::int64_t bytes) {
  return std::to_string(bytes / 1'000'000) + " MB";
}
std::string tenths(std::int64_t value) {
  return std::to_string(value / 10) + "." + std::to_string(std::abs(value % 10));
}

std::vector<std::pair<std::string, ReportedPlay>> longest_first(const DeviceReport& report) {
  std::vector<std::pair<std::string, ReportedPlay>> rows(report.played.begin(), report.played.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.second.ms > b.second.ms; });
  return rows;
}

std::string status_words(const DeviceReport& report) {
  if (!report.status_at) return {};
  std::string text =
      "  on            " + (report.release > 0 ? "release " + std::to_string(report.release) : "no release") +
      " of " + report.channel + ", " + report.state + ", said " + format_instant(*report.status_at) + "\n";
  if (report.free_bytes) text += "  disk          " + mega(*report.free_bytes) + " free\n";
  if (report.hottest_tenths) text += "  hottest part  " + tenths(*report.hottest_tenths) + " °C\n";
  if (report.day_bytes && report.month_bytes)
    text += "  network       " + mega(*report.day_bytes) + " today, " + mega(*report.month_bytes) +
            " this month\n";
  for (const auto& item : report.quarantine) text += "  quarantine    " + item + "\n";
  return text;
}

std::string proof_words(const DeviceReport& report) {
  if (report.heads == 0) return {};
  return "  proof         heads " + std::to_string(report.first_head) + " to " +
         std::to_string(report.last_head) + " of the play log, " +
         (report.breaks == 0 ? "each signed and following the one before"
                             : std::to_string(report.breaks) + " places where the chain is broken") +
         "\n";
}

}  // namespace

Result<DeviceReport> view_device(Disk& disk, const DeviceBook& book, const Device& device, Instant since) {
  DeviceReport report;
  report.device = device;
  View view(report, since);
  GATECAST_TRY(const auto reading,
               read_reports(disk, book.reports_of(device.key), [&](const LoggedBatch& logged) {
                 view.see(logged);
                 return true;
               }));
  report.damaged_bytes += reading.damaged_bytes;
  return report;
}

json to_json(const DeviceReport& report) {
  const auto optional = [](const auto& value) { return value ? json(*value) : json(nullptr); };
  const auto instant = [](const auto& value) { return value ? json(format_instant(*value)) : json(nullptr); };
  json document{{"name", to_string(report.device.name)},
                {"key", report.device.key},
                {"device", to_string(report.device.state)},
                {"why", report.device.why},
                {"last_report", instant(report.last_report)},
                {"batches", report.batches},
                {"records", report.records},
                {"summed", report.summed},
                {"lost", report.lost},
                {"gaps", report.gaps},
                {"damaged_bytes", report.damaged_bytes},
                {"status_at", instant(report.status_at)},
                {"channel", report.channel},
                {"state", report.state},
                {"version", report.version},
                {"release", report.release},
                {"free_bytes", optional(report.free_bytes)},
                {"hottest_tenths", optional(report.hottest_tenths)},
                {"day_bytes", optional(report.day_bytes)},
                {"month_bytes", optional(report.month_bytes)},
                {"quarantine", report.quarantine},
                {"played", json::array()},
                {"refused", json::array()},
                {"proof",
                 {{"heads", report.heads},
                  {"first", report.first_head},
                  {"last", report.last_head},
                  {"breaks", report.breaks}}}};
  for (const auto& [item, sum] : longest_first(report))
    document["played"].push_back({{"item", item}, {"times", sum.times}, {"ms", sum.ms}});
  for (const auto& one : report.refused)
    document["refused"].push_back({{"at", format_instant(one.at)},
                                   {"by", one.by},
                                   {"rule", one.rule},
                                   {"subject", one.subject},
                                   {"message", one.message}});
  return document;
}

std::string in_words(const DeviceReport& report) {
  std::string text = to_string(report.device.name) + ": " + to_string(report.device.state) +
                     (report.device.why.empty() ? "" : ", " + report.device.why) + "\n";
  text += "  last report   " + (report.last_report ? format_instant(*report.last_report) : "none yet") + "\n";
  text += status_words(report);
  for (const auto& [item, sum] : longest_first(report))
    text += "  played        " + std::to_string(sum.times) + " times, " + length_text(sum.ms) + "  " +
            (item.empty() ? "(still)" : item) + "\n";
  for (const auto& one : report.refused)
    text += "  refused       " + format_instant(one.at) + "  " + one.subject + ": " + one.message + " [" +
            one.rule + "], by the " + one.by + "\n";
  text += proof_words(report);
  if (report.summed > 0)
    text += "  summed        " + std::to_string(report.summed) + " of " + std::to_string(report.records) +
            " records, as sums of a day\n";
  if (report.lost > 0) text += "  lost          " + std::to_string(report.lost) + " records on the kiosk\n";
  if (report.gaps > 0)
    text += "  missing       " + std::to_string(report.gaps) +
            " times batches that this server gave receipts for are not here\n";
  if (report.damaged_bytes > 0)
    text += "  damaged       " + std::to_string(report.damaged_bytes) + " bytes of what is kept here\n";
  return text;
}

}  // namespace gatecast::server
