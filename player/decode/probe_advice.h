// Private to decode: what cheap hardware will not play well, as warnings.
// Threads: pure. Source: shared/design/content.md (What is checked before anyone signs).
#pragma once
#include <vector>

#include "player/decode/probe.h"

namespace gatecast::decode {

void add_advice(const bundle::MediaFacts& facts, std::vector<Fault>& faults);

}  // namespace gatecast::decode
