#include "player/text/characters.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace gatecast::text {
namespace {

std::u16string to_std(const icu::UnicodeString& text) {
  return std::u16string(text.getBuffer(), static_cast<std::size_t>(text.length()));
}

icu::UnicodeString normalised(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return text;
  auto result = nfc->normalize(text, status);
  return U_FAILURE(status) ? text : result;
}

bool is_bidi_control(char32_t c) {
  return c == 0x200E || c == 0x200F || c == 0x061C || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

// Dropped: what has no place on a sign and could only move or hide other words.
bool is_dropped(char32_t c) {
  return c == 0xFEFF || c == 0x00AD || is_bidi_control(c) ||
         u_charType(static_cast<UChar32>(c)) == U_CONTROL_CHAR;
}

// Lao and Thai "water" is written in three code orders; faces stack ring and tone right in one of them only,
// and the dictionaries know that one: letter, tone, AM. Where no A follows, the ring comes before the tone.
struct AmSigns {
  char16_t ring, a, am, first_tone, last_tone;
};
constexpr AmSigns kLaoAm{0x0ECD, 0x0EB2, 0x0EB3, 0x0EC8, 0x0ECB};
constexpr AmSigns kThaiAm{0x0E4D, 0x0E32, 0x0E33, 0x0E48, 0x0E4B};

void order_am(std::u16string& text, const AmSigns& signs) {
  auto at = [&text](std::size_t i) { return i < text.size() ? text[i] : char16_t{0}; };
  auto is_tone = [&signs](char16_t c) { return c >= signs.first_tone && c <= signs.last_tone; };
  std::u16string ordered;
  ordered.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool tone_first = is_tone(at(i)) && at(i + 1) == signs.ring;
    const bool ring_first = at(i) == signs.ring && is_tone(at(i + 1));
    const char16_t tone = tone_first ? at(i) : at(i + 1);
    if ((tone_first || ring_first) && at(i + 2) == signs.a) {
      ordered += {tone, signs.am};
      i += 2;
    } else if (tone_first) {
      ordered += {signs.ring, tone};
      i += 1;
    } else if (at(i) == signs.ring && at(i + 1) == signs.a) {
      ordered += signs.am;
      i += 1;
    } else {
      ordered += text[i];
    }
  }
  text = std::move(ordered);
}

void order_am(std::u16string& text) {
  if (text.find(kLaoAm.ring) != text.npos) order_am(text, kLaoAm);
  if (text.find(kThaiAm.ring) != text.npos) order_am(text, kThaiAm);
}

}  // namespace

char32_t character_at(std::u16string_view text, std::size_t index) {
  UChar32 c = 0;
  U16_GET(text.data(), 0, index, text.size(), c);
  return static_cast<char32_t>(c);
}

std::size_t next_index(std::u16string_view text, std::size_t index) {
  U16_FWD_1(text.data(), index, text.size());
  return index;
}

bool is_mark(char32_t c) {
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0 || c == 0x0E33 || c == 0x0EB3;
}

bool is_ignorable(char32_t c) {
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

bool is_space(char32_t c) {
  return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}

std::size_t cluster_end(std::u16string_view text, std::size_t index) {
  index = next_index(text, index);
  while (index < text.size()) {
    const char32_t c = character_at(text, index);
    if (!is_mark(c) && c != 0x200D && c != 0x200C) break;
    index = next_index(text, index);
  }
  return index;
}

CleanText clean_text(const std::string& text) {
  CleanText clean;
  clean.is_cut = text.size() > kMaxTextBytes;
  const auto length = static_cast<std::int32_t>(std::min(text.size(), kMaxTextBytes));
  const auto whole = normalised(icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), length)));
  std::u16string paragraph;
  int marks = 0;
  const std::u16string source = to_std(whole);
  for (std::size_t index = 0; index < source.size(); index = next_index(source, index)) {
    char32_t c = character_at(source, index);
    if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) {
      if (c == '\r' && index + 1 < source.size() && source[index + 1] == u'\n') continue;
      clean.paragraphs.push_back(std::move(paragraph));
      paragraph.clear();
      continue;
    }
    if (c == '\t') c = ' ';
    if (is_dropped(c)) continue;
    if (c >= 0xD800 && c <= 0xDFFF) c = 0xFFFD;
    marks = is_mark(c) ? marks + 1 : 0;
    if (marks > kMaxMarks) continue;
    char16_t units[2];
    std::size_t count = 0;
    U16_APPEND_UNSAFE(units, count, static_cast<UChar32>(c));
    paragraph.append(units, count);
  }
  if (!paragraph.empty()) clean.paragraphs.push_back(std::move(paragraph));
  for (std::u16string& finished : clean.paragraphs) order_am(finished);
  return clean;
}

std::u16string to_nfc_utf16(std::string_view utf8) {
  std::u16string text = to_std(normalised(
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())))));
  order_am(text);
  return text;
}

std::string to_utf8(std::u16string_view text) {
  std::string utf8;
  icu::UnicodeString(false, text.data(), static_cast<std::int32_t>(text.size())).toUTF8String(utf8);
  return utf8;
}

}  // namespace gatecast::text
