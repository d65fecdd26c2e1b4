// Short wordings that `changes` is made of.
// Threads: pure.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "content-sync/bundle/release.h"

namespace gatecast::bundle {

// A text in quotes, cut after some 120 bytes at a character's border.
std::string quoted(const std::string& text);
std::string seconds(std::int64_t duration_us);  // "8 s", "12.5 s"
std::string listed(const std::vector<std::string>& words);
std::string what_is(const Item& item);  // "slide steps, service, 8 s"
std::string when_is(const Event& event);
std::string days_are(const ModeDays& days);        // "festive on days 1, 2 and 3 of lunar month 1"
std::string to_words(const Condition& condition);  // "only at the site lao-bao and with the tag exit-hall"

// One sentence a language whose text came, went or differs: 'the Lao text of X changed from "a" to "b"'.
void describe_texts(const std::string& of, const TextByLanguage& before, const TextByLanguage& after,
                    std::vector<std::string>& sentences);
// Sentences about one item that is in both releases.
void describe_item(const Item& before, const Item& after, std::vector<std::string>& sentences);

}  // namespace gatecast::bundle
