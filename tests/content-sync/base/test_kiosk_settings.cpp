#include "content-sync/base/kiosk_settings.h"

#include <catch2/catch.hpp>

#include "content-sync/base/json_value.h"
#include "tests/support/cut_disk.h"

using namespace gatecast;

namespace {

Result<KioskSettings> read(const std::string& text) {
  test::CutDisk disk;
  REQUIRE(make_directories(disk, "/etc"));
  REQUIRE(write_file_durably(disk, "/etc/kiosk.json", text));
  return read_kiosk_settings(disk, "/etc/kiosk.json");
}

}  // namespace

TEST_CASE("whatever is wrong with a kiosk's settings has its place and one exit code, whoever reads them") {
  test::CutDisk empty;
  const auto missing = read_kiosk_settings(empty, "/etc/kiosk.json");
  REQUIRE(!missing);
  CHECK(missing.error().rule == "settings.missing");
  CHECK(exit_code(missing.error()) == 2);
  for (const char* wrong : {"", "[]", "{", "{\"channel\": }", "{\"channel\": \"a\", \"channel\": \"b\"}"}) {
    INFO(wrong);
    const auto settings = read(wrong);
    REQUIRE(!settings);
    CHECK(exit_code(settings.error()) == 2);
    CHECK(settings.error().subject.starts_with("/etc/kiosk.json"));
  }
  const auto settings =
      read("{\n  \"channel\": \"x\",\n  \"serwer\": \"http://x\",\n  \"qqqqqqqqqqqq\": 1\n}");
  REQUIRE(settings);
  CHECK(settings->place_of("channel") == "/etc/kiosk.json:2:14");
  REQUIRE(settings->unknown.size() == 2);
  for (const auto& error : settings->unknown) {
    CHECK(error.rule == "settings.unknown");
    CHECK(exit_code(error) == 2);
  }
  CHECK(settings->unknown[0].hint.starts_with("known fields: channel"));
  CHECK(settings->unknown[1].subject == "/etc/kiosk.json:3:13");
  CHECK(settings->unknown[1].hint == "did you mean \"server\"?");
}
