// Follows content-sync/doc/devices.md, command by command as they stand there, with a server that runs and a
// kiosk.
#include <thread>

#include "tests/content-sync/doc/office.h"

using namespace gatecast::test;
using Catch::Matchers::Contains;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

// What the page says of channel.json.
void allow_technicians(const Office& office) {
  auto document = nlohmann::json::parse(office.text("desk/content/channel.json"));
  document["device_bounds"] = {
      {"volume_percent", {20, 80}}, {"least_hours", 12}, {"channels", {"la-lay-gate"}}};
  std::ofstream(office.at("desk/content/channel.json")) << document.dump(1);
}

Process serve(Office& office) {
  const auto listen = "127.0.0.1:" + std::to_string(free_loopback_port());
  office.server = "http://" + listen;
  auto server = Process::start({std::string(GATECAST_BIN_DIR) + "/gatecast-server", "--repository",
                                office.at("server/repository"), "--online-keys", office.at("etc/online"),
                                "--listen", listen});
  for (int i = 0; i < 400 && server.out_so_far().empty(); ++i) std::this_thread::sleep_for(25ms);
  REQUIRE(!server.out_so_far().empty());
  return server;
}

}  // namespace

TEST_CASE("the page about setting kiosks from afar, followed word by word, sets one") {
  Office office;
  allow_technicians(office);
  office.follow("key-ceremony.md");
  auto server = serve(office);
  fs::create_directories(office.at("kiosk"));
  fs::copy_file(office.at("offline/repository/metadata/1.root.json"), office.at("desk/root.json"));
  const nlohmann::json settings{{"channel", "lao-bao-hall"},
                                {"site", "lao-bao"},
                                {"kiosk", "hall-1"},
                                {"server", office.server},
                                {"store", office.at("store")},
                                {"root", office.at("desk/root.json")},
                                {"player_state", office.at("player-state")},
                                {"reserve_mb", 1}};
  std::ofstream(office.at("etc/kiosk.json")) << settings.dump();
  office.follow("devices.md");
  const auto status = run(
      {std::string(GATECAST_BIN_DIR) + "/gatecast-sync", "status", "--config", office.at("etc/kiosk.json")});
  INFO(status.out << status.err);
  CHECK_THAT(status.out,
             Contains("Technicians   volume 60 %, on 05:00-23:00, content 22:00-05:00, says Khanh"));
  CHECK_THAT(status.out, !Contains("Not applied"));
}
