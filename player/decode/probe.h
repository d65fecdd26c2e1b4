// Measures a media file once, when a release is built, so that the player neither probes nor guesses:
// streams, rates, colours, reorder depth, loudness; and names what is wrong with it. Decodes the whole file.
// Threads: pure. Errors: only those of the disk; whatever is wrong with the content is a Fault.
// Source: shared/design/content.md (Release); EBU R 128 by libebur128; ITU-R BS.1770 true peak.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "content-sync/bundle/release.h"
#include "player/decode/picture.h"

namespace gatecast::decode {

struct Fault {
  std::string rule;         // "media.truncated", "media.no_video", "media.unknown_format", ...
  std::string message;      // what is wrong, in one sentence
  std::string hint;         // how to mend it
  bool is_warning = false;  // it plays, but not well on cheap hardware
};

struct ProbeReport {
  std::optional<bundle::MediaFacts> media;
  std::optional<bundle::PictureFacts> picture;
  std::vector<Fault> faults;
};

struct ProbeOptions {
  int target_mlufs = -23000;          // EBU R 128 programme loudness
  int highest_true_peak_mdb = -1000;  // the gain never lifts the peak above this
  PictureLimits picture_limits;       // of a picture
};

Result<ProbeReport> probe_file(std::unique_ptr<ReadFile> file, const std::string& name,
                               const ProbeOptions& options = {});

// Only what the container says, quickly (a few packets): for playing plain files in the preview.
Result<bundle::MediaFacts> glance_at_file(std::unique_ptr<ReadFile> file, const std::string& name);

}  // namespace gatecast::decode
