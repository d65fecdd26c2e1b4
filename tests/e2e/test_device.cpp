// What a technician publishes changes the running kiosk: channel, tags, volume, brightness and the hours in
// which it is lit; outside the bounds of the release, or older than what was there, it does not.
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/e2e/null_sink.h"
#include "tests/e2e/played_store.h"
#include "tests/e2e/province.h"
#include "tests/e2e/screen_watch.h"
#include "tests/e2e/watched_player.h"
#include "tests/support/devices.h"
#include "tests/support/duty.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t kAlertGround = 0xA4262C;

template <class Claim>
bool happens(std::chrono::milliseconds limit, Claim claim) {
  const auto until = std::chrono::steady_clock::now() + limit;
  while (std::chrono::steady_clock::now() < until) {
    if (claim()) return true;
    std::this_thread::sleep_for(50ms);
  }
  return false;
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The same slides for another channel, with the bounds that editors gave technicians.
std::string channel_folder(const Province& province, const std::string& channel) {
  const std::string data = std::string(GATECAST_SOURCE_DIR) + "/tests/data";
  const auto base = province.folder() + "/source-" + channel;
  copy_folder(data + "/shared", base + "/shared");
  const auto folder = copy_folder(data + "/channel", base + "/channel");
  std::ifstream in(folder + "/channel.json");
  auto document = nlohmann::json::parse(std::string((std::istreambuf_iterator<char>(in)), {}));
  document["channel"] = channel;
  document["device_bounds"] = {{"volume_percent", {20, 80}}, {"channels", {"lao-bao-hall", "lao-bao-gate"}}};
  std::ofstream(folder + "/channel.json") << document.dump();
  return folder;
}

// "06:00-22:00" of UTC+7, so many hours from now.
std::string hours_from_now(int from, int to) {
  const auto hour = [](int ahead) {
    const auto at = SystemClock().now() + std::chrono::hours(7 + ahead);
    return format_instant(at).substr(11, 5);
  };
  return hour(from) + "-" + hour(to);
}

// As if a time service had brought the time to this machine; or had not.
std::map<std::string, std::string> clock_is_told(bool is_told = true, const std::string& preload = {}) {
  return {{"LD_PRELOAD", GATECAST_BIN_DIR "/libtold_clock.so " + preload},
          {"TOLD_CLOCK", is_told ? "yes" : "no"}};
}
// Either of these tells a player here that the hour is right, whatever the kernel says.
bool has_battery_clock() {
  return std::filesystem::exists("/sys/class/rtc/rtc0/since_epoch") ||
         std::filesystem::exists("/run/systemd/timesync/synchronized");
}

// Of what the loudspeaker would say within a second; 0 is silence.
double loudness(const std::string& server) {
  const auto recording = record(server, seconds_now() + 1.0);
  double sum = 0;
  for (const float sample : recording.samples)
    sum += static_cast<double>(sample) * static_cast<double>(sample);
  return recording.samples.empty() ? 0 : std::sqrt(sum / static_cast<double>(recording.samples.size()));
}

}  // namespace

TEST_CASE(
    "a technician's file sends a running kiosk to another channel, and a wrong one is refused at the desk") {
  Province province("lao-bao-hall");
  const auto key = [&](const char* name) { return province.keys() + "/" + name + ".key.json"; };
  const auto must = [&](const std::vector<std::string>& arguments) {
    const auto result = province.gatecast(arguments);
    INFO(result.out << result.err);
    REQUIRE(result.exit_code == 0);
  };
  must({"keys", "editors", "--repository", province.repository(), "--channel", "lao-bao-gate", "--editor",
        key("editor-lan"), "--editor", key("editor-khamla"), "--targets-key", key("targets-1"),
        "--targets-key", key("targets-2"), "--online-keys", province.keys()});
  const auto passphrase = province.folder() + "/passphrase";
  std::ofstream(passphrase) << "a long enough passphrase\n";
  must({"keys", "new", "--purpose", "technician", "--person", "Khánh", "--out", key("khanh"),
        "--passphrase-file", passphrase});
  province.start_server();
  province.publish(channel_folder(province, "lao-bao-hall"), 1);
  province.publish(channel_folder(province, "lao-bao-gate"), 2);

  const auto wish = province.folder() + "/hall-1.json";
  // At the technician's own desk: no key of the server's is there.
  const auto publish = [&](const std::string& document) {
    std::ofstream(wish) << document;
    return province.gatecast({"device", "publish", wish, "--to", province.server(), "--root", province.root(),
                              "--key", key("khanh"), "--passphrase-file", passphrase});
  };
  const std::string head = R"({"site": "lao-bao", "kiosk": "hall-1", )";
  CHECK(says(publish(head + R"("volume_percent": 50})").err, "[publish.technicians]"));
  must({"keys", "technicians", "--repository", province.repository(), "--site", "lao-bao", "--technician",
        key("khanh"), "--targets-key", key("targets-1"), "--targets-key", key("targets-2"), "--online-keys",
        province.keys()});
  // As `gatecast check`: file, line, what is wrong, how to mend it.
  const auto mistaken = publish(head + "\n\"volume_percent\": \"loud\"}");
  CHECK(mistaken.exit_code == 1);
  CHECK(says(mistaken.err, "hall-1.json:2:"));
  const auto outside = publish(head + R"("volume_percent": 95})");
  CHECK(outside.exit_code == 1);
  CHECK(says(outside.err, "the release allows 20 to 80 %"));
  CHECK(says(publish(head + R"("channel": "hue-citadel"})").err, "[device.channel]"));
  // Another key is turned away before anything is sent.
  const auto stranger = province.gatecast({"device", "publish", wish, "--to", province.server(), "--root",
                                           province.root(), "--key", key("editor-lan")});
  CHECK(stranger.exit_code == 1);

  const Kiosk kiosk(province);
  const auto config = kiosk.state() + "/../kiosk.json";
  std::ofstream(config) << R"({"site": "lao-bao", "kiosk": "hall-1"})";
  REQUIRE(kiosk.sync_once({"--config", config}).exit_code == 0);
  const VirtualScreen screen({640, 360});
  auto player = kiosk.start_player(screen.display(), {"--size", "640x360", "--config", config});
  REQUIRE(happens(30s, [&] { return says(player.err_so_far(), "release 1 of lao-bao-hall"); }));
  REQUIRE(publish(head + R"("channel": "lao-bao-gate", "volume_percent": 50})").exit_code == 0);
  const auto synced = kiosk.sync_once({"--config", config});
  INFO(synced.out << synced.err);
  CHECK(says(synced.out, "Technicians   channel lao-bao-gate, volume 50 %, says Khánh"));
  CHECK(happens(20s, [&] { return says(player.err_so_far(), "release 2 of lao-bao-gate"); }));
  CHECK(says(player.err_so_far(), "technicians ask: channel lao-bao-gate, volume 50 %"));
  // Its own folder is lost: no release here lets it go there, so the agent fetches home, whose bounds do.
  player.signal(SIGKILL);
  player.wait(10s);
  for (const char* file : {"device.json", "playing.json", "floor.json"})
    std::filesystem::remove(kiosk.state() + "/" + file);
  auto heir = kiosk.start_player(screen.display(), {"--size", "640x360", "--config", config});
  REQUIRE(happens(20s, [&] { return says(heir.err_so_far(), "[device.channel]"); }));
  for (const char* release : {"release 1 of lao-bao-hall", "release 2 of lao-bao-gate"})
    CHECK(happens(60s, [&] {
      return kiosk.sync_once({"--config", config}).exit_code == 0 && says(heir.err_so_far(), release);
    }));
  // Home again, by the same file without the channel.
  REQUIRE(publish(head + R"("volume_percent": 50})").exit_code == 0);
  REQUIRE(kiosk.sync_once({"--config", config}).exit_code == 0);
  CHECK(happens(20s, [&] {
    const auto text = heir.err_so_far();
    return text.rfind("release 1 of lao-bao-hall") > text.rfind("release 2 of lao-bao-gate");
  }));
}

TEST_CASE("the volume that a technician sets is heard, within the bounds alone, and never an older one") {
  const TemporaryFolder folder;
  NullSink sink(folder.path());
  if (!sink.is_up()) return;  // no sound server here
  PlayedStore store;
  store.publish({{"film/red", 0xCC2222}}, 4'000'000,
                [](bundle::Release& release) { release.device_bounds = usual_bounds(); });
  const VirtualScreen screen({640, 360});
  const std::map<std::string, std::string> loud{{"DISPLAY", screen.display()},
                                                {"SDL_AUDIODRIVER", "pulseaudio"},
                                                {"PULSE_SERVER", sink.server()},
                                                {"HOME", folder.path()}};
  auto player = Process::start(store.command({"--config", store.named()}), loud);
  REQUIRE(happens(30s, [&] { return loudness(sink.server()) > 0.02; }));
  double whole = 0;  // nobody asked: 80 %, the most that the bounds allow
  for (int i = 0; i < 3; ++i) whole = std::max(whole, loudness(sink.server()));
  const auto set = [&](std::int64_t percent) {
    auto wish = wish_for();
    wish.volume_percent = percent;
    store.ask(wish);
    SystemDisk disk;
    return read_file(disk, Path(store.store()) / store::kDeviceFile, 1 << 22).value();
  };
  // At the seam between two films it is quiet for a moment: looked at until it holds.
  const auto is_about = [&](double part) {
    const double now = loudness(sink.server());
    return now > whole * part * 0.8 && now < whole * part * 1.2;
  };
  const auto low = set(40);
  CHECK(happens(20s, [&] { return is_about(0.25); }));
  set(80);
  CHECK(happens(20s, [&] { return is_about(1); }));
  // Back to an older word by a hijacked agent: refused by the player's own floor.
  SystemDisk disk;
  REQUIRE(write_file_durably(disk, Path(store.store()) / store::kDeviceFile, low));
  REQUIRE(happens(10s, [&] { return says(player.err_so_far(), "[store.floor.role]"); }));
  CHECK(happens(10s, [&] { return is_about(1); }));
  set(95);
  REQUIRE(happens(10s, [&] { return says(player.err_so_far(), "[device.volume]"); }));
  CHECK(happens(10s, [&] { return is_about(1); }));
  INFO(player.err_so_far());
  // The agent is dead and its file is gone: what held, holds from the first sound on.
  player.signal(SIGTERM);
  CHECK(player.wait(10s).exit_code == 0);
  store.forget_wishes();
  auto again = Process::start(store.command({"--config", store.named()}), loud);
  REQUIRE(happens(30s, [&] { return loudness(sink.server()) > 0.01; }));
  CHECK(happens(10s, [&] { return is_about(1); }));
}

TEST_CASE(
    "outside the hours that a technician set the screen is dark and silent; a touch or an alert lights it") {
  PlayedStore store;
  store.publish({kRed, kGreen}, 2'000'000, [](bundle::Release& release) {
    release.device_bounds = usual_bounds();
    add_template(release);
  });
  auto wish = wish_for();
  wish.power_hours = hours_from_now(2, 22);
  store.ask(wish);
  const VirtualScreen screen(kScreen);
  const auto is_black = [&] { return brightness(screen.grab()).black_permille == 1000; };
  // A board without a battery clock that starts without a line does not know the hour: lit.
  if (!has_battery_clock()) {
    auto untold = play(store, screen, {"--config", store.named()}, clock_is_told(false));
    wait_for_film(untold, screen);
    CHECK(!happens(3s, is_black));
    untold.signal(SIGTERM);
    CHECK(untold.wait(10s).exit_code == 0);
  }
  auto player = play(store, screen, {"--config", store.named()}, clock_is_told());
  REQUIRE(happens(30s, [&] { return says(player.err_so_far(), "the screen is dark on purpose"); }));
  CHECK(happens(10s, [&] { return is_black() && store.says_rest(); }));
  CHECK(!happens(3s, [&] { return !is_black(); }));
  // An officer's word is seen at any hour; then it is dark again.
  store.say({alert_statement(release_with_template(), SystemClock().now() - 1s)});
  CHECK(happens(20s, [&] { return is_near(screen.pixel(2, 2), kAlertGround) && !store.says_rest(); }));
  store.say({});
  CHECK(happens(20s, is_black));
  // Whoever stands there and touches sees the programme, in step as if it had never been dark.
  REQUIRE(
      run({"xdotool", "mousemove", "320", "180", "click", "1"}, {{"DISPLAY", screen.display()}}).exit_code ==
      0);
  CHECK(happens(10s, [&] { return !item_seen(screen).empty(); }));
  CHECK(says(player.err_so_far(), "the screen is lit again"));
  const auto seen = watch(screen, &store.release(), 4s);
  CHECK(seen.dark == 0);
  CHECK(seen.seen.size() == 2);
  CHECK(seen.wrong <= seen.samples / 10);  // a busy machine
  player.signal(SIGTERM);
  CHECK(player.wait(10s).exit_code == 0);
  // Too short hours are refused, and the good ones of before stay, over the restart too.
  wish.power_hours = hours_from_now(2, 4);
  store.ask(wish);
  auto again = play(store, screen, {"--config", store.named()}, clock_is_told());
  CHECK(happens(30s, [&] { return says(again.err_so_far(), "[device.power]"); }));
  CHECK(happens(20s, is_black));
  again.signal(SIGTERM);
  CHECK(again.wait(10s).exit_code == 0);
  // By a clock that cannot be right nobody knows the hour: lit.
  for (const char* shift : {"-20y", "+70y"}) {
    INFO(shift);
    auto environment = clock_is_told(true, "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
    environment.insert({{"FAKETIME", shift}, {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}});
    auto lost = play(store, screen, {"--config", store.named()}, environment);
    wait_for_film(lost, screen);
    CHECK(!happens(2s, is_black));
    CHECK(!says(lost.err_so_far(), "the screen is dark on purpose"));
    lost.signal(SIGTERM);
    CHECK(lost.wait(10s).exit_code == 0);
  }
  // Taken back: lit.
  store.ask(wish_for());
  auto taken_back = play(store, screen, {"--config", store.named()}, clock_is_told());
  wait_for_film(taken_back, screen);
}

TEST_CASE(
    "tags and channel that a technician sets change the programme without a dark picture, and stay over a "
    "restart without the agent") {
  PlayedStore store;
  const auto bounded = [](bundle::Release& release) {
    release.device_bounds = usual_bounds();
    if (release.items.contains(kGreen.item)) release.items.at(kGreen.item).only_for.tags = {"north"};
  };
  const auto gate = store.publish({kYellow}, 1'000'000, bounded, "la-lay-gate");
  store.publish({kRed, kGreen}, 1'000'000, bounded);
  const VirtualScreen screen(kScreen);
  auto player = play(store, screen, {"--config", store.named()});
  wait_for_film(player, screen, kRed.item);
  ScreenWatch dark(screen, 20ms);
  CHECK(watch(screen, nullptr, 3s).seen.count(kGreen.item) == 0);
  auto wish = wish_for();
  wish.tags = {"north"};
  store.ask(wish);
  wait_for_film(player, screen, kGreen.item);
  // The agent has fetched the other channel: what nobody may send this kiosk to is not taken.
  wish.channel = "hue-citadel";
  store.ask(wish);
  store.activate(gate);
  REQUIRE(happens(10s, [&] { return says(player.err_so_far(), "[device.channel]"); }));
  CHECK(watch(screen, nullptr, 1s).seen.count(kYellow.item) == 0);
  wish.channel = "la-lay-gate";
  store.ask(wish);
  wait_for_film(player, screen, kYellow.item);
  dark.stop();
  CHECK(dark.samples() > 50);
  CHECK(dark.black() == 0);
  player.signal(SIGKILL);
  player.wait(10s);
  store.forget_wishes();
  auto again = play(store, screen, {"--config", store.named()});
  wait_for_film(again, screen, kYellow.item);
  CHECK(watch(screen, nullptr, 2s).seen.size() == 1);
  // Home again, but not before tomorrow: a restart in between shows what was shown, not a still.
  wish.channel.reset();
  store.ask(wish);
  store.publish({kRed, kGreen}, 1'000'000, [&](bundle::Release& release) {
    bounded(release);
    release.takes_effect_at = std::chrono::floor<std::chrono::seconds>(SystemClock().now() + 24h);
  });
  CHECK(!happens(2s, [&] { return item_seen(screen) == kRed.item; }));
  again.signal(SIGKILL);
  again.wait(10s);
  auto third = play(store, screen, {"--config", store.named()});
  wait_for_film(third, screen, kYellow.item);
  CHECK(watch(screen, nullptr, 2s).seen.size() == 1);
  store.publish({kRed, kGreen}, 1'000'000, bounded);
  wait_for_film(third, screen, kGreen.item);
}

TEST_CASE(
    "brightness that a technician sets is the lamp's where there is one, else the display's; what cannot be "
    "done is told") {
  PlayedStore store;
  store.publish({kRed}, 2'000'000, [](bundle::Release& release) {
    release.device_bounds = usual_bounds();
    add_template(release);
  });
  auto wish = wish_for();
  wish.brightness_percent = 40;
  store.ask(wish);
  const TemporaryFolder lamp;
  const auto light = [&] {
    std::ifstream file(lamp.path() + "/brightness");
    std::string text;
    std::getline(file, text);
    return text;
  };
  std::ofstream(lamp.path() + "/brightness") << "900\n";
  std::ofstream(lamp.path() + "/max_brightness") << "1000\n";
  const auto outputs = lamp.path() + "/outputs.json";
  std::ofstream(outputs) << R"({"format": 1, "outputs": [{"lamp": ")" << lamp.path() << R"("}]})";
  const VirtualScreen screen(kScreen);
  const auto config = store.named("\"outputs\": \"" + outputs + "\"");
  auto player = play(store, screen, {"--config", config});
  CHECK(happens(30s, [&] { return light() == "400"; }));
  // Within what editors allow an officer's word is as bright as it can be.
  store.say({alert_statement(release_with_template(), SystemClock().now() - 1s)});
  CHECK(happens(20s, [&] { return light() == "1000"; }));
  store.say({});
  CHECK(happens(20s, [&] { return light() == "400"; }));
  player.signal(SIGTERM);
  CHECK(player.wait(10s).exit_code == 0);
  CHECK(light() == "900");
  // Killed while it was dimmed: the next one knows its own light, and gives it back when nobody asks any
  // more.
  auto killed = play(store, screen, {"--config", config});
  CHECK(happens(30s, [&] { return light() == "400"; }));
  killed.signal(SIGKILL);
  killed.wait(10s);
  store.ask(wish_for());
  auto heir = play(store, screen, {"--config", config});
  CHECK(happens(30s, [&] { return light() == "900"; }));
  heir.signal(SIGTERM);
  CHECK(heir.wait(10s).exit_code == 0);
  CHECK(store.state_file("lamp.json").empty());
  store.ask(wish);
  // Without a lamp: "Brightness: 0.66" is how high the display's table goes.
  const auto sent_light = [&] {
    const auto told = run({"xrandr", "--verbose"}, {{"DISPLAY", screen.display()}}).out;
    const auto at = told.find("Brightness:");
    return at == std::string::npos ? -1.0 : std::stod(told.substr(at + 11));
  };
  auto again = play(store, screen, {"--config", store.named()});
  CHECK(happens(30s, [&] { return std::abs(sent_light() - 0.66) < 0.02; }));
  again.signal(SIGTERM);
  CHECK(again.wait(10s).exit_code == 0);
  CHECK(std::abs(sent_light() - 1.0) < 0.02);
  // A display that can do neither: told in the log, and left for the agent.
  auto bare = play(store, screen, {"--config", store.named()}, {{"SDL_VIDEODRIVER", "offscreen"}});
  CHECK(happens(30s, [&] { return says(bare.err_so_far(), "[screen.brightness]"); }));
  CHECK(happens(10s, [&] { return says(store.state_file("device.json"), "screen.brightness"); }));
  store.ask(wish_for());
  CHECK(happens(10s, [&] { return !says(store.state_file("device.json"), "screen.brightness"); }));
}
