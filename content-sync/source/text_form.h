// What ICU knows about texts, languages and zones, for the checks of a source folder.
// Threads: pure functions. Source: UAX #15 (NFC), UAX #29 (words); BCP 47; IANA zones.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "content-sync/base/clock.h"

namespace gatecast::source {

std::string nfc(const std::string& text);
// Words as ICU breaks them: dictionary words in Lao, Thai and Chinese, syllables in Vietnamese.
int count_words(const std::string& text, const std::string& language);
// Whether language, script and region of a well-formed tag exist.
bool is_known_language(const std::string& tag);
bool is_known_zone(const std::string& name);
// The moment at which a day ("20270331") is over in a zone; nothing where either is unknown.
std::optional<Instant> end_of_day(const std::string& day, const std::string& zone);
// "la" -> "lo is Lao" and other usual slips; empty where there is nothing to say.
std::string language_advice(const std::string& tag);
bool is_utf8(const std::string& text);
bool has_han(const std::string& text);

}  // namespace gatecast::source
