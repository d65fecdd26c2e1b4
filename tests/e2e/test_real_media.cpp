// Media that nobody here made, the whole way: odd rates, full range, 10 bit, AV1, VP8, several streams, a
// very tall picture. Skips where the folder with them is absent.
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

#include "content-sync/base/json_value.h"
#include "tests/e2e/province.h"
#include "tests/e2e/screen_watch.h"
#include "tests/support/full_counts.h"

using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kSlideSeconds = 2;
constexpr std::int64_t kShortenedMs =
    3500;  // of each film in a plain run; the full round is for the long one

std::optional<fs::path> real_media() {
  const char* named = std::getenv("GATECAST_SHARED");
  const fs::path folder =
      (named != nullptr ? fs::path(named) : fs::path(GATECAST_SOURCE_DIR) / ".." / "shared") / "media";
  if (fs::is_directory(folder)) return folder;
  return std::nullopt;
}

void write_json(const fs::path& file, const json& document) {
  std::ofstream(file) << document.dump(2);
}

std::int64_t length_ms(const fs::path& film) {
  const auto probed = run({GATECAST_BIN_DIR "/gatecast-preview", "--probe", film});
  INFO(probed.err);
  REQUIRE(probed.exit_code == 0);
  return json::parse(probed.out)["files"][0]["media"]["duration_us"].get<std::int64_t>() / 1000;
}

json item_of(const std::string& name, const std::string& extension, const fs::path& file) {
  json item = {
      {"id", "real/" + name}, {"name", {{"vi", name}}}, {"topic", "culture"}, {"rights", "see CREDITS"}};
  if (extension == ".png" || extension == ".jpg") {
    item["kind"] = "slide";
    item["layout"] = "full_picture";
    item["texts"] = {{"caption", {{"vi", "Ảnh"}}}};
    item["pictures"] = {{"picture", {{"file", "media/" + name + extension}}}};
    item["duration_s"] = kSlideSeconds;
    return item;
  }
  item["kind"] = "clip";
  item["video"] = "media/" + name + extension;
  item["category"] = "promotion";
  if (!gatecast::test::is_long() && length_ms(file) > kShortenedMs) item["out_ms"] = kShortenedMs;
  return item;
}

// A channel of one language whose playlist is every file once.
std::string channel_of(const fs::path& media, const fs::path& folder, std::vector<std::string>& items) {
  fs::create_directories(folder / "items");
  fs::create_directories(folder / "media");
  for (const auto& entry : fs::directory_iterator(media)) {
    const auto extension = entry.path().extension().string();
    if (extension == ".md") continue;
    auto name = entry.path().stem().string();
    std::replace(name.begin(), name.end(), '_', '-');
    fs::copy_file(entry.path(), folder / "media" / (name + extension));
    write_json(folder / "items" / (name + ".json"), item_of(name, extension, entry.path()));
    items.push_back("real/" + name);
  }
  std::sort(items.begin(), items.end());
  write_json(
      folder / "channel.json",
      {{"channel", "real-media"},
       {"site", "lao-bao"},
       {"zone", "Asia/Ho_Chi_Minh"},
       {"screen", {{"size_px", {1280, 720}}, {"panel_mm", {1210, 680}}, {"distance_mm", 5000}}},
       {"languages",
        {{"primary", "vi"}, {"presentation", "rotate"}, {"rounds", {{"vi"}}}, {"foreign", json::array()}}},
       {"playlists", {{"all", {{"items", items}}}}},
       {"events",
        {{{"id", "always"},
          {"playlist", "all"},
          {"modes", {"daily"}},
          {"starts", "2026-01-01T00:00:00"},
          {"duration", "P1D"},
          {"recurrence", "FREQ=DAILY"}}}}});
  return folder;
}

}  // namespace

TEST_CASE("real media of many kinds play a full round with nothing refused") {
  const auto media = real_media();
  if (!media) {
    WARN("skipped: no folder with real media beside the tree");
    return;
  }
  Province province("real-media");
  province.start_server();
  std::vector<std::string> items;
  const auto source = channel_of(*media, province.folder() + "/real", items);
  const auto check = province.gatecast({"check", source});
  INFO(check.out << check.err);
  REQUIRE(check.exit_code == 0);
  province.publish(source, 1);
  const Kiosk kiosk(province);
  REQUIRE(kiosk.sync_once().exit_code == 0);

  const auto release = json::parse(std::ifstream(kiosk.store() + "/active/release.json"));
  std::int64_t round_us = 0;
  for (const auto& item : items) round_us += release["items"][item]["duration_us"].get<std::int64_t>();
  const auto seconds = round_us / 1'000'000 + 4;

  const VirtualScreen screen({1280, 720});
  const auto stats_file = kiosk.state() + "/stats.json";
  auto player = kiosk.start_player(
      screen.display(), {"--size", "1280x720", "--seconds", std::to_string(seconds), "--stats", stats_file});
  REQUIRE(wait_until_lit(screen, 20s));
  ScreenWatch watch(screen, 100ms);
  const auto played = player.wait(std::chrono::seconds(seconds + 30));
  watch.stop();
  INFO(played.err);
  REQUIRE(played.exit_code == 0);
  const auto stats = json::parse(std::ifstream(stats_file));
  INFO(stats.dump(1));
  CHECK(stats["refused"].empty());
  for (const auto& item : items) CHECK(stats["items"].contains(item));
  if (gatecast::test::is_long()) WARN(stats.dump(1));
}
