#include <CLI/CLI.hpp>
#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>

#include "content-sync/base/json_value.h"
#include "player/pixels/png.h"
#include "player/preview/command_line.h"
#include "player/preview/measure.h"
#include "player/preview/pictures.h"
#include "player/programme/agenda.h"

using namespace gatecast;
using namespace gatecast::preview;

namespace {

const Path kChannel = Path(GATECAST_SOURCE_DIR) / "tests/data/channel";

Instant noon() {
  return parse_instant("2026-12-01T12:00:00+07:00").value();
}

CommandLine read(std::vector<std::string> words) {
  CLI::App app;
  CommandLine line;
  add_options(app, line);
  std::ranges::reverse(words);
  app.parse(words);
  return line;
}

}  // namespace

TEST_CASE("a source folder is opened as a channel that can be drawn") {
  SystemDisk disk;
  const auto opened = open_channel(disk, kChannel);
  REQUIRE(opened);
  CHECK(opened->is_draft);
  CHECK_FALSE(source::has_errors(opened->faults));
  const auto nothing = open_channel(disk, kChannel / "items");
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().rule == "preview.folder");
  CHECK_FALSE(nothing.error().hint.empty());
}

TEST_CASE("a measurement holds every slide in every round, with boxes inside the screen") {
  SystemDisk disk;
  const auto opened = open_channel(disk, kChannel);
  REQUIRE(opened);
  const auto measured = measure_channel(*opened, noon());
  const auto json = nlohmann::json::parse(measured.json);
  const auto& release = *opened->content->release;
  std::size_t slides = 0;
  for (const auto& [id, item] : release.items)
    slides += std::holds_alternative<bundle::Slide>(item.body) ? 1 : 0;
  CHECK(json["items"].size() >= slides * language_rounds(release.languages).size());
  std::size_t events = 0;
  for (const auto& entry : json["events"])
    events += entry["place"].get<std::string>().starts_with("events/") ? 1 : 0;
  CHECK(events == release.events.size());
  for (const auto& entry : json["items"]) {
    INFO(entry.dump());
    CHECK(entry["size"][0] == release.screen.width_px);
    CHECK_FALSE(entry["boxes"].empty());
    for (const auto& box : entry["boxes"]) {
      CHECK(box["contrast_hundredths"] >= 100);
      CHECK(box["missing"].empty());
      CHECK(box["box"][0] >= 0);
      CHECK(box["box"][0].get<int>() + box["box"][2].get<int>() <= release.screen.width_px);
    }
  }
}

TEST_CASE("a phrase that the ticker has no room for is told with its remedy, and a line that runs has room") {
  SystemDisk disk;
  auto opened = open_channel(disk, kChannel);
  REQUIRE(opened);
  auto release = *opened->content->release;
  const std::string phrase =
      "Xin quý khách vui lòng giữ gìn vệ sinh chung trong khu vực cửa khẩu quốc tế và chuẩn bị sẵn giấy tờ";
  release.overlays.at(1).texts = {{{"vi", phrase}, {"lo", "ສະບາຍດີ"}, {"en", "Hello"}}};
  const auto faults = [&] {
    auto content = std::make_shared<playback::Content>(*opened->content);
    content->release = std::make_shared<const bundle::Release>(release);
    opened->content = content;
    nlohmann::json all = nlohmann::json::array();
    const auto measured = nlohmann::json::parse(measure_channel(*opened, noon()).json);
    for (const auto& entry : measured["items"])
      if (entry["item"] == "overlays/1")
        for (const auto& fault : entry["faults"]) all.push_back(fault);
    return all;
  };
  const auto told = faults();
  REQUIRE(told.size() == 1);
  CHECK(told[0]["rule"] == "overlay.no_room");
  CHECK_THAT(told[0]["message"].get<std::string>(), Catch::Contains(phrase));
  CHECK_THAT(told[0]["hint"].get<std::string>(), Catch::Contains("\"motion\": \"run\""));
  release.overlays.at(1).motion = bundle::Overlay::Motion::run;
  CHECK(faults().empty());
}

TEST_CASE("all items become pictures and one sheet, at the size asked for") {
  const auto folder = std::filesystem::temp_directory_path() / ("gatecast-all-" + std::to_string(getpid()));
  SystemDisk disk;
  const auto opened = open_channel(disk, kChannel);
  REQUIRE(opened);
  PictureOptions options;
  options.now = noon();
  options.size = pixels::Size{480, 270};
  const auto all = write_all_pictures(disk, *opened, options, folder);
  REQUIRE(all);
  CHECK(all->errors.empty());
  CHECK(all->files.back() == "contact-sheet.png");
  const auto first = pixels::read_png(disk, folder / all->files.front());
  REQUIRE(first);
  CHECK(first->size() == pixels::Size{480, 270});
  const auto missing = write_item_picture(disk, *opened, "gate/nothing", options, folder / "x.png");
  REQUIRE_FALSE(missing);
  CHECK_THAT(missing.error().hint, Catch::Contains("it has: "));
  std::filesystem::remove_all(folder);
}

TEST_CASE("of all items each is drawn as it looks when it is shown next, with that hour and mode") {
  const auto folder = std::filesystem::temp_directory_path() / ("gatecast-shown-" + std::to_string(getpid()));
  SystemDisk disk;
  const auto opened = open_channel(disk, kChannel);
  REQUIRE(opened);
  PictureOptions options;
  options.now = noon();
  options.size = pixels::Size{480, 270};
  options.languages = {"vi"};
  int later = 0;
  auto when_shown = options;
  when_shown.when_shown.emplace();
  REQUIRE(write_all_pictures(disk, *opened, when_shown, folder));
  for (const auto& [id, item] : opened->content->release->items) {
    const auto next =
        programme::next_showing_of(*opened->content->release, {}, id, noon(), std::chrono::days(31));
    auto then = options;
    if (next) then.now = next->starts;
    if (next) then.mode = next->mode;
    REQUIRE(write_item_picture(disk, *opened, id, then, folder / "then.png"));
    auto name = id;
    std::ranges::replace(name, '/', '-');
    const auto drawn = pixels::read_png(disk, folder / (name + ".vi.png"));
    const auto expected = pixels::read_png(disk, folder / "then.png");
    REQUIRE(drawn);
    REQUIRE(expected);
    INFO(id);
    CHECK(std::memcmp(drawn->data(), expected->data(), 480U * 270 * 4) == 0);
    if (next && next->starts > noon()) ++later;
  }
  CHECK(later > 0);
  std::filesystem::remove_all(folder);
}

TEST_CASE("the command line wants one thing to do, and says what is missing") {
  const auto rule_of = [](std::vector<std::string> words) {
    const auto checked = check_command_line(read(std::move(words)));
    return checked ? "fine" : checked.error().rule + " " + checked.error().subject;
  };
  CHECK(rule_of({"folder", "--measure"}) == "fine");
  CHECK(rule_of({"a.mp4", "b.mp4", "--probe"}) == "fine");
  CHECK(rule_of({"folder"}) == "preview.usage gatecast-preview");
  CHECK(rule_of({"folder", "--measure", "--probe"}) == "preview.usage gatecast-preview");
  CHECK(rule_of({"one", "two", "--measure"}) == "preview.usage two");
  CHECK(rule_of({"folder", "--item", "a/b"}) == "preview.usage --out");
  CHECK(rule_of({"folder", "--film", "f.mp4"}) == "preview.usage --seconds");
  CHECK(rule_of({"folder", "--film", "f.mp4", "--seconds", "-3"}) == "preview.usage --seconds");
}

TEST_CASE("sizes, instants, modes and languages are read strictly") {
  CommandLine line;
  line.size = "1080x1920";
  CHECK(size_of(line).value() == pixels::Size{1080, 1920});
  for (const auto* bad : {"1080", "x", "10x10", "1080x", "1080x1920x3", "-5x200", "99999x100"}) {
    line.size = bad;
    CHECK_FALSE(size_of(line));
  }
  line.at = "tomorrow";
  CHECK_FALSE(instant_of(line, {}));
  line.mode = "merry";
  CHECK_FALSE(mode_of(line));
  line.mode = "solemn";
  CHECK(mode_of(line).value() == bundle::Mode::solemn);
  line.language = "vi,lo";
  CHECK(languages_of(line) == std::vector<std::string>{"vi", "lo"});
}
