// Any of Gatecast's files in plain words: metadata, releases, piece lists, key files.
// Threads: pure. Errors: "inspect.unknown", and those of the file's own parser.
#pragma once
#include <string>
#include <vector>

#include "content-sync/base/bytes.h"
#include "content-sync/base/result.h"

namespace gatecast::cli {

struct PlainWords {
  std::string kind;  // "root", "timestamp", "snapshot", "targets", "release", "pieces", "key"
  std::vector<std::string> lines;
};
Result<PlainWords> describe_file(ByteView bytes, const std::string& name);

}  // namespace gatecast::cli
