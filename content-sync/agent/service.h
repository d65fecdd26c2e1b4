// What the service does: one update after another until somebody asks it to stop; between two of them
// reports, the scrub, sticks, and a question held at the server. Threads: main; those of its parts are named
// in ARCHITECTURE.md. Errors: logged, and kept in the status. Source: shared/design/sync.md, 6.
#pragma once
#include <functional>

#include "content-sync/agent/agent.h"
#include "content-sync/agent/stick_watch.h"
#include "content-sync/agent/stop_signal.h"

namespace gatecast::agent {

struct Equipment {
  const StopSignal& stop;
  const AgentConfig& config;
  updater::Fetcher& second;  // a line of its own for what officers say meanwhile
  StickWatch& sticks;
  SiteFinder* finder;  // null: nobody is looked for
  // Called about once a second while something is fetched, also while nothing comes; the service sets it.
  std::function<void()>& meanwhile;
};
// Tells the watchdog that this program is alive.
bool ask_to_stop(const StopSignal& stop);
void serve(Agent& agent, const Equipment& equipment);

}  // namespace gatecast::agent
