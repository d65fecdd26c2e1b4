// A child process of a test: started with arguments, read, signalled, always reaped.
// Threads: one owner. Errors: start() throws std::runtime_error, which fails the test.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace gatecast::test {

struct ProcessResult {
  int exit_code = -1;  // 128 + signal when killed
  std::string out;
  std::string err;
};

class Process {
 public:
  // Standard output and error go to files in a folder of their own; `environment` is added to the test's.
  static Process start(const std::vector<std::string>& command,
                       const std::map<std::string, std::string>& environment = {});
  Process(Process&&) noexcept;
  Process& operator=(Process&&) = delete;
  Process(const Process&) = delete;
  ~Process();  // kills what still runs

  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] bool is_running();
  void signal(int number) const;
  // Waits at most `limit`, then kills (SIGKILL) and reports it as 137.
  ProcessResult wait(std::chrono::milliseconds limit);
  [[nodiscard]] std::string out_so_far() const;
  [[nodiscard]] std::string err_so_far() const;

 private:
  Process() = default;
  pid_t pid_ = -1;
  int status_ = 0;
  bool is_reaped_ = false;
  std::string folder_;
};

ProcessResult run(const std::vector<std::string>& command,
                  const std::map<std::string, std::string>& environment = {},
                  std::chrono::milliseconds limit = std::chrono::seconds(60));

// A folder that goes away with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

int free_loopback_port();

}  // namespace gatecast::test
