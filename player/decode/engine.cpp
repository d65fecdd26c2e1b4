#include "player/decode/engine.h"

#include <libyuv.h>

#include "player/decode/engine_frames.h"

extern "C" {
#include <libavutil/hwcontext.h>
}

namespace gatecast::decode {
namespace {

Error engine_error(const char* rule, const std::string& subject, const std::string& message) {
  return environment_error(rule, subject, message, "films go by the processor; nothing need be done");
}

// libav offers the formats in its order of preference; software is refused here, the player's own is better.
AVPixelFormat only_engine(AVCodecContext*, const AVPixelFormat* offered) {
  for (; *offered != AV_PIX_FMT_NONE; ++offered)
    if (*offered == AV_PIX_FMT_VAAPI) return *offered;
  return AV_PIX_FMT_NONE;
}

}  // namespace

Result<std::unique_ptr<VideoEngine>> VideoEngine::open(const std::string& node) {
  av_log_set_level(AV_LOG_QUIET);
  AVBufferRef* device = nullptr;
  const int status = av_hwdevice_ctx_create(&device, AV_HWDEVICE_TYPE_VAAPI, node.c_str(), nullptr, 0);
  if (status < 0)
    return fail(engine_error("engine.device", node, "it opens no video engine: " + libav_message(status)));
  return std::unique_ptr<VideoEngine>(new VideoEngine(device));
}

VideoEngine::~VideoEngine() {
  av_buffer_unref(&device_);
}

void decode_by(const VideoEngine& engine, AVCodecContext& codec) {
  codec.hw_device_ctx = av_buffer_ref(engine.device());
  codec.get_format = &only_engine;
  codec.thread_count = 1;
}

Result<AvFramePtr> fetched(const AVFrame& frame, FrameMemory* memory, const std::string& name) {
  if (frame.format != AV_PIX_FMT_VAAPI)
    return fail(engine_error("engine.refused", name, "the engine does not take this film"));
  AvFramePtr planes(av_frame_alloc());
  const int status = av_hwframe_transfer_data(planes.get(), &frame, 0);
  if (status < 0) return fail(engine_error("engine.frame", name, libav_message(status)));
  if (planes->format != AV_PIX_FMT_NV12)
    return fail(engine_error("engine.format", name, "its frames are not of 8 bits, 4:2:0"));
  AvFramePtr target(av_frame_alloc());
  target->width = frame.width;
  target->height = frame.height;
  target->format = AV_PIX_FMT_YUV420P;
  if (allocate_in(memory, *target) < 0) return fail(memory_error(name));
  if (av_frame_copy_props(target.get(), &frame) < 0)
    return fail(engine_error("engine.frame", name, "its frame has no properties"));
  libyuv::NV12ToI420(planes->data[0], planes->linesize[0], planes->data[1], planes->linesize[1],
                     target->data[0], target->linesize[0], target->data[1], target->linesize[1],
                     target->data[2], target->linesize[2], target->width, target->height);
  return target;
}

bool is_for_engine(const bundle::VideoFacts& film) {
  const bool is_known = film.codec == "h264" || film.codec == "hevc" || film.codec == "vp9";
  const bool is_plain = film.pixel_format == "yuv420p" || film.pixel_format == "yuvj420p";
  // Small films are quicker decoded than brought back; fields are made whole from the software's frames.
  return is_known && is_plain && film.bit_depth == 8 && !film.is_interlaced && film.width_px >= 640;
}

}  // namespace gatecast::decode
