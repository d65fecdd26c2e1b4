// Pastes the README's commands, block after block, as an editor and a technician would after ./run. The small
// channel of the tests takes the demo's place, and what ./run leaves is made by the same programs.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/content-sync/doc/pages.h"
#include "tests/content-sync/doc/terminal.h"
#include "tests/support/process.h"
#include "tests/support/virtual_screen.h"

using namespace gatecast::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

std::string source(const std::string& path) {
  std::ifstream file(std::string(GATECAST_SOURCE_DIR) + "/" + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Newcomer {
 public:
  Newcomer() {
    const std::string data = std::string(GATECAST_SOURCE_DIR) + "/tests/data";
    fs::create_directories(at("assets/demo"));
    fs::create_directories(at("build/release"));
    fs::copy(data + "/channel", at("assets/demo/lao-bao-hall"), fs::copy_options::recursive);
    fs::copy(data + "/shared", at("assets/demo/shared"), fs::copy_options::recursive);
    fs::create_directory_symlink(GATECAST_BIN_DIR, at("build/release/bin"));
    // The page of which the README draws a picture, in the small channel's languages.
    fs::create_directories(at("assets/demo/shared/pages"));
    std::ofstream(at("assets/demo/shared/topics.json"))
        << R"({"topics": [{"id": "visa", "icon": "visa", "name": {"vi": "Thị thực", "lo": "ວີຊ່າ", "en": "Visa"}}]})";
    std::ofstream(at("assets/demo/shared/pages/into-laos-visa.json"))
        << R"({"id": "visa/into-laos", "topic": "visa", "title": {"vi": "Vào Lào", "lo": "ເຂົ້າລາວ", "en": "Into Laos"}, )"
        << R"("blocks": [{"kind": "text", "text": {"vi": "Hỏi cửa khẩu phía Lào", "lo": "ຖາມດ່ານຝ່າຍລາວ", )"
        << R"("en": "Ask the Lao side of the gate"}}]})";
  }
  [[nodiscard]] std::string at(const std::string& name) const { return folder_.path() + "/" + name; }

  // All blocks of this name in one terminal; what was shown.
  std::string paste(const std::string& name, const std::string& before = {}) {
    std::string script = before;
    for (const auto& block : blocks_of("README.md"))
      if (block.name == name) script += block.script;
    replace_all(script, "gatecast-server --", "gatecast-server --listen 127.0.0.1:" + port_ + " --");
    replace_all(script, "127.0.0.1:8377", "127.0.0.1:" + port_);
    replace_all(script, "doctor --config $kiosk/kiosk.json",
                "doctor --config $kiosk/kiosk.json || test $? = 1");
    replace_all(script, "--seconds 60", "--seconds 2");
    const auto result =
        run_at_terminal("trap 'kill $(jobs -p) 2>/dev/null || :' EXIT\n" + script, folder_.path(),
                        {{"HOME", at("home")},
                         {"XDG_STATE_HOME", ""},
                         {"DISPLAY", screen_.display()},
                         {"SDL_AUDIODRIVER", "dummy"}},
                        {{"[y/N] ", "y"}});
    INFO(script << result.shown);
    REQUIRE(result.exit_code == 0);
    return result.shown;
  }

  // As ./run does it.
  [[nodiscard]] std::string fill_the_kiosk() const {
    return "run=~/.local/state/gatecast/run; state=$run/lao-bao-hall; mkdir -p $state\n"
           "cp -r repository $run/repository\n"
           "printf '{\"channel\": \"lao-bao-hall\", \"server\": \"%s\", \"root\": \"%s\", \"store\": \"%s\", "
           "\"player_state\": \"%s\"}' $run/repository $run/repository/metadata/1.root.json $state/store "
           "$state/player-state > $state/kiosk.json\n"
           "PATH=$PWD/build/release/bin:$PATH\n"
           "gatecast-sync once --config $state/kiosk.json\n"
           "gatecast-player --config $state/kiosk.json --size 640x360 --seconds 2\n";
  }

 private:
  TemporaryFolder folder_;
  VirtualScreen screen_{{640, 360}};
  std::string port_ = std::to_string(free_loopback_port());
};

}  // namespace

TEST_CASE("the README's commands can be pasted, an editor's and, after ./run, a technician's") {
  Newcomer newcomer;
  const auto edited = newcomer.paste("editor");
  CHECK_THAT(edited, Contains("2 of 2 signatures: it can be published."));
  CHECK(fs::exists(newcomer.at("welcome.png")));

  const auto looked = newcomer.paste("technician", newcomer.fill_the_kiosk());
  INFO(looked);
  CHECK_THAT(looked, Contains("no. 1 of channel lao-bao-hall"));
  CHECK_THAT(looked, Contains("settings, root and outputs are in order"));
  CHECK_THAT(looked, Contains("gatecast-sync) is not running"));
  CHECK(fs::exists(newcomer.at("setup-page.png")));
}

TEST_CASE("what the README says of ./run is where ./run puts it") {
  const auto script = source("run");
  for (const char* line : {"base=${XDG_STATE_HOME:-$HOME/.local/state}/gatecast/run", "state=$base/$channel",
                           "repository=$base/repository store=$state/store player_state=$state/player-state",
                           "root=$repository/metadata/1.root.json", "settings=$state/kiosk.json"})
    CHECK_THAT(script, Contains(line));
}
