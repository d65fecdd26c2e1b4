#include "content-sync/bundle/alert_words.h"

#include <fmt/format.h>

#include <array>
#include <functional>

namespace gatecast::bundle {
namespace {

constexpr std::string_view kBlankOpening = "{blank:";
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar",  "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"};

using WordsOf = std::function<std::string(const std::string& id)>;

std::string with_blanks(std::string_view text, const WordsOf& words) {
  std::string out;
  while (!text.empty()) {
    const auto begin = text.find(kBlankOpening);
    out += text.substr(0, begin);
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin + kBlankOpening.size());
    const auto end = text.find('}');
    out += words(std::string(text.substr(0, end)));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

tl::unexpected<Error> refuse(std::string rule, const Statement& alert, std::string message,
                             std::string hint) {
  return fail(trust_error(std::move(rule), target_name(alert), std::move(message), std::move(hint)));
}

// "+07:00" -> seven hours; nothing where it is not written so.
std::optional<Duration> offset_of(const std::string& written) {
  if (written.size() < 20) return std::nullopt;
  if (written.back() == 'Z') return Duration(0);
  if (written.size() != 25) return std::nullopt;
  const auto digits = [&](std::size_t at) {
    return std::chrono::minutes((written[at] - '0') * 10 + (written[at + 1] - '0'));
  };
  const Duration size = digits(20) * 60 + digits(23);
  return written[19] == '-' ? -size : size;
}

Status check_value(const Statement& alert, const std::string& id, const Blank& blank,
                   const BlankValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  const auto* number = std::get_if<std::int64_t>(&value);
  switch (blank.kind) {
    case Blank::Kind::time:
      if (text != nullptr && offset_of(*text) && parse_instant(*text)) return {};
      return refuse("alert.blank", alert, "the blank \"" + id + "\" is no time with its offset",
                    "write it as 2026-11-21T18:00:00+07:00");
    case Blank::Kind::place: {
      if (text != nullptr && blank.places.contains(*text)) return {};
      std::string known;
      for (const auto& [place, name] : blank.places) known += (known.empty() ? "" : ", ") + place;
      return refuse("alert.blank", alert, "the blank \"" + id + "\" is none of the template's places",
                    "take one of: " + known);
    }
    case Blank::Kind::number:
      break;
  }
  if (number != nullptr && *number >= blank.least && *number <= blank.most) return {};
  return refuse("alert.blank", alert, "the blank \"" + id + "\" is no number within the template's bounds",
                fmt::format("give a whole number from {} to {}", blank.least, blank.most));
}

TextByLanguage filled(const TextByLanguage& texts,
                      const std::function<std::string(const std::string&, const LanguageTag&)>& words) {
  TextByLanguage out;
  for (const auto& [tag, text] : texts)
    out[tag] = with_blanks(text, [&, language = tag](const std::string& id) { return words(id, language); });
  return out;
}

Item with_words(Item item, const std::function<std::string(const std::string&, const LanguageTag&)>& words) {
  if (auto* slide = std::get_if<Slide>(&item.body))
    for (auto& [slot, entries] : slide->texts)
      for (auto& texts : entries) texts = filled(texts, words);
  item.alert.reset();
  return item;
}

// A place's name in a language, else in English, else in any.
std::string name_in(const TextByLanguage& name, const LanguageTag& language) {
  for (const auto& tag :
       {language, language.substr(0, language.find('-')), std::string("en"), std::string("vi")})
    if (const auto found = name.find(tag); found != name.end()) return found->second;
  return name.empty() ? std::string() : name.begin()->second;
}

}  // namespace

std::vector<std::string> blanks_in(std::string_view text) {
  std::vector<std::string> ids;
  with_blanks(text, [&](const std::string& id) {
    ids.push_back(id);
    return std::string();
  });
  return ids;
}

std::string time_words(const std::string& written, Instant beside, const LanguageTag& language) {
  const auto offset = offset_of(written);
  const auto instant = parse_instant(written);
  if (!offset || !instant) return {};
  const auto local = std::chrono::floor<std::chrono::minutes>(*instant + *offset);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::hh_mm_ss time{local - day};
  auto clock = fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count());
  if (day == std::chrono::floor<std::chrono::days>(beside + *offset)) return clock;
  const std::chrono::year_month_day date{day};
  const auto d = static_cast<unsigned>(date.day());
  const auto m = static_cast<unsigned>(date.month());
  const auto base = language.substr(0, language.find('-'));
  if (base == "zh" || base == "ja") return fmt::format("{}月{}日{}", m, d, clock);
  if (base == "en") return fmt::format("{}, {} {}", clock, d, kMonths.at(m - 1));
  return fmt::format("{} {}/{}", clock, d, m);
}

Status check_alert(const Statement& alert, const Release& release) {
  const auto found = release.items.find(alert.item);
  if (found == release.items.end() || !found->second.alert) {
    return refuse("alert.template", alert,
                  fmt::format("release {} of {} has no alert template \"{}\"", release.number,
                              release.channel, alert.item),
                  "publish a release that holds it, or take another template");
  }
  const auto& known = *found->second.alert;
  if (known.sha256 != alert.template_hash)
    return refuse("alert.template_changed", alert,
                  fmt::format("the template \"{}\" of release {} is not the one that was signed here",
                              alert.item, release.number),
                  "raise it again: the template changed since");
  for (const auto& [id, value] : alert.blanks)
    if (!known.blanks.contains(id))
      return refuse("alert.blank", alert, "the template has no blank \"" + id + "\"", "leave it out");
  for (const auto& [id, blank] : known.blanks) {
    const auto value = alert.blanks.find(id);
    if (value == alert.blanks.end())
      return refuse("alert.blank", alert, "the blank \"" + id + "\" is not filled in",
                    fmt::format("give it as --blank {}=...", id));
    GATECAST_TRY_STATUS(check_value(alert, id, blank, value->second));
  }
  return {};
}

Item fill_alert(const Statement& alert, const Release& release) {
  const Item& item = release.items.at(alert.item);
  return with_words(item, [&](const std::string& id, const LanguageTag& language) -> std::string {
    const auto value = alert.blanks.find(id);
    const auto blank = item.alert->blanks.find(id);
    if (value == alert.blanks.end() || blank == item.alert->blanks.end()) return {};
    if (const auto* number = std::get_if<std::int64_t>(&value->second)) return std::to_string(*number);
    const auto& text = std::get<std::string>(value->second);
    if (blank->second.kind == Blank::Kind::time) return time_words(text, alert.starts, language);
    const auto place = blank->second.places.find(text);
    return place == blank->second.places.end() ? std::string() : name_in(place->second, language);
  });
}

namespace {

constexpr const char* kExampleOfTime = "2026-12-30T16:30:00+07:00";

using NameOfPlace = std::function<std::string(const Blank&, const LanguageTag&)>;

// A time on the day on which the alert is `raised` stands without its date.
Item fill_each(const Item& item, Instant raised, const NameOfPlace& name_of_place) {
  if (!item.alert) return item;
  return with_words(item, [&](const std::string& id, const LanguageTag& language) -> std::string {
    const auto blank = item.alert->blanks.find(id);
    if (blank == item.alert->blanks.end()) return {};
    if (blank->second.kind == Blank::Kind::number) return std::to_string(blank->second.most);
    if (blank->second.kind == Blank::Kind::time) return time_words(kExampleOfTime, raised, language);
    return name_of_place(blank->second, language);
  });
}

std::size_t length_in_all(const TextByLanguage& name) {
  std::size_t length = 0;
  for (const auto& [tag, text] : name) length += text.size();
  return length;
}

}  // namespace

Item fill_with_longest(const Item& item) {
  return fill_each(item, Instant{}, [](const Blank& blank, const LanguageTag& language) {
    std::string longest;
    for (const auto& [place, name] : blank.places)
      if (auto words = name_in(name, language); words.size() > longest.size()) longest = std::move(words);
    return longest;
  });
}

Item fill_with_example(const Item& item) {
  return fill_each(item, parse_instant(kExampleOfTime).value_or(Instant{}),
                   [](const Blank& blank, const LanguageTag& language) {
                     const TextByLanguage* longest = nullptr;
                     for (const auto& [place, name] : blank.places)
                       if (longest == nullptr || length_in_all(name) > length_in_all(*longest))
                         longest = &name;
                     return longest == nullptr ? std::string() : name_in(*longest, language);
                   });
}

}  // namespace gatecast::bundle
