#include <catch2/catch.hpp>

#include "content-sync/base/json_value.h"
#include "content-sync/bundle/names.h"
#include "content-sync/bundle/release.h"
#include "tests/support/sample_release.h"

using namespace gatecast;
using namespace gatecast::bundle;
using nlohmann::json;
using test::sample_release;

namespace {

json sample_document() {
  return json::parse(write_release(sample_release().release));
}

// What parse_release says about the sample document after a change; "accepted" if nothing.
template <class Change>
std::string verdict(Change change) {
  auto document = sample_document();
  change(document);
  const auto release = parse_release(document.dump(), "release.json");
  return release ? "accepted" : release.error().subject + ": " + release.error().message;
}
bool has(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a release is read back as it was written, byte for byte") {
  const auto bytes = write_release(sample_release().release);
  const auto read = parse_release(bytes, "release.json");
  REQUIRE(read);
  CHECK(write_release(*read) == bytes);
  CHECK(read->items.size() == 3);
  CHECK(read->number == 1);
  CHECK(bytes.find('\n') == Bytes::npos);
  CHECK(bytes.find(": ") != 0);
  CHECK(bytes.substr(0, 12) == R"({"channel":")");
}

TEST_CASE("every optional part survives the way through the document") {
  auto sample = sample_release();
  auto& release = sample.release;
  auto& item = release.items["gate/welcome"];
  item.valid_until = *parse_instant("2027-01-01T00:00:00Z");
  item.modes = {Mode::solemn};
  auto& event = release.events[0];
  event.exceptions = {"20260202T000000"};
  event.additions = {"20260203T120000"};
  event.first_day = "20260101";
  event.last_day = "20261231";
  release.mode_days = {{Mode::festive, "20260901", "20260903"}};
  Overlay logo;
  logo.kind = Overlay::Kind::logo;
  logo.picture = std::get<Slide>(release.items["trade/coffee"].body).pictures["main"];
  Overlay ticker;
  ticker.kind = Overlay::Kind::ticker;
  ticker.texts = {{{"vi", "Dòng \"chữ\" \\ chạy\nhai dòng"}}};
  ticker.motion = Overlay::Motion::run;
  release.overlays = {logo, ticker};
  auto& clip = std::get<Clip>(release.items["tourism/ridge"].body);
  const auto sound = test::add_object(sample, "sound", "audio/ogg");
  MediaFacts facts;
  facts.container = "ogg";
  facts.audio = {AudioFacts{0, "opus", 48000, 1, "lo", -20000, -1000, -3000}};
  release.media[sound] = facts;
  clip.sounds.push_back({"lo", sound, 0});
  clip.fit = Fit::cover;
  const auto bytes = write_release(release);
  const auto read = parse_release(bytes, "release.json");
  REQUIRE(read);
  CHECK(write_release(*read) == bytes);
  CHECK(read->overlays[1].texts[0].at("vi") == "Dòng \"chữ\" \\ chạy\nhai dòng");
  CHECK(read->overlays[0].motion == Overlay::Motion::turns);
  CHECK(read->overlays[1].motion == Overlay::Motion::run);
  CHECK(std::get<Clip>(read->items.at("tourism/ridge").body).sounds[1].object == sound);
}

TEST_CASE("how a ticker moves is one of two words, and turns where nothing is said") {
  const auto with = [](const json& motion) {
    return verdict([&](json& d) { d["overlays"][0]["motion"] = motion; });
  };
  CHECK(with("run") == "accepted");
  CHECK(with("turns") == "accepted");
  CHECK(has(with("crawl"), "\"crawl\" is not one of"));
  CHECK(sample_document()["overlays"][0].contains("motion") == false);
  CHECK(sample_release().release.format.minor >= 7);
}

TEST_CASE("unknown fields are ignored, a newer major format is refused") {
  CHECK(verdict([](json& d) {
          d["new"] = 1;
          d["items"]["gate/welcome"]["new"] = "x";
          d["format"]["minor"] = 7;
        }) == "accepted");
  auto document = sample_document();
  document["format"]["major"] = 2;
  document["items"] = "something else";
  const auto release = parse_release(document.dump(), "release.json");
  REQUIRE_FALSE(release);
  CHECK(release.error().rule == "release.format");
}

TEST_CASE("each dead reference is refused and named") {
  const std::string zeros(64, '0');
  CHECK(has(verdict([](json& d) { d["events"][0]["playlist"] = "night"; }),
            "release.json#/events/every-day: the playlist \"night\" does not exist"));
  CHECK(has(verdict([](json& d) { d["playlists"]["day"]["entries"][0]["item"] = "gate/gone"; }),
            "the item \"gate/gone\" does not exist"));
  CHECK(has(verdict([](json& d) { d["items"].erase("trade/coffee"); }), "does not exist"));
  CHECK(has(verdict([](json& d) { d["facts"].erase("hours"); }), "the fact \"hours\" does not exist"));
  CHECK(has(verdict([&](json& d) { d["fonts"][0]["object"] = zeros; }), "is not among the objects"));
  CHECK(has(verdict([&](json& d) { d["items"]["tourism/ridge"]["video"] = zeros; }),
            "release.json#/items/tourism~1ridge: object " + zeros));
  CHECK(has(verdict([](json& d) { d["media"] = json::object(); }), "the facts of the video are missing"));
  CHECK(has(verdict([](json& d) { d["pictures"] = json::object(); }), "the picture's size is missing"));
  CHECK(has(verdict([](json& d) { d["items"]["tourism/ridge"]["sounds"][0]["stream_index"] = 5; }),
            "sound stream 5 does not exist"));
  CHECK(has(verdict([](json& d) { d["items"]["tourism/ridge"]["out_us"] = 10'000'001; }),
            "do not lie within the video"));
  CHECK(has(verdict([](json& d) { d["themes"][0]["name"] = "festive"; }), "the theme \"daily\" is missing"));
}

TEST_CASE("values of the wrong kind or size are refused with their place") {
  CHECK(has(verdict([](json& d) { d.erase("channel"); }), "release.json#: the field \"channel\" is missing"));
  CHECK(has(verdict([](json& d) { d["items"]["gate/welcome"]["duration_us"] = "8"; }),
            "release.json#/items/gate~1welcome/duration_us: an integer was expected here"));
  CHECK(has(verdict([](json& d) { d["items"]["gate/welcome"]["duration_us"] = 0; }), "0 is outside 1 to"));
  CHECK(has(verdict([](json& d) { d["items"]["gate/welcome"]["kind"] = "page"; }),
            "\"page\" is no kind of item"));
  CHECK(has(verdict([](json& d) { d["items"]["gate/welcome"]["modes"] = json::array(); }), "in no mode"));
  CHECK(
      has(verdict([](json& d) { d["items"]["gate/welcome"]["category"] = "fun"; }), "\"fun\" is not one of"));
  CHECK(has(verdict([](json& d) { d["channel"] = "../x"; }), "not a channel's name"));
  CHECK(has(verdict([](json& d) { d["number"] = 0; }), "0 is outside"));
  CHECK(has(verdict([](json& d) { d["created"] = "yesterday"; }), "not a time of RFC 3339"));
  CHECK(has(verdict([](json& d) { d["events"][0]["starts"] = "20260230T000000"; }), "is not a local time"));
  CHECK(has(verdict([](json& d) { d["languages"]["rounds"][0] = {"lo", "vi"}; }), "the first of a pair"));
  CHECK(has(verdict([](json& d) { d["languages"]["rounds"][0] = {"vi", "fr"}; }), "not a language of this"));
  CHECK(has(verdict([](json& d) { d["languages"]["rounds"] = json::array(); }), "need rounds"));
  CHECK(has(verdict([](json& d) { d["objects"]["ABC"] = json::object(); }), "not a SHA-256"));
  CHECK(has(verdict([](json& d) { d["facts"]["hours"]["value"]["vi"] = std::string("a\x01"); }),
            "control character"));
  CHECK(has(verdict([](json& d) { d["facts"]["hours"]["value"]["vi"] = std::string(8001, 'a'); }),
            "8001 bytes"));
  CHECK(has(verdict([](json& d) { d["facts"]["hours"]["value"]["klingon!"] = "x"; }), "not a language tag"));
  CHECK(has(verdict([](json& d) { d["themes"][0]["colours"]["paper"] = "white"; }), "#RRGGBB"));
}

TEST_CASE("no document that lost one of its parts is accepted and then breaks the writer") {
  const auto whole = sample_document();
  const auto flat = whole.flatten();
  for (const auto& path : flat.items()) {
    auto document = whole;
    const json::json_pointer pointer(path.key());
    auto& parent = document[pointer.parent_pointer()];
    if (parent.is_array())
      parent.erase(std::stoul(pointer.back()));
    else
      parent.erase(pointer.back());
    const auto release = parse_release(document.dump(), "release.json");
    if (release) CHECK(parse_release(write_release(*release), "again"));
  }
}

TEST_CASE("a million items, or deep nesting, are refused without work") {
  CHECK(has(verdict([](json& d) {
              for (int i = 0; i < 3000; ++i)
                d["playlists"]["day"]["entries"].push_back({{"item", "gate/welcome"}});
            }),
            "3003 entries, more than the 2000 allowed"));
  CHECK_FALSE(parse_release(std::string(100, '['), "x"));
}

TEST_CASE("a text is chosen by truncating the tag, then by the release's fallback") {
  LanguageSet set;
  set.fallback = {"en", "vi"};
  const TextByLanguage texts{{"vi", "V"}, {"lo", "L"}, {"en", "E"}, {"zh", "Z"}};
  CHECK(choose_text(texts, "lo-LA", set)->text == "L");
  CHECK(choose_text(texts, "zh-Hant-TW", set)->language == "zh");
  CHECK(choose_text(texts, "th", set)->language == "en");
  CHECK(choose_text({{"vi", "V"}}, "th", set)->language == "vi");
  CHECK_FALSE(choose_text({{"ko", "K"}}, "th", set));
}

TEST_CASE("modes have names, and unknown ones are refused") {
  for (const auto mode : {Mode::daily, Mode::festive, Mode::solemn, Mode::closed})
    CHECK(parse_mode(to_string(mode)) == mode);
  CHECK_FALSE(parse_mode("Daily"));
  CHECK(language_name("lo") == "Lao");
  CHECK(language_name("fr") == "fr");
}

TEST_CASE(
    "the volume by hour survives the way through the document, in the order of the day and never louder") {
  auto sample = sample_release();
  const auto without = write_release(sample.release);
  CHECK(without.find("\"volume\"") == Bytes::npos);
  sample.release.volume = {{360, 0}, {1260, -12000}};
  const auto read = parse_release(write_release(sample.release), "release.json");
  REQUIRE(read);
  REQUIRE(read->volume.size() == 2);
  CHECK(read->volume[1].from_minute == 1260);
  CHECK(read->volume[1].change_mdb == -12000);
  const auto with = [](int first, int second, int change) {
    return verdict([&](json& document) {
      document["volume"] = {{{"from_minute", first}, {"change_mdb", 0}},
                            {{"from_minute", second}, {"change_mdb", change}}};
    });
  };
  CHECK(with(360, 1260, -1) == "accepted");
  CHECK(has(with(1260, 360, -1), "/volume/1"));
  CHECK(has(with(360, 1260, 1), "/volume/1"));
  CHECK(has(with(360, 1440, -1), "/volume/1"));
}

TEST_CASE(
    "topics and pages come back as they were written; an unknown block of a newer release is left out") {
  auto sample = sample_release();
  auto& release = sample.release;
  release.topics = {{"customs", "customs", {{"vi", "Hải quan"}}, {"customs/allowance"}}};
  Page page;
  page.id = "customs/allowance";
  page.topic = "customs";
  page.title = {{"vi", "Mang vào"}};
  page.blocks = {TextBlock{true, {{"vi", "Khai báo"}}},
                 StepsBlock{{{{"vi", "Một"}}, {{"vi", "Hai"}}}},
                 TableBlock{{{{{"vi", "Rượu"}}, {{"vi", "2 l"}}}}},
                 HoursBlock{"", {{{1, 7}, 1320, 1800}}},
                 ContactsBlock{{{{{"vi", "Công an"}}, "113"}}},
                 SceneBlock{"coffee", {{"vi", "Đồi"}}},
                 RelatedBlock{{"customs/allowance"}}};
  page.code = {{"vi", "tel:113"}};
  release.pages.emplace(page.id, page);
  const auto bytes = write_release(release);
  const auto read = parse_release(bytes, "release.json");
  REQUIRE(read);
  CHECK(write_release(*read) == bytes);
  CHECK(read->pages.begin()->second.blocks.size() == 7);
  CHECK(read->topics.front().pages == std::vector<std::string>{"customs/allowance"});
  auto document = json::parse(bytes);
  document["pages"]["customs/allowance"]["blocks"].push_back({{"kind", "hologram"}, {"depth", 3}});
  const auto newer = parse_release(document.dump(), "release.json");
  REQUIRE(newer);
  CHECK(newer->pages.begin()->second.blocks.size() == 7);
  CHECK(newer->pages.begin()->second.code.at("vi") == "tel:113");
  auto lost = document;
  lost["topics"][0]["pages"] = {"customs/gone"};
  CHECK_FALSE(parse_release(lost.dump(), "release.json"));
  document["pages"]["customs/allowance"]["topic"] = "nowhere";
  CHECK_FALSE(parse_release(document.dump(), "release.json"));
}

TEST_CASE("maps, plans and forms come back as they were written; what does not fit together is refused") {
  auto sample = sample_release();
  auto& release = sample.release;
  release.topics = {{"customs", "customs", {{"vi", "Hải quan"}}}};
  MapBlock map;
  map.lines = {{{{"vi", "Quốc lộ 9"}}, {{"vi", "từ Lao Bảo"}}, {}}};
  map.lines[0].stops = {
      {{{"vi", "Lao Bảo"}}, {{"vi", "Việt Nam"}}, {}, {}, {"passport"}, "lao-bao", "a/page"},
      {{{"vi", "Khe Sanh"}}, {}, {{"vi", "20 km"}}, {{"vi", "Cà phê"}}, {}, "", ""}};
  PlanBlock plan{8,
                 4,
                 true,
                 {{1, 1, 3, 2, {{"vi", "Hải quan"}}, {{"vi", "Quầy 2"}}, "customs", "a/page", true}},
                 {{"lao-bao", 4, 2}}};
  FormBlock form{{{{{"vi", "Có?"}}, 1, 2}, {{{"vi", "Khai"}}, 0, 0, "a/page"}, {{{"vi", "Không"}}}}};
  const auto with = [&](const Block& block) {
    Page page;
    page.id = "a/page";
    page.topic = "customs";
    page.title = {{"vi", "Trang"}};
    page.blocks = {block};
    release.pages = {{page.id, page}};
    return write_release(release);
  };
  auto chosen = form;
  chosen.steps[0].yes_label = {{"vi", "Vào Việt Nam"}};
  chosen.steps[0].no_label = {{"vi", "Vào Lào"}};
  chosen.steps[1].text.clear();  // its page is the answer
  for (const Block& block : {Block(map), Block(plan), Block(form), Block(chosen)}) {
    const auto bytes = with(block);
    const auto read = parse_release(bytes, "release.json");
    REQUIRE(read);
    CHECK(write_release(*read) == bytes);
    CHECK(read->pages.begin()->second.blocks.front().index() == block.index());
  }
  auto lost = map;
  lost.lines[0].stops[1].page = "a/nowhere";
  CHECK_FALSE(parse_release(with(lost), "release.json"));
  auto unknown = form;
  unknown.steps[1].page = "a/nowhere";
  CHECK_FALSE(parse_release(with(unknown), "release.json"));
  auto halved = chosen;
  halved.steps[0].no_label.clear();
  CHECK_FALSE(parse_release(with(halved), "release.json"));
  auto silent = chosen;
  silent.steps[1].page.clear();
  CHECK_FALSE(parse_release(with(silent), "release.json"));
  auto outside = plan;
  outside.rooms[0].x = 6;
  CHECK_FALSE(parse_release(with(outside), "release.json"));
  auto off = plan;
  off.here[0].y = 4;
  CHECK_FALSE(parse_release(with(off), "release.json"));
  auto round = form;
  round.steps[1].yes = round.steps[1].no = 1;  // to itself
  CHECK_FALSE(parse_release(with(round), "release.json"));
}

TEST_CASE("galleries, films and speech come back as they were written; what is not there is refused") {
  auto sample = sample_release();
  auto& release = sample.release;
  release.topics = {{"customs", "customs", {{"vi", "Hải quan"}}}};
  const auto object = test::add_object(sample, "as good as tiles", "application/octet-stream");
  Page page;
  page.id = "a/page";
  page.topic = "customs";
  page.title = {{"vi", "Trang"}};
  const auto with = [&](const Block& block) {
    page.blocks = {block};
    release.pages = {{page.id, page}};
    return write_release(release);
  };
  GalleryBlock gallery{{{object, 12000, 9000, {{"vi", "Vải"}}, {{"vi", "Sợi"}}, {{"vi", "An vẽ"}}},
                        {object, 10, 10, {{"vi", "Vải"}}, {}, {{"vi", "An vẽ"}}}}};
  const auto bytes = with(gallery);
  const auto read = parse_release(bytes, "release.json");
  REQUIRE(read);
  CHECK(write_release(*read) == bytes);
  const auto& back = std::get<GalleryBlock>(read->pages.begin()->second.blocks.front());
  CHECK(back.pictures.at(0).width_px == 12000);
  CHECK(back.pictures.at(0).details.at("vi") == "Sợi");
  CHECK(back.pictures.at(1).details.empty());
  auto wrong = gallery;
  wrong.pictures[0].object = sha256("nowhere");
  CHECK_FALSE(parse_release(with(wrong), "release.json"));
  wrong = gallery;
  wrong.pictures[0].width_px = wrong.pictures[0].height_px = 16000;
  CHECK_FALSE(parse_release(with(wrong), "release.json"));
  CHECK_FALSE(parse_release(with(GalleryBlock{}), "release.json"));
  CHECK_FALSE(parse_release(with(FilmBlock{"film/nowhere"}), "release.json"));
  page.speech["vi"] = {object, "An"};
  CHECK_FALSE(parse_release(with(gallery), "release.json"));
  AudioFacts audio;
  audio.codec = "opus";
  audio.sample_rate_hz = 48000;
  audio.channels = 1;
  release.media[object] = {"ogg", 2'000'000, std::nullopt, {audio}, {}};
  const auto spoken = parse_release(with(gallery), "release.json");
  REQUIRE(spoken);
  CHECK(spoken->pages.begin()->second.speech.at("vi") == Speech{object, "An"});
  page.speech["vi"].checked_by.clear();
  CHECK_FALSE(parse_release(with(gallery), "release.json"));
}
