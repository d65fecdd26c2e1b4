// Text as it comes (UTF-8, perhaps hostile) -> paragraphs of clean UTF-16, and what a character is for
// shaping. Clean: NFC, no controls, no bidi controls, at most kMaxMarks marks on one letter, at most
// kMaxTextBytes read. Threads: any; no state. Errors: none, damage becomes U+FFFD. Source: UAX #15 (NFC,
// Stream-Safe Text), UAX #29.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gatecast::text {

constexpr std::size_t kMaxTextBytes = 64 * 1024;  // a page of a signboard has less than 2 KiB
constexpr int kMaxMarks = 30;                     // as in Stream-Safe Text Format

struct CleanText {
  std::vector<std::u16string> paragraphs;
  bool is_cut = false;  // there was more than kMaxTextBytes
};
CleanText clean_text(const std::string& text);
std::u16string to_nfc_utf16(std::string_view utf8);
std::string to_utf8(std::u16string_view text);

// The character at `index`, and the index after it.
char32_t character_at(std::u16string_view text, std::size_t index);
std::size_t next_index(std::u16string_view text, std::size_t index);

bool is_mark(char32_t c);       // combining; also the Lao and Thai AM, which shapes with its letter
bool is_ignorable(char32_t c);  // zero width: word joiner, zero-width space, joiners, variation selectors
bool is_space(char32_t c);
// First index after the letter and its marks that start at `index`.
std::size_t cluster_end(std::u16string_view text, std::size_t index);

}  // namespace gatecast::text
