#include "player/decode/probe_advice.h"

namespace gatecast::decode {
namespace {

constexpr std::int64_t kLargestCheapAreaPx = 1920LL * 1088;
constexpr int kHighestCheapRate = 60;
constexpr int kHighestH264Level = 42;
constexpr int kQuietMlufs = -40000;

void warn(std::vector<Fault>& faults, std::string rule, std::string message, std::string hint) {
  faults.push_back({std::move(rule), std::move(message), std::move(hint), true});
}

void advise_on_video(const bundle::VideoFacts& video, std::vector<Fault>& faults) {
  const std::string size = std::to_string(video.width_px) + " x " + std::to_string(video.height_px);
  if (static_cast<std::int64_t>(video.width_px) * video.height_px > kLargestCheapAreaPx)
    warn(faults, "media.large", "the picture is " + size + ": cheap hardware decodes 1920 x 1080 at most",
         "convert it to the screen's size");
  if (video.frame_rate.numerator > kHighestCheapRate * video.frame_rate.denominator)
    warn(faults, "media.fast", "it has more than 60 frames a second",
         "convert it to 25 or 30 frames a second");
  if (video.codec == "h264" && (video.level > kHighestH264Level || video.bit_depth > 8))
    warn(faults, "media.profile", "this H.264 profile or level is not decoded in hardware",
         "convert it to High profile, level 4.2 at most, 8 bit");
  if (video.codec == "av1")
    warn(faults, "media.codec_slow", "AV1 is decoded by the processor alone on cheap hardware",
         "convert it to H.264");
  if (video.is_interlaced)
    warn(faults, "media.interlaced",
         "the video is interlaced: each picture is made whole while it plays, which costs the kiosk time and "
         "half "
         "the movement",
         "deinterlace it before it is published");
  if (video.is_variable_rate)
    warn(faults, "media.variable_rate", "its frames are not evenly spaced: movement will not look smooth",
         "convert it to a constant frame rate");
  if (video.transfer == "smpte2084" || video.transfer == "arib-std-b67")
    warn(faults, "media.hdr",
         "the video is HDR: its light is brought to a usual screen while it plays, too slow for cheap "
         "hardware",
         "convert it to BT.709");
  else if (video.primaries == "bt2020" || video.primaries == "smpte432" || video.matrix.starts_with("bt2020"))
    warn(faults, "media.wide_gamut",
         "the video has more colours than a usual screen: they are converted while it plays, too slow for "
         "cheap "
         "hardware",
         "convert it to BT.709");
  if (video.codec == "prores" || video.codec == "png")
    warn(faults, "media.codec_slow", "this is a format for editing: large, and slow on cheap hardware",
         "convert it to H.264; where it must be seen through, to VP9 with alpha in WebM");
}

}  // namespace

void add_advice(const bundle::MediaFacts& facts, std::vector<Fault>& faults) {
  if (facts.video) advise_on_video(*facts.video, faults);
  for (const auto& sound : facts.audio)
    if (sound.loudness_mlufs < kQuietMlufs)
      warn(faults, "media.quiet", "sound " + std::to_string(sound.stream_index) + " is silent or nearly so",
           "remove the track, or export it at the usual loudness");
}

}  // namespace gatecast::decode
