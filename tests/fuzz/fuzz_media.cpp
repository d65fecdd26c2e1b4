// Any bytes as a film, a sound or a picture: they are decoded or refused, and every frame that comes can be
// drawn. libav itself carries no instrumentation; what is looked at is our way into it and out of it.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "player/decode/frame_painter.h"
#include "player/decode/picture.h"
#include "player/decode/probe.h"
#include "player/decode/sound_decoder.h"
#include "player/decode/video_decoder.h"

namespace {

using namespace gatecast;

constexpr int kMostFrames = 12;
constexpr std::int64_t kLargestDrawnArea = 512 * 512;

class BytesFile final : public ReadFile {
 public:
  explicit BytesFile(ByteView bytes) : bytes_(bytes) {}
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) override {
    if (offset >= bytes_.size()) return std::size_t{0};
    return bytes_.copy(buffer.data(), buffer.size(), offset);
  }
  Result<std::uint64_t> size() override { return bytes_.size(); }

 private:
  ByteView bytes_;
};

void see(ByteView bytes, Duration start) {
  decode::VideoRequest request;
  request.name = "fuzz";
  request.threads = 1;
  request.start = start;
  auto decoder = decode::VideoDecoder::open(std::make_unique<BytesFile>(bytes), request);
  if (!decoder) return;
  pixels::Pixmap drawn({64, 36});
  decode::FramePainter painter;
  for (int i = 0; i < kMostFrames; ++i) {
    const auto frame = (*decoder)->next();
    if (!frame || !*frame) return;
    const auto size = (*frame)->size;
    if (size.width_px <= 0 || size.height_px <= 0 || size.width_px > decode::kLargestSidePx) std::abort();
    if (std::int64_t{size.width_px} * size.height_px > kLargestDrawnArea) return;
    painter.paint(**frame, pixels::canvas_of(drawn), bundle::Fit::contain, {0, 0, 0, 255});
  }
}

void hear(ByteView bytes) {
  decode::SoundRequest request;
  request.name = "fuzz";
  auto decoder = decode::SoundDecoder::open(std::make_unique<BytesFile>(bytes), request);
  if (!decoder) return;
  for (int i = 0; i < kMostFrames; ++i) {
    const auto chunk = (*decoder)->next();
    if (!chunk || !*chunk) return;
    for (const float sample : (*chunk)->samples)
      if (!(sample >= -1.0F && sample <= 1.0F)) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(reinterpret_cast<const char*>(data), size);
  if (size >= 16 && decode::looks_like_picture(bytes.substr(0, 16))) {
    const auto picture = decode::decode_picture(bytes, "fuzz", {64, 64});
    if (picture && (picture->pixels.size().width_px <= 0 || picture->pixels.size().height_px <= 0))
      std::abort();
    return 0;
  }
  (void)decode::glance_at_file(std::make_unique<BytesFile>(bytes), "fuzz");
  see(bytes, Duration(0));
  see(bytes, Duration(80'000));
  hear(bytes);
  return 0;
}
