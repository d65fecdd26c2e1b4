// libav's frames in memory of ours: its allocation hook, and a copy for decoders that insist on their own.
#include "player/decode/frame_memory.h"

#include "player/decode/libav.h"

extern "C" {
#include <libavutil/imgutils.h>
}

namespace gatecast::decode {
namespace {

constexpr int kWidthStep = 128;  // so that half as wide planes are aligned too
constexpr std::size_t kPlaneTail = 64;

std::size_t aligned(std::size_t bytes) {
  return (bytes + kFrameAlignment - 1) / kFrameAlignment * kFrameAlignment;
}

void give_back(void* memory, std::uint8_t* start) {
  static_cast<FrameMemory*>(memory)->give_back(start);
}

// All planes of a picture of this padded size in one piece of memory.
int allocate(FrameMemory& memory, AVFrame& frame, AVPixelFormat format, int width, int height) {
  std::array<int, 4> strides{};
  width = (width + kWidthStep - 1) / kWidthStep * kWidthStep;
  int status = av_image_fill_linesizes(strides.data(), format, width);
  if (status < 0) return status;
  std::array<std::ptrdiff_t, 4> wide{};
  std::array<std::size_t, 4> sizes{};
  for (std::size_t i = 0; i < wide.size(); ++i)
    wide.at(i) = strides.at(i) = static_cast<int>(aligned(static_cast<std::size_t>(strides.at(i))));
  status = av_image_fill_plane_sizes(sizes.data(), format, height, wide.data());
  if (status < 0) return status;
  std::size_t bytes = 0;
  for (const auto size : sizes) bytes += size == 0 ? 0 : aligned(size + kPlaneTail);
  auto* start = memory.take(bytes);
  if (start == nullptr) return AVERROR(ENOMEM);
  frame.buf[0] = av_buffer_create(start, bytes, &give_back, &memory, 0);
  if (frame.buf[0] == nullptr) {
    memory.give_back(start);
    return AVERROR(ENOMEM);
  }
  for (std::size_t i = 0; i < sizes.size() && sizes.at(i) > 0; ++i) {
    frame.data[i] = start;
    frame.linesize[i] = strides.at(i);
    start += aligned(sizes.at(i) + kPlaneTail);
  }
  frame.extended_data = frame.data;
  return 0;
}

int allocate_for_decoder(AVCodecContext* codec, AVFrame* frame, int flags) {
  if ((codec->codec->capabilities & AV_CODEC_CAP_DR1) == 0)
    return avcodec_default_get_buffer2(codec, frame, flags);
  int width = frame->width;
  int height = frame->height;
  std::array<int, AV_NUM_DATA_POINTERS> alignments{};
  avcodec_align_dimensions2(codec, &width, &height, alignments.data());
  return allocate(*static_cast<FrameMemory*>(codec->opaque), *frame,
                  static_cast<AVPixelFormat>(frame->format), width, height);
}

}  // namespace

void put_frames_in(FrameMemory& memory, AVCodecContext& codec) {
  codec.opaque = &memory;
  codec.get_buffer2 = &allocate_for_decoder;
#if LIBAVCODEC_VERSION_MAJOR < 60
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  codec.thread_safe_callbacks = 1;  // without it the decoding threads queue up for each frame's memory
#pragma GCC diagnostic pop
#endif
}

int allocate_in(FrameMemory* memory, AVFrame& frame) {
  if (memory == nullptr) return av_frame_get_buffer(&frame, 0);
  return allocate(*memory, frame, static_cast<AVPixelFormat>(frame.format), frame.width, frame.height);
}

Result<AvFramePtr> moved_into(FrameMemory& memory, AvFramePtr source, const std::string& name) {
  if (memory.holds(source->data[0])) return source;
  AvFramePtr copy(av_frame_alloc());
  copy->width = source->width;
  copy->height = source->height;
  copy->format = source->format;
  if (allocate_in(&memory, *copy) < 0 || av_frame_copy(copy.get(), source.get()) < 0 ||
      av_frame_copy_props(copy.get(), source.get()) < 0)
    return fail(memory_error(name));
  return copy;
}

Error memory_error(const std::string& name) {
  return content_error("media.memory", name, "it needs more memory to decode than a film may have here",
                       "scale it down to the screen's size, or build the release again");
}

}  // namespace gatecast::decode
