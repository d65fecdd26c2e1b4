// Makes the search index of a release: an SQLite database over the texts of its pages in each language, facts
// filled in. It holds ids of pages and folded words, nothing that is ever shown. The same release gives the
// same bytes (with the same SQLite and ICU). Threads: pure. Errors: "search.index" where SQLite or ICU fail,
// or where it grows too large. Source: shared/design/content.md (Release); shared/domain/typography.md 3.5.
#pragma once
#include "content-sync/bundle/release.h"

namespace gatecast::search {

inline constexpr auto kIndexMediaType = "application/vnd.sqlite3";

Result<Bytes> write_index(const bundle::Release& release);

}  // namespace gatecast::search
