// A ticket: 32 random bytes on the stick that sets one kiosk up, and at the server. Who asks to be enrolled
// with it has been handed that stick by the office, so nobody has to read a code out. Only a proof of it is
// sent, which counts for one key and one name: who listens on the line cannot use it for a key of theirs.
// Threads: values. Errors: "device.ticket" where the system gives no random bytes.
// Source: RFC 2104 (HMAC), FIPS 180-4; content-sync/FORMAT.md, Devices.
#pragma once
#include <optional>
#include <string>

#include "content-sync/base/bytes.h"
#include "content-sync/report/device_key.h"

namespace gatecast::report {

Result<Bytes> new_ticket();
// 64 hexadecimal digits, and the end of a line where it comes out of a file.
std::string ticket_text(ByteView ticket);
std::optional<Bytes> parse_ticket(ByteView text);

std::string ticket_proof(ByteView ticket, const std::string& public_hex, const DeviceName& name);
// In the same time wherever they differ.
bool is_ticket_proof(ByteView ticket, const std::string& public_hex, const DeviceName& name,
                     std::string_view proof_hex);

}  // namespace gatecast::report
