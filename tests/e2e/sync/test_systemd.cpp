// What the programs tell systemd: the datagrams of sd_notify(3), received as a service manager would.
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstring>

#include "tests/support/process.h"

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
