#include "player/compose/slide_texts.h"

#include <fmt/format.h>

#include <algorithm>

#include "content-sync/bundle/feed_reference.h"
#include "player/compose/feed_text.h"

namespace gatecast::compose {

namespace {

bool is_base(std::string_view tag, std::string_view base) {
  return tag.substr(0, tag.find('-')) == base;
}

double scale_of(const SlideRequest& request, const bundle::LanguageTag& first,
                const bundle::LanguageTag& language) {
  if (language == first) return 1;
  if (request.item->category == bundle::Category::commercial) return kCommercialForeignScale;
  const bool is_equal_pair = is_base(first, "vi") && is_base(language, "lo");
  const bool is_for_safety = request.item->category == bundle::Category::emergency;
  return is_equal_pair || is_for_safety ? 1 : 0.8;
}

std::vector<bundle::LanguageTag> languages_of(const SlideRequest& request, const bundle::Slide& slide) {
  const auto option = slide.options.find("languages");
  const bool is_alert = slide.layout == "alert";  // speaks to everybody at once
  if (!is_alert && (option == slide.options.end() || option->second != "all")) return request.languages;
  std::vector<bundle::LanguageTag> all{request.release->languages.primary};
  for (const auto& tag : request.release->languages.foreign) all.push_back(tag);
  return all;
}

const bundle::FeedValue* value_of(const SlideRequest& request, const std::string& name) {
  const auto feed = request.release->feeds.find(name);
  const auto value = request.feeds.find(name);
  if (feed == request.release->feeds.end() || value == request.feeds.end()) return nullptr;
  return request.now < bundle::fresh_until(feed->second, value->second) ? &value->second : nullptr;
}

// A line is shown in all its languages or in none.
bool is_unsaid(const SlideRequest& request, const bundle::TextByLanguage& texts, SlideTexts& out) {
  bool is_hidden = false;
  for (const auto& name : bundle::feeds_of(texts)) {
    is_hidden = is_hidden || value_of(request, name) == nullptr;
    if (!request.release->feeds.contains(name))
      out.faults.push_back(fmt::format("The feed \"{}\" is not in the release.", name));
  }
  return is_hidden;
}

// How old the oldest value is; a slide that says the time of each itself needs no note.
void note_age(const SlideRequest& request, SlideTexts& out, const std::set<std::string>& said,
              const std::set<std::string>& dated) {
  const bundle::FeedValue* oldest = nullptr;
  std::string name;
  for (const auto& feed : said) {
    const auto* value = value_of(request, feed);
    if (value == nullptr) continue;
    out.facts.has_sample = out.facts.has_sample || value->is_sample;
    if (dated.contains(feed) || (oldest != nullptr && oldest->at <= value->at)) continue;
    oldest = value;
    name = feed;
  }
  if (oldest == nullptr) return;
  for (const auto& language : out.languages) {
    const auto words =
        feed_words(*request.release, request.release->feeds.at(name), *oldest, language, request.now);
    // In the small line it is one of several things said: it breaks between them and not within.
    auto& note = out.facts.feeds_as_of[language];
    for (const char c : words.as_of) note += c == ' ' ? std::string("\u00A0") : std::string(1, c);
  }
}

std::string with_said(const SlideRequest& request, const std::string& text,
                      const bundle::LanguageTag& language) {
  return bundle::with_feeds(text, [&](const bundle::FeedReference& reference) {
    const auto* value = value_of(request, reference.feed);
    if (value == nullptr) return std::string();
    auto plain = *value;
    plain.is_sample = false;  // the slide's own tag says so
    const auto& feed = request.release->feeds.at(reference.feed);
    return feed_field(feed_words(*request.release, feed, plain, language, request.now), reference.field);
  });
}

Wordings wordings_of(const SlideRequest& request, const bundle::TextByLanguage& texts, SlideTexts& out,
                     const std::string& slot) {
  Wordings wordings;
  for (const bundle::LanguageTag& language : out.languages) {
    const auto chosen = bundle::choose_text(texts, language, request.release->languages);
    if (!chosen) {
      out.faults.push_back(fmt::format("\"{}\" has no text for \"{}\" nor for any language it falls back to.",
                                       slot, language));
      continue;
    }
    std::string text = with_said(
        request, with_facts(chosen->text, language, *request.release, request.now, out.facts), language);
    const bool is_there =
        std::any_of(wordings.begin(), wordings.end(), [&](const Wording& w) { return w.text == text; });
    if (is_there || text.empty()) continue;
    wordings.push_back(
        {chosen->language, std::move(text), scale_of(request, out.languages.front(), language)});
  }
  return wordings;
}

}  // namespace

const Wordings& SlideTexts::first(const std::string& slot) const {
  static const Wordings kNone;
  const auto& entries = all(slot);
  return entries.empty() ? kNone : entries.front();
}

std::size_t SlideTexts::place_of(const std::string& slot, std::size_t n) const {
  const auto found = places.find(slot);
  return found == places.end() || n >= found->second.size() ? n : found->second[n];
}

const std::vector<Wordings>& SlideTexts::all(const std::string& slot) const {
  static const std::vector<Wordings> kNone;
  const auto found = slots.find(slot);
  return found == slots.end() ? kNone : found->second;
}

SlideTexts slide_texts(const SlideRequest& request) {
  const auto& slide = std::get<bundle::Slide>(request.item->body);
  SlideTexts out;
  out.languages = languages_of(request, slide);
  out.is_commercial = request.item->category == bundle::Category::commercial && out.languages.size() > 1;
  std::set<std::string> said;
  std::set<std::string> dated;
  for (const auto& [slot, entries] : slide.texts)
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (is_unsaid(request, entries[i], out)) continue;
      for (const auto& [tag, text] : entries[i])
        for (const auto& reference : bundle::feeds_in(text))
          (reference.field == "time" ? dated : said).insert(reference.feed);
      Wordings wordings = wordings_of(request, entries[i], out, slot);
      if (wordings.empty()) continue;
      out.slots[slot].push_back(std::move(wordings));
      out.places[slot].push_back(i);
    }
  note_age(request, out, said, dated);
  out.faults.insert(out.faults.end(), out.facts.faults.begin(), out.facts.faults.end());
  return out;
}

}  // namespace gatecast::compose
