#include "player/play_log/log_key.h"

#include <sodium.h>

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/private_file.h"

namespace gatecast::play_log {
namespace {

constexpr std::uint64_t kLargestFile = 4096;

const unsigned char* raw(ByteView bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

Result<LogKey> read_key(const Path& path, ByteView bytes) {
  const auto wrong = [&] {
    return fail(environment_error("log.key", path, "not the key of this player's log",
                                  "move it away; the next start makes a new one, and the log says so"));
  };
  const auto document = parse_json(bytes, path.string());
  if (!document || !document->is_object() || document->value("format", nlohmann::json()) != 1) return wrong();
  const auto text = document->value("seed", nlohmann::json());
  const auto seed = from_hex(text.is_string() ? text.get<std::string>() : "");
  if (!seed || seed->size() != crypto_sign_SEEDBYTES) return wrong();
  return LogKey::from_seed(*seed);
}

Status write_key(Disk& disk, const Path& path, ByteView seed) {
  const nlohmann::json document{{"format", 1}, {"seed", to_hex(seed)}};
  return write_private_file_durably(disk, path, document.dump() + "\n");
}

}  // namespace

LogKey::~LogKey() {
  sodium_memzero(secret_.data(), secret_.size());
}

LogKey LogKey::from_seed(ByteView seed) {
  GATECAST_INVARIANT(seed.size() == crypto_sign_SEEDBYTES);
  LogKey key;
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
  crypto_sign_seed_keypair(open.data(), key.secret_.data(), raw(seed));
  key.public_hex_ = to_hex({reinterpret_cast<const char*>(open.data()), open.size()});
  return key;
}

Result<LogKey> LogKey::open_or_make(Disk& disk, const Path& path) {
  if (sodium_init() < 0) return fail(environment_error("log.key", path, "libsodium does not start"));
  GATECAST_TRY(const auto status, disk.status(path));
  if (status.kind != FileKind::missing) {
    GATECAST_TRY(const auto bytes, read_file(disk, path, kLargestFile));
    return read_key(path, bytes);
  }
  Bytes seed(crypto_sign_SEEDBYTES, '\0');
  randombytes_buf(seed.data(), seed.size());
  GATECAST_TRY_STATUS(make_directories(disk, path.parent_path()));
  GATECAST_TRY_STATUS(write_key(disk, path, seed));
  auto key = from_seed(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

std::string LogKey::sign(ByteView purpose, ByteView bytes) const {
  const Bytes whole = Bytes(purpose).append(bytes);
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr, raw(whole), whole.size(), secret_.data());
  return to_hex({reinterpret_cast<const char*>(signature.data()), signature.size()});
}

bool is_signed(ByteView purpose, ByteView bytes, const std::string& public_hex, ByteView signature_hex) {
  const auto key = from_hex(public_hex);
  const auto signature = from_hex(signature_hex);
  if (!key || key->size() != crypto_sign_PUBLICKEYBYTES || !signature ||
      signature->size() != crypto_sign_BYTES || to_hex(*signature) != signature_hex)
    return false;
  const Bytes whole = Bytes(purpose).append(bytes);
  return sodium_init() >= 0 &&
         crypto_sign_verify_detached(raw(*signature), raw(whole), whole.size(), raw(*key)) == 0;
}

}  // namespace gatecast::play_log
