#include <fmt/format.h>

#include <algorithm>

#include "content-sync/bundle/alert_words.h"
#include "content-sync/bundle/fact_reference.h"
#include "content-sync/bundle/feed_reference.h"
#include "content-sync/bundle/names.h"
#include "content-sync/source/draft_reader.h"
#include "content-sync/source/schema.h"
#include "content-sync/source/text_form.h"

namespace gatecast::source {
namespace {

using bundle::LanguageTag;

constexpr int kMostWords = 25;
constexpr double kOrientation_s = 1.5;  // until the eye has found the place

// Words (syllables in Vietnamese) a second that people read on a sign, on the slow side.
double words_a_second(const LanguageTag& tag) {
  return tag == "vi" ? 4.0 : tag == "zh" ? 3.5 : 3.0;
}

class DraftCheck {
 public:
  DraftCheck(DraftReading& reading, const std::set<bundle::ItemId>& known_ids, bool has_unread_items)
      : draft_(reading.draft),
        release_(reading.draft.release),
        faults_(reading.faults),
        known_ids_(known_ids),
        has_unread_items_(has_unread_items) {
    languages_ = {release_.languages.primary};
    languages_.insert(languages_.end(), release_.languages.foreign.begin(), release_.languages.foreign.end());
  }

  void run() {
    check_playlists();
    for (const auto& [id, item] : release_.items)
      if (const auto* slide = std::get_if<bundle::Slide>(&item.body)) check_slide(item, *slide);
    for (std::size_t i = 0; i < release_.overlays.size(); ++i) {
      const auto& subject = draft_.other_places.at(fmt::format("overlays/{}", i));
      for (const auto& texts : release_.overlays[i].texts) check_texts(texts, "the ticker", subject, {});
    }
    for (const auto& [id, fact] : release_.facts)
      check_translations(fact.value, "the fact \"" + id + "\"", draft_.other_places.at("facts/" + id), {});
    for (const auto& [name, feed] : release_.feeds) check_feed(name, feed);
    check_feed_tile();
    if (release_.events.empty())
      add(Severity::error, "channel.events", "channel.json", "no event: nothing would ever play",
          "add an event that plays a playlist every day");
  }

 private:
  void add(Severity severity, std::string rule, std::string subject, std::string message, std::string hint) {
    faults_.push_back(
        {severity, content_error(std::move(rule), std::move(subject), std::move(message), std::move(hint))});
  }

  void check_playlists() {
    std::set<bundle::ItemId> used;
    for (const auto& [id, playlist] : release_.playlists)
      for (std::size_t i = 0; i < playlist.entries.size(); ++i) {
        const auto& item = playlist.entries[i].item;
        used.insert(item);
        if (const auto found = release_.items.find(item);
            found != release_.items.end() && found->second.alert)
          add(Severity::error, "playlist.alert",
              draft_.other_places.at(fmt::format("playlists/{}/{}", id, i)),
              "\"" + item + "\" is an alert's template: an officer shows it, no playlist",
              "take it off the playlist; `gatecast alert raise` shows it");
        if (known_ids_.count(item) > 0 || has_unread_items_) continue;
        const auto near = nearest(item, {known_ids_.begin(), known_ids_.end()});
        add(Severity::error, "playlist.item", draft_.other_places.at(fmt::format("playlists/{}/{}", id, i)),
            "no item has the id \"" + item + "\"",
            near.empty() ? "write the item's file in items/, or correct the id"
                         : "did you mean \"" + near + "\"?");
      }
    for (const auto& [id, item] : release_.items)
      if (used.count(id) == 0 && !item.alert)
        add(Severity::warning, "item.unused", draft_.places.at(id).subject, "no playlist shows this item",
            "add \"" + id + "\" to a playlist of channel.json");
  }

  bool has_text(const bundle::TextByLanguage& texts, const LanguageTag& tag) const {
    bundle::LanguageSet no_fallback;
    no_fallback.fallback.clear();
    return bundle::choose_text(texts, tag, no_fallback).has_value();
  }

  // A text under a tag that this channel does not show is often the one that is missing.
  std::string slip_in(const bundle::TextByLanguage& texts) const {
    for (const auto& [tag, text] : texts)
      if (std::find(languages_.begin(), languages_.end(), tag) == languages_.end())
        if (const auto advice = language_advice(tag); !advice.empty()) return "; " + advice;
    return {};
  }

  void check_translations(const bundle::TextByLanguage& texts, const std::string& of,
                          const std::string& subject, const std::set<LanguageTag>& may_be_missing) {
    for (const auto& tag : languages_)
      if (!has_text(texts, tag) && may_be_missing.count(tag) == 0)
        add(Severity::error, "text.missing", subject,
            fmt::format("{} has no {} text", of, bundle::language_name(tag)),
            fmt::format("write \"{0}\": \"...\" there{1}{2}", tag,
                        of[0] == '"' ? fmt::format(", or name \"{}\" in \"may_be_missing\"", tag) : "",
                        slip_in(texts)));
  }

  void check_texts(const bundle::TextByLanguage& texts, const std::string& of, const std::string& subject,
                   const std::set<LanguageTag>& may_be_missing) {
    check_translations(texts, of, subject, may_be_missing);
    std::set<std::string> told;
    for (const auto& [tag, text] : texts) {
      for (const auto& fact : bundle::facts_in(text)) {
        if (release_.facts.count(fact) > 0 || !told.insert(fact).second) continue;
        std::vector<std::string> known;
        for (const auto& [id, value] : release_.facts) known.push_back(id);
        const auto near = nearest(fact, known);
        add(Severity::error, "text.fact", subject,
            fmt::format("{} names the fact \"{}\", which does not exist", of, fact),
            near.empty() ? "add it to facts.json, or correct the name" : "did you mean {fact:" + near + "}?");
      }
    }
  }

  void check_feed(const std::string& name, const bundle::Feed& feed) {
    const auto& subject = draft_.other_places.at("feeds/" + name);
    const std::string of = "the feed \"" + name + "\"";
    check_translations(feed.label, of + " (label)", subject, {});
    check_translations(feed.source, of + " (source)", subject, {});
    if (!feed.unit.empty()) check_translations(feed.unit, of + " (unit)", subject, {});
    for (const auto& [id, words] : feed.choices) check_translations(words, of + " (" + id + ")", subject, {});
    if (feed.greatest_age_s < 2 * feed.least_interval_s)
      add(Severity::warning, "feed.age", subject,
          of + " may be hidden as soon as one report is late: its age is less than two intervals",
          "write a longer \"greatest_age_min\", or a shorter \"least_interval_min\"");
  }

  void check_feed_tile() {
    if (!release_.feed_tile) return;
    const auto& subject = draft_.other_places.at("feed_tile");
    std::vector<std::string> known;
    for (const auto& [name, feed] : release_.feeds) known.push_back(name);
    for (const auto& name : release_.feed_tile->feeds) {
      if (release_.feeds.contains(name)) continue;
      const auto near = nearest(name, known);
      add(Severity::error, "channel.overlays", subject, "no feed has the name \"" + name + "\"",
          near.empty() ? "declare it in feeds.json, or correct the name" : "did you mean \"" + near + "\"?");
    }
  }

  // As long as what a feed says there.
  std::string said_by(const bundle::FeedReference& reference, const LanguageTag& tag) const {
    const auto feed = release_.feeds.find(reference.feed);
    if (feed == release_.feeds.end()) return {};
    const auto words = [&](const bundle::TextByLanguage& texts) {
      const auto chosen = bundle::choose_text(texts, tag, release_.languages);
      return chosen ? chosen->text : std::string();
    };
    if (reference.field == "label") return words(feed->second.label);
    if (reference.field == "source") return words(feed->second.source);
    if (reference.field == "time" || feed->second.kind == bundle::FeedKind::time) return "09:20";
    if (feed->second.kind == bundle::FeedKind::number) return "1000 " + words(feed->second.unit);
    std::string longest;
    for (const auto& [id, texts] : feed->second.choices)
      if (const auto said = words(texts); said.size() > longest.size()) longest = said;
    return longest;
  }

  // The whole slide in one language, facts put in, and examples of what feeds say.
  std::string all_text(const bundle::Slide& slide, const LanguageTag& tag) const {
    std::string all;
    for (const auto& [slot, entries] : slide.texts)
      for (const auto& texts : entries)
        if (const auto chosen = bundle::choose_text(texts, tag, release_.languages))
          all += bundle::with_facts(chosen->text,
                                    [&](const std::string& id) {
                                      const auto fact = release_.facts.find(id);
                                      if (fact == release_.facts.end()) return std::string();
                                      const auto value =
                                          bundle::choose_text(fact->second.value, tag, release_.languages);
                                      return value ? value->text : std::string();
                                    }) +
                 "\n";
    return bundle::with_feeds(
        all, [&](const bundle::FeedReference& reference) { return said_by(reference, tag); });
  }

  // Every language says all that an officer fills in, and nothing is filled in that is not said.
  void check_blanks(const bundle::Item& item, const bundle::Slide& slide) {
    const auto& place = draft_.places.at(item.id);
    if (slide.layout != "alert")
      add(Severity::error, "alert.layout", place.subject,
          "only the template \"alert\" can be shown by an officer",
          "write \"layout\": \"alert\", or take \"alert\" out");
    for (const auto& [slot, entries] : slide.texts)
      for (const auto& texts : entries)
        for (const auto& [tag, text] : texts) {
          std::set<std::string> said;
          for (const auto& blank : bundle::blanks_in(text)) {
            said.insert(blank);
            if (item.alert->blanks.count(blank) == 0)
              add(Severity::error, "alert.blank", place.slots.at(slot),
                  fmt::format("the {} text has the blank \"{}\", which \"blanks\" does not name",
                              bundle::language_name(tag), blank),
                  "add it to \"blanks\" with its kind, or correct the name");
          }
          for (const auto& [id, blank] : item.alert->blanks)
            if (said.count(id) == 0)
              add(Severity::error, "alert.blank", place.slots.at(slot),
                  fmt::format("the {} text does not say the blank \"{}\"", bundle::language_name(tag), id),
                  "write {blank:" + id + "} where it belongs");
        }
    for (const auto& [id, blank] : item.alert->blanks)
      for (const auto& [name, texts] : blank.places)
        check_translations(texts, "the place \"" + name + "\"", place.subject, {});
  }

  void check_slide(const bundle::Item& item, const bundle::Slide& slide) {
    const auto missing = draft_.may_be_missing.find(item.id);
    const auto may_be_missing =
        missing == draft_.may_be_missing.end() ? std::set<LanguageTag>{} : missing->second;
    const auto& place = draft_.places.at(item.id);
    for (const auto& [slot, entries] : slide.texts)
      for (std::size_t i = 0; i < entries.size(); ++i)
        check_texts(entries[i],
                    entries.size() == 1 ? "\"" + slot + "\"" : fmt::format("\"{}\" {}", slot, i + 1),
                    place.slots.at(slot), may_be_missing);
    if (item.alert) return check_blanks(item, slide);
    double needed_s = 0;
    LanguageTag slowest;
    for (const auto& tag : languages_) {
      const auto words = count_words(all_text(slide, tag), tag);
      if (words > kMostWords)
        add(Severity::warning, "slide.words", place.subject,
            fmt::format("{} words in {}; a slide has at most {}", words, bundle::language_name(tag),
                        kMostWords),
            "shorten the text, or split the slide in two");
      const auto seconds = kOrientation_s + words / words_a_second(tag);
      if (seconds > needed_s) slowest = tag;
      needed_s = std::max(needed_s, seconds);
    }
    if (static_cast<double>(item.duration_us) < needed_s * 1e6)
      add(Severity::warning, "slide.reading_time", place.subject,
          fmt::format("shown for {:.1f} s; reading it in {} takes about {:.1f} s",
                      static_cast<double>(item.duration_us) / 1e6, bundle::language_name(slowest), needed_s),
          fmt::format("write \"duration_s\": {}, or shorten the text", static_cast<int>(needed_s + 1)));
  }

  const Draft& draft_;
  const bundle::Release& release_;
  Faults& faults_;
  const std::set<bundle::ItemId>& known_ids_;
  bool has_unread_items_;  // an id may stand in a file that cannot be read
  std::vector<LanguageTag> languages_;
};

}  // namespace

void check_draft(DraftReading& reading, const std::set<bundle::ItemId>& known_ids, bool has_unread_items) {
  DraftCheck(reading, known_ids, has_unread_items).run();
}

}  // namespace gatecast::source
