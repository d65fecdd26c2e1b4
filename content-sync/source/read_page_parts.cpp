// Maps, plans, forms and galleries of a page.
#include <algorithm>

#include "content-sync/source/draft_reader.h"
#include "content-sync/source/text_form.h"

namespace gatecast::source {
namespace {

std::pair<int, int> pair_of(const Cursor& node) {
  const auto& value = node.value();
  if (!value.is_array() || value.size() != 2 || !value[0].is_number_integer() ||
      !value[1].is_number_integer())
    return {0, 0};  // the schema has said so
  return {value[0].get<int>(), value[1].get<int>()};
}

}  // namespace

bundle::TextByLanguage DraftReader::texts_or_one(const Cursor& node) {
  if (!node.value().is_string()) return texts(node);
  bundle::TextByLanguage all;
  const auto same = text(node);
  for (const auto& tag : channel_languages()) all[tag] = same;
  return all;
}

bundle::MapBlock DraftReader::map(const Cursor& node) {
  bundle::MapBlock block;
  node.at("lines").each([&](const Cursor& entry) {
    bundle::MapLine line;
    line.name = texts(entry.at("name"));
    if (entry.has("measured")) line.measured = texts(entry.at("measured"));
    entry.at("stops").each([&](const Cursor& from) {
      bundle::MapStop stop;
      stop.name = texts(from.at("name"));
      if (from.has("section")) stop.section = texts(from.at("section"));
      if (from.has("distance")) stop.distance = texts_or_one(from.at("distance"));
      if (from.has("details")) stop.details = texts(from.at("details"));
      from.at("services").each([&](const Cursor& sign) { stop.services.push_back(sign.text()); });
      stop.site = from.text_or("site", "");
      stop.page = from.text_or("page", "");
      line.stops.push_back(std::move(stop));
    });
    block.lines.push_back(std::move(line));
  });
  return block;
}

bundle::PlanBlock DraftReader::plan(const Cursor& node) {
  bundle::PlanBlock block;
  if (!node.has("size"))
    node.error("page.plan", "a plan needs \"size\"", "add \"size\": [24, 12], in cells of its grid");
  std::tie(block.width, block.height) = pair_of(node.at("size"));
  block.is_sample = node.at("sample").value() == true;
  node.at("rooms").each([&](const Cursor& from) {
    bundle::PlanRoom room;
    std::tie(room.x, room.y) = pair_of(from.at("at"));
    std::tie(room.width, room.height) = pair_of(from.at("size"));
    room.name = texts(from.at("name"));
    if (from.has("details")) room.details = texts(from.at("details"));
    room.icon = from.text_or("icon", "");
    room.page = from.text_or("page", "");
    room.is_passage = from.at("passage").value() == true;
    if (room.x + room.width > block.width || room.y + room.height > block.height)
      from.error("page.plan", "this room lies outside of the plan", "move it, or make \"size\" larger");
    for (const auto& other : block.rooms)
      if (room.x < other.x + other.width && other.x < room.x + room.width &&
          room.y < other.y + other.height && other.y < room.y + room.height)
        from.error("page.plan", "this room lies over another one", "move one of the two");
    block.rooms.push_back(std::move(room));
  });
  node.at("here").each([&](const Cursor& from) {
    const auto [x, y] = pair_of(from.at("at"));
    if (x >= block.width || y >= block.height)
      from.error("page.plan", "the kiosk stands outside of the plan", "give a cell inside of it");
    block.here.push_back({from.at("site").text(), x, y});
  });
  return block;
}

bundle::GalleryBlock DraftReader::gallery(const Cursor& node) {
  bundle::GalleryBlock block;
  node.at("pictures").each([&](const Cursor& from) {
    bundle::GalleryPicture picture;
    picture.caption = texts(from.at("caption"));
    if (from.has("details")) picture.details = texts(from.at("details"));
    picture.credit = texts_or_one(from.at("credit"));
    const auto object = file(from.at("file"), FileUse::tiles);
    if (!object) return;
    picture.object = *object;
    for (const auto& other : block.pictures)
      if (other.object == picture.object)
        from.at("file").error("page.gallery", "this picture stands in the gallery twice",
                              "keep one of the two");
    block.pictures.push_back(std::move(picture));
  });
  return block;
}

bundle::FormBlock DraftReader::form(const Cursor& node) {
  bundle::FormBlock block;
  std::vector<std::string> ids;
  node.at("questions").each([&](const Cursor& step) { ids.push_back(step.at("id").text()); });
  const auto leads_to = [&](const Cursor& step, const char* key) {
    const auto own = block.steps.size();
    if (!step.has(key)) {
      step.error("page.form", std::string("a question needs \"") + key + "\"",
                 "name the step that it leads to, or write \"answer\" instead of \"question\"");
      return 0;
    }
    const auto found = std::find(ids.begin(), ids.end(), step.at(key).text());
    const auto index = static_cast<std::size_t>(found - ids.begin());
    if (found == ids.end() || index <= own)
      step.at(key).error("page.form", "\"" + step.at(key).text() + "\" is no later step of this form",
                         "questions lead forward, so that whoever answers comes to an end");
    return static_cast<int>(index);
  };
  node.at("questions").each([&](const Cursor& step) {
    bundle::FormStep read;
    const bool asks = step.has("question");
    const bool is_page_alone = !asks && !step.has("answer") && step.has("page");
    if (!is_page_alone && asks == step.has("answer"))
      step.error("page.form", "a step has either \"question\" or \"answer\"",
                 "write one of the two, or \"page\" alone where a page is the answer");
    if (!is_page_alone) read.text = texts(step.at(asks ? "question" : "answer"));
    for (const auto& [key, label] : {std::pair{"yes_label", &read.yes_label}, {"no_label", &read.no_label}}) {
      if (!step.has(key)) continue;
      *label = texts(step.at(key));
      if (!asks || !step.has(label == &read.yes_label ? "no_label" : "yes_label"))
        step.at(key).error("page.form", "only a question has words for its two buttons, and for both",
                           "write \"yes_label\" and \"no_label\" at the question, or neither");
    }
    if (asks) {
      read.yes = leads_to(step, "yes");
      read.no = leads_to(step, "no");
    } else if (block.steps.empty()) {
      step.error("page.form", "a form begins with a question", "put a question first");
    }
    read.page = step.text_or("page", "");
    if (asks && !read.page.empty())
      step.at("page").error("page.form", "a question leads to \"yes\" and \"no\", not to a page",
                            "write \"page\" at the answer");
    block.steps.push_back(std::move(read));
  });
  return block;
}

}  // namespace gatecast::source
