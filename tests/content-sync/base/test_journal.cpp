#include "content-sync/base/journal.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstring>
#include <map>
#include <optional>

#include "tests/support/process.h"

using namespace gatecast;

namespace {

// As journald reads an entry.
std::map<std::string, std::string> parsed(const std::string& entry) {
  std::map<std::string, std::string> fields;
  for (std::size_t at = 0; at < entry.size();) {
    const auto end = entry.find_first_of("=\n", at);
    REQUIRE(end != std::string::npos);
    const auto name = entry.substr(at, end - at);
    std::size_t begin = end + 1;
    std::size_t size = 0;
    if (entry[end] == '=') {
      size = entry.find('\n', begin) - begin;
    } else {
      REQUIRE(begin + 8 <= entry.size());
      for (std::size_t i = 0; i < 8; ++i)
        size |= static_cast<std::size_t>(static_cast<unsigned char>(entry[begin + i])) << (8 * i);
      begin += 8;
    }
    REQUIRE(begin + size < entry.size());
    REQUIRE(entry[begin + size] == '\n');
    fields[name] = entry.substr(begin, size);
    at = begin + size + 1;
  }
  return fields;
}

class OwnJournal {
 public:
  explicit OwnJournal(const std::string& path) : file_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size());
    REQUIRE(::bind(file_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  ~OwnJournal() { ::close(file_); }
  std::optional<std::string> entry() const {
    std::array<char, 8192> buffer{};
    const auto got = ::recv(file_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    return got < 0 ? std::nullopt : std::optional(std::string(buffer.data(), static_cast<std::size_t>(got)));
  }

 private:
  int file_;
};

}  // namespace

TEST_CASE("an entry of the journal holds each field whole, also with lines and equal signs in it") {
  const auto fields =
      parsed(journal_entry({{"MESSAGE", "two\nlines=here\n"}, {"GATECAST_RULE", "a=b"}, {"EMPTY", ""}}));
  CHECK(fields.at("MESSAGE") == "two\nlines=here\n");
  CHECK(fields.at("GATECAST_RULE") == "a=b");
  CHECK(fields.at("EMPTY").empty());
}

TEST_CASE("errors go into the journal with rule and subject, only where standard error leads there") {
  const test::TemporaryFolder folder;
  const auto path = folder.path() + "/socket";
  {
    const OwnJournal journal(path);
    ::unsetenv("JOURNAL_STREAM");
    CHECK(!log_to_journal(path));
    ::setenv("JOURNAL_STREAM", "1:2", 1);
    CHECK(!log_to_journal(path));
    struct stat info {};
    REQUIRE(::fstat(STDERR_FILENO, &info) == 0);
    ::setenv("JOURNAL_STREAM", (std::to_string(info.st_dev) + ":" + std::to_string(info.st_ino)).c_str(), 1);
    CHECK(!log_to_journal(folder.path() + "/nobody"));
    REQUIRE(log_to_journal(path));
    log_error(environment_error("disk.full", "/store/x", "no room", "make some"));
    auto entry = journal.entry();
    REQUIRE(entry);
    auto fields = parsed(*entry);
    CHECK(fields.at("GATECAST_RULE") == "disk.full");
    CHECK(fields.at("GATECAST_SUBJECT") == "/store/x");
    CHECK(fields.at("GATECAST_HINT") == "make some");
    CHECK(fields.at("PRIORITY") == "3");
    CHECK(fields.at("MESSAGE") == "/store/x: no room [disk.full]\n  make some");
    log_info("all is well");
    entry = journal.entry();
    REQUIRE(entry);
    fields = parsed(*entry);
    CHECK(fields.at("MESSAGE") == "all is well");
    CHECK(fields.at("PRIORITY") == "6");
    CHECK(!fields.contains("GATECAST_RULE"));
    set_log_level(LogLevel::warning);
    log_info("not asked for");
    CHECK(!journal.entry());
    set_log_level(LogLevel::info);
  }
  // The journal has gone: nothing fails, it is said on standard error.
  log_info("the journal of this test has gone");
  ::unsetenv("JOURNAL_STREAM");
}
