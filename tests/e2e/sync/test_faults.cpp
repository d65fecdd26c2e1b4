// The real agent under faults of the system: each call that touches its store meets a kill, a full disk and a
// disk that fails; and a small file system that is full at every step. What is on stays on, the program never
// crashes, and the next run ends well.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <random>

#include "tests/e2e/sync/gate.h"
#include "tests/support/full_counts.h"

using namespace gatecast;
using namespace gatecast::test;
namespace fs = std::filesystem;

namespace {

// The n-th call of this name that the program makes.
struct Call {
  std::string name;
  int number = 0;
};

// A kiosk with release 1 on, and release 2 in the repository's folder.
struct FaultyGate : Gate {
  FaultyGate() {
    publish(1);
    REQUIRE(run(update()).exit_code == 0);
    fs::copy(base / "store", base / "store-of-1",
             fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    publish(2);
  }
  [[nodiscard]] std::vector<std::string> update() const {
    auto command = sync("once", (base / "repository").string());
    command.back() = std::string(1, '0');  // nothing in reserve
    return command;
  }
  void put_back() const {
    fs::remove_all(base / "store");
    fs::copy(base / "store-of-1", base / "store",
             fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  }
  [[nodiscard]] std::vector<std::string> under_strace(const std::vector<std::string>& options) const {
    std::vector<std::string> command{"strace", "-qq"};
    command.insert(command.end(), options.begin(), options.end());
    for (const auto& word : update()) command.push_back(word);
    return command;
  }
  // All calls of an update that name the store or a file in it.
  [[nodiscard]] std::vector<Call> calls() const {
    put_back();
    const auto trace = (base / "trace").string();
    REQUIRE(run(under_strace({"-y", "-e", "trace=%file,%desc", "-o", trace})).exit_code == 0);
    std::map<std::string, int> counts;
    std::vector<Call> found;
    std::ifstream lines(trace);
    const auto store = (base / "store").string();
    for (std::string line; std::getline(lines, line);) {
      const auto name = line.substr(0, line.find('('));
      if (name.empty() || name.find(' ') != std::string::npos) continue;
      const int number = ++counts[name];
      if (line.find(store) != std::string::npos) found.push_back({name, number});
    }
    return found;
  }
};

bool can_trace() {
  return run({"strace", "-o", "/dev/null", "true"}).exit_code == 0;
}

}  // namespace

TEST_CASE(
    "killed, out of space or failing at any system call, the real agent leaves old or new and goes on") {
  if (!can_trace()) {
    WARN("no strace here, or it may not trace: skipped");
    return;
  }
  const FaultyGate gate;
  const auto calls = gate.calls();
  struct Trial {
    Call call;
    std::string fault;
  };
  // Each call meets one of the three, so that each of the three meets hundreds of calls.
  constexpr std::array kFaults{"signal=KILL", "error=ENOSPC", "error=EIO"};
  std::vector<Trial> trials;
  for (const auto& call : calls) trials.push_back({call, kFaults[trials.size() % kFaults.size()]});
  if (!test::is_long()) {
    std::shuffle(trials.begin(), trials.end(), std::mt19937_64(2026));
    trials.resize(std::min<std::size_t>(trials.size(), 24));
  }
  std::map<std::string, int> ends;
  for (const auto& [call, fault] : trials) {
    const auto what = fmt::format("{} at {} no. {}", fault, call.name, call.number);
    INFO(what);
    gate.put_back();
    const auto hurt =
        run(gate.under_strace({"-o", "/dev/null", "-e", "trace=" + call.name, "-e",
                               fmt::format("inject={}:{}:when={}", call.name, fault, call.number)}));
    INFO(hurt.err);
    const bool is_kill = fault == "signal=KILL";
    CHECK((hurt.exit_code == 0 || hurt.exit_code == 1 || hurt.exit_code == 3 ||
           (is_kill && hurt.exit_code == 137)));
    const auto on = gate.on();
    CHECK((on == 1 || on == 2));
    ++ends[fmt::format("{}: {}", fault, on == 1 ? "old" : "new")];
    const auto again = run(gate.update());
    INFO(again.err);
    CHECK(again.exit_code == 0);
    CHECK(gate.on() == 2);
  }
  std::cout << fmt::format("faults of the system: {} calls on the store, {} trials\n", calls.size(),
                           trials.size());
  for (const auto& [end, count] : ends) std::cout << fmt::format("  {}: {}\n", end, count);
  CHECK(calls.size() >= 3 * 200);
}

TEST_CASE(
    "on a small file system that is full at every step, what is on stays on, and room brings the rest") {
  const FaultyGate gate;
  const auto path = [&](const char* name) { return (gate.base / name).string(); };
  // Mounted in a name space of its own, so that nothing is left behind.
  const std::vector<std::string> apart = ::geteuid() == 0 ? std::vector<std::string>{"unshare", "-m"}
                                                          : std::vector<std::string>{"unshare", "-rm"};
  const std::string small = "set -e; mkdir -p \"$1\"; mount -t tmpfs -o size=\"$2\" none \"$1\"; ";
  auto command = apart;
  for (const auto& word :
       {std::string("sh"), std::string("-c"), small, std::string("sh"), path("small"), std::string("1m")})
    command.push_back(word);
  if (run(command).exit_code != 0) {
    WARN("no file system may be mounted here: skipped");
    return;
  }
  std::uint64_t full = 0;
  for (const auto& entry : fs::recursive_directory_iterator(gate.base / "store-of-1"))
    if (entry.is_regular_file()) full += (entry.file_size() + 4095) / 4096 * 4096;
  auto words = gate.update();
  words[3] = path("small/store");
  std::string update;
  for (const auto& word : words) update += "'" + word + "' ";
  const std::string script =
      small + "cp -a \"$3\" \"$1/store\"; code=0; " + update +
      "> /dev/null 2>&1 || code=$?; rm -rf \"$4\"; cp -a \"$1/store\" \"$4\"; " +
      "mount -o remount,size=64m \"$1\"; after=0; " + update +
      "> /dev/null 2>&1 || after=$?; rm -rf \"$5\"; cp -a \"$1/store\" \"$5\"; echo $code $after";
  std::map<int, int> codes;
  const int step = test::is_long() ? 4 : 100;
  for (int kilobytes = 4; kilobytes < 700; kilobytes += step) {
    auto trial = apart;
    for (const auto& word : {std::string("sh"), std::string("-c"), script, std::string("sh"), path("small"),
                             std::to_string(full + static_cast<std::uint64_t>(kilobytes) * 1024),
                             path("store-of-1"), path("left"), path("then")})
      trial.push_back(word);
    const auto result = run(trial);
    INFO(kilobytes << " kB free: " << result.out << result.err);
    REQUIRE(result.exit_code == 0);
    int code = -1, after = -1;
    std::istringstream(result.out) >> code >> after;
    ++codes[code];
    CHECK((code == 0 || code == 3));
    CHECK(after == 0);
    const auto on_in = [&](const char* store) {
      fs::remove_all(gate.base / "store");
      fs::rename(gate.base / store, gate.base / "store");
      return gate.on();
    };
    CHECK(on_in("left") == (code == 0 ? 2 : 1));
    CHECK(on_in("then") == 2);
  }
  for (const auto& [code, count] : codes)
    std::cout << fmt::format("small file system: {} sizes ended with code {}\n", count, code);
  CHECK(codes[0] > 0);
  CHECK(codes[3] > 0);
}
