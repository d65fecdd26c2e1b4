// `gatecast-sync enrol SITE/KIOSK` and `gatecast-sync reports`. They run beside the agent and as its user.
// Threads: main only. Errors: to standard error, as exit codes. Source: content-sync/doc/device.md.
#pragma once
#include <string>

#include "content-sync/agent/config.h"

namespace gatecast::agent {

struct EnrolArguments {
  std::string name;  // empty: the one that it has
  bool new_key = false;
  std::string ticket;  // file that the installer took off its stick; empty: none
};
// `settings` is whatever the command line and the kiosk's file say.
int enrol(const AgentConfig& settings, const EnrolArguments& arguments);
int show_reports(const AgentConfig& settings, bool as_json);

}  // namespace gatecast::agent
