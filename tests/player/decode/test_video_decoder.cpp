#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "player/decode/frame_painter.h"
#include "player/decode/picture.h"
#include "player/decode/probe.h"
#include "player/decode/video_decoder.h"
#include "tests/player/decode/clips.h"
#include "tests/player/decode/silent_order.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::decode;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<VideoDecoder> decoder_at(const std::string& path, VideoRequest request) {
  request.name = path;
  auto decoder = VideoDecoder::open(test::opened(path), request);
  INFO((decoder ? std::string() : to_string(decoder.error())));
  REQUIRE(decoder);
  return std::move(*decoder);
}

int frames_to_end(VideoDecoder& decoder) {
  int count = 0;
  while (true) {
    const auto frame = decoder.next();
    REQUIRE(frame);
    if (!*frame) return count;
    ++count;
  }
}

// What libav's own reader of headers says of that flag, each time it stands in the file.
std::vector<std::string> restriction_flags(const std::string& clip) {
  const auto traced = test::run(
      {"ffmpeg", "-nostdin", "-i", clip, "-c", "copy", "-bsf:v", "trace_headers", "-f", "null", "-"});
  std::vector<std::string> flags;
  std::istringstream lines(traced.err);
  for (std::string line; std::getline(lines, line);)
    if (line.find("bitstream_restriction_flag") != std::string::npos)
      flags.push_back(line.substr(line.size() - 1));
  return flags;
}

}  // namespace

TEST_CASE("every frame comes once, in order, at its time") {
  const auto decoder = decoder_at(test::numbered_clip(), {});
  for (int n = 0; n < 100; ++n) {
    const auto frame = decoder->next();
    REQUIRE(frame);
    REQUIRE(*frame);
    CHECK(test::number_of(**frame) == n);
    CHECK((*frame)->time == n * 40ms);
  }
  const auto end = decoder->next();
  REQUIRE(end);
  CHECK_FALSE(*end);
}

TEST_CASE("joining in the middle gives exactly the frame that is seen at that time") {
  const auto start =
      GENERATE(0us, 1us, 39999us, 40000us, 1000000us, 1019000us, 1980000us, 2039999us, 3960000us, 3999999us);
  const auto decoder = decoder_at(test::numbered_clip(), {.start = start});
  const auto frame = decoder->next();
  REQUIRE(frame);
  REQUIRE(*frame);
  const auto expected = static_cast<int>(start / 40ms);
  CHECK(test::number_of(**frame) == expected);
  CHECK(frames_to_end(*decoder) == 99 - expected);
}

TEST_CASE(
    "more threads join in, or leave, at the first frame or at a later key frame, and no frame is lost or "
    "twice") {
  const auto may =
      GENERATE(OneThread{1e-9, 1e-9}, OneThread{1e9, 1e-9}, OneThread{1e9, 1e9}, OneThread{0, 0});
  const auto start = GENERATE(0ms, 1480ms);
  INFO(may.first << " " << may.later << " from " << start.count() << " ms");
  const auto decoder = decoder_at(test::numbered_clip(), {.start = start, .one_thread = may});
  for (int n = static_cast<int>(start / 40ms); n < 100; ++n) {
    const auto frame = decoder->next();
    REQUIRE(frame);
    REQUIRE(*frame);
    CHECK(test::number_of(**frame) == n);
    CHECK((*frame)->time == n * 40ms);
  }
  CHECK(frames_to_end(*decoder) == 0);
}

TEST_CASE("nothing is shown from the out point on") {
  const auto decoder = decoder_at(test::numbered_clip(), {.start = 1s, .out = 2s});
  CHECK(frames_to_end(*decoder) == 25);
}

TEST_CASE("with the facts of the release the first frames are the same as after an examination") {
  auto report = probe_file(test::opened(test::numbered_clip()), "numbered.mp4");
  REQUIRE(report);
  REQUIRE(report->media);
  CHECK(report->media->video->reorder_depth == 2);
  const auto decoder = decoder_at(test::numbered_clip(), {.facts = report->media});
  for (int n = 0; n < 10; ++n) CHECK(test::number_of(*decoder->next().value()) == n);
}

TEST_CASE("H.264 without reorder data in the stream still starts in the right order") {
  // So deep that libav does not guess it from the first frames.
  const auto deep = test::made_clip(
      "deep.mp4",
      {"-f", "lavfi", "-i", "color=black:s=64x64:r=25:d=4,format=yuv420p,geq=lum='16+2*N':cb=128:cr=128",
       "-c:v", "libx264", "-qp", "4", "-bf", "7", "-b_strategy", "0", "-refs", "8", "-b-pyramid", "normal",
       "-pix_fmt", "yuv420p"});
  CHECK(std::ranges::count(restriction_flags(deep), "1") > 0);
  const auto silent = test::written_file("silent.mp4", test::without_reorder_data(test::bytes_of(deep)));
  // MP4 has the order in its table of times too; Matroska has none but the stream's.
  const auto in_matroska = test::made_clip("silent.mkv", {"-i", silent, "-c", "copy"});
  for (const auto& clip : {silent, in_matroska}) {
    INFO(clip);
    const auto flags = restriction_flags(clip);
    REQUIRE_FALSE(flags.empty());
    CHECK(std::ranges::count(flags, "0") == std::ssize(flags));
    const auto report = probe_file(test::opened(clip), clip);
    REQUIRE(report);
    REQUIRE(report->media);
    CHECK(report->media->video->reorder_depth == 2);
    auto mute = report->media;
    mute->video->reorder_depth = 0;  // a release that says nothing of it
    for (const auto& facts : {std::optional<bundle::MediaFacts>(), report->media, mute}) {
      INFO("depth by facts: " << (facts ? facts->video->reorder_depth : -1));
      const auto decoder = decoder_at(clip, {.facts = facts});
      for (int n = 0; n < 100; ++n) CHECK(test::number_of(*decoder->next().value()) == n);
    }
  }
}

TEST_CASE("a picture larger than 8192 pixels on a side is refused") {
  const auto wide =
      test::made_clip("wide.mkv", {"-f", "lavfi", "-i", "color=red:s=8320x64:r=25:d=0.2", "-c:v",
                                   "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"});
  const auto decoder = VideoDecoder::open(test::opened(wide), {.name = "wide.mkv"});
  REQUIRE_FALSE(decoder);
  CHECK(decoder.error().rule == "media.too_large");
}

TEST_CASE("a turned film is drawn upright, as ffmpeg itself turns it") {
  const auto lying = test::made_clip("lying.mp4", {"-f", "lavfi", "-i", "testsrc=s=96x64:d=0.2", "-qp", "2"});
  const auto turned =
      test::made_clip("turned.mp4", {"-i", lying, "-c", "copy", "-metadata:s:v", "rotate=90"});
  const auto upright = test::made_clip("turned.png", {"-i", turned, "-frames:v", "1"});
  const auto wanted = decode_picture(test::bytes_of(upright), "turned.png");
  REQUIRE(wanted);
  REQUIRE(wanted->pixels.size() == pixels::Size{64, 96});
  pixels::Pixmap drawn({64, 96});
  FramePainter().paint(*decoder_at(turned, {})->next().value(), canvas_of(drawn), bundle::Fit::contain);
  std::int64_t difference = 0;
  for (int y = 0; y < 96; ++y)
    for (int x = 0; x < 64; ++x)
      difference += std::abs(static_cast<int>(drawn.row(y)[x] >> 8U & 255U) -
                             static_cast<int>(wanted->pixels.row(y)[x] >> 8U & 255U));
  CHECK(difference / (64 * 96) < 6);
}

TEST_CASE("pixel aspect stands in each frame") {
  const auto anamorphic =
      test::made_clip("anamorphic.mp4", {"-i", test::numbered_clip(), "-vf", "setsar=4/3", "-frames:v", "5"});
  CHECK(decoder_at(anamorphic, {})->next().value()->pixel_aspect == bundle::Ratio{4, 3});
}

TEST_CASE("an error of the verified reader comes back as it is") {
  class BrokenFile final : public ReadFile {
   public:
    explicit BrokenFile(std::unique_ptr<ReadFile> file) : file_(std::move(file)) {}
    Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) override {
      if (offset + buffer.size() > 3000) return fail(trust_error("store.piece", "object", "wrong bytes"));
      return file_->read_at(offset, buffer);
    }
    Result<std::uint64_t> size() override { return file_->size(); }

   private:
    std::unique_ptr<ReadFile> file_;
  };
  auto decoder =
      VideoDecoder::open(std::make_unique<BrokenFile>(test::opened(test::numbered_clip())), {.name = "x"});
  REQUIRE_FALSE(decoder);
  CHECK(decoder.error().rule == "store.piece");
  CHECK(decoder.error().kind == ErrorKind::trust);
}

namespace {

// How much of the file opening alone reads.
class CountingFile final : public ReadFile {
 public:
  CountingFile(std::unique_ptr<ReadFile> file, std::uint64_t& bytes)
      : file_(std::move(file)), bytes_(bytes) {}
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) override {
    auto got = file_->read_at(offset, buffer);
    if (got) bytes_ += *got;
    return got;
  }
  Result<std::uint64_t> size() override { return file_->size(); }

 private:
  std::unique_ptr<ReadFile> file_;
  std::uint64_t& bytes_;
};

struct Order {
  std::vector<int> numbers;
  bool is_rising = true;
  std::uint64_t read_to_open = 0;
};

Order order_of(const std::string& path, const std::optional<bundle::MediaFacts>& facts) {
  Order order;
  std::uint64_t bytes = 0;
  auto decoder = VideoDecoder::open(std::make_unique<CountingFile>(test::opened(path), bytes),
                                    {.name = path, .facts = facts});
  INFO((decoder ? std::string() : to_string(decoder.error())));
  REQUIRE(decoder);
  order.read_to_open = bytes;
  Duration last{-1};
  while (true) {
    const auto frame = (*decoder)->next();
    REQUIRE(frame);
    if (!*frame) return order;
    order.numbers.push_back(test::number_of(**frame));
    order.is_rising = order.is_rising && (*frame)->time > last;
    last = (*frame)->time;
  }
}

}  // namespace

TEST_CASE("with or without examining the streams: every frame once, in order, in every kind of stream") {
  const std::vector<std::string> input{
      "-f", "lavfi", "-i",
      "color=black:s=64x64:r=25:d=2,format=yuv420p,geq=lum='16+4*round(25*T)':cb=128:cr=128"};
  const auto x264 = [](std::vector<std::string> more) {
    std::vector<std::string> all{"-c:v", "libx264", "-qp", "4", "-pix_fmt", "yuv420p"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  const auto clips = test::made_clips(
      {{"pyramid.mp4", input, x264({"-bf", "7", "-b_strategy", "0", "-refs", "8", "-b-pyramid", "normal"})},
       {"open-gop.mkv", input, x264({"-bf", "3", "-b_strategy", "0", "-g", "10", "-x264opts", "open-gop=1"})},
       {"no-b.mp4", input, x264({"-bf", "0"})},
       {"baseline.mp4", input, x264({"-profile:v", "baseline"})},
       {"fragments.mp4", input, x264({"-bf", "3", "-movflags", "+frag_keyframe+empty_moov"})},
       {"pyramid.hevc.mp4",
        input,
        {"-c:v", "libx265", "-preset", "fast", "-x265-params", "log-level=error:bframes=6:b-pyramid=1:qp=4",
         "-pix_fmt", "yuv420p"}},
       {"altref.webm",
        input,
        {"-c:v", "libvpx-vp9", "-lossless", "1", "-auto-alt-ref", "1", "-lag-in-frames", "16"}}});
  std::vector<int> wanted;
  for (int n = 0; n < 100; n += 2) wanted.push_back(n);
  for (const auto& clip : clips) {
    INFO(clip);
    const auto report = probe_file(test::opened(clip), clip);
    REQUIRE(report);
    REQUIRE(report->media);
    const auto examined = order_of(clip, std::nullopt);
    CHECK(examined.numbers == wanted);
    CHECK(examined.is_rising);
    const auto by_facts = order_of(clip, report->media);
    CHECK(by_facts.numbers == wanted);
    CHECK(by_facts.is_rising);
    // Facts that say nothing of the order: H.264 is then examined rather than shown wrongly.
    auto silent = report->media;
    silent->video->reorder_depth = 0;
    CHECK(order_of(clip, silent).numbers == wanted);
  }
}

TEST_CASE("the facts of the release save reading the film's beginning twice, where they tell enough") {
  const auto clip = test::made_clip(
      "noise.mp4", {"-f", "lavfi", "-i", "color=gray:s=640x360:r=25:d=1,noise=alls=60", "-c:v", "libx264",
                    "-preset", "ultrafast", "-bf", "2", "-qp", "12", "-pix_fmt", "yuv420p"});
  auto report = probe_file(test::opened(clip), clip);
  REQUIRE(report);
  REQUIRE(report->media->video->reorder_depth > 0);
  const auto examined = order_of(clip, std::nullopt).read_to_open;
  const auto by_facts = order_of(clip, report->media).read_to_open;
  CHECK(2 * by_facts < examined);
  report->media->video->reorder_depth = 0;
  CHECK(order_of(clip, report->media).read_to_open == examined);
}

// WebM with Opus begins some milliseconds late: by what the codec of the sound needs before it sounds.
TEST_CASE("a film that has just begun is read once, even where its first frame comes later than at zero") {
  const auto clip = test::made_clip(
      "late.webm", {"-f", "lavfi", "-i", "color=gray:s=640x360:r=25:d=1,noise=alls=60", "-f", "lavfi", "-i",
                    "sine=d=1:sample_rate=48000", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used",
                    "8", "-b:v", "40M", "-c:a", "libopus"});
  auto report = probe_file(test::opened(clip), clip);
  REQUIRE(report);
  const auto read_from = [&](Duration start) {
    std::uint64_t bytes = 0;
    auto decoder = VideoDecoder::open(std::make_unique<CountingFile>(test::opened(clip), bytes),
                                      {.name = clip, .facts = report->media, .start = start});
    REQUIRE(decoder);
    const auto first = (*decoder)->next();
    REQUIRE(first);
    REQUIRE(*first);
    CHECK((*first)->time == 7ms);
    return bytes;
  };
  const auto from_zero = read_from(0us);
  INFO(from_zero << " bytes from zero");
  CHECK(read_from(1us) < from_zero + from_zero / 2);
}
