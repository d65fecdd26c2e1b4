// A kiosk's own ed25519 key: it signs reports and the wish to be enrolled, and never leaves the kiosk (mode
// 0600). Whoever reads the code of an enrolment on the kiosk's screen and types it at the server has
// confirmed this key and no other. Threads: values. Errors: "device.key" where the file is there but is no
// key, "device.name", "device.missing". Source: RFC 8032; shared/design/trust.md (a revoked or copied
// device).
#pragma once
#include <array>
#include <optional>
#include <string>

#include "content-sync/base/disk.h"

namespace gatecast::report {

// "lao-bao/hall-1": small letters, digits and '-', at most 40 each; as in devices/<site>/<kiosk>.json.
struct DeviceName {
  std::string site;
  std::string kiosk;
  bool operator==(const DeviceName&) const = default;
};
std::string to_string(const DeviceName& name);
Result<DeviceName> parse_device_name(std::string_view text);

class DeviceKey {
 public:
  static Result<DeviceKey> open(Disk& disk, const Path& path);
  static Result<DeviceKey> open_or_make(Disk& disk, const Path& path);
  // In the place of whatever is there: a key that was revoked or copied is of no use to anybody.
  static Result<DeviceKey> make_anew(Disk& disk, const Path& path);
  static DeviceKey from_seed(ByteView seed);  // exactly 32 bytes
  DeviceKey(const DeviceKey&) = default;
  DeviceKey& operator=(const DeviceKey&) = default;
  ~DeviceKey();  // overwrites the secret

  [[nodiscard]] const std::string& public_hex() const { return public_hex_; }
  // Over `purpose` and the bytes, so that a signature of one kind is never one of another. Hex.
  [[nodiscard]] std::string sign(ByteView purpose, ByteView bytes) const;

 private:
  DeviceKey() = default;
  std::array<unsigned char, 64> secret_{};
  std::string public_hex_;
};

inline constexpr ByteView kBatchPurpose = "gatecast report batch 1\n";
inline constexpr ByteView kEnrolPurpose = "gatecast device enrolment 1\n";
inline constexpr ByteView kAckPurpose = "gatecast report received 1\n";

bool is_signed(ByteView purpose, ByteView bytes, ByteView public_hex, ByteView signature_hex);
bool is_public_key(std::string_view hex);  // 64 small hexadecimal digits

// 60 bits of a hash over key and name, as "K7QM-2HXD-9RTA". A wish to be enrolled stands for a day: who wants
// another key to have the code that a technician reads off a kiosk would have to make 10^13 keys a second.
std::string device_code(std::string_view public_hex, const DeviceName& name);
// What somebody typed: any case, with or without '-', O for 0, I and L for 1. Nothing where it is no code.
std::optional<std::string> typed_code(std::string_view text);

// {"device","format","kiosk","site"} with a signature: that the key is there and wants this name; "proof"
// where it has a ticket (ticket.h).
struct Enrolment {
  std::string device;  // the public key
  DeviceName name;
  std::string proof;  // not judged here; empty: it brings none
};
Bytes write_enrolment(const DeviceName& name, const DeviceKey& key, const std::optional<Bytes>& ticket = {});
Result<Enrolment> parse_enrolment(ByteView bytes, const std::string& source);

}  // namespace gatecast::report
