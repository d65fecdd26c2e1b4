// Form and truncation of language tags. Whether a language exists is asked of ICU by the source folder's
// check. Threads: pure functions. Source: RFC 5646 2.1 (form), 2.1.1 (case); RFC 4647 3.4 (lookup).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "content-sync/bundle/release.h"

namespace gatecast::bundle {

// Language subtag of two or three letters, then subtags of 1 to 8 letters or digits.
bool is_well_formed_tag(std::string_view tag);
// "lo-la" -> "lo-LA", "zh-hant" -> "zh-Hant".
LanguageTag canonical_case(std::string_view tag);
// One step of RFC 4647 lookup: "zh-Hant-TW" -> "zh-Hant" -> "zh" -> nothing.
std::optional<LanguageTag> truncated(const LanguageTag& tag);

}  // namespace gatecast::bundle
