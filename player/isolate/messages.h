// Private to isolate: what a decoder's process and the player say to each other, as plain structs of fixed
// size, each one message of a SOCK_SEQPACKET pair; sounds and file bytes follow their struct. The player asks
// (open, next), the decoder reads (read, bytes) until it answers.
// The player treats every field of an answer as hostile: see frame_message.h. Threads: values.
#pragma once
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace gatecast::isolate {

inline constexpr std::size_t kLargestPayload = 64 * 1024;  // no piece of an object is larger

enum class Kind : std::uint32_t {
  none,
  birth,  // to the nursery
  born,
  died,
  open_video,  // from the player
  open_sound,
  open_picture,
  next,
  bytes,
  opened,  // from the decoder
  read,
  frame,
  chunk,
  picture,
  end,
  failed,
};

template <std::size_t N>
using Text = std::array<char, N>;
template <std::size_t N>
void put(Text<N>& target, std::string_view text) {
  target.fill('\0');
  text.copy(target.data(), N - 1);
}
template <std::size_t N>
std::string text_of(const Text<N>& text) {
  return {text.data(), strnlen(text.data(), N)};
}

// ---- to and from the nursery ------------------------------------------------------------------------------
struct Birth {  // carries the decoder's ends: talk, life, frames
  Kind kind = Kind::birth;
  Text<16> name{};  // as `ps` shows it
};
struct Born {
  Kind kind = Kind::born;
  std::int32_t pid = 0;
};
struct Died {
  Kind kind = Kind::died;
  std::int32_t wait_status = 0;
};

// ---- from the player --------------------------------------------------------------------------------------
struct Limits {
  std::uint64_t memory_bytes = 0;  // beyond what the process has at birth
  std::uint32_t cpu_seconds = 0;
  std::uint32_t has_engine = 0;  // it may speak with the render node that it has opened
};
struct FrameSpace {
  std::uint64_t region_bytes = 0;
  std::uint64_t slot_bytes = 0;
  std::int32_t slots = 0;
  std::int32_t reserved = 0;
};
struct OpenVideo {
  Kind kind = Kind::open_video;
  std::int32_t threads = 1;
  Limits limits;
  FrameSpace space;
  std::uint64_t file_bytes = 0;
  std::int64_t start_us = 0;
  std::int64_t out_us = 0;
  // The release's facts, as far as a decoder needs them.
  std::int32_t has_facts = 0;
  std::int32_t stream_index = 0;
  std::int32_t level = 0;
  std::int32_t width_px = 0;
  std::int32_t height_px = 0;
  std::int32_t aspect_numerator = 1;
  std::int32_t aspect_denominator = 1;
  std::int32_t rotation_degrees = 0;
  std::int32_t is_full_range = 0;
  std::int32_t bit_depth = 8;
  std::int32_t is_interlaced = 0;
  std::int32_t reorder_depth = 0;
  Text<32> codec{};
  Text<64> profile{};
  Text<32> matrix{};
  Text<32> primaries{};
  Text<32> transfer{};
  Text<32> pixel_format{};
  Text<128> name{};
  Text<64> engine_node{};  // empty: by the processor
};
struct OpenSound {
  Kind kind = Kind::open_sound;
  std::int32_t stream_index = -1;
  Limits limits;
  std::uint64_t file_bytes = 0;
  std::int64_t start_us = 0;
  std::int64_t out_us = 0;
  std::int32_t gain_mdb = 0;
  std::int32_t has_facts = 0;
  Text<128> name{};
};
struct OpenPicture {
  Kind kind = Kind::open_picture;
  std::int32_t covers = 0;
  Limits limits;
  std::uint64_t region_bytes = 0;
  std::uint64_t file_bytes = 0;
  std::int32_t width_px = 0;
  std::int32_t height_px = 0;
  Text<128> name{};
};
struct Next {
  Kind kind = Kind::next;
  std::int32_t hurries = 0;  // leave out what no other frame needs
  // Frames that nobody looks at any more: their memory is free for this one, and nobody is woken for it.
  std::uint32_t released_count = 0;
  std::array<std::uint32_t, 32> released{};
};
struct FileBytes {  // the bytes follow
  Kind kind = Kind::bytes;
  std::int32_t could_read = 0;
};

// ---- from the decoder: hostile ----------------------------------------------------------------------------
struct Opened {
  Kind kind = Kind::opened;
  std::int32_t reserved = 0;
};
struct ReadBytes {
  Kind kind = Kind::read;
  std::uint32_t count = 0;
  std::uint64_t offset = 0;
};
struct FrameMade {
  Kind kind = Kind::frame;
  std::uint32_t number = 0;
  std::int64_t time_us = 0;
  std::int64_t length_us = 0;
  std::int32_t layout = 0;
  std::int32_t matrix = 0;
  std::int32_t range = 0;
  std::int32_t width_px = 0;
  std::int32_t height_px = 0;
  std::int32_t aspect_numerator = 1;
  std::int32_t aspect_denominator = 1;
  std::int32_t rotation_degrees = 0;
  std::array<std::int64_t, 3> plane_offsets{};
  std::array<std::int32_t, 3> strides_bytes{};
  std::int32_t reserved = 0;
};
struct ChunkMade {  // the samples follow
  Kind kind = Kind::chunk;
  std::uint32_t frames = 0;
  std::int64_t time_us = 0;
};
inline constexpr std::array<std::string_view, 4> kPictureFormats{"png", "jpeg", "webp", "svg"};
struct PictureMade {
  Kind kind = Kind::picture;
  std::int32_t format = 0;  // of kPictureFormats
  std::int32_t width_px = 0;
  std::int32_t height_px = 0;
  std::int32_t full_width_px = 0;
  std::int32_t full_height_px = 0;
};
struct End {
  Kind kind = Kind::end;
  std::int32_t reserved = 0;
};
struct Failed {
  Kind kind = Kind::failed;
  Text<48> rule{};
  Text<240> message{};
  Text<160> hint{};
};

}  // namespace gatecast::isolate
