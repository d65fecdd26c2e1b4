// For pictures and explanations: what the store says of feeds and of technicians' wishes, and values of feeds
// as a command line names them, "NAME=VALUE" or "NAME=VALUE@TIME": each of those is marked as a sample
// wherever it is drawn. Threads: pure. Errors: usage errors "usage.feed"; those of bundle/feed_value.h.
// Source: shared/design/content.md, The programme is a function.
#pragma once
#include <string>
#include <vector>

#include "player/playback/release_watcher.h"

namespace gatecast::playback {

Status put_sample_feeds(programme::Situation& situation, const bundle::Release& release,
                        const std::vector<std::string>& asked, Instant now);
// What the store's feeds say at `now`, then the samples over it.
Status put_feeds(programme::Situation& situation, const ReleaseNews& news,
                 const std::vector<std::string>& asked, Instant now);
// What the store's technicians ask of this kiosk: its tags.
void put_wish(programme::Situation& situation, const ReleaseNews& news);

}  // namespace gatecast::playback
