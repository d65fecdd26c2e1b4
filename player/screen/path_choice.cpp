#include "player/screen/path_choice.h"

#include <SDL.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "content-sync/base/json.h"

extern char** environ;

namespace gatecast::screen {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr Duration kSlowestPicture = 8ms;  // half of a refresh at 60 Hz
constexpr std::chrono::seconds kLongestProbe{10};
constexpr const char* kDevices = "/sys/class/drm";

std::vector<fs::path> render_nodes() {
  std::vector<fs::path> nodes;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(kDevices, error))
    if (entry.path().filename().string().starts_with("renderD")) nodes.push_back(entry.path());
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

}  // namespace

PathKind choose_path(const PathTimes& times) {
  const bool is_better =
      times.has_renderer && times.renderer_cpu < times.surface_cpu && times.renderer_wall <= kSlowestPicture;
  return is_better ? PathKind::renderer : PathKind::surface;
}

std::string_view to_string(PathKind kind) {
  return kind == PathKind::renderer ? "renderer" : "surface";
}

std::string first_render_node() {
  const auto nodes = render_nodes();
  return nodes.empty() ? std::string() : "/dev/dri/" + nodes.front().filename().string();
}

bool has_render_node() {
  return !render_nodes().empty();
}

std::string path_key(pixels::Size size) {
  std::string key = std::to_string(size.width_px) + "x" + std::to_string(size.height_px);
  for (const auto& node : render_nodes()) {
    std::ifstream file(node / "device" / "uevent");
    for (std::string line; std::getline(file, line);)
      if (line.starts_with("DRIVER=") || line.starts_with("PCI_ID=") || line.starts_with("OF_COMPATIBLE_0="))
        key += " " + line;
  }
  return key;
}

std::optional<PathKind> remembered_path(Disk& disk, const Path& file, const std::string& key) {
  constexpr std::uint64_t kLargest = 4096;
  const auto bytes = read_file(disk, file, kLargest);
  if (!bytes) return std::nullopt;
  const auto document = parse_json(*bytes, file.string());
  if (!document || !document->is_object() || document->value("format", 0) != 1 ||
      !document->contains("for") || document->at("for") != key || !document->contains("path"))
    return std::nullopt;
  return document->at("path") == "renderer" ? PathKind::renderer : PathKind::surface;
}

Status remember_path(Disk& disk, const Path& file, const std::string& key, PathKind kind,
                     const PathTimes& times) {
  const nlohmann::json document{{"format", 1},
                                {"for", key},
                                {"path", std::string(to_string(kind))},
                                {"surface_cpu_us", times.surface_cpu.count()},
                                {"renderer_cpu_us", times.renderer_cpu.count()},
                                {"renderer_wall_us", times.renderer_wall.count()}};
  return write_file_durably(disk, file, document.dump(2) + "\n");
}

bool is_measure_call(int argc, char** argv) {
  return argc == 3 && std::strcmp(argv[1], kMeasureCall) == 0;
}

int run_measure(int /*argc*/, char** argv) {
  pixels::Size size;
  if (std::sscanf(argv[2], "%dx%d", &size.width_px, &size.height_px) != 2) return 2;
  ::setpriority(PRIO_PROCESS, 0, 19);  // what plays goes first
  const auto times = measure_paths(size);
  std::printf("%d %lld %lld %lld\n", times.has_renderer ? 1 : 0,
              static_cast<long long>(times.surface_cpu.count()),
              static_cast<long long>(times.renderer_cpu.count()),
              static_cast<long long>(times.renderer_wall.count()));
  return 0;
}

std::unique_ptr<PathProbe> PathProbe::start(pixels::Size size) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return nullptr;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  std::string program = "/proc/self/exe";
  std::string call = kMeasureCall;
  std::string sides = std::to_string(size.width_px) + "x" + std::to_string(size.height_px);
  std::array<char*, 4> arguments{program.data(), call.data(), sides.data(), nullptr};
  pid_t pid = -1;
  const int status = ::posix_spawn(&pid, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  if (status != 0) {
    ::close(ends[0]);
    return nullptr;
  }
  return std::unique_ptr<PathProbe>(new PathProbe(pid, ends[0], std::chrono::steady_clock::now()));
}

PathProbe::~PathProbe() {
  end();
}

void PathProbe::end() {
  if (pipe_ >= 0) ::close(std::exchange(pipe_, -1));
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(std::exchange(pid_, -1), nullptr, 0);
}

PathProbe::State PathProbe::look(SteadyInstant now) {
  if (pid_ < 0) return State::failed;
  pollfd ready{pipe_, POLLIN, 0};
  while (::poll(&ready, 1, 0) > 0) {
    std::array<char, 128> bytes{};
    const auto count = ::read(pipe_, bytes.data(), bytes.size());
    if (count > 0) {
      said_.append(bytes.data(), static_cast<std::size_t>(count));
      if (said_.size() < bytes.size()) continue;
    }
    end();
    int has_renderer = 0;
    long long surface = 0;
    long long cpu = 0;
    long long wall = 0;
    if (std::sscanf(said_.c_str(), "%d %lld %lld %lld", &has_renderer, &surface, &cpu, &wall) != 4)
      return State::failed;
    times_ = {Duration(surface), Duration(cpu), Duration(wall), has_renderer != 0};
    return State::done;
  }
  if (now - started_ < kLongestProbe) return State::running;
  end();
  return State::failed;
}

}  // namespace gatecast::screen
