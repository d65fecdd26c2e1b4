#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "content-sync/report/device_key.h"
#include "tests/support/cut_disk.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::report;
using namespace gatecast::test;

TEST_CASE("a device's key is made once, stays, and is readable by its owner alone") {
  const TemporaryFolder folder;
  SystemDisk disk;
  const Path path = folder.path() + "/device/key.json";
  CHECK(DeviceKey::open(disk, path).error().rule == "device.missing");
  const auto key = DeviceKey::open_or_make(disk, path);
  REQUIRE(key);
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777U) == 0600);
  CHECK(DeviceKey::open_or_make(disk, path)->public_hex() == key->public_hex());
  CHECK(DeviceKey::make_anew(disk, path)->public_hex() != key->public_hex());
  REQUIRE(write_file_durably(disk, path, "{\"format\":1,\"seed\":\"00\"}"));
  CHECK(DeviceKey::open_or_make(disk, path).error().rule == "device.key");
}

TEST_CASE("the code belongs to key and name, has sixty bits, and forgives how it is typed") {
  const auto key = DeviceKey::from_seed(Bytes(32, 'a'));
  const auto other = DeviceKey::from_seed(Bytes(32, 'b'));
  const DeviceName name{"lao-bao", "hall-1"};
  const auto code = device_code(key.public_hex(), name);
  CHECK(code.size() == 14);
  CHECK(device_code(other.public_hex(), name) != code);
  CHECK(device_code(key.public_hex(), {"lao-bao", "hall-2"}) != code);
  CHECK(typed_code(code) == code);
  std::string loose;
  for (const char c : code)
    loose += c == '-' ? ' ' : c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c));
  CHECK(typed_code(loose) == code);
  CHECK_FALSE(typed_code(code.substr(1)));
  CHECK_FALSE(typed_code(code + "A"));
  CHECK_FALSE(typed_code("UUUU-UUUU-UUUU"));
}

TEST_CASE("a wish to be enrolled is signed by its own key, and nothing of it can be changed") {
  const auto key = DeviceKey::from_seed(Bytes(32, 'a'));
  const auto wish = write_enrolment({"lao-bao", "hall-1"}, key);
  const auto parsed = parse_enrolment(wish, "wish");
  REQUIRE(parsed);
  CHECK(parsed->device == key.public_hex());
  CHECK(to_string(parsed->name) == "lao-bao/hall-1");
  for (std::size_t at = 0; at < wish.size(); at += 3) {
    auto bent = wish;
    bent[at] = static_cast<char>(bent[at] ^ 1);
    CHECK_FALSE(parse_enrolment(bent, "wish"));
  }
  for (const auto* name : {"", "/", "a/", "/b", "a/b/c", "A/b", "a/../b", "a b/c"})
    CHECK_FALSE(parse_device_name(name));
}
