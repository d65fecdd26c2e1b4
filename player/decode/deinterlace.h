// Private to decode: whole pictures out of interlaced ones, one a frame. The lines of the field that comes
// first stay as they are; those between are taken from the neighbours in time where nothing moves, and from
// the lines above and below where something does (an own form of the method that yadif made known). Threads:
// one owner. Errors: none; what is not interlaced, or of an unusual form, passes unchanged.
#pragma once
#include <deque>

#include "player/decode/libav.h"

namespace gatecast::decode {

class Deinterlacer {
 public:
  // Frames go in as they are decoded and come out in that order; an interlaced one when its successor is in.
  void put(AvFramePtr frame);
  void put_end();
  AvFramePtr take();  // null: more must be put in
  void clear();       // after a seek

 private:
  void finish(const AVFrame* next);
  AvFramePtr previous_;  // as decoded
  AvFramePtr current_;   // interlaced, waits for its successor
  std::deque<AvFramePtr> ready_;
};

}  // namespace gatecast::decode
