// The form of a search index: which tables lie in it. Writer and reader both hold to this text; a database
// of any other form is refused. Threads: constant data. Errors: none.
// Source: sqlite.org/fts5.html; shared/domain/typography.md 3.5 (the tokenizer that leaves marks alone).
#pragma once
#include <fmt/format.h>

#include <string>
#include <vector>

namespace gatecast::search {

inline constexpr int kIndexForm = 1;
inline constexpr int kMostIndexLanguages = 32;

// Statements that make the tables; language n has text_n (by words) and plain_n (its letters in a row, for
// scripts without spaces).
inline std::vector<std::string> tables_for(int languages) {
  std::vector<std::string> sql{"CREATE TABLE about(form INTEGER, languages INTEGER)",
                               "CREATE TABLE language(number INTEGER PRIMARY KEY, tag TEXT)",
                               "CREATE TABLE page(number INTEGER PRIMARY KEY, id TEXT)"};
  for (int n = 0; n < languages; ++n) {
    sql.push_back(fmt::format(
        "CREATE VIRTUAL TABLE text_{} USING fts5(title, words, sound, body, content='', prefix='2', "
        "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\")",
        n));
    sql.push_back(fmt::format("CREATE TABLE plain_{}(page INTEGER PRIMARY KEY, title TEXT, body TEXT)", n));
  }
  return sql;
}

}  // namespace gatecast::search
