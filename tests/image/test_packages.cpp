// The packages as far as they can be judged without being built: units, users, lists of files, the handbook.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "tests/image/text_of.h"
#include "tests/support/process.h"

using namespace gatecast::test;
namespace fs = std::filesystem;

namespace {

const fs::path kTree = GATECAST_SOURCE_DIR;
const fs::path kDebian = kTree / "image/debian";

std::set<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  return std::set<std::string>(std::istream_iterator<std::string>(stream), {});
}

// All values of a key, in order, as systemd reads them.
using Unit = std::multimap<std::string, std::string>;
Unit unit_of(const std::string& file) {
  Unit unit;
  std::istringstream lines(text_of(kDebian / file));
  for (std::string line; std::getline(lines, line);)
    if (const auto equals = line.find('='); equals != std::string::npos && line.front() != '#')
      unit.emplace(line.substr(0, equals), line.substr(equals + 1));
  return unit;
}
std::set<std::string> values(const Unit& unit, const std::string& key) {
  std::set<std::string> all;
  const auto [first, last] = unit.equal_range(key);
  for (auto it = first; it != last; ++it) all.merge(words_of(it->second));
  return all;
}
std::string value(const Unit& unit, const std::string& key) {
  REQUIRE(unit.count(key) == 1);
  return unit.find(key)->second;
}

const std::map<std::string, std::string> kUnits{
    {"gatecast-display.service", "gatecast-kiosk.gatecast-display.service"},
    {"gatecast-kiosk.service", "gatecast-kiosk.gatecast-kiosk.service"},
    {"gatecast-sync.service", "gatecast-sync.service"},
    {"gatecast-server.service", "gatecast-server.service"}};

// The units under the names that they get, with programs that are there.
void lay_out(const fs::path& folder) {
  const std::regex program("^(Exec[A-Za-z]+=[+]?)/usr/(bin|libexec)/[^ ]+", std::regex::multiline);
  for (const auto& [name, file] : kUnits) {
    std::ofstream(folder / name) << std::regex_replace(text_of(kDebian / file), program, "$1/bin/true");
  }
}

double exposure(const fs::path& unit) {
  const auto judged = run({"systemd-analyze", "security", "--offline=true", "--no-pager", unit.string()});
  std::smatch found;
  static const std::regex kFigure("exposure level for [^:]*: ([0-9.]+)");
  INFO(judged.out << judged.err);
  REQUIRE(std::regex_search(judged.out, found, kFigure));
  return std::stod(found[1]);
}

}  // namespace

TEST_CASE("systemd takes the units without a complaint, and the player's exposure is at most 1.5") {
  TemporaryFolder folder;
  lay_out(folder.path());
  for (const auto& [name, file] : kUnits) {
    const auto path = fs::path(folder.path()) / name;
    const auto verified =
        run({"systemd-analyze", "verify", "--man=no", "--recursive-errors=no", path.string()});
    INFO(name << ": " << verified.out << verified.err);
    CHECK(verified.exit_code == 0);
    CHECK(verified.err.find(name) == std::string::npos);  // also what systemd would only ignore
    const double level = exposure(path);
    std::cout << name << ": exposure " << level << "\n";
    CHECK(level <= 1.5);
  }
}

TEST_CASE("each program has a user of its own, and no way over to the others' side") {
  const auto kiosk = unit_of("gatecast-kiosk.gatecast-kiosk.service");
  const auto sync = unit_of("gatecast-sync.service");
  const auto display = unit_of("gatecast-kiosk.gatecast-display.service");
  const auto server = unit_of("gatecast-server.service");

  CHECK(values(kiosk, "RestrictAddressFamilies") == std::set<std::string>{"AF_UNIX"});
  CHECK(values(kiosk, "ReadWritePaths") ==
        std::set<std::string>{"/var/lib/gatecast/player-state", "-/media/gatecast"});
  CHECK(value(kiosk, "PrivateNetwork") == "yes");
  CHECK(value(display, "PrivateNetwork") == "yes");
  CHECK(values(sync, "ReadWritePaths") == std::set<std::string>{"/var/lib/gatecast/store"});
  CHECK(value(sync, "PrivateTmp") == "yes");  // no socket of the display's
  CHECK(value(sync, "PrivateDevices") == "yes");
  CHECK(sync.count("SupplementaryGroups") == 0);

  std::set<std::string> users;
  for (const auto* unit : {&kiosk, &sync, &display, &server}) {
    users.insert(value(*unit, "User"));
    CHECK(value(*unit, "User") == value(*unit, "Group"));
    CHECK(value(*unit, "NoNewPrivileges") == "yes");
    CHECK(value(*unit, "CapabilityBoundingSet").empty());
    CHECK(value(*unit, "ProtectSystem") == "strict");
  }
  CHECK(users.size() == 4);
  CHECK(users.count("root") == 0);
  std::string made;
  for (const char* file : {"gatecast-kiosk.sysusers", "gatecast-sync.sysusers", "gatecast-server.sysusers"})
    made += text_of(kDebian / file);
  for (const auto& user : users) CHECK(made.find("u " + user + " ") != std::string::npos);
}

TEST_CASE("whatever ends a program, it is started again without end, and those that hang are ended") {
  for (const auto& [name, file] : kUnits) {
    INFO(name);
    const auto unit = unit_of(file);
    CHECK(value(unit, "Restart") == "always");
    CHECK(value(unit, "StartLimitIntervalSec") == "0");
    CHECK(std::stoi(value(unit, "RestartSec")) <= 5);
    CHECK(unit.count("BindsTo") + unit.count("Requires") + unit.count("PartOf") == 0);
  }
  for (const char* file : {"gatecast-kiosk.gatecast-kiosk.service", "gatecast-sync.service"}) {
    CHECK(value(unit_of(file), "Type") == "notify");
    CHECK(std::stoi(value(unit_of(file), "WatchdogSec")) > 0);
  }
}

TEST_CASE("every program that CMake installs is in one package, and no package names another") {
  std::set<std::string> installed;
  const std::regex program(R"(gatecast_program\((gatecast[a-z-]*) )");
  for (const char* folder : {"content-sync", "player", "kiosk-ui"})
    for (const auto& entry : fs::recursive_directory_iterator(kTree / folder)) {
      if (entry.path().filename() != "CMakeLists.txt") continue;
      const auto text = text_of(entry.path());
      for (std::sregex_iterator it(text.begin(), text.end(), program), end; it != end; ++it)
        installed.insert("usr/bin/" + (*it)[1].str());
    }
  std::multiset<std::string> packaged;
  for (const auto& entry : fs::directory_iterator(kDebian)) {
    if (entry.path().extension() != ".install") continue;
    for (const auto& word : words_of(text_of(entry.path()))) {
      if (word.rfind("usr/bin/", 0) == 0) packaged.insert(word);
      if (word.rfind("pilot/", 0) == 0) CHECK(fs::exists(kTree / "image" / word));
    }
  }
  CHECK(packaged == std::multiset<std::string>(installed.begin(), installed.end()));
}

TEST_CASE("the scripts of the packages are whole, and say what they want") {
  for (const char* script :
       {"gatecast-provision", "gatecast-stick", "install.sh", "start-display", "stick"}) {
    INFO(script);
    CHECK(run({"sh", "-n", (kTree / "image/pilot" / script).string()}).exit_code == 0);
  }
  for (const char* script : {"gatecast-provision", "gatecast-stick"}) {
    const auto path = (kTree / "image/pilot" / script).string();
    CHECK(run({"sh", path, "--help"}).out.find("Exit codes") != std::string::npos);
    CHECK(run({"sh", path}).exit_code == 2);
  }
  const auto missing =
      run({"sh", (kTree / "image/pilot/gatecast-stick").string(), "--to", "/nowhere/x", "--packages", ".",
           "--config", "/nowhere/kiosk.json", "--root", "/nowhere/root.json"});
  CHECK(missing.exit_code == 2);
  CHECK(missing.err.find("/nowhere/kiosk.json is not there") != std::string::npos);
}
