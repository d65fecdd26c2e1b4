#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "content-sync/source/draft_reader.h"

namespace gatecast::source {
namespace {

struct BlockField {
  std::string_view kind;
  std::string_view field;    // it needs this one
  std::string_view example;  // how it is written
};
constexpr std::array<BlockField, 13> kBlockFields{{
    {"answer", "text", "\"text\": {\"vi\": \"...\"}"},
    {"text", "text", "\"text\": {\"vi\": \"...\"}"},
    {"steps", "steps", "\"steps\": [{\"vi\": \"...\"}]"},
    {"table", "rows", "\"rows\": [{\"label\": {\"vi\": \"...\"}, \"value\": \"...\"}]"},
    {"hours", "open", "\"open\": [{\"from\": \"07:00\", \"to\": \"22:00\"}]"},
    {"contacts", "contacts", "\"contacts\": [{\"name\": {\"vi\": \"...\"}, \"number\": \"113\"}]"},
    {"scene", "scene", "\"scene\": \"coffee\""},
    {"related", "pages", "\"pages\": [\"customs/allowance\"]"},
    {"map", "lines", "\"lines\": [{\"name\": {\"vi\": \"...\"}, \"stops\": [...]}]"},
    {"plan", "rooms", "\"rooms\": [{\"at\": [0, 0], \"size\": [4, 3], \"name\": {\"vi\": \"...\"}}]"},
    {"form", "questions", "\"questions\": [{\"id\": \"...\", \"question\": {\"vi\": \"...\"}, ...}]"},
    {"film", "item", "\"item\": \"culture/two-looms\""},
    {"gallery", "pictures",
     "\"pictures\": [{\"file\": \"media/...\", \"caption\": {\"vi\": \"...\"}, \"credit\": \"...\"}]"},
}};

// A field that belongs to another kind of block would never be seen.
void check_fields(const Cursor& node, const BlockField& wanted) {
  if (!node.has(wanted.field))
    node.error("page.block", fmt::format("a block \"{}\" needs \"{}\"", wanted.kind, wanted.field),
               fmt::format("add {}", wanted.example));
  node.each_member([&](const std::string& name, const Cursor& field) {
    const bool belongs = name == "kind" || name == wanted.field ||
                         (name == "fact" && wanted.kind == "hours") ||
                         (name == "caption" && wanted.kind == "scene") ||
                         (wanted.kind == "plan" && (name == "size" || name == "sample" || name == "here"));
    if (!belongs)
      field.error(
          "page.block", fmt::format("a block \"{}\" has no \"{}\"", wanted.kind, name),
          fmt::format("delete it, or make it a block of its own; this one takes \"{}\"", wanted.field));
  });
}

int minute_of(const std::string& time) {
  int hours = 0;
  int minutes = 0;
  if (std::sscanf(time.c_str(), "%2d:%2d", &hours, &minutes) != 2) return 0;
  return hours * 60 + minutes;
}

int weekday_of(const std::string& name) {
  constexpr std::array<std::string_view, 7> kDays{"mo", "tu", "we", "th", "fr", "sa", "su"};
  return static_cast<int>(std::find(kDays.begin(), kDays.end(), name) - kDays.begin()) + 1;
}

}  // namespace

bundle::HoursBlock DraftReader::hours(const Cursor& node) {
  bundle::HoursBlock block{node.text_or("fact", ""), {}};
  node.at("open").each([&](const Cursor& span) {
    bundle::OpenSpan read;
    span.at("days").each([&](const Cursor& day) { read.weekdays.push_back(weekday_of(day.text())); });
    std::sort(read.weekdays.begin(), read.weekdays.end());
    read.from_minute = minute_of(span.at("from").text());
    read.to_minute = minute_of(span.at("to").text());
    if (read.to_minute == read.from_minute)
      span.error("page.hours", "these hours begin and end at the same minute",
                 "write \"from\": \"00:00\", \"to\": \"24:00\" for the whole day");
    if (read.to_minute < read.from_minute) read.to_minute += 1440;
    block.spans.push_back(std::move(read));
  });
  return block;
}

std::optional<bundle::Block> DraftReader::block(const Cursor& node, const std::string& kind) {
  if (kind == "answer" || kind == "text") return bundle::TextBlock{kind == "answer", texts(node.at("text"))};
  if (kind == "hours") return hours(node);
  if (kind == "steps") {
    bundle::StepsBlock block;
    node.at("steps").each([&](const Cursor& step) { block.steps.push_back(texts(step)); });
    return block;
  }
  if (kind == "table") {
    bundle::TableBlock block;
    node.at("rows").each([&](const Cursor& row) {
      bundle::TableRow read{texts(row.at("label")), {}};
      const auto value = row.at("value");
      if (value.value().is_string())
        for (const auto& tag : channel_languages()) read.value[tag] = text(value);
      else
        read.value = texts(value);
      block.rows.push_back(std::move(read));
    });
    return block;
  }
  if (kind == "contacts") {
    bundle::ContactsBlock block;
    node.at("contacts").each([&](const Cursor& contact) {
      block.contacts.push_back({texts(contact.at("name")), text(contact.at("number"))});
    });
    return block;
  }
  if (kind == "scene") {
    bundle::SceneBlock block{node.at("scene").text(), {}};
    if (node.has("caption")) block.caption = texts(node.at("caption"));
    return block;
  }
  if (kind == "related") {
    bundle::RelatedBlock block;
    node.at("pages").each([&](const Cursor& page) { block.pages.push_back(page.text()); });
    return block;
  }
  if (kind == "map") return map(node);
  if (kind == "plan") return plan(node);
  if (kind == "form") return form(node);
  if (kind == "gallery") return gallery(node);
  if (kind == "film") return bundle::FilmBlock{node.at("item").text()};
  return std::nullopt;
}

void DraftReader::read_topics(const SourceFile& source) {
  auto& topics = reading_.draft.release.topics;
  Cursor(source, reading_.faults).at("topics").each([&](const Cursor& node) {
    bundle::TopicEntry topic{node.at("id").text(), node.at("icon").text(), texts(node.at("name"))};
    node.at("pages").each([&](const Cursor& page) {
      reading_.draft.other_places.emplace("topics/" + topic.id + "/" + page.text(), page.subject());
      topic.pages.push_back(page.text());
    });
    const auto [place, is_new] =
        reading_.draft.other_places.emplace("topics/" + topic.id, node.at("id").subject());
    if (!is_new)
      return node.at("id").error("topic.duplicate",
                                 "the topic \"" + topic.id + "\" stands also at " + place->second,
                                 "keep one of the two");
    topics.push_back(std::move(topic));
  });
}

// What is heard must say what is read.
void DraftReader::read_speech(const Cursor& node, bundle::Page& page) {
  node.each_member([&](const std::string& tag, const Cursor& entry) {
    const auto known = language(tag, entry);
    const auto revision = static_cast<int>(entry.integer_or("revision", 0));
    if (revision != page.revision)
      entry.error(
          "page.speech",
          fmt::format("this was spoken of revision {}; the page is at revision {}", revision, page.revision),
          "have the new words spoken and heard, or take the speech out until then");
    const auto object = file(entry.at("file"), FileUse::sound);
    if (object) page.speech[known] = {*object, entry.at("checked_by").text()};
  });
}

void DraftReader::read_page(const SourceFile& source) {
  const Cursor node(source, reading_.faults);
  auto& draft = reading_.draft;
  bundle::Page page;
  page.id = node.at("id").text();
  if (const auto other = draft.page_places.find(page.id); other != draft.page_places.end()) {
    node.at("id").error("page.duplicate",
                        "the id \"" + page.id + "\" is also that of " + other->second.subject,
                        "give one of the two another id");
    return;
  }
  auto& place = draft.page_places[page.id];
  place.subject = node.at("id").subject();
  place.slots["topic"] = node.at("topic").subject();
  page.revision = static_cast<int>(node.integer_or("revision", 1));
  page.topic = node.at("topic").text();
  page.title = texts(node.at("title"));
  place.slots["title"] = node.at("title").subject();
  node.at("may_be_missing").each([&](const Cursor& tag) {
    draft.may_be_missing[page.id].insert(language(tag));
  });
  if (node.has("search_words"))
    node.at("search_words").each_member([&](const std::string& tag, const Cursor& words) {
      auto& known = page.search_words[language(tag, words)];
      words.each([&](const Cursor& word) { known.push_back(text(word)); });
    });
  if (node.has("take_along")) {
    page.code = texts_or_one(node.at("take_along"));
    place.slots["take_along"] = node.at("take_along").subject();
  }
  if (node.has("speech")) read_speech(node.at("speech"), page);
  node.at("blocks").each([&](const Cursor& entry) {
    const auto kind = entry.at("kind").text();
    for (const auto& wanted : kBlockFields)
      if (wanted.kind == kind) check_fields(entry, wanted);
    if (auto read = block(entry, kind)) {
      page.blocks.push_back(std::move(*read));
      place.slots["block " + std::to_string(page.blocks.size() - 1)] = entry.subject();
    }
  });
  draft.release.pages.emplace(page.id, std::move(page));
}

}  // namespace gatecast::source
