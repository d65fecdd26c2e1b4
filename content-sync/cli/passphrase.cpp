#include "content-sync/cli/passphrase.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cerrno>

#include "content-sync/base/system_error.h"

namespace gatecast::cli {
namespace {

constexpr std::size_t kLongest = 1024;
constexpr std::size_t kShortest = 8;

// The first line, without its end.
Result<std::string> read_line(int fd, const std::string& where) {
  std::string line;
  char c = 0;
  while (line.size() <= kLongest) {
    const auto got = ::read(fd, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(system_error(where, "read", errno));
    if (got == 0 || c == '\n') break;
    line += c;
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (line.empty())
    return fail(
        usage_error("key.passphrase", where, "there is no passphrase in it", "put it into the first line"));
  return line;
}

class File {
 public:
  File(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
};

// The terminal shows nothing while this lives.
class Silence {
 public:
  explicit Silence(int fd) : fd_(fd) {
    is_set_ = ::tcgetattr(fd_, &before_) == 0;
    if (!is_set_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(fd_, TCSAFLUSH, &quiet);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() {
    if (is_set_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
  }

 private:
  int fd_;
  bool is_set_ = false;
  termios before_{};
};

void write_text(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(fd, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

Result<std::string> ask(const std::string& prompt) {
  const File terminal("/dev/tty", O_RDWR);
  if (terminal.fd() < 0)
    return fail(usage_error("key.passphrase", "passphrase", "there is no terminal to ask for it",
                            "give --passphrase-file FILE"));
  auto line = [&] {
    const Silence silence(terminal.fd());  // before the question: what is typed quickly is not lost
    write_text(terminal.fd(), prompt);
    return read_line(terminal.fd(), "terminal");
  }();
  write_text(terminal.fd(), "\n");
  return line;
}

}  // namespace

void add_passphrase_options(CLI::App& command, PassphraseSource& source) {
  auto* file = command.add_option("--passphrase-file", source.file,
                                  "Read the passphrase from the first line of FILE instead of asking");
  command.add_option("--passphrase-fd", source.descriptor, "Read it from this open file descriptor")
      ->excludes(file);
}

Result<std::string> read_passphrase(const PassphraseSource& source, const std::string& prompt) {
  if (source.descriptor >= 0)
    return read_line(source.descriptor, "file descriptor " + std::to_string(source.descriptor));
  if (source.file.empty()) return ask(prompt);
  const File file(source.file, O_RDONLY);
  if (file.fd() < 0) return fail(system_error(source.file, "open", errno));
  return read_line(file.fd(), source.file);
}

Result<std::string> read_new_passphrase(const PassphraseSource& source, const std::string& prompt) {
  GATECAST_TRY(auto first, read_passphrase(source, prompt));
  if (first.size() < kShortest)
    return fail(usage_error("key.passphrase", "passphrase", "it is shorter than 8 characters",
                            "four or five unrelated words are easy to keep and hard to guess"));
  if (source.descriptor >= 0 || !source.file.empty()) return first;
  GATECAST_TRY(const auto second, ask("The same again: "));
  if (first != second)
    return fail(usage_error("key.passphrase", "passphrase", "the two are not the same", "start again"));
  return first;
}

}  // namespace gatecast::cli
