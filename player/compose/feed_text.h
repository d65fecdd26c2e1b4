// The words of a feed's value in one language: digits as that language writes them, the unit and the choice's
// words out of the signed release, how old it is, and who says so. Threads: pure. Errors: none.
// Source: shared/design/content.md (Overlay, feed tile); CLDR by ICU for numbers.
#pragma once
#include <string>

#include "content-sync/bundle/feed_value.h"

namespace gatecast::compose {

struct FeedWords {
  std::string language;     // in which the label stands: a fallback may be another than was asked for
  std::string label;        // with the word "sample" before it, where it is one
  std::string value;        // "26.345 đ", "28,5 °C", "ngắn", "18:00"
  std::string as_of;        // "Cập nhật lúc 09:20", with the day where it is another
  std::string as_of_short;  // "lúc 09:20", where there is less room
  std::string time;         // "09:20", with the day where it is another
  std::string source;
};
FeedWords feed_words(const bundle::Release& release, const bundle::Feed& feed, const bundle::FeedValue& value,
                     const bundle::LanguageTag& language, Instant now);

// 26345 with one decimal: "2.634,5" in Vietnamese and Lao, "2,634.5" in Thai and English.
std::string number_in(std::int64_t number, int decimals, const std::string& language);

// One field of {feed:<name>.<field>}: "value", "label", "time", "source"; "" for any other.
std::string feed_field(const FeedWords& words, const std::string& field);
// For pictures of a slide whose feeds say nothing yet: in the middle of its bounds, marked as a sample.
bundle::FeedValue example_value(const bundle::Feed& feed, Instant at);

// The values that need most room: what the check lays out.
std::vector<bundle::FeedValue> widest_values(const bundle::Feed& feed, Instant at);

}  // namespace gatecast::compose
