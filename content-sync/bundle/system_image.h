// An operating system for kiosks, `system/<arch>.json`: its number, which only grows, and the two images that
// make a slot, each an object with a piece list like all content. A target of the role "system": two of three
// release officers sign it. Threads: pure. Errors: "system.form" (not such a document, with line and column),
// "system.name". Source: shared/design/trust.md, Signing (role system); issue 7, 4.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "content-sync/base/result.h"
#include "content-sync/bundle/release.h"

namespace gatecast::bundle {

inline constexpr const char* kSystemRole = "system";
inline constexpr std::uint64_t kSystemLimit = 16'384;                           // bytes of one document
inline constexpr std::uint64_t kLargestSystemPart = std::uint64_t{512} << 20U;  // bytes of one image

struct SystemImage {
  std::string arch;          // "amd64", "arm64"
  std::int64_t version = 0;  // 1 or more; a kiosk goes only to a higher one
  ObjectRef boot;            // kernel, memory disk, the root's hash: a file system for the loader
  ObjectRef root;            // the read-only root with its tree of hashes
};

bool is_arch(std::string_view text);
std::string system_target(const std::string& arch);  // "system/amd64.json"

// `name`: the target's, which must be the document's own.
Result<SystemImage> parse_system(ByteView bytes, std::string_view name);
Bytes write_system(const SystemImage& image);
// By hash, as a release has its objects.
std::map<Sha256, ObjectRef> objects_of(const SystemImage& image);

}  // namespace gatecast::bundle
