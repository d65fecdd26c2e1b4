#include "content-sync/search/index_writer.h"

#include <algorithm>

#include "content-sync/bundle/fact_reference.h"
#include "content-sync/bundle/language_tag.h"
#include "content-sync/search/database.h"
#include "content-sync/search/folding.h"
#include "content-sync/search/index_form.h"

namespace gatecast::search {
namespace {

using bundle::LanguageTag;
using bundle::Page;

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string out;
  for (const auto& word : words) {
    if (!out.empty()) out += between;
    out += word;
  }
  return out;
}

class Writer {
 public:
  Writer(const bundle::Release& release, const Folding& folding, const Database& database)
      : release_(release), folding_(folding), database_(database) {
    languages_ = {release.languages.primary};
    for (const auto& tag : release.languages.foreign)
      if (std::find(languages_.begin(), languages_.end(), tag) == languages_.end()) languages_.push_back(tag);
    if (languages_.size() > kMostIndexLanguages) languages_.resize(kMostIndexLanguages);
  }

  Status run() {
    const auto count = static_cast<int>(languages_.size());
    GATECAST_TRY_STATUS(database_.run("PRAGMA page_size = 4096; BEGIN"));
    for (const auto& sql : tables_for(count)) GATECAST_TRY_STATUS(database_.run(sql));
    GATECAST_TRY_STATUS(
        put("INSERT INTO about VALUES(?, ?)", {std::to_string(kIndexForm), std::to_string(count)}));
    int number = 0;
    for (const auto& tag : languages_)
      GATECAST_TRY_STATUS(put("INSERT INTO language VALUES(?, ?)", {std::to_string(number++), tag}));
    number = 0;
    for (const auto& [id, page] : release_.pages) {
      ++number;
      GATECAST_TRY_STATUS(put("INSERT INTO page VALUES(?, ?)", {std::to_string(number), id}));
      for (int language = 0; language < count; ++language) GATECAST_TRY_STATUS(add(page, number, language));
    }
    for (int language = 0; language < count; ++language)
      GATECAST_TRY_STATUS(
          database_.run(fmt::format("INSERT INTO text_{0}(text_{0}) VALUES('optimize')", language)));
    return database_.run("COMMIT; VACUUM");
  }

 private:
  Status put(const std::string& sql, const std::vector<std::string>& values) const {
    return database_.ask(sql, values, [](const Row&) {});
  }

  // The text that a reader of this language sees.
  std::string text(const bundle::TextByLanguage& texts, const LanguageTag& tag) const {
    const auto chosen = bundle::choose_text(texts, tag, release_.languages);
    if (!chosen) return {};
    return bundle::with_facts(chosen->text, [&](const std::string& id) {
      const auto fact = release_.facts.find(id);
      if (fact == release_.facts.end()) return std::string();
      const auto value = bundle::choose_text(fact->second.value, tag, release_.languages);
      return value ? value->text : std::string();
    });
  }

  Status add(const Page& page, int number, int language) const {
    const auto& tag = languages_[static_cast<std::size_t>(language)];
    const auto title = text(page.title, tag);
    std::string called;
    for (std::optional<LanguageTag> of = tag; of; of = bundle::truncated(*of))
      if (const auto words = page.search_words.find(*of); words != page.search_words.end())
        called += "\n" + joined(words->second, "\n");
    for (const auto& topic : release_.topics)
      if (topic.id == page.topic) called += "\n" + text(topic.name, tag);
    std::string body;
    bundle::each_text_of(page, [&](const char* slot, const bundle::TextByLanguage& texts) {
      if (std::string_view(slot) != "title") body += text(texts, tag) + "\n";
    });
    for (const auto& block : page.blocks)
      if (const auto* contacts = std::get_if<bundle::ContactsBlock>(&block))
        for (const auto& contact : contacts->contacts) body += text({{tag, contact.number}}, tag) + "\n";
    const auto title_words = folding_.words(title);
    const auto called_words = folding_.words(called);
    const auto body_words = folding_.words(body);
    std::string sound;
    if (tag.substr(0, 2) == "zh") sound = joined(folding_.sounds(title + "\n" + called), " ");
    GATECAST_TRY_STATUS(put(
        fmt::format("INSERT INTO text_{}(rowid, title, words, sound, body) VALUES(?, ?, ?, ?, ?)", language),
        {std::to_string(number), joined(title_words, " "), joined(called_words, " "), sound,
         joined(body_words, " ")}));
    const auto letters = to_letters(joined(title_words, "") + joined(body_words, ""));
    if (std::none_of(letters.begin(), letters.end(), is_written_without_spaces)) return {};
    // Words joined as they are written; a sign between two texts, so that nothing is found across them.
    return put(fmt::format("INSERT INTO plain_{} VALUES(?, ?, ?)", language),
               {std::to_string(number), joined(title_words, "") + "|" + joined(called_words, ""),
                joined(body_words, "")});
  }

  const bundle::Release& release_;
  const Folding& folding_;
  const Database& database_;
  std::vector<LanguageTag> languages_;
};

}  // namespace

Result<Bytes> write_index(const bundle::Release& release) {
  GATECAST_TRY(const auto folding, Folding::create());
  GATECAST_TRY(const auto database, Database::make());
  GATECAST_TRY_STATUS(Writer(release, *folding, database).run());
  GATECAST_TRY(auto bytes, database.bytes());
  if (bytes.size() > bundle::kLargestSearchIndex)
    return fail(content_error("search.index", "search index",
                              fmt::format("it would take {} MB; a kiosk holds at most {}",
                                          bytes.size() >> 20U, bundle::kLargestSearchIndex >> 20U),
                              "shorten the pages, or part the channel in two"));
  return bytes;
}

}  // namespace gatecast::search
