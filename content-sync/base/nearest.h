// The known word that was probably meant, for "did you mean".
// Threads: pure. Source: V. I. Levenshtein, Binary codes capable of correcting deletions, insertions and
// reversals, 1966.
#pragma once
#include <string>
#include <vector>

namespace gatecast {

// The word of `known` nearest to `word`, if it is near enough to be what was meant; else "".
std::string nearest(const std::string& word, const std::vector<std::string>& known);

}  // namespace gatecast
