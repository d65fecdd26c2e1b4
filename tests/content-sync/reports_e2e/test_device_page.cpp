// Follows content-sync/doc/device.md, command by command as they stand there, on a kiosk and a server that
// run.
#include "tests/content-sync/reports_e2e/site.h"

using namespace gatecast;
using namespace gatecast::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

struct Block {
  std::string machine, script;
};
std::vector<Block> blocks_of(const std::string& page) {
  std::ifstream file(std::string(GATECAST_SOURCE_DIR) + "/content-sync/doc/" + page);
  std::vector<Block> blocks;
  bool is_inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("```", 0) == 0) {
      is_inside = !is_inside && line.rfind("```sh ", 0) == 0;
      if (is_inside) blocks.push_back({line.substr(6), ""});
    } else if (is_inside) {
      blocks.back().script += line + "\n";
    }
  }
  return blocks;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("the page about kiosks that report, followed word by word, enrols, shows and revokes a kiosk") {
  Site site;
  const std::string example = "K7QM-2HXD-9RTA";
  fs::create_directories(site.base / "bin");
  write(site.base / "bin/runuser", "#!/bin/sh\nshift 3\nexec \"$@\"\n");
  write(site.base / "bin/systemctl", "#!/bin/sh\n");
  for (const char* program : {"runuser", "systemctl"})
    fs::permissions(site.base / "bin" / program, fs::perms::owner_all);
  fs::create_directories(site.base / "stick");
  write(site.base / "stick/provision.json",
        R"({"format": 1, "site": "lao-bao", "kiosk": "hall-1", "channel": "lao-bao-hall", "server": ")" +
            site.address() + R"(", "day_mb": 50, "report_seconds": 60})");
  fs::copy_file(site.settings("store"), site.base / "kiosk.json");
  std::optional<Process> agent;
  std::string code;
  std::string first_code;
  std::vector<std::string> said;
  for (const auto& block : blocks_of("device.md")) {
    auto script = block.script;
    INFO(script);
    replace_all(script, "/srv/gatecast/repository", site.repository());
    replace_all(script, "/etc/gatecast", site.base.string());
    replace_all(script, "/media/stick", (site.base / "stick").string());
    replace_all(script, "http://gatecast.example:8377", "http://127.0.0.1:" + std::to_string(site.port));
    if (script.find("systemctl stop") != std::string::npos) agent.reset();
    if (!code.empty()) replace_all(script, example, code);
    const auto result =
        run({"/bin/sh", "-ec", script},
            {{"PATH", (site.base / "bin").string() + ":" + GATECAST_BIN_DIR + ":" + std::getenv("PATH")}});
    INFO(result.out << result.err);
    REQUIRE(result.exit_code == 0);
    said.push_back(result.out);
    if (result.out.find("Its code:") != std::string::npos) code = Site::code_in(result.out);
    if (first_code.empty()) first_code = code;
    // What the service does in the meantime.
    if (result.out.find("is enrolled; its reports are taken") != std::string::npos) {
      agent.reset();
      fs::remove(site.base / "store/device/answer.json");
      agent.emplace(site.start_agent());
      CHECK(site.comes([&] { return site.answer() == "taken"; }));
    }
  }
  REQUIRE(said.size() == 12);
  CHECK_THAT(said[0], Contains("Its code:"));
  CHECK_THAT(said[2], Contains("lao-bao/hall-1  confirmed") && Contains("  code " + first_code));
  CHECK_THAT(said[3], Contains("release 1 of lao-bao-hall") && Contains("last report"));
  CHECK_THAT(said[4], Contains("is revoked"));
  CHECK_THAT(said[5], Contains("Its code:"));
  CHECK_THAT(said[6], Contains("is enrolled; its reports are taken"));
  CHECK_THAT(said[7], Contains("lao-bao/hall-1 is kept"));
  CHECK_THAT(said[9], Contains("1 label of 100 x 60 mm"));
  CHECK(fs::file_size(site.base / "stick/labels.pdf") > 2000);
  CHECK_THAT(said[10], Contains("on the stick"));
  CHECK_THAT(said[11], Contains("0 there before"));
  CHECK(said[0].substr(said[0].find("\n    "), 19) != said[5].substr(said[5].find("\n    "), 19));

  // The machine that takes its place: what the installer does with that file.
  const auto fresh = site.base / "fresh";
  fs::create_directories(fresh / "store");
  const auto judged = run({std::string(GATECAST_BIN_DIR) + "/gatecast-provision-check",
                           (site.base / "stick/replacement.json").string(), "--to", fresh.string()});
  INFO(judged.out << judged.err);
  REQUIRE(judged.exit_code == 0);
  CHECK(judged.out == "lao-bao/hall-1\n");
  const auto asks = [&] {
    return run({kSync, "enrol", "lao-bao/hall-1", "--config", (fresh / "kiosk.json").string(), "--store",
                (fresh / "store").string(), "--root", (site.base / "root.json").string(), "--ticket",
                (fresh / "ticket").string()});
  };
  const auto enrolled = asks();
  INFO(enrolled.out << enrolled.err);
  CHECK(enrolled.exit_code == 0);
  CHECK_THAT(enrolled.out, Contains("lao-bao/hall-1 is enrolled"));
  CHECK_THAT(run({kServer, "devices", "list", "--repository", site.repository()}).out,
             Contains("lao-bao/hall-1  revoked") && Contains("no picture since Monday") &&
                 Contains("lao-bao/hall-1  confirmed"));
}
