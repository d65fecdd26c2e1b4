// What the programs tell systemd: the datagrams of sd_notify(3), received as a service manager would.
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstring>
#include <fstream>

#include "tests/support/process.h"
#include "tests/support/virtual_screen.h"

using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

class ServiceManager {
 public:
  explicit ServiceManager(const std::string& folder) : path_(folder + "/notify") {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(path_.size() < sizeof address.sun_path);
    std::memcpy(address.sun_path, path_.c_str(), path_.size());
    fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    REQUIRE(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  }
  ServiceManager(const ServiceManager&) = delete;
  ServiceManager& operator=(const ServiceManager&) = delete;
  ~ServiceManager() { ::close(fd_); }

  [[nodiscard]] const std::string& path() const { return path_; }

  // True once a message begins so; messages before it are passed over.
  bool hears(const std::string& beginning, std::chrono::milliseconds limit) {
    const auto last = std::chrono::steady_clock::now() + limit;
    while (std::chrono::steady_clock::now() < last) {
      pollfd waiting{fd_, POLLIN, 0};
      if (::poll(&waiting, 1, 100) <= 0) continue;
      char text[512];
      const auto size = ::recv(fd_, text, sizeof text, 0);
      if (size > 0 && std::string(text, static_cast<std::size_t>(size)).rfind(beginning, 0) == 0) return true;
    }
    return false;
  }

 private:
  std::string path_;
  int fd_ = -1;
};

}  // namespace

TEST_CASE("the agent tells systemd that it is ready, alive within its watchdog's time, and stopping") {
  TemporaryFolder folder;
  ServiceManager systemd(folder.path());
  const std::string bin = GATECAST_BIN_DIR;
  REQUIRE(run({bin + "/gatecast", "keys", "demo", "--repository", folder.path() + "/repository", "--keys",
               folder.path() + "/keys", "--channel", "lao-bao-hall"})
              .exit_code == 0);

  auto agent =
      Process::start({bin + "/gatecast-sync", "run", "--poll", "60", "--store", folder.path() + "/store",
                      "--server", folder.path() + "/repository", "--root",
                      folder.path() + "/repository/metadata/1.root.json", "--channel", "lao-bao-hall"},
                     {{"NOTIFY_SOCKET", systemd.path()}, {"WATCHDOG_USEC", "600000"}});

  CHECK(systemd.hears("READY=1", 20s));
  CHECK(systemd.hears("STATUS=", 20s));
  for (int sign = 0; sign < 3; ++sign) CHECK(systemd.hears("WATCHDOG=1", 600ms * 4));
  agent.signal(SIGTERM);
  CHECK(systemd.hears("STOPPING=1", 20s));
  CHECK(agent.wait(20s).exit_code == 0);
}

TEST_CASE(
    "the player, set up and without a release, is ready with its first picture, then alive, then stopping") {
  TemporaryFolder folder;
  ServiceManager systemd(folder.path());
  const VirtualScreen screen({320, 180});
  const std::string bin = GATECAST_BIN_DIR;
  REQUIRE(run({bin + "/gatecast", "keys", "demo", "--repository", folder.path() + "/repository", "--keys",
               folder.path() + "/keys", "--channel", "lao-bao-hall"})
              .exit_code == 0);
  const auto settings = folder.path() + "/kiosk.json";
  std::ofstream(settings)
      << R"({"channel": "lao-bao-hall", "server": "https://nowhere.example", "touch": false,)"
      << "\"root\": \"" << folder.path() << "/repository/metadata/1.root.json\","
      << "\"store\": \"" << folder.path() << "/store\", \"player_state\": \"" << folder.path() << "/state\"}";
  const auto checked = run({bin + "/gatecast-kiosk", "--check", "--config", settings});
  CHECK(checked.exit_code == 0);
  CHECK(checked.out.find("lao-bao-hall") != std::string::npos);

  auto player =
      Process::start({bin + "/gatecast-kiosk", "--config", settings}, {{"NOTIFY_SOCKET", systemd.path()},
                                                                       {"WATCHDOG_USEC", "3000000"},
                                                                       {"DISPLAY", screen.display()},
                                                                       {"SDL_AUDIODRIVER", "dummy"}});
  CHECK(systemd.hears("READY=1", 30s));
  CHECK(brightness(screen.grab()).mean > 60);  // the built-in still
  for (int sign = 0; sign < 3; ++sign) CHECK(systemd.hears("WATCHDOG=1", 12s));
  player.signal(SIGTERM);
  CHECK(systemd.hears("STOPPING=1", 20s));
  CHECK(player.wait(20s).exit_code == 0);
}

TEST_CASE("the server tells systemd that it is ready once it answers") {
  TemporaryFolder folder;
  ServiceManager systemd(folder.path());
  const std::string bin = GATECAST_BIN_DIR;
  REQUIRE(run({bin + "/gatecast", "keys", "demo", "--repository", folder.path() + "/repository", "--keys",
               folder.path() + "/keys", "--channel", "lao-bao-hall"})
              .exit_code == 0);
  auto server = Process::start({bin + "/gatecast-server", "--repository", folder.path() + "/repository",
                                "--online-keys", folder.path() + "/keys", "--listen", "127.0.0.1:0"},
                               {{"NOTIFY_SOCKET", systemd.path()}});
  CHECK(systemd.hears("READY=1", 20s));
  CHECK(server.out_so_far().find("http://127.0.0.1:") != std::string::npos);
  server.signal(SIGTERM);
  CHECK(systemd.hears("STOPPING=1", 20s));
  CHECK(server.wait(20s).exit_code == 0);
}
