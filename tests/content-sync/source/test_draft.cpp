#include <catch2/catch.hpp>

#include "tests/content-sync/source/scratch_folder.h"

using namespace gatecast;
using namespace gatecast::source;
using test::ScratchFolder;

TEST_CASE("a right folder has no faults and becomes a release") {
  const ScratchFolder folder;
  CHECK(folder.faults().empty());
  SystemDisk disk;
  const auto reading = read_draft(disk, folder.channel());
  REQUIRE(reading);
  const auto& release = reading->draft.release;
  CHECK(release.channel == "lao-bao-hall");
  CHECK(release.items.size() == 3);
  CHECK(release.items.at("trade/coffee").duration_us == 7'500'000);
  CHECK(release.playlists.at("day").entries.size() == 3);
  CHECK(release.events.at(0).starts == "20260101T000000");
  CHECK(release.events.at(0).duration_us == 86'400'000'000);
  CHECK(release.mode_days.at(0).last_day == "20260903");
  CHECK(release.facts.at("hours").value.size() == 3);
  CHECK(release.themes.size() == 4);
  CHECK(release.glossary.at("vi").front() == "Lao Bảo");
  const auto& use = std::get<bundle::Slide>(release.items.at("trade/coffee").body).pictures.at("picture");
  CHECK(reading->draft.files.at(use.object).shown.find("media/coffee.png") != std::string::npos);
  CHECK(release.fonts.size() == 12);
}

TEST_CASE("texts are brought to NFC") {
  const ScratchFolder folder;
  folder.change("items/coffee.json", "Cà phê", "Ca\u0300 phe\u0302");
  SystemDisk disk;
  const auto reading = read_draft(disk, folder.channel());
  const auto& slide = std::get<bundle::Slide>(reading->draft.release.items.at("trade/coffee").body);
  CHECK(slide.texts.at("caption").front().at("vi") == "Cà phê Khe Sanh");
}

// Each of these is what an editor reads; the words are the product.
TEST_CASE("every usual mistake is told with file, line, what is wrong and what would be right") {
  const ScratchFolder folder;
  SECTION("a clock that runs") {
    folder.change("channel.json", "\"kind\": \"clock\"", "\"kind\": \"clock\", \"motion\": \"run\"");
    CHECK(folder.faults().find("only a ticker can run [channel.overlays]") != std::string::npos);
  }
  SECTION("a movement that no ticker knows") {
    folder.change("channel.json", "\"kind\": \"ticker\"", "\"kind\": \"ticker\", \"motion\": \"crawl\"");
    CHECK(folder.faults().find("crawl") != std::string::npos);
  }
  SECTION("a syntax error in line 7") {
    folder.change("items/welcome.json", "\"category\": \"official\",\n", "\"category\" \"official\",\n");
    CHECK(folder.faults().find("channel/items/welcome.json:7:23: this is not valid JSON: ") == 0);
  }
  SECTION("a missing file") {
    folder.change("items/coffee.json", "media/coffee.png", "media/cofee.png");
    CHECK(folder.faults() ==
          "channel/items/coffee.json:15:26: the file \"media/cofee.png\" is not there [source.missing_file]\n"
          "  did you mean \"media/coffee.png\"?\n");
  }
  SECTION("an unknown language tag") {
    folder.change("items/welcome.json", "\"en\": \"Welcome", "\"xx-unknown\": \"Welcome");
    CHECK(folder.faults() ==
          "channel/items/welcome.json:16:21: \"xx-unknown\" is not a language that anybody knows "
          "[text.language]\n"
          "  write a BCP 47 tag: vi, lo, th, en, zh\n"
          "channel/items/welcome.json:13:14: \"title\" has no English text [text.missing]\n"
          "  write \"en\": \"...\" there, or name \"en\" in \"may_be_missing\"\n");
  }
  SECTION("an unknown field") {
    folder.change("items/welcome.json", "\"topic\"", "\"topik\"");
    CHECK(folder.faults() ==
          "channel/items/welcome.json:6:12: the field \"topik\" is not known here [schema.unknown_field]\n"
          "  did you mean \"topic\"?\n");
  }
  SECTION("a view that is neither a point nor a rectangle") {
    folder.change("items/coffee.json", "\"texts\": {",
                  "\"motion\": { \"zoom\": [[1, 2, 3]] },\n  \"texts\": {");
    CHECK(folder.faults() ==
          "channel/items/coffee.json:11:24: 3 numbers are neither a point nor a rectangle [slide.motion]\n"
          "  write a point [x, y] or a rectangle [x, y, width, height]\n");
  }
  SECTION("a view beyond the picture's edge") {
    folder.change("items/coffee.json", "\"texts\": {",
                  "\"motion\": { \"zoom\": [[800, 0, 400, 400]] },\n  \"texts\": {");
    CHECK(folder.faults() ==
          "channel/items/coffee.json:11:24: the rectangle reaches beyond the picture's edge [slide.motion]\n"
          "  x + width and y + height are at most 1000: [600, 0, 400, 400]\n");
  }
  SECTION("a view that is too close, and three in seven seconds") {
    folder.change(
        "items/coffee.json", "\"texts\": {",
        "\"motion\": { \"zoom\": [[10, 20], [800, 0, 40, 40], [30, 40], [50, 60]] },\n  \"texts\": {");
    CHECK(folder.faults() ==
          "channel/items/coffee.json:11:34: the rectangle is so small that the picture would be blurred "
          "[slide.motion]\n  make it at least 250 wide and 250 high, a quarter of the picture\n"
          "channel/items/coffee.json:11:23: 3 views in 7.5 s are a hurry [slide.motion]\n"
          "  write \"duration_s\": 11, or fewer views\n");
  }
  SECTION("rows of a template that has none, and a number that is none") {
    folder.change("items/coffee.json", "\"texts\": {",
                  "\"motion\": { \"build_up\": true, \"count_up\": true },\n  \"texts\": {");
    CHECK(folder.faults() ==
          "channel/items/coffee.json:11:27: the template \"picture_caption\" has no rows that could come one "
          "by "
          "one [slide.motion]\n  delete \"build_up\"; steps and table have rows\n"
          "channel/items/coffee.json:11:45: only a quantity of the template \"number\" can count up "
          "[slide.motion]\n  delete \"count_up\": hours and telephone numbers stand still\n");
  }
  SECTION("a zoom where words stand in the landscape's sky") {
    folder.change("items/welcome.json", "\"texts\": {",
                  "\"motion\": { \"zoom\": [[10, 20]] },\n  \"texts\": {");
    CHECK(folder.faults() ==
          "channel/items/welcome.json:12:23: the slide has no picture to look at [slide.motion]\n"
          "  add \"pictures\", take the template full_picture or picture_caption, or delete \"zoom\"\n");
  }
  SECTION("a push that is no longer calm") {
    folder.change("channel.json", "\"transition_ms\": 600",
                  "\"transition_ms\": 200, \"transition\": \"slide\"");
    CHECK(folder.faults() ==
          "channel/channel.json:15:85: a slide that is shorter than 400 ms or longer than 700 ms is not calm "
          "[channel.transition]\n  write \"transition_ms\": 600\n");
  }
  SECTION("a transition that does not exist") {
    folder.change("items/coffee.json", "\"texts\": {", "\"transition\": \"spin\",\n  \"texts\": {");
    CHECK(folder.faults().find("channel/items/coffee.json:11:17: ") == 0);
    CHECK(folder.faults().find("\"slide\" (pushed in along the band)") != std::string::npos);
  }
  SECTION("a duplicate id") {
    folder.write("items/welcome2.json", folder.read("items/welcome.json"));
    CHECK(folder.faults() ==
          "channel/items/welcome2.json:3:9: the id \"gate/welcome\" is also that of "
          "channel/items/welcome.json:3:9 "
          "[item.duplicate]\n  give one of the two another id\n");
  }
  SECTION("a missing translation") {
    folder.change("items/coffee.json", "\"may_be_missing\": [\"en\"],", "");
    CHECK(folder.faults() ==
          "channel/items/coffee.json:12:16: \"caption\" has no English text [text.missing]\n"
          "  write \"en\": \"...\" there, or name \"en\" in \"may_be_missing\"\n");
  }
  SECTION("a template that does not exist") {
    folder.change("items/coffee.json", "picture_caption", "picture_captions");
    CHECK(folder.faults() ==
          "channel/items/coffee.json:10:13: the template \"picture_captions\" does not exist [slide.layout]\n"
          "  did you mean \"picture_caption\"?\n");
  }
  SECTION("a fact that does not exist") {
    folder.change("items/welcome.json", "Mở cửa {fact:hours}", "Mở cửa {fact:hour}");
    CHECK(folder.faults() ==
          "channel/items/welcome.json:18:17: \"subtitle\" names the fact \"hour\", which does not exist "
          "[text.fact]\n"
          "  did you mean {fact:hours}?\n");
  }
  SECTION("an item that does not exist") {
    folder.change("channel.json", "\"gate/welcome\"", "\"gate/welcom\"");
    CHECK(folder.faults().find(
              "channel/channel.json:21:24: no item has the id \"gate/welcom\" [playlist.item]\n"
              "  did you mean \"gate/welcome\"?\n") == 0);
  }
  SECTION("a missing field") {
    folder.change("items/welcome.json", "\"duration_s\": 8,", "");
    CHECK(folder.faults() ==
          "channel/items/welcome.json:1:1: the field \"duration_s\" is missing [schema.missing_field]\n"
          "  right is: seconds, from 1 to 3600; for a clip the part between in_ms and out_ms where it is "
          "left out\n");
  }
  SECTION("a value of the wrong kind") {
    folder.change("items/welcome.json", "\"duration_s\": 8", "\"duration_s\": \"8\"");
    CHECK(folder.faults() ==
          "channel/items/welcome.json:9:17: \"8\" does not belong here [schema.kind]\n"
          "  right is: seconds, from 1 to 3600; for a clip the part between in_ms and out_ms where it is "
          "left out\n");
  }
  SECTION("a name that is not on the list") {
    folder.change("items/welcome.json", "\"official\"", "\"offical\"");
    CHECK(folder.faults().find(
              "channel/items/welcome.json:7:15: \"offical\" is not one of the names that may stand "
              "here; did you mean \"official\"? [schema.value]\n") == 0);
  }
  SECTION("an id of the wrong form") {
    folder.change("items/welcome.json", "gate/welcome", "Gate Welcome");
    CHECK(folder.faults().find(
              "channel/items/welcome.json:3:9: \"Gate Welcome\" has not the right form [schema.form]\n"
              "  right is: <agency>/<name>") == 0);
  }
  SECTION("an unknown zone") {
    folder.change("channel.json", "Asia/Ho_Chi_Minh", "Asia/Hanoi");
    CHECK(folder.faults().find(
              "channel/channel.json:5:11: \"Asia/Hanoi\" is not a time zone [channel.zone]\n") == 0);
  }
  SECTION("a recurrence that is none") {
    folder.change("channel.json", "FREQ=DAILY", "FREQ=DAYLY");
    CHECK(folder.faults() ==
          "channel/channel.json:30:21: FREQ is MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY, not "
          "\"DAYLY\" "
          "[event.recurrence]\n  write it as in RFC 5545: \"FREQ=DAILY\", \"FREQ=WEEKLY;BYDAY=SA,SU\"\n");
  }
  SECTION("a day that does not exist") {
    folder.change("channel.json", "2026-09-03", "2026-09-31");
    CHECK(folder.faults().find("\"2026-09-31\" is not a day of the calendar [time.day]") !=
          std::string::npos);
  }
  SECTION("a dead playlist") {
    folder.change("channel.json", "\"playlist\": \"day\"", "\"playlist\": \"night\"");
    CHECK(folder.faults().find("the playlist \"night\" does not exist [event.playlist]") !=
          std::string::npos);
  }
  SECTION("a text that the template does not have") {
    folder.change("items/welcome.json", "\"subtitle\"", "\"footer\"");
    CHECK(folder.faults().find(
              "the template \"title\" has no text \"footer\" [slide.slot]\n  it has: title, subtitle") !=
          std::string::npos);
  }
  SECTION("an alert that is no emergency, and one that is a speech") {
    folder.change("items/welcome.json", "\"layout\": \"title\"", "\"layout\": \"alert\"");
    folder.change("items/welcome.json", "Welcome to Lao Bảo", "Please be so kind as to go out now");
    const auto faults = folder.faults();
    CHECK(faults.find("welcome.json:7:15: only an emergency looks like an alert [slide.alert]\n"
                      "  write \"category\": \"emergency\"") != std::string::npos);
    CHECK(faults.find("9 words in \"en\"; an alert has at most 8 [slide.alert]\n") != std::string::npos);
  }
  SECTION("too many words and too little time") {
    std::string words;
    for (int i = 0; i < 30; ++i) words += "word ";
    folder.change("items/welcome.json", "Welcome to", words);
    CHECK(folder.faults().find(
              "warning: channel/items/welcome.json:3:9: 37 words in English; a slide has at most 25 "
              "[slide.words]\n  shorten the text, or split the slide in two\n"
              "warning: channel/items/welcome.json:3:9: shown for 8.0 s; reading it in English takes "
              "about 13.8 s [slide.reading_time]\n") == 0);
  }
}

TEST_CASE("what a slide says of feeds is held against feeds.json, with file, line and remedy") {
  const ScratchFolder folder;
  folder.write("feeds.json",
               R"({"air": {"kind": "number", "label": "Air", "unit": "°C", "source": "Station", "least": -10,
                   "most": 50, "greatest_age_min": 60, "least_interval_min": 5}})");
  const std::string subtitle = "{fact:hours}";
  const auto say = [&](const std::string& what) {
    for (int language = 0; language < 3; ++language) folder.change("items/welcome.json", subtitle, what);
  };
  SECTION("a right one") {
    say("{feed:air}, {feed:air.time}");
    CHECK(folder.faults().empty());
  }
  SECTION("a name that is not declared") {
    say("{feed:aire}");
    CHECK(folder.faults() ==
          "channel/items/welcome.json:18:17: \"subtitle\" names the feed \"aire\", which does not exist "
          "[text.feed]\n"
          "  did you mean {feed:air}?\n");
  }
  SECTION("a field that no feed has") {
    say("{feed:air.tine}");
    CHECK(folder.faults() ==
          "channel/items/welcome.json:18:17: \"subtitle\" asks the feed \"air\" for \"tine\", which no feed "
          "has "
          "[text.feed]\n"
          "  did you mean {feed:air.time}?\n");
  }
  SECTION("one language that says nothing of it") {
    folder.change("items/welcome.json", subtitle, "{feed:air}");
    const auto faults = folder.faults();
    CHECK(faults.find("channel/items/welcome.json:18:17: \"subtitle\" speaks of other feeds in ") == 0);
    CHECK(faults.find("name the same feeds in each") != std::string::npos);
  }
  SECTION("a ticker") {
    folder.change("channel.json", "\"en\": \"Hello\"", "\"en\": \"Hello {feed:air}\"");
    CHECK(folder.faults().find("\"ticker\" speaks of a feed; only a slide can [text.feed]") !=
          std::string::npos);
  }
}

TEST_CASE("all faults are told, not only the first") {
  const ScratchFolder folder;
  folder.change("items/welcome.json", "\"topic\"", "\"topik\"");
  folder.change("items/coffee.json", "media/coffee.png", "media/none.png");
  folder.change("channel.json", "Asia/Ho_Chi_Minh", "Mars/Base");
  const auto faults = folder.faults();
  CHECK(faults.find("topik") != std::string::npos);
  CHECK(faults.find("media/none.png") != std::string::npos);
  CHECK(faults.find("Mars/Base") != std::string::npos);
}

TEST_CASE("no file name leads out of the folder") {
  const ScratchFolder folder;
  const auto with = [&](const std::string& name) {
    const ScratchFolder own;
    own.change("items/coffee.json", "media/coffee.png", name);
    return own.faults();
  };
  CHECK(with("../shared/items/declare.json").find("leads out of this folder [source.path]") !=
        std::string::npos);
  CHECK(with("media/../../x").find("[source.path]") != std::string::npos);
  CHECK(with("/etc/passwd").find("is not a path inside this folder [source.path]") != std::string::npos);
  CHECK(with("file:///etc/passwd").find("[source.path]") != std::string::npos);
  CHECK(with("media\\\\coffee.png").find("[source.path]") != std::string::npos);
  CHECK(with("").find("[source.path]") != std::string::npos);
  CHECK(with("media").find("[source.missing_file]") != std::string::npos);
  std::filesystem::create_symlink("/etc/passwd", folder.channel() / "media/link.png");
  folder.change("items/coffee.json", "media/coffee.png", "media/link.png");
  CHECK(folder.faults().find("\"media/link.png\" is a link, or lies behind one [source.path]") !=
        std::string::npos);
  std::filesystem::create_symlink("/etc", folder.channel() / "etc");
  folder.change("items/coffee.json", "media/link.png", "etc/passwd");
  CHECK(folder.faults().find("\"etc/passwd\" is a link, or lies behind one") != std::string::npos);
}

TEST_CASE("hostile JSON is refused quickly and by name") {
  const ScratchFolder folder;
  const auto with = [&](const std::string& text) {
    folder.write("items/hostile.json", text);
    return folder.faults();
  };
  CHECK(with(std::string(1'000'000, '[')).find("[json.depth]") != std::string::npos);
  CHECK(with(R"({"id":"a/b","id":"a/c"})").find("[json.duplicate_key]") != std::string::npos);
  CHECK(with("{\"id\":\"\xff\xfe\"}").find("[json.utf8]") != std::string::npos);
  CHECK(with(R"({"revision":99999999999999999999})").find("[json.number]") != std::string::npos);
  CHECK(with(std::string(9'000'000, ' ')).find("[disk.too_long]") != std::string::npos);
  CHECK(with("").find("[json.syntax]") != std::string::npos);
  CHECK(with("[]").find("[schema.kind]") != std::string::npos);
  CHECK(with("7").find("[schema.kind]") != std::string::npos);
  CHECK(with(R"({"id":")" + std::string(2'000'000, 'a') + R"("})").find("[schema.too_long]") !=
        std::string::npos);
  CHECK(with(R"({"id":"a/b","kind":"slide","layout":"title","duration_s":1e300,"texts":{}})")
            .find("[schema.range]") != std::string::npos);
}

TEST_CASE("a folder without channel.json, and a file instead of a folder, are told as such") {
  const ScratchFolder folder;
  std::filesystem::remove(folder.channel() / "channel.json");
  CHECK(folder.faults().find("channel/channel.json: the file is not there [source.missing_file]") == 0);
  SystemDisk disk;
  const auto reading = read_draft(disk, folder.channel() / "facts.json");
  REQUIRE_FALSE(reading);
  CHECK(reading.error().rule == "source.folder");
}
