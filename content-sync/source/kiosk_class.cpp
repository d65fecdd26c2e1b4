#include "content-sync/source/kiosk_class.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatecast::source {
namespace {

constexpr int kFull =
    60;  // hundredths of the cores that a film may take: the rest is sound, overlays, the next item

// Microseconds of a core for a million pixels. Measured: h264, hevc, vp9, showing, scaling (1080p30, the
// issue's clips). The others are estimates on the safe side.
struct Cost {
  std::string_view codec;
  int us;
};
constexpr Cost kDecoding[] = {{"h264", 3800}, {"hevc", 4400},       {"vp9", 3300},    {"vp8", 3000},
                              {"av1", 7000},  {"mpeg2video", 2000}, {"prores", 9000}, {"png", 15000}};
constexpr int kUnknownCodec = 5000;
constexpr int kShowing = 1100;
constexpr int kScaling = 1100;
constexpr int kDeepPercent = 150;   // 10 bits: twice the bytes
constexpr int kWholeFrames = 2500;  // fields made whole
constexpr int kLight = 30000;       // HDR or wide colours brought to a usual screen, pixel by pixel

bool needs_light(const bundle::VideoFacts& video) {
  return video.transfer == "smpte2084" || video.transfer == "arib-std-b67" || video.primaries == "bt2020" ||
         video.primaries == "smpte432";
}

double rate_of(const bundle::VideoFacts& video) {
  if (video.frame_rate.denominator <= 0) return 25;
  return static_cast<double>(video.frame_rate.numerator) / static_cast<double>(video.frame_rate.denominator);
}

std::string told(const bundle::VideoFacts& video) {
  return fmt::format("{} x {} at {:.4g} frames a second in {}", video.width_px, video.height_px,
                     rate_of(video), video.codec);
}

}  // namespace

const std::vector<KioskClass>& kiosk_classes() {
  static const std::vector<KioskClass> kClasses{
      {"basic", "a small board or an old thin client", 2, 45, 1920LL * 1088},
      {"office", "an office computer with two cores", 2, 100, 3840LL * 2160},
      {"strong", "a computer with four quick cores", 4, 150, 3840LL * 2160}};
  return kClasses;
}

std::optional<KioskClass> kiosk_class(std::string_view name) {
  for (const auto& one : kiosk_classes())
    if (one.name == name) return one;
  return std::nullopt;
}

std::int64_t processor_ms(const bundle::VideoFacts& video, const bundle::Screen& screen) {
  const double source = static_cast<double>(video.width_px) * video.height_px / 1e6;
  const double shown = static_cast<double>(screen.width_px) * screen.height_px / 1e6;
  const auto* known = std::find_if(std::begin(kDecoding), std::end(kDecoding),
                                   [&](const Cost& cost) { return cost.codec == video.codec; });
  double decoding = known == std::end(kDecoding) ? kUnknownCodec : known->us;
  if (video.bit_depth > 8) decoding = decoding * kDeepPercent / 100;
  if (video.is_interlaced) decoding += kWholeFrames;
  if (needs_light(video)) decoding += kLight;
  double frame_us = source * decoding + shown * kShowing;
  const bool is_scaled = video.width_px != screen.width_px || video.height_px != screen.height_px;
  if (is_scaled) frame_us += std::max(source, shown) * kScaling;
  return static_cast<std::int64_t>(frame_us * rate_of(video) / 1000);
}

std::vector<KioskFinding> judge_for_kiosk(const bundle::VideoFacts& video, const bundle::Screen& screen,
                                          const KioskClass& kiosk) {
  std::vector<KioskFinding> findings;
  const auto kind = fmt::format("a kiosk of class \"{}\" ({})", kiosk.name, kiosk.words);
  const auto pixels = static_cast<std::int64_t>(video.width_px) * video.height_px;
  const auto to_screen = fmt::format(
      "convert it to H.264, 8 bit, {} x {} at 25 or 30 frames a second; or name the stronger class that "
      "the kiosks are of, \"kiosk_class\" in channel.json",
      screen.width_px, screen.height_px);
  if (pixels > kiosk.most_pixels)
    findings.push_back({"kiosk.size",
                        fmt::format("{}: {} has not the memory for frames of that size", told(video), kind),
                        to_screen});
  const auto needed = processor_ms(video, screen) * 100 / kiosk.speed_percent;
  const std::int64_t spare = kiosk.cores * 1000LL * kFull / 100;
  if (needed > spare)
    findings.push_back(
        {"kiosk.too_heavy",
         fmt::format(
             "{}{}{}: {} would need about {:.1f} of its {} cores and can spare {:.1f}: frames would be left "
             "out",
             told(video), video.bit_depth > 8 ? fmt::format(", {} bit", video.bit_depth) : "",
             needs_light(video) ? ", HDR or wide colours" : "", kind, static_cast<double>(needed) / 1000,
             kiosk.cores, static_cast<double>(spare) / 1000),
         to_screen});
  return findings;
}

}  // namespace gatecast::source
