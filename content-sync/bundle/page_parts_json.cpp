#include "content-sync/bundle/page_parts_json.h"

#include <fmt/format.h>

#include "content-sync/bundle/tile_pack.h"

namespace gatecast::bundle {
namespace {

using nlohmann::json;

void put_texts(json& out, const char* key, const TextByLanguage& texts) {
  if (!texts.empty()) out[key] = texts_json(texts);
}
void put_text(json& out, const char* key, const std::string& text) {
  if (!text.empty()) out[key] = text;
}
TextByLanguage texts_or_none(const Node& node, const char* key) {
  return node.has(key) ? node.at(key).texts() : TextByLanguage{};
}

json to_json(const MapStop& stop) {
  json out = {{"name", texts_json(stop.name)}};
  put_texts(out, "section", stop.section);
  put_texts(out, "distance", stop.distance);
  put_texts(out, "details", stop.details);
  if (!stop.services.empty()) out["services"] = stop.services;
  put_text(out, "site", stop.site);
  put_text(out, "page", stop.page);
  return out;
}

json to_json(const PlanRoom& room) {
  json out = {{"x", room.x},
              {"y", room.y},
              {"width", room.width},
              {"height", room.height},
              {"name", texts_json(room.name)}};
  put_texts(out, "details", room.details);
  put_text(out, "icon", room.icon);
  put_text(out, "page", room.page);
  if (room.is_passage) out["passage"] = true;
  return out;
}

json to_json(const FormStep& step) {
  json out = {{"text", texts_json(step.text)}, {"yes", step.yes}, {"no", step.no}};
  put_text(out, "page", step.page);
  put_texts(out, "yes_label", step.yes_label);
  put_texts(out, "no_label", step.no_label);
  return out;
}

MapStop read_stop(const Node& node) {
  MapStop stop;
  stop.name = node.at("name").texts();
  stop.section = texts_or_none(node, "section");
  stop.distance = texts_or_none(node, "distance");
  stop.details = texts_or_none(node, "details");
  node.each_of("services", 8, [&](const Node& service) { stop.services.push_back(service.text()); });
  stop.site = node.text_or("site", "");
  stop.page = node.text_or("page", "");
  return stop;
}

int cell(const Node& node, const char* key, int least) {
  return static_cast<int>(node.at(key).integer(least, kLargestPlan));
}

void check_page(const std::string& page, const Release& release, const FaultWords& fault) {
  if (!page.empty() && release.pages.count(page) == 0) fault("the page \"" + page + "\" does not exist");
}

void check_plan(const PlanBlock& plan, const Release& release, const FaultWords& fault) {
  if (plan.rooms.empty()) fault("a plan needs a room");
  for (const auto& room : plan.rooms) {
    check_page(room.page, release, fault);
    if (room.x + room.width > plan.width || room.y + room.height > plan.height)
      fault("a room of the plan lies outside of it");
  }
  for (const auto& here : plan.here)
    if (here.x >= plan.width || here.y >= plan.height) fault("the kiosk stands outside of the plan");
}

void check_form(const FormBlock& form, const Release& release, const FaultWords& fault) {
  const auto count = static_cast<int>(form.steps.size());
  if (count < 3) fault("a form needs a question and two answers");
  // Always forward: whoever answers comes to an end.
  for (int i = 0; i < count; ++i) {
    const auto& step = form.steps[static_cast<std::size_t>(i)];
    if (!step.is_answer() && (step.yes <= i || step.no <= i || step.yes >= count || step.no >= count))
      fault("a question of the form does not lead to a later step");
    check_page(step.page, release, fault);
    if (step.is_answer() && step.text.empty() && step.page.empty())
      fault("an answer of the form has neither words nor a page");
    if (step.yes_label.empty() != step.no_label.empty())
      fault("a question of the form names one choice only");
  }
  if (count > 0 && form.steps.front().is_answer()) fault("a form begins with a question");
}

void check_gallery(const GalleryBlock& gallery, const Release& release, const FaultWords& fault) {
  if (gallery.pictures.empty()) fault("a gallery needs a picture");
  for (const auto& picture : gallery.pictures) {
    const auto object = release.objects.find(picture.object);
    if (object == release.objects.end())
      fault("object " + picture.object.hex() + " is not among the objects");
    else if (object->second.length_bytes > kLargestTilePack)
      fault("a picture of the gallery is too large");
    if (!is_tiled_size(picture.width_px, picture.height_px)) fault("no gallery has a picture of this size");
  }
}

}  // namespace

json texts_json(const TextByLanguage& of) {
  json out = json::object();
  for (const auto& [tag, text] : of) out[tag] = text;
  return out;
}

json to_json(const MapBlock& block) {
  json lines = json::array();
  for (const auto& line : block.lines) {
    json stops = json::array();
    for (const auto& stop : line.stops) stops.push_back(to_json(stop));
    json one = {{"name", texts_json(line.name)}, {"stops", std::move(stops)}};
    put_texts(one, "measured", line.measured);
    lines.push_back(std::move(one));
  }
  return {{"kind", "map"}, {"lines", std::move(lines)}};
}

json to_json(const PlanBlock& block) {
  json rooms = json::array();
  for (const auto& room : block.rooms) rooms.push_back(to_json(room));
  json here = json::array();
  for (const auto& one : block.here) here.push_back({{"site", one.site}, {"x", one.x}, {"y", one.y}});
  return {{"kind", "plan"},
          {"width", block.width},
          {"height", block.height},
          {"sample", block.is_sample},
          {"rooms", std::move(rooms)},
          {"here", std::move(here)}};
}

json to_json(const FormBlock& block) {
  json steps = json::array();
  for (const auto& step : block.steps) steps.push_back(to_json(step));
  return {{"kind", "form"}, {"steps", std::move(steps)}};
}

json to_json(const GalleryBlock& block) {
  json pictures = json::array();
  for (const auto& picture : block.pictures) {
    json one = {{"object", picture.object.hex()},
                {"width_px", picture.width_px},
                {"height_px", picture.height_px},
                {"caption", texts_json(picture.caption)},
                {"credit", texts_json(picture.credit)}};
    put_texts(one, "details", picture.details);
    pictures.push_back(std::move(one));
  }
  return {{"kind", "gallery"}, {"pictures", std::move(pictures)}};
}

json to_json(const FilmBlock& block) {
  return {{"kind", "film"}, {"item", block.item}};
}

MapBlock read_map(const Node& node) {
  MapBlock block;
  node.each_of("lines", kMostMapLines, [&](const Node& entry) {
    MapLine line;
    line.name = entry.at("name").texts();
    line.measured = texts_or_none(entry, "measured");
    entry.each_of("stops", kMostStops, [&](const Node& stop) { line.stops.push_back(read_stop(stop)); });
    block.lines.push_back(std::move(line));
  });
  return block;
}

PlanBlock read_plan(const Node& node) {
  PlanBlock block;
  block.width = cell(node, "width", 1);
  block.height = cell(node, "height", 1);
  block.is_sample = node.flag_or("sample", false);
  node.each_of("rooms", kMostRooms, [&](const Node& entry) {
    PlanRoom room;
    room.x = cell(entry, "x", 0);
    room.y = cell(entry, "y", 0);
    room.width = cell(entry, "width", 1);
    room.height = cell(entry, "height", 1);
    room.name = entry.at("name").texts();
    room.details = texts_or_none(entry, "details");
    room.icon = entry.text_or("icon", "");
    room.page = entry.text_or("page", "");
    room.is_passage = entry.flag_or("passage", false);
    block.rooms.push_back(std::move(room));
  });
  node.each_of("here", 8, [&](const Node& entry) {
    block.here.push_back({entry.at("site").text(), cell(entry, "x", 0), cell(entry, "y", 0)});
  });
  return block;
}

FormBlock read_form(const Node& node) {
  FormBlock block;
  node.each_of("steps", kMostFormSteps, [&](const Node& step) {
    const auto most = static_cast<std::int64_t>(kMostFormSteps);
    block.steps.push_back({step.at("text").texts(), static_cast<int>(step.integer_or("yes", 0, 0, most)),
                           static_cast<int>(step.integer_or("no", 0, 0, most)), step.text_or("page", ""),
                           texts_or_none(step, "yes_label"), texts_or_none(step, "no_label")});
  });
  return block;
}

GalleryBlock read_gallery(const Node& node) {
  GalleryBlock block;
  node.each_of("pictures", kMostGalleryPictures, [&](const Node& entry) {
    GalleryPicture picture;
    picture.object = entry.at("object").hash();
    picture.width_px = static_cast<int>(entry.at("width_px").integer(1, kLargestTiledSide));
    picture.height_px = static_cast<int>(entry.at("height_px").integer(1, kLargestTiledSide));
    picture.caption = entry.at("caption").texts();
    picture.details = texts_or_none(entry, "details");
    picture.credit = entry.at("credit").texts();
    block.pictures.push_back(std::move(picture));
  });
  return block;
}

void describe(const MapBlock& block, const AddWords& add) {
  for (const auto& line : block.lines)
    for (std::size_t i = 0; i < line.stops.size(); ++i) {
      const auto& stop = line.stops[i];
      for (const auto& service : stop.services) add(fmt::format("stop {} sign {}", i + 1, service));
      if (!stop.site.empty()) add(fmt::format("stop {} is here for {}", i + 1, stop.site));
      if (!stop.page.empty()) add(fmt::format("stop {} link {}", i + 1, stop.page));
    }
}

void describe(const PlanBlock& block, const AddWords& add) {
  add(fmt::format("plan {}x{}{}", block.width, block.height, block.is_sample ? " sample" : ""));
  for (const auto& room : block.rooms)
    add(fmt::format("room {} {} {}x{}{}{}", room.x, room.y, room.width, room.height,
                    room.icon.empty() ? "" : " sign " + room.icon,
                    room.page.empty() ? "" : " link " + room.page) +
        (room.is_passage ? " passage" : ""));
  for (const auto& here : block.here) add(fmt::format("{} stands at {} {}", here.site, here.x, here.y));
}

void describe(const FormBlock& block, const AddWords& add) {
  for (std::size_t i = 0; i < block.steps.size(); ++i) {
    const auto& step = block.steps[i];
    if (!step.is_answer())
      add(fmt::format("question {} yes to {}, no to {}", i + 1, step.yes + 1, step.no + 1));
    if (!step.page.empty()) add(fmt::format("answer {} link {}", i + 1, step.page));
  }
}

void describe(const GalleryBlock& block, const AddWords& add) {
  for (std::size_t i = 0; i < block.pictures.size(); ++i) {
    const auto& picture = block.pictures[i];
    add(fmt::format("picture {} {} {}x{}", i + 1, picture.object.hex().substr(0, 12), picture.width_px,
                    picture.height_px));
  }
}

void describe(const FilmBlock& block, const AddWords& add) {
  add("film " + block.item);
}

void check_parts(const Block& block, const Release& release, const FaultWords& fault) {
  if (const auto* map = std::get_if<MapBlock>(&block)) {
    if (map->lines.empty()) fault("a map needs a line");
    for (const auto& line : map->lines) {
      if (line.stops.size() < 2) fault("a line of the map needs two stops");
      for (const auto& stop : line.stops) check_page(stop.page, release, fault);
    }
  }
  if (const auto* plan = std::get_if<PlanBlock>(&block)) check_plan(*plan, release, fault);
  if (const auto* form = std::get_if<FormBlock>(&block)) check_form(*form, release, fault);
  if (const auto* gallery = std::get_if<GalleryBlock>(&block)) check_gallery(*gallery, release, fault);
  if (const auto* film = std::get_if<FilmBlock>(&block)) {
    const auto item = release.items.find(film->item);
    if (item == release.items.end() || !std::holds_alternative<Clip>(item->second.body))
      fault("\"" + film->item + "\" is no film of the release");
  }
}

}  // namespace gatecast::bundle
