// Which files of a repository a request may name, and where they lie. What is not exactly of these forms does
// not exist: no other character, no "..", no other depth.
// Threads: pure. Source: ARCHITECTURE.md, Repository.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "content-sync/base/bytes.h"

namespace gatecast::server {

enum class FileClass { metadata, target, object };

struct NamedFile {
  FileClass file_class = FileClass::metadata;
  std::string path;            // under the repository
  std::optional<Sha256> hash;  // of its bytes, where the name says it
  bool is_immutable = false;
};

// "/metadata/3.root.json", "/targets/releases/<sha256>.lao-bao-hall.json", "/objects/ab/abcd..."
std::optional<NamedFile> parse_request_path(std::string_view path);
// "<sha256>.<channel>.json" of an upload.
std::optional<NamedFile> parse_release_name(std::string_view name);
bool is_channel_name(std::string_view name);

}  // namespace gatecast::server
