#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "content-sync/base/json_value.h"

namespace {

struct Outcome {
  int exit_code = -1;
  std::string output;
};

// A copy of the small channel; commands run beside it, as an editor would.
class Desk {
 public:
  Desk() {
    std::string pattern = (std::filesystem::temp_directory_path() / "gatecast-check-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
    for (const auto* name : {"channel", "shared"})
      std::filesystem::copy(std::string(GATECAST_SOURCE_DIR) + "/tests/data/" + name, root_ / name,
                            std::filesystem::copy_options::recursive);
  }
  ~Desk() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  void write(const std::string& name, const std::string& text) const { std::ofstream(root_ / name) << text; }
  [[nodiscard]] Outcome run(const std::string& arguments) const {
    const auto command = "cd '" + root_.string() + "' && " + std::string(GATECAST_BIN_DIR) + "/gatecast " +
                         arguments + " 2>/dev/null";
    FILE* pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    Outcome outcome;
    std::array<char, 4096> buffer{};
    while (const auto got = fread(buffer.data(), 1, buffer.size(), pipe))
      outcome.output.append(buffer.data(), got);
    outcome.exit_code = WEXITSTATUS(pclose(pipe));
    return outcome;
  }

 private:
  std::filesystem::path root_;
};

}  // namespace

TEST_CASE("a text file named .mp4 is told as such, with the place that names it") {
  const Desk desk;
  desk.write("channel/media/film.mp4", "hello, I am not a film\n");
  desk.write("channel/items/film.json", R"({"id": "gate/film", "kind": "clip", "video": "media/film.mp4"})");
  const auto outcome = desk.run("check channel");
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.output.find(
            "channel/items/film.json:1:46: error: \"channel/media/film.mp4\": this is not a film or "
            "sound in a container that is played here [media.unknown_format]\n"
            "  use MP4, Matroska or WebM; convert the file with an editor program\n") != std::string::npos);
}

TEST_CASE("a picture named as a film is no film, even where it serves as a picture elsewhere") {
  const Desk desk;
  desk.write("channel/items/film.json",
             R"({"id": "gate/film", "kind": "clip", "video": "media/coffee.png"})");
  const auto outcome = desk.run("check channel");
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.output.find("\"channel/media/coffee.png\" has no video in it [media.no_video]") !=
        std::string::npos);
}

TEST_CASE("faults come as one JSON document for machines") {
  const Desk desk;
  desk.write("channel/facts.json", "{\"hours\": {\"kind\": \"dated\", \"value\": \"07:00\", \"colour\": 1}}");
  const auto outcome = desk.run("check channel --json");
  CHECK(outcome.exit_code == 1);
  const auto document = nlohmann::json::parse(outcome.output);
  CHECK(document.at("ok") == false);
  CHECK(document.at("faults").at(0).at("rule") == "schema.unknown_field");
  CHECK(document.at("faults").at(0).at("subject") == "channel/facts.json:1:57");
  CHECK(document.at("faults").at(0).at("severity") == "error");
}

TEST_CASE("a build stops at errors and leaves nothing behind") {
  const Desk desk;
  desk.write("channel/facts.json", "{}");
  CHECK(desk.run("build channel --out out").exit_code == 1);
  CHECK(desk.run("build channel --out out && ls out").output.find("release.json") == std::string::npos);
}

TEST_CASE("a folder that is none, or no folder at all, is wrong usage") {
  const Desk desk;
  CHECK(desk.run("check nowhere").exit_code == 2);
  CHECK(desk.run("check").exit_code == 2);
  CHECK(desk.run("build channel").exit_code == 2);
}
