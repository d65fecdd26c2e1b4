#include "content-sync/bundle/release_read.h"

namespace gatecast::bundle {
namespace {

constexpr std::int64_t kLargestSide = 16384;
constexpr std::int64_t kMostStreams = 256;
constexpr std::int64_t kLongestMedia = std::int64_t{24} * 3600 * 1'000'000;

VideoFacts read_video(const Node& node) {
  VideoFacts video;
  video.stream_index = static_cast<int>(node.at("stream_index").integer(0, kMostStreams));
  video.codec = node.at("codec").text();
  video.profile = node.text_or("profile", "");
  video.level = static_cast<int>(node.integer_or("level", 0, -99, 10000));
  video.width_px = static_cast<int>(node.at("width_px").integer(1, kLargestSide));
  video.height_px = static_cast<int>(node.at("height_px").integer(1, kLargestSide));
  video.frame_rate = node.at("frame_rate").ratio();
  video.is_variable_rate = node.flag_or("is_variable_rate", false);
  if (node.has("pixel_aspect")) video.pixel_aspect = node.at("pixel_aspect").ratio();
  video.rotation_degrees = static_cast<int>(node.integer_or("rotation_degrees", 0, 0, 270));
  video.matrix = node.text_or("matrix", "unknown");
  video.primaries = node.text_or("primaries", "unknown");
  video.transfer = node.text_or("transfer", "unknown");
  video.is_full_range = node.flag_or("is_full_range", false);
  video.bit_depth = static_cast<int>(node.integer_or("bit_depth", 8, 1, 16));
  video.pixel_format = node.text_or("pixel_format", "");
  video.is_interlaced = node.flag_or("is_interlaced", false);
  video.reorder_depth = static_cast<int>(node.integer_or("reorder_depth", 0, 0, 64));
  return video;
}

AudioFacts read_audio(const Node& node) {
  AudioFacts audio;
  audio.stream_index = static_cast<int>(node.at("stream_index").integer(0, kMostStreams));
  audio.codec = node.at("codec").text();
  audio.sample_rate_hz = static_cast<int>(node.at("sample_rate_hz").integer(1, 768000));
  audio.channels = static_cast<int>(node.at("channels").integer(1, 64));
  audio.language = node.text_or("language", "");
  audio.loudness_mlufs = static_cast<int>(node.integer_or("loudness_mlufs", 0, -200000, 50000));
  audio.true_peak_mdb = static_cast<int>(node.integer_or("true_peak_mdb", 0, -200000, 50000));
  audio.gain_mdb = static_cast<int>(node.integer_or("gain_mdb", 0, -100000, 30000));
  return audio;
}

}  // namespace

MediaFacts read_media_facts(const Node& node) {
  MediaFacts facts;
  facts.container = node.at("container").text();
  facts.duration_us = node.at("duration_us").integer(0, kLongestMedia);
  if (node.has("video")) facts.video = read_video(node.at("video"));
  node.each_of("audio", kMostStreams, [&](const Node& audio) { facts.audio.push_back(read_audio(audio)); });
  node.each_of("subtitles", kMostStreams, [&](const Node& stream) {
    facts.subtitles.push_back({static_cast<int>(stream.at("stream_index").integer(0, kMostStreams)),
                               stream.at("codec").text(), stream.text_or("language", "")});
  });
  return facts;
}

PictureFacts read_picture_facts(const Node& node) {
  PictureFacts facts;
  facts.width_px = static_cast<int>(node.at("width_px").integer(1, kLargestSide));
  facts.height_px = static_cast<int>(node.at("height_px").integer(1, kLargestSide));
  facts.format = node.at("format").text();
  return facts;
}

}  // namespace gatecast::bundle
