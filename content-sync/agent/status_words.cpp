// The status in plain words: what stands on the technician's screen.
#include <algorithm>
#include <array>
#include <string_view>

#include "content-sync/agent/status.h"

namespace gatecast::agent {
namespace {

std::string size_in_words(std::uint64_t bytes) {
  const bool is_large = bytes >= 10'000'000'000;
  const auto unit = std::uint64_t{is_large ? 100'000'000U : 100'000U};
  const auto tenths = (bytes + unit / 2) / unit;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + (is_large ? " GB" : " MB");
}

// "3 min", "5 h", "12 days": how long between two moments.
std::string span(Instant from, Instant to) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(to - from).count();
  if (seconds < 0) return "in the future by this clock";
  if (seconds < 90) return std::to_string(seconds) + " s ago";
  if (seconds < 5400) return std::to_string(seconds / 60) + " min ago";
  if (seconds < 48 * 3600) return std::to_string(seconds / 3600) + " h ago";
  return std::to_string(seconds / 86400) + " days ago";
}

std::string when(const std::optional<Instant>& instant, Instant now) {
  return instant ? format_instant(*instant) + " (" + span(*instant, now) + ")" : std::string("never");
}

std::string join(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  return text;
}

std::string line(const std::string& label, const std::string& value) {
  return label + std::string(14 - std::min<std::size_t>(13, label.size()), ' ') + value + "\n";
}

std::string release_lines(const SyncStatus& status) {
  if (!status.release) {
    std::string text = line("Release", "none is on; the screen shows its built-in still");
    if (!status.findings.empty()) {
      text += line("Why", status.findings.front().what.en);
      text += line("  what to do", status.findings.front().next.en);
    } else if (status.release_error) {
      text += line("Why", to_string(*status.release_error));
    }
    return text;
  }
  const auto& release = *status.release;
  std::string text =
      line("Release", "no. " + std::to_string(release.number) + " of channel " + status.channel +
                          (release.is_demo ? " (DEMO: signed with demo keys)" : ""));
  text += line("On since", release.since ? format_instant(*release.since) : std::string("unknown"));
  text += line("Signed by", release.signers.empty() ? "unknown" : join(release.signers));
  return text;
}

std::string time_left(std::int64_t seconds) {
  if (seconds < 90) return "about " + std::to_string(seconds) + " s left";
  if (seconds < 5400) return "about " + std::to_string((seconds + 30) / 60) + " min left";
  return "about " + std::to_string((seconds + 1800) / 3600) + " h left";
}

std::string transfer_lines(const SyncStatus& status) {
  std::string text;
  if (status.download) {
    const auto& download = *status.download;
    text +=
        line("Download", size_in_words(download.done_bytes) + " of " + size_in_words(download.total_bytes) +
                             ", " + std::to_string(download.bytes_per_second / 1000) + " kB/s, " +
                             (download.seconds_left ? time_left(*download.seconds_left) : "nothing comes") +
                             " (" + span(download.at, status.system_time) + ")");
  }
  if (status.waiting) {
    text += line("Waiting", status.waiting->message + " [" + status.waiting->rule + "]");
    text += line("  what to do", status.waiting->hint);
  }
  const auto& rules = status.data_rules;
  const auto of = [](std::int64_t limit_mb) {
    return limit_mb > 0 ? " of " + std::to_string(limit_mb) + " MB" : std::string();
  };
  if (!status.data_use.day.empty())
    text += line("Data", size_in_words(status.data_use.day_bytes) + of(rules.day_mb) + " on " +
                             status.data_use.day + ", " + size_in_words(status.data_use.month_bytes) +
                             of(rules.month_mb) + " in that month" +
                             (rules.hours.empty() ? "" : "; content comes " + rules.hours));
  if (status.data_use.paid_month_bytes > 0)
    text += line("  of it paid", size_in_words(status.data_use.paid_day_bytes) + of(rules.paid_day_mb) +
                                     ", " + size_in_words(status.data_use.paid_month_bytes) +
                                     of(rules.paid_month_mb) + " in that month");
  return text;
}

std::string scrub_line(const SyncStatus& status) {
  const auto& scrub = status.scrub;
  if (!scrub.round_began) return {};
  std::string words = scrub.last_whole ? "all of it last read through " + format_instant(*scrub.last_whole)
                                       : std::string("not read through yet");
  if (scrub.place.object && scrub.total_bytes > 0)
    words += "; " + std::to_string(std::min<std::uint64_t>(99, scrub.read_bytes * 100 / scrub.total_bytes)) +
             " % of this round";
  if (!scrub.damaged.empty())
    words += "; " + std::to_string(scrub.damaged.size()) + " damaged, fetched again at the next contact";
  return line("Disk check", words);
}

std::string feed_lines(const SyncStatus& status) {
  std::string text;
  for (const auto& words : status.feeds) text += line("Feed", words);
  for (const auto& error : status.feeds_refused) {
    text += line("Not taken", error.message + " [" + error.rule + "]");
    text += line("  value", error.subject);
    if (!error.hint.empty()) text += line("  what to do", error.hint);
  }
  if (!status.feeds.empty() && !status.feed_use.day.empty())
    text +=
        line("Feeds' data", size_in_words(status.feed_use.day_bytes) + " of " +
                                std::to_string(status.feed_rules.day_kb) + " kB on " + status.feed_use.day);
  return text;
}

// Those that no other line says.
std::string finding_lines(const SyncStatus& status) {
  constexpr std::array<std::string_view, 6> kSaid{"sync.failing", "content.refused", "duty.refused",
                                                  "feed.refused", "switch.off",      "clock.behind"};
  std::string text;
  for (std::size_t i = status.release ? 0 : 1; i < status.findings.size(); ++i) {
    const auto& one = status.findings[i];
    if (std::find(kSaid.begin(), kSaid.end(), one.rule) != kSaid.end()) continue;
    text += line("Found", one.what.en);
    text += line("  what to do", one.next.en);
  }
  if (!status.findings.empty())
    text += line("Cause",
                 "gatecast-sync doctor looks for it, and at the network too (tiếng Việt: --language vi)");
  return text;
}

}  // namespace

std::string in_words(const SyncStatus& status) {
  std::string text = release_lines(status);
  text +=
      line("Server",
           status.server +
               (status.signed_at ? "; newest signature " + when(status.signed_at, status.system_time) : ""));
  text += line("Freshness", !status.signed_at  ? "unknown: nothing signed came from a server yet"
                            : is_stale(status) ? "STALE: nothing newer than 24 h came; what is on stays on"
                                               : "fresh");
  text += line("Last contact", when(status.last_contact, status.system_time));
  if (status.refused) {
    const auto& error = status.refused->error;
    text += line(error.kind == ErrorKind::environment ? "Trouble" : "Refused",
                 error.message + " [" + error.rule + "]");
    text += line("  file", error.subject);
    if (!error.hint.empty()) text += line("  what to do", error.hint);
    text += line("  since", std::to_string(status.failures_in_a_row) + " attempt" +
                                (status.failures_in_a_row == 1 ? "" : "s") + ", last " +
                                when(status.refused->at, status.system_time));
  }
  if (status.switched_off_since)
    text += line("Switch", "OFF by the officer's switch since " +
                               when(status.switched_off_since, status.system_time) +
                               ": built-in still, no sound");
  text += transfer_lines(status);
  for (const auto& words : status.duty) text += line("On duty", words);
  for (const auto& error : status.duty_refused) {
    text += line("Not obeyed", error.message + " [" + error.rule + "]");
    text += line("  statement", error.subject);
    if (!error.hint.empty()) text += line("  what to do", error.hint);
  }
  text += feed_lines(status);
  if (!status.device.empty()) text += line("Technicians", status.device);
  for (const auto& error : status.device_refused) {
    text += line("Not applied", error.message + " [" + error.rule + "]");
    if (!error.hint.empty()) text += line("  what to do", error.hint);
  }
  if (status.stick) text += line("Stick", in_words(*status.stick));
  for (const auto& one : status.left)
    text += line("Neighbour left", one.error.subject + " " + one.error.message + " [" + one.error.rule +
                                       "], " + format_instant(one.at));
  for (const auto& repair : status.repairs)
    text +=
        line("Repaired", "object " + repair.object.substr(0, 12) +
                             "... was damaged on the disk and fetched again " + format_instant(repair.at));
  for (const auto& warning : status.warnings) text += line("Note", warning);
  text += line("Disk", size_in_words(status.used_bytes) + " of content, " + size_in_words(status.free_bytes) +
                           " free, " + size_in_words(status.reserve_bytes) + " kept in reserve");
  if (status.system) text += line("System", in_words(*status.system));
  if (!status.data_partition.empty()) text += line("Partition", status.data_partition);
  text += scrub_line(status);
  text += line("Time", format_instant(status.verification_time) + " for signatures; rests on " +
                           status.verification_basis);
  text += line("System clock",
               format_instant(status.system_time) +
                   (status.system_time + std::chrono::hours(1) < status.verification_time
                        ? " WRONG: behind the time that signatures prove; set it, or check its battery"
                        : ""));
  return text + finding_lines(status);
}

}  // namespace gatecast::agent
