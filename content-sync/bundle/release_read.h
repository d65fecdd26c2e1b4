// The parts of reading a release document, one function a noun; used by parse_release only.
// Threads: pure. Errors: kept in the Reading behind each Node.
#pragma once
#include "content-sync/bundle/document.h"
#include "content-sync/bundle/release.h"

namespace gatecast::bundle {

Item read_item(const Node& node, const ItemId& id);
// Topics and pages.
void read_pages(const Node& node, Release& release);
// Playlists, events and days with a mode of their own.
void read_when(const Node& node, Release& release);
// What feeds the release declares, and the tile that shows them.
void read_feeds(const Node& node, Release& release);
void read_device_bounds(const Node& node, Release& release);
Condition read_condition(const Node& node);
PictureUse read_picture_use(const Node& node);
std::set<Mode> read_modes(const Node& node);
MediaFacts read_media_facts(const Node& node);
PictureFacts read_picture_facts(const Node& node);

// What a schema cannot say: everything that is referred to is there, and ranges fit together. The first
// fault.
void check_references(const Release& release, Reading& reading);
void check_feeds(const Release& release, Reading& reading);
void check_device_bounds(const Release& release, Reading& reading);

}  // namespace gatecast::bundle
