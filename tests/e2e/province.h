// The whole way with the real programs: a province's server and repository, two editors' keys, and kiosks.
// Everything lies in temporary folders and on loopback; keys are demo keys.
// Threads: one owner. Errors: throws std::runtime_error with what the program said, which fails the test.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace gatecast::test {

class Province {
 public:
  explicit Province(const std::string& channel);

  // Runs `gatecast ARGUMENTS...` and gives what it said.
  ProcessResult gatecast(const std::vector<std::string>& arguments) const;
  // check, build, two signatures, publish; throws where one refuses.
  void publish(const std::string& folder, int number);
  // The same up to the signatures; gives the build's folder.
  std::string build(const std::string& folder, int number) const;
  void sign(const std::string& build, const std::string& editor) const;

  void start_server();
  void stop_server();
  [[nodiscard]] std::string server() const;
  [[nodiscard]] pid_t server_pid() const { return server_->pid(); }
  [[nodiscard]] std::string repository() const { return folder_.path() + "/repository"; }
  [[nodiscard]] std::string root() const { return repository() + "/metadata/1.root.json"; }
  [[nodiscard]] std::string reports() const { return folder_.path() + "/reports"; }  // of feeds
  [[nodiscard]] std::string keys() const { return folder_.path() + "/keys"; }
  [[nodiscard]] const std::string& channel() const { return channel_; }
  [[nodiscard]] const std::string& folder() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
  std::string channel_;
  int port_;
  std::optional<Process> server_;
};

// One kiosk: its store, its state, its two programs.
class Kiosk {
 public:
  explicit Kiosk(const Province& province);
  ProcessResult sync_once(const std::vector<std::string>& more = {}) const;
  [[nodiscard]] Process start_agent(int poll_seconds) const;
  [[nodiscard]] Process start_player(const std::string& display, const std::vector<std::string>& more = {},
                                     const std::string& player = "gatecast-player") const;
  ProcessResult player(const std::vector<std::string>& arguments) const;  // --render, --explain
  ProcessResult status() const;
  ProcessResult verify() const;
  [[nodiscard]] std::string store() const { return folder_.path() + "/store"; }
  [[nodiscard]] std::string state() const { return folder_.path() + "/player-state"; }

 private:
  [[nodiscard]] std::vector<std::string> agent_options() const;
  [[nodiscard]] std::vector<std::string> player_options() const;
  const Province& province_;
  TemporaryFolder folder_;
};

std::string program(const std::string& name);  // the built one, beside the test

// A source folder copied to where a test may change it.
std::string copy_folder(const std::string& from, const std::string& to);

}  // namespace gatecast::test
