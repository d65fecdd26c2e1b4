// Mutilated films that two editors have signed, one after the other on the screen: each plays or is skipped
// and named, and the good film between them stands in its slots.
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <thread>

#include "player/programme/programme.h"
#include "tests/e2e/watched_player.h"
#include "tests/support/full_counts.h"
#include "tests/support/made_film.h"
#include "tests/support/mutilate.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;
constexpr int kGoodEvery = 6;
constexpr std::int64_t kSlot = 1'500'000;

std::vector<std::string> whole_films(const std::string& folder) {
  std::vector<std::string> films;
  const auto make = [&](const std::string& name, std::vector<std::string> video,
                        std::vector<std::string> audio) {
    films.push_back(made_film(folder + "/" + name, {.picture = "testsrc2=s=640x360:r=25:d=3",
                                                    .sound = "sine=d=3",
                                                    .video_codec = std::move(video),
                                                    .audio_codec = std::move(audio)}));
  };
  make("a.mp4", {"-c:v", "libx264"}, {"-c:a", "aac"});
  make("b.mkv", {"-c:v", "libx265", "-x265-params", "log-level=none"}, {"-c:a", "libopus"});
  make("c.webm", {"-c:v", "libvpx-vp9", "-cpu-used", "8", "-deadline", "realtime"}, {"-c:a", "libopus"});
  const char* named = std::getenv("GATECAST_SHARED");
  const fs::path shared =
      (named != nullptr ? fs::path(named) : fs::path(GATECAST_SOURCE_DIR) / ".." / "shared") / "media";
  if (fs::is_directory(shared))
    for (const auto& entry : fs::directory_iterator(shared)) {
      const auto extension = entry.path().extension();
      const bool is_film = extension == ".mp4" || extension == ".webm" || extension == ".mkv";
      if (is_film && entry.file_size() < (8U << 20U)) films.push_back(entry.path());
    }
  std::sort(films.begin(), films.end());
  return films;
}

std::string mutilated_copy(const std::string& film, const std::string& folder, std::uint32_t seed) {
  SystemDisk disk;
  const auto bytes = read_file(disk, film, 64U << 20U);
  REQUIRE(bytes);
  const auto path = folder + "/mutilated-" + std::to_string(seed);
  REQUIRE(write_file_durably(disk, path, mutilate(*bytes, seed).bytes));
  return path;
}

}  // namespace

TEST_CASE(
    "mutilated films among good ones: nothing crashes, hangs or goes dark, and each is played or named") {
  const TemporaryFolder folder;
  const auto whole = whole_films(folder.path());
  const std::uint32_t count = test::is_long() ? 300 : 30;
  std::vector<ColourFilm> films;
  std::set<std::string> bad;
  for (std::uint32_t seed = 0; seed < count; ++seed) {
    if (seed % (kGoodEvery - 1) == 0) films.push_back(kGreen);
    const auto& film = whole[seed % whole.size()];
    const auto item = "bad/" + std::to_string(seed);
    films.push_back({item, 0, mutilated_copy(film, folder.path(), seed), false, film});
    bad.insert(item);
  }
  PlayedStore store;
  store.publish(films, kSlot);
  const VirtualScreen screen(kScreen);
  auto player = play(store, screen);
  const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(kSlot) * (films.size() + 4);
  int good_looks = 0;
  int not_good = 0;
  wait_for_film(player, screen, kGreen.item);
  while (std::chrono::steady_clock::now() < until + 5s) {
    const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    const auto showing = programme::showing_at(store.release(), {}, now);
    if (showing && showing->planned == kGreen.item && now - showing->starts > 1000ms &&
        showing->ends - now > 150ms) {
      ++good_looks;
      if (item_seen(screen) != kGreen.item) ++not_good;
    }
    std::this_thread::sleep_for(50ms);
  }
  CHECK(player.is_running());
  player.signal(SIGTERM);
  const auto result = player.wait(10s);
  INFO(result.err);
  CHECK(result.exit_code == 0);
  CHECK(good_looks > 10);
  CHECK(not_good * 20 <= good_looks);
  const auto stats = stats_of(store);
  std::set<std::string> known;
  for (const auto& [item, times] : stats["items"].items()) known.insert(item);
  int refused = 0;
  const auto quarantine = nlohmann::json::parse(store.state_file("quarantine.json"));
  for (const auto& entry : quarantine["items"]) {
    known.insert(entry["item"].get<std::string>());
    ++refused;
    CHECK_FALSE(entry["message"].get<std::string>().empty());
  }
  CHECK(refused > 0);
  for (const auto& item : bad) {
    INFO(item);
    CHECK(known.count(item) == 1);
  }
  WARN(refused << " of " << count
               << " refused by name, the others played; decoder faults: " << stats["decoder_faults"].dump());
}
