// What texts say of feeds: only slides may, only declared ones, in all languages the same ones.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "content-sync/bundle/feed_reference.h"
#include "content-sync/bundle/names.h"
#include "content-sync/source/draft_reader.h"
#include "content-sync/source/schema.h"

namespace gatecast::source {
namespace {

constexpr const char* kRule = "text.feed";
// A code is scanned, a plan is drawn, steps are followed from the first to the last.
constexpr std::array<std::string_view, 6> kStandingSlots{"code", "stops", "sides", "spans", "here", "steps"};

class FeedTextCheck {
 public:
  explicit FeedTextCheck(DraftReading& reading) : draft_(reading.draft), faults_(reading.faults) {
    for (const auto& [name, feed] : draft_.release.feeds) known_.push_back(name);
  }

  void run() {
    const auto& release = draft_.release;
    for (const auto& [id, item] : release.items)
      if (const auto* slide = std::get_if<bundle::Slide>(&item.body)) check_slide(item, *slide);
    for (const auto& [id, page] : release.pages) {
      const auto& subject = draft_.page_places.at(id).subject;
      bundle::each_text_of(
          page, [&](const char* slot, const bundle::TextByLanguage& texts) { refuse(texts, slot, subject); });
    }
    for (std::size_t i = 0; i < release.overlays.size(); ++i)
      for (const auto& texts : release.overlays[i].texts)
        refuse(texts, "ticker", draft_.other_places.at(fmt::format("overlays/{}", i)));
    for (const auto& [id, fact] : release.facts)
      refuse(fact.value, "value", draft_.other_places.at("facts/" + id));
  }

 private:
  void add(const std::string& subject, std::string message, std::string hint) {
    faults_.push_back({Severity::error, content_error(kRule, subject, std::move(message), std::move(hint))});
  }

  void refuse(const bundle::TextByLanguage& texts, std::string_view of, const std::string& subject) {
    if (bundle::feeds_of(texts).empty()) return;
    add(subject, fmt::format("\"{}\" speaks of a feed; only a slide can", of),
        "show the feed in a slide's text or on the strip's tile");
  }

  void check_slide(const bundle::Item& item, const bundle::Slide& slide) {
    const auto& place = draft_.places.at(item.id);
    for (const auto& [slot, entries] : slide.texts)
      for (std::size_t i = 0; i < entries.size(); ++i) {
        if (bundle::feeds_of(entries[i]).empty()) continue;
        const auto of = entries.size() == 1 ? "\"" + slot + "\"" : fmt::format("\"{}\" {}", slot, i + 1);
        check_entry(entries[i], of, place.slots.at(slot));
        if (item.alert)
          add(place.slots.at(slot), of + " speaks of a feed in an alert's template",
              "an alert says what the officer fills in: use {blank:...}");
        else if (std::ranges::find(kStandingSlots, slot) != kStandingSlots.end())
          add(place.slots.at(slot), of + " speaks of a feed, but nothing of this may be missing",
              "say it in a row, a paragraph, a title, a number or a caption");
      }
  }

  void check_entry(const bundle::TextByLanguage& texts, const std::string& of, const std::string& subject) {
    std::set<std::string> told;
    for (const auto& [tag, text] : texts)
      for (const auto& reference : bundle::feeds_in(text)) {
        if (!told.insert(reference.feed + "." + reference.field).second) continue;
        check_reference(reference, of, subject);
      }
    const auto& [first_tag, first_text] = *texts.begin();
    const auto first = bundle::feeds_of({{first_tag, first_text}});
    for (const auto& [tag, text] : texts) {
      const auto here = bundle::feeds_of({{tag, text}});
      if (here == first) continue;
      add(subject,
          fmt::format("{} speaks of other feeds in {} ({}) than in {} ({})", of, bundle::language_name(tag),
                      fmt::join(here, ", "), bundle::language_name(first_tag), fmt::join(first, ", ")),
          "a line is shown in all languages or in none: name the same feeds in each");
      return;
    }
  }

  void check_reference(const bundle::FeedReference& reference, const std::string& of,
                       const std::string& subject) {
    if (!draft_.release.feeds.contains(reference.feed)) {
      const auto near = nearest(reference.feed, known_);
      add(subject, fmt::format("{} names the feed \"{}\", which does not exist", of, reference.feed),
          near.empty() ? "declare it in feeds.json, or correct the name"
                       : "did you mean {feed:" + near + "}?");
      return;
    }
    const auto& fields = bundle::feed_fields();
    if (std::ranges::find(fields, reference.field) != fields.end()) return;
    const auto near = nearest(reference.field, fields);
    add(subject,
        fmt::format("{} asks the feed \"{}\" for \"{}\", which no feed has", of, reference.feed,
                    reference.field),
        near.empty()
            ? fmt::format("write {{feed:{}}}, or one of: {}", reference.feed, fmt::join(fields, ", "))
            : fmt::format("did you mean {{feed:{}.{}}}?", reference.feed, near));
  }

  const Draft& draft_;
  Faults& faults_;
  std::vector<std::string> known_;
};

}  // namespace

void check_feed_texts(DraftReading& reading) {
  FeedTextCheck(reading).run();
}

}  // namespace gatecast::source
