// A kiosk in memory that power cuts are tried on: the real agent over a lossy disk, and what may be said of a
// disk after a cut. Threads: one owner.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "content-sync/agent/agent.h"
#include "tests/support/cut_disk.h"
#include "tests/support/duty.h"
#include "tests/support/hand_clock.h"
#include "tests/support/repository_fetcher.h"

namespace gatecast::test {

inline const Path kCutStore = "/store";
inline const Path kCutStick = "/stick";

struct CutKiosk {
  TestRepository repository;
  CutDisk disk;
  HandClock clock;
  agent::AgentConfig config;

  CutKiosk();
  // With a film of which each release changes a part; `content` makes it the work of another release.
  void publish_edited(std::int64_t number, std::int64_t content = 0, std::size_t film_bytes = 60'000);
  // What a stick holds, written and synced.
  void put_stick();
};

// One run of the program on `disk`, from its start.
enum class Errand { update, hear, import_stick };
using OnQuestion = std::function<void(const std::string& path)>;
Status run_errand(CutKiosk& kiosk, CutDisk& disk, Errand errand, const OnQuestion& on_question = {},
                  std::uint64_t line_breaks_after = UINT64_MAX);

// What a program that starts on this disk would find.
struct Found {
  std::int64_t release = 0;  // that is on, verified to its last byte; 0: none; -1: something half
  std::string statements;    // what officers say, "nothing" or why it is refused
  std::map<std::string, std::int64_t> versions;  // of trusted metadata and of the floor
  std::vector<std::string> faults;               // what may never be, whatever was under way
};
Found look_at(CutDisk& disk, const CutKiosk& kiosk);

// All that the agent trusts or promises to keep, byte for byte.
std::map<std::string, Bytes> kept_files(CutDisk& disk);

}  // namespace gatecast::test
