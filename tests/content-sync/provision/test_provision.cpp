// provision.json: what comes out of it, and that each mistake is told with its place and a remedy.
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "content-sync/agent/config.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/kiosk_settings.h"
#include "content-sync/provision/provision.h"
#include "content-sync/source/schema.h"
#include "tests/support/cut_disk.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::provision;
using namespace gatecast::test;

namespace {

const std::string kWhole = R"({
  "format": 1,
  "site": "lao-bao", "kiosk": "hall-1", "channel": "lao-bao-hall",
  "server": "https://gatecast.example.vn", "touch": true, "day_mb": 50,
  "network": {"address": "10.0.0.21/24", "gateway": "10.0.0.1", "dns": ["10.0.0.2", "10.0.0.3"]},
  "outputs": [{"connector": "HDMI-1", "rotation": 90}],
  "disk": "nvme0n1", "erase": ["k7qm2hxd9rta"]
})";

std::string with(const std::string& from, const std::string& to) {
  auto text = kWhole;
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

// The first fault, as the installer shows it.
std::string wrong(const std::string& text) {
  source::Faults faults;
  const auto read = read_provision(text, "provision.json", faults);
  CHECK(read.has_value() == !source::has_errors(faults));
  if (faults.empty()) return {};
  CHECK_FALSE(faults.front().error.hint.empty());
  return to_string(faults.front().error);
}

// What the agent makes of a stick's file, which lies on `disk` in /new afterwards.
agent::AgentConfig taken_by_agent(CutDisk& disk, const std::string& text) {
  source::Faults faults;
  const auto read = read_provision(text, "provision.json", faults);
  REQUIRE(read);
  REQUIRE(make_directories(disk, "/new"));
  REQUIRE(write_provision(disk, *read, "/new"));
  agent::AgentConfig config;
  REQUIRE(agent::read_config(disk, "/new/kiosk.json", config));
  CHECK(agent::check_config(config));
  return config;
}

}  // namespace

TEST_CASE("a stick's settings become a kiosk's files, and the agent takes them") {
  source::Faults faults;
  const auto read = read_provision(kWhole, "provision.json", faults);
  REQUIRE(read);
  CHECK(to_string(read->name) == "lao-bao/hall-1");
  CHECK(read->erase == std::vector<std::string>{"K7QM-2HXD-9RTA"});
  CutDisk disk;
  const auto config = taken_by_agent(disk, kWhole);
  CHECK(config.site == "lao-bao");
  CHECK(config.kiosk == "hall-1");
  CHECK(config.channel == "lao-bao-hall");
  CHECK(config.day_mb == 50);
  const auto outputs = read_file(disk, "/new/outputs.json", 4096).value();
  CHECK(outputs.find("\"rotation\": 90") != Bytes::npos);
  CHECK(read_file(disk, "/new/kiosk.json", 4096).value().find("/etc/gatecast/outputs.json") != Bytes::npos);
  CHECK(read_file(disk, "/new/wired.network", 4096).value() ==
        "[Match]\nType=ether\n\n[Network]\nDHCP=no\nLLMNR=no\nMulticastDNS=no\nAddress=10.0.0.21/24\n"
        "Gateway=10.0.0.1\nDNS=10.0.0.2\nDNS=10.0.0.3\n");
  CHECK(read_file(disk, "/new/disk", 99).value() == "nvme0n1\n");
  CHECK(read_file(disk, "/new/erase", 99).value() == "K7QM-2HXD-9RTA\n");
}

TEST_CASE("every setting of a kiosk can stand in provision.json, but for what is trusted and where it lies") {
  // Root of trust, store and state are the image's own; sticks and exports have one place there; and nobody
  // is on the machine who could ask it for metrics.
  const std::set<std::string> of_the_image{"root",         "store",         "player_state",
                                           "stick_folder", "export_folder", "metrics_port"};
  const auto known =
      nlohmann::json::parse(source::schema_texts().at("provision.schema.json")).at("properties");
  for (const auto& field : all_kiosk_settings()) {
    INFO(field);
    CHECK(known.contains(field) == (of_the_image.count(field) == 0));
  }
}

TEST_CASE("what a stick is for comes out as the agent reads it") {
  CutDisk disk;
  const auto config = taken_by_agent(disk, with("\"day_mb\": 50", R"("sticks": "import-and-report")"));
  CHECK(config.sticks == "import-and-report");
  CHECK(wrong(with("\"day_mb\": 50", R"("sticks": "yes")")).find("[schema.form]") != std::string::npos);
}

TEST_CASE(
    "the secret of the technician's screen lies apart, readable by its owner alone; the switch is the "
    "player's") {
  const std::string secret(64, 'a');
  source::Faults faults;
  const auto read = read_provision(
      with("\"touch\": true",
           R"("technician": {"format": 1, "kiosk": "lao-bao-hall-1", "secret": ")" + secret +
               R"("}, "ticket": ")" + std::string(64, 'b') +
               R"(", "switch": {"device": "/dev/input/by-id/a-event-kbd", "key": "F13", "kind": "button"})"),
      "provision.json", faults);
  REQUIRE(read);
  TemporaryFolder folder;
  SystemDisk disk;
  REQUIRE(write_provision(disk, *read, folder.path()));
  const Path file = Path(folder.path()) / "technician.json";
  const auto taken = parse_kiosk_secret(read_file(disk, file, 4096).value(), "technician.json");
  REQUIRE(taken);
  CHECK(taken->kiosk == "lao-bao-hall-1");
  CHECK(to_hex(taken->secret) == secret);
  CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::mask) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  const auto settings = read_file(disk, Path(folder.path()) / "kiosk.json", 4096).value();
  CHECK(settings.find(secret) == Bytes::npos);
  CHECK(settings.find("a-event-kbd") != Bytes::npos);
  CHECK(settings.find("bbbb") == Bytes::npos);
  CHECK(read_file(disk, Path(folder.path()) / "ticket", 99).value() == std::string(64, 'b') + "\n");
}

TEST_CASE("what another stick said stays in no file") {
  CutDisk disk;
  REQUIRE(make_directories(disk, "/new"));
  source::Faults faults;
  REQUIRE(write_provision(disk, *read_provision(kWhole, "p", faults), "/new"));
  const auto plain =
      R"({"format": 1, "site": "a", "kiosk": "b", "channel": "c", "server": "http://d", "network": "dhcp"})";
  REQUIRE(write_provision(disk, *read_provision(plain, "p", faults), "/new"));
  CHECK(disk.list("/new").value() == std::vector<std::string>{"kiosk.json"});
}

TEST_CASE("a stick's mistakes are told by file, line, field and remedy") {
  CHECK(wrong(kWhole).empty());
  CHECK(wrong(with("\"channel\": \"lao-bao-hall\",", "")).find("the field \"channel\" is missing") !=
        std::string::npos);
  CHECK(wrong(with("\"channel\": \"lao-bao-hall\",", "")).find("lao-bao-hall") != std::string::npos);
  CHECK(wrong(with("\"site\"", "\"sites\"")).find("did you mean \"site\"?") != std::string::npos);
  CHECK(
      wrong(with("lao-bao\"", "Lao Bao\"")).find("provision.json:3:11: \"Lao Bao\" has not the right form") ==
      0);
  CHECK(wrong(with("\"day_mb\": 50", "\"day_mb\": \"50\"")).find("provision.json:4:") == 0);
  CHECK(wrong(with("https://gatecast.example.vn", "gatecast.example.vn")).find("[schema.form]") !=
        std::string::npos);
  CHECK(wrong(with("10.0.0.21/24", "10.0.0.321/24")).find("\"10.0.0.321\" is no IPv4 address") !=
        std::string::npos);
  CHECK(wrong(with("10.0.0.21/24", "10.0.0.21/64")).find("too long a net") != std::string::npos);
  CHECK(wrong(with("10.0.0.2\"", "10.0.0.256\"")).find("\"10.0.0.256\" is no IPv4 address") !=
        std::string::npos);
  CHECK(
      wrong(
          R"({"format": 1, "site": "a", "kiosk": "b", "channel": "c", "server": "http://d", "network": "wifi"})")
          .find("\"wifi\" is no kind of network") != std::string::npos);
  CHECK(wrong(with("k7qm2hxd9rta", "unreadable")).empty());
  CHECK(wrong(with(R"("disk": "nvme0n1", "erase": ["k7qm2hxd9rta"])", R"("erase": ["unreadable"])"))
            .find("it is not said which disk") != std::string::npos);
  CHECK(wrong(with("k7qm2hxd9rta", "k7qm")).find("\"k7qm\" is no kiosk's code") != std::string::npos);
  CHECK(wrong(with("\"touch\": true", "\"root\": \"/etc/other.json\"")).find("\"root\" is not known here") !=
        std::string::npos);
  CHECK(wrong(with("\"touch\": true", "\"stick_folder\": \"/x\"")).find("[schema.unknown_field]") !=
        std::string::npos);
  const auto neighbours = [](const std::string& list) {
    return wrong(
        with("\"day_mb\": 50", "\"neighbours\": \"" + list + "\", \"share_on\": \"10.0.0.11:8378\""));
  };
  CHECK(neighbours("10.0.0.12:8378 [fd00::2]:8378").empty());
  CHECK(neighbours("auto").find("does not find them by itself") != std::string::npos);
  CHECK(wrong(with("\"touch\": true", "\"technician\": \"/x\"")).find("[schema.kind]") != std::string::npos);
  CHECK(wrong(with("\"touch\": true", R"("technician": {"format": 1, "kiosk": "a", "secret": "12ab"})"))
            .find("[schema.form]") != std::string::npos);
  CHECK(wrong(with("\"touch\": true", R"("switch": {"device": "/etc/passwd", "key": "F13"})"))
            .find("[schema.form]") != std::string::npos);
  CHECK(wrong(with("\"touch\": true",
                   R"("switch": {"device": "/dev/input/by-id/a", "key": "F13", "kind": "lever"})"))
            .find("[schema.form]") != std::string::npos);
  CHECK(wrong("{\"format\": 1, \"format\": 1}").find("provision.json:1:") == 0);
  CHECK(wrong(with("\"format\": 1", "\"format\": 2")).find("[schema.range]") != std::string::npos);
}
