// Private to isolate: frames, sounds and failures between the decoder's structs and the player's values. What
// comes from a decoder is believed nothing: each enum, size, offset, stride and time is checked, so that no
// message makes the player read outside the shared memory or wait for a frame of the year 2099.
// Threads: pure. Errors: content error "decoder.message".
#pragma once
#include <optional>

#include "player/decode/picture.h"
#include "player/decode/sound_decoder.h"
#include "player/decode/video_decoder.h"
#include "player/isolate/messages.h"

namespace gatecast::isolate {

FrameMade to_message(const decode::Frame& frame, const std::uint8_t* region, std::uint32_t number);
// `memory` is left for the caller to fill in. Empty: this cannot be a frame.
std::optional<decode::Frame> checked_frame(const FrameMade& message, const std::uint8_t* region,
                                           std::uint64_t region_bytes);
std::optional<decode::SoundChunk> checked_chunk(const ChunkMade& message, std::span<const char> samples);

Failed to_message(const Error& error);
Error checked_error(const Failed& message, const std::string& name);

OpenVideo to_message(const decode::VideoRequest& request, std::uint64_t file_bytes);
decode::VideoRequest request_from(const OpenVideo& message);
OpenSound to_message(const decode::SoundRequest& request, std::uint64_t file_bytes);
decode::SoundRequest request_from(const OpenSound& message);

// How much shared memory a film's frames need, and how much other memory its decoder may take.
FrameSpace space_for(const decode::VideoRequest& request);

}  // namespace gatecast::isolate
