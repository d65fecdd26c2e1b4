// A kiosk in folders of its own that is well: a server on the loopback, a store that its agent filled, both
// programs' locks held. Each test breaks one thing. Threads: one owner; the server's thread reads what it
// serves.
#pragma once
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <optional>

#include "content-sync/agent/agent.h"
#include "content-sync/agent/doctor_command.h"
#include "content-sync/agent/store_lock.h"
#include "content-sync/doctor/doctor.h"
#include "content-sync/updater/http_fetcher.h"
#include "tests/content-sync/updater/scripted_server.h"
#include "tests/support/hand_clock.h"
#include "tests/support/process.h"
#include "tests/support/repository_fetcher.h"
#include "tests/support/sample_release.h"
#include "tests/support/test_repository.h"

namespace gatecast::test {

inline std::string path_of(const std::string& request) {
  const auto first = request.find(" /");
  const auto end = request.find(' ', first + 1);
  return first == std::string::npos || end == std::string::npos ? ""
                                                                : request.substr(first + 2, end - first - 2);
}

// As a static server answers.
inline std::string served(const std::map<std::string, Bytes>& files, const std::string& request) {
  const auto found = files.find(path_of(request));
  if (found == files.end()) return answer("404 Not Found", "Content-Length: 0\r\n", "");
  return answer("200 OK", length(found->second), found->second);
}

class HeldLock {
 public:
  explicit HeldLock(const Path& path) : file_(::open(path.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, 0644)) {
    REQUIRE(::flock(file_, LOCK_SH | LOCK_NB) == 0);
  }
  ~HeldLock() { ::close(file_); }

 private:
  int file_;
};

struct Examined {
  TemporaryFolder folder;
  Path base = folder.path();
  TestRepository repository;
  HandClock clock;
  SystemDisk disk;
  agent::AgentConfig config;
  std::optional<ScriptedServer> server;
  std::optional<agent::StoreLock> agent;
  std::optional<HeldLock> player;

  Examined() {
    publish(repository, 1);
    serve([this](const std::string& request) { return served(repository.files, request); });
    config.channel = "lao-bao-hall";
    config.root = base / "root.json";
    config.store = base / "store";
    config.player_state = base / "player-state";
    config.reserve_mb = 1;
    std::ofstream(config.root) << repository.root_file(1);
    for (const auto& path : {config.store, config.player_state}) std::filesystem::create_directories(path);
    update();
    agent.emplace(std::move(*agent::StoreLock::take(config.store)));
    player.emplace(config.player_state / "lock");
  }
  void serve(ScriptedServer::Script script) {
    server.reset();
    server.emplace(std::move(script), std::chrono::milliseconds(0), ScriptedServer::Manner::many);
    config.server = server->address();
  }
  Result<updater::UpdateReport> update() {
    auto fetcher = agent::make_fetcher(disk, config, {});
    REQUIRE(fetcher);
    auto opened = agent::Agent::open(disk, clock, config, std::move(*fetcher));
    REQUIRE(opened);
    auto report = opened->update({});
    opened->save_notes();
    return report;
  }
  doctor::Findings examine() {
    const auto kiosk = agent::kiosk_of(agent::observe(disk, clock, config), config);
    return doctor::examine(disk, kiosk, {std::chrono::seconds(1), std::chrono::seconds(2)});
  }
  void write(const Path& path, const std::string& text) const { std::ofstream(path) << text; }
};

inline std::vector<std::string> rules_of(const doctor::Findings& findings) {
  std::vector<std::string> rules;
  for (const auto& one : findings) rules.push_back(one.rule);
  return rules;
}

using Rules = std::vector<std::string>;

}  // namespace gatecast::test
