// `{fact:<id>}` in a text becomes the fact's value of today, or "ask at the counter"; and the one small line
// that says how old the values are. Threads: pure. Errors: an unknown fact is a fault and reads "ask at the
// counter". Source: shared/design/content.md (Fact).
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "content-sync/bundle/release.h"

namespace gatecast::compose {

// What the texts of one slide used; the note is made from it.
struct FactsUsed {
  bool has_sample = false;
  bool is_old = false;     // a dated fact up to 90 days past its date
  std::string checked_on;  // the earliest day of those that need one, "" = none
  std::map<bundle::LanguageTag, std::string> feeds_as_of;  // how old the oldest of its feeds' values is
  std::vector<std::string> faults;
};
std::string with_facts(const std::string& text, const bundle::LanguageTag& language,
                       const bundle::Release& release, Instant now, FactsUsed& used);
// One line for one language: "" where nothing must be said.
std::string note_for(const FactsUsed& used, const bundle::LanguageTag& language);
// The tag of a sample, the same in every language.
// "Mẫu · ຕົວຢ່າງ · Sample", and the word in Thai or Chinese where these are shown.
std::string sample_tag(const std::vector<bundle::LanguageTag>& languages);
std::string ask_at_counter(const bundle::LanguageTag& language);

}  // namespace gatecast::compose
