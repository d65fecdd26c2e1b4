#include "player/decode/subtitle_stream.h"

#include <algorithm>
#include <array>

#include "player/decode/libav.h"

namespace gatecast::decode {
namespace {

constexpr std::size_t kMostPackets = 20000;
constexpr std::size_t kMostBytes = std::size_t{2} << 20U;
constexpr Duration kUnknownLength{3'000'000};

// Two bytes of length, the words, then boxes of styles.
std::string words_of_mov_text(const AVPacket& packet) {
  if (packet.size < 2) return {};
  const auto length = static_cast<std::size_t>(packet.data[0] << 8 | packet.data[1]);
  const auto there = std::min(length, static_cast<std::size_t>(packet.size) - 2);
  return {reinterpret_cast<const char*>(packet.data) + 2, there};
}

std::string side_text(const AVPacket& packet, AVPacketSideDataType type) {
  std::size_t size = 0;
  const auto* data = av_packet_get_side_data(&packet, type, &size);
  return data == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(data), size);
}

SubtitlePacket read_packet(const AVPacket& packet, const AVStream& stream, bool is_mov_text) {
  SubtitlePacket read;
  read.start = to_duration(packet.pts == AV_NOPTS_VALUE ? packet.dts : packet.pts, stream.time_base);
  const auto length = to_duration(packet.duration, stream.time_base);
  read.end = read.start + (length > Duration(0) ? length : kUnknownLength);
  read.text = is_mov_text ? words_of_mov_text(packet)
                          : std::string(reinterpret_cast<const char*>(packet.data),
                                        static_cast<std::size_t>(std::max(0, packet.size)));
  read.settings = side_text(packet, AV_PKT_DATA_WEBVTT_SETTINGS);
  return read;
}

}  // namespace

bool is_text_subtitle(const std::string& codec) {
  constexpr std::array kText{"mov_text", "subrip", "text", "webvtt", "ass"};
  return std::find(kText.begin(), kText.end(), codec) != kText.end();
}

Result<SubtitleStream> read_subtitle_stream(std::unique_ptr<ReadFile> file, const std::string& name,
                                            int stream_index) {
  GATECAST_TRY(auto input, MediaInput::open(std::move(file), name));
  const AVFormatContext& format = input->format();
  if (stream_index < 0 || stream_index >= static_cast<int>(format.nb_streams) ||
      format.streams[stream_index]->codecpar->codec_type != AVMEDIA_TYPE_SUBTITLE)
    return fail(input->content_failure("media.subtitles", "the file has no such stream of subtitles"));
  const AVStream& stream = *format.streams[stream_index];
  SubtitleStream read;
  read.codec = avcodec_get_name(stream.codecpar->codec_id);
  if (!is_text_subtitle(read.codec))
    return fail(input->content_failure("media.subtitles", "these subtitles (" + read.codec + ") are pictures",
                                       "write them as text: WebVTT, SRT or ASS"));
  if (stream.codecpar->extradata_size > 0 && read.codec == "ass")
    read.header.assign(reinterpret_cast<const char*>(stream.codecpar->extradata),
                       static_cast<std::size_t>(stream.codecpar->extradata_size));
  input->play_only(stream_index);
  const PacketPtr packet(av_packet_alloc());
  std::size_t bytes = 0;
  while (true) {
    GATECAST_TRY(const bool has_packet, input->read(*packet));
    if (!has_packet) return read;
    if (packet->stream_index == stream_index && packet->size > 0) {
      auto one = read_packet(*packet, stream, read.codec == "mov_text");
      bytes += one.text.size();
      if (!one.text.empty()) read.packets.push_back(std::move(one));
    }
    av_packet_unref(packet.get());
    if (bytes > kMostBytes || read.packets.size() > kMostPackets)
      return fail(
          input->content_failure("media.subtitles", "there are more subtitles in it than in any film"));
  }
}

}  // namespace gatecast::decode
