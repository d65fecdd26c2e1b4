// The player on a virtual screen: what a person in front of it would see, on each rung of the ladder.
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <thread>

#include "content-sync/base/json_value.h"
#include "player/compose/slide_painter.h"
#include "player/pixels/png.h"
#include "player/programme/programme.h"
#include "tests/e2e/watched_player.h"
#include "tests/support/full_counts.h"
#include "tests/support/sleeper.h"
#include "tests/support/spread.h"

using namespace gatecast;
using namespace std::chrono_literals;
using namespace gatecast::test;

namespace {

constexpr std::int64_t kSlot_us = 2'000'000;
constexpr double kFrame_ms = 40;       // of the coloured films
constexpr double kStillPercent = 0.1;  // of a core, for a slide that stands

// The play log as --log tells it; the chain must be whole.
nlohmann::json log_of(const PlayedStore& store) {
  const auto told = run(store.command({"--log", "--json"}));
  INFO(told.err);
  REQUIRE(told.exit_code == 0);
  return nlohmann::json::parse(told.out);
}

nlohmann::json row_of(const nlohmann::json& log, const std::string& item) {
  for (const auto& row : log["rows"])
    if (row["item"] == item) return row;
  return {{"times", 0}, {"ms", 0}, {"skipped", 0}, {"filled_in", 0}};
}

// Processor time of each thread so far, to the nanosecond: proc(5), schedstat.
std::map<std::string, std::chrono::nanoseconds> cpu_of(pid_t pid) {
  std::map<std::string, std::chrono::nanoseconds> times;
  for (const auto& task : std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/task")) {
    std::ifstream name(task.path() / "comm");
    std::string thread;
    std::getline(name, thread);
    std::ifstream file(task.path() / "schedstat");
    std::int64_t time = 0;
    if (file >> time) times[thread + " " + task.path().filename().string()] = std::chrono::nanoseconds(time);
  }
  return times;
}

// One slide for an hour under the clock, which is drawn anew each minute.
void publish_slide(PlayedStore& store) {
  store.publish({kRed}, 3'600'000'000, [](bundle::Release& release) {
    auto& item = release.items.at("film/red");
    bundle::Slide slide;
    slide.layout = "title";
    slide.texts["title"] = {{{"vi", "Chào mừng đến Lao Bảo"}, {"lo", "ຍິນດີຕ້ອນຮັບສູ່ລາວບາວ"}}};
    item.body = slide;
    release.overlays = {bundle::Overlay()};
  });
}

}  // namespace

TEST_CASE("rung 1: each item stands in its slot, with a crossfade and never a dark picture") {
  test::PlayedStore store;
  // Each ends with its slot: whoever is late with the next one holds its last frame.
  store.publish({kRed, kGreen, kBlue}, kSlot_us, [](bundle::Release& release) {
    for (auto& [id, item] : release.items) std::get<bundle::Clip>(item.body).out_us = kSlot_us;
  });
  const test::VirtualScreen screen(kScreen);
  const Sleeper sleeper;
  auto player = play(store, screen, {"--seconds", "10"});
  wait_for_film(player, screen);
  const auto watched = watch(screen, &store.release(), 7s);
  const auto result = player.wait(10s);
  const auto stall_ms = static_cast<double>(sleeper.worst().count());
  INFO(result.err << sleeper.told());
  CHECK(result.exit_code == 0);
  CHECK(watched.seen.size() == 3);
  CHECK(watched.wrong == 0);
  CHECK(watched.dark == 0);
  const auto stats = stats_of(store);
  CHECK(stats["frames"]["shown"].get<int>() > 150);
  CHECK(stats["cut_count"].get<int>() >= 3);
  // At a cut the last frame stands for no more than a frame beyond its own time.
  std::vector<double> gaps_ms;
  for (const auto& cut : stats["cuts"])
    if (cut["from"] != "still") gaps_ms.push_back(cut["gap_ms"].get<double>());
  INFO("held at cuts, ms: " << nlohmann::json(gaps_ms).dump());
  CHECK(at_permille(gaps_ms, 500, 1e9) <= kFrame_ms);
  CHECK(at_permille(gaps_ms, 1000, 1e9) <= kFrame_ms + stall_ms);
  CHECK(stats["refused"].empty());
  const auto log = log_of(store);
  std::int64_t shown_ms = 0;
  for (const char* item : {"film/red", "film/green", "film/blue"}) {
    CHECK(row_of(log, item)["times"] >= 1);
    shown_ms += row_of(log, item)["ms"].get<std::int64_t>();
  }
  CHECK(shown_ms > 6'000);
  CHECK(shown_ms < 10'500);
  CHECK(log["programme"].back()["release"] == store.release().number);
  CHECK(store.state_file("playing.json").find("\"generation\": 1") != Bytes::npos);
}

TEST_CASE("rung 2: one changed byte in an object, and its slot is filled by another item") {
  test::PlayedStore store;
  store.publish({kRed, kGreen, kBlue});
  store.damage("film/green");
  const test::VirtualScreen screen(kScreen);
  auto player = play(store, screen, {"--seconds", "9"});
  wait_for_film(player, screen);
  const auto watched = watch(screen, nullptr, 6500ms);
  const auto result = player.wait(10s);
  CHECK(result.exit_code == 0);
  CHECK(watched.dark == 0);
  CHECK(watched.seen.count("film/green") == 0);
  CHECK(watched.seen.size() == 2);
  CHECK(result.err.find("store.piece") != std::string::npos);
  CHECK(store.state_file("quarantine.json").find("film/green") != Bytes::npos);
  const auto log = log_of(store);
  CHECK(row_of(log, "film/green")["times"] == 0);
  CHECK(row_of(log, "film/green")["skipped"] >= 1);
  const auto skipped = std::find_if(log["deviations"].begin(), log["deviations"].end(),
                                    [](const auto& one) { return one["what"] == "skipped"; });
  REQUIRE(skipped != log["deviations"].end());
  CHECK((*skipped)["item"] == "film/green");
  CHECK((*skipped)["why"] == "store.piece");
  const auto& clip = std::get<bundle::Clip>(store.release().items.at("film/green").body);
  CHECK(store.state_file("broken.json").find(clip.video.hex()) != Bytes::npos);
}

TEST_CASE("an item that a damaged object took out comes back by itself when the object is whole again") {
  test::PlayedStore store;
  store.publish({kRed, kGreen, kBlue});
  store.damage("film/green");
  const test::VirtualScreen screen(kScreen);
  const auto quarantine = [&] { return store.state_file("quarantine.json"); };
  const auto wait_until = [](const auto& is_so) {
    for (int i = 0; i < 200 && !is_so(); ++i) std::this_thread::sleep_for(100ms);
    return is_so();
  };
  {
    auto player = play(store, screen);
    CHECK(wait_until([&] { return quarantine().find("film/green") != Bytes::npos; }));
    std::this_thread::sleep_for(6s);  // its slot comes again: it is not tried while it is damaged
    CHECK(quarantine().find("\"count\": 0") != Bytes::npos);
    player.signal(SIGTERM);
    const auto ended = player.wait(5s);
    const auto first = ended.err.find("[player.quarantine]");
    CHECK(first != std::string::npos);
    CHECK(ended.err.find("[player.quarantine]", first + 1) == std::string::npos);
  }
  auto player = play(store, screen);  // a restart forgets nothing
  wait_for_film(player, screen);
  CHECK(watch(screen, nullptr, 2s).seen.count("film/green") == 0);
  store.damage("film/green");  // the same bit again: as the agent's repair leaves it
  CHECK(wait_until([&] { return quarantine().find("film/green") == Bytes::npos; }));
  CHECK(wait_until([&] { return item_seen(screen) == "film/green"; }));
  CHECK(store.state_file("broken.json").find("[]") != Bytes::npos);
  CHECK(player.is_running());
}

TEST_CASE(
    "rung 3: a newest release that is not what was signed, and the last good one plays on, also after a "
    "restart") {
  test::PlayedStore store;
  store.publish({kRed});
  const test::VirtualScreen screen(kScreen);
  {
    auto player = play(store, screen);
    wait_for_film(player, screen, "film/red");
    store.damage_release(store.publish({kYellow}));
    const auto watched = watch(screen, nullptr, 3s);
    CHECK(watched.seen.size() == 1);
    CHECK(watched.dark == 0);
    player.signal(SIGTERM);
    CHECK(player.wait(5s).exit_code == 0);
  }
  // The root still shows the film of before: the picture alone does not say that this player shows it.
  auto player = play(store, screen);
  const auto deadline = std::chrono::steady_clock::now() + 15s;
  const auto says_so = [&] { return player.err_so_far().find("last good release") != std::string::npos; };
  while (!says_so() && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(50ms);
  CHECK(says_so());
  wait_for_film(player, screen);
  CHECK(item_seen(screen) == "film/red");
}

TEST_CASE("rung 4: a release in which nothing plays now shows its own still") {
  test::PlayedStore store;
  store.publish({});
  const test::VirtualScreen screen(kScreen);
  auto player = play(store, screen, {"--seconds", "4"});
  std::this_thread::sleep_for(3s);
  const auto grabbed = screen.grab();
  const auto result = player.wait(10s);
  CHECK(result.err.find("the release's still") != std::string::npos);
  CHECK(test::brightness(grabbed).black_permille < 500);
  const auto built_in = compose::paint_built_in_still(kScreen);
  int different = 0;
  for (int y = 0; y < kScreen.height_px; y += 4)
    for (int x = 0; x < kScreen.width_px; x += 4)
      if (!is_near(grabbed.row(y)[x] & 0xffffffU, built_in.row(y)[x] & 0xffffffU)) ++different;
  CHECK(different > 100);
}

TEST_CASE("a slide that stands costs less than a thousandth of a core") {
  PlayedStore store;
  publish_slide(store);
  const VirtualScreen screen(kScreen);
  auto player = play(store, screen);
  std::this_thread::sleep_for(5s);
  const bool is_long = test::is_long();
  const auto length = is_long ? 180s : 8s;
  const auto before = cpu_of(player.pid());
  std::this_thread::sleep_for(length);
  const auto used = cpu_of(player.pid());
  REQUIRE(player.is_running());
  std::map<std::string, double> percent;
  double all = 0;
  for (const auto& [thread, time] : used) {
    const auto found = before.find(thread);
    const auto spent = time - (found == before.end() ? 0ns : found->second);
    all += percent[thread] =
        100.0 * std::chrono::duration<double>(spent).count() / std::chrono::duration<double>(length).count();
  }
  std::cout << "a still slide takes " << all << " % of a core:";
  for (const auto& [thread, share] : percent) std::cout << " " << thread << " " << share;
  std::cout << std::endl;
  CHECK(all < kStillPercent);
  player.signal(SIGTERM);
  CHECK(player.wait(5s).exit_code == 0);
}

TEST_CASE("a picture that stands is not drawn again, and the player wakes for it once a second") {
  test::PlayedStore stores[2];
  const test::VirtualScreen short_screen(kScreen);
  const test::VirtualScreen long_screen(kScreen);
  for (auto& store : stores) publish_slide(store);
  const int more_s = test::is_long() ? 120 : 6;
  auto brief = play(stores[0], short_screen, {"--seconds", "4"});
  auto lasting = play(stores[1], long_screen, {"--seconds", std::to_string(4 + more_s)});
  for (auto* player : {&brief, &lasting}) {
    const auto result = player->wait(std::chrono::seconds(20 + more_s));
    INFO(result.err);
    CHECK(result.exit_code == 0);
  }
  const auto at_first = stats_of(stores[0]);
  const auto in_all = stats_of(stores[1]);
  const auto more = [&](const char* what) { return in_all[what].get<int>() - at_first[what].get<int>(); };
  // How often it stands still for longer costs its seconds, and the clock a picture each minute.
  const int minutes = more_s / 60 + 1;
  INFO("pictures " << at_first["pictures_drawn"] << " and " << in_all["pictures_drawn"] << ", turns "
                   << at_first["turns"] << " and " << in_all["turns"]);
  CHECK(more("pictures_drawn") <= minutes);
  CHECK(more("turns") <= more_s + 4 * minutes);
  CHECK(at_first["pictures_drawn"].get<int>() < 70);  // the fade from the built-in still
}

TEST_CASE(
    "rung 5: without any release the built-in still stands, and the first release that comes is taken up") {
  test::PlayedStore store;
  const test::VirtualScreen screen(kScreen);
  auto player = play(store, screen);
  std::this_thread::sleep_for(2s);
  const auto grabbed = screen.grab();
  const auto built_in = compose::paint_built_in_still(kScreen);
  int different = 0;
  for (int y = 0; y < kScreen.height_px; y += 4)
    for (int x = 0; x < kScreen.width_px; x += 4)
      if (!is_near(grabbed.row(y)[x] & 0xffffffU, built_in.row(y)[x] & 0xffffffU)) ++different;
  CHECK(different == 0);
  store.publish({kBlue});
  wait_for_film(player, screen, "film/blue");
  player.signal(SIGTERM);
  const auto result = player.wait(5s);
  CHECK(result.exit_code == 0);
  CHECK(result.err.find("built-in still") != std::string::npos);
}

TEST_CASE("a new release is gone over to without a dark picture, and an older one is refused afterwards") {
  test::PlayedStore store;
  const auto first = store.publish({kRed});
  const test::VirtualScreen screen(kScreen);
  auto player = play(store, screen);
  wait_for_film(player, screen, "film/red");
  store.publish({kYellow});
  const auto over = watch(screen, nullptr, 4s);
  CHECK(over.dark == 0);
  CHECK(item_seen(screen) == "film/yellow");
  store.activate(first);
  const auto after = watch(screen, nullptr, 3s);
  CHECK(after.dark == 0);
  CHECK(after.seen.size() == 1);
  player.signal(SIGTERM);
  CHECK(player.wait(5s).err.find("store.floor") != std::string::npos);
}

TEST_CASE("a killed player comes back on the right item") {
  test::PlayedStore store;
  store.publish({kRed, kGreen, kBlue});
  const test::VirtualScreen screen(kScreen);
  for (int i = 0; i < 3; ++i) {
    auto player = play(store, screen);
    wait_for_film(player, screen);
    std::this_thread::sleep_for(700ms);
    CHECK(watch(screen, &store.release(), 600ms).wrong == 0);
    player.signal(SIGKILL);
    player.wait(2s);
  }
}

TEST_CASE("--render and --explain tell of any instant what the screen shows") {
  test::PlayedStore store;
  store.publish({kRed, kGreen, kBlue});
  const std::string out = store.state() + ".png";
  const auto rendered =
      test::run(store.command({"--render", "--at", "2026-12-01T00:00:03+07:00", "--out", out}));
  INFO(rendered.err);
  CHECK(rendered.exit_code == 0);
  SystemDisk disk;
  const auto picture = pixels::read_png(disk, out);
  REQUIRE(picture);
  CHECK(is_near(picture->row(180)[320] & 0xffffffU, kGreen.colour));
  const auto told = test::run(store.command({"--explain", "--at", "2026-12-01T00:00:03+07:00", "--json"}));
  CHECK(told.exit_code == 0);
  CHECK(nlohmann::json::parse(told.out)["showing"]["item"] == "film/green");
}
