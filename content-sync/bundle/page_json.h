// Topics and pages in the release document: writing them, and the part of a page that is no text, for
// signers. Threads: pure functions.
#pragma once
#include <string>

#include "content-sync/base/json_value.h"
#include "content-sync/bundle/release.h"

namespace gatecast::bundle {

// Adds "topics" and "pages".
void write_pages(nlohmann::json& out, const Release& release);
// Hours, numbers, scenes and links of a page in one line.
std::string page_form(const Page& page);

}  // namespace gatecast::bundle
