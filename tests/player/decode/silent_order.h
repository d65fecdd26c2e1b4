// H.264 that says nothing of how far its pictures are reordered: x264, like most encoders, always says it,
// but cameras and hardware encoders often do not. Threads: values. Errors: throws std::runtime_error, which
// fails the test. Source: ISO/IEC 14496-10, 7.3.2.1.1 and E.1.1 (sequence parameter set); 14496-15, 5.3.3.1
// (avcC).
#pragma once
#include "content-sync/base/disk.h"

namespace gatecast::test {

// The same MP4 file with its sequence parameter set's bitstream_restriction_flag 0 and without what follows
// it.
Bytes without_reorder_data(Bytes file);

}  // namespace gatecast::test
