// Counting signatures. An id counts for nothing: what counts is the key's own bytes and, for delegated roles
// of Gatecast, the person who holds it.
// Threads: pure. Errors: "tuf.<role>.threshold", "tuf.<role>.persons".
// Source: TUF 1.0.34, section 4.2.1 and 5.3.4; shared/design/trust.md, Signing.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "content-sync/base/bytes.h"
#include "content-sync/base/result.h"
#include "content-sync/tuf/metadata.h"

namespace gatecast::tuf {

struct SignatureCount {
  std::set<Bytes> keys;  // distinct key bytes with a signature that holds
  std::set<std::string>
      persons;  // whose keys those are; a key that is listed for two persons counts for none
  std::vector<std::string> signers;  // person, or key id where none is named; sorted, distinct
};

SignatureCount count_signatures(const Role& role, const std::map<std::string, Key>& keys, ByteView canonical,
                                const std::vector<Signature>& signatures);

struct ThresholdQuestion {
  std::string rule_role;  // as in "tuf.<role>.threshold"
  std::string subject;    // the file
  std::string section;
  bool counts_persons = false;
};
Status require_threshold(const SignatureCount& count, int threshold, const ThresholdQuestion& question);

}  // namespace gatecast::tuf
