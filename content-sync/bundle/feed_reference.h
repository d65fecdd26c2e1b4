// {feed:<name>} and {feed:<name>.<field>} in a slide's text: what a feed says, between the signed words. A
// line whose feed has nothing fresh to say is not shown; where the slide makes no sense without that line,
// the slide is left out. Never an old number, never the braces. Threads: pure functions. Errors: none.
// Source: shared/design/content.md (feeds with age and bounds); shared/design/trust.md, Signing (role feeds).
#pragma once
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "content-sync/bundle/release.h"

namespace gatecast::bundle {

struct FeedReference {
  std::string feed;
  std::string field = "value";
  bool operator==(const FeedReference&) const = default;
};
// "value" (with its unit), "label", "time" (when it was so), "source".
const std::vector<std::string>& feed_fields();

// In the order of the text, repeated where they repeat. An unclosed "{feed:" gives the rest of the text.
std::vector<FeedReference> feeds_in(std::string_view text);
// Every {feed:<name>.<field>} replaced by value(reference).
std::string with_feeds(std::string_view text,
                       const std::function<std::string(const FeedReference& reference)>& value);
// The names of all feeds that one entry speaks of, in whatever language.
std::set<std::string> feeds_of(const TextByLanguage& texts);
std::set<std::string> feeds_of(const Slide& slide);

// Until when all that the slide cannot be without is said, given until when each feed says something. A row
// of a table and a paragraph go by themselves, as long as another row stays, and in "title_text" another
// paragraph; nothing else does. The latest of all instants for a slide that names no feed.
Instant said_until(const Slide& slide, const std::function<Instant(const std::string& feed)>& until);

}  // namespace gatecast::bundle
