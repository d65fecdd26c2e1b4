// What an officer's recall means in a release. It names an item, a page, or one object of a page by its
// SHA-256 in hexadecimal digits: a picture of a gallery, or its speech. What is for emergencies stays.
// Threads: pure. Errors: none; the caller says which rule was broken.
// Source: shared/design/trust.md, Signing (An alert): the still and the emergency pages cannot be recalled.
#pragma once
#include <string>

#include "content-sync/bundle/release.h"

namespace gatecast::bundle {

inline constexpr auto kEmergencyTopic = "emergency";

enum class RecallReach {
  nothing,    // the release shows nothing of this name
  emergency,  // it is for emergencies
  something
};
RecallReach reach_of_recall(const std::string& what, const Release& release);

}  // namespace gatecast::bundle
