// An operating system's whole way over HTTP: the real `gatecast system publish`, the real server, the agent
// by the real fetcher, the installer into a slot.
#include <filesystem>
#include <fstream>

#include "content-sync/server/server.h"
#include "content-sync/updater/http_fetcher.h"
#include "tests/content-sync/system/offered.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::test;
namespace fs = std::filesystem;

namespace {

const std::string kGatecast = std::string(GATECAST_BIN_DIR) + "/gatecast";

// The time of the province; its threads wait by the real one.
class ProvinceClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return test_time(); }
  [[nodiscard]] SteadyInstant steady_now() const override { return std::chrono::steady_clock::now(); }
};

// What lies in a disk in memory, as files.
void lay_out(CutDisk& disk, const Path& from, const fs::path& to) {
  fs::create_directories(to);
  const auto names = disk.list(from);
  REQUIRE(names);
  for (const auto& name : *names) {
    if (disk.status(from / name)->kind == FileKind::directory) {
      lay_out(disk, from / name, to / name);
    } else {
      std::ofstream(to / name, std::ios::binary) << read_file(disk, from / name, 1U << 24U).value();
    }
  }
}

std::size_t files_in(const fs::path& folder) {
  if (!fs::exists(folder)) return 0;
  std::size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    count += static_cast<std::size_t>(entry.is_regular_file());
  return count;
}

struct Office {
  Province province;
  TemporaryFolder folder;
  fs::path base = folder.path();
  SystemDisk disk;
  ProvinceClock clock;
  std::unique_ptr<server::Server> server;

  explicit Office(bool has_keys = true) {
    lay_out(province.disk, kRepository, base / "repository");
    server::ServerOptions options;
    options.repository = base / "repository";
    if (has_keys) options.online = plan().online;
    auto started = server::Server::start(disk, clock, options);
    REQUIRE(started);
    server = std::move(*started);
  }
  [[nodiscard]] std::string address() const { return "http://127.0.0.1:" + std::to_string(server->port()); }
  ProcessResult publish(std::int64_t version, const std::vector<SigningKey>& signers, std::int64_t role = 1) {
    const auto copy = base / ("draft-" + std::to_string(version) + "-" + std::to_string(role));
    if (!fs::exists(copy)) lay_out(province.disk, province.draft(version, signers, role), copy);
    return run({kGatecast, "system", "publish", copy.string(), "--to", address()});
  }
  [[nodiscard]] bool is_offered() const { return fs::exists(base / "repository/targets/system"); }
};

const std::vector<SigningKey>& both() {
  static const std::vector<SigningKey> officers{release_officers()[0], release_officers()[2]};
  return officers;
}

}  // namespace

TEST_CASE("a system goes to the server over HTTP, to the agent, and into the slot that does not run") {
  Office office;
  const auto published = office.publish(11, both());
  INFO(published.out << published.err);
  REQUIRE(published.exit_code == 0);
  CHECK(published.out.find("Offered to the kiosks, signed by duc and noy.") != std::string::npos);
  CHECK(files_in(office.base / "repository.staging/objects") == 0);  // moved, not copied

  SlottedKiosk kiosk(office.province);
  updater::HttpOptions options;
  options.address = office.address();
  auto fetcher = updater::HttpFetcher::create(options);
  REQUIRE(fetcher);
  auto agent = agent::Agent::open(kiosk.disk, kiosk.clock, kiosk.config, std::move(*fetcher));
  REQUIRE(agent);
  kiosk.agent.emplace(std::move(*agent));
  kiosk.fetch();
  const auto installed = kiosk.install();
  REQUIRE(installed);
  CHECK(installed->is_new);
  CHECK(kiosk.holds(11));
  CHECK(kiosk.environment_says("ORDER=B A"));
}

TEST_CASE("the server takes a system by its signatures alone, and whole or not at all") {
  Office office;
  SECTION("one officer: it is not even sent") {
    const auto refused = office.publish(11, {release_officers()[0]});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err.find("publish.signatures") != std::string::npos);
    CHECK(files_in(office.base / "repository.staging/objects") == 0);
  }
  SECTION("an officer and a stranger") {
    const auto refused = office.publish(11, {release_officers()[0], test_key(77, "somebody")});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err.find("tuf.delegated.threshold") != std::string::npos);
  }
  SECTION("not the version that comes next") {
    const auto refused = office.publish(11, both(), 2);
    CHECK(refused.exit_code == 1);
    CHECK(refused.err.find("publish.version") != std::string::npos);
  }
  CHECK_FALSE(office.is_offered());
}

TEST_CASE(
    "published again it is offered already; a lower number is refused; a server without keys takes nothing") {
  Office office;
  REQUIRE(office.publish(11, both()).exit_code == 0);
  const auto again = office.publish(11, both());
  INFO(again.out << again.err);
  CHECK(again.exit_code == 0);
  CHECK(again.out.find("offered already") != std::string::npos);
  const auto lower = office.publish(10, both(), 2);
  CHECK(lower.exit_code == 1);
  CHECK(lower.err.find("system.version") != std::string::npos);
  Office reading(false);
  const auto refused = reading.publish(11, both());
  CHECK(refused.exit_code == 2);
  CHECK(refused.err.find("server.read_only") != std::string::npos);
  CHECK_FALSE(reading.is_offered());
}
