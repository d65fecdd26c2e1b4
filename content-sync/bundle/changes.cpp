#include "content-sync/bundle/changes.h"

#include <fmt/format.h>

#include <algorithm>

#include "content-sync/bundle/change_words.h"
#include "content-sync/bundle/names.h"
#include "content-sync/bundle/page_json.h"

namespace gatecast::bundle {
namespace {

using Sentences = std::vector<std::string>;

// Two maps of one kind: what came, what went, what is in both.
template <class T, class Came, class Went, class Both>
void compare(const std::map<std::string, T>& before, const std::map<std::string, T>& after, Came came,
             Went went, Both both) {
  for (const auto& [id, value] : after) {
    const auto old = before.find(id);
    if (old == before.end())
      came(value);
    else
      both(old->second, value);
  }
  for (const auto& [id, value] : before)
    if (after.count(id) == 0) went(value);
}

void describe_new_item(const Item& item, Sentences& out) {
  out.push_back(fmt::format("New item {} ({}).", item.id, what_is(item)));
  Item empty = item;
  if (auto* slide = std::get_if<Slide>(&empty.body)) {
    slide->texts.clear();
    Sentences texts;
    describe_item(empty, item, texts);
    out.insert(out.end(), texts.begin(), texts.end());
    for (const auto& [slot, use] : slide->pictures)
      out.push_back(fmt::format("{}: with picture {}.", item.id, slot));
  }
}

std::string entries_of(const Playlist& playlist) {
  Sentences words;
  for (const auto& entry : playlist.entries)
    words.push_back(
        entry.item + (entry.weight == 1 ? "" : fmt::format(" (x{})", entry.weight)) +
        (entry.share_permille == 0
             ? ""
             : fmt::format(" ({}.{} % of the time)", entry.share_permille / 10, entry.share_permille % 10)));
  return fmt::format(
      "{}{}, {}", to_string(playlist.order),
      playlist.least_distance > 1 ? fmt::format(", repeats {} steps apart", playlist.least_distance) : "",
      listed(words));
}

std::string search_words_of(const Page& page) {
  std::string out;
  for (const auto& [tag, words] : page.search_words)
    out += fmt::format("{}{}: {}", out.empty() ? "" : "; ", tag, fmt::join(words, ", "));
  return out.empty() ? "none" : out;
}

// Signers read every word; of the form of a block that changed they are told that it did.
void describe_pages(const Release& before, const Release& after, Sentences& out) {
  const auto words = [&](const Page& page, const Page* old) {
    std::vector<TextByLanguage> were;
    if (old != nullptr) each_text_of(*old, [&](const char*, const auto& texts) { were.push_back(texts); });
    std::size_t i = 0;
    each_text_of(page, [&](const char* slot, const auto& texts) {
      describe_texts(fmt::format("Page {}, {}", page.id, slot), i < were.size() ? were[i] : TextByLanguage{},
                     texts, out);
      ++i;
    });
    for (; i < were.size(); ++i) describe_texts("Page " + page.id, were[i], {}, out);
  };
  compare(
      before.pages, after.pages,
      [&](const Page& page) {
        out.push_back(fmt::format("New page {} under {}.", page.id, page.topic));
        words(page, nullptr);
        out.push_back(fmt::format("Page {}: numbers, hours and links {}.", page.id, page_form(page)));
        if (!page.search_words.empty())
          out.push_back(fmt::format("Page {} is also found by {}.", page.id, search_words_of(page)));
      },
      [&](const Page& page) { out.push_back(fmt::format("Page {} goes.", page.id)); },
      [&](const Page& old, const Page& page) {
        words(page, &old);
        if (page_form(old) != page_form(page))
          out.push_back(fmt::format("Page {}: numbers, hours and links become {} (were {}).", page.id,
                                    page_form(page), page_form(old)));
        if (old.search_words != page.search_words)
          out.push_back(fmt::format("Page {} is also found by {} (was {}).", page.id, search_words_of(page),
                                    search_words_of(old)));
      });
  for (const auto& topic : after.topics) {
    const auto old = std::find_if(before.topics.begin(), before.topics.end(),
                                  [&](const TopicEntry& other) { return other.id == topic.id; });
    describe_texts("Topic " + topic.id, old == before.topics.end() ? TextByLanguage{} : old->name, topic.name,
                   out);
  }
  const auto order = [](const Release& release) {
    Sentences ids;
    for (const auto& topic : release.topics)
      ids.push_back(topic.id + " (" + topic.icon +
                    (topic.pages.empty() ? "" : ": " + fmt::format("{}", fmt::join(topic.pages, ", "))) +
                    ")");
    return ids.empty() ? std::string("none") : listed(ids);
  };
  if (order(before) != order(after))
    out.push_back(fmt::format("Topics become: {} (were: {}).", order(after), order(before)));
}

void describe_when(const Release& before, const Release& after, Sentences& out) {
  compare(
      before.playlists, after.playlists,
      [&](const Playlist& list) {
        out.push_back(fmt::format("New playlist {}: {}.", list.id, entries_of(list)));
      },
      [&](const Playlist& list) { out.push_back(fmt::format("Playlist {} goes.", list.id)); },
      [&](const Playlist& old, const Playlist& list) {
        if (entries_of(old) != entries_of(list))
          out.push_back(
              fmt::format("Playlist {} becomes: {} (was: {}).", list.id, entries_of(list), entries_of(old)));
      });
  const auto by_id = [](const std::vector<Event>& events) {
    std::map<std::string, Event> out_events;
    for (const auto& event : events) out_events.emplace(event.id, event);
    return out_events;
  };
  compare(
      by_id(before.events), by_id(after.events),
      [&](const Event& event) { out.push_back(fmt::format("New event {}: {}.", event.id, when_is(event))); },
      [&](const Event& event) { out.push_back(fmt::format("Event {} goes.", event.id)); },
      [&](const Event& old, const Event& event) {
        if (when_is(old) != when_is(event) || old.duration_us != event.duration_us ||
            old.exceptions != event.exceptions || old.additions != event.additions)
          out.push_back(
              fmt::format("Event {} becomes: {} (was: {}).", event.id, when_is(event), when_is(old)));
      });
  const auto days_of = [](const Release& release) {
    Sentences words;
    for (const auto& days : release.mode_days) words.push_back(days_are(days));
    return words.empty() ? std::string("none") : listed(words);
  };
  if (days_of(before) != days_of(after))
    out.push_back(
        fmt::format("Days with a mode of their own become: {} (were: {}).", days_of(after), days_of(before)));
}

void describe_facts(const Release& before, const Release& after, Sentences& out) {
  compare(
      before.facts, after.facts,
      [&](const Fact& fact) {
        out.push_back(fmt::format("New fact {} ({}).", fact.id, to_string(fact.kind)));
        describe_texts("Fact " + fact.id, {}, fact.value, out);
      },
      [&](const Fact& fact) { out.push_back(fmt::format("Fact {} goes.", fact.id)); },
      [&](const Fact& old, const Fact& fact) {
        describe_texts("Fact " + fact.id, old.value, fact.value, out);
        if (old.kind != fact.kind || old.is_sample != fact.is_sample || old.source != fact.source ||
            old.checked_by != fact.checked_by || old.checked_on != fact.checked_on ||
            old.valid_until != fact.valid_until)
          out.push_back(fmt::format("Fact {}: {}{}, source {}, checked by {} on {}, valid until {}.", fact.id,
                                    to_string(fact.kind), fact.is_sample ? " sample" : "",
                                    quoted(fact.source), quoted(fact.checked_by), quoted(fact.checked_on),
                                    quoted(fact.valid_until)));
      });
}

std::string bounds_of(const Feed& feed) {
  std::string out = fmt::format("{}, shown for {} s, a value each {} s at the most", to_string(feed.kind),
                                feed.greatest_age_s, feed.least_interval_s);
  if (feed.kind == FeedKind::number)
    out += fmt::format(", from {} to {} by {} with {} decimals", feed.least, feed.most, feed.greatest_step,
                       feed.decimals);
  return out;
}

std::string tile_of(const Release& release) {
  if (!release.feed_tile) return "none";
  std::string modes;
  for (const auto mode : release.feed_tile->modes) modes += " " + std::string(to_string(mode));
  return listed(release.feed_tile->feeds) + " in" + modes;
}

void describe_feed(const Feed& old, const Feed& feed, Sentences& out) {
  const std::string of = "Feed " + feed.name;
  describe_texts(of + ", label", old.label, feed.label, out);
  describe_texts(of + ", unit", old.unit, feed.unit, out);
  describe_texts(of + ", source", old.source, feed.source, out);
  for (const auto& [id, words] : feed.choices) {
    const auto was = old.choices.find(id);
    describe_texts(of + ", " + id, was == old.choices.end() ? TextByLanguage{} : was->second, words, out);
  }
  for (const auto& [id, words] : old.choices)
    if (!feed.choices.contains(id)) describe_texts(of + ", " + id, words, {}, out);
}

// What may change on the screen without two signatures, and how far.
void describe_feeds(const Release& before, const Release& after, Sentences& out) {
  compare(
      before.feeds, after.feeds,
      [&](const Feed& feed) {
        out.push_back(fmt::format("New feed {}: {}.", feed.name, bounds_of(feed)));
        describe_feed({}, feed, out);
      },
      [&](const Feed& feed) { out.push_back(fmt::format("Feed {} goes.", feed.name)); },
      [&](const Feed& old, const Feed& feed) {
        if (bounds_of(old) != bounds_of(feed))
          out.push_back(
              fmt::format("Feed {} becomes: {} (was: {}).", feed.name, bounds_of(feed), bounds_of(old)));
        describe_feed(old, feed, out);
      });
  if (tile_of(before) != tile_of(after))
    out.push_back(fmt::format("The feed tile shows {} (showed {}).", tile_of(after), tile_of(before)));
}

std::string languages_of(const LanguageSet& set) {
  Sentences rounds;
  for (const auto& round : set.rounds) rounds.push_back(fmt::format("{}", fmt::join(round, "+")));
  return fmt::format("{} first, then {}; shown as \"{}\" {}; fallback {}", set.primary, listed(set.foreign),
                     to_string(set.presentation), fmt::join(rounds, ", "), listed(set.fallback));
}

std::string look_of(const Release& release) {
  std::string out;
  for (const auto& theme : release.themes) {
    out += fmt::format("{} {} {} ", theme.name, theme.transition_us, to_string(theme.transition));
    for (const auto& [name, value] : theme.colours) out += name + value;
  }
  return out;
}

std::string fonts_of(const Release& release) {
  std::string out;
  for (const auto& font : release.fonts)
    out += fmt::format("{} {} {} {} {};", font.script, to_string(font.role), font.weight, font.object.hex(),
                       font.face_index);
  return out;
}

std::string screen_of(const Screen& screen) {
  return fmt::format("{}x{} pixels on {}x{} mm seen from {} mm", screen.width_px, screen.height_px,
                     screen.panel_width_mm, screen.panel_height_mm, screen.distance_mm);
}

void describe_look(const Release& before, const Release& after, Sentences& out) {
  if (look_of(before) != look_of(after)) out.emplace_back("The themes (colours, transitions) change.");
  if (fonts_of(before) != fonts_of(after))
    out.emplace_back("The typefaces or the characters they hold change.");
  const auto overlays = [](const Release& release) {
    std::vector<std::pair<std::string, Overlay>> named;
    for (const auto& overlay : release.overlays) named.emplace_back(to_string(overlay.kind), overlay);
    return named;
  };
  const auto old_overlays = overlays(before);
  const auto new_overlays = overlays(after);
  for (std::size_t i = 0; i < std::max(old_overlays.size(), new_overlays.size()); ++i) {
    const auto at = [i](const auto& list) { return i < list.size() ? list[i].second : Overlay{}; };
    const auto& name = i < new_overlays.size() ? new_overlays[i].first : old_overlays[i].first;
    if (i >= old_overlays.size()) out.push_back(fmt::format("New overlay: {}.", name));
    if (i >= new_overlays.size()) out.push_back(fmt::format("Overlay {} goes.", name));
    const auto old = at(old_overlays);
    const auto now = at(new_overlays);
    if (i < old_overlays.size() && i < new_overlays.size() &&
        (old.kind != now.kind || old.modes != now.modes))
      out.push_back(fmt::format("Overlay {}: kind or modes change.", name));
    if (i < new_overlays.size() && old.motion != now.motion)
      out.push_back(fmt::format("Overlay {}: its phrases {}.", name,
                                now.motion == Overlay::Motion::run ? "run as one line" : "take turns"));
    for (std::size_t t = 0; t < std::max(old.texts.size(), now.texts.size()); ++t)
      describe_texts("Overlay " + name, t < old.texts.size() ? old.texts[t] : TextByLanguage{},
                     t < now.texts.size() ? now.texts[t] : TextByLanguage{}, out);
    const auto picture = [](const Overlay& overlay) {
      return overlay.picture ? overlay.picture->object.hex() : "";
    };
    if (picture(old) != picture(now)) out.push_back(fmt::format("Overlay {}: another picture.", name));
  }
  if (before.glossary != after.glossary) out.emplace_back("The glossary of unbroken names changes.");
}

std::string volume_of(const Release& release) {
  std::string out;
  for (const auto& step : release.volume)
    out += fmt::format("{}{:+.1f} dB from {:02}:{:02}", out.empty() ? "" : ", ", step.change_mdb / 1000.0,
                       step.from_minute / 60, step.from_minute % 60);
  return out.empty() ? "the same at all hours" : out;
}

// How far one technician may move a kiosk without two signatures.
std::string device_bounds_of(const Release& release) {
  if (!release.device_bounds) return "nothing";
  const auto& bounds = *release.device_bounds;
  Sentences parts;
  const auto percent = [&](const char* what, const std::optional<PercentBounds>& range) {
    if (range) parts.push_back(fmt::format("{} {} to {} %", what, range->least, range->most));
  };
  percent("volume", bounds.volume_percent);
  percent("brightness", bounds.brightness_percent);
  if (bounds.least_hours)
    parts.push_back(fmt::format("on for {} hours a day at the least", *bounds.least_hours));
  if (!bounds.channels.empty())
    parts.push_back(fmt::format("to the channels {}", fmt::join(bounds.channels, ", ")));
  return parts.empty() ? "nothing" : fmt::format("{}", fmt::join(parts, ", "));
}

void describe_head(const Release& before, const Release& after, Sentences& out) {
  const auto value = [&](const char* what, const auto& old, const auto& now) {
    if (old != now) out.push_back(fmt::format("{} changes from {} to {}.", what, old, now));
  };
  value("Channel", before.channel, after.channel);
  value("Site", before.site, after.site);
  value("Time zone", before.zone, after.zone);
  value("Least player", before.least_player, after.least_player);
  value("Screen", screen_of(before.screen), screen_of(after.screen));
  value("Volume", volume_of(before), volume_of(after));
  value("What technicians may move", device_bounds_of(before), device_bounds_of(after));
  value("Languages", languages_of(before.languages), languages_of(after.languages));
  if (after.takes_effect_at > after.created)
    out.push_back("Takes effect only at " + format_instant(after.takes_effect_at) + ".");
}

// Whatever the sentences above have no words for must not pass in silence.
bool has_other_changes(const Release& before, Release after) {
  after.number = before.number;
  after.created = before.created;
  after.takes_effect_at = before.takes_effect_at;
  return write_release(before) != write_release(after);
}

// Facts about files that both releases hold were measured once and have no reason to differ.
bool has_other_measures(const Release& before, const Release& after) {
  Release old;
  Release now;
  for (const auto& [hash, object] : before.objects) {
    if (after.objects.count(hash) == 0) continue;
    old.objects[hash] = object;
    now.objects[hash] = after.objects.at(hash);
    for (const auto& [from, to] : {std::pair{&before, &old}, std::pair{&after, &now}}) {
      if (const auto facts = from->media.find(hash); facts != from->media.end())
        to->media[hash] = facts->second;
      if (const auto facts = from->pictures.find(hash); facts != from->pictures.end())
        to->pictures[hash] = facts->second;
    }
  }
  return write_release(old) != write_release(now);
}

}  // namespace

std::vector<std::string> describe_changes(const Release* before, const Release& after) {
  const Release nothing;
  const auto& old = before != nullptr ? *before : nothing;
  Sentences out;
  if (before == nullptr)
    out.push_back(fmt::format("First release of {}: {} items, languages {}.", after.channel,
                              after.items.size(), languages_of(after.languages)));
  else
    describe_head(old, after, out);
  compare(
      old.items, after.items, [&](const Item& item) { describe_new_item(item, out); },
      [&](const Item& item) { out.push_back(fmt::format("Item {} goes.", item.id)); },
      [&](const Item& was, const Item& item) { describe_item(was, item, out); });
  describe_pages(old, after, out);
  if (old.search_index.has_value() != after.search_index.has_value())
    out.emplace_back(after.search_index ? "Pages can be searched." : "Pages can no longer be searched.");
  describe_when(old, after, out);
  describe_facts(old, after, out);
  describe_feeds(old, after, out);
  if (before != nullptr) describe_look(old, after, out);
  if (before != nullptr && has_other_measures(old, after))
    out.emplace_back("Measured values of files that stay the same change.");
  if (before != nullptr && out.empty() && has_other_changes(old, after))
    out.emplace_back("Only technical fields change.");
  return out;
}

}  // namespace gatecast::bundle
