// Private to decode: owners for libav's things, and a demuxer over our own reader. libav may open nothing
// itself. Threads: one owner each. Errors: content errors "media.*"; an error of the reader wins over
// libav's.
#pragma once
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <string>

#include "content-sync/base/disk.h"
#include "player/decode/engine.h"
#include "player/decode/frame.h"
#include "player/decode/frame_memory.h"

namespace gatecast::decode {

inline constexpr int kLargestDecodedSidePx = 16384;  // pictures may be taller than videos

struct FreePacket {
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
struct FreeFrame {
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
struct FreeCodec {
  void operator()(AVCodecContext* codec) const { avcodec_free_context(&codec); }
};
struct FreeResampler {
  void operator()(SwrContext* resampler) const { swr_free(&resampler); }
};
struct FreeScaler {
  void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};
using PacketPtr = std::unique_ptr<AVPacket, FreePacket>;
using AvFramePtr = std::unique_ptr<AVFrame, FreeFrame>;
using CodecPtr = std::unique_ptr<AVCodecContext, FreeCodec>;
using ResamplerPtr = std::unique_ptr<SwrContext, FreeResampler>;
using ScalerPtr = std::unique_ptr<SwsContext, FreeScaler>;

std::string libav_message(int error);

class MediaInput {
 public:
  // Detects the container among those that are allowed and reads its header.
  static Result<std::unique_ptr<MediaInput>> open(std::unique_ptr<ReadFile> file, std::string name);
  ~MediaInput();
  MediaInput(const MediaInput&) = delete;
  MediaInput& operator=(const MediaInput&) = delete;

  Status examine_streams();                    // avformat_find_stream_info, bounded
  Result<bool> read(AVPacket& packet);         // false at the end
  bool seek(int stream_index, Duration time);  // to the key frame at or before; false where it cannot
  bool rewind();
  void play_only(int stream_index);  // all other streams are skipped by the demuxer
  [[nodiscard]] AVFormatContext& format() const { return *format_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Error content_failure(std::string rule, std::string message, std::string hint = {}) const;
  // The reader's own error if there was one, else a content error from libav's number.
  [[nodiscard]] Error failure(std::string rule, int libav_error) const;

 private:
  MediaInput(std::unique_ptr<ReadFile> file, std::string name)
      : file_(std::move(file)), name_(std::move(name)) {}
  static int read_bytes(void* self, std::uint8_t* buffer, int size);
  static std::int64_t seek_bytes(void* self, std::int64_t offset, int whence);

  std::unique_ptr<ReadFile> file_;
  std::string name_;
  std::uint64_t position_ = 0;
  std::uint64_t size_ = 0;
  std::optional<Error> source_error_;
  AVIOContext* io_ = nullptr;
  AVFormatContext* format_ = nullptr;
};

// The decoder that we allow for this codec, with our limits; null where the codec is not allowed.
const AVCodec* allowed_decoder(AVCodecID codec);
Result<CodecPtr> open_decoder(const MediaInput& input, int stream_index, int threads, int reorder_depth,
                              FrameMemory* memory = nullptr, const VideoEngine* engine = nullptr);
void put_frames_in(FrameMemory& memory, AVCodecContext& codec);
int allocate_in(FrameMemory* memory, AVFrame& frame);  // null: libav's own memory
Result<AvFramePtr> moved_into(FrameMemory& memory, AvFramePtr source, const std::string& name);
Error memory_error(const std::string& name);

Duration to_duration(std::int64_t value, AVRational base);
// The display matrix as a turn, clockwise, in quarters; and whether the picture is flipped before it.
int rotation_of(const AVStream& stream);
bool is_mirrored(const AVStream& stream);
bundle::Ratio pixel_aspect_of(const MediaInput& input, AVStream& stream, AVFrame* frame);
Matrix matrix_of(AVColorSpace space, pixels::Size size);
// A picture's frame over libav's memory; formats that libyuv cannot draw are brought to BGRA by `scaler`,
// straight alpha stays straight. Films: see frame_maker.h.
Result<Frame> frame_from(AvFramePtr source, ScalerPtr& scaler, const std::string& name);

}  // namespace gatecast::decode
