#include <catch2/catch.hpp>

#include "player/playback/film_subtitles.h"
#include "player/playback/tracks.h"

using namespace gatecast;
using namespace gatecast::playback;
using namespace std::chrono_literals;

TEST_CASE("in a pair the lines of both languages stand together and change at their own times") {
  const std::vector<LanguageCues> tracks{{"vi", {{1s, 4s, "một"}, {4s, 6s, "hai"}}},
                                         {"lo", {{1s, 4s, "ໜຶ່ງ"}, {5s, 7s, "ສອງ"}}}};
  const auto cues = join_cues(tracks);
  REQUIRE(cues.size() == 4);
  CHECK(cues[0] == FilmCue{1s, 4s, {{"vi", "một"}, {"lo", "ໜຶ່ງ"}}});
  CHECK(cues[1] == FilmCue{4s, 5s, {{"vi", "hai"}}});
  CHECK(cues[2] == FilmCue{5s, 6s, {{"vi", "hai"}, {"lo", "ສອງ"}}});
  CHECK(cues[3] == FilmCue{6s, 7s, {{"lo", "ສອງ"}}});
  CHECK(film_cue_at(cues, 4500ms) == &cues[1]);
  CHECK(film_cue_at(cues, 7s) == nullptr);
  CHECK(join_cues({}).empty());
}

TEST_CASE("subtitles are for the languages that the sound leaves out") {
  bundle::Clip clip;
  clip.subtitles = {{"vi", sha256("vi")}, {"lo", sha256("lo")}};
  bundle::LanguageSet set;
  const bundle::SoundTrack wordless{"", std::nullopt, 1};
  const bundle::SoundTrack vietnamese{"vi", std::nullopt, 1};
  CHECK(choose_subtitles(clip, {"vi", "lo"}, set, &wordless).size() == 2);
  const auto beside_voice = choose_subtitles(clip, {"vi", "lo"}, set, &vietnamese);
  REQUIRE(beside_voice.size() == 1);
  CHECK(beside_voice.front()->language == "lo");
  CHECK(choose_subtitles(clip, {"vi"}, set, &vietnamese).size() == 1);
  CHECK(choose_subtitles(clip, {"en"}, set, nullptr).empty());
}

TEST_CASE("a language without subtitles or sound of its own is served in the release's fallback order") {
  bundle::Clip clip;
  clip.subtitles = {{"vi", sha256("vi")}, {"lo", sha256("lo")}};
  bundle::LanguageSet set;
  set.fallback = {"en", "lo", "vi"};
  const auto one = [&](const std::vector<bundle::LanguageTag>& languages) {
    const auto tracks = choose_subtitles(clip, languages, set, nullptr);
    return tracks.size() == 1 ? tracks.front()->language : std::to_string(tracks.size());
  };
  CHECK(one({"lo-LA"}) == "lo");
  CHECK(one({"th"}) == "lo");
  CHECK(one({"th", "en"}) == "lo");  // once only
  clip.sounds = {{"vi", std::nullopt, 1}, {"lo", std::nullopt, 2}};
  CHECK(choose_sound(clip, {"vi"}, set)->language == "vi");
  CHECK(choose_sound(clip, {"lo-LA", "vi"}, set)->language == "lo");
  CHECK(choose_sound(clip, {"th"}, set)->language == "lo");
  CHECK(choose_sound(clip, {"th"}, bundle::LanguageSet())->language == "vi");
  clip.sounds.push_back({"", std::nullopt, 3});
  CHECK(choose_sound(clip, {"th"}, set)->language.empty());  // music rather than a foreign voice
  clip.sounds.clear();
  CHECK(choose_sound(clip, {"th"}, set) == nullptr);
}

TEST_CASE("cues that overlap stand together, the older one where it was, no more than two") {
  const auto cues = join_cues({{"vi", {{1s, 6s, "một"}, {2s, 5s, "hai"}, {3s, 4s, "ba"}}}});
  REQUIRE(cues.size() == 5);
  CHECK(cues[0].lines.size() == 1);
  REQUIRE(cues[1].lines.size() == 2);
  CHECK(cues[1].lines[0].text == "hai");  // above
  CHECK(cues[1].lines[1].text == "một");  // where it stood
  CHECK(cues[2].lines == std::vector<SubtitleLine>{{"vi", "ba"}, {"vi", "hai"}});
  const pixels::Size frame{100, 100};
  CHECK(beside({10, 80, 50, 10}, {}, frame) == pixels::Rect{10, 80, 50, 10});
  CHECK(beside({10, 75, 50, 10}, {{0, 80, 90, 10}}, frame) == pixels::Rect{10, 70, 50, 10});
  CHECK(beside({10, 0, 50, 10}, {{0, 5, 90, 10}}, frame) == pixels::Rect{10, 15, 50, 10});
  CHECK(beside({10, 5, 20, 10}, {{40, 5, 20, 10}}, frame) == pixels::Rect{10, 5, 20, 10});
}

TEST_CASE("lines wanted at one place stand in one box, and boxes at several places in one picture") {
  const auto top = text::numpad_place(8);
  const auto boxes = by_place({{"vi", "một", top}, {"vi", "hai"}, {"lo", "ໜຶ່ງ"}, {"lo", "ສອງ", top}});
  REQUIRE(boxes.size() == 2);
  CHECK(boxes[0] == std::vector<SubtitleLine>{{"vi", "hai"}, {"lo", "ໜຶ່ງ"}});
  CHECK(boxes[1] == std::vector<SubtitleLine>{{"vi", "một", top}, {"lo", "ສອງ", top}});
  CHECK(by_place({{"vi", "một", top}}).size() == 1);
  text::SubtitlePicture above;
  above.pixels = pixels::Pixmap({4, 2});
  above.pixels.row(0)[0] = 0xFF0000FFU;
  above.where = {10, 20, 4, 2};
  text::SubtitlePicture below;
  below.pixels = pixels::Pixmap({8, 3});
  below.pixels.row(2)[7] = 0xFF00FF00U;
  below.where = {8, 22, 8, 3};
  const auto both = stack(above, below);
  CHECK(both.where == pixels::Rect{8, 20, 8, 5});
  CHECK(both.pixels.row(0)[2] == 0xFF0000FFU);
  CHECK(both.pixels.row(4)[7] == 0xFF00FF00U);
}
