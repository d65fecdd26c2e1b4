// The machine's video engine (VAAPI), by libav's own way to it: opens the render node and loads its driver,
// then serves a decoder, and brings its frames back as plain planes. Whatever does not go by the engine is an
// error: who asked decides what then. 8-bit 4:2:0 only. Threads: one owner, outlives the decoders that it
// serves. Errors: environment errors "engine.*". Source: libavutil/hwcontext.h, hwcontext_vaapi.h.
#pragma once
#include <memory>
#include <string>

#include "content-sync/base/result.h"
#include "content-sync/bundle/release.h"

struct AVBufferRef;

namespace gatecast::decode {

class VideoEngine {
 public:
  // `node`: "/dev/dri/renderD128". Opens files: call before the process is confined.
  static Result<std::unique_ptr<VideoEngine>> open(const std::string& node);
  ~VideoEngine();
  VideoEngine(const VideoEngine&) = delete;
  VideoEngine& operator=(const VideoEngine&) = delete;
  [[nodiscard]] AVBufferRef* device() const { return device_; }

 private:
  explicit VideoEngine(AVBufferRef* device) : device_(device) {}
  AVBufferRef* device_;
};

// Whether an engine is asked at all for such a film.
bool is_for_engine(const bundle::VideoFacts& film);

}  // namespace gatecast::decode
