#include "content-sync/report/device_key.h"

#include <sodium.h>

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/private_file.h"
#include "content-sync/report/ticket.h"

namespace gatecast::report {
namespace {

constexpr std::uint64_t kLargestFile = 4096;
constexpr std::size_t kLongestPart = 40;
constexpr std::size_t kCodeLetters = 12;
constexpr std::size_t kGroup = 4;
constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford's: no I, L, O, U

const unsigned char* raw(ByteView bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

bool is_name_part(std::string_view text) {
  return !text.empty() && text.size() <= kLongestPart && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

Result<Bytes> read_seed(Disk& disk, const Path& path) {
  const auto wrong = [&] {
    return fail(
        environment_error("device.key", path, "not the key of a device",
                          "gatecast-sync enrol --new-key makes another; it has to be confirmed again"));
  };
  GATECAST_TRY(const auto bytes, read_file(disk, path, kLargestFile));
  const auto document = parse_json(bytes, path.string());
  if (!document || !document->is_object() || document->value("format", nlohmann::json()) != 1) return wrong();
  auto seed = from_hex(text_at(*document, "seed"));
  if (!seed || seed->size() != crypto_sign_SEEDBYTES) return wrong();
  return std::move(*seed);
}

Status write_seed(Disk& disk, const Path& path, ByteView seed) {
  const nlohmann::json document{{"format", 1}, {"seed", to_hex(seed)}};
  return write_private_file_durably(disk, path, document.dump() + "\n");
}

}  // namespace

std::string to_string(const DeviceName& name) {
  return name.site + "/" + name.kiosk;
}

Result<DeviceName> parse_device_name(std::string_view text) {
  const auto slash = text.find('/');
  if (slash != std::string_view::npos && is_name_part(text.substr(0, slash)) &&
      is_name_part(text.substr(slash + 1)))
    return DeviceName{std::string(text.substr(0, slash)), std::string(text.substr(slash + 1))};
  return fail(usage_error("device.name", std::string(text), "is no name of a device",
                          "site and kiosk in small letters, digits and '-', as lao-bao/hall-1"));
}

DeviceKey::~DeviceKey() {
  sodium_memzero(secret_.data(), secret_.size());
}

DeviceKey DeviceKey::from_seed(ByteView seed) {
  GATECAST_INVARIANT(seed.size() == crypto_sign_SEEDBYTES);
  DeviceKey key;
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
  crypto_sign_seed_keypair(open.data(), key.secret_.data(), raw(seed));
  key.public_hex_ = to_hex({reinterpret_cast<const char*>(open.data()), open.size()});
  return key;
}

Result<DeviceKey> DeviceKey::open(Disk& disk, const Path& path) {
  if (sodium_init() < 0) return fail(environment_error("device.key", path, "libsodium does not start"));
  GATECAST_TRY(const auto status, disk.status(path));
  if (status.kind == FileKind::missing)
    return fail(environment_error("device.missing", path, "this kiosk has no key of its own yet",
                                  "gatecast-sync enrol SITE/KIOSK makes it"));
  GATECAST_TRY(auto seed, read_seed(disk, path));
  auto key = from_seed(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

Result<DeviceKey> DeviceKey::make_anew(Disk& disk, const Path& path) {
  if (sodium_init() < 0) return fail(environment_error("device.key", path, "libsodium does not start"));
  Bytes seed(crypto_sign_SEEDBYTES, '\0');
  randombytes_buf(seed.data(), seed.size());
  GATECAST_TRY_STATUS(make_directories(disk, path.parent_path()));
  GATECAST_TRY_STATUS(write_seed(disk, path, seed));
  auto key = from_seed(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

Result<DeviceKey> DeviceKey::open_or_make(Disk& disk, const Path& path) {
  GATECAST_TRY(const auto status, disk.status(path));
  return status.kind == FileKind::missing ? make_anew(disk, path) : open(disk, path);
}

std::string DeviceKey::sign(ByteView purpose, ByteView bytes) const {
  const Bytes whole = Bytes(purpose).append(bytes);
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr, raw(whole), whole.size(), secret_.data());
  return to_hex({reinterpret_cast<const char*>(signature.data()), signature.size()});
}

bool is_signed(ByteView purpose, ByteView bytes, ByteView public_hex, ByteView signature_hex) {
  const auto key = from_hex(public_hex);
  const auto signature = from_hex(signature_hex);
  if (!key || key->size() != crypto_sign_PUBLICKEYBYTES || !signature ||
      signature->size() != crypto_sign_BYTES || to_hex(*signature) != signature_hex)
    return false;
  const Bytes whole = Bytes(purpose).append(bytes);
  return sodium_init() >= 0 &&
         crypto_sign_verify_detached(raw(*signature), raw(whole), whole.size(), raw(*key)) == 0;
}

bool is_public_key(std::string_view hex) {
  return Sha256::from_hex(hex).has_value();  // as long, and as strict about its digits
}

std::string device_code(std::string_view public_hex, const DeviceName& name) {
  const auto hash =
      sha256("gatecast device code 1\n" + std::string(public_hex) + "\n" + to_string(name) + "\n");
  std::uint64_t bits = 0;
  for (int i = 0; i < 8; ++i) bits = bits << 8U | hash.bytes[static_cast<std::size_t>(i)];
  std::string code;
  for (std::size_t i = 0; i < kCodeLetters; ++i) {
    if (i > 0 && i % kGroup == 0) code += '-';
    code += kLetters[bits >> 59U];
    bits <<= 5U;
  }
  return code;
}

std::optional<std::string> typed_code(std::string_view text) {
  std::string code;
  std::size_t letters = 0;
  for (char c : text) {
    if (c == '-' || c == ' ') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    if (kLetters.find(c) == std::string_view::npos || letters == kCodeLetters) return std::nullopt;
    if (letters > 0 && letters % kGroup == 0) code += '-';
    code += c;
    ++letters;
  }
  return letters == kCodeLetters ? std::optional(code) : std::nullopt;
}

Bytes write_enrolment(const DeviceName& name, const DeviceKey& key, const std::optional<Bytes>& ticket) {
  nlohmann::json document{
      {"device", key.public_hex()}, {"format", 1}, {"kiosk", name.kiosk}, {"site", name.site}};
  if (ticket) document["proof"] = ticket_proof(*ticket, key.public_hex(), name);
  const auto text = document.dump() + "\n";
  return text + key.sign(kEnrolPurpose, text) + "\n";
}

Result<Enrolment> parse_enrolment(ByteView bytes, const std::string& source) {
  const auto wrong = [&](const char* rule, const char* message) {
    return fail(trust_error(rule, source, message, "gatecast-sync enrol writes it"));
  };
  const auto end = bytes.find('\n');
  if (bytes.size() > 4096 || end == ByteView::npos || !bytes.ends_with('\n'))
    return wrong("device.enrolment", "not a wish to be enrolled");
  const auto signature = bytes.substr(end + 1, bytes.size() - end - 2);
  GATECAST_TRY(const auto document, parse_json(bytes.substr(0, end), source));
  if (!document.is_object() || document.value("format", nlohmann::json()) != 1)
    return wrong("device.enrolment", "not a wish to be enrolled");
  Enrolment enrolment{text_at(document, "device"), {}, text_at(document, "proof")};
  GATECAST_TRY(enrolment.name,
               parse_device_name(text_at(document, "site") + "/" + text_at(document, "kiosk")));
  if (!is_public_key(enrolment.device) ||
      !is_signed(kEnrolPurpose, bytes.substr(0, end + 1), enrolment.device, signature))
    return wrong("device.signature", "not signed by the key that it names");
  return enrolment;
}

}  // namespace gatecast::report
