// The player's own ed25519 key: signs the heads of the play log. Made at the first start, mode 0600, and
// never leaves the kiosk; the public half stands in every head. Threads: a value. Errors: "log.key" where the
// file is there but is not a key (it is never replaced silently: a new key begins where the old one is moved
// away). Source: RFC 8032; shared/design/trust.md, The kiosk.
#pragma once
#include <array>

#include "content-sync/base/disk.h"

namespace gatecast::play_log {

class LogKey {
 public:
  static Result<LogKey> open_or_make(Disk& disk, const Path& path);
  static LogKey from_seed(ByteView seed);  // exactly 32 bytes
  LogKey(const LogKey&) = default;
  LogKey& operator=(const LogKey&) = default;
  ~LogKey();  // overwrites the secret

  [[nodiscard]] const std::string& public_hex() const { return public_hex_; }
  // Over `purpose` and the bytes, so that a signature of one kind is never one of another. Hex.
  [[nodiscard]] std::string sign(ByteView purpose, ByteView bytes) const;

 private:
  LogKey() = default;
  std::array<unsigned char, 64> secret_{};
  std::string public_hex_;
};

inline constexpr ByteView kHeadPurpose = "gatecast play log head 1\n";
inline constexpr ByteView kSumPurpose = "gatecast play log sum 1\n";

bool is_signed(ByteView purpose, ByteView bytes, const std::string& public_hex, ByteView signature_hex);

}  // namespace gatecast::play_log
