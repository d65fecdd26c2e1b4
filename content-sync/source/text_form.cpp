#include "content-sync/source/text_form.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/timezone.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include <array>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include "content-sync/bundle/language_tag.h"
#include "content-sync/bundle/value_form.h"

namespace gatecast::source {

std::string nfc(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* normalizer = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return text;
  std::string out;
  normalizer->normalize(icu::UnicodeString::fromUTF8(text), status).toUTF8String(out);
  return U_FAILURE(status) ? text : out;
}

int count_words(const std::string& text, const std::string& language) {
  static std::map<std::string, std::unique_ptr<icu::BreakIterator>> kept;
  UErrorCode status = U_ZERO_ERROR;
  auto& iterator = kept[language];
  if (!iterator)
    iterator.reset(
        icu::BreakIterator::createWordInstance(icu::Locale::forLanguageTag(language, status), status));
  if (U_FAILURE(status) || !iterator) return 0;
  const auto unicode = icu::UnicodeString::fromUTF8(text);
  iterator->setText(unicode);
  int words = 0;
  while (iterator->next() != icu::BreakIterator::DONE)
    if (iterator->getRuleStatus() >= UBRK_WORD_NONE_LIMIT) ++words;
  return words;
}

bool is_known_language(const std::string& tag) {
  if (!bundle::is_well_formed_tag(tag)) return false;
  UErrorCode status = U_ZERO_ERROR;
  const auto locale = icu::Locale::forLanguageTag(tag, status);
  if (U_FAILURE(status) || locale.isBogus()) return false;
  if (std::string_view(locale.getISO3Language()).empty()) return false;
  const std::string_view script = locale.getScript();
  if (!script.empty() && u_getPropertyValueEnum(UCHAR_SCRIPT, locale.getScript()) == UCHAR_INVALID_CODE)
    return false;
  const std::string_view country = locale.getCountry();
  return country.empty() || !std::string_view(locale.getISO3Country()).empty();
}

bool is_known_zone(const std::string& name) {
  const std::unique_ptr<icu::TimeZone> zone(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  return zone && *zone != icu::TimeZone::getUnknown();
}

std::optional<Instant> end_of_day(const std::string& day, const std::string& zone) {
  if (!bundle::is_day(day) || !is_known_zone(zone)) return std::nullopt;
  const std::chrono::local_days local(std::chrono::year(std::stoi(day.substr(0, 4))) /
                                      std::stoi(day.substr(4, 2)) / std::stoi(day.substr(6, 2)));
  const auto midnight = (local + std::chrono::days(1)).time_since_epoch();
  const std::unique_ptr<icu::TimeZone> rules(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
  std::int32_t raw = 0;
  std::int32_t saving = 0;
  UErrorCode status = U_ZERO_ERROR;
  rules->getOffset(static_cast<double>(std::chrono::milliseconds(midnight).count()), 1, raw, saving, status);
  if (U_FAILURE(status)) return std::nullopt;
  return Instant(midnight - std::chrono::milliseconds(raw + saving));
}

std::string language_advice(const std::string& tag) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kSlips{
      {{"vn", "Vietnamese is \"vi\""},
       {"la", "Lao is \"lo\" (\"la\" is Latin)"},
       {"lao", "Lao is \"lo\""},
       {"tha", "Thai is \"th\""},
       {"vie", "Vietnamese is \"vi\""},
       {"eng", "English is \"en\""},
       {"cn", "Chinese is \"zh\""},
       {"chi", "Chinese is \"zh\""},
       {"jp", "Japanese is \"ja\""},
       {"kr", "Korean is \"ko\" (\"kr\" is Kanuri)"}}};
  for (const auto& [slip, advice] : kSlips)
    if (slip == tag) return std::string(advice);
  return {};
}

bool is_utf8(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  std::int32_t length = 0;
  u_strFromUTF8(nullptr, 0, &length, text.data(), static_cast<std::int32_t>(text.size()), &status);
  return status != U_INVALID_CHAR_FOUND;
}

bool has_han(const std::string& text) {
  const auto unicode = icu::UnicodeString::fromUTF8(text);
  for (std::int32_t i = 0; i < unicode.length(); i = unicode.moveIndex32(i, 1)) {
    UErrorCode status = U_ZERO_ERROR;
    if (uscript_getScript(unicode.char32At(i), &status) == USCRIPT_HAN) return true;
  }
  return false;
}

}  // namespace gatecast::source
