// Films by the machine's video engine, as long as it deserves it: it is proven with a test film first, each
// film that it decodes has the processor behind it, and at the first sign of trouble (it refuses, fails,
// dies, does not answer) the processor goes on at the very next frame and the engine is left alone until the
// next start. Threads: Engine from any; a decoder has one owner. Errors: as remote_decoder.h; none of the
// engine's own. Source: the section 1 (probed with a test frame at start and left at the first sign
// of trouble).
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "content-sync/base/queue.h"
#include "player/isolate/remote_decoder.h"

namespace gatecast::isolate {

class Engine {
 public:
  explicit Engine(std::string node) : node_(std::move(node)) {}
  [[nodiscard]] const std::string& node() const { return node_; }
  [[nodiscard]] bool is_trusted() const { return proven_.size() > 0 && troubles_.size() == 0; }
  void trust() { proven_.try_push(true); }
  void leave(const Error& why);  // said once

 private:
  std::string node_;
  Queue<bool> proven_{"engine proven", 1};
  Queue<Error> troubles_{"engine troubles", 1};
};

extern const std::string_view kEngineFilm;
// Decodes the test film by the engine and by the processor; the engine is trusted when both see the same.
Status prove(Nursery& nursery, Engine& engine);

// Opens the film from `request.start` on, by the engine where `request.engine_node` says so.
using OpenVideoBy =
    std::function<Result<std::unique_ptr<decode::VideoDecoder>>(const decode::VideoRequest& request)>;
Result<std::unique_ptr<decode::VideoDecoder>> open_video_by(std::shared_ptr<Engine> engine,
                                                            decode::VideoRequest request, OpenVideoBy open);
// Every frame alike, within what two decoders of one standard may differ (nothing, but for rounding).
Status compare_frames(decode::VideoDecoder& one, decode::VideoDecoder& other);

}  // namespace gatecast::isolate
