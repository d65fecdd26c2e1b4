#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <vector>

#include "content-sync/base/bytes.h"
#include "tests/e2e/province.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

// Of another process, in kB: "VmRSS" now, "VmHWM" at its highest.
std::uint64_t memory_kb(pid_t process, const std::string& field) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.rfind(field + ":", 0) == 0) return std::stoull(line.substr(field.size() + 1));
  return 0;
}

}  // namespace

TEST_CASE("eight ranges of a 1 GB object at once take the server less than 32 MB") {
  Province province("lao-bao-hall");
  const auto name = sha256("a large film").hex();
  const auto folder = province.repository() + "/objects/" + name.substr(0, 2);
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/" + name).close();
  std::filesystem::resize_file(folder + "/" + name, std::uintmax_t{1} << 30U);  // sparse
  province.start_server();
  const auto before = memory_kb(province.server_pid(), "VmRSS");
  REQUIRE(before > 0);
  std::vector<Process> readers;
  const auto address = province.server() + "/objects/" + name.substr(0, 2) + "/" + name;
  for (std::uint64_t i = 0; i < 8; ++i) {
    const auto from = i << 27U;
    const auto range = std::to_string(from) + "-" + std::to_string(from + (std::uint64_t{1} << 27U) - 1);
    readers.push_back(Process::start(
        {"curl", "-fsS", "-o", "/dev/null", "-w", "%{http_code} %{size_download}", "-r", range, address}));
  }
  for (auto& reader : readers) CHECK(reader.wait(60s).out == "206 134217728");
  const auto grown = memory_kb(province.server_pid(), "VmHWM") - before;
  INFO(grown << " kB more than before");
  CHECK(grown < 32 * 1024);
}
