#include "content-sync/cli/visible_text.h"

#include <fmt/format.h>

namespace gatecast::cli {
namespace {

// The character at `at` if it is one of U+0080..U+009F, U+200E..U+200F, U+2028..U+202E, U+2066..U+2069,
// U+FEFF; else 0. All of them have two or three bytes in UTF-8.
unsigned hidden_at(std::string_view text, std::size_t at, std::size_t& length) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned first = byte(at);
  if (first == 0xC2U && byte(at + 1) >= 0x80U && byte(at + 1) <= 0x9FU) {
    length = 2;
    return byte(at + 1);
  }
  if ((first & 0xF0U) != 0xE0U) return 0;
  const unsigned code = (first & 0x0FU) << 12U | (byte(at + 1) & 0x3FU) << 6U | (byte(at + 2) & 0x3FU);
  length = 3;
  const bool is_hidden = code == 0x200EU || code == 0x200FU || (code >= 0x2028U && code <= 0x202EU) ||
                         (code >= 0x2066U && code <= 0x2069U) || code == 0xFEFFU;
  return is_hidden ? code : 0;
}

}  // namespace

std::string visible_text(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    std::size_t length = 1;
    unsigned code = byte < 0x20U || byte == 0x7FU ? byte + 0x10000U : hidden_at(text, at, length);
    if (code == 0) {
      out += text[at++];
      continue;
    }
    if (code >= 0x10000U) code -= 0x10000U;  // so that NUL is told from "nothing"
    out += fmt::format("<U+{:04X}>", code);
    at += length;
  }
  return out;
}

}  // namespace gatecast::cli
