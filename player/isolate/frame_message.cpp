#include "player/isolate/frame_message.h"

#include <algorithm>
#include <cmath>

namespace gatecast::isolate {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kLatestUs = 10LL * 24 * 3600 * 1'000'000;  // no film is ten days long
constexpr std::int64_t kLongestFrameUs = 24LL * 3600 * 1'000'000;
constexpr std::int32_t kWidestStride = 1 << 20;

struct PlaneShape {
  std::int64_t row_bytes;
  std::int64_t rows;
};

// How libyuv reads a layout: the bytes of a row and the rows of each plane; 0 rows: no such plane.
std::array<PlaneShape, 3> shapes_of(decode::Planes layout, std::int64_t width, std::int64_t height) {
  const auto half_width = (width + 1) / 2;
  const auto half_height = (height + 1) / 2;
  switch (layout) {
    case decode::Planes::i420:
      return {{{width, height}, {half_width, half_height}, {half_width, half_height}}};
    case decode::Planes::i422:
      return {{{width, height}, {half_width, height}, {half_width, height}}};
    case decode::Planes::i444:
      return {{{width, height}, {width, height}, {width, height}}};
    case decode::Planes::i010:
      return {{{2 * width, height}, {2 * half_width, half_height}, {2 * half_width, half_height}}};
    case decode::Planes::i210:
      return {{{2 * width, height}, {2 * half_width, height}, {2 * half_width, height}}};
    case decode::Planes::i410:
      return {{{2 * width, height}, {2 * width, height}, {2 * width, height}}};
    case decode::Planes::bgra:
      return {{{4 * width, height}, {0, 0}, {0, 0}}};
  }
  return {};
}

bool has_sound_numbers(const FrameMade& m) {
  const bool size_fits = m.width_px > 0 && m.height_px > 0 && m.width_px <= decode::kLargestSidePx &&
                         m.height_px <= decode::kLargestSidePx &&
                         std::int64_t{m.width_px} * m.height_px <= decode::kLargestAreaPx;
  const bool kinds_fit = m.layout >= 0 && m.layout <= static_cast<std::int32_t>(decode::Planes::bgra) &&
                         m.matrix >= 0 && m.matrix <= static_cast<std::int32_t>(decode::Matrix::bt2020) &&
                         m.range >= 0 && m.range <= static_cast<std::int32_t>(decode::Range::full);
  const bool aspect_fits = m.aspect_numerator > 0 && m.aspect_denominator > 0 &&
                           m.aspect_numerator <= 4LL * m.aspect_denominator &&
                           m.aspect_denominator <= 4LL * m.aspect_numerator;
  const bool rotation_fits = m.rotation_degrees == 0 || m.rotation_degrees == 90 ||
                             m.rotation_degrees == 180 || m.rotation_degrees == 270;
  const bool time_fits =
      m.time_us >= -kLatestUs && m.time_us <= kLatestUs && m.length_us >= 0 && m.length_us <= kLongestFrameUs;
  return size_fits && kinds_fit && aspect_fits && rotation_fits && time_fits;
}

bool lies_inside(const PlaneShape& shape, std::int64_t offset, std::int32_t stride, std::uint64_t region) {
  if (stride < shape.row_bytes || stride > kWidestStride || offset < 0) return false;
  const std::int64_t bytes = (shape.rows - 1) * stride + shape.row_bytes;
  return static_cast<std::uint64_t>(bytes) <= region &&
         static_cast<std::uint64_t>(offset) <= region - static_cast<std::uint64_t>(bytes);
}

// Letters that can neither fool a terminal nor a log.
std::string plain(std::string text) {
  for (char& c : text)
    if (c < 0x20 || c > 0x7e) c = '?';
  return text;
}

bool is_rule_of_a_decoder(const std::string& rule) {
  const bool has_family =
      rule.starts_with("media.") || rule.starts_with("picture.") || rule.starts_with("engine.");
  return has_family && std::all_of(rule.begin(), rule.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || c == '.' || c == '_'; });
}

std::int64_t pixel_bytes_times_two(const bundle::VideoFacts& facts) {
  const bool is_deep = facts.bit_depth > 8;
  const auto has = [&](const char* part) { return facts.pixel_format.find(part) != std::string::npos; };
  const int planes_times_two = has("420") ? 3 : has("422") ? 4 : has("444") ? 6 : 8;
  // At least four bytes a pixel: what cannot be drawn as it is becomes BGRA. Untouched memory costs nothing.
  return std::max(8, planes_times_two * (is_deep ? 2 : 1));
}

}  // namespace

FrameMade to_message(const decode::Frame& frame, const std::uint8_t* region, std::uint32_t number) {
  FrameMade message;
  message.number = number;
  message.time_us = frame.time.count();
  message.length_us = std::clamp<std::int64_t>(frame.length.count(), 0, kLongestFrameUs);
  message.layout = static_cast<std::int32_t>(frame.layout);
  message.matrix = static_cast<std::int32_t>(frame.matrix);
  message.range = static_cast<std::int32_t>(frame.range);
  message.width_px = frame.size.width_px;
  message.height_px = frame.size.height_px;
  message.aspect_numerator = static_cast<std::int32_t>(frame.pixel_aspect.numerator);
  message.aspect_denominator = static_cast<std::int32_t>(frame.pixel_aspect.denominator);
  message.rotation_degrees = frame.rotation_degrees;
  for (std::size_t i = 0; i < frame.planes.size(); ++i) {
    message.plane_offsets.at(i) = frame.planes.at(i) == nullptr ? 0 : frame.planes.at(i) - region;
    message.strides_bytes.at(i) = frame.strides_bytes.at(i);
  }
  return message;
}

std::optional<decode::Frame> checked_frame(const FrameMade& message, const std::uint8_t* region,
                                           std::uint64_t region_bytes) {
  if (!has_sound_numbers(message)) return std::nullopt;
  decode::Frame frame;
  frame.time = Duration(message.time_us);
  frame.length = Duration(message.length_us);
  frame.layout = static_cast<decode::Planes>(message.layout);
  frame.matrix = static_cast<decode::Matrix>(message.matrix);
  frame.range = static_cast<decode::Range>(message.range);
  frame.size = {message.width_px, message.height_px};
  frame.pixel_aspect = {message.aspect_numerator, message.aspect_denominator};
  frame.rotation_degrees = message.rotation_degrees;
  const auto shapes = shapes_of(frame.layout, message.width_px, message.height_px);
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    if (shapes.at(i).rows == 0) continue;
    if (!lies_inside(shapes.at(i), message.plane_offsets.at(i), message.strides_bytes.at(i), region_bytes))
      return std::nullopt;
    frame.planes.at(i) = region + message.plane_offsets.at(i);
    frame.strides_bytes.at(i) = message.strides_bytes.at(i);
  }
  return frame;
}

std::optional<decode::SoundChunk> checked_chunk(const ChunkMade& message, std::span<const char> samples) {
  const bool time_fits = message.time_us >= -kLatestUs && message.time_us <= kLatestUs;
  if (!time_fits || samples.size() > kLargestPayload ||
      samples.size() != std::size_t{message.frames} * decode::kSoundChannels * sizeof(float))
    return std::nullopt;
  decode::SoundChunk chunk;
  chunk.time = Duration(message.time_us);
  chunk.samples.resize(samples.size() / sizeof(float));
  std::memcpy(chunk.samples.data(), samples.data(), samples.size());
  for (float& sample : chunk.samples) sample = std::isfinite(sample) ? std::clamp(sample, -1.0F, 1.0F) : 0.0F;
  return chunk;
}

Failed to_message(const Error& error) {
  Failed message;
  put(message.rule, error.rule);
  put(message.message, error.message);
  put(message.hint, error.hint);
  return message;
}

Error checked_error(const Failed& message, const std::string& name) {
  const auto rule = text_of(message.rule);
  if (!is_rule_of_a_decoder(rule))
    return content_error("decoder.message", name,
                         "its decoder failed and gave no reason that can be believed");
  return content_error(rule, name, plain(text_of(message.message)), plain(text_of(message.hint)));
}

OpenVideo to_message(const decode::VideoRequest& request, std::uint64_t file_bytes) {
  OpenVideo message;
  message.threads = request.threads;
  message.file_bytes = file_bytes;
  message.start_us = request.start.count();
  message.out_us = request.out.count();
  put(message.name, request.name);
  put(message.engine_node, request.engine_node);
  if (!request.facts) return message;
  message.has_facts = request.facts->video ? 2 : 1;
  if (!request.facts->video) return message;
  const auto& facts = *request.facts->video;
  message.stream_index = facts.stream_index;
  message.level = facts.level;
  message.width_px = facts.width_px;
  message.height_px = facts.height_px;
  message.aspect_numerator = static_cast<std::int32_t>(facts.pixel_aspect.numerator);
  message.aspect_denominator = static_cast<std::int32_t>(facts.pixel_aspect.denominator);
  message.rotation_degrees = facts.rotation_degrees;
  message.is_full_range = facts.is_full_range ? 1 : 0;
  message.bit_depth = facts.bit_depth;
  message.is_interlaced = facts.is_interlaced ? 1 : 0;
  message.reorder_depth = facts.reorder_depth;
  put(message.codec, facts.codec);
  put(message.profile, facts.profile);
  put(message.matrix, facts.matrix);
  put(message.primaries, facts.primaries);
  put(message.transfer, facts.transfer);
  put(message.pixel_format, facts.pixel_format);
  return message;
}

decode::VideoRequest request_from(const OpenVideo& message) {
  decode::VideoRequest request;
  request.name = text_of(message.name);
  request.start = Duration(message.start_us);
  request.out = Duration(message.out_us);
  request.threads = message.threads;
  if (message.has_facts == 0) return request;
  auto& media = request.facts.emplace();
  if (message.has_facts == 1) return request;
  auto& facts = media.video.emplace();
  facts.stream_index = message.stream_index;
  facts.level = message.level;
  facts.width_px = message.width_px;
  facts.height_px = message.height_px;
  facts.pixel_aspect = {message.aspect_numerator, message.aspect_denominator};
  facts.rotation_degrees = message.rotation_degrees;
  facts.is_full_range = message.is_full_range != 0;
  facts.bit_depth = message.bit_depth;
  facts.is_interlaced = message.is_interlaced != 0;
  facts.reorder_depth = message.reorder_depth;
  facts.codec = text_of(message.codec);
  facts.profile = text_of(message.profile);
  facts.matrix = text_of(message.matrix);
  facts.primaries = text_of(message.primaries);
  facts.transfer = text_of(message.transfer);
  facts.pixel_format = text_of(message.pixel_format);
  return request;
}

OpenSound to_message(const decode::SoundRequest& request, std::uint64_t file_bytes) {
  OpenSound message;
  message.stream_index = request.stream_index;
  message.file_bytes = file_bytes;
  message.start_us = request.start.count();
  message.out_us = request.out.count();
  message.gain_mdb = request.gain_mdb;
  message.has_facts = request.facts ? 1 : 0;
  put(message.name, request.name);
  return message;
}

decode::SoundRequest request_from(const OpenSound& message) {
  decode::SoundRequest request;
  request.name = text_of(message.name);
  request.stream_index = message.stream_index;
  request.start = Duration(message.start_us);
  request.out = Duration(message.out_us);
  request.gain_mdb = message.gain_mdb;
  if (message.has_facts != 0) request.facts.emplace();
  return request;
}

FrameSpace space_for(const decode::VideoRequest& request) {
  constexpr std::int64_t kPage = 4096;
  constexpr std::int64_t kPadding = 256;  // decoders round up and write past the edges
  constexpr std::int32_t kSlots = 48;     // 16 references, reordering, threads, the queue, what is on
  std::int64_t width = 3840;
  std::int64_t height = 2160;
  std::int64_t twice_bytes = 6;  // 10 bits
  if (request.facts && request.facts->video) {
    const auto& facts = *request.facts->video;
    width = std::clamp(facts.width_px, 16, decode::kLargestSidePx);
    height = std::clamp(facts.height_px, 16, decode::kLargestSidePx);
    twice_bytes = pixel_bytes_times_two(facts);
  }
  FrameSpace space;
  const auto bytes = (width + kPadding) * (height + kPadding) * twice_bytes / 2;
  space.slot_bytes = static_cast<std::uint64_t>((bytes + kPage) / kPage * kPage);
  space.slots = kSlots;
  space.region_bytes = space.slot_bytes * static_cast<std::uint64_t>(kSlots);
  return space;
}

}  // namespace gatecast::isolate
