#include "player/decode/probe.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>

#include "player/decode/libav.h"
#include "player/decode/loudness.h"
#include "player/decode/picture.h"
#include "player/decode/probe_advice.h"
#include "player/decode/video_decoder.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace gatecast::decode {
namespace {

constexpr std::size_t kReorderWindow = 32;
constexpr Duration kShortage{500'000};  // a film may end this much before the container's duration
constexpr int kSilenceMlufs = -70000;

// Several passes over one file.
class SharedFile final : public ReadFile {
 public:
  explicit SharedFile(std::shared_ptr<ReadFile> file) : file_(std::move(file)) {}
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) override {
    return file_->read_at(offset, buffer);
  }
  Result<std::uint64_t> size() override { return file_->size(); }

 private:
  std::shared_ptr<ReadFile> file_;
};

std::string text_of(const char* value) {
  return value == nullptr ? "" : value;
}

// Containers speak ISO 639-2; releases BCP 47.
std::string language_of(const AVStream& stream) {
  static const std::map<std::string, std::string> kShort{
      {"vie", "vi"}, {"lao", "lo"}, {"tha", "th"}, {"eng", "en"}, {"zho", "zh"},
      {"chi", "zh"}, {"und", ""},   {"fra", "fr"}, {"fre", "fr"}, {"jpn", "ja"},
      {"kor", "ko"}, {"khm", "km"}, {"deu", "de"}, {"ger", "de"}};
  const auto* entry = av_dict_get(stream.metadata, "language", nullptr, 0);
  if (entry == nullptr) return "";
  const auto found = kShort.find(entry->value);
  return found == kShort.end() ? entry->value : found->second;
}

bundle::VideoFacts video_facts(const MediaInput& input, AVStream& stream) {
  const AVCodecParameters& parameters = *stream.codecpar;
  bundle::VideoFacts facts;
  facts.stream_index = stream.index;
  facts.codec = avcodec_get_name(parameters.codec_id);
  facts.profile = text_of(avcodec_profile_name(parameters.codec_id, parameters.profile));
  facts.level = std::max(0, parameters.level);
  facts.width_px = parameters.width;
  facts.height_px = parameters.height;
  const AVRational rate = stream.avg_frame_rate.num > 0 ? stream.avg_frame_rate : stream.r_frame_rate;
  facts.frame_rate = {rate.num, std::max(1, rate.den)};
  facts.pixel_aspect = pixel_aspect_of(input, stream, nullptr);
  facts.rotation_degrees = rotation_of(stream);
  const auto named = [](const char* name) {
    return name == nullptr ? std::string("unknown") : std::string(name);
  };
  facts.matrix = named(av_color_space_name(parameters.color_space));
  facts.primaries = named(av_color_primaries_name(parameters.color_primaries));
  facts.transfer = named(av_color_transfer_name(parameters.color_trc));
  const auto format = static_cast<AVPixelFormat>(parameters.format);
  facts.pixel_format = named(av_get_pix_fmt_name(format));
  facts.is_full_range = parameters.color_range == AVCOL_RANGE_JPEG || facts.pixel_format.starts_with("yuvj");
  if (const auto* description = av_pix_fmt_desc_get(format)) facts.bit_depth = description->comp[0].depth;
  facts.is_interlaced =
      parameters.field_order != AV_FIELD_PROGRESSIVE && parameters.field_order != AV_FIELD_UNKNOWN;
  facts.reorder_depth = parameters.video_delay;
  return facts;
}

bundle::MediaFacts container_facts(const MediaInput& input) {
  const AVFormatContext& format = input.format();
  bundle::MediaFacts facts;
  facts.container = format.iformat->name;
  facts.duration_us = std::max<std::int64_t>(0, format.duration);
  const int best = av_find_best_stream(&input.format(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  if (best >= 0 && (format.streams[best]->disposition & AV_DISPOSITION_ATTACHED_PIC) == 0)
    facts.video = video_facts(input, *format.streams[best]);
  for (unsigned i = 0; i < format.nb_streams; ++i) {
    const AVStream& stream = *format.streams[i];
    const AVCodecParameters& parameters = *stream.codecpar;
    const std::string codec = avcodec_get_name(parameters.codec_id);
    const int index = static_cast<int>(i);
    if (parameters.codec_type == AVMEDIA_TYPE_AUDIO)
      facts.audio.push_back(
          {index, codec, parameters.sample_rate, parameters.ch_layout.nb_channels, language_of(stream)});
    if (parameters.codec_type == AVMEDIA_TYPE_SUBTITLE)
      facts.subtitles.push_back({index, codec, language_of(stream)});
  }
  return facts;
}

struct PacketCount {
  std::int64_t packets = 0;
  std::int64_t promised = 0;  // by the container; 0 = it does not say
  int reorder_depth = 0;
  bool broke = false;
};

// How far a frame is moved behind others in decoding order: what the player must hold back at the start.
Result<PacketCount> count_packets(std::unique_ptr<ReadFile> file, const std::string& name, int stream) {
  GATECAST_TRY(auto input, MediaInput::open(std::move(file), name));
  GATECAST_TRY_STATUS(input->examine_streams());
  input->play_only(stream);
  PacketCount count;
  count.promised = input->format().streams[stream]->nb_frames;
  const PacketPtr packet(av_packet_alloc());
  std::deque<std::int64_t> earlier;
  while (true) {
    auto has_packet = input->read(*packet);
    if (!has_packet && has_packet.error().kind == ErrorKind::environment) return fail(has_packet.error());
    if (!has_packet) count.broke = true;
    if (!has_packet || !*has_packet) break;
    if (packet->stream_index == stream) {
      ++count.packets;
      const auto pts = packet->pts;
      const auto before =
          std::count_if(earlier.begin(), earlier.end(), [&](auto other) { return other > pts; });
      count.reorder_depth = std::max(count.reorder_depth, static_cast<int>(before));
      earlier.push_back(pts);
      if (earlier.size() > kReorderWindow) earlier.pop_front();
    }
    av_packet_unref(packet.get());
  }
  return count;
}

struct FrameCount {
  std::int64_t frames = 0;
  Duration end{0};
  Duration shortest = Duration::max();
  Duration longest{0};
  std::optional<Error> error;
};

Result<FrameCount> count_frames(std::unique_ptr<ReadFile> file, const std::string& name) {
  FrameCount count;
  VideoRequest request;
  request.name = name;
  request.one_thread.first = 0;  // nobody looks: as quick as can be
  auto decoder = VideoDecoder::open(std::move(file), request);
  if (!decoder) {
    if (decoder.error().kind != ErrorKind::content) return fail(decoder.error());
    count.error = decoder.error();
    return count;
  }
  Duration last{-1};
  while (true) {
    auto frame = (*decoder)->next();
    if (!frame) {
      if (frame.error().kind != ErrorKind::content) return fail(frame.error());
      count.error = frame.error();
      return count;
    }
    if (!*frame) return count;
    ++count.frames;
    if (last >= Duration(0)) {
      count.shortest = std::min(count.shortest, (*frame)->time - last);
      count.longest = std::max(count.longest, (*frame)->time - last);
    }
    last = (*frame)->time;
    count.end = last + (*frame)->length;
  }
}

std::string seconds(Duration duration) {
  const auto tenths = (duration.count() + 50'000) / 100'000;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

Status measure_video(const std::shared_ptr<ReadFile>& file, const std::string& name, ProbeReport& report) {
  auto& facts = *report.media;
  GATECAST_TRY(const auto packets,
               count_packets(std::make_unique<SharedFile>(file), name, facts.video->stream_index));
  GATECAST_TRY(const auto frames, count_frames(std::make_unique<SharedFile>(file), name));
  facts.video->reorder_depth = std::max(facts.video->reorder_depth, packets.reorder_depth);
  facts.video->is_variable_rate =
      frames.frames > 2 && frames.longest - frames.shortest > frames.longest / 4 + Duration(2000);
  const Duration promised(facts.duration_us);
  if (frames.frames > 0) facts.duration_us = frames.end.count();
  if (frames.frames == 0) {
    const auto why = frames.error ? frames.error->message : "no frame of it can be decoded";
    report.faults.push_back({frames.error ? frames.error->rule : "media.undecodable", why,
                             "export the video again as H.264 in MP4", false});
    return {};
  }
  const auto expected = std::max(packets.promised, packets.packets);
  const bool misses_frames =
      expected > 0 && frames.frames * 100 < expected * 98 && expected - frames.frames > 3;
  const bool ends_early = facts.audio.empty() && promised > frames.end + kShortage;
  if (frames.error || packets.broke || misses_frames || ends_early)
    report.faults.push_back({"media.truncated",
                             "only " + std::to_string(frames.frames) + " of " + std::to_string(expected) +
                                 " frames can be decoded (" + seconds(frames.end) + " of " +
                                 seconds(promised) + ")",
                             "the file is cut off or damaged: export or copy it again", false});
  return {};
}

Status measure_sounds(const std::shared_ptr<ReadFile>& file, const std::string& name,
                      const ProbeOptions& options, ProbeReport& report) {
  for (auto& sound : report.media->audio) {
    SoundRequest request;
    request.name = name;
    request.stream_index = sound.stream_index;
    auto decoder = SoundDecoder::open(std::make_unique<SharedFile>(file), request);
    auto loudness = decoder ? measure_loudness(**decoder) : Result<Loudness>(fail(decoder.error()));
    if (!loudness) {
      const Error& error = loudness.error();
      if (error.kind != ErrorKind::content) return fail(error);
      report.faults.push_back({error.rule,
                               "sound " + std::to_string(sound.stream_index) + ": " + error.message,
                               error.hint, false});
      continue;
    }
    sound.loudness_mlufs = loudness->loudness_mlufs;
    sound.true_peak_mdb = loudness->true_peak_mdb;
    if (loudness->loudness_mlufs > kSilenceMlufs)
      sound.gain_mdb = std::min(options.target_mlufs - loudness->loudness_mlufs,
                                options.highest_true_peak_mdb - loudness->true_peak_mdb);
    if (!report.media->video)
      report.media->duration_us = std::max(report.media->duration_us, loudness->end.count());
  }
  return {};
}

// True when the file was a picture (whole or broken).
Result<bool> probe_picture(ReadFile& file, const std::string& name, const PictureLimits& limits,
                           ProbeReport& report) {
  Bytes head(4096, '\0');
  GATECAST_TRY(const auto got, file.read_at(0, {head.data(), head.size()}));
  head.resize(got);
  if (!looks_like_picture(head)) return false;
  GATECAST_TRY(const auto size, file.size());
  if (size > limits.file_bytes) {
    report.faults.push_back(
        {"picture.too_large",
         "the picture's file is larger than " + std::to_string(limits.file_bytes >> 20U) + " MiB",
         "scale it down to the size at which it is shown", false});
    return true;
  }
  Bytes bytes(size, '\0');
  GATECAST_TRY(const auto read, file.read_at(0, {bytes.data(), bytes.size()}));
  bytes.resize(read);
  auto picture = decode_picture(bytes, name, {}, ScaleTo::cover, limits);
  if (!picture) {
    if (picture.error().kind != ErrorKind::content) return fail(picture.error());
    report.faults.push_back({picture.error().rule, picture.error().message, picture.error().hint, false});
    return true;
  }
  report.picture = bundle::PictureFacts{picture->full_size.width_px, picture->full_size.height_px,
                                        std::string(picture->format)};
  return true;
}

Result<std::unique_ptr<MediaInput>> open_examined(std::unique_ptr<ReadFile> file, const std::string& name) {
  GATECAST_TRY(auto input, MediaInput::open(std::move(file), name));
  GATECAST_TRY_STATUS(input->examine_streams());
  return input;
}

}  // namespace

Result<ProbeReport> probe_file(std::unique_ptr<ReadFile> file, const std::string& name,
                               const ProbeOptions& options) {
  const std::shared_ptr<ReadFile> shared(std::move(file));
  ProbeReport report;
  GATECAST_TRY(const bool is_picture, probe_picture(*shared, name, options.picture_limits, report));
  if (is_picture) return report;
  auto input = open_examined(std::make_unique<SharedFile>(shared), name);
  if (!input) {
    const Error& error = input.error();
    if (error.kind != ErrorKind::content) return fail(error);
    report.faults.push_back({error.rule, error.message, error.hint, false});
    return report;
  }
  report.media = container_facts(**input);
  input->reset();
  if (!report.media->video && report.media->audio.empty()) {
    report.faults.push_back(
        {"media.no_video", "the file has neither picture nor sound", "export the film again", false});
    return report;
  }
  if (!report.media->video)
    report.faults.push_back({"media.no_video", "the file has sound but no video stream",
                             "as a clip it needs a picture; as a sound track it may stay", false});
  if (report.media->video) GATECAST_TRY_STATUS(measure_video(shared, name, report));
  GATECAST_TRY_STATUS(measure_sounds(shared, name, options, report));
  add_advice(*report.media, report.faults);
  return report;
}

Result<bundle::MediaFacts> glance_at_file(std::unique_ptr<ReadFile> file, const std::string& name) {
  GATECAST_TRY(auto input, open_examined(std::move(file), name));
  return container_facts(*input);
}

}  // namespace gatecast::decode
