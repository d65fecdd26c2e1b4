#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "content-sync/bundle/names.h"
#include "content-sync/source/draft_reader.h"
#include "content-sync/source/layout_slots.h"
#include "content-sync/source/schema.h"
#include "content-sync/source/text_form.h"

namespace gatecast::source {
namespace {

constexpr std::int64_t kMillisecond = 1000;

// The template's slots against the slide's; names and counts only.
void check_slots(const Cursor& node, const bundle::Slide& slide) {
  const auto& all = layout_slots();
  const auto layout =
      std::find_if(all.begin(), all.end(), [&](const auto& known) { return known.layout == slide.layout; });
  if (layout == all.end()) {
    std::vector<std::string> names;
    for (const auto& known : all) names.emplace_back(known.layout);
    const auto near = nearest(slide.layout, names);
    node.at("layout").error("slide.layout", "the template \"" + slide.layout + "\" does not exist",
                            near.empty() ? fmt::format("there are: {}", fmt::join(names, ", "))
                                         : "did you mean \"" + near + "\"?");
    return;
  }
  std::vector<std::string> names;
  for (const auto& slot : layout->slots) names.emplace_back(slot.name);
  node.at("texts").each_member([&](const std::string& name, const Cursor& texts) {
    if (std::find(names.begin(), names.end(), name) == names.end())
      texts.error("slide.slot", fmt::format("the template \"{}\" has no text \"{}\"", slide.layout, name),
                  fmt::format("it has: {}", fmt::join(names, ", ")));
  });
  for (const auto& slot : layout->slots) {
    const auto found = slide.texts.find(std::string(slot.name));
    const auto count = found == slide.texts.end() ? 0 : static_cast<int>(found->second.size());
    const auto place = count == 0 ? node.at("texts") : node.at("texts").at(slot.name);
    if (count == 0 && slot.least > 0)
      place.error("slide.slot",
                  fmt::format("the template \"{}\" needs the text \"{}\"", slide.layout, slot.name),
                  fmt::format("add \"{}\": {{\"vi\": \"...\"}}", slot.name));
    else if (count > 0 && (count < slot.least || count > slot.most))
      place.error("slide.slot",
                  fmt::format("{} entries in \"{}\"; the template \"{}\" takes {} to {}", count, slot.name,
                              slide.layout, slot.least, slot.most),
                  count > slot.most ? "split the slide in two" : "add entries, or choose another template");
  }
  if (!layout->takes_picture && !slide.pictures.empty())
    node.at("pictures")
        .error("slide.picture", "the template \"" + slide.layout + "\" shows no picture",
               "delete \"pictures\", or take another template");
}

// An alert is read by people who run: an emergency, in at most eight words. (Lao, Thai and Chinese are
// written without spaces between words; there the painter's measure decides.)
void check_alert(const Cursor& node, const bundle::Slide& slide) {
  constexpr std::ptrdiff_t kMostWords = 8;
  if (slide.layout != "alert") return;
  if (node.text_or("category", "service") != "emergency")
    node.at("category")
        .error("slide.alert", "only an emergency looks like an alert",
               "write \"category\": \"emergency\", or take another template");
  const auto title = slide.texts.find("title");
  if (title == slide.texts.end()) return;
  for (const auto& texts : title->second)
    for (const auto& [language, text] : texts) {
      const auto words = std::count(text.begin(), text.end(), ' ') + 1;
      if (words > kMostWords)
        node.at("texts").at("title").error(
            "slide.alert",
            fmt::format("{} words in \"{}\"; an alert has at most {}", words, language, kMostWords),
            "say what to do, and nothing else");
    }
}

}  // namespace

bundle::Slide DraftReader::read_slide(const Cursor& node, const bundle::ItemId& id) {
  bundle::Slide slide;
  slide.layout = node.at("layout").text();
  node.at("texts").each_member([&](const std::string& slot, const Cursor& entries) {
    auto& list = slide.texts[slot];
    if (entries.value().is_array())
      entries.each([&](const Cursor& entry) { list.push_back(texts(entry)); });
    else
      list.push_back(texts(entries));
    reading_.draft.places[id].slots[slot] = entries.subject();
  });
  node.at("pictures").each_member([&](const std::string& slot, const Cursor& use) {
    if (slot != "picture")
      use.error("slide.picture", "no template has a picture \"" + slot + "\"", "its name is \"picture\"");
    if (const auto read = picture(use)) slide.pictures.emplace(slot, *read);
  });
  node.at("options").each_member(
      [&](const std::string& name, const Cursor& value) { slide.options[name] = value.text(); });
  if (node.has("motion")) slide.motion = read_motion(node, slide);
  check_slots(node, slide);
  check_alert(node, slide);
  return slide;
}

bundle::Clip DraftReader::read_clip(const Cursor& node, const bundle::ItemId& id) {
  bundle::Clip clip;
  clip.video = file(node.at("video"), FileUse::video).value_or(Sha256{});
  clip.in_us = node.integer_or("in_ms", 0) * kMillisecond;
  clip.out_us = node.integer_or("out_ms", 0) * kMillisecond;
  if (node.has("out_ms") && clip.out_us <= clip.in_us)
    node.at("out_ms").error("clip.points", "the out point lies before the in point", "exchange the two");
  clip.fit = bundle::parse_fit(node.text_or("fit", "contain")).value_or(bundle::Fit::contain);
  node.at("sounds").each([&](const Cursor& sound) {
    bundle::SoundTrack track;
    if (sound.has("language")) track.language = language(sound.at("language"));
    if (sound.has("file") == sound.has("stream"))
      sound.error("clip.sound", "a sound track is either a file or a stream of the video",
                  "write \"file\": \"media/film.lo.ogg\", or \"stream\": 0");
    if (sound.has("file")) track.object = file(sound.at("file"), FileUse::sound);
    track.stream_index = static_cast<int>(sound.integer_or("stream", 0));
    clip.sounds.push_back(std::move(track));
  });
  std::vector<OpenClip::Subtitles> inside;
  node.at("subtitles").each_member([&](const std::string& tag, const Cursor& name) {
    if (name.value().is_object()) {
      inside.push_back({language(tag, name), static_cast<int>(name.at("stream").integer()), name.subject()});
      return;
    }
    const auto object = file(name, FileUse::subtitles);
    const auto known = language(tag, name);
    if (object) clip.subtitles.push_back({known, *object});
  });
  reading_.draft.open_clips[id] = {!node.has("out_ms"), !node.has("duration_s"), !node.has("sounds"),
                                   std::move(inside)};
  return clip;
}

// What a licence limits is kept by the item's own end and condition too, so that any player heeds it.
void DraftReader::read_rights(const Cursor& node, bundle::Item& item) {
  if (node.value().is_string()) {
    item.rights = node.text();
    return;
  }
  item.rights = node.at("owner").text();
  if (node.has("licence")) item.rights += ", " + node.at("licence").text();
  if (node.has("ends")) {
    const auto last = day(node.at("ends"));
    reading_.draft.other_places.emplace("rights/" + item.id, node.at("ends").subject());
    item.rights_until = end_of_day(last, reading_.draft.release.zone);
    if (item.rights_until)
      item.valid_until = std::min(item.valid_until.value_or(*item.rights_until), *item.rights_until);
  }
  std::set<std::string> sites;
  node.at("sites").each([&](const Cursor& site) { sites.insert(site.text()); });
  if (sites.empty()) return;
  std::set<std::string> both;
  std::set_intersection(sites.begin(), sites.end(), item.only_for.sites.begin(), item.only_for.sites.end(),
                        std::inserter(both, both.end()));
  if (!item.only_for.sites.empty() && both.empty())
    node.at("sites").error("item.rights", "the licence allows none of the sites of \"only_for\"",
                           "it would never be shown: correct one of the two");
  item.only_for.sites = item.only_for.sites.empty() ? sites : both;
}

void DraftReader::read_item(const SourceFile& source) {
  const Cursor node(source, reading_.faults);
  auto& draft = reading_.draft;
  bundle::Item item;
  item.id = node.at("id").text();
  if (const auto other = draft.places.find(item.id); other != draft.places.end()) {
    node.at("id").error("item.duplicate",
                        "the id \"" + item.id + "\" is also that of " + other->second.subject,
                        "give one of the two another id");
    return;
  }
  draft.places[item.id].subject = node.at("id").subject();
  item.revision = static_cast<int>(node.integer_or("revision", 1));
  if (node.has("name")) item.name = texts(node.at("name"));
  item.topic = node.text_or("topic", "");
  item.category =
      bundle::parse_category(node.text_or("category", "service")).value_or(bundle::Category::service);
  item.modes = modes(node.at("modes"), item.modes);
  item.duration_us = std::llround(node.at("duration_s").number() * 1000) * kMillisecond;
  if (node.has("valid_until")) {
    const auto until = parse_instant(node.at("valid_until").text());
    if (until)
      item.valid_until = *until;
    else
      node.at("valid_until").error("time.instant", until.error().message, until.error().hint);
  }
  if (node.has("transition")) item.transition = bundle::parse_transition(node.at("transition").text());
  if (node.has("only_for")) item.only_for = condition(node.at("only_for"));
  if (node.has("rights")) read_rights(node.at("rights"), item);
  node.at("may_be_missing").each([&](const Cursor& tag) {
    draft.may_be_missing[item.id].insert(language(tag));
  });
  if (node.has("alert")) read_alert(node.at("alert"), item);
  if (node.at("kind").text() == "clip")
    item.body = read_clip(node, item.id);
  else
    item.body = read_slide(node, item.id);
  if (item.name.empty()) {
    if (const auto* slide = std::get_if<bundle::Slide>(&item.body))
      if (const auto title = slide->texts.find("title"); title != slide->texts.end())
        item.name = title->second.front();
  }
  draft.release.items.emplace(item.id, std::move(item));
}

}  // namespace gatecast::source
