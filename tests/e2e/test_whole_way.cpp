// From an editor's folder to the lit screen, with the programs that people run.
#include <signal.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/e2e/province.h"
#include "tests/e2e/screen_watch.h"
#include "tests/support/full_counts.h"

using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

const std::string kChannel = "lao-bao-hall";

// The small channel of tests/data, copied to where a test may change it; with what it includes.
std::string small_channel(const Province& province) {
  const std::string data = std::string(GATECAST_SOURCE_DIR) + "/tests/data";
  const auto base = province.folder() + "/source";
  copy_folder(data + "/shared", base + "/shared");
  return copy_folder(data + "/channel", base + "/channel");
}

void replace_in_file(const std::string& path, const std::string& from, const std::string& to) {
  std::ifstream in(path);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  std::ofstream(path) << text;
}

std::string largest_object(const std::string& store) {
  std::string largest;
  std::uintmax_t size = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(store + "/objects")) {
    if (!entry.is_regular_file() || entry.file_size() <= size) continue;
    size = entry.file_size();
    largest = entry.path();
  }
  return largest;
}

void change_byte_in_the_middle(const std::string& path) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  const auto middle = static_cast<std::streamoff>(std::filesystem::file_size(path) / 2);
  file.seekg(middle);
  const int byte = file.get();
  file.seekp(middle);
  file.put(static_cast<char>(byte ^ 0xFF));
}

}  // namespace

TEST_CASE("only what two persons signed is published, synced and lit") {
  Province province(kChannel);
  province.start_server();
  const auto source = small_channel(province);
  const auto check = province.gatecast({"check", source});
  INFO(check.out << check.err);
  CHECK(check.exit_code == 0);

  const auto build = province.build(source, 1);
  const auto unsigned_try = province.gatecast({"publish", build, "--to", province.server()});
  CHECK(unsigned_try.exit_code == 1);
  province.sign(build, "lan");
  const auto one_signature = province.gatecast({"publish", build, "--to", province.server()});
  INFO(one_signature.err);
  CHECK(one_signature.exit_code == 1);
  CHECK(one_signature.err.find("publish.signatures") != std::string::npos);
  province.sign(build, "khamla");
  const auto published = province.gatecast({"publish", build, "--to", province.server()});
  INFO(published.err);
  CHECK(published.exit_code == 0);

  const Kiosk kiosk(province);
  const auto synced = kiosk.sync_once();
  INFO(synced.out << synced.err);
  REQUIRE(synced.exit_code == 0);
  CHECK(kiosk.verify().exit_code == 0);
  const auto status = kiosk.status();
  CHECK(status.out.find("no. 1 of channel lao-bao-hall") != std::string::npos);
  CHECK(status.out.find("Khamla (demo) and Lan (demo)") != std::string::npos);

  const VirtualScreen screen({1280, 720});
  auto player = kiosk.start_player(screen.display(), {"--size", "1280x720"});
  const bool is_lit = wait_until_lit(screen, 20s);
  INFO(player.err_so_far());
  CHECK(is_lit);
  player.signal(SIGTERM);
  CHECK(player.wait(10s).exit_code == 0);
}

TEST_CASE(
    "the running screen goes over to a new release without a black frame, and plays on without the network") {
  Province province(kChannel);
  province.start_server();
  const auto source = small_channel(province);
  province.publish(source, 1);
  const Kiosk kiosk(province);
  REQUIRE(kiosk.sync_once().exit_code == 0);
  const VirtualScreen screen({1280, 720});
  auto agent = kiosk.start_agent(1);
  auto player = kiosk.start_player(screen.display(), {"--size", "1280x720"});
  REQUIRE(wait_until_lit(screen, 20s));

  ScreenWatch watch(screen, 25ms);
  replace_in_file(source + "/items/welcome.json", "\"duration_s\"", "\"revision\": 2, \"duration_s\"");
  province.publish(source, 2);
  const auto floor = kiosk.state() + "/floor.json";
  const auto is_in_use = [&] {
    std::ifstream in(floor);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    return text.find("\"lao-bao-hall\":2") != std::string::npos ||
           text.find("\"lao-bao-hall\": 2") != std::string::npos;
  };
  for (int i = 0; i < 300 && !is_in_use(); ++i) std::this_thread::sleep_for(100ms);
  INFO(player.err_so_far() << agent.err_so_far());
  CHECK(is_in_use());
  province.stop_server();
  std::this_thread::sleep_for(2s);
  watch.stop();
  CHECK(player.is_running());
  CHECK(watch.samples() > 50);
  CHECK(watch.black() == 0);
}

TEST_CASE("a changed byte in the store is refused before it is decoded, and the object is fetched again") {
  Province province(kChannel);
  province.start_server();
  province.publish(small_channel(province), 1);
  const Kiosk kiosk(province);
  REQUIRE(kiosk.sync_once().exit_code == 0);
  auto agent = kiosk.start_agent(3600);  // it does not wait for its next question
  const auto object = largest_object(kiosk.store());
  change_byte_in_the_middle(object);
  const auto damaged = kiosk.verify();
  CHECK(damaged.exit_code == 1);
  const auto name = std::filesystem::path(object).filename().string();
  CHECK((damaged.out + damaged.err).find(name) != std::string::npos);

  const VirtualScreen screen({1280, 720});
  auto player = kiosk.start_player(screen.display(), {"--size", "1280x720"});
  REQUIRE(wait_until_lit(screen, 20s));
  ScreenWatch watch(screen, 50ms);
  // The agent reads nothing through by itself so soon: the player refuses, and says so.
  const auto is_refused = [&] { return player.err_so_far().find("store.piece") != std::string::npos; };
  for (int i = 0; i < 600 && !is_refused(); ++i) std::this_thread::sleep_for(100ms);
  CHECK(is_refused());
  bool is_mended = false;
  for (int i = 0; i < 300 && !is_mended; ++i) {
    std::this_thread::sleep_for(100ms);
    is_mended = i % 10 == 9 && kiosk.verify().exit_code == 0;
  }
  const auto left_out = [&] {
    std::ifstream in(kiosk.state() + "/quarantine.json");
    return std::string((std::istreambuf_iterator<char>(in)), {}).find("\"object\"") != std::string::npos;
  };
  for (int i = 0; i < 100 && left_out(); ++i) std::this_thread::sleep_for(100ms);
  watch.stop();
  INFO(player.err_so_far() << agent.err_so_far());
  CHECK(is_mended);
  CHECK_FALSE(left_out());
  CHECK(watch.black() == 0);
}

TEST_CASE("killed agents and players leave a lit screen and a sound store while releases change") {
  const int kills = gatecast::test::is_long() ? 100 : 20;
  Province province(kChannel);
  province.start_server();
  const auto source = small_channel(province);
  province.publish(source, 1);
  const Kiosk kiosk(province);
  REQUIRE(kiosk.sync_once().exit_code == 0);
  const VirtualScreen screen({640, 360});
  auto agent = std::make_unique<Process>(kiosk.start_agent(1));
  auto player = std::make_unique<Process>(kiosk.start_player(screen.display(), {"--size", "640x360"}));
  REQUIRE(wait_until_lit(screen, 20s));
  ScreenWatch watch(screen, 500ms);
  int number = 1;
  for (int i = 0; i < kills; ++i) {
    if (i % 5 == 2) {
      replace_in_file(source + "/items/welcome.json", "\"duration_s\": ", "\"duration_s\": 1");
      province.publish(source, ++number);
      replace_in_file(source + "/items/welcome.json", "\"duration_s\": 1", "\"duration_s\": ");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(600 + 97 * (i % 7)));
    if (i % 2 == 0) {
      agent->signal(SIGKILL);
      agent = std::make_unique<Process>(kiosk.start_agent(1));
    } else {
      player->signal(SIGKILL);
      player = std::make_unique<Process>(kiosk.start_player(screen.display(), {"--size", "640x360"}));
    }
  }
  watch.stop();
  CHECK(watch.samples() > kills);
  CHECK(watch.black() == 0);
  agent->signal(SIGTERM);
  agent->wait(20s);
  REQUIRE(kiosk.sync_once().exit_code == 0);
  const auto verified = kiosk.verify();
  INFO(verified.out << verified.err);
  CHECK(verified.exit_code == 0);
}
