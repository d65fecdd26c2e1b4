#include "content-sync/base/kiosk_code.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"

namespace gatecast {
namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr std::uint64_t kCodes = 100'000'000;
constexpr std::string_view kPurpose = "gatecast technician 1\n";

std::optional<Bytes> random(std::size_t count) {
  Bytes bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1)
    return std::nullopt;
  return bytes;
}

std::string eight_digits(std::uint64_t number) {
  auto digits = std::to_string(number % kCodes);
  return std::string(kKioskCodeDigits - digits.size(), '0') + digits;
}

std::uint64_t number_of(const unsigned char* bytes) {
  std::uint64_t number = 0;
  for (int i = 0; i < 8; ++i) number = number << 8U | bytes[i];
  return number;
}

}  // namespace

Result<KioskSecret> new_kiosk_secret(const std::string& kiosk) {
  if (kiosk.empty() || kiosk.size() > 64 || kiosk.find_first_of("\n\r\t\"\\") != std::string::npos)
    return fail(
        usage_error("kiosk_code.name", kiosk, "is no name for a kiosk", "for instance lao-bao-hall-1"));
  auto bytes = random(kSecretBytes);
  if (!bytes) return fail(environment_error("kiosk_code.random", kiosk, "the system gives no random bytes"));
  return KioskSecret{kiosk, std::move(*bytes)};
}

std::string kiosk_secret_file(const KioskSecret& secret) {
  const nlohmann::json document{{"format", 1}, {"kiosk", secret.kiosk}, {"secret", to_hex(secret.secret)}};
  return document.dump(1) + "\n";
}

Result<KioskSecret> parse_kiosk_secret(ByteView text, const std::string& name) {
  GATECAST_TRY(const auto document, parse_json(text, name));
  KioskSecret secret;
  if (document.is_object() && document.value("format", nlohmann::json()) == 1) {
    secret.kiosk = text_at(document, "kiosk");
    secret.secret = from_hex(text_at(document, "secret")).value_or("");
  }
  if (secret.kiosk.empty() || secret.secret.size() != kSecretBytes)
    return fail(usage_error("kiosk_code.secret", name, "is no kiosk's secret, format 1",
                            "gatecast kiosk-code --new NAME --out FILE makes one"));
  return secret;
}

std::optional<std::string> new_challenge() {
  const auto bytes = random(8);
  if (!bytes) return std::nullopt;
  return eight_digits(number_of(reinterpret_cast<const unsigned char*>(bytes->data())));
}

std::optional<std::string> code_digits(const std::string& typed) {
  std::string digits;
  for (const char c : typed) {
    if (c == ' ' || c == '-') continue;
    if (c < '0' || c > '9') return std::nullopt;
    digits += c;
  }
  return digits.size() == kKioskCodeDigits ? std::optional(digits) : std::nullopt;
}

std::string code_in_groups(const std::string& digits) {
  return digits.size() <= 4 ? digits : digits.substr(0, 4) + " " + digits.substr(4);
}

std::string kiosk_response(const KioskSecret& secret, const std::string& challenge) {
  const std::string message = std::string(kPurpose) + secret.kiosk + "\n" + challenge;
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int length = 0;
  HMAC(EVP_sha256(), secret.secret.data(), static_cast<int>(secret.secret.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), mac.data(), &length);
  return eight_digits(number_of(mac.data()));
}

bool is_response(const KioskSecret& secret, const std::string& challenge, const std::string& typed) {
  const auto wanted = kiosk_response(secret, challenge);
  return typed.size() == wanted.size() && CRYPTO_memcmp(typed.data(), wanted.data(), wanted.size()) == 0;
}

}  // namespace gatecast
