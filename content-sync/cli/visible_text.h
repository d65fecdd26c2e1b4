// Text of others on a terminal: what would move the cursor, hide or turn round other text is written out
// ("<U+001B>"), so that nobody can hide a change from the person who signs.
// Threads: pure. Errors: none. Source: Unicode UAX 9 (bidirectional controls); ECMA-48.
#pragma once
#include <string>
#include <string_view>

namespace gatecast::cli {

std::string visible_text(std::string_view text);

}  // namespace gatecast::cli
