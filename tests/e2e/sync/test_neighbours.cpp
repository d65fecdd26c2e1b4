// Kiosks of one site that hand each other objects: real agents, and nginx that counts what the wide link
// would carry.
#include <algorithm>
#include <iostream>

#include "content-sync/base/json_value.h"
#include "tests/e2e/sync/gate.h"

using namespace gatecast;
using namespace gatecast::test;
using Catch::Matchers::Contains;

namespace {

struct Kiosk {
  Path store;
  std::string address;  // where it shares
  Path settings;
};

struct LanSite {
  Gate gate;
  std::vector<Kiosk> kiosks;

  // Each with a store and an address of its own, and the same list of all.
  void provision(std::size_t count, const std::string& server) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) {
      const auto name = "kiosk-" + std::to_string(i);
      kiosks.push_back({gate.base / name, "127.0.0.1:" + std::to_string(free_loopback_port()),
                        gate.base / (name + ".json")});
      all += (all.empty() ? "" : " ") + kiosks.back().address;
    }
    for (const auto& kiosk : kiosks) write_settings(kiosk, server, all);
  }
  void write_settings(const Kiosk& kiosk, const std::string& server, const std::string& neighbours) const {
    write(kiosk.settings, nlohmann::json{{"channel", "lao-bao-hall"},
                                         {"server", server},
                                         {"store", kiosk.store.string()},
                                         {"root", (gate.base / "root.json").string()},
                                         {"reserve_mb", 1},
                                         {"neighbours", neighbours},
                                         {"share_on", kiosk.address}}
                              .dump());
  }
  [[nodiscard]] static Process start(const Kiosk& kiosk) {
    return Process::start({kSync, "run", "--config", kiosk.settings.string()});
  }
  // The release that is on, read through to its last byte; 0 while nothing is.
  [[nodiscard]] std::int64_t on(const Kiosk& kiosk) const {
    SystemDisk disk;
    if (!std::filesystem::exists(std::filesystem::symlink_status(kiosk.store / "active"))) return 0;
    const auto release = store::load_verified_release(disk, kiosk.store / "active",
                                                      gate.repository.root_file(1), "lao-bao-hall", {});
    if (!release) FAIL(to_string(release.error()));
    for (const auto& [hash, object] : release->release->objects)
      REQUIRE(store::verify_object(disk, kiosk.store / "objects", object));
    return release->release->number;
  }
  [[nodiscard]] bool comes_on(const Kiosk& kiosk, std::int64_t number) const {
    for (int i = 0; i < 600; ++i) {
      if (on(kiosk) == number) return true;
      std::this_thread::sleep_for(milliseconds(100));
    }
    return false;
  }
};

std::vector<Bytes> films(int count, std::uint64_t seed) {
  std::vector<Bytes> made;
  for (int i = 0; i < count; ++i)
    made.push_back(random_bytes(2'500'000, seed + static_cast<std::uint64_t>(i)));
  return made;
}

void stop(Process& agent) {
  agent.signal(SIGTERM);
  agent.wait(seconds(10));
}

}  // namespace

TEST_CASE("three kiosks of a site cost the wide link 1.05 times what one does, also when they begin at once",
          "[nginx]") {
  LanSite site;
  site.gate.publish_films(1, films(8, 40));
  const Nginx nginx(site.gate.base);
  // As one alone, without neighbours.
  REQUIRE(run(site.gate.sync("once", nginx.address())).exit_code == 0);
  const auto one = nginx.traffic().all;
  site.provision(3, nginx.address());
  {
    std::vector<Process> agents;
    for (const auto& kiosk : site.kiosks) agents.push_back(LanSite::start(kiosk));
    for (const auto& kiosk : site.kiosks) CHECK(site.comes_on(kiosk, 1));
    for (auto& agent : agents) stop(agent);
  }
  const auto three = nginx.traffic().all - one;
  std::cout << "three kiosks at once: " << three << " bytes over the wide link, one alone " << one << ": "
            << static_cast<double>(three) / static_cast<double>(one) << " times\n";
  CHECK(static_cast<double>(three) <= 1.05 * static_cast<double>(one));
  CHECK(three > one / 2);  // it was fetched
}

TEST_CASE("a kiosk that comes later has it from its neighbours, and a damaged one of them costs a piece",
          "[nginx]") {
  LanSite site;
  const auto sample = site.gate.publish_films(1, films(4, 80));
  const Nginx nginx(site.gate.base);
  site.provision(3, nginx.address());
  auto first = LanSite::start(site.kiosks[0]);
  REQUIRE(site.comes_on(site.kiosks[0], 1));
  auto second = LanSite::start(site.kiosks[1]);
  REQUIRE(site.comes_on(site.kiosks[1], 1));
  // Bytes of every film rot on the first one's disk.
  for (const auto& [hash, object] : sample.release.objects) {
    if (object.length_bytes < 1'000'000) continue;
    const auto hex = hash.hex();
    std::fstream file(site.kiosks[0].store / "objects" / hex.substr(0, 2) / hex,
                      std::ios::in | std::ios::out | std::ios::binary);
    for (std::streamoff at = 50'000; at < 2'500'000; at += 50'000) {
      file.seekp(at);
      file.put('!');
    }
  }
  const auto before = nginx.traffic();
  auto third = LanSite::start(site.kiosks[2]);
  CHECK(site.comes_on(site.kiosks[2], 1));
  const auto cost = nginx.traffic().object_bodies - before.object_bodies;
  std::cout << "the third kiosk: " << cost << " bytes of objects over the wide link, of 10 MB\n";
  CHECK(cost < 500'000);
  for (auto* agent : {&first, &second, &third}) stop(*agent);
  const auto status = run({kSync, "status", "--config", site.kiosks[2].settings.string(), "--json"});
  const auto left = nlohmann::json::parse(status.out)["neighbours_left"];
  REQUIRE(left.size() == 1);
  CHECK(left[0]["subject"] == site.kiosks[0].address);
  CHECK(left[0]["rule"] == "neighbour.lies");
}

TEST_CASE("objects are handed to listed kiosks alone, and nothing else of the store to anybody", "[nginx]") {
  LanSite site;
  const auto sample = site.gate.publish_films(1, films(1, 120));
  const Nginx nginx(site.gate.base);
  site.provision(1, nginx.address());
  const auto& kiosk = site.kiosks[0];
  auto agent = LanSite::start(kiosk);
  REQUIRE(site.comes_on(kiosk, 1));
  const auto code = [&](const std::string& path, const std::vector<std::string>& more = {}) {
    std::vector<std::string> command{"/usr/bin/curl", "-s",          "-o", "/dev/null", "-w",
                                     "%{http_code}",  "--path-as-is"};
    command.insert(command.end(), more.begin(), more.end());
    command.push_back("http://" + kiosk.address + path);
    return run(command).out;
  };
  const auto hex = sample.release.objects.begin()->first.hex();
  const auto object = "/objects/" + hex.substr(0, 2) + "/" + hex;
  CHECK(code(object) == "200");
  CHECK(code(object, {"-r", "5-9"}) == "206");
  CHECK(code(object, {"-r", "0-1,5-9"}) == "416");
  CHECK(code(object, {"-r", "-7"}) == "206");
  CHECK(code(object, {"-r", "999999999-"}) == "416");
  CHECK(code("/coming/" + hex) == "200");
  for (const auto& path :
       std::vector<std::string>{"/", "/status.json", "/objects/../status.json", "/objects/" + hex,
                                "/objects/ff/" + hex, "/device/key.json", "/metadata/timestamp.json",
                                object + "/../../../status.json", "/objects/%2e%2e/status.json"})
    CHECK(code(path) == "404");
  for (const char* method : {"PUT", "POST", "DELETE"}) CHECK(code(object, {"-X", method}).front() == '4');
  // A link in an object's place is not followed.
  const auto other = std::string(64, 'a');
  std::filesystem::create_directories(kiosk.store / "objects/aa");
  std::filesystem::create_symlink(kiosk.settings, kiosk.store / "objects/aa" / other);
  CHECK(code("/objects/aa/" + other) == "404");
  CHECK(run({"/usr/bin/curl", "-s", "http://" + kiosk.address + "/coming/" + other}).out == "no");
  stop(agent);
  // Not in the list; and without "share_on" nobody listens.
  site.write_settings(kiosk, nginx.address(), "127.0.0.2:8378");
  auto stranger = LanSite::start(kiosk);
  for (int i = 0; i < 100 && code(object) == "000"; ++i) std::this_thread::sleep_for(milliseconds(50));
  CHECK(code(object) == "403");
  CHECK(code("/coming/" + hex) == "403");
  stop(stranger);
}
