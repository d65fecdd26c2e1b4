#include "content-sync/bundle/release_read.h"

#include <fmt/format.h>

#include "content-sync/base/json.h"
#include "content-sync/bundle/names.h"

namespace gatecast::bundle {
namespace {

constexpr std::size_t kMostItems = 5000;
constexpr std::size_t kMostObjects = 20000;

Screen read_screen(const Node& node) {
  Screen screen;
  screen.width_px = static_cast<int>(node.at("width_px").integer(16, 16384));
  screen.height_px = static_cast<int>(node.at("height_px").integer(16, 16384));
  screen.panel_width_mm = static_cast<int>(node.at("panel_width_mm").integer(10, 100000));
  screen.panel_height_mm = static_cast<int>(node.at("panel_height_mm").integer(10, 100000));
  screen.distance_mm = static_cast<int>(node.at("distance_mm").integer(100, 1000000));
  return screen;
}

LanguageSet read_languages(const Node& node) {
  LanguageSet set;
  const auto append_to = [](std::vector<LanguageTag>& tags) {
    return [&tags](const Node& tag) { tags.push_back(tag.text()); };
  };
  set.primary = node.at("primary").text();
  node.each_of("foreign", 32, append_to(set.foreign));
  set.presentation = node.at("presentation").one_of(parse_presentation);
  node.each_of("rounds", 256,
               [&](const Node& round) { round.each(2, append_to(set.rounds.emplace_back())); });
  node.each_of("fallback", 32, append_to(set.fallback));
  return set;
}

Theme read_theme(const Node& node) {
  Theme theme;
  theme.name = node.at("name").text();
  node.each_member_of("colours", 64, [&](const std::string& name, const Node& colour) {
    theme.colours.emplace(name, colour.text());
  });
  theme.transition_us = static_cast<int>(node.integer_or("transition_us", 600000, 0, 10'000'000));
  if (node.has("transition")) theme.transition = node.at("transition").one_of(parse_transition);
  return theme;
}

Font read_font(const Node& node) {
  Font font;
  font.script = node.at("script").text();
  font.role = node.at("role").one_of(parse_font_role);
  font.weight = static_cast<int>(node.at("weight").integer(100, 900));
  font.object = node.at("object").hash();
  font.face_index = static_cast<int>(node.integer_or("face_index", 0, 0, 64));
  return font;
}

Overlay read_overlay(const Node& node) {
  Overlay overlay;
  overlay.kind = node.at("kind").one_of(parse_overlay_kind);
  node.each_of("texts", 64, [&](const Node& texts) { overlay.texts.push_back(texts.texts()); });
  if (node.has("picture")) overlay.picture = read_picture_use(node.at("picture"));
  if (node.has("modes")) overlay.modes = read_modes(node.at("modes"));
  if (node.has("motion")) overlay.motion = node.at("motion").one_of(parse_overlay_motion);
  return overlay;
}

Fact read_fact(const Node& node, const std::string& id) {
  Fact fact;
  fact.id = id;
  fact.kind = node.at("kind").one_of(parse_fact_kind);
  fact.value = node.at("value").texts();
  fact.is_sample = node.flag_or("is_sample", false);
  fact.source = node.has("source") ? node.at("source").text(2000) : "";
  fact.checked_by = node.text_or("checked_by", "");
  fact.checked_on = node.text_or("checked_on", "");
  fact.valid_until = node.text_or("valid_until", "");
  return fact;
}

ObjectRef read_object(const Node& node, const Sha256& hash) {
  ObjectRef object;
  object.sha256 = hash;
  object.length_bytes = static_cast<std::uint64_t>(node.at("length_bytes").integer(0, kLargestInteger));
  object.pieces = node.at("pieces").hash();
  object.pieces_length_bytes =
      static_cast<std::uint64_t>(node.at("pieces_length_bytes").integer(1, std::int64_t{1} << 30U));
  object.media_type = node.text_or("media_type", "");
  return object;
}

template <class T, class Read>
void read_by_hash(const Node& node, std::string_view key, std::map<Sha256, T>& values, Read read) {
  node.each_member_of(key, kMostObjects, [&](const std::string& hex, const Node& entry) {
    const auto hash = Sha256::from_hex(hex);
    if (!hash) return entry.fault("\"" + hex + "\" is not a SHA-256 in lower-case hexadecimal digits");
    values.emplace(*hash, read(entry, *hash));
  });
}

void read_volume(const Node& node, Release& release) {
  node.each_of("volume", 48, [&](const Node& step) {
    const VolumeStep read{static_cast<int>(step.at("from_minute").integer(0, 1439)),
                          static_cast<int>(step.at("change_mdb").integer(-60'000, 0))};
    if (!release.volume.empty() && read.from_minute <= release.volume.back().from_minute)
      step.fault("the steps of the volume are not in the order of the day");
    release.volume.push_back(read);
  });
}

void read_objects(const Node& node, Release& release) {
  read_by_hash(node, "objects", release.objects, read_object);
  read_by_hash(node, "media", release.media,
               [](const Node& facts, const Sha256&) { return read_media_facts(facts); });
  read_by_hash(node, "pictures", release.pictures,
               [](const Node& facts, const Sha256&) { return read_picture_facts(facts); });
}

Release read_release(const Node& node) {
  Release release;
  release.format.minor = static_cast<int>(node.at("format").integer_or("minor", 0, 0, 1'000'000));
  release.channel = node.at("channel").text();
  release.site = node.at("site").text();
  release.number = node.at("number").integer(1, kLargestInteger);
  release.created = node.at("created").instant();
  release.takes_effect_at = node.at("takes_effect_at").instant();
  release.least_player = node.at("least_player").text();
  release.zone = node.at("zone").text();
  release.screen = read_screen(node.at("screen"));
  release.languages = read_languages(node.at("languages"));
  node.each_of("themes", 32, [&](const Node& theme) { release.themes.push_back(read_theme(theme)); });
  node.each_of("fonts", 100, [&](const Node& font) { release.fonts.push_back(read_font(font)); });
  node.each_member_of("items", kMostItems, [&](const std::string& id, const Node& item) {
    release.items.emplace(id, read_item(item, id));
  });
  read_pages(node, release);
  read_when(node, release);
  read_volume(node, release);
  node.each_of("overlays", 16,
               [&](const Node& overlay) { release.overlays.push_back(read_overlay(overlay)); });
  node.each_member_of("facts", kMostItems, [&](const std::string& id, const Node& fact) {
    release.facts.emplace(id, read_fact(fact, id));
  });
  node.each_member_of("glossary", 64, [&](const std::string& tag, const Node& names) {
    names.each(2000, [&](const Node& name) { release.glossary[tag].push_back(name.text()); });
  });
  read_feeds(node, release);
  read_device_bounds(node, release);
  read_objects(node, release);
  return release;
}

}  // namespace

Result<Release> parse_release(ByteView document, std::string_view name) {
  JsonLimits limits;
  limits.depth = 16;
  GATECAST_TRY(const auto json, parse_json(document, name, limits));
  Reading reading{std::string(name)};
  const Node root(json, "", reading);
  const auto major = root.at("format").at("major").integer(0, 1'000'000);
  if (!reading.error() && major != kReleaseFormat.major)
    return fail(content_error(
        "release.format", std::string(name),
        fmt::format("a release of format {}; this program reads format {}", major, kReleaseFormat.major),
        "the player must be updated before it can show this release"));
  auto release = read_release(root);
  if (!reading.error()) check_references(release, reading);
  if (reading.error()) return fail(*reading.error());
  return release;
}

}  // namespace gatecast::bundle
