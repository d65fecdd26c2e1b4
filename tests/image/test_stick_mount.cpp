// What becomes of a stick before the agent sees it: udev's rule, the unit, and the script, which is really
// run here over programs that write down how they were called (this kernel knows no FAT).
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/image/text_of.h"
#include "tests/support/process.h"

using namespace gatecast::test;
namespace fs = std::filesystem;

namespace {

const fs::path kStickTree = fs::path(GATECAST_SOURCE_DIR) / "image";

struct StickMachine {
  TemporaryFolder folder;
  fs::path base = folder.path();
  fs::path sticks = base / "sticks";

  explicit StickMachine(const std::string& settings, const std::string& type = "vfat") {
    fs::create_directories(base / "bin");
    std::ofstream(base / "kiosk.json") << settings;
    program("blkid", "echo " + type);
    program("id", "echo 977");
    program("umount", "echo umount \"$@\" >>" + (base / "calls").string());
    program("mount", "echo mount \"$@\" >>" + (base / "calls").string());
  }
  void program(const std::string& name, const std::string& line) const {
    std::ofstream(base / "bin" / name) << "#!/bin/sh\n" << line << "\n";
    fs::permissions(base / "bin" / name, fs::perms::owner_all);
  }
  [[nodiscard]] ProcessResult stick(const std::string& action, const std::string& device = "sdb1") const {
    std::vector<std::string> words{"env",
                                   "PATH=" + (base / "bin").string() + ":/usr/bin:/bin",
                                   "GATECAST_STICKS=" + sticks.string(),
                                   "GATECAST_SETTINGS=" + (base / "kiosk.json").string(),
                                   "sh",
                                   (kStickTree / "pilot/stick").string(),
                                   action};
    if (!device.empty()) words.push_back(device);
    return run(words);
  }
  [[nodiscard]] std::string calls() const {
    return fs::exists(base / "calls") ? text_of(base / "calls") : "";
  }
  // Names ending in .ready, which the agent looks for.
  [[nodiscard]] std::vector<std::string> ready() const {
    std::vector<std::string> names;
    if (fs::exists(sticks))
      for (const auto& entry : fs::directory_iterator(sticks))
        if (entry.path().extension() == ".ready") names.push_back(entry.path().stem().string());
    return names;
  }
};

bool says(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE(
    "a stick is mounted for the agent only where the settings want it, and read-only unless reports go "
    "along") {
  SECTION("nobody wants it") {
    const StickMachine machine(R"({"channel": "lao-bao-hall"})");
    CHECK(machine.stick("add").exit_code == 0);
    CHECK(machine.calls().empty());
    CHECK(machine.ready().empty());
  }
  SECTION("to take from it") {
    const StickMachine machine("{\"sticks\":\n \"import\"}");
    REQUIRE(machine.stick("add").exit_code == 0);
    CHECK(says(machine.calls(), "mount -t vfat -o ro,nodev,nosuid,noexec,uid=977,gid=977"));
    REQUIRE(machine.ready().size() == 1);
    CHECK(machine.ready()[0].rfind("sdb1-", 0) == 0);
    CHECK(fs::is_directory(machine.sticks / machine.ready()[0]));
    REQUIRE(machine.stick("remove").exit_code == 0);
    CHECK(machine.ready().empty());
    CHECK(fs::is_empty(machine.sticks));
  }
  SECTION("and to put reports onto it") {
    const StickMachine machine(R"({"sticks": "import-and-report"})", "exfat");
    REQUIRE(machine.stick("add").exit_code == 0);
    CHECK(says(machine.calls(), "mount -t exfat -o rw,nodev,nosuid,noexec,uid=977"));
  }
}

TEST_CASE(
    "no other file system than FAT and exFAT is ever read, and a stick that cannot be mounted is not there") {
  SECTION("another file system") {
    const StickMachine machine(R"({"sticks": "import"})", "ext4");
    CHECK(machine.stick("add").exit_code == 0);
    CHECK(machine.calls().empty());
  }
  SECTION("it cannot be mounted") {
    const StickMachine machine(R"({"sticks": "import"})");
    machine.program("mount", "exit 32");
    CHECK(machine.stick("add").exit_code == 3);
    CHECK(fs::is_empty(machine.sticks));
  }
  SECTION("a name that leads elsewhere") {
    const StickMachine machine(R"({"sticks": "import"})");
    CHECK(machine.stick("add", "../etc/x").exit_code == 2);
  }
}

TEST_CASE("the package lets every stick go before it is removed") {
  const StickMachine machine(R"({"sticks": "import"})");
  REQUIRE(machine.stick("add", "sdb1").exit_code == 0);
  REQUIRE(machine.stick("add", "sdc1").exit_code == 0);
  REQUIRE(machine.ready().size() == 2);
  fs::create_directory(machine.sticks / "another");  // not a stick's
  REQUIRE(machine.stick("remove-all", "").exit_code == 0);
  CHECK(machine.ready().empty());
  CHECK(says(machine.calls(), "umount -l " + (machine.sticks / "sdb1-").string()));
  CHECK(says(machine.calls(), "umount -l " + (machine.sticks / "sdc1-").string()));
  CHECK(fs::is_directory(machine.sticks / "another"));
  CHECK(std::distance(fs::directory_iterator(machine.sticks), fs::directory_iterator()) == 1);
  CHECK(machine.stick("remove", "").exit_code == 2);
  const auto removal = text_of(kStickTree / "debian/gatecast-sync.prerm");
  CHECK(says(removal, "\n  /usr/libexec/gatecast/stick remove-all || true\n"));
  CHECK(says(removal, "systemctl stop 'gatecast-stick@*.service'"));
}

TEST_CASE("each time that a stick is put in it has a folder of its own") {
  const StickMachine machine(R"({"sticks": "import"})");
  REQUIRE(machine.stick("add").exit_code == 0);
  const auto first = machine.ready();
  machine.program("cut", "echo 99.99");  // later
  REQUIRE(machine.stick("add").exit_code == 0);
  REQUIRE(machine.ready().size() == 1);
  CHECK(machine.ready() != first);
}

TEST_CASE("udev hands FAT and exFAT on USB to the unit, after it has looked at the file system") {
  const auto rule = text_of(kStickTree / "debian/gatecast-sync.udev");
  CHECK(says(rule, R"(SUBSYSTEMS=="usb", ENV{ID_FS_TYPE}=="vfat|exfat")"));
  CHECK(says(rule, "gatecast-stick@%k.service"));
  CHECK(says(text_of(kStickTree / "debian/rules"), "dh_installudev --priority=90"));
  const auto unit = text_of(kStickTree / "debian/gatecast-sync.gatecast-stick@.service");
  CHECK(says(unit, "BindsTo=dev-%i.device"));
  // Such a line gives a unit a namespace of its own, and nobody else would see what it mounts.
  for (const char* line : {"\nProtectSystem=", "\nPrivateTmp=", "\nPrivateMounts=", "\nProtectHome=",
                           "\nReadWritePaths=", "\nPrivateDevices=", "\nProtectKernelTunables="})
    CHECK(unit.find(line) == std::string::npos);
  TemporaryFolder folder;
  auto plain = unit;
  for (const char* word : {"/usr/libexec/gatecast/stick"})
    for (auto at = plain.find(word); at != std::string::npos; at = plain.find(word))
      plain.replace(at, std::string(word).size(), "/bin/true");
  const auto path = fs::path(folder.path()) / "gatecast-stick@.service";
  std::ofstream(path) << plain;
  const auto verified =
      run({"systemd-analyze", "verify", "--man=no", "--recursive-errors=no", path.string()});
  INFO(verified.out << verified.err);
  CHECK(verified.exit_code == 0);
  CHECK(verified.err.find("gatecast-stick") == std::string::npos);
}
