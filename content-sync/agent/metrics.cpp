#include "content-sync/agent/metrics.h"

#include <fmt/format.h>

#include <chrono>

namespace gatecast::agent {
namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

std::string escaped(const std::string& value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\' || c == '"') text += '\\';
    text += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return text;
}

class Exposition {
 public:
  // All samples of one name come one after the other, below its help and type.
  void begin(const std::string& name, const std::string& help) {
    name_ = "gatecast_" + name;
    text_ += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", name_, help);
  }
  void sample(double value, const Labels& labels = {}) {
    text_ += name_;
    for (std::size_t i = 0; i < labels.size(); ++i)
      text_ += fmt::format("{}{}=\"{}\"{}", i == 0 ? "{" : ",", labels[i].first, escaped(labels[i].second),
                           i + 1 == labels.size() ? "}" : "");
    text_ += fmt::format(" {}\n", value);
  }
  void gauge(const std::string& name, const std::string& help, double value) {
    begin(name, help);
    sample(value);
  }
  void count(const std::string& name, const std::string& help, std::size_t value) {
    gauge(name, help, static_cast<double>(value));
  }
  // A moment that never was has no sample.
  void moment(const std::string& name, const std::string& help, const std::optional<Instant>& at) {
    if (!at) return;
    const auto since = std::chrono::duration<double>(at->time_since_epoch());
    gauge(name + "_timestamp_seconds", help, since.count());
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
  std::string name_;
};

void add_content(Exposition& out, const SyncStatus& status) {
  out.begin("build_info", "Which Gatecast runs here.");
  out.sample(1, {{"version", GATECAST_VERSION}});
  if (status.release) {
    out.begin("release_number", "Number of the release that is on.");
    out.sample(static_cast<double>(status.release->number), {{"channel", status.channel}});
    out.moment("release_since", "When the release came on.", status.release->since);
  }
  out.gauge("release_on", "1 where a verified release is on.", status.release ? 1 : 0);
  out.gauge("stale", "1 where nothing newer than a day is signed.", is_stale(status) ? 1 : 0);
  out.moment("newest_signature", "The server's newest signature.", status.signed_at);
  out.moment("last_contact", "The last update that ended well.", status.last_contact);
  out.moment("last_attempt", "The last update that was begun.", status.last_attempt);
  out.moment("next_attempt", "The next planned update.", status.next_attempt);
  out.moment("verification", "The time that judges signatures.", status.verification_time);
}

void add_troubles(Exposition& out, const SyncStatus& status) {
  out.gauge("failures_in_a_row", "Updates since the last that ended well.",
            static_cast<double>(status.failures_in_a_row));
  out.begin("refused", "1 where the last update was refused or failed, by its rule.");
  out.sample(status.refused ? 1 : 0, {{"rule", status.refused ? status.refused->error.rule : ""}});
  out.gauge("waiting", "1 where content waits for its hours or the next budget.", status.waiting ? 1 : 0);
  out.count("duty_refused", "Words of officers that are not obeyed here.", status.duty_refused.size());
  out.count("feeds_refused", "Values that are not taken here.", status.feeds_refused.size());
  out.count("warnings", "Notes of the last update.", status.warnings.size());
  out.count("damaged_objects", "Objects that rot on the disk and are fetched again.",
            status.scrub.damaged.size());
  out.gauge("switched_off", "1 where the officer's switch is off.", status.switched_off_since ? 1 : 0);
}

void add_room(Exposition& out, const SyncStatus& status) {
  const auto bytes = [&](const char* name, const char* help, std::uint64_t value) {
    out.gauge(std::string(name) + "_bytes", help, static_cast<double>(value));
  };
  bytes("store_used", "Content on the disk.", status.used_bytes);
  bytes("disk_free", "Free on the store's disk.", status.free_bytes);
  bytes("disk_reserve", "Never filled by content.", status.reserve_bytes);
  bytes("network_day", "Over the network this day (UTC+7).", status.data_use.day_bytes);
  bytes("network_month", "Over the network this month (UTC+7).", status.data_use.month_bytes);
  bytes("feeds_day", "Of feeds over the network this day.", status.feed_use.day_bytes);
  if (!status.download) return;
  bytes("download_done", "Of the download under way.", status.download->done_bytes);
  bytes("download_size", "Of the download under way, in all.", status.download->total_bytes);
}

}  // namespace

std::string exposition(const SyncStatus& status) {
  Exposition out;
  add_content(out, status);
  add_troubles(out, status);
  add_room(out, status);
  return out.take();
}

}  // namespace gatecast::agent
