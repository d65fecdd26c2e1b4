// What a new release changes against the old one, in sentences for the two who sign: nothing on a screen may
// differ without a sentence here. A last sentence names fields that have no wording of their own.
// Threads: pure.
#pragma once
#include <string>
#include <vector>

#include "content-sync/bundle/release.h"

namespace gatecast::bundle {

// `before` null: the first release of its channel; then what it holds is told. In the order: head, items,
// playlists, events, facts, languages, look. Empty only if the two show the same.
std::vector<std::string> describe_changes(const Release* before, const Release& after);

}  // namespace gatecast::bundle
