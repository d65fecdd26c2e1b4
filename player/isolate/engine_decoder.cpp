#include "player/isolate/engine_decoder.h"

#include <cstdlib>

#include "content-sync/base/log.h"

namespace gatecast::isolate {
namespace {

constexpr int kMayDiffer = 2;  // of 255

class BytesFile final : public ReadFile {
 public:
  explicit BytesFile(std::string_view bytes) : bytes_(bytes) {}
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) override {
    if (offset >= bytes_.size()) return std::size_t{0};
    return bytes_.copy(buffer.data(), buffer.size(), offset);
  }
  Result<std::uint64_t> size() override { return bytes_.size(); }

 private:
  std::string_view bytes_;
};

// What may be the engine's fault; the disk's, the store's and the nursery's errors are not.
bool is_trouble(const Error& error) {
  if (error.rule == kNurseryLost || error.rule == "decoder.stopped") return false;
  return error.rule.starts_with("engine.") || error.rule.starts_with("decoder.") ||
         error.rule.starts_with("media.");
}

class WatchedVideo final : public decode::VideoDecoder {
 public:
  WatchedVideo(std::shared_ptr<Engine> engine, decode::VideoRequest request, OpenVideoBy open)
      : engine_(std::move(engine)), request_(std::move(request)), open_(std::move(open)) {}

  Status begin() {
    request_.engine_node = engine_->node();
    auto opened = open_(request_);
    if (opened) {
      decoder_ = std::move(*opened);
      return {};
    }
    if (!is_trouble(opened.error())) return fail(opened.error());
    return go_on_without(opened.error());
  }

  Result<std::optional<decode::Frame>> next() override {
    if (!decoder_) return std::optional<decode::Frame>();
    auto frame = decoder_->next();
    if (!frame && is_by_engine() && is_trouble(frame.error())) {
      GATECAST_TRY_STATUS(go_on_without(frame.error()));
      frame = decoder_->next();
      // Times are rounded: the frame that was shown last is not shown again.
      while (frame && *frame && last_ && (*frame)->time <= *last_) frame = decoder_->next();
    }
    if (frame && *frame) {
      last_ = (*frame)->time;
      request_.start = (*frame)->time + (*frame)->length;
    }
    return frame;
  }

  void hurry(bool hurries) override {
    hurries_ = hurries;
    if (decoder_) decoder_->hurry(hurries);
  }

 private:
  [[nodiscard]] bool is_by_engine() const { return !request_.engine_node.empty(); }

  Status go_on_without(const Error& why) {
    decoder_.reset();
    request_.engine_node.clear();
    GATECAST_TRY(decoder_, open_(request_));
    engine_->leave(why);  // what the processor cannot open either is the film's fault
    decoder_->hurry(hurries_);
    return {};
  }

  std::shared_ptr<Engine> engine_;
  decode::VideoRequest request_;
  OpenVideoBy open_;
  std::unique_ptr<decode::VideoDecoder> decoder_;
  std::optional<Duration> last_;
  bool hurries_ = false;
};

bool is_alike(const decode::Frame& one, const decode::Frame& other) {
  if (one.layout != decode::Planes::i420 || other.layout != one.layout || !(one.size == other.size) ||
      one.time != other.time)
    return false;
  for (std::size_t plane = 0; plane < one.planes.size(); ++plane) {
    const int half = plane == 0 ? 0 : 1;
    const int width = (one.size.width_px + half) >> half;
    const int height = (one.size.height_px + half) >> half;
    for (int y = 0; y < height; ++y) {
      const auto* a = one.planes.at(plane) + static_cast<std::ptrdiff_t>(y) * one.strides_bytes.at(plane);
      const auto* b = other.planes.at(plane) + static_cast<std::ptrdiff_t>(y) * other.strides_bytes.at(plane);
      for (int x = 0; x < width; ++x)
        if (std::abs(a[x] - b[x]) > kMayDiffer) return false;
    }
  }
  return true;
}

}  // namespace

void Engine::leave(const Error& why) {
  if (troubles_.try_push(why))
    log_warning("films go by the processor from now on: the video engine " + node_ + " is left alone [" +
                why.rule + "] " + why.message);
}

Status compare_frames(decode::VideoDecoder& one, decode::VideoDecoder& other) {
  for (int count = 0;; ++count) {
    GATECAST_TRY(const auto mine, one.next());
    GATECAST_TRY(const auto theirs, other.next());
    const bool is_end = !mine && !theirs;
    if (is_end && count > 0) return {};
    if (is_end || !mine || !theirs || !is_alike(*mine, *theirs))
      return fail(environment_error("engine.pixels", "the test film",
                                    "frame " + std::to_string(count) + " is not what it should be"));
  }
}

Status prove(Nursery& nursery, Engine& engine) {
  const auto try_it = [&]() -> Status {
    decode::VideoRequest request;
    request.name = "engine-test";
    GATECAST_TRY(const auto by_processor,
                 open_video(nursery, std::make_unique<BytesFile>(kEngineFilm), request));
    request.engine_node = engine.node();
    GATECAST_TRY(const auto by_engine,
                 open_video(nursery, std::make_unique<BytesFile>(kEngineFilm), request));
    return compare_frames(*by_processor, *by_engine);
  };
  auto status = try_it();
  if (status) engine.trust();
  return status;
}

Result<std::unique_ptr<decode::VideoDecoder>> open_video_by(std::shared_ptr<Engine> engine,
                                                            decode::VideoRequest request, OpenVideoBy open) {
  if (!engine || !engine->is_trusted()) return open(request);
  auto watched = std::make_unique<WatchedVideo>(std::move(engine), std::move(request), std::move(open));
  GATECAST_TRY_STATUS(watched->begin());
  return watched;
}

}  // namespace gatecast::isolate
