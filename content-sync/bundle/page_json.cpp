#include "content-sync/bundle/page_json.h"

#include <fmt/format.h>

#include "content-sync/bundle/page_parts_json.h"

namespace gatecast::bundle {
namespace {

using nlohmann::json;

constexpr std::size_t kMostPages = 5000;
constexpr int kDayMinutes = 1440;

json to_json(const TextBlock& block) {
  return {{"kind", block.is_answer ? "answer" : "text"}, {"text", texts_json(block.text)}};
}
json to_json(const StepsBlock& block) {
  json steps = json::array();
  for (const auto& step : block.steps) steps.push_back(texts_json(step));
  return {{"kind", "steps"}, {"steps", std::move(steps)}};
}
json to_json(const TableBlock& block) {
  json rows = json::array();
  for (const auto& row : block.rows)
    rows.push_back({{"label", texts_json(row.label)}, {"value", texts_json(row.value)}});
  return {{"kind", "table"}, {"rows", std::move(rows)}};
}
json to_json(const HoursBlock& block) {
  json spans = json::array();
  for (const auto& span : block.spans)
    spans.push_back(
        {{"weekdays", span.weekdays}, {"from_minute", span.from_minute}, {"to_minute", span.to_minute}});
  return {{"kind", "hours"}, {"fact", block.fact}, {"spans", std::move(spans)}};
}
json to_json(const ContactsBlock& block) {
  json contacts = json::array();
  for (const auto& contact : block.contacts)
    contacts.push_back({{"name", texts_json(contact.name)}, {"number", contact.number}});
  return {{"kind", "contacts"}, {"contacts", std::move(contacts)}};
}
json to_json(const SceneBlock& block) {
  return {{"kind", "scene"}, {"scene", block.scene}, {"caption", texts_json(block.caption)}};
}
json to_json(const RelatedBlock& block) {
  return {{"kind", "related"}, {"pages", block.pages}};
}

std::vector<OpenSpan> read_spans(const Node& node) {
  std::vector<OpenSpan> spans;
  node.each_of("spans", 64, [&](const Node& span) {
    OpenSpan read;
    span.each_of("weekdays", 7,
                 [&](const Node& day) { read.weekdays.push_back(static_cast<int>(day.integer(1, 7))); });
    read.from_minute = static_cast<int>(span.at("from_minute").integer(0, kDayMinutes - 1));
    read.to_minute = static_cast<int>(span.at("to_minute").integer(1, 2 * kDayMinutes));
    spans.push_back(std::move(read));
  });
  return spans;
}

// Nothing where a newer release knows a kind of block that this program does not.
std::optional<Block> read_block(const Node& node) {
  const auto kind = node.at("kind").text();
  if (kind == "answer" || kind == "text") return TextBlock{kind == "answer", node.at("text").texts()};
  if (kind == "steps") {
    StepsBlock block;
    node.each_of("steps", 64, [&](const Node& step) { block.steps.push_back(step.texts()); });
    return block;
  }
  if (kind == "table") {
    TableBlock block;
    node.each_of("rows", 64, [&](const Node& row) {
      block.rows.push_back({row.at("label").texts(), row.at("value").texts()});
    });
    return block;
  }
  if (kind == "hours") return HoursBlock{node.text_or("fact", ""), read_spans(node)};
  if (kind == "contacts") {
    ContactsBlock block;
    node.each_of("contacts", 64, [&](const Node& contact) {
      block.contacts.push_back({contact.at("name").texts(), contact.at("number").text()});
    });
    return block;
  }
  if (kind == "scene") return SceneBlock{node.at("scene").text(), node.at("caption").texts()};
  if (kind == "related") {
    RelatedBlock block;
    node.each_of("pages", 16, [&](const Node& page) { block.pages.push_back(page.text()); });
    return block;
  }
  if (kind == "map") return read_map(node);
  if (kind == "plan") return read_plan(node);
  if (kind == "form") return read_form(node);
  if (kind == "gallery") return read_gallery(node);
  if (kind == "film") return FilmBlock{node.at("item").text()};
  return std::nullopt;
}

}  // namespace

void write_pages(json& out, const Release& release) {
  out["topics"] = json::array();
  for (const auto& topic : release.topics) {
    json entry = {{"id", topic.id}, {"icon", topic.icon}, {"name", texts_json(topic.name)}};
    if (!topic.pages.empty()) entry["pages"] = topic.pages;
    out["topics"].push_back(std::move(entry));
  }
  out["pages"] = json::object();
  for (const auto& [id, page] : release.pages) {
    auto& entry = out["pages"][id] = {
        {"revision", page.revision}, {"topic", page.topic}, {"title", texts_json(page.title)}};
    entry["blocks"] = json::array();
    for (const auto& block : page.blocks)
      entry["blocks"].push_back(std::visit([](const auto& body) { return to_json(body); }, block));
    for (const auto& [tag, words] : page.search_words) entry["search_words"][tag] = words;
    if (!page.code.empty()) entry["code"] = texts_json(page.code);
    for (const auto& [tag, speech] : page.speech)
      entry["speech"][tag] = {{"object", speech.object.hex()}, {"checked_by", speech.checked_by}};
  }
  if (release.search_index) out["search_index"] = release.search_index->hex();
}

void read_pages(const Node& node, Release& release) {
  node.each_of("topics", 64, [&](const Node& entry) {
    TopicEntry topic{entry.at("id").text(), entry.at("icon").text(), entry.at("name").texts()};
    entry.each_of("pages", 64, [&](const Node& page) { topic.pages.push_back(page.text()); });
    release.topics.push_back(std::move(topic));
  });
  if (node.has("search_index")) release.search_index = node.at("search_index").hash();
  node.each_member_of("pages", kMostPages, [&](const std::string& id, const Node& entry) {
    Page page;
    page.id = id;
    page.revision = static_cast<int>(entry.integer_or("revision", 1, 1, 1'000'000'000));
    page.topic = entry.at("topic").text();
    page.title = entry.at("title").texts();
    entry.each_of("blocks", 64, [&](const Node& block) {
      if (auto read = read_block(block)) page.blocks.push_back(std::move(*read));
    });
    entry.each_member_of("search_words", 64, [&](const std::string& tag, const Node& words) {
      words.each(kMostSearchWords,
                 [&](const Node& word) { page.search_words[tag].push_back(word.text(kLongestSearchWord)); });
    });
    if (entry.has("code")) page.code = entry.at("code").texts();
    entry.each_member_of("speech", 64, [&](const std::string& tag, const Node& speech) {
      page.speech[tag] = {speech.at("object").hash(), speech.at("checked_by").text()};
    });
    release.pages.emplace(id, std::move(page));
  });
}

std::string page_form(const Page& page) {
  std::string out;
  const auto add = [&](const std::string& words) { out += (out.empty() ? "" : ", ") + words; };
  for (const auto& block : page.blocks) {
    if (const auto* hours = std::get_if<HoursBlock>(&block))
      for (const auto& span : hours->spans)
        add(fmt::format(
            "{} {:02}:{:02}-{:02}:{:02}",
            span.weekdays.empty() ? "daily" : fmt::format("on days {}", fmt::join(span.weekdays, " ")),
            span.from_minute / 60, span.from_minute % 60, span.to_minute / 60 % 24, span.to_minute % 60));
    if (const auto* contacts = std::get_if<ContactsBlock>(&block))
      for (const auto& contact : contacts->contacts) add(contact.number);
    if (const auto* scene = std::get_if<SceneBlock>(&block)) add("scene " + scene->scene);
    if (const auto* related = std::get_if<RelatedBlock>(&block))
      for (const auto& other : related->pages) add("link " + other);
    if (const auto* map = std::get_if<MapBlock>(&block)) describe(*map, add);
    if (const auto* plan = std::get_if<PlanBlock>(&block)) describe(*plan, add);
    if (const auto* form = std::get_if<FormBlock>(&block)) describe(*form, add);
    if (const auto* gallery = std::get_if<GalleryBlock>(&block)) describe(*gallery, add);
    if (const auto* film = std::get_if<FilmBlock>(&block)) describe(*film, add);
  }
  for (const auto& [tag, speech] : page.speech)
    add(fmt::format("speech {} {} heard by {}", tag, speech.object.hex().substr(0, 12), speech.checked_by));
  return out.empty() ? "none" : out;
}

}  // namespace gatecast::bundle
