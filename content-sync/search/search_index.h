// Finds pages by what a traveller types: in any case, without marks, with a letter wrong, in pieces, while
// they are typing (the last word counts by its beginning). Opened from verified bytes in memory, read-only.
// Threads: one owner; the words of a language are kept once it was asked for. Errors: open() refuses what is
// no index of ours ("search.index"); find() then only finds nothing.
// Source: the section 2 (Search); shared/domain/typography.md 3.5; sqlite.org/fts5.html.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "content-sync/bundle/release.h"
#include "content-sync/search/database.h"
#include "content-sync/search/folding.h"
#include "content-sync/search/vocabulary.h"

namespace gatecast::search {

class SearchIndex {
 public:
  static Result<std::unique_ptr<SearchIndex>> open(Bytes bytes);

  // Ids of pages, the best first.
  [[nodiscard]] std::vector<std::string> find(const std::string& query, const bundle::LanguageTag& language,
                                              std::size_t most);

 private:
  struct Hit;
  using Hits = std::map<std::int64_t, Hit>;
  explicit SearchIndex(Bytes bytes) : bytes_(std::move(bytes)) {}
  [[nodiscard]] Status examine();
  const Vocabulary* vocabulary(int language);
  using Ranks = std::map<std::int64_t, double>;  // FTS5's rank of each page
  [[nodiscard]] Ranks pages_with(int language, const std::string& question) const;
  void add_group(int language, Group& group, Hits& hits) const;
  void add_neighbours(int language, const std::vector<Group>& groups, double weight, Hits& hits) const;
  void add_passage(int language, const std::string& letters, double weight, bool is_in_bodies,
                   Hits& hits) const;
  [[nodiscard]] std::vector<std::string> best_of(const Hits& hits, std::size_t most) const;

  Bytes bytes_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Folding> folding_;
  std::map<bundle::LanguageTag, int> languages_;
  std::map<std::int64_t, std::string> pages_;
  std::map<int, Vocabulary> vocabularies_;
};

}  // namespace gatecast::search
