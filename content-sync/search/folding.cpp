#include "content-sync/search/folding.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace gatecast::search {
namespace {

using icu::UnicodeString;

bool is_tone_of_lao(UChar32 c) {
  return c >= 0x0EC8 && c <= 0x0ECB;
}
bool is_tone_of_thai(UChar32 c) {
  return c >= 0x0E48 && c <= 0x0E4B;
}
// Tones, the short-vowel sign and the silencers: what is left out or mistaken most.
bool is_left_out(UChar32 c) {
  return is_tone_of_lao(c) || is_tone_of_thai(c) || c == 0x0ECC || c == 0x0E4C || c == 0x0E47 ||
         c == 0x200B || c == 0x200C || c == 0x200D || c == 0x2060 || c == 0x00AD;
}

UScriptCode script_of(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(c, &status);
}

// "ນໍ້າ" and "ນ້ໍາ" as "ນ້ຳ", Thai alike: ICU's dictionaries know only this order.
UnicodeString in_one_order(const UnicodeString& text) {
  UnicodeString out;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const auto c = text.char32At(i);
    const auto next = i + 1 < text.length() ? text.char32At(i + 1) : 0;
    if ((c == 0x0ECD && is_tone_of_lao(next)) || (c == 0x0E4D && is_tone_of_thai(next))) {
      out.append(next).append(c);
      ++i;
    } else {
      out.append(c);
    }
  }
  out.findAndReplace(UnicodeString(u"\u0ECD\u0EB2"), UnicodeString(u"\u0EB3"));
  out.findAndReplace(UnicodeString(u"\u0E4D\u0E32"), UnicodeString(u"\u0E33"));
  return out;
}

bool is_of_words(UChar32 c) {
  return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

}  // namespace

struct Folding::Parts {
  std::unique_ptr<icu::Transliterator> latin;
  std::unique_ptr<icu::Transliterator> sound;
  std::unique_ptr<icu::BreakIterator> breaks;
  const icu::Normalizer2* nfc = nullptr;
  const icu::Normalizer2* nfkc = nullptr;

  [[nodiscard]] UnicodeString normal(std::string_view text) const {
    UErrorCode status = U_ZERO_ERROR;
    const auto unicode = UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    auto out = nfc->normalize(unicode, status);
    return U_SUCCESS(status) ? in_one_order(out) : unicode;
  }

  // Signs become spaces.
  [[nodiscard]] UnicodeString folded(const UnicodeString& text) const {
    UErrorCode status = U_ZERO_ERROR;
    auto wide = nfkc->normalize(text, status);
    if (U_FAILURE(status)) wide = text;
    latin->transliterate(wide);
    wide.toLower(icu::Locale::getRoot());
    UnicodeString out;
    for (std::int32_t i = 0; i < wide.length(); i = wide.moveIndex32(i, 1)) {
      const auto c = wide.char32At(i);
      if (is_left_out(c)) continue;
      const auto digit = u_charDigitValue(c);
      if (digit >= 0)
        out.append(static_cast<char16_t>(u'0' + digit));
      else
        out.append(is_of_words(c) ? c : static_cast<UChar32>(' '));
    }
    return out;
  }

  template <class F>
  void each_word(const UnicodeString& text, F f) const {
    breaks->setText(text);
    auto from = breaks->first();
    for (auto to = breaks->next(); to != icu::BreakIterator::DONE; from = to, to = breaks->next())
      if (breaks->getRuleStatus() != UBRK_WORD_NONE) f(text.tempSubStringBetween(from, to));
  }
};

namespace {

std::vector<UnicodeString> at_spaces(const UnicodeString& text) {
  std::vector<UnicodeString> out;
  std::int32_t from = 0;
  for (std::int32_t i = 0; i <= text.length(); ++i) {
    if (i < text.length() && text[i] != u' ') continue;
    if (i > from) out.emplace_back(text, from, i - from);
    from = i + 1;
  }
  return out;
}

std::string utf8_of(const UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

}  // namespace

Folding::Folding() : parts_(std::make_unique<Parts>()) {}
Folding::~Folding() = default;

Result<std::unique_ptr<Folding>> Folding::create() {
  std::unique_ptr<Folding> made(new Folding());
  auto& parts = *made->parts_;
  UErrorCode status = U_ZERO_ERROR;
  const auto translit = [&](const char16_t* id) {
    return std::unique_ptr<icu::Transliterator>(
        icu::Transliterator::createInstance(UnicodeString(id), UTRANS_FORWARD, status));
  };
  parts.latin = translit(u"[:Latin:] Latin-ASCII");
  parts.sound = translit(u"Han-Latin; Latin-ASCII; Lower");
  parts.breaks.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  parts.nfc = icu::Normalizer2::getNFCInstance(status);
  parts.nfkc = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status))
    return fail(environment_error("search.icu", "ICU", "its rules for folding texts cannot be loaded",
                                  "reinstall Debian's package libicu72"));
  return made;
}

std::vector<std::string> Folding::words(std::string_view text) const {
  std::vector<std::string> out;
  parts_->each_word(parts_->normal(text), [&](const UnicodeString& word) {
    for (const auto& part : at_spaces(parts_->folded(word))) out.push_back(utf8_of(part));
  });
  return out;
}

std::vector<std::u32string> Folding::runs(std::string_view text) const {
  std::vector<std::u32string> out;
  for (const auto& run : at_spaces(parts_->folded(parts_->normal(text))))
    out.push_back(to_letters(utf8_of(run)));
  return out;
}

std::vector<std::string> Folding::sounds(std::string_view text) const {
  std::vector<std::string> out;
  parts_->each_word(parts_->normal(text), [&](const UnicodeString& word) {
    if (script_of(word.char32At(0)) != USCRIPT_HAN) return;
    auto sound = word;
    parts_->sound->transliterate(sound);
    std::string joined;
    const auto syllables = at_spaces(parts_->folded(sound));
    for (const auto& syllable : syllables) {
      out.push_back(utf8_of(syllable));
      joined += out.back();
    }
    if (syllables.size() > 1) out.push_back(joined);
  });
  return out;
}

bool is_written_without_spaces(char32_t letter) {
  switch (script_of(static_cast<UChar32>(letter))) {
    case USCRIPT_LAO:
    case USCRIPT_THAI:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
      return true;
    default:
      return false;
  }
}

std::u32string to_letters(std::string_view utf8) {
  const auto unicode = UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
  std::u32string out;
  for (std::int32_t i = 0; i < unicode.length(); i = unicode.moveIndex32(i, 1))
    out.push_back(static_cast<char32_t>(unicode.char32At(i)));
  return out;
}

std::string to_utf8(const std::u32string& letters) {
  UnicodeString unicode;
  for (const auto letter : letters) unicode.append(static_cast<UChar32>(letter));
  return utf8_of(unicode);
}

}  // namespace gatecast::search
