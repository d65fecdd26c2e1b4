// What a kiosk's settings ask of the machine around it: the rules by which its neighbours come in, and when a
// stick is looked at. tests/image/firewall.sh sends real packets.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/image/text_of.h"
#include "tests/support/process.h"

using namespace gatecast::test;
namespace fs = std::filesystem;

namespace {

const fs::path kRootTree = fs::path(GATECAST_SOURCE_DIR) / "image/root";

ProcessResult rules_of(const std::string& settings) {
  TemporaryFolder folder;
  const auto file = fs::path(folder.path()) / "kiosk.json";
  std::ofstream(file) << settings;
  return run({"sh", (kRootTree / "usr/libexec/gatecast/sharing-rules").string(), file.string()});
}

}  // namespace

TEST_CASE(
    "the firewall lets in the neighbours that the settings list, and nobody where nothing is handed on") {
  CHECK(rules_of(R"({"neighbours": "10.0.0.12:8378"})").out.empty());
  const auto two = rules_of(
      "{\"neighbours\":\n \"10.0.0.12:8378, 10.0.0.13:8378 [fd00::2]:8378\", \"share_on\" : "
      "\"10.0.0.11:8379\"}");
  CHECK(two.exit_code == 0);
  CHECK(two.out.find("flush chain inet gatecast sharing\n") == 0);
  CHECK(two.out.find("ip saddr { 10.0.0.12,10.0.0.13 } tcp dport 8379 accept\n") != std::string::npos);
  CHECK(two.out.find("ip6 saddr fc00::/7 ip6 saddr { fd00::2 } tcp dport 8379 accept\n") !=
        std::string::npos);
  const auto name = rules_of(R"({"neighbours": "auto kiosk-2:8378", "share_on": "10.0.0.11:8378"})");
  CHECK(name.out == "flush chain inet gatecast sharing\n");
  CHECK(name.err.find("\"kiosk-2:8378\" is no address") != std::string::npos);
  CHECK(rules_of(R"({"neighbours": "10.0.0.12:8378", "share_on": "10.0.0.11"})").exit_code == 1);
  if (run({"sh", "-c", "command -v shellcheck"}).exit_code == 0)
    CHECK(
        run({"shellcheck", "--severity=warning", (kRootTree / "usr/libexec/gatecast/sharing-rules").string()})
            .exit_code == 0);
}

TEST_CASE("in an image a stick is looked at after the settings are there, and never while one installs") {
  const auto unit = text_of(kRootTree / "etc/systemd/system/gatecast-stick@.service.d/image.conf");
  CHECK(unit.find("After=gatecast-data.service\n") != std::string::npos);
  CHECK(unit.find("ConditionPathExists=!/run/gatecast-install\n") != std::string::npos);
}
