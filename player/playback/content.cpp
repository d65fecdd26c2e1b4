#include "player/playback/content.h"

namespace gatecast::playback {
namespace {

Error too_long(const Sha256& object, std::uint64_t size, std::uint64_t limit_bytes) {
  return content_error(
      "object.too_long", object.hex(),
      std::to_string(size) + " bytes, more than the " + std::to_string(limit_bytes) + " allowed");
}

}  // namespace

Result<std::unique_ptr<decode::VideoDecoder>> open_video(const Content& content, const Sha256& object,
                                                         const decode::VideoRequest& request,
                                                         const std::stop_token& stop) {
  if (!content.nursery) {
    GATECAST_TRY(auto file, content.open_object(object));
    return decode::VideoDecoder::open(std::move(file), request);
  }
  // It may be opened a second time, when the engine fails: by a reader of its own.
  const auto open = [nursery = content.nursery, open_object = content.open_object, object, stop](
                        const decode::VideoRequest& again) -> Result<std::unique_ptr<decode::VideoDecoder>> {
    GATECAST_TRY(auto file, open_object(object));
    return isolate::open_video(*nursery, std::move(file), again, stop);
  };
  const bool is_for_engine =
      request.facts && request.facts->video && decode::is_for_engine(*request.facts->video);
  return isolate::open_video_by(is_for_engine ? content.engine : nullptr, request, open);
}

Result<std::unique_ptr<decode::SoundDecoder>> open_sound(const Content& content, const Sha256& object,
                                                         const decode::SoundRequest& request,
                                                         const std::stop_token& stop) {
  GATECAST_TRY(auto file, content.open_object(object));
  if (!content.nursery) return decode::SoundDecoder::open(std::move(file), request);
  return isolate::open_sound(*content.nursery, std::move(file), request, stop);
}

Result<decode::DecodedPicture> read_picture(const Content& content, const Sha256& object, pixels::Size box,
                                            std::uint64_t limit_bytes) {
  if (!content.nursery) {
    GATECAST_TRY(const auto bytes, read_object(content, object, limit_bytes));
    return decode::decode_picture(bytes, object.hex(), box);
  }
  GATECAST_TRY(auto file, content.open_object(object));
  GATECAST_TRY(const auto size, file->size());
  if (size > limit_bytes) return fail(too_long(object, size, limit_bytes));
  return isolate::decode_picture(*content.nursery, std::move(file), object.hex(), box);
}

Result<Bytes> read_object(const Content& content, const Sha256& object, std::uint64_t limit_bytes) {
  GATECAST_TRY(const auto file, content.open_object(object));
  GATECAST_TRY(const auto size, file->size());
  if (size > limit_bytes) return fail(too_long(object, size, limit_bytes));
  Bytes bytes(size, '\0');
  GATECAST_TRY(const auto got, file->read_at(0, {bytes.data(), bytes.size()}));
  bytes.resize(got);
  return bytes;
}

}  // namespace gatecast::playback
