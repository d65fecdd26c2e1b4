// What a hijacked decoder may say, and what the player makes of it.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "player/isolate/frame_message.h"

using namespace gatecast;
using isolate::FrameMade;

namespace {

constexpr std::uint64_t kRegion = 1 << 20;
const std::uint8_t* const kMemory = reinterpret_cast<const std::uint8_t*>(0x10000);

FrameMade good() {
  FrameMade message;
  message.width_px = 64;
  message.height_px = 48;
  message.plane_offsets = {0, 64 * 48, 64 * 48 + 32 * 24};
  message.strides_bytes = {64, 32, 32};
  message.length_us = 40'000;
  return message;
}
template <class Change>
bool is_taken(Change change) {
  auto message = good();
  change(message);
  return isolate::checked_frame(message, kMemory, kRegion).has_value();
}

}  // namespace

TEST_CASE("a frame within the shared memory is taken as it is") {
  const auto frame = isolate::checked_frame(good(), kMemory, kRegion);
  REQUIRE(frame);
  CHECK(frame->size == pixels::Size{64, 48});
  CHECK(frame->planes[1] == kMemory + 64 * 48);
}

TEST_CASE("no frame reaches outside the shared memory") {
  const auto last = static_cast<std::int64_t>(kRegion);
  CHECK(is_taken([&](auto& m) { m.plane_offsets[0] = last - 64 * 48; }));
  CHECK_FALSE(is_taken([&](auto& m) { m.plane_offsets[0] = last - 64 * 48 + 1; }));
  CHECK_FALSE(is_taken([&](auto& m) { m.plane_offsets[2] = last; }));
  CHECK_FALSE(is_taken([](auto& m) { m.plane_offsets[1] = -1; }));
  CHECK_FALSE(is_taken([](auto& m) { m.plane_offsets[1] = std::numeric_limits<std::int64_t>::max(); }));
  CHECK_FALSE(is_taken([](auto& m) { m.plane_offsets[1] = std::numeric_limits<std::int64_t>::min(); }));
  CHECK_FALSE(is_taken([](auto& m) { m.strides_bytes[0] = 63; }));
  CHECK_FALSE(is_taken([](auto& m) { m.strides_bytes[0] = 0; }));
  CHECK_FALSE(is_taken([](auto& m) { m.strides_bytes[0] = -64; }));
  CHECK_FALSE(is_taken([](auto& m) { m.strides_bytes[0] = std::numeric_limits<std::int32_t>::max(); }));
  CHECK_FALSE(is_taken([](auto& m) { m.strides_bytes[0] = 1 << 20; }));
  CHECK_FALSE(is_taken([](auto& m) { m.width_px = 8192; }));
  // Ten bits need twice the row.
  CHECK_FALSE(is_taken([](auto& m) { m.layout = static_cast<std::int32_t>(decode::Planes::i010); }));
  CHECK_FALSE(is_taken([](auto& m) { m.layout = static_cast<std::int32_t>(decode::Planes::bgra); }));
}

TEST_CASE("no frame has a size, kind, aspect, rotation or time that cannot be") {
  for (const std::int32_t wrong :
       {0, -1, 8193, std::numeric_limits<std::int32_t>::max(), std::numeric_limits<std::int32_t>::min()}) {
    CHECK_FALSE(is_taken([&](auto& m) { m.width_px = wrong; }));
    CHECK_FALSE(is_taken([&](auto& m) { m.height_px = wrong; }));
  }
  for (const std::int32_t wrong : {-1, 7, 1000}) {
    CHECK_FALSE(is_taken([&](auto& m) { m.layout = wrong; }));
    CHECK_FALSE(is_taken([&](auto& m) { m.matrix = wrong; }));
    CHECK_FALSE(is_taken([&](auto& m) { m.range = wrong; }));
    CHECK_FALSE(is_taken([&](auto& m) { m.rotation_degrees = wrong; }));
  }
  CHECK_FALSE(is_taken([](auto& m) { m.aspect_denominator = 0; }));
  CHECK_FALSE(is_taken([](auto& m) { m.aspect_numerator = -1; }));
  CHECK_FALSE(is_taken([](auto& m) { m.aspect_numerator = 1000; }));
  CHECK_FALSE(is_taken([](auto& m) { m.time_us = std::numeric_limits<std::int64_t>::max(); }));
  CHECK_FALSE(is_taken([](auto& m) { m.time_us = std::numeric_limits<std::int64_t>::min(); }));
  CHECK_FALSE(is_taken([](auto& m) { m.length_us = -1; }));
  CHECK_FALSE(is_taken([](auto& m) { m.length_us = std::numeric_limits<std::int64_t>::max(); }));
}

TEST_CASE("a sound is as long as it says and never louder than loud") {
  isolate::ChunkMade message;
  message.frames = 2;
  const std::array<float, 4> loud{9.0F, std::nanf(""), -INFINITY, 0.25F};
  const std::span<const char> bytes(reinterpret_cast<const char*>(loud.data()), sizeof loud);
  const auto chunk = isolate::checked_chunk(message, bytes);
  REQUIRE(chunk);
  CHECK(chunk->samples == std::vector<float>{1.0F, 0.0F, 0.0F, 0.25F});
  CHECK_FALSE(isolate::checked_chunk(message, bytes.first(12)));
  message.frames = 0xFFFFFFFFU;
  CHECK_FALSE(isolate::checked_chunk(message, bytes));
}

TEST_CASE("a decoder's words about its failure cannot pose as another rule or reach a terminal") {
  auto message = isolate::to_message(content_error("media.truncated", "x", "cut \x1b[2J off\n", "do\tit"));
  const auto error = isolate::checked_error(message, "film/red");
  CHECK(error.rule == "media.truncated");
  CHECK(error.subject == "film/red");
  CHECK(error.message == "cut ?[2J off?");
  isolate::put(message.rule, "store.piece");
  CHECK(isolate::checked_error(message, "film/red").rule == "decoder.message");
  message.rule.fill('a');  // no end
  CHECK(isolate::checked_error(message, "film/red").rule == "decoder.message");
}
