// A channel that nobody has signed, ready to be drawn: an editor's source folder, or a build folder.
// A folder's films are glanced at (length, streams), so that items that leave them open get theirs.
// Threads: main only. Errors: those of reading; an environment error for what is no such folder.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "content-sync/source/fault.h"
#include "player/playback/content.h"

namespace gatecast::preview {

struct OpenedChannel {
  playback::ContentPtr content;
  source::Faults faults;                // of a source folder; what is at fault may be missing in the content
  std::map<Sha256, std::string> files;  // how an editor knows an object
  bool is_draft = false;
};

// Its films are decoded in processes of their own where there is a nursery.
Result<OpenedChannel> open_channel(Disk& disk, const Path& folder,
                                   std::shared_ptr<isolate::Nursery> nursery = nullptr);

// To standard error; they do not keep what is whole from being drawn. The exit code that they deserve.
int print_faults(const OpenedChannel& channel);

}  // namespace gatecast::preview
