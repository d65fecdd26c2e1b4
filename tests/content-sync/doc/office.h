// The province's machines as folders, in which the pages of content-sync/doc are followed word by word.
// Threads: one owner. Errors: Catch's, with page and line.
#pragma once
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "content-sync/base/json_value.h"
#include "tests/content-sync/doc/pages.h"
#include "tests/content-sync/doc/terminal.h"
#include "tests/support/process.h"

namespace gatecast::test {

// The machines and the stick as folders; the pages' absolute paths lead there.
class Office {
 public:
  std::string server;  // the address of one that runs

  Office() {
    for (const auto* name : {"desk", "offline", "server", "stick", "etc", "bin"})
      std::filesystem::create_directories(at(name));
    const std::string data = std::string(GATECAST_SOURCE_DIR) + "/tests/data";
    std::filesystem::copy(data + "/shared", at("desk/shared"), std::filesystem::copy_options::recursive);
    std::filesystem::copy(data + "/channel", at("desk/content"), std::filesystem::copy_options::recursive);
    std::ofstream(at("bin/systemctl")) << "#!/bin/sh\necho \"$@\" >> " << at("services") << "\n";
    std::filesystem::permissions(at("bin/systemctl"), std::filesystem::perms::owner_all);
  }
  [[nodiscard]] std::string at(const std::string& name) const { return folder_.path() + "/" + name; }

  void follow(const std::string& page) const {
    for (const auto& block : blocks_of("content-sync/doc/" + page)) {
      INFO(page << ":" << block.line);
      auto script = block.script;
      replace_all(script, "/srv/gatecast", at("server"));
      replace_all(script, "/etc/gatecast", at("etc"));
      replace_all(script, "/media/stick", at("stick"));
      if (!server.empty()) replace_all(script, "http://gatecast.example:8377", server);
      REQUIRE(std::filesystem::is_directory(at(block.name)));
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
                            {"key of Khanh: ", words},
                            {"Passphrase of Khanh: ", words},
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
    return std::filesystem::exists(at("kiosk/trusted/root/" + std::to_string(version) + ".root.json"));
  }
  [[nodiscard]] std::string text(const std::string& name) const {
    std::ifstream file(at(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace gatecast::test
