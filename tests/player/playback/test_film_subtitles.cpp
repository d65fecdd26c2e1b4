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
  const bundle::SoundTrack wordless{"", std::nullopt, 1};
  const bundle::SoundTrack vietnamese{"vi", std::nullopt, 1};
  CHECK(choose_subtitles(clip, {"vi", "lo"}, &wordless).size() == 2);
  const auto beside_voice = choose_subtitles(clip, {"vi", "lo"}, &vietnamese);
  REQUIRE(beside_voice.size() == 1);
  CHECK(beside_voice.front()->language == "lo");
  CHECK(choose_subtitles(clip, {"vi"}, &vietnamese).size() == 1);
  CHECK(choose_subtitles(clip, {"en"}, nullptr).empty());
}
