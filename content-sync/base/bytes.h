// Byte strings, hexadecimal, SHA-256.
// Threads: values. Source: FIPS 180-4 by libcrypto's EVP (uses SHA-NI: 3 x libsodium's speed).
#pragma once
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gatecast {

using Bytes = std::string;  // owned bytes, not text
using ByteView = std::string_view;

struct Sha256 {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const Sha256&) const = default;
  [[nodiscard]] std::string hex() const;
  // Exactly 64 lower-case hexadecimal digits; nothing else names an object.
  static std::optional<Sha256> from_hex(std::string_view hex);
};

Sha256 sha256(ByteView bytes);

// Incremental hashing; one owner, one thread.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;
  void update(ByteView bytes);
  Sha256 finish();  // afterwards the stream is empty and may be used anew

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

std::string to_hex(ByteView bytes);
// Even number of digits, either case; nothing else.
std::optional<Bytes> from_hex(std::string_view hex);

}  // namespace gatecast
