// What a touch opens: topics, and pages made of blocks. Part of a release since format 1.2; an older player
// ignores them. A page begins with its answer; what it says may name facts, as slides do.
// Threads: immutable values. Source: shared/design/content.md (Page); experience.md (the answer stands in the
// first screenful).
#pragma once
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "content-sync/base/bytes.h"

namespace gatecast::bundle {

struct TopicEntry {
  std::string id;    // a slug; the theme's topic of this name gives pattern and accent
  std::string icon;  // a pictogram
  std::map<std::string, std::string> name;
};

// One paragraph; an answer stands large, and before all else.
struct TextBlock {
  bool is_answer = false;
  std::map<std::string, std::string> text;
};
struct StepsBlock {
  std::vector<std::map<std::string, std::string>> steps;
};
struct TableRow {
  std::map<std::string, std::string> label;
  std::map<std::string, std::string> value;
};
struct TableBlock {
  std::vector<TableRow> rows;
};
// Local times of the release's zone; a span may end after midnight (to_minute above 1440).
struct OpenSpan {
  std::vector<int> weekdays;  // 1 = Monday .. 7 = Sunday; empty: every day
  int from_minute = 0;
  int to_minute = 0;
};
struct HoursBlock {
  std::string fact;  // how sure these hours are; "" = steady
  std::vector<OpenSpan> spans;
};
struct Contact {
  std::map<std::string, std::string> name;
  std::string number;  // may be {fact:<id>}
};
struct ContactsBlock {
  std::vector<Contact> contacts;
};
// A drawn scene; its caption may be empty.
struct SceneBlock {
  std::string scene;
  std::map<std::string, std::string> caption;
};
struct RelatedBlock {
  std::vector<std::string> pages;
};
using Block =
    std::variant<TextBlock, StepsBlock, TableBlock, HoursBlock, ContactsBlock, SceneBlock, RelatedBlock>;

struct Page {
  std::string id;  // <agency>/<slug>, as an item's
  int revision = 1;
  std::string topic;
  std::map<std::string, std::string> title;
  std::vector<Block> blocks;
  // What people also call it, for the search alone: never shown, but signed as all else (format 1.3).
  std::map<std::string, std::vector<std::string>> search_words;
};
inline constexpr std::size_t kMostSearchWords = 40;     // of a page in one language
inline constexpr std::size_t kLongestSearchWord = 200;  // bytes

// Every text of a page, title first: for typefaces, checks and what signers read.
template <class F>
void each_text_of(const Page& page, F f) {
  f("title", page.title);
  for (const auto& block : page.blocks) {
    if (const auto* text = std::get_if<TextBlock>(&block)) f(text->is_answer ? "answer" : "text", text->text);
    if (const auto* steps = std::get_if<StepsBlock>(&block))
      for (const auto& step : steps->steps) f("step", step);
    if (const auto* table = std::get_if<TableBlock>(&block))
      for (const auto& row : table->rows) {
        f("label", row.label);
        f("value", row.value);
      }
    if (const auto* contacts = std::get_if<ContactsBlock>(&block))
      for (const auto& contact : contacts->contacts) f("name", contact.name);
    if (const auto* scene = std::get_if<SceneBlock>(&block))
      if (!scene->caption.empty()) f("caption", scene->caption);
  }
}

}  // namespace gatecast::bundle
