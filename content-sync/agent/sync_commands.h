// The commands of gatecast-sync: run, once, import, status, enrol, reports, export-reports. Each gives its
// exit code and has said what went wrong. Threads: main only; StopSignal's rules hold. Errors: to standard
// error, as exit codes.
#pragma once
#include <cstdint>
#include <string>

#include "content-sync/agent/config.h"

namespace gatecast::agent {

// Of the command line; empty, 0 or below: what the configuration file says.
struct Arguments {
  std::string config;
  std::string store;
  std::string server;
  std::string root;
  std::string channel;
  std::string player_state;
  std::int64_t poll_seconds = 0;
  std::int64_t stall_seconds = 0;
  std::int64_t reserve_mb = -1;
  bool json = false;
  std::string folder;  // of import and export-reports
  std::string device;  // of enrol: SITE/KIOSK
  std::string ticket;  // of enrol: a file
  bool new_key = false;
  std::string language;  // of doctor
};

// The file, and what the command line says above it.
Result<AgentConfig> configure(Disk& disk, const Arguments& arguments);

int run_until_stopped(const Arguments& arguments);
int update_once(const Arguments& arguments);
int import_folder(const Arguments& arguments);
int show_status(const Arguments& arguments);
int enrol_kiosk(const Arguments& arguments);
int show_kiosk_reports(const Arguments& arguments);
int carry_kiosk_reports(const Arguments& arguments);

}  // namespace gatecast::agent
