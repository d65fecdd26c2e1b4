#include "tests/content-sync/doc/terminal.h"

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace gatecast::test {
namespace {

constexpr auto kLimit = std::chrono::minutes(3);

[[noreturn]] void be_shell(const std::string& script, const std::string& folder,
                           const std::map<std::string, std::string>& environment) {
  if (::chdir(folder.c_str()) != 0) ::_exit(126);
  for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
  ::execl("/bin/bash", "bash", "-e", "-u", "-c", script.c_str(), static_cast<char*>(nullptr));
  ::_exit(127);
}

}  // namespace

TerminalResult run_at_terminal(const std::string& script, const std::string& folder,
                               const std::map<std::string, std::string>& environment,
                               const std::vector<Answer>& answers) {
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child < 0) throw std::runtime_error("no terminal");
  if (child == 0) be_shell(script, folder, environment);
  TerminalResult result;
  std::size_t answered = 0;  // up to here in `shown`
  const auto end = std::chrono::steady_clock::now() + kLimit;
  int status = 0;
  bool has_ended = false;
  while (true) {
    if (std::chrono::steady_clock::now() > end) ::kill(child, SIGKILL);
    has_ended = has_ended || ::waitpid(child, &status, WNOHANG) == child;
    pollfd wait{terminal, POLLIN, 0};
    ::poll(&wait, 1, 20);
    if ((wait.revents & POLLIN) == 0) {
      if (has_ended) break;
      if (wait.revents != 0) ::usleep(10'000);  // nobody has the other side open at this moment
      continue;
    }
    std::array<char, 4096> buffer{};
    const auto got = ::read(terminal, buffer.data(), buffer.size());
    if (got <= 0) continue;
    result.shown.append(buffer.data(), static_cast<std::size_t>(got));
    for (const auto& [question, answer] : answers) {
      if (result.shown.size() == answered || !result.shown.ends_with(question)) continue;
      answered = result.shown.size();
      const std::string line = answer + "\n";
      if (::write(terminal, line.data(), line.size()) < 0) throw std::runtime_error("terminal");
    }
  }
  ::close(terminal);
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace gatecast::test
