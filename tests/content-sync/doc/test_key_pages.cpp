// Follows the pages of content-sync/doc, command by command as they stand there, and looks at what a kiosk
// makes of it.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "content-sync/base/json_value.h"
#include "tests/content-sync/doc/pages.h"
#include "tests/content-sync/doc/terminal.h"
#include "tests/support/process.h"

using namespace gatecast::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

// The three machines and the stick as folders; the pages' absolute paths lead there.
class Office {
 public:
  Office() {
    for (const auto* name : {"desk", "offline", "server", "stick", "etc", "bin"})
      fs::create_directories(at(name));
    const std::string data = std::string(GATECAST_SOURCE_DIR) + "/tests/data";
    fs::copy(data + "/shared", at("desk/shared"), fs::copy_options::recursive);
    fs::copy(data + "/channel", at("desk/content"), fs::copy_options::recursive);
    std::ofstream(at("bin/systemctl")) << "#!/bin/sh\necho \"$@\" >> " << at("services") << "\n";
    fs::permissions(at("bin/systemctl"), fs::perms::owner_all);
  }
  [[nodiscard]] std::string at(const std::string& name) const { return folder_.path() + "/" + name; }

  void follow(const std::string& page) const {
    for (const auto& block : blocks_of("content-sync/doc/" + page)) {
      INFO(page << ":" << block.line);
      auto script = block.script;
      replace_all(script, "/srv/gatecast", at("server"));
      replace_all(script, "/etc/gatecast", at("etc"));
      replace_all(script, "/media/stick", at("stick"));
      REQUIRE(fs::is_directory(at(block.name)));
      const auto result = at_terminal(script, block.name);
      INFO(result.shown);
      REQUIRE(result.exit_code == 0);
    }
  }
  [[nodiscard]] TerminalResult at_terminal(const std::string& script, const std::string& machine) const {
    const std::string words = "four unrelated words";
    return run_at_terminal(script, at(machine),
                           {{"PATH", at("bin") + ":" + GATECAST_BIN_DIR + ":" + std::getenv("PATH")},
                            {"XDG_DATA_HOME", at("data")}},
                           {{"The same again: ", words},
                            {"): ", words},
                            {"[y/N] ", "y"},
                            {"assphrase of the officer Hoa: ", words},
                            {"officer Minh: ", words},
                            {"officer Thuy: ", words},
                            {"key of Lan: ", words},
                            {"key of Khamla: ", words},
                            {"key of Mai: ", words},
                            {"key of Tu: ", words},
                            {"key of Bounmy: ", words},
                            {"key of Bao: ", words},
                            {"Passphrase of Lan: ", words},
                            {"Passphrase of Khamla: ", words}});
  }
  // A kiosk that trusts the very first root.
  [[nodiscard]] ProcessResult kiosk() const {
    return run({std::string(GATECAST_BIN_DIR) + "/gatecast-sync", "once", "--json", "--store", at("kiosk"),
                "--server", at("server/repository"), "--root", at("offline/repository/metadata/1.root.json"),
                "--channel", "lao-bao-hall"});
  }
  [[nodiscard]] std::int64_t release() const {
    const auto result = kiosk();
    INFO(result.err);
    REQUIRE(result.exit_code == 0);
    return nlohmann::json::parse(result.out)["release"]["number"].get<std::int64_t>();
  }
  [[nodiscard]] bool has_root(int version) const {
    return fs::exists(at("kiosk/trusted/root/" + std::to_string(version) + ".root.json"));
  }
  [[nodiscard]] std::string text(const std::string& name) const {
    std::ifstream file(at(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("the pages about keys, followed word by word, leave a repository that every kiosk follows") {
  const Office office;
  office.follow("key-ceremony.md");
  CHECK(office.release() == 1);
  const auto record = office.text("offline/record.txt");
  CHECK_THAT(record,
             Contains("Root version 1") && Contains("Thuy") && Contains("content-lao-bao-hall (2 of 2"));
  CHECK(fs::is_empty(office.at("stick/online")));

  office.follow("officer-key.md");
  CHECK(office.release() == 1);
  CHECK(office.has_root(3));
  CHECK_THAT(office.text("offline/record-targets.txt"), Contains("Mai") && !Contains("    Minh"));
  // Minh's keys sign nothing any more.
  const auto late = office.at_terminal(
      "cp -r ../server/repository/metadata ../stick/repository/\n"
      "gatecast keys rotate root --repository ../stick/repository --remove Hoa --add keys/mai/root.pub.json "
      "--root-key keys/minh/root.key.json --root-key keys/thuy/root.key.json --out late",
      "offline");
  CHECK(late.exit_code != 0);

  fs::copy(office.at("etc/online"), office.at("stolen"));
  office.follow("server-keys.md");
  CHECK(office.release() == 1);
  CHECK(office.has_root(6));
  CHECK(office.text("services") ==
        "start gatecast-server\nstop gatecast-server\nstart gatecast-server\n"
        "stop gatecast-server\nstart gatecast-server\n");
  const auto stolen = office.at_terminal(
      "gatecast keys apply ../stick/change-root --repository repository --online-keys "
      "../stolen",
      "server");
  CHECK(stolen.exit_code != 0);

  // The last step first: refused, because the release on the screens is signed with the lost key.
  const auto hasty = office.at_terminal(
      "gatecast keys new --person Bao --out bao.key.json\n"
      "cp -r ../server/repository/metadata ../stick/repository/\n"
      "gatecast keys editors --repository ../stick/repository --channel lao-bao-hall --editor bao.pub.json "
      "khamla.pub.json --targets-key keys/hoa/targets.key.json --targets-key keys/mai/targets.key.json --out "
      "hasty\n"
      "gatecast keys apply hasty --repository ../server/repository --online-keys ../etc/online",
      "offline");
  CHECK(hasty.exit_code == 2);
  CHECK_THAT(hasty.shown, Contains("repository.editors_signed"));
  office.follow("editor-key.md");
  CHECK(office.release() == 2);
  const auto lost = office.at_terminal(
      "gatecast build content --out build-3 --active ../server/repository\n"
      "gatecast sign build-3 --key lan.key.json --active ../server/repository",
      "desk");
  CHECK(lost.exit_code != 0);

  office.follow("new-agency.md");
  CHECK(office.release() == 2);
  CHECK_THAT(office.at_terminal("gatecast verify repository", "server").shown, Contains("la-lay-gate"));

  office.follow("renewal.md");
  CHECK(office.release() == 2);
  CHECK(office.has_root(7));
}
