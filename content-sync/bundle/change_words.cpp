#include "content-sync/bundle/change_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "content-sync/bundle/lunar_calendar.h"
#include "content-sync/bundle/names.h"

namespace gatecast::bundle {
namespace {

constexpr std::size_t kLongestQuote = 120;

std::string modes_of(const std::set<Mode>& modes) {
  std::vector<std::string> names;
  for (const auto mode : modes) names.emplace_back(to_string(mode));
  return listed(names);
}

template <class T>
void describe_value(const std::string& of, const T& before, const T& after,
                    std::vector<std::string>& sentences) {
  if (before != after) sentences.push_back(fmt::format("{} changes from {} to {}.", of, before, after));
}

std::string motion_of(const Motion& motion) {
  std::vector<std::string> words;
  if (!motion.zoom.empty()) {
    std::vector<std::string> views;
    for (const auto& view : motion.zoom)
      views.push_back(fmt::format("[{}, {}, {}, {}]", view.x_permille, view.y_permille, view.width_permille,
                                  view.height_permille));
    words.push_back("a slow zoom to " + listed(views));
  }
  if (motion.builds_up) words.emplace_back("rows one after another");
  if (motion.counts_up) words.emplace_back("a number that counts up");
  return words.empty() ? "none" : listed(words);
}

void describe_slide(const std::string& of, const Slide& before, const Slide& after,
                    std::vector<std::string>& sentences) {
  describe_value(of + "layout", before.layout, after.layout, sentences);
  std::set<std::string> slots;
  for (const auto* slide : {&before, &after}) {
    for (const auto& [slot, entries] : slide->texts) slots.insert(slot);
  }
  for (const auto& slot : slots) {
    const auto entries_of = [&](const Slide& slide) {
      const auto found = slide.texts.find(slot);
      return found == slide.texts.end() ? std::vector<TextByLanguage>{} : found->second;
    };
    const auto old_entries = entries_of(before);
    const auto new_entries = entries_of(after);
    for (std::size_t i = 0; i < std::max(old_entries.size(), new_entries.size()); ++i) {
      const auto entry_of = [&](const auto& entries) {
        return i < entries.size() ? entries[i] : TextByLanguage{};
      };
      const bool is_list = std::max(old_entries.size(), new_entries.size()) > 1;
      describe_texts(of + slot + (is_list ? fmt::format(" {}", i + 1) : ""), entry_of(old_entries),
                     entry_of(new_entries), sentences);
    }
  }
  for (const auto& [slot, use] : after.pictures) {
    const auto old = before.pictures.find(slot);
    if (old == before.pictures.end())
      sentences.push_back(fmt::format("{}picture {} is new.", of, slot));
    else if (old->second.object != use.object)
      sentences.push_back(fmt::format("{}picture {} is another picture.", of, slot));
    else if (old->second.focus_x_permille != use.focus_x_permille ||
             old->second.focus_y_permille != use.focus_y_permille)
      sentences.push_back(fmt::format("{}picture {} is cropped around another point.", of, slot));
    if (old != before.pictures.end())
      describe_texts(of + "credit of picture " + slot, old->second.credit, use.credit, sentences);
  }
  for (const auto& [slot, use] : before.pictures)
    if (after.pictures.count(slot) == 0) sentences.push_back(fmt::format("{}picture {} goes.", of, slot));
  if (before.options != after.options) sentences.push_back(of + "drawn pictures or icons change.");
  describe_value(of + "motion", motion_of(before.motion), motion_of(after.motion), sentences);
}

void describe_clip(const std::string& of, const Clip& before, const Clip& after,
                   std::vector<std::string>& sentences) {
  if (before.video != after.video) sentences.push_back(of + "video is another video.");
  describe_value(of + "start in the video", seconds(before.in_us), seconds(after.in_us), sentences);
  describe_value(of + "end in the video", seconds(before.out_us), seconds(after.out_us), sentences);
  describe_value(of + "fit", to_string(before.fit), to_string(after.fit), sentences);
  const auto sounds = [](const Clip& clip) {
    std::map<std::string, std::string> out;
    for (const auto& sound : clip.sounds)
      out[sound.language.empty() ? "without words" : language_name(sound.language)] =
          (sound.object ? sound.object->hex() : "") + "#" + std::to_string(sound.stream_index);
    return out;
  };
  const auto subtitles = [](const Clip& clip) {
    std::map<std::string, std::string> out;
    for (const auto& track : clip.subtitles) out[language_name(track.language)] = track.object.hex();
    return out;
  };
  const auto compare = [&](const char* what, const auto& old_tracks, const auto& new_tracks) {
    for (const auto& [language, track] : new_tracks) {
      const auto old = old_tracks.find(language);
      if (old == old_tracks.end())
        sentences.push_back(fmt::format("{}{} ({}): new.", of, what, language));
      else if (old->second != track)
        sentences.push_back(fmt::format("{}{} ({}): changed.", of, what, language));
    }
    for (const auto& [language, track] : old_tracks)
      if (new_tracks.count(language) == 0)
        sentences.push_back(fmt::format("{}{} ({}): gone.", of, what, language));
  };
  compare("sound", sounds(before), sounds(after));
  compare("subtitles", subtitles(before), subtitles(after));
}

}  // namespace

std::string quoted(const std::string& text) {
  if (text.size() <= kLongestQuote) return "\"" + text + "\"";
  auto end = kLongestQuote;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return "\"" + text.substr(0, end) + " ...\"";
}

std::string seconds(std::int64_t duration_us) {
  const auto tenths = (duration_us + 50'000) / 100'000;
  return tenths % 10 == 0 ? fmt::format("{} s", tenths / 10)
                          : fmt::format("{}.{} s", tenths / 10, tenths % 10);
}

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i)
    out += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return out;
}

std::string what_is(const Item& item) {
  const auto* slide = std::get_if<Slide>(&item.body);
  return fmt::format("{}, {}, {}", slide != nullptr ? "slide \"" + slide->layout + "\"" : "film",
                     to_string(item.category), seconds(item.duration_us));
}

namespace {

std::string dates_of(const std::vector<std::string>& dates) {
  constexpr std::size_t kMost = 8;
  if (dates.size() <= kMost) return listed(dates);
  const auto [first, last] = std::ranges::minmax(dates);
  return fmt::format("{} dates between {} and {}", dates.size(), first, last);
}

std::string lunar_of(const std::vector<LunarDays>& rules) {
  std::vector<std::string> words;
  for (const auto& rule : rules) words.push_back(to_words(rule));
  return listed(words);
}

}  // namespace

std::string to_words(const Condition& condition) {
  std::vector<std::string> words;
  const auto add = [&](const char* what, const std::set<std::string>& names, const char* between) {
    if (!names.empty()) words.push_back(what + fmt::format("{}", fmt::join(names, between)));
  };
  add("at the site ", condition.sites, " or ");
  add("with the tag ", condition.tags, " and ");
  add("without the tag ", condition.without_tags, " or ");
  add("in the language ", condition.languages, " or ");
  return words.empty() ? "everywhere" : "only " + listed(words);
}

std::string days_are(const ModeDays& days) {
  std::string out(to_string(days.mode));
  if (!days.first_day.empty()) out += fmt::format(" {} to {}", days.first_day, days.last_day);
  if (!days.recurrence.empty()) out += ", again by " + days.recurrence;
  if (!days.lunar.empty()) out += " on " + lunar_of(days.lunar);
  return out;
}

std::string when_is(const Event& event) {
  std::string out =
      fmt::format("playlist {} from {} for {}", event.playlist, event.starts,
                  event.duration_us % 60'000'000 == 0 ? fmt::format("{} min", event.duration_us / 60'000'000)
                                                      : seconds(event.duration_us));
  if (!event.recurrence.empty()) out += ", again by " + event.recurrence;
  if (!event.lunar.empty()) out += ", on " + lunar_of(event.lunar);
  if (!event.additions.empty()) out += ", moreover on " + dates_of(event.additions);
  if (!event.exceptions.empty()) out += ", but not on " + dates_of(event.exceptions);
  if (!event.first_day.empty()) out += ", from " + event.first_day;
  if (!event.last_day.empty()) out += ", until " + event.last_day;
  if (event.only_for != Condition{}) out += ", " + to_words(event.only_for);
  return out + fmt::format(", priority {}, zone {}, in the modes {}", event.priority, event.zone,
                           modes_of(event.modes));
}

void describe_texts(const std::string& of, const TextByLanguage& before, const TextByLanguage& after,
                    std::vector<std::string>& sentences) {
  for (const auto& [tag, text] : after) {
    const auto old = before.find(tag);
    if (old == before.end())
      sentences.push_back(fmt::format("{}: {} text {} is new.", of, language_name(tag), quoted(text)));
    else if (old->second != text)
      sentences.push_back(fmt::format("{}: {} text {} becomes {}.", of, language_name(tag),
                                      quoted(old->second), quoted(text)));
  }
  for (const auto& [tag, text] : before)
    if (after.count(tag) == 0)
      sentences.push_back(fmt::format("{}: {} text {} goes.", of, language_name(tag), quoted(text)));
}

static std::string to_words(const std::optional<AlertTemplate>& alert) {
  if (!alert) return "no template";
  std::string out = "a template";
  for (const auto& [id, blank] : alert->blanks) {
    out += fmt::format(", blank {} ({}", id, to_string(blank.kind));
    if (blank.kind == Blank::Kind::number) out += fmt::format(" {} to {}", blank.least, blank.most);
    for (const auto& [place, name] : blank.places) {
      out += " " + place + ":";
      for (const auto& [tag, text] : name) out += " " + quoted(text);
    }
    out += ")";
  }
  return out + (alert->sound ? ", sound " + alert->sound->hex().substr(0, 12) : ", silent");
}

void describe_item(const Item& before, const Item& after, std::vector<std::string>& sentences) {
  const auto of = after.id + ": ";
  if (before.body.index() != after.body.index()) {
    sentences.push_back(fmt::format("{}{} becomes {}.", of, what_is(before), what_is(after)));
  } else if (const auto* slide = std::get_if<Slide>(&after.body)) {
    describe_slide(of, std::get<Slide>(before.body), *slide, sentences);
  } else {
    describe_clip(of, std::get<Clip>(before.body), std::get<Clip>(after.body), sentences);
  }
  describe_texts(of + "name", before.name, after.name, sentences);
  describe_value(of + "duration", seconds(before.duration_us), seconds(after.duration_us), sentences);
  const auto comes = [](const Item& item) {
    return item.transition ? to_string(*item.transition) : std::string_view("as the theme says");
  };
  describe_value(of + "transition", comes(before), comes(after), sentences);
  describe_value(of + "category", to_string(before.category), to_string(after.category), sentences);
  describe_value(of + "topic", quoted(before.topic), quoted(after.topic), sentences);
  describe_value(of + "modes", modes_of(before.modes), modes_of(after.modes), sentences);
  describe_value(of + "rights", quoted(before.rights), quoted(after.rights), sentences);
  const auto until = [](const Item& item) {
    return item.valid_until ? format_instant(*item.valid_until) : std::string("no end");
  };
  describe_value(of + "valid until", until(before), until(after), sentences);
  const auto licensed = [](const Item& item) {
    return item.rights_until ? format_instant(*item.rights_until) : std::string("no end");
  };
  describe_value(of + "licence until", licensed(before), licensed(after), sentences);
  describe_value(of + "shown", to_words(before.only_for), to_words(after.only_for), sentences);
  describe_value(of + "alert", to_words(before.alert), to_words(after.alert), sentences);
  describe_value(of + "revision", before.revision, after.revision, sentences);
}

}  // namespace gatecast::bundle
