// A province's server and a kiosk as real programs over one repository. Threads: one owner.
#pragma once
#include <sys/stat.h>

#include <random>

#include "content-sync/base/json_value.h"
#include "content-sync/repository/key_file.h"
#include "content-sync/server/report_view.h"
#include "content-sync/server/server.h"
#include "tests/e2e/sync/gate.h"

namespace gatecast::test {

inline const std::string kServer = std::string(GATECAST_BIN_DIR) + "/gatecast-server";

struct Site {
  Gate gate;
  int port = free_loopback_port();
  Path base = gate.base;
  std::optional<Process> server;

  Site() {
    gate.publish(1, 1000);
    for (const char* role : {"snapshot", "timestamp"})
      write(base / "online" / (std::string(role) + ".key.json"),
            repository::write_key_file(gate.repository.keys.at(role)[0], {.purpose = role, .is_demo = true}));
    write_settings("store");
    start_server();
  }
  ~Site() {
    if (server) server->signal(SIGKILL);
  }
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  [[nodiscard]] std::string address() const { return "http://127.0.0.1:" + std::to_string(port); }
  [[nodiscard]] std::string repository() const { return (base / "repository").string(); }
  [[nodiscard]] Path settings(const std::string& store) const { return base / (store + ".json"); }
  void write_settings(const std::string& store) const {
    const nlohmann::json document{{"channel", "lao-bao-hall"},
                                  {"server", "http://127.0.0.1:" + std::to_string(port)},
                                  {"store", (base / store).string()},
                                  {"root", (base / "root.json").string()},
                                  {"player_state", (base / "player-state").string()},
                                  {"report_seconds", 60},
                                  {"reserve_mb", 1}};
    write(settings(store), document.dump());
  }
  void start_server() {
    server.emplace(
        Process::start({kServer, "--repository", repository(), "--online-keys", (base / "online").string(),
                        "--listen", "127.0.0.1:" + std::to_string(port)}));
    for (int i = 0; i < 200 && server->out_so_far().empty(); ++i)
      std::this_thread::sleep_for(milliseconds(25));
    REQUIRE_FALSE(server->out_so_far().empty());
  }
  void kill_server() {
    server->signal(SIGKILL);
    server->wait(seconds(10));
    server.reset();
  }
  [[nodiscard]] std::vector<std::string> sync(const std::string& command,
                                              const std::string& store = "store") const {
    return {kSync, command, "--config", settings(store).string()};
  }
  [[nodiscard]] Process start_agent(const std::string& store = "store") const {
    return Process::start(sync("run", store));
  }
  // The code that the kiosk shows, confirmed at the server.
  void enrol() const {
    auto command = sync("enrol");
    command.emplace_back("lao-bao/hall-1");
    const auto asked = run(command);
    INFO(asked.out << asked.err);
    REQUIRE(asked.exit_code == 0);
    const auto confirmed = run({kServer, "devices", "confirm", "lao-bao/hall-1", code_in(asked.out), "--by",
                                "Hung", "--repository", repository()});
    INFO(confirmed.out << confirmed.err);
    REQUIRE(confirmed.exit_code == 0);
  }
  static std::string code_in(const std::string& text) {
    const auto at = text.find("\n    ");
    REQUIRE(at != std::string::npos);
    return text.substr(at + 5, 14);
  }
  [[nodiscard]] nlohmann::json reports() const {
    const auto told = run({kServer, "reports", "--json", "--repository", repository()});
    INFO(told.err);
    REQUIRE(told.exit_code == 0);
    return nlohmann::json::parse(told.out);
  }
  [[nodiscard]] nlohmann::json answer(const std::string& store = "store") const {
    auto command = sync("reports", store);
    command.emplace_back("--json");
    const auto told = nlohmann::json::parse(run(command).out);
    return told.contains("answer") ? told["answer"]["rule"] : nlohmann::json();
  }
  // Until it is so, within a time that only a broken program needs.
  template <class Question>
  bool comes(Question question) const {
    for (int i = 0; i < 600; ++i) {
      if (question()) return true;
      std::this_thread::sleep_for(milliseconds(100));
    }
    return false;
  }
};

}  // namespace gatecast::test
