#include "player/isolate/nursery.h"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

#include "content-sync/base/log.h"

extern char** environ;  // NOLINT: POSIX

namespace gatecast::isolate {
namespace {

using namespace std::chrono_literals;

constexpr auto kBornWithin = 4000ms;
constexpr auto kEndsWithin = 1000ms;
constexpr int kTalk = 3;  // of a nursery that was started as a program

Error nursery_error(const std::string& name, const std::string& why) {
  return environment_error(std::string(kNurseryLost), name, "no decoder can be started: " + why,
                           "it is tried again; look for memory and process limits of the service");
}

}  // namespace

Result<std::shared_ptr<Nursery>> Nursery::start() {
  auto ends = Channel::pair();
  if (!ends) return fail(nursery_error("", std::strerror(errno)));
  const pid_t pid = ::fork();
  if (pid < 0) return fail(nursery_error("", std::strerror(errno)));
  if (pid == 0) {
    const Handle mine = std::move(ends->second);
    ends->first = Handle();
    ::_exit(run_nursery(mine.number()));
  }
  std::shared_ptr<Nursery> nursery(new Nursery());
  nursery->house_.try_push({Channel(std::move(ends->first)), pid});
  return nursery;
}

Result<Nursery::House> Nursery::built_anew() {
  auto ends = Channel::pair();
  if (!ends) return fail(nursery_error("", std::strerror(errno)));
  std::string program = "/proc/self/exe";
  std::string call = kNurseryCall;
  std::array<char*, 3> arguments{program.data(), call.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends->second.number(), kTalk);
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return fail(nursery_error("", std::strerror(error)));
  log_warning("the nursery of decoders was lost; there is a new one [decoder.nursery]");
  return House{Channel(std::move(ends->first)), pid};
}

void Nursery::close(House house) {
  house.talk = Channel();
  if (house.pid <= 0) return;
  const auto until = std::chrono::steady_clock::now() + kEndsWithin;
  while (::waitpid(house.pid, nullptr, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() >= until) {
      ::kill(house.pid, SIGKILL);
      ::waitpid(house.pid, nullptr, 0);
      return;
    }
    std::this_thread::sleep_for(2ms);
  }
}

Nursery::~Nursery() {
  end();
}

void Nursery::end() {
  house_.close();
  if (auto house = house_.try_pop()) close(std::move(*house));
}

Result<Cradle> Nursery::bear(const std::string& name, std::uint64_t region_bytes) {
  auto house = house_.pop_for(kBornWithin + 1s);
  if (!house) return fail(nursery_error(name, "it is busy"));
  auto cradle = bear_in(*house, name, region_bytes);
  if (!cradle) {
    close(std::move(*house));
    auto other = built_anew();
    house = other ? std::move(*other) : House();
    if (other) cradle = bear_in(*house, name, region_bytes);
  }
  house_.try_push(std::move(*house));
  return cradle;
}

Result<Cradle> Nursery::bear_in(const House& house, const std::string& name, std::uint64_t region_bytes) {
  auto talk = Channel::pair();
  auto life = Channel::pair();
  Cradle cradle;
  if (region_bytes > 0) cradle.region = FrameRegion::make(region_bytes);
  if (!talk || !life || (region_bytes > 0 && !cradle.region))
    return fail(nursery_error(name, std::strerror(errno)));
  Birth birth;
  put(birth.name, name);
  std::array<int, 3> handles{talk->second.number(), life->second.number(),
                             cradle.region ? cradle.region->handle() : -1};
  const std::span<const int> given(handles.data(), cradle.region ? 3U : 2U);
  if (house.talk.send(birth, {}, given) != Sent::yes) return fail(nursery_error(name, "it does not listen"));
  cradle.talk = Channel(std::move(talk->first));
  cradle.life = Channel(std::move(life->first));
  talk->second = Handle();
  life->second = Handle();
  Message answer;
  const auto received = cradle.life.receive(answer, kBornWithin);
  if (received != Received::message || !answer.as<Born>())
    return fail(nursery_error(name, "it does not answer"));
  return cradle;
}

bool is_nursery_call(int argc, char** argv) {
  return argc == 2 && std::string_view(argv[1]) == kNurseryCall;
}

}  // namespace gatecast::isolate
