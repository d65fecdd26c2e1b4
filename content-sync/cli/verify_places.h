// What `gatecast verify` looks at: a kiosk's store, a repository or a build folder, each read anew from the
// disk, every signature, hash and piece.
// Threads: pure over the disk. Errors: collected, not returned: each damage is named.
// Source: shared/design/trust.md, What must be visible.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"
#include "content-sync/bundle/release.h"

namespace gatecast::cli {

struct VerifiedChannel {
  std::string channel;
  std::int64_t release_number = 0;
  Instant created;
  std::vector<std::string> signers;  // persons
  std::uint64_t objects = 0;
  std::uint64_t bytes = 0;
};
struct VerifiedPlace {
  std::string kind;  // "store", "repository", "build"
  std::vector<VerifiedChannel> channels;
  std::vector<std::string> notes;  // plain sentences: what is there, what it rests on
  std::vector<Error> faults;
  bool is_demo = false;
};

struct VerifyQuestion {
  Path path;
  Path root;            // trusted root; else the oldest one found there
  std::string channel;  // of a store; else the one found there
  Path active;          // repository whose editors a build must be signed by
  Instant now;
};
Result<VerifiedPlace> verify_place(Disk& disk, const VerifyQuestion& question);

}  // namespace gatecast::cli
