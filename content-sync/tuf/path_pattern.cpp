#include "content-sync/tuf/path_pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace gatecast::tuf {
namespace {

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// One UTF-8 character, but not '/'; npos where there is none.
std::size_t after_character(std::string_view path, std::size_t at) {
  if (at >= path.size() || path[at] == '/') return std::string_view::npos;
  ++at;
  while (at < path.size() && continues(path[at])) ++at;
  return at;
}

bool starts_with_hex(const std::string& hash, std::string_view prefix) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; };
  return prefix.size() <= hash.size() && std::equal(prefix.begin(), prefix.end(), hash.begin(),
                                                    [&](char a, char b) { return lower(a) == b; });
}

}  // namespace

// Goes back only to the last star: time is the product of the two lengths at most.
bool matches_pattern(std::string_view path, std::string_view pattern) {
  constexpr auto kNone = std::string_view::npos;
  std::size_t at = 0;
  std::size_t in = 0;
  std::size_t star = kNone;
  std::size_t resume = 0;
  while (at < path.size() || in < pattern.size()) {
    if (in < pattern.size() && pattern[in] == '*') {
      star = in++;
      resume = at;
      continue;
    }
    if (in < pattern.size() && at < path.size()) {
      if (pattern[in] == '?') {
        if (const auto next = after_character(path, at); next != kNone) {
          at = next;
          ++in;
          continue;
        }
      } else if (pattern[in] == path[at]) {
        ++at;
        ++in;
        continue;
      }
    }
    // A star that would have to take in a '/' ends it: no earlier star could do better.
    if (star == kNone || resume >= path.size() || path[resume] == '/') return false;
    at = ++resume;
    in = star + 1;
  }
  return true;
}

bool speaks_for(const DelegatedRole& role, std::string_view path) {
  if (!role.hash_prefixes.empty()) {
    const auto hash = sha256(path).hex();
    return std::any_of(role.hash_prefixes.begin(), role.hash_prefixes.end(),
                       [&](const std::string& prefix) { return starts_with_hex(hash, prefix); });
  }
  return std::any_of(role.paths.begin(), role.paths.end(),
                     [&](const std::string& pattern) { return matches_pattern(path, pattern); });
}

namespace {

std::string bin_name(const SuccinctRoles& succinct, std::uint64_t number) {
  const int digits = (succinct.bit_length + 3) / 4;
  return fmt::format("{}-{:0{}x}", succinct.name_prefix, number, digits);
}

}  // namespace

std::string bin_of(const SuccinctRoles& succinct, std::string_view path) {
  const auto hash = sha256(path);
  std::uint64_t first = 0;
  for (std::size_t i = 0; i < 4; ++i) first = first << 8U | hash.bytes[i];
  return bin_name(succinct, first >> static_cast<unsigned>(32 - succinct.bit_length));
}

bool is_bin(const SuccinctRoles& succinct, std::string_view role) {
  const auto dash = role.rfind('-');
  if (dash == std::string_view::npos) return false;
  std::uint64_t number = 0;
  const auto* end = role.data() + role.size();
  const auto result = std::from_chars(role.data() + dash + 1, end, number, 16);
  return result.ec == std::errc{} && result.ptr == end &&
         number >> static_cast<unsigned>(succinct.bit_length) == 0 && bin_name(succinct, number) == role;
}

}  // namespace gatecast::tuf
