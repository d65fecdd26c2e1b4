// The index as an object: the same bytes each time, nothing but what the writer makes is opened.
#include <catch2/catch.hpp>
#include <random>

#include "content-sync/search/index_writer.h"
#include "content-sync/search/search_index.h"
#include "content-sync/search/vocabulary.h"

using namespace gatecast;

namespace {

bundle::Release small_release() {
  bundle::Release release;
  release.languages.primary = "vi";
  release.languages.foreign = {"lo", "en"};
  release.languages.fallback = {"en", "vi"};
  release.topics = {{"visa", "visa", {{"vi", "Thị thực"}, {"lo", "ວີຊ່າ"}, {"en", "Visas"}}}};
  release.facts["days"] = {"days", bundle::FactKind::steady, {{"vi", "30 ngày"}, {"en", "30 days"}}};
  for (const std::string id : {"visa/one", "visa/two"}) {
    bundle::Page page;
    page.id = id;
    page.topic = "visa";
    page.title = {{"vi", "Trang " + id.substr(5)}, {"en", "Page " + id.substr(5)}};
    page.blocks.emplace_back(
        bundle::TextBlock{true, {{"vi", "Ở lại {fact:days}"}, {"en", "Stay {fact:days}"}}});
    release.pages[id] = page;
  }
  release.pages["visa/two"].search_words["en"] = {"sojourn"};
  return release;
}

Bytes small_index() {
  auto bytes = search::write_index(small_release());
  REQUIRE(bytes);
  return *bytes;
}

}  // namespace

TEST_CASE("the same release gives the same search index, to the byte") {
  CHECK(small_index() == small_index());
  auto other = small_release();
  other.pages["visa/two"].search_words["en"] = {"stopover"};
  CHECK(search::write_index(other).value() != small_index());
}

TEST_CASE("facts, topics, synonyms and the language that stands in are searched") {
  auto index = search::SearchIndex::open(small_index()).value();
  CHECK(index->find("30 days", "en", 9).size() == 2);
  CHECK(index->find("30 ngay", "vi", 9).size() == 2);
  CHECK(index->find("visas", "en", 9).size() == 2);
  CHECK(index->find("sojourn", "en", 9) == std::vector<std::string>{"visa/two"});
  CHECK(index->find("sojourn", "vi", 9).empty());
  // Lao readers see the English page, as long as there is no Lao one.
  CHECK(index->find("page two", "lo", 9) == std::vector<std::string>{"visa/two"});
  CHECK(index->find("page two", "lo-LA", 9) == std::vector<std::string>{"visa/two"});
  CHECK(index->find("visas", "en", 1).size() == 1);
}

TEST_CASE("a search index of another form is refused, a damaged one finds less and breaks nothing") {
  for (const Bytes& bytes : {Bytes(), Bytes("no database"), Bytes(4096, '\0'), small_index().substr(0, 4096)})
    CHECK_FALSE(search::SearchIndex::open(bytes));
  auto strange = search::Database::make().value();
  for (const auto* sql :
       {"CREATE TABLE about(form INTEGER, languages INTEGER)", "INSERT INTO about VALUES(1, 0)",
        "CREATE TABLE language(number INTEGER PRIMARY KEY, tag TEXT)",
        "CREATE TABLE page(number INTEGER PRIMARY KEY, id TEXT)"})
    REQUIRE(strange.run(sql));
  CHECK(search::SearchIndex::open(strange.bytes().value()));
  REQUIRE(strange.run("CREATE VIEW more AS SELECT 1"));
  CHECK_FALSE(search::SearchIndex::open(strange.bytes().value()));

  // Bytes were hashed before they come here; even so none of these may crash or hang.
  const auto whole = small_index();
  std::mt19937 random(20261122);
  for (int i = 0; i < 300; ++i) {
    auto damaged = whole;
    for (int n = 0; n < 1 + i % 8; ++n) damaged[random() % damaged.size()] = static_cast<char>(random());
    const auto opened = search::SearchIndex::open(damaged);
    if (opened)
      for (const char* query : {"30 days", "sojou", "vsias"})
        CHECK((*opened)->find(query, "en", 9).size() <= 9);
  }
}

TEST_CASE("nothing is written into an index that is read") {
  const auto bytes = small_index();
  const auto database = search::Database::read(bytes).value();
  CHECK_FALSE(database.run("INSERT INTO page VALUES(99, 'a/b')"));
  CHECK_FALSE(database.run("DROP TABLE page"));
  CHECK_FALSE(database.run("ATTACH '/etc/passwd' AS other"));
  CHECK(bytes == small_index());
}

TEST_CASE("the distance of two words counts changes, losses, insertions and exchanges") {
  const auto between = [](const char32_t* a, const char32_t* b) { return search::distance(a, b, 2, false); };
  CHECK(between(U"visa", U"visa") == 0);
  CHECK(between(U"vissa", U"visa") == 1);
  CHECK(between(U"vsia", U"visa") == 1);
  CHECK(between(U"pasprot", U"passport") == 2);
  CHECK(between(U"coffee", U"toffees") == 2);
  CHECK(between(U"abc", U"xyzw") == 3);
  CHECK(search::distance(U"passpr", U"passport", 1, true) == 1);
  CHECK(search::distance(U"pass", U"passport", 1, true) == 0);
}
