#include <fmt/format.h>

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/bundle/alert_words.h"
#include "content-sync/bundle/fact_reference.h"
#include "content-sync/bundle/language_tag.h"
#include "content-sync/bundle/page_parts_json.h"
#include "content-sync/bundle/release_read.h"
#include "content-sync/bundle/value_form.h"

namespace gatecast::bundle {
namespace {

class Checker {
 public:
  Checker(const Release& release, Reading& reading) : release_(release), reading_(reading) {}

  void run() {
    check_head();
    check_languages();
    check_look();
    for (const auto& [id, item] : release_.items) check_item(item);
    check_pages();
    check_when();
    check_objects();
  }

 private:
  void require(bool holds, const std::string& pointer, std::string message) {
    if (!holds) reading_.fault(pointer, std::move(message), {}, "release.reference");
  }
  void require_object(const Sha256& hash, const std::string& pointer) {
    require(release_.objects.count(hash) > 0, pointer, "object " + hash.hex() + " is not among the objects");
  }
  void require_tag(const LanguageTag& tag, const std::string& pointer) {
    require(is_well_formed_tag(tag), pointer, "\"" + tag + "\" is not a language tag (BCP 47)");
  }
  void require_facts(const TextByLanguage& texts, const std::string& pointer) {
    for (const auto& [tag, text] : texts)
      for (const auto& fact : facts_in(text))
        require(release_.facts.count(fact) > 0, pointer, "the fact \"" + fact + "\" does not exist");
  }

  void check_head() {
    require(is_slug(release_.channel), "/channel", "not a channel's name");
    require(is_slug(release_.site), "/site", "not a site's name");
    require(is_zone_name(release_.zone), "/zone", "not the name of a time zone");
  }

  void check_languages() {
    const auto& set = release_.languages;
    require_tag(set.primary, "/languages/primary");
    for (const auto& tag : set.foreign) require_tag(tag, "/languages/foreign");
    for (const auto& tag : set.fallback) require_tag(tag, "/languages/fallback");
    const std::size_t wanted = set.presentation == Presentation::pair ? 2 : 1;
    require((set.presentation == Presentation::one) == set.rounds.empty(), "/languages/rounds",
            "\"pair\" and \"rotate\" need rounds, \"one\" has none");
    for (const auto& round : set.rounds) {
      require(round.size() == wanted, "/languages/rounds",
              fmt::format("each round needs {} languages", wanted));
      require(wanted == 1 || round.empty() || round.front() == set.primary, "/languages/rounds",
              "the first of a pair is the primary language");
      for (const auto& tag : round)
        require(
            tag == set.primary || std::find(set.foreign.begin(), set.foreign.end(), tag) != set.foreign.end(),
            "/languages/rounds", "\"" + tag + "\" is not a language of this channel");
    }
  }

  void check_look() {
    const auto daily = std::any_of(release_.themes.begin(), release_.themes.end(),
                                   [](const Theme& theme) { return theme.name == "daily"; });
    require(daily, "/themes", "the theme \"daily\" is missing");
    for (const auto& theme : release_.themes)
      for (const auto& [name, value] : theme.colours)
        require(is_colour(value), "/themes", "the colour " + name + " is not written as #RRGGBB");
    for (const auto& font : release_.fonts) require_object(font.object, "/fonts");
    for (const auto& overlay : release_.overlays) {
      for (const auto& texts : overlay.texts) require_facts(texts, "/overlays");
      if (overlay.picture) require_picture(*overlay.picture, "/overlays");
    }
    for (const auto& [id, fact] : release_.facts) {
      require(fact.checked_on.empty() || is_day(fact.checked_on), "/facts/" + id, "checked_on is not a day");
      require(fact.valid_until.empty() || is_day(fact.valid_until), "/facts/" + id,
              "valid_until is not a day");
    }
  }

  void require_picture(const PictureUse& use, const std::string& pointer) {
    require_object(use.object, pointer);
    require(release_.pictures.count(use.object) > 0, pointer, "the picture's size is missing");
    require_facts(use.credit, pointer);
  }

  void check_item(const Item& item) {
    const auto pointer = json_pointer("/items", item.id);
    require(is_item_id(item.id), pointer, "an item's id is <agency>/<slug>");
    require(!item.modes.empty(), pointer, "the item may play in no mode");
    check_condition(item.only_for, pointer);
    if (const auto* slide = std::get_if<Slide>(&item.body)) {
      for (const auto& [slot, entries] : slide->texts)
        for (const auto& texts : entries) require_facts(texts, pointer);
      for (const auto& [slot, use] : slide->pictures) require_picture(use, pointer);
      if (item.alert) check_alert(item, *slide, pointer);
    } else {
      check_clip(std::get<Clip>(item.body), pointer);
    }
  }

  // A template can hold what its blanks say and nothing else; an officer never brings words of his own.
  void check_alert(const Item& item, const Slide& slide, const std::string& pointer) {
    require(slide.layout == "alert" && item.category == Category::emergency, pointer,
            "an alert template is an emergency of the layout \"alert\"");
    std::set<std::string> used;
    for (const auto& [slot, entries] : slide.texts)
      for (const auto& texts : entries)
        for (const auto& [tag, text] : texts)
          for (const auto& blank : blanks_in(text)) {
            used.insert(blank);
            require(item.alert->blanks.count(blank) > 0, pointer,
                    "the blank \"" + blank + "\" does not exist");
          }
    for (const auto& [id, blank] : item.alert->blanks) {
      require(is_slug(id) && used.count(id) > 0, pointer, "no text uses the blank \"" + id + "\"");
      require((blank.kind == Blank::Kind::place) != blank.places.empty(), pointer,
              "a blank for a place needs a list of places, and no other has one");
      require(blank.least <= blank.most, pointer, "the least number is more than the most");
      for (const auto& [place, name] : blank.places)
        require(is_slug(place) && !name.empty(), pointer, "\"" + place + "\" is no short name of a place");
    }
    if (!item.alert->sound) return;
    require_object(*item.alert->sound, pointer);
    const auto media = release_.media.find(*item.alert->sound);
    require(media != release_.media.end() && !media->second.audio.empty(), pointer,
            "the facts of the alert's sound are missing");
  }

  void check_pages() {
    std::set<std::string> topics;
    for (const auto& topic : release_.topics) {
      require(is_slug(topic.id), "/topics", "\"" + topic.id + "\" is not a topic's name");
      require(topics.insert(topic.id).second, "/topics", "two topics have the id \"" + topic.id + "\"");
      for (const auto& page : topic.pages)
        require(release_.pages.count(page) > 0, "/topics", "the page \"" + page + "\" does not exist");
    }
    for (const auto& [id, page] : release_.pages) {
      const auto pointer = json_pointer("/pages", id);
      require(is_item_id(id), pointer, "a page's id is <agency>/<slug>");
      require(topics.count(page.topic) > 0, pointer, "the topic \"" + page.topic + "\" does not exist");
      each_text_of(page, [&](const char*, const TextByLanguage& texts) { require_facts(texts, pointer); });
      for (const auto& [tag, words] : page.search_words) require_tag(tag, pointer);
      for (const auto& block : page.blocks) check_block(block, pointer);
      for (const auto& [tag, speech] : page.speech) check_speech(tag, speech, pointer);
    }
    if (!release_.search_index) return;
    require_object(*release_.search_index, "/search_index");
    const auto index = release_.objects.find(*release_.search_index);
    require(index == release_.objects.end() || index->second.length_bytes <= kLargestSearchIndex,
            "/search_index", "the search index is too large");
  }

  void check_speech(const LanguageTag& tag, const Speech& speech, const std::string& pointer) {
    require_tag(tag, pointer);
    require_object(speech.object, pointer);
    const auto media = release_.media.find(speech.object);
    require(media != release_.media.end() && !media->second.audio.empty() && media->second.duration_us > 0,
            pointer, "the facts of the page's speech are missing");
    require(!speech.checked_by.empty(), pointer, "nobody has heard the page's speech");
  }

  void check_block(const Block& block, const std::string& pointer) {
    check_parts(block, release_, [&](const std::string& message) { require(false, pointer, message); });
    if (const auto* related = std::get_if<RelatedBlock>(&block))
      for (const auto& other : related->pages)
        require(release_.pages.count(other) > 0, pointer, "the page \"" + other + "\" does not exist");
    if (const auto* contacts = std::get_if<ContactsBlock>(&block))
      for (const auto& contact : contacts->contacts) require_facts({{"", contact.number}}, pointer);
    if (const auto* hours = std::get_if<HoursBlock>(&block)) {
      require(hours->fact.empty() || release_.facts.count(hours->fact) > 0, pointer,
              "the fact \"" + hours->fact + "\" does not exist");
      for (const auto& span : hours->spans)
        require(span.from_minute < span.to_minute, pointer, "the hours end before they begin");
    }
  }

  void check_clip(const Clip& clip, const std::string& pointer) {
    require_object(clip.video, pointer);
    const auto media = release_.media.find(clip.video);
    const bool has_video = media != release_.media.end() && media->second.video;
    require(has_video, pointer, "the facts of the video are missing");
    if (!has_video) return;
    require(clip.in_us < clip.out_us && clip.out_us <= media->second.duration_us, pointer,
            "the in and out points do not lie within the video");
    for (const auto& sound : clip.sounds) {
      if (sound.object) require_object(*sound.object, pointer);
      const auto facts = release_.media.find(sound.object.value_or(clip.video));
      const bool is_there =
          facts != release_.media.end() &&
          std::any_of(facts->second.audio.begin(), facts->second.audio.end(),
                      [&](const AudioFacts& audio) { return audio.stream_index == sound.stream_index; });
      require(is_there, pointer, fmt::format("sound stream {} does not exist", sound.stream_index));
      if (!sound.language.empty()) require_tag(sound.language, pointer);
    }
    for (const auto& subtitle : clip.subtitles) {
      require_object(subtitle.object, pointer);
      require_tag(subtitle.language, pointer);
    }
  }

  void check_when() {
    for (const auto& [id, playlist] : release_.playlists) {
      require(!playlist.entries.empty(), "/playlists/" + id, "the playlist is empty");
      int shares = 0;
      for (const auto& entry : playlist.entries) {
        const auto item = release_.items.find(entry.item);
        require(item != release_.items.end(), "/playlists/" + id,
                "the item \"" + entry.item + "\" does not exist");
        require(item == release_.items.end() || !item->second.alert, "/playlists/" + id,
                "\"" + entry.item + "\" is an alert's template: an officer shows it, no playlist");
        shares += entry.share_permille;
      }
      require(shares <= 1000, "/playlists/" + id, "the shares add up to more than the whole");
    }
    std::set<std::string> ids;
    for (const auto& event : release_.events) {
      const auto pointer = "/events/" + event.id;
      require(ids.insert(event.id).second, pointer, "two events have this id");
      check_event(event, pointer);
    }
    for (const auto& span : release_.mode_days) {
      const bool is_span = is_day(span.first_day) && is_day(span.last_day) && span.first_day <= span.last_day;
      const bool is_open = !span.lunar.empty() && span.first_day.empty() && span.last_day.empty();
      require(is_span || is_open, "/mode_days", "not a span of days");
    }
  }

  void check_condition(const Condition& condition, const std::string& pointer) {
    for (const auto* names : {&condition.sites, &condition.tags, &condition.without_tags})
      for (const auto& name : *names)
        require(is_slug(name), pointer, "\"" + name + "\" is not the name of a site or tag");
    for (const auto& tag : condition.languages) require_tag(tag, pointer);
  }

  void check_event(const Event& event, const std::string& pointer) {
    require(release_.playlists.count(event.playlist) > 0, pointer,
            "the playlist \"" + event.playlist + "\" does not exist");
    require(!event.modes.empty(), pointer, "the event plays in no mode");
    require(is_zone_name(event.zone), pointer, "not the name of a time zone");
    require(is_local_time(event.starts), pointer, "starts is not a local time (20260101T060000)");
    for (const auto& times : {event.exceptions, event.additions})
      for (const auto& time : times)
        require(is_local_time(time) || is_day(time), pointer, "\"" + time + "\" is not a local time or day");
    for (const auto& day : {event.first_day, event.last_day})
      require(day.empty() || is_day(day), pointer, "\"" + day + "\" is not a day (20260101)");
    require(event.first_day.empty() || event.last_day.empty() || event.first_day <= event.last_day, pointer,
            "the last day comes before the first");
    check_condition(event.only_for, pointer);
  }

  void check_objects() {
    for (const auto& [hash, facts] : release_.media) require_object(hash, "/media");
    for (const auto& [hash, facts] : release_.pictures) require_object(hash, "/pictures");
    std::uint64_t total = 0;
    for (const auto& [hash, object] : release_.objects) {
      require(object.pieces != hash, "/objects", "an object is its own piece list");
      total += std::min<std::uint64_t>(object.length_bytes, kLargestInteger);
      require(total <= static_cast<std::uint64_t>(kLargestInteger), "/objects", "the objects are too large");
    }
  }

  const Release& release_;
  Reading& reading_;
};

}  // namespace

void check_references(const Release& release, Reading& reading) {
  Checker(release, reading).run();
  check_feeds(release, reading);
  check_device_bounds(release, reading);
}

}  // namespace gatecast::bundle
