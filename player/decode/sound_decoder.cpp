#include "player/decode/sound_decoder.h"

#include <algorithm>
#include <cmath>

#include "player/decode/libav.h"

namespace gatecast::decode {
namespace {

constexpr int kLeastRateHz = 4000;
constexpr int kMostRateHz = 768'000;
constexpr int kMostChannels = 64;
constexpr int kBadSoundInARow = 100;
constexpr Duration kPreroll{100'000};    // codecs with overlapping windows need some packets before the start
constexpr Duration kTrustedGap{20'000};  // smaller jumps of the timestamps are rounding
// Chunks that follow on one another come together: each one that is handed on wakes two processes.
constexpr std::size_t kTogether = std::size_t{4096} * kSoundChannels;
constexpr Duration kJoint{50};

Duration frames_to_duration(std::int64_t frames) {
  return Duration(frames * 1'000'000 / kSoundRateHz);
}
std::int64_t duration_to_frames(Duration duration) {
  return duration.count() * kSoundRateHz / 1'000'000;
}

Result<int> choose_stream(const MediaInput& input, int wanted) {
  const AVFormatContext& format = input.format();
  if (wanted >= 0) {
    if (wanted >= static_cast<int>(format.nb_streams) ||
        format.streams[wanted]->codecpar->codec_type != AVMEDIA_TYPE_AUDIO)
      return fail(input.content_failure("media.facts",
                                        "the file does not have the sound stream that the release names"));
    return wanted;
  }
  const int best = av_find_best_stream(&input.format(), AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
  if (best < 0) return fail(input.content_failure("media.no_sound", "the file has no sound"));
  return best;
}

class LibavSoundDecoder final : public SoundDecoder {
 public:
  LibavSoundDecoder(std::unique_ptr<MediaInput> input, CodecPtr codec, int stream, SoundRequest request)
      : input_(std::move(input)),
        codec_(std::move(codec)),
        stream_(stream),
        request_(std::move(request)),
        packet_(av_packet_alloc()),
        gain_(static_cast<float>(std::pow(10.0, request_.gain_mdb / 20000.0))) {
    if (request_.start > kPreroll && !input_->seek(stream_, request_.start - kPreroll)) input_->rewind();
  }

  Result<std::optional<SoundChunk>> next() override {
    GATECAST_TRY(auto chunk, take());
    while (chunk && chunk->samples.size() < kTogether) {
      auto following = one();
      if (!following) {  // what was good comes first
        error_ = std::move(following.error());
        break;
      }
      following_ = std::move(*following);
      if (!following_ || !follows_on(*chunk, *following_)) break;
      chunk->samples.insert(chunk->samples.end(), following_->samples.begin(), following_->samples.end());
      following_.reset();
    }
    return chunk;
  }

 private:
  static bool follows_on(const SoundChunk& chunk, const SoundChunk& following) {
    const auto end =
        chunk.time + frames_to_duration(static_cast<std::int64_t>(chunk.samples.size()) / kSoundChannels);
    return std::chrono::abs(following.time - end) <= kJoint;
  }

  Result<std::optional<SoundChunk>> take() {
    if (following_) return std::exchange(following_, std::nullopt);
    if (error_) return fail(*error_);
    return one();
  }

  // As the codec makes them, within start and out. Empty at the end.
  Result<std::optional<SoundChunk>> one() {
    while (true) {
      GATECAST_TRY(auto chunk, decode());
      if (!chunk) return std::optional<SoundChunk>();
      trim(*chunk);
      if (chunk->time >= request_.out) return std::optional<SoundChunk>();
      if (chunk->samples.empty()) continue;
      for (float& sample : chunk->samples) sample = std::clamp(sample * gain_, -1.0F, 1.0F);
      return chunk;
    }
  }

  void trim(SoundChunk& chunk) const {
    auto& samples = chunk.samples;
    if (chunk.time < request_.start) {
      const auto early = std::min<std::int64_t>(duration_to_frames(request_.start - chunk.time),
                                                static_cast<std::int64_t>(samples.size() / kSoundChannels));
      samples.erase(samples.begin(), samples.begin() + early * kSoundChannels);
      chunk.time += frames_to_duration(early);
    }
    if (request_.out == Duration::max()) return;
    const auto left = std::max<std::int64_t>(0, duration_to_frames(request_.out - chunk.time));
    if (static_cast<std::int64_t>(samples.size()) > left * kSoundChannels)
      samples.resize(static_cast<std::size_t>(left * kSoundChannels));
  }

  Result<std::optional<SoundChunk>> decode() {
    AvFramePtr frame(av_frame_alloc());
    while (true) {
      const int status = avcodec_receive_frame(codec_.get(), frame.get());
      if (status == 0) {
        bad_packets_ = 0;
        return resample(*frame);
      }
      if (status == AVERROR_EOF) return std::optional<SoundChunk>();
      if (status != AVERROR(EAGAIN) && ++bad_packets_ > kBadSoundInARow)
        return fail(input_->failure("media.undecodable", status));
      GATECAST_TRY(const bool has_packet, input_->read(*packet_));
      if (!has_packet) {
        avcodec_send_packet(codec_.get(), nullptr);
        continue;
      }
      if (packet_->stream_index == stream_ && avcodec_send_packet(codec_.get(), packet_.get()) < 0 &&
          ++bad_packets_ > kBadSoundInARow) {
        av_packet_unref(packet_.get());
        return fail(
            input_->content_failure("media.undecodable", "the sound cannot be decoded", "export it again"));
      }
      av_packet_unref(packet_.get());
    }
  }

  // Counted in whole samples: times that are added up would drift by their rounding.
  [[nodiscard]] Duration time_by_count() const {
    return counted_from_.value_or(Duration(0)) + frames_to_duration(counted_frames_);
  }

  [[nodiscard]] Error no_such_sound() const {
    return input_->content_failure("media.sound_format", "this form of sound cannot be played",
                                   "convert it to stereo AAC at 48 kHz");
  }

  Status prepare(const AVFrame& frame) {
    if (resampler_ && frame.sample_rate == rate_ && frame.format == format_ &&
        frame.ch_layout.nb_channels == channels_)
      return {};
    // What a file says of itself: the tables of a rate that nobody uses would fill the memory and take
    // minutes.
    if (frame.sample_rate < kLeastRateHz || frame.sample_rate > kMostRateHz ||
        frame.ch_layout.nb_channels > kMostChannels)
      return fail(no_such_sound());
    AVChannelLayout stereo = AV_CHANNEL_LAYOUT_STEREO;
    AVChannelLayout from = frame.ch_layout;  // a view: libav wants it writable
    SwrContext* made = nullptr;
    const int status =
        swr_alloc_set_opts2(&made, &stereo, AV_SAMPLE_FMT_FLT, kSoundRateHz, &from,
                            static_cast<AVSampleFormat>(frame.format), frame.sample_rate, 0, nullptr);
    resampler_.reset(made);
    if (status < 0 || swr_init(made) < 0) return fail(no_such_sound());
    rate_ = frame.sample_rate;
    format_ = frame.format;
    channels_ = frame.ch_layout.nb_channels;
    return {};
  }

  Result<std::optional<SoundChunk>> resample(const AVFrame& frame) {
    GATECAST_TRY_STATUS(prepare(frame));
    SoundChunk chunk;
    const auto delay = Duration(swr_get_delay(resampler_.get(), 1'000'000));
    const int room = swr_get_out_samples(resampler_.get(), frame.nb_samples);
    chunk.samples.resize(static_cast<std::size_t>(std::max(room, 0)) * kSoundChannels);
    auto* out = reinterpret_cast<std::uint8_t*>(chunk.samples.data());
    const int made = swr_convert(resampler_.get(), &out, room,
                                 const_cast<const std::uint8_t**>(frame.extended_data), frame.nb_samples);
    chunk.samples.resize(static_cast<std::size_t>(std::max(made, 0)) * kSoundChannels);
    if (frame.best_effort_timestamp != AV_NOPTS_VALUE) {
      const auto stamped =
          to_duration(frame.best_effort_timestamp, input_->format().streams[stream_]->time_base) - delay;
      if (!counted_from_ || std::chrono::abs(stamped - time_by_count()) > kTrustedGap) {
        counted_from_ = stamped;
        counted_frames_ = 0;
      }
    }
    chunk.time = time_by_count();
    counted_frames_ += std::max(made, 0);
    return std::optional<SoundChunk>(std::move(chunk));
  }

  std::unique_ptr<MediaInput> input_;
  CodecPtr codec_;
  int stream_;
  SoundRequest request_;
  PacketPtr packet_;
  float gain_;
  ResamplerPtr resampler_;
  int rate_ = 0;
  int format_ = -1;
  int channels_ = 0;
  int bad_packets_ = 0;
  std::optional<Duration> counted_from_;
  std::int64_t counted_frames_ = 0;
  std::optional<SoundChunk> following_;
  std::optional<Error> error_;
};

}  // namespace

Result<std::unique_ptr<SoundDecoder>> SoundDecoder::open(std::unique_ptr<ReadFile> file,
                                                         SoundRequest request) {
  GATECAST_TRY(auto input, MediaInput::open(std::move(file), request.name));
  if (!request.facts) GATECAST_TRY_STATUS(input->examine_streams());
  GATECAST_TRY(const int stream, choose_stream(*input, request.stream_index));
  input->play_only(stream);
  GATECAST_TRY(auto codec, open_decoder(*input, stream, 1, 0));
  return std::make_unique<LibavSoundDecoder>(std::move(input), std::move(codec), stream, std::move(request));
}

}  // namespace gatecast::decode
