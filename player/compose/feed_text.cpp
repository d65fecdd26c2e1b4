#include "player/compose/feed_text.h"

#include <fmt/format.h>
#include <unicode/numberformatter.h>

#include <array>

#include "player/compose/local_time.h"

namespace gatecast::compose {
namespace {

struct FeedPhrases {
  std::string_view language;
  std::string_view today;      // {0} the time
  std::string_view other_day;  // {0} the time, {1} the day
  std::string_view brief;      // {} the time, with the day before it where that is another
  std::string_view sample;
};
constexpr std::array<FeedPhrases, 5> kFeedPhrases{{
    {"vi", "Cập nhật lúc {}", "Cập nhật {} ngày {}", "lúc {}", "Mẫu"},
    {"lo", "ຂໍ້ມູນ ເວລາ {}", "ຂໍ້ມູນ {} ວັນທີ {}", "ເວລາ {}", "ຕົວຢ່າງ"},
    {"th", "ข้อมูล ณ เวลา {} น.", "ข้อมูล ณ {} น. วันที่ {}", "เวลา {}", "ตัวอย่าง"},
    {"en", "as of {}", "as of {}, {}", "at {}", "Sample"},
    {"zh", "截至{}", "截至{1} {0}", "截至{}", "示例"},
}};
constexpr std::array<const char*, 12> kShortMonths{"Jan", "Feb", "Mar",  "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"};

std::string_view base_of(std::string_view language) {
  return language.substr(0, language.find('-'));
}

const FeedPhrases& feed_phrases(std::string_view language) {
  for (const FeedPhrases& p : kFeedPhrases)
    if (p.language == base_of(language)) return p;
  return kFeedPhrases[3];
}

std::string clock_of(const CivilTime& time) {
  return fmt::format("{:02}:{:02}", time.hour, time.minute);
}

std::string short_day(const CivilTime& day, std::string_view language) {
  const auto base = base_of(language);
  if (base == "zh" || base == "ja") return fmt::format("{}月{}日", day.month, day.day);
  if (base == "en")
    return fmt::format("{} {}", day.day, kShortMonths.at(static_cast<std::size_t>(day.month - 1)));
  return fmt::format("{:02}/{:02}", day.day, day.month);
}

bool is_same_day(const CivilTime& one, const CivilTime& other) {
  return one.year == other.year && one.month == other.month && one.day == other.day;
}

std::string text_in(const bundle::TextByLanguage& texts, const bundle::LanguageTag& language,
                    const bundle::Release& release) {
  const auto chosen = bundle::choose_text(texts, language, release.languages);
  return chosen ? chosen->text : std::string();
}

std::string value_words(const bundle::Release& release, const bundle::Feed& feed,
                        const bundle::FeedValue& value, const bundle::LanguageTag& language, Instant now) {
  if (feed.kind == bundle::FeedKind::choice) {
    const auto words = feed.choices.find(value.choice);
    return words == feed.choices.end() ? std::string() : text_in(words->second, language, release);
  }
  if (feed.kind == bundle::FeedKind::time) {
    const auto time = civil_time(value.time, release.zone);
    const auto clock = clock_of(time);
    return is_same_day(time, civil_time(now, release.zone)) ? clock : clock + " " + short_day(time, language);
  }
  const auto number = number_in(value.number, feed.decimals, language);
  const auto unit = text_in(feed.unit, language, release);
  return unit.empty() ? number : number + "\u00A0" + unit;
}

}  // namespace

std::string number_in(std::int64_t number, int decimals, const std::string& language) {
  bundle::FeedValue plain;
  plain.number = number;
  plain.decimals = decimals;
  auto written = bundle::plain_value(plain);
  UErrorCode status = U_ZERO_ERROR;
  const auto locale = icu::Locale::forLanguageTag(std::string(base_of(language)) + "-u-nu-latn", status);
  const auto formatted = icu::number::NumberFormatter::withLocale(locale)
                             .precision(icu::number::Precision::fixedFraction(decimals))
                             .formatDecimal(written, status);
  const auto text = formatted.toString(status);
  if (U_FAILURE(status) != 0) return written;
  std::string out;
  text.toUTF8String(out);
  return out;
}

FeedWords feed_words(const bundle::Release& release, const bundle::Feed& feed, const bundle::FeedValue& value,
                     const bundle::LanguageTag& language, Instant now) {
  FeedWords words;
  const auto label = bundle::choose_text(feed.label, language, release.languages);
  words.language = label ? label->language : language;
  words.label = label ? label->text : feed.name;
  const auto& said = feed_phrases(words.language);
  if (value.is_sample) words.label = fmt::format("{} · {}", said.sample, words.label);
  words.value = value_words(release, feed, value, words.language, now);
  const auto at = civil_time(value.at, release.zone);
  words.as_of = is_same_day(at, civil_time(now, release.zone))
                    ? fmt::format(fmt::runtime(said.today), clock_of(at))
                    : fmt::format(fmt::runtime(said.other_day), clock_of(at), short_day(at, words.language));
  const auto day = is_same_day(at, civil_time(now, release.zone)) ? "" : short_day(at, words.language) + " ";
  words.time = day + clock_of(at);
  words.as_of_short = fmt::format(fmt::runtime(said.brief), words.time);
  words.source = text_in(feed.source, words.language, release);
  return words;
}

std::string feed_field(const FeedWords& words, const std::string& field) {
  if (field == "value") return words.value;
  if (field == "label") return words.label;
  if (field == "time") return words.time;
  return field == "source" ? words.source : std::string();
}

bundle::FeedValue example_value(const bundle::Feed& feed, Instant at) {
  bundle::FeedValue value;
  value.kind = feed.kind;
  value.at = at;
  value.time = at;
  value.is_sample = true;
  if (feed.kind == bundle::FeedKind::number) {
    value.decimals = feed.decimals;
    value.number = feed.least + (feed.most - feed.least) / 2;
  } else if (feed.kind == bundle::FeedKind::choice && !feed.choices.empty()) {
    value.choice = feed.choices.begin()->first;
  }
  return value;
}

std::vector<bundle::FeedValue> widest_values(const bundle::Feed& feed, Instant at) {
  bundle::FeedValue value;
  value.kind = feed.kind;
  value.at = at;
  std::vector<bundle::FeedValue> values;
  if (feed.kind == bundle::FeedKind::number) {
    value.decimals = feed.decimals;
    for (const auto number : {feed.least, feed.most}) {
      value.number = number;
      values.push_back(value);
    }
  } else if (feed.kind == bundle::FeedKind::choice) {
    for (const auto& [id, words] : feed.choices) {
      value.choice = id;
      values.push_back(value);
    }
  } else {
    value.time = at + std::chrono::days(1);
    values.push_back(value);
  }
  return values;
}

}  // namespace gatecast::compose
