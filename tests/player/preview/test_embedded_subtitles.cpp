// Films with subtitles inside, made by ffmpeg in each form that is common: what comes out is what went in.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "player/preview/embedded_subtitles.h"
#include "player/preview/opened_channel.h"
#include "player/text/subtitles.h"
#include "tests/support/made_film.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::preview;
using namespace std::chrono_literals;

namespace {

constexpr const char* kVietnamese =
    "WEBVTT\n\n00:00:00.500 --> 00:00:02.000\nXin chào <i>quý khách</i> & bạn\n\n"
    "00:00:02.500 --> 00:00:04.000\nCửa khẩu Lao Bảo\nmở cửa\n";
constexpr const char* kLao = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nຍິນດີຕ້ອນຮັບ\n";

void write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string film(const std::string& folder, const std::string& name, const std::string& codec) {
  write(folder + "/vi.vtt", kVietnamese);
  write(folder + "/lo.vtt", kLao);
  const auto path = folder + "/" + name;
  test::run_ffmpeg({"-f",
                    "lavfi",
                    "-i",
                    "testsrc2=s=320x180:r=25:d=5",
                    "-i",
                    folder + "/vi.vtt",
                    "-i",
                    folder + "/lo.vtt",
                    "-map",
                    "0:v",
                    "-map",
                    "1:s",
                    "-map",
                    "2:s",
                    "-c:v",
                    "libx264",
                    "-preset",
                    "ultrafast",
                    "-pix_fmt",
                    "yuv420p",
                    "-c:s",
                    codec,
                    "-metadata:s:s:0",
                    "language=vie",
                    "-metadata:s:s:1",
                    "language=lao",
                    path});
  return path;
}

}  // namespace

TEST_CASE("subtitles inside a film come out as they went in: mov_text, SRT, WebVTT and ASS") {
  const test::TemporaryFolder folder;
  SystemDisk disk;
  for (const auto& [name, codec] : std::initializer_list<std::pair<const char*, const char*>>{
           {"film.mp4", "mov_text"}, {"film.mkv", "subrip"}, {"vtt.mkv", "webvtt"}, {"ass.mkv", "ass"}}) {
    INFO(codec);
    const auto files = embedded_subtitles(disk, film(folder.path(), name, codec));
    REQUIRE(files);
    REQUIRE(files->size() == 2);
    const auto first = text::parse_subtitles(files->begin()->second, name);
    INFO(files->begin()->second);
    REQUIRE(first);
    REQUIRE(first->size() == 2);
    CHECK(std::chrono::abs((*first)[0].start - 500ms) <= 10ms);
    CHECK(std::chrono::abs((*first)[0].end - 2s) <= 10ms);
    CHECK((*first)[0].text == "Xin chào quý khách & bạn");
    CHECK((*first)[1].text == "Cửa khẩu Lao Bảo\nmở cửa");
    const auto second = text::parse_subtitles(files->rbegin()->second, name);
    REQUIRE(second);
    REQUIRE(second->size() == 1);
    CHECK((*second)[0].text == "ຍິນດີຕ້ອນຮັບ");
  }
}

TEST_CASE("what stands in a cue cannot become another one") {
  decode::SubtitleStream stream;
  stream.codec = "mov_text";
  stream.packets = {{1s, 2s, "một\r\n\r\n00:05 --> 00:06\n<b>hai</b>", ""}, {3s, 4s, "\n", ""}};
  const auto cues = text::parse_subtitles(as_file(stream), "x");
  REQUIRE(cues);
  REQUIRE(cues->size() == 1);
  CHECK((*cues)[0].text == "một\n00:05 --> 00:06\n<b>hai</b>");
  stream.codec = "ass";
  stream.packets = {{1s, 2s, "0,0,Default,,0,0,0,,một\nDialogue: 0,0:00:05.00,0:00:06.00,,,0,0,0,,hai", ""}};
  const auto lines = text::parse_subtitles("[Script Info]\n" + as_file(stream), "x");
  REQUIRE(lines);
  CHECK(lines->size() == 1);
}

TEST_CASE("an item takes the subtitles inside its video by their number") {
  const test::TemporaryFolder folder;
  const auto channel = folder.path() + "/channel";
  std::filesystem::copy(Path(GATECAST_SOURCE_DIR) / "tests/data/channel", channel,
                        std::filesystem::copy_options::recursive);
  std::filesystem::copy(Path(GATECAST_SOURCE_DIR) / "tests/data/shared", folder.path() + "/shared",
                        std::filesystem::copy_options::recursive);
  film(channel + "/media", "film.mp4", "mov_text");
  write(channel + "/items/film.json",
        R"({"id": "gate/film", "kind": "clip", "name": {"vi": "Phim", "lo": "ໜັງ", "en": "Film"},
            "rights": "test", "video": "media/film.mp4",
            "subtitles": {"vi": {"stream": 0}, "lo": {"stream": 1}}})");
  SystemDisk disk;
  const auto opened = open_channel(disk, channel);
  REQUIRE(opened);
  for (const auto& fault : opened->faults) UNSCOPED_INFO(to_string(fault.error));
  const auto item = opened->content->release->items.find("gate/film");
  REQUIRE(item != opened->content->release->items.end());
  const auto& clip = std::get<bundle::Clip>(item->second.body);
  REQUIRE(clip.subtitles.size() == 2);
  for (const auto& track : clip.subtitles) {
    INFO(track.language);
    const auto bytes = playback::read_object(*opened->content, track.object, text::kMaxSubtitleBytes);
    REQUIRE(bytes);
    const auto cues = text::parse_subtitles(*bytes, "x");
    REQUIRE(cues);
    CHECK(cues->size() == (track.language == "vi" ? 2U : 1U));
  }
}
