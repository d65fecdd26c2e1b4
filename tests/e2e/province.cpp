#include "tests/e2e/province.h"

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <thread>

namespace gatecast::test {
namespace {

using namespace std::chrono_literals;

void must_succeed(const ProcessResult& result, const std::string& what) {
  if (result.exit_code != 0)
    throw std::runtime_error(what + " ended with " + std::to_string(result.exit_code) + "\n" + result.out +
                             result.err);
}

std::vector<std::string> joined(std::vector<std::string> first, const std::vector<std::string>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace

std::string program(const std::string& name) {
  return std::string(GATECAST_BIN_DIR) + "/" + name;
}

std::string copy_folder(const std::string& from, const std::string& to) {
  std::filesystem::create_directories(std::filesystem::path(to).parent_path());
  std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
  return to;
}

Province::Province(const std::string& channel) : channel_(channel), port_(free_loopback_port()) {
  must_succeed(
      gatecast({"keys", "demo", "--repository", repository(), "--keys", keys(), "--channel", channel}),
      "gatecast keys demo");
}

ProcessResult Province::gatecast(const std::vector<std::string>& arguments) const {
  return run(joined({program("gatecast")}, arguments), {{"XDG_DATA_HOME", folder_.path() + "/data"}}, 180s);
}

std::string Province::build(const std::string& folder, int number) const {
  const auto out = folder_.path() + "/build-" + std::to_string(number);
  must_succeed(
      gatecast({"build", folder, "--out", out, "--number", std::to_string(number), "--active", repository()}),
      "gatecast build");
  return out;
}

void Province::sign(const std::string& build, const std::string& editor) const {
  must_succeed(gatecast({"sign", build, "--key", keys() + "/editor-" + editor + ".key.json", "--active",
                         repository(), "--yes"}),
               "gatecast sign");
}

void Province::publish(const std::string& folder, int number) {
  const auto release = build(folder, number);
  sign(release, "lan");
  sign(release, "khamla");
  must_succeed(gatecast({"publish", release, "--to", server()}), "gatecast publish");
}

void Province::start_server() {
  std::filesystem::create_directories(reports());
  server_.emplace(Process::start({program("gatecast-server"), "--repository", repository(), "--online-keys",
                                  keys(), "--listen", "127.0.0.1:" + std::to_string(port_), "--feeds-from",
                                  reports(), "--feeds-each", "1"}));
  for (int i = 0; i < 200; ++i) {
    const auto answer = run({"curl", "-fsS", "-o", "/dev/null", server() + "/healthz"}, {}, 5s);
    if (answer.exit_code == 0) return;
    if (!server_->is_running()) throw std::runtime_error("gatecast-server: " + server_->err_so_far());
    std::this_thread::sleep_for(50ms);
  }
  throw std::runtime_error("gatecast-server does not answer");
}

void Province::stop_server() {
  server_.reset();
}

std::string Province::server() const {
  return "http://127.0.0.1:" + std::to_string(port_);
}

Kiosk::Kiosk(const Province& province) : province_(province) {
  std::filesystem::create_directories(state());
}

std::vector<std::string> Kiosk::agent_options() const {
  return {"--store",        store(),     "--server",          province_.server(), "--root",
          province_.root(), "--channel", province_.channel(), "--player-state",   state()};
}

std::vector<std::string> Kiosk::player_options() const {
  return {"--store",           store(),   "--root", province_.root(), "--channel",
          province_.channel(), "--state", state()};
}

ProcessResult Kiosk::sync_once(const std::vector<std::string>& more) const {
  return run(joined(joined({program("gatecast-sync"), "once"}, agent_options()), more), {}, 120s);
}

Process Kiosk::start_agent(int poll_seconds) const {
  return Process::start(
      joined({program("gatecast-sync"), "run", "--poll", std::to_string(poll_seconds)}, agent_options()));
}

Process Kiosk::start_player(const std::string& display, const std::vector<std::string>& more,
                            const std::string& player) const {
  return Process::start(joined(joined({program(player)}, player_options()), more),
                        {{"DISPLAY", display}, {"SDL_AUDIODRIVER", "dummy"}});
}

ProcessResult Kiosk::player(const std::vector<std::string>& arguments) const {
  return run(joined(joined({program("gatecast-player")}, player_options()), arguments), {}, 60s);
}

ProcessResult Kiosk::status() const {
  return run(joined({program("gatecast-sync"), "status"}, agent_options()), {}, 30s);
}

ProcessResult Kiosk::verify() const {
  return run({program("gatecast"), "verify", store(), "--root", province_.root()}, {}, 120s);
}

}  // namespace gatecast::test
