#include "player/screen/lamp.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::screen;
using namespace gatecast::test;

namespace {

struct Lamps {
  TemporaryFolder folder;

  void add(const std::string& name, const std::string& type, const std::string& light,
           const std::string& most) {
    std::filesystem::create_directories(folder.path() + "/" + name);
    std::ofstream(at(name, "type")) << type << "\n";
    std::ofstream(at(name, "brightness")) << light << "\n";
    std::ofstream(at(name, "max_brightness")) << most << "\n";
    // As sysfs has it: each attribute says that it is a page long.
    for (const char* file : {"type", "brightness", "max_brightness"})
      std::filesystem::resize_file(at(name, file), 4096);
  }
  [[nodiscard]] std::string at(const std::string& name, const std::string& file) const {
    return folder.path() + "/" + name + "/" + file;
  }
  [[nodiscard]] std::string light(const std::string& name) const {
    std::ifstream file(at(name, "brightness"));
    std::string text;
    std::getline(file, text);
    return text;
  }
};

}  // namespace

TEST_CASE("a lamp is set in percent of its whole light, never quite out, and given back as it was found") {
  Lamps lamps;
  lamps.add("panel", "raw", "700", "937");
  {
    const auto lamp = Lamp::open(lamps.folder.path() + "/panel");
    REQUIRE(lamp);
    CHECK(lamp->set(100));
    CHECK(lamps.light("panel") == "700");  // nobody asked for anything
    CHECK(lamp->set(40));
    CHECK(lamps.light("panel") == "374");
    CHECK(lamp->set(0));
    CHECK(lamps.light("panel") == "1");
    CHECK(lamp->set(100));
    CHECK(lamps.light("panel") == "937");
  }
  CHECK(lamps.light("panel") == "700");
}

TEST_CASE(
    "of several lamps of one panel the firmware's is taken, and one that says nothing of itself never") {
  Lamps lamps;
  CHECK(!Lamp::find(lamps.folder.path()));
  CHECK(!Lamp::find(lamps.folder.path() + "/nowhere"));
  lamps.add("a-broken", "firmware", "bright", "100");
  lamps.add("b-raw", "raw", "50", "100");
  lamps.add("c-firmware", "firmware", "5", "10");
  lamps.add("d-nothing", "firmware", "0", "0");
  const auto lamp = Lamp::find(lamps.folder.path());
  REQUIRE(lamp);
  CHECK(lamp->set(70));
  CHECK(lamps.light("c-firmware") == "7");
  CHECK(lamps.light("b-raw") == "50");
}

TEST_CASE("a lamp that does not take its value is told as one that cannot be set") {
  Lamps lamps;
  lamps.add("panel", "raw", "50", "100");
  const auto lamp = Lamp::open(lamps.folder.path() + "/panel");
  REQUIRE(lamp);
  std::filesystem::remove(lamps.at("panel", "brightness"));
  std::filesystem::create_directory(lamps.at("panel", "brightness"));
  lamp->remember_in(lamps.folder.path() + "/lamp.json");
  CHECK(!lamp->set(40));
  CHECK(!std::filesystem::exists(lamps.folder.path() + "/lamp.json"));  // nothing was changed
}

TEST_CASE("a lamp's own light is given back by the next one where the one before was killed") {
  Lamps lamps;
  lamps.add("panel", "raw", "700", "937");
  const Path memory = lamps.folder.path() + "/lamp.json";
  const auto open = [&] {
    auto lamp = Lamp::open(lamps.folder.path() + "/panel");
    REQUIRE(lamp);
    lamp->remember_in(memory);
    return lamp;
  };
  // Killed: never destroyed, as far as the lamp and the disk can tell.
  const auto kill = [&](std::unique_ptr<Lamp> lamp) {
    const auto light = lamps.light("panel");
    const auto stands = std::filesystem::exists(memory);
    if (stands) std::filesystem::copy_file(memory, lamps.folder.path() + "/kept");
    lamp.reset();
    lamps.add("panel", "raw", light, "937");
    if (stands) std::filesystem::rename(lamps.folder.path() + "/kept", memory);
  };
  auto first = open();
  CHECK(first->set(100));
  CHECK(!std::filesystem::exists(memory));  // nothing was changed
  CHECK(first->set(40));
  CHECK(first->set(60));
  kill(std::move(first));
  REQUIRE(lamps.light("panel") == "562");
  SECTION("dimmed still, and ended in order") {
    CHECK(open()->set(40));
    CHECK(lamps.light("panel") == "700");
    CHECK(!std::filesystem::exists(memory));
  }
  SECTION("killed again and again") {
    for (int i = 0; i < 3; ++i) {
      auto lamp = open();
      CHECK(lamp->set(40 + i));
      kill(std::move(lamp));
    }
    open();
    CHECK(lamps.light("panel") == "700");
  }
  SECTION("nobody asks for anything any more") {
    auto lamp = open();
    CHECK(lamp->set(100));
    CHECK(lamps.light("panel") == "700");
    CHECK(!std::filesystem::exists(memory));
    CHECK(lamp->set(40));
    CHECK(lamp->set(100));
    CHECK(lamps.light("panel") == "937");
  }
  SECTION("killed between what it wrote down and the lamp") {
    lamps.add("panel", "raw", "374", "937");
    CHECK(open()->set(20));
    CHECK(lamps.light("panel") == "700");
  }
  SECTION("somebody has set it since: that is its own now") {
    lamps.add("panel", "raw", "800", "937");
    CHECK(open()->set(40));
    CHECK(lamps.light("panel") == "800");
  }
  SECTION("another lamp, or a file that says nothing") {
    for (const auto* odd : {"", "{", "[]", "{}", R"({"format":1,"lamp":"/elsewhere","own":700,"set":562})"}) {
      std::ofstream(memory) << odd;
      open();
      CHECK(lamps.light("panel") == "562");
    }
    for (const auto* odd : {"99999", "-5", "\"700\"", "1e9"}) {
      std::ofstream(memory) << R"({"format":1,"set":562,"own":)" << odd << R"(,"lamp":")"
                            << lamps.folder.path() << "/panel\"}";
      open();
      CHECK(lamps.light("panel") == "562");
    }
  }
}
