// The way to a kiosk's technician's screen: the kiosk shows eight digits, the desk answers with eight digits
// that only this kiosk's own secret gives. No clock, no network, nothing that two kiosks share. Threads:
// values. Errors: usage errors "kiosk_code.*". Source: shared/design/trust.md; RFC 2104 (HMAC), FIPS 180-4.
#pragma once
#include <optional>
#include <string>

#include "content-sync/base/bytes.h"
#include "content-sync/base/result.h"

namespace gatecast {

inline constexpr std::size_t kKioskCodeDigits = 8;

struct KioskSecret {
  std::string kiosk;  // its name, as people call it; part of every answer
  Bytes secret;       // 32 bytes
};
Result<KioskSecret> new_kiosk_secret(const std::string& kiosk);
// {"format": 1, "kiosk": "lao-bao-hall-1", "secret": "<64 hex>"}
std::string kiosk_secret_file(const KioskSecret& secret);
Result<KioskSecret> parse_kiosk_secret(ByteView text, const std::string& name);

std::optional<std::string> new_challenge();
// Digits of what somebody typed, "4821 7730" or "48217730"; nothing where it is no code.
std::optional<std::string> code_digits(const std::string& typed);
std::string code_in_groups(const std::string& digits);
std::string kiosk_response(const KioskSecret& secret, const std::string& challenge);
// In the same time wherever they differ.
bool is_response(const KioskSecret& secret, const std::string& challenge, const std::string& typed);

}  // namespace gatecast
