// A small valid release with every object's bytes, for tests of whatever carries or plays releases.
// Two slides (one with a picture), one clip with sound and subtitles, one playlist, one daily event, one
// fact. The media's bytes are not decodable: their facts are given, as the build would have measured them.
// Threads: values.
#pragma once
#include <map>
#include <string>

#include "content-sync/bundle/release.h"

namespace gatecast::test {

struct SampleRelease {
  bundle::Release release;
  std::map<Sha256, Bytes> objects;  // objects and their piece lists: all that a store must hold
};

// `salt` changes one text and one object, so that two releases differ as two days' work would.
SampleRelease sample_release(const std::string& channel = "lao-bao-hall", std::int64_t number = 1,
                             const std::string& salt = {});

// Adds an object with its piece list to the release and to the bytes.
Sha256 add_object(SampleRelease& sample, Bytes bytes, const std::string& media_type);

}  // namespace gatecast::test
