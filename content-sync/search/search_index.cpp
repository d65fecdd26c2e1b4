#include "content-sync/search/search_index.h"

#include <algorithm>

#include "content-sync/bundle/language_tag.h"
#include "content-sync/search/index_form.h"

namespace gatecast::search {
namespace {

constexpr std::size_t kMostRuns = 8;
constexpr std::size_t kLongestQuery = 400;   // bytes
constexpr std::size_t kMostWords = 200'000;  // of a language
constexpr std::int64_t kMostPages = 5000;
constexpr double kNeighbours = 0.5;   // of all weight, where the words stand side by side
constexpr double kInTitle = 0.35;     // of a word's weight, where title or search words hold it
constexpr double kAsItStands = 0.03;  // of a word's weight, where it is no mere beginning
constexpr double kGoodEnough = 0.72;  // of the best page's weight
// A word of more than a third of all pages ("in", "the") says little about which one is meant.
constexpr std::size_t kCommonPart = 3;
constexpr std::size_t kFewPages = 8;  // of so few, none is common
constexpr double kCommon = 0.2;
constexpr double kTelling = 3;  // the weight of a word that is no scrap of a longer one

Error refused(const std::string& why) {
  return content_error("search.index", "search index", why, "build again");
}

// As FTS5 wants a string: in quotes, quotes inside doubled. Folded words hold none.
std::string quoted(const std::string& word) {
  std::string out = "\"";
  for (const char c : word)
    if (c != '"') out += c;
  return out + "\"";
}

std::string question_for(const Group& group) {
  std::string out;
  for (const auto& word : group.words) out += (out.empty() ? "" : " OR ") + quoted(word);
  return group.is_beginning ? out + " *" : out;
}

}  // namespace

struct SearchIndex::Hit {
  double weight = 0;
  double rank = 0;        // FTS5's, smaller is better
  bool is_exact = false;  // a word as it was typed, not only one that is alike
};

Result<std::unique_ptr<SearchIndex>> SearchIndex::open(Bytes bytes) {
  if (bytes.empty() || bytes.size() > bundle::kLargestSearchIndex)
    return fail(refused("it has a wrong size"));
  std::unique_ptr<SearchIndex> index(new SearchIndex(std::move(bytes)));
  GATECAST_TRY(auto database, Database::read(index->bytes_));
  index->database_ = std::make_unique<Database>(std::move(database));
  GATECAST_TRY(index->folding_, Folding::create());
  GATECAST_TRY_STATUS(index->examine());
  return index;
}

// Nothing of a database is used before its tables are exactly those that the writer makes.
Status SearchIndex::examine() {
  int form = 0;
  int count = -1;
  GATECAST_TRY_STATUS(database_->ask("SELECT form, languages FROM about LIMIT 1", {}, [&](const Row& row) {
    form = static_cast<int>(row.integer(0));
    count = static_cast<int>(row.integer(1));
  }));
  if (form != kIndexForm || count < 0 || count > kMostIndexLanguages)
    return fail(refused("it is of a form that this program does not know"));
  auto expected = tables_for(count);
  bool is_strange = false;
  GATECAST_TRY_STATUS(
      database_->ask("SELECT type, name, sql FROM sqlite_schema ORDER BY rowid", {}, [&](const Row& row) {
        const auto name = row.text(1);
        const auto is_shadow = [&] {
          for (const char* end : {"_data", "_idx", "_docsize", "_config"})
            if (name.starts_with("text_") && name.ends_with(end)) return true;
          return false;
        }();
        if (is_shadow) return;
        const auto known = std::find(expected.begin(), expected.end(), row.text(2));
        if (row.text(0) != "table" || known == expected.end())
          is_strange = true;
        else
          expected.erase(known);
      }));
  if (is_strange || !expected.empty()) return fail(refused("it holds other tables than a search index"));
  GATECAST_TRY_STATUS(database_->ask("SELECT number, tag FROM language", {}, [&](const Row& row) {
    if (row.integer(0) >= 0 && row.integer(0) < count)
      languages_.emplace(row.text(1), static_cast<int>(row.integer(0)));
  }));
  return database_->ask("SELECT number, id FROM page LIMIT " + std::to_string(kMostPages), {},
                        [&](const Row& row) { pages_.emplace(row.integer(0), row.text(1)); });
}

const Vocabulary* SearchIndex::vocabulary(int language) {
  if (const auto known = vocabularies_.find(language); known != vocabularies_.end()) return &known->second;
  std::vector<std::u32string> words;
  const auto table = fmt::format("words_{}", language);
  const auto made = database_->run(
      fmt::format("CREATE VIRTUAL TABLE temp.{} USING fts5vocab('main', 'text_{}', 'row')", table, language));
  if (!made) return nullptr;
  const auto read = database_->ask(fmt::format("SELECT term FROM temp.{} LIMIT {}", table, kMostWords), {},
                                   [&](const Row& row) { words.push_back(to_letters(row.text(0))); });
  if (!read) return nullptr;
  return &vocabularies_.emplace(language, Vocabulary(std::move(words))).first->second;
}

// What fails here only finds less: the index was examined when it was opened.
SearchIndex::Ranks SearchIndex::pages_with(int language, const std::string& question) const {
  Ranks ranks;
  (void)database_->ask(fmt::format("SELECT rowid, bm25(text_{0}, 10.0, 8.0, 8.0, 1.0) FROM text_{0} WHERE "
                                   "text_{0} MATCH ? LIMIT {1}",
                                   language, kMostPages),
                       {question}, [&](const Row& row) { ranks.emplace(row.integer(0), row.real(1)); });
  return ranks;
}

// A common word loses most of its weight.
void SearchIndex::add_group(int language, Group& group, Hits& hits) const {
  const auto words = question_for(group);
  const auto everywhere = pages_with(language, words);
  const bool is_common = pages_.size() > kFewPages && everywhere.size() * kCommonPart > pages_.size();
  const bool is_exact = group.wrong == 0 && group.weight >= kTelling && !is_common;
  if (is_common) group.weight *= kCommon;
  const auto add = [&](const Ranks& ranks, double weight) {
    for (const auto& [number, rank] : ranks) {
      auto& hit = hits[number];
      hit.weight += weight;
      hit.rank += rank;
      hit.is_exact = hit.is_exact || is_exact;
    }
  };
  add(everywhere, group.weight);
  add(pages_with(language, "{title words sound} : (" + words + ")"), group.weight * kInTitle);
  if (group.is_word) add(pages_with(language, quoted(group.words.front())), group.weight * kAsItStands);
}

// The same words side by side, as somebody types a name.
void SearchIndex::add_neighbours(int language, const std::vector<Group>& groups, double weight,
                                 Hits& hits) const {
  if (groups.size() < 2) return;
  std::string phrase;
  for (const auto& group : groups) {
    if (group.words.size() != 1) return;
    phrase += (phrase.empty() ? "" : " + ") + quoted(group.words.front());
  }
  if (groups.back().is_beginning) phrase += " *";
  (void)database_->ask(
      fmt::format("SELECT rowid FROM text_{0} WHERE text_{0} MATCH ? LIMIT {1}", language, kMostPages),
      {phrase}, [&](const Row& row) { hits[row.integer(0)].weight += weight * kNeighbours; });
}

// The very letters, wherever words were cut: for scripts without spaces.
void SearchIndex::add_passage(int language, const std::string& letters, double weight, bool is_in_bodies,
                              Hits& hits) const {
  const auto ask = [&](const char* column, double counts) {
    (void)database_->ask(fmt::format("SELECT page FROM plain_{} WHERE instr({}, ?) > 0 LIMIT {}", language,
                                     column, kMostPages),
                         {letters}, [&](const Row& row) {
                           auto& hit = hits[row.integer(0)];
                           hit.weight += counts;
                           hit.is_exact = true;
                         });
  };
  ask("title", weight * (1 + kNeighbours + kInTitle));
  if (is_in_bodies) ask("body", weight * (1 + kNeighbours));
}

// A page with a word as it was typed stands before all that only have words that are alike.
std::vector<std::string> SearchIndex::best_of(const Hits& hits, std::size_t most) const {
  struct Found {
    Hit hit;
    const std::string* id;
  };
  std::vector<Found> found;
  double best = 0;
  double best_exact = 0;
  for (const auto& [number, hit] : hits)
    if (const auto page = pages_.find(number); page != pages_.end()) {
      found.push_back({hit, &page->second});
      best = std::max(best, hit.weight);
      if (hit.is_exact) best_exact = std::max(best_exact, hit.weight);
    }
  std::erase_if(found, [&](const Found& one) {
    return one.hit.weight < (one.hit.is_exact ? best_exact : best) * kGoodEnough;
  });
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    if (a.hit.is_exact != b.hit.is_exact) return a.hit.is_exact;
    if (a.hit.weight != b.hit.weight) return a.hit.weight > b.hit.weight;
    return a.hit.rank != b.hit.rank ? a.hit.rank < b.hit.rank : *a.id < *b.id;
  });
  std::vector<std::string> ids;
  for (const auto& one : found)
    if (ids.size() < most) ids.push_back(*one.id);
  return ids;
}

std::vector<std::string> SearchIndex::find(const std::string& query, const bundle::LanguageTag& language,
                                           std::size_t most) {
  auto at = languages_.end();
  for (std::optional<bundle::LanguageTag> tag = language; tag && at == languages_.end();
       tag = bundle::truncated(*tag))
    at = languages_.find(*tag);
  if (at == languages_.end()) return {};
  const auto* known = vocabulary(at->second);
  if (known == nullptr) return {};
  auto runs = folding_->runs(query.substr(0, kLongestQuery));
  if (runs.size() > kMostRuns) runs.resize(kMostRuns);
  // Nothing typed after a space: the word before it is finished.
  const bool is_open = !query.empty() && query.back() != ' ';
  Hits hits;
  std::vector<Group> groups;
  double total = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto& run = runs[i];
    for (auto& group : known->meanings(run, is_open && i + 1 == runs.size())) {
      total += group.weight;
      add_group(at->second, group, hits);
      groups.push_back(std::move(group));
    }
  }
  add_neighbours(at->second, groups, total, hits);
  // Where no page holds all the words: perhaps the index cut them elsewhere.
  const bool is_whole = std::any_of(hits.begin(), hits.end(), [&](const auto& hit) {
    return !groups.empty() && hit.second.weight >= total;
  });
  for (const auto& run : runs)
    if (run.size() > 1 && is_written_without_spaces(run.front()))
      add_passage(at->second, to_utf8(run), static_cast<double>(run.size()), !is_whole, hits);
  return best_of(hits, most);
}

}  // namespace gatecast::search
