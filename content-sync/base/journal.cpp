#include "content-sync/base/journal.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "content-sync/base/journal_line.h"

namespace gatecast {
namespace {

// syslog(3): what journalctl -p asks for.
const char* priority_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "7";
    case LogLevel::info:
      return "6";
    case LogLevel::warning:
      return "4";
    case LogLevel::error:
      break;
  }
  return "3";
}

// "device:inode" of standard error, as systemd tells it to what it starts.
bool is_standard_error_the_journal() {
  const char* told = std::getenv("JOURNAL_STREAM");
  struct stat info {};
  if (told == nullptr || ::fstat(STDERR_FILENO, &info) != 0) return false;
  return std::string(told) == std::to_string(info.st_dev) + ":" + std::to_string(info.st_ino);
}

// Connected once; a datagram is whole or not there, so threads need no lock.
class JournalLine {
 public:
  bool open(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) return false;
    std::memcpy(address.sun_path, path.c_str(), path.size());
    const int file = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (file < 0) return false;
    if (::connect(file, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      ::close(file);
      return false;
    }
    if (file_ >= 0) ::close(file_);
    file_ = file;
    return true;
  }
  [[nodiscard]] bool send(const std::string& entry) const {
    return file_ >= 0 && ::send(file_, entry.data(), entry.size(), MSG_NOSIGNAL | MSG_DONTWAIT) ==
                             static_cast<ssize_t>(entry.size());
  }

 private:
  int file_ = -1;
};

JournalLine& line() {
  static JournalLine instance;
  return instance;
}

}  // namespace

std::string journal_entry(const JournalFields& fields) {
  std::string entry;
  for (const auto& [name, value] : fields) {
    entry += name;
    if (value.find('\n') == std::string::npos) {
      entry += "=" + value + "\n";
      continue;
    }
    entry += '\n';
    for (unsigned shift = 0; shift < 64; shift += 8)
      entry += static_cast<char>(static_cast<std::uint64_t>(value.size()) >> shift & 0xFFU);
    entry += value + "\n";
  }
  return entry;
}

JournalFields journal_fields(LogLevel level, std::string_view message) {
  return {{"MESSAGE", std::string(message)},
          {"PRIORITY", priority_of(level)},
          {"SYSLOG_IDENTIFIER", program_invocation_short_name}};
}

JournalFields journal_fields(const Error& error) {
  auto fields = journal_fields(LogLevel::error, to_string(error));
  fields.emplace_back("GATECAST_RULE", error.rule);
  fields.emplace_back("GATECAST_SUBJECT", error.subject);
  if (!error.hint.empty()) fields.emplace_back("GATECAST_HINT", error.hint);
  return fields;
}

bool log_to_journal(const std::string& socket) {
  return is_standard_error_the_journal() && line().open(socket);
}

bool send_to_journal(const JournalFields& fields) {
  return line().send(journal_entry(fields));
}

}  // namespace gatecast
