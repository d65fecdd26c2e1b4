#include "player/decode/video_decoder.h"

#include <deque>

#include "player/decode/deinterlace.h"
#include "player/decode/effort.h"
#include "player/decode/engine_frames.h"
#include "player/decode/frame_maker.h"

namespace gatecast::decode {
namespace {

constexpr int kBadPacketsInARow = 60;      // then the file is given up: two seconds of film
constexpr Duration kSeekBack{5'000'000};   // next try, where an index pointed behind the wanted time
constexpr Duration kJustBegun{200'000};    // nothing is gained by an index
constexpr Duration kWholeBefore{200'000};  // of the way to the start nothing is left out from here on
constexpr Duration kUsualFrame{40'000};

// Skipping the examination saves some 70 ms, but only facts tell how far frames are reordered: without them
// H.264 would show its first frames in the wrong order.
bool facts_suffice(const MediaInput& input, int stream, const std::optional<bundle::MediaFacts>& facts) {
  if (!facts || !facts->video) return false;
  const AVCodecParameters& parameters = *input.format().streams[stream]->codecpar;
  if (parameters.width <= 0 || parameters.height <= 0) return false;
  switch (parameters.codec_id) {
    case AV_CODEC_ID_H264:
      return parameters.extradata_size > 0 &&
             (facts->video->reorder_depth > 0 || facts->video->profile.find("Baseline") != std::string::npos);
    case AV_CODEC_ID_HEVC:
      return parameters.extradata_size > 0;
    case AV_CODEC_ID_VP8:
    case AV_CODEC_ID_VP9:
    case AV_CODEC_ID_AV1:
      return true;
    default:
      return false;
  }
}

Result<int> choose_stream(const MediaInput& input, const std::optional<bundle::MediaFacts>& facts) {
  const AVFormatContext& format = input.format();
  if (facts && facts->video) {
    const int index = facts->video->stream_index;
    if (index < 0 || index >= static_cast<int>(format.nb_streams) ||
        format.streams[index]->codecpar->codec_type != AVMEDIA_TYPE_VIDEO)
      return fail(input.content_failure("media.facts",
                                        "the file does not have the video stream that the release names"));
    return index;
  }
  const int index = av_find_best_stream(&input.format(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  if (index < 0 || (format.streams[index]->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0)
    return fail(input.content_failure("media.no_video", "the file has no video stream",
                                      "export it with its picture"));
  return index;
}

class LibavVideoDecoder final : public VideoDecoder {
 public:
  LibavVideoDecoder(std::unique_ptr<MediaInput> input, int stream, int reorder_depth, VideoRequest request)
      : input_(std::move(input)),
        stream_(stream),
        reorder_depth_(reorder_depth),
        request_(std::move(request)),
        effort_(request_.engine != nullptr ? 1 : request_.threads, request_.one_thread,
                request_.start > Duration(0)),
        packet_(av_packet_alloc()),
        maker_(request_.memory) {}

  // Brings the decoder to the frame that is seen at the start.
  Status begin() {
    GATECAST_TRY_STATUS(open_codec());
    if (request_.start <= Duration(0)) return {};
    is_on_its_way_ = true;
    auto status = seek_to_start();
    is_on_its_way_ = false;
    effort_.arrived(process_time());
    return status;
  }

  Result<std::optional<Frame>> next() override {
    if (!ready_.empty()) {
      std::optional<Frame> frame = std::move(ready_.front());
      ready_.pop_front();
      return within(std::move(frame));
    }
    GATECAST_TRY(auto frame, decode());
    return within(std::move(frame));
  }

  void hurry(bool hurries) override {
    hurries_ = hurries;
    if (hurries) effort_.falls_behind();
  }

 private:
  Status open_codec() {
    GATECAST_TRY(codec_, open_decoder(*input_, stream_, effort_.threads(), reorder_depth_, request_.memory,
                                      request_.engine));
    return {};
  }

  Status seek_to_start() {
    Duration target = request_.start;
    for (int attempt = 0; attempt < 3; ++attempt) {
      // Nothing was read yet: a film that has just begun is at its beginning.
      bool is_at_beginning = attempt == 0 && request_.start <= kJustBegun;
      if (!is_at_beginning) {
        const bool is_sought = attempt < 2 && target > Duration(0) && input_->seek(stream_, target);
        is_at_beginning = !is_sought && input_->rewind();
        if (!is_sought && !is_at_beginning) continue;
      }
      avcodec_flush_buffers(codec_.get());
      deinterlacer_.clear();
      is_draining_ = is_turning_ = false;
      av_packet_unref(packet_.get());
      GATECAST_TRY(auto first, decode());
      // No frame lies before a file's first one, which may come later than at zero.
      if (!first || first->time <= request_.start || is_at_beginning) {
        if (first) return skip_to_start(std::move(*first));
        return {};
      }
      target -= kSeekBack;
    }
    return {};
  }

  // The frame seen at `start` is the last one that begins at or before it: one look ahead is needed, unless
  // the frame says how long it stands.
  Status skip_to_start(Frame current) {
    while (current.time + current.length <= request_.start) {
      GATECAST_TRY(auto following, decode());
      if (!following || following->time > request_.start) {
        ready_.push_back(std::move(current));
        if (following) ready_.push_back(std::move(*following));
        return {};
      }
      current = std::move(*following);
    }
    ready_.push_back(std::move(current));
    return {};
  }

  std::optional<Frame> within(std::optional<Frame> frame) {
    if (!frame || frame->time >= request_.out) return std::nullopt;
    return frame;
  }

  Result<std::optional<Frame>> decode() {
    while (true) {
      if (auto whole = deinterlacer_.take()) return to_frame(std::move(whole));
      AvFramePtr frame(av_frame_alloc());
      const auto before = effort_.is_measured() ? thread_processor_time() : Duration(0);
      const int status = avcodec_receive_frame(codec_.get(), frame.get());
      if (effort_.is_measured()) effort_.spent(thread_processor_time() - before);
      if (status == 0) {
        bad_packets_ = 0;
        if (request_.engine != nullptr) {
          GATECAST_TRY(frame, fetched(*frame, request_.memory, input_->name()));
        }
        deinterlacer_.put(std::move(frame));
        continue;
      }
      if (status == AVERROR_EOF && is_turning_) {
        GATECAST_TRY_STATUS(turn());
        continue;
      }
      if (status == AVERROR_EOF) {
        deinterlacer_.put_end();
        if (auto last = deinterlacer_.take()) return to_frame(std::move(last));
        return std::optional<Frame>();
      }
      const bool is_hopeless = status == AVERROR(ENOMEM);  // the next frame is no smaller
      if (is_hopeless || (status != AVERROR(EAGAIN) && ++bad_packets_ > kBadPacketsInARow))
        return fail(input_->failure("media.undecodable", status));
      GATECAST_TRY_STATUS(feed());
    }
  }

  Status feed() {
    if (is_draining_ || is_turning_) return {};
    GATECAST_TRY(const bool has_packet, input_->read(*packet_));
    if (!has_packet) {
      is_draining_ = true;
      avcodec_send_packet(codec_.get(), nullptr);
      return {};
    }
    if (packet_->stream_index != stream_) {
      av_packet_unref(packet_.get());
      return {};
    }
    // From a key frame on nothing before it is needed: the old decoder gives what it has, the new one begins.
    if (effort_.wants_other() && (packet_->flags & AV_PKT_FLAG_KEY) != 0) {
      is_turning_ = true;
      avcodec_send_packet(codec_.get(), nullptr);
      return {};
    }
    return send();
  }

  // What is in the packet.
  Status send() {
    const bool is_first = !std::exchange(has_begun_, true);
    const bool is_passed_over = is_long_before_start();
    codec_->skip_frame = hurries_ || is_passed_over ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
    const auto before = effort_.is_measured() ? thread_processor_time() : Duration(0);
    int status = avcodec_send_packet(codec_.get(), packet_.get());
    if (!is_passed_over && (effort_.is_measured() || effort_.is_trial())) {
      effort_.took_in(packet_length(), effort_.is_trial() ? process_time() : Duration(0));
      effort_.spent(thread_processor_time() - before);
    }
    if (is_first && effort_.wants_more()) {  // nothing has come out yet: once more, by all threads
      effort_.turn();
      GATECAST_TRY_STATUS(open_codec());
      status = avcodec_send_packet(codec_.get(), packet_.get());
    }
    av_packet_unref(packet_.get());
    const bool is_hopeless = status == AVERROR(ENOMEM);
    if (is_hopeless || (status < 0 && status != AVERROR(EAGAIN) && ++bad_packets_ > kBadPacketsInARow))
      return fail(input_->failure("media.undecodable", status));
    return {};
  }

  Status turn() {
    is_turning_ = false;
    effort_.turn();
    GATECAST_TRY_STATUS(open_codec());
    return send();
  }

  [[nodiscard]] Duration packet_length() const {
    const AVStream& stream = *input_->format().streams[stream_];
    return packet_->duration > 0 ? to_duration(packet_->duration, stream.time_base) : kUsualFrame;
  }

  // On the way from a key frame to the start: what no other frame needs is not worth decoding.
  [[nodiscard]] bool is_long_before_start() const {
    if (!is_on_its_way_ || packet_->pts == AV_NOPTS_VALUE) return false;
    const AVStream& stream = *input_->format().streams[stream_];
    return to_duration(packet_->pts, stream.time_base) + packet_length() + kWholeBefore < request_.start;
  }

  Result<std::optional<Frame>> to_frame(AvFramePtr source) {
    AVStream& stream = *input_->format().streams[stream_];
    const auto timestamp = source->best_effort_timestamp;
    const Duration length = to_duration(source->pkt_duration, stream.time_base);
    // A frame without a time follows the one before.
    const Duration time =
        timestamp == AV_NOPTS_VALUE ? last_time_ + last_length_ : to_duration(timestamp, stream.time_base);
    const auto aspect = pixel_aspect_of(*input_, stream, source.get());
    if (is_mirrored(stream)) {
      GATECAST_TRY(source, flipped(*source, input_->name()));
    }
    GATECAST_TRY(auto frame, maker_.make(std::move(source), input_->name()));
    frame.time = time;
    frame.length = length > Duration(0) ? length : last_length_;
    frame.pixel_aspect =
        request_.facts && request_.facts->video ? request_.facts->video->pixel_aspect : aspect;
    frame.rotation_degrees = rotation_of(stream);
    last_time_ = time;
    last_length_ = frame.length;
    return std::optional<Frame>(std::move(frame));
  }

  std::unique_ptr<MediaInput> input_;
  int stream_;
  int reorder_depth_;
  VideoRequest request_;
  Effort effort_;
  CodecPtr codec_;
  PacketPtr packet_;
  Deinterlacer deinterlacer_;
  FrameMaker maker_;
  std::deque<Frame> ready_;
  bool has_begun_ = false;      // something went into the decoder
  bool is_on_its_way_ = false;  // to the start
  bool hurries_ = false;
  bool is_draining_ = false;
  bool is_turning_ = false;  // the packet waits for the decoder with more or fewer threads
  int bad_packets_ = 0;
  Duration last_time_{0};
  Duration last_length_ = kUsualFrame;
};

}  // namespace

Result<std::unique_ptr<VideoDecoder>> VideoDecoder::open(std::unique_ptr<ReadFile> file,
                                                         VideoRequest request) {
  GATECAST_TRY(auto input, MediaInput::open(std::move(file), request.name));
  if (input->format().nb_streams == 0 || !request.facts) GATECAST_TRY_STATUS(input->examine_streams());
  GATECAST_TRY(const int stream, choose_stream(*input, request.facts));
  const bool suffices = facts_suffice(*input, stream, request.facts);
  if (request.facts && !suffices) GATECAST_TRY_STATUS(input->examine_streams());
  input->play_only(stream);
  const int reorder_depth = suffices ? request.facts->video->reorder_depth : 0;
  auto decoder =
      std::make_unique<LibavVideoDecoder>(std::move(input), stream, reorder_depth, std::move(request));
  GATECAST_TRY_STATUS(decoder->begin());
  return decoder;
}

}  // namespace gatecast::decode
