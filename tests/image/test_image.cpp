// The image's scripts as far as they can be judged without building it: whole, explained, and clear about
// what is wrong.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "tests/image/text_of.h"
#include "tests/support/process.h"

using namespace gatecast::test;
namespace fs = std::filesystem;

namespace {

const fs::path kImage = fs::path(GATECAST_SOURCE_DIR) / "image";

bool has_tool(const std::string& tool) {
  return run({"sh", "-c", "command -v " + tool}).exit_code == 0;
}

// Every script of the image, by its first line.
std::vector<fs::path> scripts(const std::string& interpreter) {
  std::vector<fs::path> found{};
  for (const auto& entry : fs::recursive_directory_iterator(kImage)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path());
    std::string first;
    std::getline(file, first);
    if (first.rfind("#!", 0) == 0 && first.find(interpreter) != std::string::npos)
      found.push_back(entry.path());
  }
  return found;
}

}  // namespace

TEST_CASE("the scripts of the image are whole") {
  const auto shell = scripts("sh");
  CHECK(shell.size() >= 8);
  for (const auto& script : shell) {
    INFO(script);
    CHECK(run({"bash", "-n", script.string()}).exit_code == 0);
  }
  CHECK(run({"bash", "-n", (kImage / "steps.sh").string()}).exit_code == 0);
  if (!has_tool("shellcheck")) return;
  for (const char* script :
       {"build.sh", "steps.sh", "board.sh", "sysroot.sh", "packages.sh", "debian-sources.sh", "root-hook.sh",
        "root/usr/libexec/gatecast/partition", "root/usr/libexec/gatecast/prepare-data",
        "root/usr/libexec/gatecast/mark-good", "root/usr/libexec/gatecast/installer",
        "root/usr/libexec/gatecast/install-disk", "root/usr/libexec/gatecast/list-disks",
        "root/usr/libexec/gatecast/part-of", "root/usr/libexec/gatecast/show-slot",
        "root/usr/libexec/gatecast/restart-into-system"}) {
    const auto judged = run({"shellcheck", "--severity=warning", "--external-sources", "--source-path",
                             GATECAST_SOURCE_DIR, (kImage / script).string()});
    INFO(judged.out << judged.err);
    CHECK(judged.exit_code == 0);
  }
}

TEST_CASE("building the image: help, and each mistake told with its remedy, before anything is built") {
  const auto build = (kImage / "build.sh").string();
  CHECK(run({build, "--help"}).out.find("Exit codes") != std::string::npos);
  const auto refused = [&](std::vector<std::string> words, const std::string& why) {
    words.insert(words.begin(), build);
    const auto answer = run(words);
    INFO(answer.err);
    CHECK(answer.exit_code == 2);
    CHECK(answer.err.find(why) != std::string::npos);
    CHECK(answer.err.find("→") != std::string::npos);
  };
  refused({}, "--arch wants amd64 or arm64");
  refused({"--arch", "riscv64"}, "--arch wants amd64 or arm64");
  refused({"--arch", "amd64", "--channel", "no-such"}, "no demo channel is named no-such");
  refused({"--arch", "amd64", "--root-of-trust", "/nowhere/1.root.json"},
          "/nowhere/1.root.json is not there");
  refused({"--arch", "amd64", "--repository", "/nowhere"}, "/nowhere holds no metadata/timestamp.json");
  refused({"--arch", "amd64", "--system-version", "0x1"}, "--system-version wants a whole number");
  refused({"--arch", "amd64", "--frob"}, "unknown option --frob");
}

TEST_CASE("a slot is a boot part and a root part, together at most 350 MB") {
  const auto steps = text_of(kImage / "steps.sh");
  const auto number = [&](const std::string& name) {
    std::smatch found;
    REQUIRE(std::regex_search(steps, found, std::regex("\\b" + name + "=([0-9]+)")));
    return std::stoi(found[1]);
  };
  CHECK(number("most_slot_mb") == 350);
  CHECK(number("boot_mb") + number("root_mb") <= 350);
}

TEST_CASE("the loader counts attempts, and knows both slots") {
  const auto loader = text_of(kImage / "grub.cfg");
  for (const char* word : {"A_TRY", "B_TRY", "@ROOT_A@", "@ROOT_B@", "sha256"})
    CHECK(loader.find(word) != std::string::npos);
  if (has_tool("grub-script-check"))
    CHECK(run({"grub-script-check", (kImage / "grub.cfg").string()}).exit_code == 0);
}

TEST_CASE("the emulated kiosk says what it can judge") {
  const auto tests = (kImage / "qemu-test").string();
  CHECK(run({"python3", tests, "--help"}).out.find("Exit codes") != std::string::npos);
  CHECK(run({"python3", tests, "--list"}).out.find("boots_to_the_right_frame") != std::string::npos);
  const auto unknown = run({"python3", tests, "no_such_case"});
  CHECK(unknown.exit_code == 2);
  CHECK(unknown.err.find("no case no_such_case") != std::string::npos);
}

TEST_CASE("the judge of the emulated screen tells the right picture from others, and black from a picture") {
  const auto judged = run({"python3", "-B", "-c", R"(
import sys
sys.path.insert(0, sys.argv[1])
from screen import Picture, difference
def picture(colour): return Picture.of_ppm(b"P6\n#from x\n64 32 255\n" + bytes(colour) * (64 * 32))
paper, night, black = picture((247, 242, 230)), picture((11, 34, 38)), picture((0, 0, 0))
half = Picture(64, 32, paper.pixels[: 64 * 16 * 3] + night.pixels[64 * 16 * 3 :])
print(difference(paper, paper), difference(paper, night), difference(paper, half), black.lit(), paper.lit(), half.colours())
print(difference(paper, Picture(32, 64, paper.pixels)))
)",
                           (kImage / "qemu-test").string()});
  INFO(judged.err);
  CHECK(judged.out == "0.0 1.0 0.5 0.0 1.0 2\n1.0\n");
}

TEST_CASE("the judge of the emulated screen misses no letter, no cursor, and no slot that was not tried") {
  const auto judged = run({"python3", "-B", std::string(GATECAST_SOURCE_DIR) + "/tests/image/judge_cases.py",
                           (kImage / "qemu-test").string()});
  INFO(judged.out << judged.err);
  CHECK(judged.exit_code == 0);
}
