// The inside of the nursery: it sees no foreign byte, so that its memory is clean in each child that it
// forks.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "player/isolate/decoder_process.h"
#include "player/isolate/nursery.h"

namespace gatecast::isolate {
namespace {

using namespace std::chrono_literals;

struct Child {
  pid_t pid = -1;
  Channel life;
};

class House {
 public:
  explicit House(Channel talk) : talk_(std::move(talk)) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);
    deaths_ = Handle(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
  }

  int run() {
    while (true) {
      std::vector<pollfd> waits{{talk_.number(), POLLIN, 0}, {deaths_.number(), POLLIN, 0}};
      for (const auto& child : children_) waits.push_back({child.life.number(), POLLIN, 0});
      if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) break;
      if (waits[1].revents != 0) bury();
      for (std::size_t i = 2; i < waits.size(); ++i)
        if (waits[i].revents != 0) end(waits[i].fd);
      if (waits[0].revents != 0 && !take_order()) break;
    }
    for (const auto& child : children_) ::kill(child.pid, SIGKILL);
    while (::waitpid(-1, nullptr, 0) > 0) {
    }
    return 0;
  }

 private:
  // False when the player has gone.
  bool take_order() {
    const auto received = talk_.receive(message_, 0ms);
    if (received == Received::closed) return false;
    const auto birth = message_.as<Birth>();
    if (received == Received::nothing || !birth || message_.handles.size() < 2) return true;
    auto handles = std::move(message_.handles);
    const pid_t pid = ::fork();
    if (pid == 0) become_decoder(*birth, handles);
    Channel life(std::move(handles[1]));
    if (pid < 0) return true;  // the player sees the end of `life`
    Born born;
    born.pid = pid;
    life.send(born);
    children_.push_back({pid, std::move(life)});
    return true;
  }

  [[noreturn]] static void become_decoder(const Birth& birth, std::vector<Handle>& handles) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_NAME, text_of(birth.name).c_str());
    // Nothing of the nursery but standard error: 3 is the player, 4 the shared memory.
    const int talk = ::fcntl(handles[0].number(), F_DUPFD_CLOEXEC, 64);
    const int frames = handles.size() > 2 ? ::fcntl(handles[2].number(), F_DUPFD_CLOEXEC, 64) : -1;
    ::dup2(talk, 3);
    if (frames >= 0) ::dup2(frames, 4);
    ::close_range(frames >= 0 ? 5 : 4, ~0U, 0);
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(nothing, STDOUT_FILENO);
    ::close(nothing);
    ::_exit(run_decoder(3, frames >= 0 ? 4 : -1));
  }

  void bury() {
    signalfd_siginfo ignored{};
    while (::read(deaths_.number(), &ignored, sizeof ignored) == sizeof ignored) {
    }
    Died died;
    pid_t pid = 0;
    while ((pid = ::waitpid(-1, &died.wait_status, WNOHANG)) > 0) {
      const auto child = std::find_if(children_.begin(), children_.end(),
                                      [&](const auto& other) { return other.pid == pid; });
      if (child == children_.end()) continue;
      child->life.send(died);
      children_.erase(child);
    }
  }

  // The player has let go of this decoder. It is reaped by bury().
  void end(int life) {
    for (auto& child : children_) {
      if (child.life.number() != life) continue;
      ::kill(child.pid, SIGKILL);
      child.life = Channel();  // a closed one is not polled
    }
  }

  Channel talk_;
  Handle deaths_;
  std::vector<Child> children_;
  Message message_;
};

}  // namespace

int run_nursery(int talk) {
  ::prctl(PR_SET_NAME, "gc-nursery");
  // Signals of the terminal or the service are the player's business; its end ends this process.
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) ::signal(number, SIG_IGN);
  // What a decoder dies of shall be seen as it is.
  for (const int number : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSYS}) ::signal(number, SIG_DFL);
  // Only the way to the player stays open.
  if (talk != 3) {
    ::dup2(talk, 3);
    talk = 3;
  }
  ::close_range(4, ~0U, 0);
  return House(Channel(Handle(talk))).run();
}

}  // namespace gatecast::isolate
