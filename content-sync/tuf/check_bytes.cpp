#include "content-sync/tuf/check_bytes.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

namespace gatecast::tuf {
namespace {

Bytes sha512(ByteView bytes) {
  std::array<char, crypto_hash_sha512_BYTES> hash{};
  crypto_hash_sha512(reinterpret_cast<unsigned char*>(hash.data()),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return {hash.data(), hash.size()};
}

std::optional<Bytes> hash_of(const std::string& algorithm, ByteView bytes) {
  if (algorithm == "sha512") return sha512(bytes);
  if (algorithm != "sha256") return std::nullopt;
  const auto hash = sha256(bytes);
  return Bytes(hash.bytes.begin(), hash.bytes.end());
}

}  // namespace

Status check_bytes(ByteView bytes, std::optional<std::uint64_t> length_bytes,
                   const std::map<std::string, std::string>& hashes, const ByteQuestion& question) {
  const auto refuse = [&](const char* refusal, const std::string& message) {
    return fail(trust_error("tuf." + question.rule_role + refusal, question.subject,
                            message + " (section " + question.section + ")",
                            "the file was changed or cut on its way, or belongs to another release; fetch it "
                            "again, from another place if it happens twice"));
  };
  if (length_bytes && *length_bytes != bytes.size())
    return refuse(".length", fmt::format("{} bytes, but {} are signed", bytes.size(), *length_bytes));
  bool is_known = hashes.empty();
  for (const auto& [algorithm, expected] : hashes) {
    const auto hash = hash_of(algorithm, bytes);
    if (!hash) continue;
    is_known = true;
    if (from_hex(expected) != hash) return refuse(".hash", "its " + algorithm + " is not the signed one");
  }
  if (!is_known) return refuse(".hash", "none of its hashes is of a known algorithm (sha256, sha512)");
  return {};
}

}  // namespace gatecast::tuf
