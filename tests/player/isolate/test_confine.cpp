// What a decoder that was taken over can do: nothing but compute, within its memory.
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <functional>
#include <thread>

#include "player/isolate/confine.h"

using namespace gatecast;

namespace {

constexpr isolate::Limits kLimits{64ULL << 20U, 30, 0};

// How a confined process ends that does this: its exit code, or 128 + signal.
int ending_of(const std::function<int()>& deed, const isolate::Limits& limits = kLimits) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    if (!isolate::confine(limits)) ::_exit(99);
    ::_exit(deed());
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int as_code(bool was_refused) {
  return was_refused ? 1 : 2;
}

}  // namespace

TEST_CASE("a confined decoder computes, takes memory and has threads") {
  CHECK(ending_of([] {
          std::vector<char> some(1 << 20, 'x');
          int sum = 0;
          std::jthread([&] { sum = some[5] + some[6]; }).join();
          return sum == 2 * 'x' ? 7 : 8;
        }) == 7);
}

TEST_CASE("a confined decoder opens no file, kills nobody and starts no process") {
  CHECK(ending_of([] { return as_code(::open("/etc/hostname", O_RDONLY) < 0 && errno == EPERM); }) == 1);
  CHECK(ending_of([] { return as_code(::open("/dev/null", O_WRONLY | O_CREAT, 0600) < 0); }) == 1);
  CHECK(ending_of([] { return as_code(::kill(::getppid(), 0) < 0); }) == 1);
  CHECK(ending_of([] { return as_code(::unlink("/none") < 0 && errno == EPERM); }) == 1);
  CHECK(ending_of([] {
          const pid_t pid = ::fork();
          if (pid == 0) ::_exit(0);
          return as_code(pid < 0);
        }) == 1);
  CHECK(ending_of([] {
          void* run =
              ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
          return as_code(run == MAP_FAILED);
        }) == 1);
}

TEST_CASE("a decoder with a video engine may ask its driver, and nothing else of any device") {
  constexpr unsigned long kOfGraphics = 0xC0106400;  // drm.h: DRM_IOCTL_VERSION and its kin
  const auto asks = [](bool has_engine, unsigned long request) {
    return ending_of(
        [request] {
          errno = 0;
          ::ioctl(STDERR_FILENO, request, nullptr);
          return errno == EPERM ? 1 : 2;
        },
        {kLimits.memory_bytes, kLimits.cpu_seconds, has_engine ? 1U : 0U});
  };
  CHECK(asks(false, kOfGraphics) == 1);
  CHECK(asks(true, kOfGraphics) == 2);  // the kernel was asked: no such device
  CHECK(asks(true, TIOCSTI) == 1);
  CHECK(ending_of([] { return as_code(::open("/etc/hostname", O_RDONLY) < 0 && errno == EPERM); },
                  {kLimits.memory_bytes, kLimits.cpu_seconds, 1}) == 1);
}

TEST_CASE("a confined decoder that reaches for the network or for another program is ended at once") {
  CHECK(ending_of([] { return ::socket(AF_INET, SOCK_STREAM, 0); }) == 128 + SIGSYS);
  CHECK(ending_of([] { return ::execl("/bin/true", "true", nullptr); }) == 128 + SIGSYS);
}

#if !defined(GATECAST_SANITIZED)
TEST_CASE("a confined decoder that eats memory gets no more than its share") {
  CHECK(ending_of([] {
          std::size_t taken = 0;
          while (void* more = std::malloc(1 << 20)) {
            std::memset(more, 1, 1 << 20);
            taken += 1 << 20;
            if (taken > (512U << 20U)) return 2;
          }
          return taken <= (64U << 20U) && taken >= (32U << 20U) ? 1 : 3;
        }) == 1);
}
#endif
