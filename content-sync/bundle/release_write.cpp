
#include "content-sync/base/json_value.h"
#include "content-sync/bundle/names.h"
#include "content-sync/bundle/page_json.h"
#include "content-sync/bundle/release.h"

namespace gatecast::bundle {
namespace {

using nlohmann::json;  // objects are ordered by key, as canonical JSON wants them

json to_json(const Ratio& ratio) {
  return json::array({ratio.numerator, ratio.denominator});
}

json texts_to_json(const TextByLanguage& texts) {
  json out = json::object();
  for (const auto& [tag, text] : texts) out[tag] = text;
  return out;
}

json to_json(const std::set<Mode>& modes) {
  json out = json::array();
  for (const auto mode : modes) out.push_back(to_string(mode));
  return out;
}

// What was added to the format later stands there only where it says something: older programs' bytes stay.
void add_condition(json& out, const Condition& condition) {
  if (condition == Condition{}) return;
  auto& only = out["only_for"] = json::object();
  if (!condition.sites.empty()) only["sites"] = condition.sites;
  if (!condition.tags.empty()) only["tags"] = condition.tags;
  if (!condition.without_tags.empty()) only["without_tags"] = condition.without_tags;
  if (!condition.languages.empty()) only["languages"] = condition.languages;
}

void add_lunar(json& out, const std::vector<LunarDays>& rules) {
  for (const auto& rule : rules) {
    json entry = {{"days", rule.days}};
    if (rule.month != 0) entry["month"] = rule.month;
    if (rule.in_doubled_month) entry["in_doubled_month"] = true;
    out["lunar"].push_back(std::move(entry));
  }
}

json to_json(const PictureUse& use) {
  return {{"object", use.object.hex()},
          {"focus_x_permille", use.focus_x_permille},
          {"focus_y_permille", use.focus_y_permille},
          {"credit", texts_to_json(use.credit)}};
}

json to_json(const VideoFacts& video) {
  return {{"stream_index", video.stream_index},
          {"codec", video.codec},
          {"profile", video.profile},
          {"level", video.level},
          {"width_px", video.width_px},
          {"height_px", video.height_px},
          {"frame_rate", to_json(video.frame_rate)},
          {"is_variable_rate", video.is_variable_rate},
          {"pixel_aspect", to_json(video.pixel_aspect)},
          {"rotation_degrees", video.rotation_degrees},
          {"matrix", video.matrix},
          {"primaries", video.primaries},
          {"transfer", video.transfer},
          {"is_full_range", video.is_full_range},
          {"bit_depth", video.bit_depth},
          {"pixel_format", video.pixel_format},
          {"is_interlaced", video.is_interlaced},
          {"reorder_depth", video.reorder_depth}};
}

json to_json(const AudioFacts& audio) {
  return {{"stream_index", audio.stream_index},
          {"codec", audio.codec},
          {"sample_rate_hz", audio.sample_rate_hz},
          {"channels", audio.channels},
          {"language", audio.language},
          {"loudness_mlufs", audio.loudness_mlufs},
          {"true_peak_mdb", audio.true_peak_mdb},
          {"gain_mdb", audio.gain_mdb}};
}

json to_json(const MediaFacts& facts) {
  json out = {{"container", facts.container}, {"duration_us", facts.duration_us}};
  if (facts.video) out["video"] = to_json(*facts.video);
  out["audio"] = json::array();
  for (const auto& audio : facts.audio) out["audio"].push_back(to_json(audio));
  out["subtitles"] = json::array();
  for (const auto& stream : facts.subtitles)
    out["subtitles"].push_back(
        {{"stream_index", stream.stream_index}, {"codec", stream.codec}, {"language", stream.language}});
  return out;
}

void add_motion(json& out, const Motion& motion) {
  if (motion == Motion{}) return;
  auto& moves = out["motion"] = json::object();
  for (const auto& view : motion.zoom)
    moves["zoom"].push_back({view.x_permille, view.y_permille, view.width_permille, view.height_permille});
  if (motion.builds_up) moves["builds_up"] = true;
  if (motion.counts_up) moves["counts_up"] = true;
}

void add_body(json& out, const Slide& slide) {
  out["kind"] = "slide";
  out["layout"] = slide.layout;
  out["texts"] = json::object();
  for (const auto& [slot, entries] : slide.texts) {
    auto& list = out["texts"][slot] = json::array();
    for (const auto& texts : entries) list.push_back(texts_to_json(texts));
  }
  out["pictures"] = json::object();
  for (const auto& [slot, use] : slide.pictures) out["pictures"][slot] = to_json(use);
  out["options"] = json::object();
  for (const auto& [name, value] : slide.options) out["options"][name] = value;
  add_motion(out, slide.motion);
}

void add_body(json& out, const Clip& clip) {
  out["kind"] = "clip";
  out["video"] = clip.video.hex();
  out["in_us"] = clip.in_us;
  out["out_us"] = clip.out_us;
  out["fit"] = to_string(clip.fit);
  out["sounds"] = json::array();
  for (const auto& sound : clip.sounds) {
    json track = {{"language", sound.language}, {"stream_index", sound.stream_index}};
    if (sound.object) track["object"] = sound.object->hex();
    out["sounds"].push_back(std::move(track));
  }
  out["subtitles"] = json::array();
  for (const auto& subtitle : clip.subtitles)
    out["subtitles"].push_back({{"language", subtitle.language}, {"object", subtitle.object.hex()}});
}

json to_json(const AlertTemplate& alert) {
  json out = {{"blanks", json::object()}};
  for (const auto& [id, blank] : alert.blanks) {
    auto& entry = out["blanks"][id] = {{"kind", to_string(blank.kind)}};
    for (const auto& [place, name] : blank.places) entry["places"][place] = texts_to_json(name);
    if (blank.kind == Blank::Kind::number) {
      entry["least"] = blank.least;
      entry["most"] = blank.most;
    }
  }
  if (alert.sound) out["sound"] = alert.sound->hex();
  return out;
}

json to_json(const Item& item) {
  json out = {{"revision", item.revision},    {"name", texts_to_json(item.name)},
              {"topic", item.topic},          {"category", to_string(item.category)},
              {"modes", to_json(item.modes)}, {"duration_us", item.duration_us},
              {"rights", item.rights}};
  if (item.valid_until) out["valid_until"] = format_instant(*item.valid_until);
  if (item.rights_until) out["rights_until"] = format_instant(*item.rights_until);
  if (item.transition) out["transition"] = to_string(*item.transition);
  add_condition(out, item.only_for);
  std::visit([&](const auto& body) { add_body(out, body); }, item.body);
  if (item.alert) out["alert"] = to_json(*item.alert);
  return out;
}

json to_json(const Playlist& playlist) {
  json entries = json::array();
  for (const auto& entry : playlist.entries) {
    entries.push_back({{"item", entry.item}, {"weight", entry.weight}});
    if (entry.share_permille > 0) entries.back()["share_permille"] = entry.share_permille;
  }
  json out = {{"order", to_string(playlist.order)}, {"entries", std::move(entries)}};
  if (playlist.least_distance > 1) out["least_distance"] = playlist.least_distance;
  return out;
}

json to_json(const Event& event) {
  json out = {{"id", event.id},
              {"playlist", event.playlist},
              {"modes", to_json(event.modes)},
              {"zone", event.zone},
              {"starts", event.starts},
              {"duration_us", event.duration_us},
              {"recurrence", event.recurrence},
              {"exceptions", event.exceptions},
              {"additions", event.additions},
              {"priority", event.priority},
              {"first_day", event.first_day},
              {"last_day", event.last_day}};
  add_lunar(out, event.lunar);
  add_condition(out, event.only_for);
  return out;
}

json to_json(const ModeDays& days) {
  json out = {{"mode", to_string(days.mode)}, {"first_day", days.first_day}, {"last_day", days.last_day}};
  if (!days.recurrence.empty()) out["recurrence"] = days.recurrence;
  add_lunar(out, days.lunar);
  return out;
}

json to_json(const Overlay& overlay) {
  json out = {{"kind", to_string(overlay.kind)}, {"modes", to_json(overlay.modes)}, {"texts", json::array()}};
  for (const auto& texts : overlay.texts) out["texts"].push_back(texts_to_json(texts));
  if (overlay.picture) out["picture"] = to_json(*overlay.picture);
  if (overlay.motion != Overlay::Motion::turns) out["motion"] = to_string(overlay.motion);
  return out;
}

json to_json(const Fact& fact) {
  return {{"kind", to_string(fact.kind)},   {"value", texts_to_json(fact.value)},
          {"is_sample", fact.is_sample},    {"source", fact.source},
          {"checked_by", fact.checked_by},  {"checked_on", fact.checked_on},
          {"valid_until", fact.valid_until}};
}

json to_json(const LanguageSet& set) {
  return {{"primary", set.primary},
          {"foreign", set.foreign},
          {"presentation", to_string(set.presentation)},
          {"rounds", set.rounds},
          {"fallback", set.fallback}};
}

json to_json(const Screen& screen) {
  return {{"width_px", screen.width_px},
          {"height_px", screen.height_px},
          {"panel_width_mm", screen.panel_width_mm},
          {"panel_height_mm", screen.panel_height_mm},
          {"distance_mm", screen.distance_mm}};
}

void add_look(json& out, const Release& release) {
  out["themes"] = json::array();
  for (const auto& theme : release.themes) {
    json colours = json::object();
    for (const auto& [name, value] : theme.colours) colours[name] = value;
    out["themes"].push_back(
        {{"name", theme.name}, {"colours", std::move(colours)}, {"transition_us", theme.transition_us}});
    if (theme.transition != Transition::crossfade)
      out["themes"].back()["transition"] = to_string(theme.transition);
  }
  out["fonts"] = json::array();
  for (const auto& font : release.fonts)
    out["fonts"].push_back({{"script", font.script},
                            {"role", to_string(font.role)},
                            {"weight", font.weight},
                            {"object", font.object.hex()},
                            {"face_index", font.face_index}});
  out["overlays"] = json::array();
  for (const auto& overlay : release.overlays) out["overlays"].push_back(to_json(overlay));
}

void add_content(json& out, const Release& release) {
  out["items"] = json::object();
  for (const auto& [id, item] : release.items) out["items"][id] = to_json(item);
  if (!release.topics.empty() || !release.pages.empty()) write_pages(out, release);
  out["playlists"] = json::object();
  for (const auto& [id, playlist] : release.playlists) out["playlists"][id] = to_json(playlist);
  out["events"] = json::array();
  for (const auto& event : release.events) out["events"].push_back(to_json(event));
  out["mode_days"] = json::array();
  for (const auto& days : release.mode_days) out["mode_days"].push_back(to_json(days));
  for (const auto& step : release.volume)
    out["volume"].push_back({{"from_minute", step.from_minute}, {"change_mdb", step.change_mdb}});
  out["facts"] = json::object();
  for (const auto& [id, fact] : release.facts) out["facts"][id] = to_json(fact);
  out["glossary"] = json::object();
  for (const auto& [tag, names] : release.glossary) out["glossary"][tag] = names;
}

json to_json(const Feed& feed) {
  json out = {{"kind", to_string(feed.kind)},
              {"label", texts_to_json(feed.label)},
              {"source", texts_to_json(feed.source)},
              {"greatest_age_s", feed.greatest_age_s},
              {"least_interval_s", feed.least_interval_s}};
  if (feed.kind == FeedKind::number) {
    if (!feed.unit.empty()) out["unit"] = texts_to_json(feed.unit);
    out["decimals"] = feed.decimals;
    out["least"] = feed.least;
    out["most"] = feed.most;
    out["greatest_step"] = feed.greatest_step;
  }
  for (const auto& [id, words] : feed.choices) out["choices"][id] = texts_to_json(words);
  return out;
}

void add_feeds(json& out, const Release& release) {
  for (const auto& [name, feed] : release.feeds) out["feeds"][name] = to_json(feed);
  if (release.feed_tile)
    out["feed_tile"] = {{"feeds", release.feed_tile->feeds}, {"modes", to_json(release.feed_tile->modes)}};
}

void add_device_bounds(json& out, const Release& release) {
  if (!release.device_bounds) return;
  const auto& bounds = *release.device_bounds;
  auto& entry = out["device_bounds"];
  entry["channels"] = bounds.channels;
  if (bounds.volume_percent)
    entry["volume_percent"] = {bounds.volume_percent->least, bounds.volume_percent->most};
  if (bounds.brightness_percent)
    entry["brightness_percent"] = {bounds.brightness_percent->least, bounds.brightness_percent->most};
  if (bounds.least_hours) entry["least_hours"] = *bounds.least_hours;
}

void add_objects(json& out, const Release& release) {
  out["objects"] = json::object();
  for (const auto& [hash, object] : release.objects)
    out["objects"][hash.hex()] = {{"length_bytes", object.length_bytes},
                                  {"pieces", object.pieces.hex()},
                                  {"pieces_length_bytes", object.pieces_length_bytes},
                                  {"media_type", object.media_type}};
  out["media"] = json::object();
  for (const auto& [hash, facts] : release.media) out["media"][hash.hex()] = to_json(facts);
  out["pictures"] = json::object();
  for (const auto& [hash, facts] : release.pictures)
    out["pictures"][hash.hex()] = {
        {"width_px", facts.width_px}, {"height_px", facts.height_px}, {"format", facts.format}};
}

}  // namespace

Bytes write_release(const Release& release) {
  json out = {{"format", {{"major", release.format.major}, {"minor", release.format.minor}}},
              {"channel", release.channel},
              {"site", release.site},
              {"number", release.number},
              {"created", format_instant(release.created)},
              {"takes_effect_at", format_instant(release.takes_effect_at)},
              {"least_player", release.least_player},
              {"zone", release.zone},
              {"screen", to_json(release.screen)},
              {"languages", to_json(release.languages)}};
  add_look(out, release);
  add_content(out, release);
  add_feeds(out, release);
  add_device_bounds(out, release);
  add_objects(out, release);
  // Compact, sorted, UTF-8 as it stands; only quotes, backslashes and line ends are escaped.
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace gatecast::bundle
