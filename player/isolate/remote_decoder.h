// The player's side of a decoder in a process of its own: the same interfaces as decode's, the same values,
// frames in memory that is shared and not copied. The file is read here, verified; the decoder sees only
// bytes that were. Threads: each decoder one owner; nursery from any. `stop` ends every waiting.
// Errors: what the reader or the decoder says; "decoder.died", "decoder.memory", "decoder.hangs",
// "decoder.message" (content errors: this file did it) or "decoder.nursery".
// Source: shared/design/architecture.md 3 (message interface); trust.md (Faults).
#pragma once
#include <stop_token>

#include "player/decode/picture.h"
#include "player/decode/sound_decoder.h"
#include "player/decode/video_decoder.h"
#include "player/isolate/nursery.h"

namespace gatecast::isolate {

Result<std::unique_ptr<decode::VideoDecoder>> open_video(Nursery& nursery, std::unique_ptr<ReadFile> file,
                                                         const decode::VideoRequest& request,
                                                         const std::stop_token& stop = {});
Result<std::unique_ptr<decode::SoundDecoder>> open_sound(Nursery& nursery, std::unique_ptr<ReadFile> file,
                                                         const decode::SoundRequest& request,
                                                         const std::stop_token& stop = {});
Result<decode::DecodedPicture> decode_picture(Nursery& nursery, std::unique_ptr<ReadFile> file,
                                              const std::string& name, pixels::Size box = {},
                                              decode::ScaleTo scale = decode::ScaleTo::cover);

// Whether the decoder, and not the content's words about itself, is at fault: such a failure may pass.
bool is_decoder_fault(const Error& error);

}  // namespace gatecast::isolate
