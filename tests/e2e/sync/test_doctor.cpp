// gatecast-sync doctor as a technician calls it, with faults of the machine's own network and disk, each in a
// name space that goes away with the program.
#include <nlohmann/json.hpp>

#include "tests/e2e/sync/gate.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

struct Patient : Gate {
  Patient() {
    publish(1);
    write(base / "kiosk.json", nlohmann::json{{"channel", "lao-bao-hall"},
                                              {"server", (base / "repository").string()},
                                              {"root", (base / "root.json").string()},
                                              {"store", (base / "store").string()},
                                              {"player_state", (base / "player-state").string()},
                                              {"reserve_mb", 1}}
                                   .dump());
    std::filesystem::create_directories(base / "player-state");
    REQUIRE(run({kSync, "once", "--config", config()}).exit_code == 0);
  }
  [[nodiscard]] std::string config() const { return (base / "kiosk.json").string(); }
};

// In a network of its own, prepared by `script`; nothing where that is not allowed.
std::optional<ProcessResult> apart(const std::string& kind, const std::string& script,
                                   const std::vector<std::string>& command) {
  std::string words;
  for (const auto& word : command) words += " '" + word + "'";
  const auto result = run({"/usr/bin/unshare", ::geteuid() == 0 ? "-" + kind : "-r" + kind, "sh", "-c",
                           "(" + script + ") >/dev/null 2>&1 || exit 77; exec" + words},
                          {{"RES_OPTIONS", "timeout:1 attempts:1"}});
  if (result.exit_code != 77 && result.err.find("unshare") == std::string::npos) return result;
  WARN("no name space may be made here: skipped");
  return std::nullopt;
}

// Neither program runs here, and the machine's date is not the repository's.
std::string cause(const ProcessResult& result) {
  INFO(result.out << result.err);
  REQUIRE(result.exit_code == 1);
  std::string rules;
  const auto document = nlohmann::json::parse(result.out);
  for (const auto& one : document["findings"]) {
    const auto rule = one["rule"].get<std::string>();
    if (!rule.ends_with("not_running") && !rule.starts_with("clock.") && rule != "server.stale")
      rules += rule + " ";
  }
  return rules;
}

}  // namespace

TEST_CASE("no link, no address, no route and no name are told apart, in a network of the test's own") {
  const Patient kiosk;
  const auto examine = [&](const std::string& script, const std::string& server) {
    return apart("n", script, {kSync, "doctor", "--json", "--config", kiosk.config(), "--server", server});
  };
  const std::string card = "ip link add a0 type veth peer name b0";
  const auto pulled = examine("true", "http://192.0.2.7/gatecast");
  if (!pulled) return;
  CHECK(cause(*pulled) == "network.no_link ");
  CHECK(cause(*examine("true", "http://gate.invalid")) == "network.no_link ");
  const auto bare = examine(card + " && ip link set a0 up && ip link set b0 up", "http://192.0.2.7");
  if (!bare) return;
  CHECK(cause(*bare) == "network.no_address ");
  const auto with_address =
      card + " && ip link set a0 up && ip link set b0 up && ip addr add 10.9.9.1/24 dev a0";
  CHECK(cause(*examine(with_address, "http://192.0.2.7")) == "network.no_route ");
  CHECK(cause(*examine(with_address + " && ip route add default via 10.9.9.254", "http://gate.invalid")) ==
        "network.dns ");
}

TEST_CASE("a disk that is really full, and one that can only be read, are found") {
  const Patient kiosk;
  const auto store = (kiosk.base / "store").string();
  const auto small = (kiosk.base / "small").string();
  std::filesystem::create_directories(small);
  const auto full =
      apart("m",
            "mount -t tmpfs -o size=2m none '" + small + "' && cp -a '" + store + "' '" + small +
                "/' && dd if=/dev/zero of='" + small + "/filler' bs=1k count=4000; test -e '" + small +
                "/store/active'",
            {kSync, "doctor", "--json", "--config", kiosk.config(), "--store", small + "/store"});
  if (!full) return;
  CHECK(cause(*full) == "disk.full ");
  const auto read_only =
      apart("m", "mount --bind '" + store + "' '" + store + "' && mount -o remount,bind,ro '" + store + "'",
            {kSync, "doctor", "--json", "--config", kiosk.config()});
  if (!read_only) return;
  CHECK(cause(*read_only) == "disk.read_only ");
}

TEST_CASE("the doctor speaks both languages, gatecast doctor is the same one, and the agent's lock is seen") {
  const Patient kiosk;
  const auto both = run({kSync, "doctor", "--config", kiosk.config()});
  INFO(both.out << both.err);
  CHECK(both.exit_code == 1);
  CHECK(both.out.find("Chương trình đồng bộ (gatecast-sync) không chạy") != std::string::npos);
  CHECK(both.out.find("The agent (gatecast-sync) is not running") != std::string::npos);
  const auto cli = std::string(GATECAST_BIN_DIR) + "/gatecast";
  const auto same = run({cli, "doctor", "--config", kiosk.config()});
  CHECK(same.out == both.out);
  CHECK(same.exit_code == 1);
  auto agent = Process::start({kSync, "run", "--config", kiosk.config()});
  for (int i = 0;
       i < 100 && run({kSync, "doctor", "--config", kiosk.config()}).out.find("gatecast-sync) is not") !=
                      std::string::npos;
       ++i)
    std::this_thread::sleep_for(milliseconds(50));
  const auto vi = run({kSync, "doctor", "--language", "vi", "--config", kiosk.config()});
  CHECK(vi.out.find("gatecast-sync) không chạy") == std::string::npos);
  CHECK(vi.out.find("The player") == std::string::npos);
  CHECK(run({kSync, "doctor", "--config", "/nowhere/kiosk.json", "--json"}).out.find("settings.") !=
        std::string::npos);
  CHECK(run({kSync, "doctor", "--language", "klingon"}).exit_code == 2);
  agent.signal(SIGTERM);
  agent.wait(seconds(10));
}
