// Private to decode: a libav decoder that works by the video engine, and its frames as planes.
// Threads: one owner each. Errors: environment errors "engine.*".
#pragma once
#include "player/decode/engine.h"
#include "player/decode/libav.h"

namespace gatecast::decode {

// Before the codec is opened.
void decode_by(const VideoEngine& engine, AVCodecContext& codec);
// I420 in `memory` (null: anywhere). A frame that is not the engine's is an error: libav gave it up.
Result<AvFramePtr> fetched(const AVFrame& frame, FrameMemory* memory, const std::string& name);

}  // namespace gatecast::decode
