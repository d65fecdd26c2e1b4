// What gatecast-sync is told: a JSON file, and options of the command line that stand above it.
// Threads: values. Errors: usage errors "sync.config", "sync.root", environment errors of the disk.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "content-sync/agent/idle_pace.h"
#include "content-sync/base/disk.h"
#include "content-sync/base/result.h"

namespace gatecast::agent {

inline constexpr const char* kDefaultConfig = "/etc/gatecast/kiosk.json";

struct AgentConfig {
  Path store;
  std::string server;  // an http(s) address, or the folder of a repository
  Path root;           // the root that this machine trusts
  std::string channel;
  std::string site;   // this kiosk's place and name, for what technicians ask of it; may be empty
  std::string kiosk;  // "hall-1"
  Path player_state;  // may be empty
  std::int64_t poll_seconds = 300;
  std::int64_t stall_seconds = 60;
  std::int64_t reserve_mb = 64;
  std::int64_t content_mb = 0;  // most that content may take; 0: what the disk has, but for the reserve
  // Kiosks of this site, "10.0.0.11:8378 10.0.0.12:8378"; this one may be among them; "auto": whoever is
  // found.
  std::string neighbours;
  std::string mirror;    // another address with the same objects, asked before the server; may be empty
  std::string share_on;  // where this one hands objects to them, as the list names it; empty: nowhere
  std::string sticks;  // "import", "import-and-report": what is done with one that is put in; empty: nothing
  std::string stick_folder;   // where the machine mounts them
  std::string content_hours;  // "22:00-05:00", UTC+7; empty: at any time
  std::string
      restart_hours;        // an image's: when it may start anew into an installed system; empty: while dark
  std::int64_t day_mb = 0;  // 0: without limit
  std::int64_t month_mb = 0;  // the same
  // "wwan ppp": interfaces whose bytes are paid for, with budgets of their own; empty: none.
  std::string paid_links;
  std::int64_t paid_day_mb = 0;
  std::int64_t paid_month_mb = 0;
  std::int64_t most_kb_s = 0;  // the same
  // What waiting for something new may cost the line; 0: without limit, polls come as poll_seconds says.
  std::int64_t idle_month_mb = kUsualIdleMonthMb;
  std::int64_t feed_seconds = 60;      // at least between two fetches of feeds
  std::int64_t metrics_port = 0;       // for Prometheus on 127.0.0.1; 0: nobody is told anything
  std::int64_t feed_day_kb = 2000;     // of feeds a day; 0: none are fetched
  std::int64_t report_seconds = 3600;  // between two reports, but for what somebody should know soon
  std::int64_t report_day_kb = 2000;   // of reports a day; 0: none are made
  std::int64_t report_queue_mb = 8;    // of reports that wait; then the oldest are summed
};

// Fields that the file does not speak of stay as they were; root and folders that nobody named are where the
// packages keep them.
Status read_config(Disk& disk, const Path& path, AgentConfig& config);
// All that is needed is there and makes sense.
// The server is asked over the network: no folder, and no file:// address.
bool has_line(const AgentConfig& config);
Status check_config(const AgentConfig& config);

}  // namespace gatecast::agent
