#include "player/isolate/remote_decoder.h"

#include <algorithm>

#include "player/isolate/conversation.h"

namespace gatecast::isolate {
namespace {

constexpr std::uint64_t kMemory = 384ULL << 20U;               // libav, its threads' stacks, a file's index
constexpr std::uint64_t kEngineMemory = 1ULL << 30U;           // address space of its driver and surfaces
constexpr std::chrono::milliseconds kEngineOpensWithin{2000};  // then the processor takes over
constexpr std::chrono::milliseconds kEngineAnswersWithin{900};
constexpr std::uint64_t kFramesBeside = 16;  // of a decoder that insists on memory of its own
constexpr std::uint64_t kPictureMemory = 1ULL << 30U;
constexpr std::uint32_t kLeastCpuSeconds = 60;
constexpr std::uint32_t kMostCpuSeconds = 24 * 3600;
constexpr std::uint32_t kCpuPerSecond = 4;  // processors that a film may keep busy

std::string process_name(char kind, const std::string& item) {
  return std::string(1, kind) + ":" + item;
}

std::uint32_t cpu_seconds_for(Duration start, Duration out, const std::optional<bundle::MediaFacts>& facts) {
  auto end = out;
  if (facts && facts->duration_us > 0) end = std::min(end, Duration(facts->duration_us));
  const auto length = std::chrono::duration_cast<std::chrono::seconds>(end - start).count();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(length, 0, kMostCpuSeconds / kCpuPerSecond) *
                                    kCpuPerSecond) +
         kLeastCpuSeconds;
}

class RemoteVideo final : public decode::VideoDecoder {
 public:
  explicit RemoteVideo(std::unique_ptr<Conversation> conversation) : conversation_(std::move(conversation)) {}
  Result<std::optional<decode::Frame>> next() override {
    if (has_ended_) return std::optional<decode::Frame>();
    Next question;
    question.hurries = hurries_ ? 1 : 0;
    auto& released = conversation_->line()->released;
    while (question.released_count < question.released.size()) {
      const auto number = released.try_pop();
      if (!number) break;
      question.released.at(question.released_count++) = *number;
    }
    GATECAST_TRY(const auto* answer, conversation_->ask(question));
    if (answer->as<End>()) {
      has_ended_ = true;
      return std::optional<decode::Frame>();
    }
    const auto made = answer->as<FrameMade>();
    const auto& region = *conversation_->line()->cradle.region;
    auto frame = made ? checked_frame(*made, region.data(), region.bytes()) : std::nullopt;
    if (!frame) return fail(conversation_->senseless());
    // The last one who looks at the frame gives its memory back.
    frame->memory =
        std::shared_ptr<const void>(region.data(), [line = conversation_->line(), number = made->number](
                                                       const void*) { line->released.try_push(number); });
    return frame;
  }

  void hurry(bool hurries) override { hurries_ = hurries; }

 private:
  std::unique_ptr<Conversation> conversation_;
  bool has_ended_ = false;
  bool hurries_ = false;
};

class RemoteSound final : public decode::SoundDecoder {
 public:
  explicit RemoteSound(std::unique_ptr<Conversation> conversation) : conversation_(std::move(conversation)) {}
  Result<std::optional<decode::SoundChunk>> next() override {
    if (has_ended_) return std::optional<decode::SoundChunk>();
    GATECAST_TRY(const auto* answer, conversation_->ask(Next()));
    if (answer->as<End>()) {
      has_ended_ = true;
      return std::optional<decode::SoundChunk>();
    }
    const auto made = answer->as<ChunkMade>();
    auto chunk = made ? checked_chunk(*made, answer->payload<ChunkMade>()) : std::nullopt;
    if (!chunk) return fail(conversation_->senseless());
    return chunk;
  }

 private:
  std::unique_ptr<Conversation> conversation_;
  bool has_ended_ = false;
};

Result<decode::DecodedPicture> taken_over(const PictureMade& made, const Conversation& conversation) {
  const auto& region = *conversation.line()->cradle.region;
  const auto fits = [](std::int32_t side) { return side > 0 && side <= decode::kLargestPictureSidePx; };
  if (!fits(made.width_px) || !fits(made.height_px) || !fits(made.full_width_px) ||
      !fits(made.full_height_px))
    return fail(conversation.senseless());
  const auto row_bytes = static_cast<std::uint64_t>(made.width_px) * 4;
  if (row_bytes * static_cast<std::uint64_t>(made.height_px) > region.bytes())
    return fail(conversation.senseless());
  decode::DecodedPicture picture;
  if (made.format < 0 || made.format >= static_cast<std::int32_t>(kPictureFormats.size()))
    return fail(conversation.senseless());
  picture.format = kPictureFormats.at(static_cast<std::size_t>(made.format));
  picture.full_size = {made.full_width_px, made.full_height_px};
  picture.pixels = pixels::Pixmap({made.width_px, made.height_px});
  for (int y = 0; y < made.height_px; ++y)
    std::memcpy(picture.pixels.row(y), region.data() + static_cast<std::uint64_t>(y) * row_bytes, row_bytes);
  return picture;
}

}  // namespace

Result<std::unique_ptr<decode::VideoDecoder>> open_video(Nursery& nursery, std::unique_ptr<ReadFile> file,
                                                         const decode::VideoRequest& request,
                                                         const std::stop_token& stop) {
  const auto space = space_for(request);
  GATECAST_TRY(auto conversation,
               Conversation::begin(nursery, process_name('v', request.name), space.region_bytes,
                                   std::move(file), request.name, stop));
  const bool has_engine = !request.engine_node.empty();
  if (has_engine) conversation->be_impatient(kEngineOpensWithin);
  auto order = to_message(request, conversation->file_bytes());
  order.space = space;
  order.limits.memory_bytes = kMemory + kFramesBeside * space.slot_bytes + (has_engine ? kEngineMemory : 0);
  order.limits.has_engine = has_engine ? 1 : 0;
  order.limits.cpu_seconds = cpu_seconds_for(request.start, request.out, request.facts);
  GATECAST_TRY(const auto* answer, conversation->ask(order));
  if (!answer->as<Opened>()) return fail(conversation->senseless());
  if (has_engine) conversation->be_impatient(kEngineAnswersWithin);
  return std::make_unique<RemoteVideo>(std::move(conversation));
}

Result<std::unique_ptr<decode::SoundDecoder>> open_sound(Nursery& nursery, std::unique_ptr<ReadFile> file,
                                                         const decode::SoundRequest& request,
                                                         const std::stop_token& stop) {
  GATECAST_TRY(auto conversation, Conversation::begin(nursery, process_name('s', request.name), 0,
                                                      std::move(file), request.name, stop));
  auto order = to_message(request, conversation->file_bytes());
  order.limits.memory_bytes = kMemory;
  order.limits.cpu_seconds = cpu_seconds_for(request.start, request.out, request.facts);
  GATECAST_TRY(const auto* answer, conversation->ask(order));
  if (!answer->as<Opened>()) return fail(conversation->senseless());
  return std::make_unique<RemoteSound>(std::move(conversation));
}

Result<decode::DecodedPicture> decode_picture(Nursery& nursery, std::unique_ptr<ReadFile> file,
                                              const std::string& name, pixels::Size box,
                                              decode::ScaleTo scale) {
  OpenPicture order;
  order.region_bytes = static_cast<std::uint64_t>(decode::kLargestPictureAreaPx) * 4;
  GATECAST_TRY(auto conversation, Conversation::begin(nursery, process_name('p', name), order.region_bytes,
                                                      std::move(file), name, {}));
  order.file_bytes = conversation->file_bytes();
  order.covers = scale == decode::ScaleTo::cover ? 1 : 0;
  order.width_px = box.width_px;
  order.height_px = box.height_px;
  order.limits.memory_bytes = kPictureMemory;
  order.limits.cpu_seconds = kLeastCpuSeconds;
  put(order.name, name);
  GATECAST_TRY(const auto* answer, conversation->ask(order));
  const auto made = answer->as<PictureMade>();
  if (!made) return fail(conversation->senseless());
  return taken_over(*made, *conversation);
}

bool is_decoder_fault(const Error& error) {
  return error.rule.starts_with("decoder.");
}

}  // namespace gatecast::isolate
