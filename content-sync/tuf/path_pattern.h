// Which targets a delegation speaks for.
// Threads: pure. Errors: none. Source: TUF 1.0.34, section 4.5 (PATHPATTERN, path_hash_prefixes);
// TAP 15 (succinct_roles).
#pragma once
#include <string_view>

#include "content-sync/tuf/metadata.h"

namespace gatecast::tuf {

// '*' is any run of characters but '/', '?' one character but '/'; all else stands for itself.
bool matches_pattern(std::string_view path, std::string_view pattern);
bool speaks_for(const DelegatedRole& role, std::string_view path);
// The one bin that speaks for a path, and whether a name is that of any bin.
std::string bin_of(const SuccinctRoles& succinct, std::string_view path);
bool is_bin(const SuccinctRoles& succinct, std::string_view role);

}  // namespace gatecast::tuf
