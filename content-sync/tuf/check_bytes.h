// Length and hashes that a signed document gives for other bytes.
// Threads: pure. Errors: "tuf.<role>.length", "tuf.<role>.hash". Source: TUF 1.0.34,
// sections 5.5.2, 5.6.2, 5.7.2.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "content-sync/base/bytes.h"
#include "content-sync/base/result.h"

namespace gatecast::tuf {

struct ByteQuestion {
  std::string rule_role;
  std::string subject;
  std::string section;
};
// Each hash of an algorithm that is known (sha256, sha512) must hold; where hashes are given, one must be
// known.
Status check_bytes(ByteView bytes, std::optional<std::uint64_t> length_bytes,
                   const std::map<std::string, std::string>& hashes, const ByteQuestion& question);

}  // namespace gatecast::tuf
