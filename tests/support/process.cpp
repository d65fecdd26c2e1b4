#include "tests/support/process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

namespace gatecast::test {
namespace {

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string make_temporary_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "gatecast-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  return pattern;
}

[[noreturn]] void become(const std::vector<std::string>& command,
                         const std::map<std::string, std::string>& environment, const std::string& folder) {
  ::setpgid(0, 0);
  const int null = ::open("/dev/null", O_RDONLY);
  const int out = ::open((folder + "/out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int err = ::open((folder + "/err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::dup2(null, 0);
  ::dup2(out, 1);
  ::dup2(err, 2);
  for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> arguments;
  for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  ::_exit(127);
}

}  // namespace

Process Process::start(const std::vector<std::string>& command,
                       const std::map<std::string, std::string>& environment) {
  Process process;
  process.folder_ = make_temporary_folder();
  process.pid_ = ::fork();
  if (process.pid_ < 0) throw std::runtime_error("fork failed");
  if (process.pid_ == 0) become(command, environment, process.folder_);
  ::setpgid(process.pid_, process.pid_);
  return process;
}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      status_(other.status_),
      is_reaped_(other.is_reaped_),
      folder_(std::exchange(other.folder_, {})) {}

Process::~Process() {
  if (pid_ > 0 && !is_reaped_) {
    ::kill(-pid_, SIGKILL);
    ::waitpid(pid_, &status_, 0);
  }
  if (!folder_.empty()) {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
}

bool Process::is_running() {
  if (is_reaped_) return false;
  if (::waitpid(pid_, &status_, WNOHANG) == pid_) is_reaped_ = true;
  return !is_reaped_;
}

void Process::signal(int number) const {
  ::kill(pid_, number);
}

ProcessResult Process::wait(std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (is_running() && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  if (!is_reaped_) {
    ::kill(-pid_, SIGKILL);
    ::waitpid(pid_, &status_, 0);
    is_reaped_ = true;
  }
  ProcessResult result;
  result.exit_code = WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
  result.out = out_so_far();
  result.err = err_so_far();
  return result;
}

std::string Process::out_so_far() const {
  return contents(folder_ + "/out");
}
std::string Process::err_so_far() const {
  return contents(folder_ + "/err");
}

ProcessResult run(const std::vector<std::string>& command,
                  const std::map<std::string, std::string>& environment, std::chrono::milliseconds limit) {
  return Process::start(command, environment).wait(limit);
}

TemporaryFolder::TemporaryFolder() : path_(make_temporary_folder()) {}
TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

int free_loopback_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  const bool is_bound = ::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                        ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) == 0;
  ::close(fd);
  if (!is_bound) throw std::runtime_error("no free port on loopback");
  return ntohs(address.sin_port);
}

}  // namespace gatecast::test
