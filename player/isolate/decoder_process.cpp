#include "player/isolate/decoder_process.h"

#include <algorithm>
#include <map>
#include <new>

#include "player/isolate/channel.h"
#include "player/isolate/confine.h"
#include "player/isolate/frame_message.h"
#include "player/isolate/frame_region.h"

namespace gatecast::isolate {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kChunkFrames = kLargestPayload / (decode::kSoundChannels * sizeof(float));
constexpr int kGone = 1;

// What the decoder and its file share: the socket, and the frames that the player still looks at.
class Desk {
 public:
  explicit Desk(Channel channel) : channel_(std::move(channel)) {}
  // False when the player has hung up.
  bool receive() {
    while (true) {
      const auto received = channel_.receive(message_, -1ms);
      if (received == Received::closed) return false;
      if (received == Received::message) return true;
    }
  }
  template <class T>
  bool send(const T& message, std::span<const char> payload = {}) const {
    return channel_.send_waiting(message, payload) == Sent::yes;
  }
  std::uint32_t lend(decode::Frame frame) {
    lent_[++number_] = std::move(frame);
    return number_;
  }
  void take_back(const Next& question) {
    for (std::uint32_t i = 0; i < question.released_count && i < question.released.size(); ++i)
      lent_.erase(question.released.at(i));
  }
  [[nodiscard]] const Message& message() const { return message_; }

 private:
  Channel channel_;
  Message message_;
  std::map<std::uint32_t, decode::Frame> lent_;
  std::uint32_t number_ = 0;
};

// The file as the player hands it in, verified, piece by piece.
class HandedFile final : public ReadFile {
 public:
  HandedFile(Desk& desk, std::uint64_t size_bytes) : desk_(desk), size_bytes_(size_bytes) {}
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) override {
    std::size_t done = 0;
    while (done < buffer.size() && offset + done < size_bytes_) {
      ReadBytes question;
      question.offset = offset + done;
      question.count = static_cast<std::uint32_t>(std::min(buffer.size() - done, kLargestPayload));
      if (!desk_.send(question) || !desk_.receive()) return fail(lost());
      const auto answer = desk_.message().as<FileBytes>();
      const auto bytes = desk_.message().payload<FileBytes>();
      if (!answer || answer->could_read == 0 || bytes.size() > question.count) return fail(lost());
      if (bytes.empty()) break;
      std::copy(bytes.begin(), bytes.end(), buffer.begin() + static_cast<std::ptrdiff_t>(done));
      done += bytes.size();
    }
    return done;
  }
  Result<std::uint64_t> size() override { return size_bytes_; }

 private:
  // The player knows better why.
  static Error lost() { return environment_error("media.source", "", "the file cannot be read"); }
  Desk& desk_;
  std::uint64_t size_bytes_;
};

class Decoder {
 public:
  Decoder(Channel channel, int frames) : frames_(frames), desk_(std::move(channel)) {}

  int run() {
    if (!desk_.receive()) return kGone;
    Status status;
    if (const auto video = desk_.message().as<OpenVideo>())
      status = show(*video);
    else if (const auto sound = desk_.message().as<OpenSound>())
      status = play(*sound);
    else if (const auto picture = desk_.message().as<OpenPicture>())
      status = paint(*picture);
    else
      return kGone;
    // libav gives many names to the lack of memory, or none.
    if (slots_ && slots_->has_refused()) status = fail(no_memory());
    if (status) return 0;
    return desk_.send(to_message(status.error())) && wait_for_end() ? 0 : kGone;
  }

 private:
  Status show(const OpenVideo& order) {
    region_ = FrameRegion::of(frames_, order.space.region_bytes);
    if (!region_) return fail(no_memory());
    slots_ = std::make_unique<FrameSlots>(*region_, order.space);
    auto request = request_from(order);
    if (const auto node = text_of(order.engine_node); !node.empty()) {
      GATECAST_TRY(engine_, decode::VideoEngine::open(node));
      request.engine = engine_.get();
    }
    GATECAST_TRY_STATUS(confine(order.limits));
    request.memory = slots_.get();
    auto file = std::make_unique<HandedFile>(desk_, order.file_bytes);
    GATECAST_TRY(const auto decoder, decode::VideoDecoder::open(std::move(file), std::move(request)));
    if (!desk_.send(Opened())) return {};
    while (desk_.receive()) {
      if (const auto question = desk_.message().as<Next>()) {
        desk_.take_back(*question);
        decoder->hurry(question->hurries != 0);
      }
      GATECAST_TRY(auto frame, decoder->next());
      if (slots_->has_refused()) return {};
      if (!frame) return ended();
      auto message = to_message(*frame, region_->data(), 0);
      message.number = desk_.lend(std::move(*frame));
      if (!desk_.send(message)) return {};
    }
    return {};
  }

  Status play(const OpenSound& order) {
    GATECAST_TRY_STATUS(confine(order.limits));
    auto file = std::make_unique<HandedFile>(desk_, order.file_bytes);
    GATECAST_TRY(const auto decoder, decode::SoundDecoder::open(std::move(file), request_from(order)));
    if (!desk_.send(Opened())) return {};
    std::optional<decode::SoundChunk> chunk;
    std::size_t sent = 0;  // frames of this chunk
    while (desk_.receive()) {
      if (!chunk) {
        GATECAST_TRY(chunk, decoder->next());
        if (!chunk) return ended();
        sent = 0;
      }
      const auto all = chunk->samples.size() / decode::kSoundChannels;
      const auto count = std::min(all - sent, kChunkFrames);
      ChunkMade message;
      message.frames = static_cast<std::uint32_t>(count);
      message.time_us =
          chunk->time.count() + static_cast<std::int64_t>(sent) * 1'000'000 / decode::kSoundRateHz;
      const auto* first =
          reinterpret_cast<const char*>(chunk->samples.data() + sent * decode::kSoundChannels);
      if (!desk_.send(message, {first, count * decode::kSoundChannels * sizeof(float)})) return {};
      sent += count;
      if (sent == all) chunk.reset();
    }
    return {};
  }

  Status paint(const OpenPicture& order) {
    region_ = FrameRegion::of(frames_, order.region_bytes);
    if (!region_) return fail(no_memory());
    GATECAST_TRY_STATUS(confine(order.limits));
    HandedFile file(desk_, order.file_bytes);
    Bytes bytes(order.file_bytes, '\0');
    GATECAST_TRY(const auto got, file.read_at(0, {bytes.data(), bytes.size()}));
    bytes.resize(got);
    const auto scale = order.covers != 0 ? decode::ScaleTo::cover : decode::ScaleTo::contain;
    GATECAST_TRY(const auto picture, decode::decode_picture(bytes, text_of(order.name),
                                                            {order.width_px, order.height_px}, scale));
    PictureMade message;
    const auto* format = std::find(kPictureFormats.begin(), kPictureFormats.end(), picture.format);
    message.format = static_cast<std::int32_t>(format - kPictureFormats.begin());
    message.width_px = picture.pixels.size().width_px;
    message.height_px = picture.pixels.size().height_px;
    message.full_width_px = picture.full_size.width_px;
    message.full_height_px = picture.full_size.height_px;
    const auto row_bytes = static_cast<std::size_t>(message.width_px) * 4;
    if (row_bytes * static_cast<std::size_t>(message.height_px) > region_->bytes()) return fail(no_memory());
    for (int y = 0; y < message.height_px; ++y)
      std::memcpy(region_->data() + static_cast<std::size_t>(y) * row_bytes, picture.pixels.row(y),
                  row_bytes);
    if (desk_.send(message)) wait_for_end();
    return {};
  }

  Status ended() {
    if (desk_.send(End())) wait_for_end();
    return {};
  }
  // Until the player hangs up: it may still look at what is in the shared memory.
  bool wait_for_end() {
    while (desk_.receive()) {
    }
    return true;
  }
  static Error no_memory() {
    return content_error("media.memory", "", "it needs more memory to decode than it may have here",
                         "scale it down to the screen's size, or build the release again");
  }

  // Frames that are lent go before the memory in which they are.
  int frames_;
  std::unique_ptr<decode::VideoEngine> engine_;
  std::unique_ptr<FrameRegion> region_;
  std::unique_ptr<FrameSlots> slots_;
  Desk desk_;
};

}  // namespace

int run_decoder(int talk, int frames) {
  try {
    return Decoder(Channel(Handle(talk)), frames).run();
  } catch (const std::bad_alloc&) {
    return kOutOfMemory;
  }
}

}  // namespace gatecast::isolate
