// {fact:<id>} in a text: finding the ids, and putting values in their place.
// Threads: pure functions. Source: shared/design/content.md, Fact.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gatecast::bundle {

// Ids in the order of the text, repeated where they repeat. An unclosed "{fact:" gives the rest of the text.
std::vector<std::string> facts_in(std::string_view text);
// Every {fact:<id>} replaced by value(id).
std::string with_facts(std::string_view text, const std::function<std::string(const std::string& id)>& value);

}  // namespace gatecast::bundle
