#include "player/playback/content.h"

namespace gatecast::playback {

Result<Bytes> read_object(const Content& content, const Sha256& object, std::uint64_t limit_bytes) {
  GATECAST_TRY(const auto file, content.open_object(object));
  GATECAST_TRY(const auto size, file->size());
  if (size > limit_bytes)
    return fail(content_error(
        "object.too_long", object.hex(),
        std::to_string(size) + " bytes, more than the " + std::to_string(limit_bytes) + " allowed"));
  Bytes bytes(size, '\0');
  GATECAST_TRY(const auto got, file->read_at(0, {bytes.data(), bytes.size()}));
  bytes.resize(got);
  return bytes;
}

}  // namespace gatecast::playback
