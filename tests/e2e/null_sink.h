// A sound server with one sink that leads nowhere, whose monitor is recorded: what a loudspeaker would say,
// without asking the program under test. Threads: one owner. Errors: is_up() is false where there is no
// pulseaudio; record() fails the test.
#pragma once
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/process.h"

namespace gatecast::test {

inline constexpr int kRecordRate = 48000;

inline double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

class NullSink {
 public:
  explicit NullSink(const std::string& folder) : socket_(folder + "/pulse") {
    std::filesystem::remove(socket_);  // of one that was killed
    server_.emplace(Process::start(
        {"pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disallow-exit",
         "-L", "module-null-sink sink_name=nowhere rate=48000 channels=2", "-L",
         "module-native-protocol-unix auth-anonymous=1 socket=" + socket_},
        {{"HOME", folder}, {"XDG_RUNTIME_DIR", folder}, {"PULSE_RUNTIME_PATH", folder + "/run"}}));
    for (int i = 0; i < 100 && !std::filesystem::exists(socket_); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  [[nodiscard]] std::string server() const { return "unix:" + socket_; }
  [[nodiscard]] bool is_up() { return server_->is_running() && std::filesystem::exists(socket_); }

 private:
  std::string socket_;
  std::optional<Process> server_;
};

struct Recording {
  std::vector<float> samples;
  double first_at = 1e18;  // the least time that any read allows: buffers only ever delay
};

// Until that time, or until `is_enough` says so.
template <typename Enough>
Recording record_until(const std::string& server, double until, Enough is_enough) {
  const std::string command =
      "PULSE_SERVER=" + server +
      " exec parec -d nowhere.monitor --raw --format=s16le --rate=48000 --channels=1 --latency-msec=5";
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  Recording recording;
  std::vector<std::int16_t> buffer(4096);
  while (seconds_now() < until && !is_enough(recording)) {
    pollfd ready{::fileno(pipe), POLLIN, 0};
    if (::poll(&ready, 1, 100) <= 0) continue;
    const auto got = ::read(::fileno(pipe), buffer.data(), buffer.size() * 2);
    if (got <= 0) break;
    for (std::ptrdiff_t i = 0; i < got / 2; ++i)
      recording.samples.push_back(static_cast<float>(buffer[static_cast<std::size_t>(i)]) / 32768.0F);
    recording.first_at = std::min(
        recording.first_at, seconds_now() - static_cast<double>(recording.samples.size()) / kRecordRate);
  }
  ::pclose(pipe);
  return recording;
}
inline Recording record(const std::string& server, double until) {
  return record_until(server, until, [](const Recording&) { return false; });
}

}  // namespace gatecast::test
