// Patches of known luma and chroma, stored without loss; what is drawn is compared with the standards'
// formulas, computed here on their own.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "player/decode/frame_painter.h"
#include "player/decode/video_decoder.h"
#include "tests/player/decode/clips.h"
#include "tests/player/decode/colour_bars.h"

using namespace gatecast;
using namespace gatecast::decode;
using test::decoded;
using test::kBt2020;
using test::kBt601;
using test::kBt709;
using test::kPatches;
using test::Patch;
using test::Rgb;
using test::Space;

namespace {

constexpr int kPatchPx = 16;

struct Form {
  const char* pixel_format;
  int depth;
  int chroma_x, chroma_y;  // each this many luma pixels
};

// The patches side by side, planes one after the other; alpha where given, one value a patch.
Bytes raw_frame(const Form& form, const std::vector<int>& alpha = {}, int width = 160, int height = 16) {
  Bytes bytes;
  const auto put = [&](int value) {
    const int wide = value << (form.depth - 8);
    bytes.push_back(static_cast<char>(wide & 0xff));
    if (form.depth > 8) bytes.push_back(static_cast<char>(wide >> 8));
  };
  const auto index = [](int x) {
    return std::min(static_cast<std::size_t>(x / kPatchPx), kPatches.size() - 1);
  };
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) put(kPatches[index(x)].y);
  for (const bool is_cr : {false, true})
    for (int y = 0; y < height; y += form.chroma_y)
      for (int x = 0; x < width; x += form.chroma_x) {
        const auto& patch = kPatches[index(x)];
        put(is_cr ? patch.cr : patch.cb);
      }
  if (alpha.empty()) return bytes;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) put(alpha[index(x)]);
  return bytes;
}

constexpr Space kPq{"bt2020nc", "bt2020", "smpte2084", 0.2627, 0.0593};
constexpr Space kHlg{"bt2020nc", "bt2020", "arib-std-b67", 0.2627, 0.0593};
constexpr Space kP3{"bt709", "smpte432", "bt709", 0.2126, 0.0722};

// Ten bits of full range go to 1023, of which 255 x 4 is not the whole.
Rgb decoded_full(const Patch& patch, const Space& space, int depth) {
  const double most = (1 << depth) - 1;
  const double unit = 1 << (depth - 8);
  const double y = patch.y * unit / most;
  const double cb = (patch.cb - 128) * unit / most;
  const double cr = (patch.cr - 128) * unit / most;
  const double r = y + 2 * (1 - space.kr) * cr;
  const double b = y + 2 * (1 - space.kb) * cb;
  return {r, (y - space.kr * r - space.kb * b) / (1 - space.kr - space.kb), b};
}

test::ClipRecipe recipe(const std::string& name, const Form& form, const Space& space, bool is_full,
                        const std::vector<std::string>& codec) {
  const auto raw = test::written_file(std::string("patches-") + form.pixel_format + ".yuv", raw_frame(form));
  const std::string range = is_full ? "pc" : "tv";
  // The same range is named before and behind, so that ffmpeg converts nothing.
  test::ClipRecipe made{name,
                        {"-f", "rawvideo", "-pix_fmt", form.pixel_format, "-s", "160x16", "-color_range",
                         range, "-colorspace", space.matrix, "-i", raw},
                        codec};
  made.output.insert(made.output.end(),
                     {"-pix_fmt", form.pixel_format, "-color_range", range, "-colorspace", space.matrix,
                      "-color_primaries", space.primaries, "-color_trc", space.transfer});
  return made;
}

Frame first_frame(const std::string& clip) {
  auto decoder = VideoDecoder::open(test::opened(clip), {.name = clip});
  INFO((decoder ? std::string() : to_string(decoder.error())));
  REQUIRE(decoder);
  auto frame = (*decoder)->next();
  INFO((frame ? std::string() : to_string(frame.error())));
  REQUIRE(frame);
  REQUIRE(*frame);
  return **frame;
}

pixels::Pixmap drawn(const Frame& frame, pixels::Size size, pixels::Colour ground = {0, 0, 0, 255}) {
  pixels::Pixmap picture(size);
  FramePainter().paint(frame, canvas_of(picture), bundle::Fit::contain, ground);
  return picture;
}

void check_pixel(std::uint32_t pixel, const Rgb& want, int tolerance = 2) {
  CHECK(std::abs(static_cast<int>(pixel >> 16U & 255U) - test::to_byte(want.red)) <= tolerance);
  CHECK(std::abs(static_cast<int>(pixel >> 8U & 255U) - test::to_byte(want.green)) <= tolerance);
  CHECK(std::abs(static_cast<int>(pixel & 255U) - test::to_byte(want.blue)) <= tolerance);
  CHECK(pixel >> 24U == 255U);
}

std::uint32_t middle_of(const pixels::Pixmap& picture, std::size_t patch) {
  return picture.row(8)[patch * kPatchPx + kPatchPx / 2];
}

const std::vector<std::string> kLosslessH264{"-c:v", "libx264", "-preset", "ultrafast", "-qp", "0"};

constexpr Form k420{"yuv420p", 8, 2, 2};
constexpr Form k422{"yuv422p", 8, 2, 1};
constexpr Form k444{"yuv444p", 8, 1, 1};
constexpr Form k420of10{"yuv420p10le", 10, 2, 2};
constexpr Form k422of10{"yuv422p10le", 10, 2, 1};
constexpr Form k444of10{"yuv444p10le", 10, 1, 1};

}  // namespace

TEST_CASE("colours are right within 2 of 255 for each matrix, range, depth and subsampling") {
  struct Case {
    Form form;
    Space space;
    bool is_full;
  };
  std::vector<Case> cases;
  std::vector<test::ClipRecipe> recipes;
  for (const auto& form : {k420, k422, k444, k420of10, k422of10, k444of10})
    for (const auto& space : {kBt601, kBt709, kBt2020})
      for (const bool is_full : {false, true}) {
        cases.push_back({form, space, is_full});
        recipes.push_back(
            recipe(std::string(form.pixel_format) + space.matrix + (is_full ? "-full.mkv" : ".mkv"), form,
                   space, is_full, kLosslessH264));
      }
  const auto clips = test::made_clips(recipes);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto& [form, space, is_full] = cases[i];
    INFO(clips[i]);
    const auto picture = drawn(first_frame(clips[i]), {160, 16});
    for (std::size_t patch = 0; patch < kPatches.size(); ++patch) {
      INFO("patch " << patch);
      auto want =
          is_full ? decoded_full(kPatches[patch], space, form.depth) : decoded(kPatches[patch], space, false);
      if (std::string(space.primaries) == "bt2020") want = test::sdr_2020_to_709(want);
      check_pixel(middle_of(picture, patch), want);
    }
  }
}

TEST_CASE("PQ, HLG and P3 films are brought to a usual screen as BT.2390 and BT.2100 say") {
  const auto clips = test::made_clips(
      {recipe("pq.mkv", k420of10, kPq, false, kLosslessH264),
       recipe("hlg.mkv", k420of10, kHlg, false, kLosslessH264),
       recipe("p3.mkv", k420, kP3, false, kLosslessH264),
       recipe(
           "pq600.mkv", k420of10, kPq, false,
           {"-c:v", "libx265", "-preset", "ultrafast", "-x265-params",
            "log-level=error:lossless=1:hdr10=1:max-cll=600,300:master-display=G(13250,34500)B(7500,3000)R("
            "34000,16000)WP(15635,16450)L(10000000,1)"})});
  for (std::size_t patch = 0; patch < kPatches.size(); ++patch) {
    INFO("patch " << patch);
    const Rgb code = test::clamped(decoded(kPatches[patch], kPq, false));
    check_pixel(middle_of(drawn(first_frame(clips[0]), {160, 16}), patch), test::pq_to_sdr(code, 1000));
    check_pixel(middle_of(drawn(first_frame(clips[1]), {160, 16}), patch), test::hlg_to_sdr(code));
    check_pixel(middle_of(drawn(first_frame(clips[2]), {160, 16}), patch),
                test::p3_to_709(test::clamped(decoded(kPatches[patch], kP3, false))));
    check_pixel(middle_of(drawn(first_frame(clips[3]), {160, 16}), patch), test::pq_to_sdr(code, 600));
  }
  // What is up to 100 nits stays as it was: grey of PQ code 0.5081 is 100 nits, of 203 for white.
  const Rgb hundred = test::pq_to_sdr({0.5081, 0.5081, 0.5081}, 1000);
  CHECK(hundred.green == Approx(std::pow(100.0 / 203, 1 / 2.4)).margin(0.01));
}

TEST_CASE("a film that can be seen through lies over the ground: VP9, PNG in MOV, ProRes 4444") {
  const std::vector<int> alpha{255, 0, 128, 64, 192, 255, 32, 16, 220, 100};
  const Form see_through{"yuva420p", 8, 2, 2};
  const Form prores{"yuva444p10le", 10, 1, 1};
  const auto raw8 = test::written_file("alpha8.yuv", raw_frame(see_through, alpha));
  const auto raw10 = test::written_file("alpha10.yuv", raw_frame(prores, alpha));
  Bytes rgba;
  for (int y = 0; y < 16; ++y)
    for (int x = 0; x < 160; ++x) {
      const auto i = static_cast<std::size_t>(x / kPatchPx);
      const Rgb colour = test::clamped(decoded(kPatches[i], kBt709, false));
      for (const double part : {colour.red, colour.green, colour.blue})
        rgba.push_back(static_cast<char>(test::to_byte(part)));
      rgba.push_back(static_cast<char>(alpha[i]));
    }
  const auto raw_rgba = test::written_file("alpha.rgba", rgba);
  const auto input = [](const char* format, const std::string& raw) {
    return std::vector<std::string>{"-f",           "rawvideo", "-pix_fmt",    format,  "-s", "160x16",
                                    "-color_range", "tv",       "-colorspace", "bt709", "-i", raw};
  };
  const auto clips = test::made_clips(
      {{"alpha.webm",
        input("yuva420p", raw8),
        {"-c:v", "libvpx-vp9", "-lossless", "1", "-auto-alt-ref", "0", "-pix_fmt", "yuva420p", "-colorspace",
         "bt709"}},
       {"alpha-png.mov",
        {"-f", "rawvideo", "-pix_fmt", "rgba", "-s", "160x16", "-i", raw_rgba},
        {"-c:v", "png", "-pix_fmt", "rgba"}},
       {"alpha-prores.mov",
        input("yuva444p10le", raw10),
        {"-c:v", "prores_ks", "-profile:v", "4444", "-qscale:v", "1", "-pix_fmt", "yuva444p10le",
         "-alpha_bits", "16", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"}}});
  const pixels::Colour ground{200, 40, 90, 255};
  for (const auto& clip : clips) {
    INFO(clip);
    const auto picture = drawn(first_frame(clip), {160, 16}, ground);
    for (std::size_t patch = 0; patch < kPatches.size(); ++patch) {
      INFO("patch " << patch);
      // Ten bits keep alpha as 255 parts of 1023 / 4.
      const double part = clip.ends_with("prores.mov") ? alpha[patch] * 4 / 1023.0 : alpha[patch] / 255.0;
      const Rgb over = test::clamped(decoded(kPatches[patch], kBt709, false));
      const auto mixed = [&](double value, int under) { return value * part + under / 255.0 * (1 - part); };
      check_pixel(middle_of(picture, patch), {mixed(over.red, ground.red), mixed(over.green, ground.green),
                                              mixed(over.blue, ground.blue)});
    }
    // Scaled: the same, and nothing of the ground is lost.
    const auto large = drawn(first_frame(clip), {320, 64}, ground);
    CHECK(large.row(0)[0] == 0xFFC8285AU);
    for (const std::size_t patch : {0U, 1U, 9U}) {
      const auto small = middle_of(picture, patch);
      check_pixel(large.row(32)[patch * 32 + 16],
                  {(small >> 16U & 255U) / 255.0, (small >> 8U & 255U) / 255.0, (small & 255U) / 255.0});
    }
  }
}

TEST_CASE("odd sizes are drawn to their last row and column") {
  const auto size = GENERATE(pixels::Size{161, 17}, pixels::Size{159, 15});
  const auto raw = test::written_file("odd-" + std::to_string(size.width_px) + ".yuv",
                                      raw_frame(k420, {}, size.width_px, size.height_px));
  const auto clip = test::made_clip(
      "odd-" + std::to_string(size.width_px) + ".webm",
      {"-f", "rawvideo", "-pix_fmt", "yuv420p", "-s",
       std::to_string(size.width_px) + "x" + std::to_string(size.height_px), "-color_range", "tv",
       "-colorspace", "bt709", "-i", raw, "-c:v", "libvpx-vp9", "-lossless", "1", "-pix_fmt", "yuv420p"});
  const auto frame = first_frame(clip);
  REQUIRE(frame.size == size);
  const auto picture = drawn(frame, size);
  for (const int y : {0, size.height_px / 2, size.height_px - 1})
    for (int x = 0; x < size.width_px; ++x) {
      INFO(x << " " << y);
      const auto patch = std::min<std::size_t>(static_cast<std::size_t>(x / kPatchPx), 9);
      check_pixel(picture.row(y)[x], decoded(kPatches[patch], kBt709, false));
    }
}

TEST_CASE("pixels that are not square are drawn at their width, letterboxed in the ground") {
  const auto raw = test::written_file("patches-yuv420p.yuv", raw_frame(k420));
  const auto clip = test::made_clip(
      "wide-pixels.mp4", {"-f",           "rawvideo",   "-pix_fmt",     "yuv420p", "-s",          "160x16",
                          "-color_range", "tv",         "-colorspace",  "bt709",   "-i",          raw,
                          "-vf",          "setsar=2/1", "-c:v",         "libx264", "-qp",         "0",
                          "-pix_fmt",     "yuv420p",    "-color_range", "tv",      "-colorspace", "bt709"});
  const auto picture = drawn(first_frame(clip), {320, 36}, {1, 2, 3, 255});
  CHECK(picture.row(9)[160] == 0xFF010203U);
  CHECK(picture.row(26)[160] == 0xFF010203U);
  for (std::size_t patch = 0; patch < kPatches.size(); ++patch)
    for (const int y : {10, 18, 25}) {
      INFO(patch << " " << y);
      check_pixel(picture.row(y)[patch * 32 + 16], decoded(kPatches[patch], kBt709, false));
    }
}

TEST_CASE("a frame is placed whole in its box, or covers it, with its pixel aspect") {
  const auto box = place({1920, 1080}, {1, 1}, {1920, 1080}, bundle::Fit::contain);
  CHECK(box.target == pixels::Rect{0, 0, 1920, 1080});
  CHECK(place({1920, 1080}, {1, 1}, {1080, 1920}, bundle::Fit::contain).target ==
        pixels::Rect{0, 656, 1080, 608});
  const auto cover = place({1920, 1080}, {1, 1}, {1080, 1920}, bundle::Fit::cover);
  CHECK(cover.target == pixels::Rect{0, 0, 1080, 1920});
  CHECK(cover.source.height == 1080);
  CHECK(cover.source.width == Approx(607).margin(1));
  CHECK(place({720, 480}, {32, 27}, {1920, 1080}, bundle::Fit::contain).target ==
        pixels::Rect{0, 0, 1920, 1080});
}

TEST_CASE("a film that is scaled, cut or turned keeps its colours to the edge") {
  const auto clips = test::made_clips({recipe("scaled-8.mkv", k420, kBt709, false, kLosslessH264),
                                       recipe("scaled-10.mkv", k420of10, kBt709, false, kLosslessH264)});
  for (const auto& clip : clips) {
    auto frame = first_frame(clip);
    for (const pixels::Size size : {pixels::Size{240, 24}, {320, 32}, {107, 11}, {80, 8}}) {
      INFO(clip << " " << size.width_px);
      const auto picture = drawn(frame, size);
      for (std::size_t patch = 0; patch < kPatches.size(); ++patch)
        check_pixel(
            picture.row(size.height_px / 2)[(2 * patch + 1) * static_cast<std::size_t>(size.width_px) / 20],
            decoded(kPatches[patch], kBt709, false));
    }
    // Cut to the middle, and turned: the first patch that is seen is the third.
    frame.rotation_degrees = 90;
    pixels::Pixmap covered({16, 96});
    FramePainter().paint(frame, canvas_of(covered), bundle::Fit::cover);
    check_pixel(covered.row(8)[8], decoded(kPatches[2], kBt709, false));
    check_pixel(covered.row(88)[8], decoded(kPatches[7], kBt709, false));
  }
}

TEST_CASE("a turned frame stands upright and letterboxed in the ground's colour") {
  pixels::Pixmap source({4, 2});
  for (int y = 0; y < 2; ++y)
    for (int x = 0; x < 4; ++x) source.row(y)[x] = x == 0 ? 0xffff0000U : 0xff0000ffU;
  Frame frame;
  frame.layout = Planes::bgra;
  frame.size = source.size();
  frame.planes[0] = source.data();
  frame.strides_bytes[0] = source.stride_bytes();
  frame.rotation_degrees = 90;
  const auto picture = drawn(frame, {8, 4}, {1, 2, 3, 255});
  CHECK(picture.row(0)[0] == 0xff010203U);
  CHECK(picture.row(0)[3] == 0xffff0000U);  // the left edge is now the top
  CHECK(picture.row(3)[4] == 0xff0000ffU);
  CHECK(picture.row(0)[7] == 0xff010203U);
}

TEST_CASE("all eight ways in which a camera may have been held are drawn upright") {
  // Four quarters of different grey, so that each corner is known again.
  Bytes raw;
  for (int y = 0; y < 32; ++y)
    for (int x = 0; x < 64; ++x) raw.push_back(static_cast<char>(40 + 60 * ((y / 16) * 2 + x / 32)));
  raw.append(64 * 32 / 2, static_cast<char>(128));
  const auto file = test::written_file("quarters.yuv", raw);
  const auto clip = test::made_clip(
      "quarters.mp4", {"-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "64x32", "-color_range", "tv", "-i",
                       file, "-c:v", "libx264", "-qp", "0", "-pix_fmt", "yuv420p"});
  const auto bytes = test::bytes_of(clip);
  const auto head = bytes.find("tkhd");
  REQUIRE(head != Bytes::npos);
  for (const bool is_swapped : {false, true})
    for (const int first : {1, -1})
      for (const int second : {1, -1}) {
        // x' = a x + c y, y' = b x + d y
        const int a = is_swapped ? 0 : first, b = is_swapped ? first : 0;
        const int c = is_swapped ? second : 0, d = is_swapped ? 0 : second;
        INFO("a " << a << " b " << b << " c " << c << " d " << d);
        auto turned = bytes;
        const auto put = [&](std::size_t place, int value) {
          const auto fixed = static_cast<std::uint32_t>(value * 65536);
          for (std::size_t i = 0; i < 4; ++i)
            turned[head + 4 + 40 + 4 * place + i] = static_cast<char>(fixed >> (24 - 8 * i) & 255U);
        };
        put(0, a), put(1, b), put(3, c), put(4, d);
        const auto path = test::written_file("turned-" + std::to_string(a) + std::to_string(b) +
                                                 std::to_string(c) + std::to_string(d) + ".mp4",
                                             turned);
        const pixels::Size upright = is_swapped ? pixels::Size{32, 64} : pixels::Size{64, 32};
        const auto picture = drawn(first_frame(path), upright);
        for (const int x : {-1, 1})
          for (const int y : {-1, 1}) {
            const double grey = (40 + 60 * (y > 0 ? 2 : 0) + 60 * (x > 0 ? 1 : 0) - 16) / 219.0;
            const int to_x = upright.width_px / 2 + (a * x + c * y) * upright.width_px / 4;
            const int to_y = upright.height_px / 2 + (b * x + d * y) * upright.height_px / 4;
            check_pixel(picture.row(to_y)[to_x], {grey, grey, grey});
          }
      }
}
