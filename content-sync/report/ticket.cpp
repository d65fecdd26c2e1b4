#include "content-sync/report/ticket.h"

#include <sodium.h>

namespace gatecast::report {
namespace {

constexpr std::size_t kTicketBytes = crypto_auth_hmacsha256_KEYBYTES;
constexpr std::string_view kPurpose = "gatecast enrolment ticket 1\n";

const unsigned char* bytes_of(ByteView bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

Bytes spoken_for(const std::string& public_hex, const DeviceName& name) {
  return Bytes(kPurpose) + public_hex + "\n" + to_string(name) + "\n";
}

}  // namespace

Result<Bytes> new_ticket() {
  if (sodium_init() < 0)
    return fail(environment_error("device.ticket", "ticket", "libsodium does not start"));
  Bytes ticket(kTicketBytes, '\0');
  randombytes_buf(ticket.data(), ticket.size());
  return ticket;
}

std::string ticket_text(ByteView ticket) {
  return to_hex(ticket);
}

std::optional<Bytes> parse_ticket(ByteView text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  auto bytes = from_hex(text);
  if (!bytes || bytes->size() != kTicketBytes) return std::nullopt;
  return std::move(*bytes);
}

std::string ticket_proof(ByteView ticket, const std::string& public_hex, const DeviceName& name) {
  GATECAST_INVARIANT(ticket.size() == kTicketBytes);
  const auto text = spoken_for(public_hex, name);
  Bytes proof(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256(reinterpret_cast<unsigned char*>(proof.data()), bytes_of(text), text.size(),
                         bytes_of(ticket));
  return to_hex(proof);
}

bool is_ticket_proof(ByteView ticket, const std::string& public_hex, const DeviceName& name,
                     std::string_view proof_hex) {
  const auto proof = from_hex(proof_hex);
  if (ticket.size() != kTicketBytes || !proof || proof->size() != crypto_auth_hmacsha256_BYTES) return false;
  const auto text = spoken_for(public_hex, name);
  return crypto_auth_hmacsha256_verify(bytes_of(*proof), bytes_of(text), text.size(), bytes_of(ticket)) == 0;
}

}  // namespace gatecast::report
