#include <fmt/format.h>

#include <algorithm>

#include "content-sync/bundle/fact_reference.h"
#include "content-sync/bundle/names.h"
#include "content-sync/source/draft_reader.h"
#include "content-sync/source/schema.h"
#include "content-sync/source/text_form.h"
#include "content-sync/source/told_hours.h"

namespace gatecast::source {
namespace {

using bundle::LanguageTag;

constexpr int kMostPageWords = 80;

class PageCheck {
 public:
  PageCheck(DraftReading& reading, const std::set<bundle::ItemId>& known_ids, bool has_unread_items)
      : draft_(reading.draft),
        release_(reading.draft.release),
        faults_(reading.faults),
        known_ids_(known_ids),
        has_unread_items_(has_unread_items) {
    languages_ = {release_.languages.primary};
    languages_.insert(languages_.end(), release_.languages.foreign.begin(), release_.languages.foreign.end());
  }

  void run() {
    collect_linked();
    for (const auto& topic : release_.topics) check_topic(topic);
    for (const auto& [id, page] : release_.pages) check_page(page);
  }

 private:
  void add(Severity severity, std::string rule, std::string subject, std::string message, std::string hint) {
    faults_.push_back(
        {severity, content_error(std::move(rule), std::move(subject), std::move(message), std::move(hint))});
  }

  void check_translations(const bundle::TextByLanguage& texts, const std::string& of,
                          const std::string& subject, const std::set<LanguageTag>& may_be_missing) {
    bundle::LanguageSet no_fallback;
    no_fallback.fallback.clear();
    for (const auto& tag : languages_)
      if (!bundle::choose_text(texts, tag, no_fallback) && may_be_missing.count(tag) == 0)
        add(Severity::error, "text.missing", subject,
            fmt::format("{} has no {} text", of, bundle::language_name(tag)),
            fmt::format("write \"{0}\": \"...\" there{1}", tag,
                        of[0] == '"' ? fmt::format(", or name \"{}\" in \"may_be_missing\"", tag) : ""));
  }

  void check_facts(const std::string& text, const std::string& of, const std::string& subject) {
    for (const auto& fact : bundle::facts_in(text)) check_fact(fact, of, subject);
  }
  void check_fact(const std::string& fact, const std::string& of, const std::string& subject) {
    if (release_.facts.count(fact) > 0 || !told_.insert(subject + fact).second) return;
    std::vector<std::string> known;
    for (const auto& [id, value] : release_.facts) known.push_back(id);
    const auto near = nearest(fact, known);
    add(Severity::error, "text.fact", subject,
        fmt::format("{} names the fact \"{}\", which does not exist", of, fact),
        near.empty() ? "add it to facts.json, or correct the name" : "did you mean \"" + near + "\"?");
  }

  void check_topic(const bundle::TopicEntry& topic) {
    const auto& subject = draft_.other_places.at("topics/" + topic.id);
    check_translations(topic.name, "the topic \"" + topic.id + "\"", subject, {});
    if (!topic.pages.empty()) return check_list(topic);
    const auto count = static_cast<std::size_t>(
        std::count_if(release_.pages.begin(), release_.pages.end(),
                      [&](const auto& entry) { return entry.second.topic == topic.id; }));
    if (count == 0 && !has_unread_items_)
      add(Severity::error, "topic.empty", subject, "no page stands under \"" + topic.id + "\"",
          "write a page with \"topic\": \"" + topic.id + "\" in pages/, or delete the topic");
    if (count > bundle::kMostPagesInTopic)
      add(Severity::error, "topic.crowded", subject,
          fmt::format("{} pages stand under \"{}\"; one screen offers {}", count, topic.id,
                      bundle::kMostPagesInTopic),
          "join some of them, or give them another topic");
  }

  // What lists, pages, maps, plans and forms lead to.
  void collect_linked() {
    for (const auto& topic : release_.topics) linked_.insert(topic.pages.begin(), topic.pages.end());
    for (const auto& entry : release_.pages)
      for (const auto& block : entry.second.blocks)
        each_link_of(block, [&](const std::string& other) {
          if (other != entry.first) linked_.insert(other);
        });
  }
  template <class F>
  static void each_link_of(const bundle::Block& block, F f) {
    if (const auto* related = std::get_if<bundle::RelatedBlock>(&block))
      for (const auto& other : related->pages) f(other);
    if (const auto* map = std::get_if<bundle::MapBlock>(&block))
      for (const auto& line : map->lines)
        for (const auto& stop : line.stops)
          if (!stop.page.empty()) f(stop.page);
    if (const auto* plan = std::get_if<bundle::PlanBlock>(&block))
      for (const auto& room : plan->rooms)
        if (!room.page.empty()) f(room.page);
    if (const auto* form = std::get_if<bundle::FormBlock>(&block))
      for (const auto& step : form->steps)
        if (!step.page.empty()) f(step.page);
  }

  // A topic that says itself what its list offers.
  void check_list(const bundle::TopicEntry& topic) {
    for (const auto& id : topic.pages)
      check_link(id, draft_.other_places.at("topics/" + topic.id + "/" + id));
    for (const auto& [id, page] : release_.pages)
      if (page.topic == topic.id && linked_.count(id) == 0)
        add(Severity::warning, "page.unreachable", draft_.page_places.at(id).slots.at("topic"),
            "the list of \"" + topic.id + "\" leaves \"" + id + "\" out, and no page leads to it",
            "name it in topics.json under \"pages\", or among the \"related\" of another page");
  }

  void check_page(const bundle::Page& page) {
    const auto& place = draft_.page_places.at(page.id);
    std::vector<std::string> topics;
    for (const auto& topic : release_.topics) topics.push_back(topic.id);
    if (std::find(topics.begin(), topics.end(), page.topic) == topics.end()) {
      const auto near = nearest(page.topic, topics);
      add(Severity::error, "page.topic", place.slots.at("topic"),
          "topics.json has no topic \"" + page.topic + "\"",
          near.empty() ? "add it there, or correct the name" : "did you mean \"" + near + "\"?");
    }
    if (!page.blocks.empty() && (std::holds_alternative<bundle::SceneBlock>(page.blocks.front()) ||
                                 std::holds_alternative<bundle::RelatedBlock>(page.blocks.front())))
      add(Severity::error, "page.answer", place.slots.at("block 0"), "a page begins with its answer",
          "put the text, number, hours or steps that people come for first");
    check_words(page, place);
    check_code(page, place);
    check_figures(page, place);
    for (std::size_t i = 0; i < page.blocks.size(); ++i)
      check_block(page.blocks[i], place.slots.at("block " + std::to_string(i)));
  }

  // Names on a map or plan are looked for, a form is read question by question, a gallery picture by picture.
  static bool is_looked_at(const bundle::Block& block) {
    return std::holds_alternative<bundle::MapBlock>(block) ||
           std::holds_alternative<bundle::PlanBlock>(block) ||
           std::holds_alternative<bundle::FormBlock>(block) ||
           std::holds_alternative<bundle::GalleryBlock>(block) ||
           std::holds_alternative<bundle::FilmBlock>(block);
  }

  // One map, plan, form, gallery or film has the first screenful for itself.
  void check_figures(const bundle::Page& page, const ItemPlace& place) {
    for (std::size_t i = 1; i < page.blocks.size(); ++i)
      if (is_looked_at(page.blocks[i]))
        add(Severity::error, "page.figure", place.slots.at("block " + std::to_string(i)),
            "a map, a plan, a form, a gallery or a film is the first block of its page, and the only one",
            "put it first, or give it a page of its own");
  }

  // As it is when its facts are said: what a telephone reads.
  void check_code(const bundle::Page& page, const ItemPlace& place) {
    if (page.code.empty()) return;
    const auto& subject = place.slots.at("take_along");
    const auto missing = draft_.may_be_missing.find(page.id);
    check_translations(page.code, "\"take_along\"", subject,
                       missing == draft_.may_be_missing.end() ? std::set<LanguageTag>{} : missing->second);
    for (const auto& [tag, text] : page.code) {
      check_facts(text, "\"take_along\"", subject);
      const auto said = with_values(text, tag);
      if (said.size() > bundle::kLongestCode)
        add(Severity::error, "page.code", subject,
            fmt::format("\"take_along\" has {} bytes in {}; a code that telephones read holds {}",
                        said.size(), bundle::language_name(tag), bundle::kLongestCode),
            "shorten it: Lao and Thai letters take three bytes each");
      const bool is_address = said.starts_with("tel:") || said.starts_with("http");
      if (is_address && said.find(' ') != std::string::npos)
        add(Severity::error, "page.code", subject, "an address or number in \"take_along\" has a space",
            "write it without: \"tel:+842331234567\"");
    }
  }
  [[nodiscard]] std::string with_values(std::string text, const LanguageTag& tag) const {
    for (const auto& fact : bundle::facts_in(text)) {
      const auto found = release_.facts.find(fact);
      if (found == release_.facts.end()) continue;
      const auto value = bundle::choose_text(found->second.value, tag, release_.languages);
      const auto reference = "{fact:" + fact + "}";
      if (const auto at = text.find(reference); value && at != std::string::npos)
        text.replace(at, reference.size(), value->text);
    }
    return text;
  }

  void check_words(const bundle::Page& page, const ItemPlace& place) {
    const auto missing = draft_.may_be_missing.find(page.id);
    const auto may_be_missing =
        missing == draft_.may_be_missing.end() ? std::set<LanguageTag>{} : missing->second;
    std::map<LanguageTag, std::string> all;
    // A block alone, made a page, gives its own texts: so each text is told at its block.
    for (std::size_t i = 0; i <= page.blocks.size(); ++i) {
      const auto subject = place.slots.at(i == 0 ? "title" : "block " + std::to_string(i - 1));
      bundle::Page part;
      if (i == 0) part.title = page.title;
      const bool is_read = i == 0 || !is_looked_at(page.blocks[i - 1]);
      if (i > 0) part.blocks = {page.blocks[i - 1]};
      bundle::each_text_of(part, [&](const char* slot, const bundle::TextByLanguage& texts) {
        if (i > 0 && std::string_view(slot) == "title") return;
        check_translations(texts, "\"" + std::string(slot) + "\"", subject, may_be_missing);
        for (const auto& [tag, text] : texts) {
          check_facts(text, "\"" + std::string(slot) + "\"", subject);
          if (is_read) all[tag] += text + "\n";
        }
      });
    }
    for (const auto& tag : languages_) {
      const auto words = count_words(all[tag], tag);
      if (words > kMostPageWords)
        add(Severity::warning, "page.words", place.subject,
            fmt::format("{} words in {}; a page has at most {}", words, bundle::language_name(tag),
                        kMostPageWords),
            "shorten the text, or split the page in two");
    }
  }

  void check_block(const bundle::Block& block, const std::string& subject) {
    each_link_of(block, [&](const std::string& other) { check_link(other, subject); });
    if (const auto* contacts = std::get_if<bundle::ContactsBlock>(&block))
      for (const auto& contact : contacts->contacts) check_facts(contact.number, "\"number\"", subject);
    if (const auto* hours = std::get_if<bundle::HoursBlock>(&block))
      if (!hours->fact.empty()) check_hours(*hours, subject);
    if (const auto* film = std::get_if<bundle::FilmBlock>(&block)) check_film(film->item, subject);
  }

  // "Open now" goes by the page's hours, slides say those of the fact: a page that came from another gate
  // would tell its hours.
  void check_hours(const bundle::HoursBlock& block, const std::string& subject) {
    check_fact(block.fact, "\"fact\"", subject);
    const auto fact = release_.facts.find(block.fact);
    if (fact == release_.facts.end()) return;
    const auto shown = hours_of(block);
    for (const auto& [tag, value] : fact->second.value) {
      const auto told = hours_in(value);
      if (told.empty() || told == shown) continue;
      return add(
          Severity::error, "page.hours", subject,
          fmt::format("the page says {}, its fact \"{}\" says {} ({})", in_words(shown), block.fact,
                      in_words(told), draft_.other_places.at("facts/" + block.fact)),
          "correct the one that is wrong; hours of one gate belong in pages/ and facts.json of its own "
          "channel");
    }
  }

  void check_film(const std::string& item, const std::string& subject) {
    const auto found = release_.items.find(item);
    if (found == release_.items.end() && has_unread_items_) return;
    if (found != release_.items.end() && std::holds_alternative<bundle::Clip>(found->second.body)) return;
    std::vector<std::string> films;
    for (const auto& [id, other] : release_.items)
      if (std::holds_alternative<bundle::Clip>(other.body)) films.push_back(id);
    const auto near = nearest(item, films);
    add(Severity::error, "page.film", subject,
        "\"" + item + "\" is " + (found == release_.items.end() ? "no item" : "no film"),
        near.empty() ? "name an item of the kind \"clip\"" : "did you mean \"" + near + "\"?");
  }

  void check_link(const std::string& other, const std::string& subject) {
    if (release_.pages.count(other) > 0 || known_ids_.count("page:" + other) > 0 || has_unread_items_) return;
    std::vector<std::string> known;
    for (const auto& [id, page] : release_.pages) known.push_back(id);
    const auto near = nearest(other, known);
    add(Severity::error, "page.link", subject, "no page has the id \"" + other + "\"",
        near.empty() ? "write the page in pages/, or correct the id" : "did you mean \"" + near + "\"?");
  }

  const Draft& draft_;
  const bundle::Release& release_;
  Faults& faults_;
  const std::set<bundle::ItemId>& known_ids_;
  bool has_unread_items_;  // a page may stand in a file that cannot be read
  std::vector<LanguageTag> languages_;
  std::set<std::string> told_;
  std::set<std::string> linked_;  // pages that something leads to
};

}  // namespace

void check_pages(DraftReading& reading, const std::set<bundle::ItemId>& known_ids, bool has_unread_items) {
  PageCheck(reading, known_ids, has_unread_items).run();
}

}  // namespace gatecast::source
