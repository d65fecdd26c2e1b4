// Proof of play as others read it: the signed heads and bodies of a player's log, judged as hostile input by
// the agent that sends them on and by the server that keeps them. Threads: pure. Errors: nothing is given for
// whatever is not of its form or not signed. Source: player/play_log/FORMAT.md.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/bytes.h"

namespace gatecast::report {

struct PlayHead {
  std::int64_t number = 0;
  std::int64_t from_ms = 0, to_ms = 0;
  Sha256 body;      // of the line with its mark
  Sha256 previous;  // of the head before
  std::string key;
  Sha256 hash;
};
// `json` without mark and signature.
std::optional<PlayHead> parse_play_head(ByteView json, ByteView signature_hex);

struct PlayedItem {
  std::string item;  // empty: a still
  std::int64_t times = 0;
  std::int64_t ms = 0;
};
// Of a body's JSON, without its mark; by item.
std::optional<std::vector<PlayedItem>> played_items(ByteView json);

}  // namespace gatecast::report
