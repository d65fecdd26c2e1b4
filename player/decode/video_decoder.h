// Video of one verified file, frame by frame: open, next frame, error, end. Nothing else crosses this border:
// in the player, decoders run in child processes (player/isolate), and what is here is their inside.
// Threads: one owner. Errors: content errors "media.*"; errors of the source (a wrong piece) come back as
// they are. Source: shared/design/architecture.md 3 (message interface), playback.md (which design, 2 and 8).
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "content-sync/base/disk.h"
#include "player/decode/engine.h"
#include "player/decode/frame.h"
#include "player/decode/frame_memory.h"

namespace gatecast::decode {

// How much of the film's time one thread may be busy before there are more: with its first frame, which is
// the dearest, and from then on. A first of 0: all threads from the beginning, for who is in a hurry.
struct OneThread {
  double first = 1.5;
  double later = 0.5;
};

struct VideoRequest {
  std::string name;                         // of the file, for errors
  std::optional<bundle::MediaFacts> facts;  // of the release; absent: the streams are examined first (slower)
  Duration start{0};                        // file time: the first frame is the one that is seen at this time
  Duration out = Duration::max();           // file time, exclusive
  int threads = 2;                          // at most
  OneThread one_thread;
  // By the video engine, or not at all. The node is for who starts the decoder's process, which opens it.
  const VideoEngine* engine = nullptr;
  std::string engine_node;
  FrameMemory* memory = nullptr;  // where the frames go; must outlive decoder and frames. Null: anywhere
};

class VideoDecoder {
 public:
  static Result<std::unique_ptr<VideoDecoder>> open(std::unique_ptr<ReadFile> file, VideoRequest request);
  virtual ~VideoDecoder() = default;
  // The next frame in the order of time; empty at the end.
  virtual Result<std::optional<Frame>> next() = 0;
  // From now on frames that no other frame needs are left out, or not any more: for a machine that falls
  // behind.
  virtual void hurry(bool hurries) = 0;
};

}  // namespace gatecast::decode
