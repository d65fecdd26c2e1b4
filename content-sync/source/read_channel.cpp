#include <fmt/format.h>

#include <algorithm>

#include "content-sync/bundle/names.h"
#include "content-sync/source/draft_reader.h"
#include "content-sync/source/kiosk_class.h"

namespace gatecast::source {
namespace {

// A push across the whole screen that is quicker startles, a slower one holds people up.
constexpr int kShortestSlideUs = 400'000;
constexpr int kLongestSlideUs = 700'000;

}  // namespace

void DraftReader::read_languages(const Cursor& node) {
  auto& set = reading_.draft.release.languages;
  set.primary = language(node.at("primary"));
  node.at("foreign").each([&](const Cursor& tag) { set.foreign.push_back(language(tag)); });
  set.presentation =
      bundle::parse_presentation(node.at("presentation").text()).value_or(bundle::Presentation::pair);
  const std::size_t wanted = set.presentation == bundle::Presentation::pair ? 2 : 1;
  node.at("rounds").each([&](const Cursor& round) {
    auto& tags = set.rounds.emplace_back();
    round.each([&](const Cursor& tag) {
      tags.push_back(language(tag));
      const auto all = channel_languages();
      if (std::find(all.begin(), all.end(), tags.back()) == all.end())
        tag.error("channel.rounds", "\"" + tags.back() + "\" is not a language of this channel",
                  "add it to \"foreign\" first");
    });
    if (set.presentation == bundle::Presentation::one)
      round.error("channel.rounds", "presentation \"one\" has no rounds", "delete \"rounds\"");
    else if (tags.size() != wanted)
      round.error("channel.rounds",
                  fmt::format("each round has {} here", wanted == 2 ? "two languages" : "one language"),
                  wanted == 2 ? "write [\"vi\", \"lo\"]" : "write [\"vi\"]");
    else if (wanted == 2 && (tags.front() != set.primary || tags.back() == set.primary))
      round.error("channel.rounds", "a pair is the primary language, then a foreign one",
                  "write [\"" + set.primary + "\", \"lo\"]");
  });
  if (set.rounds.empty() && set.presentation == bundle::Presentation::pair)
    for (const auto& tag : set.foreign) set.rounds.push_back({set.primary, tag});
  if (set.rounds.empty() && set.presentation == bundle::Presentation::rotate)
    for (const auto& tag : channel_languages()) set.rounds.push_back({tag});
  if (set.rounds.empty() && set.presentation == bundle::Presentation::pair)
    node.error("channel.rounds", "a pair needs a foreign language",
               "add one to \"foreign\", or write \"presentation\": \"rotate\"");
  if (node.has("fallback"))
    node.at("fallback").each([&](const Cursor& tag) { set.fallback.push_back(language(tag)); });
  else
    set.fallback = {set.primary};
}

void DraftReader::read_themes(const Cursor& channel) {
  auto& themes = reading_.draft.release.themes;
  channel.at("themes").each([&](const Cursor& node) {
    bundle::Theme theme;
    theme.name = node.at("name").text();
    node.at("colours").each_member(
        [&](const std::string& name, const Cursor& colour) { theme.colours[name] = colour.text(); });
    theme.transition_us = static_cast<int>(node.integer_or("transition_ms", 600) * 1000);
    theme.transition =
        bundle::parse_transition(node.text_or("transition", "crossfade")).value_or(bundle::Transition{});
    const bool is_calm = theme.transition_us >= kShortestSlideUs && theme.transition_us <= kLongestSlideUs;
    if (theme.transition == bundle::Transition::slide && !is_calm)
      node.at(node.has("transition_ms") ? "transition_ms" : "transition")
          .error("channel.transition",
                 "a slide that is shorter than 400 ms or longer than 700 ms is not calm",
                 "write \"transition_ms\": 600");
    for (const auto& other : themes)
      if (other.name == theme.name)
        node.error("channel.themes", "the theme \"" + theme.name + "\" stands twice", "keep one of the two");
    themes.push_back(std::move(theme));
  });
  for (const auto* name : {"daily", "festive", "solemn", "closed"}) {
    const auto has =
        std::any_of(themes.begin(), themes.end(), [&](const auto& theme) { return theme.name == name; });
    if (has) continue;
    bundle::Theme theme;
    theme.name = name;
    themes.push_back(theme);
  }
}

void DraftReader::read_overlay(const Cursor& node) {
  if (node.at("kind").text() == "feed") return read_feed_tile(node);
  bundle::Overlay overlay;
  overlay.kind = bundle::parse_overlay_kind(node.at("kind").text()).value_or(bundle::Overlay::Kind::clock);
  overlay.modes = modes(node.at("modes"), overlay.modes);
  node.at("texts").each([&](const Cursor& entry) { overlay.texts.push_back(texts(entry)); });
  if (node.has("picture")) overlay.picture = picture(node.at("picture"));
  overlay.motion = bundle::parse_overlay_motion(node.text_or("motion", "turns")).value_or(overlay.motion);
  if (overlay.kind != bundle::Overlay::Kind::ticker && node.has("motion"))
    node.at("motion").error("channel.overlays", "only a ticker can run",
                            "take \"motion\" out of this overlay");
  if (overlay.kind == bundle::Overlay::Kind::ticker && overlay.texts.empty())
    node.error("channel.overlays", "a ticker without texts", "add \"texts\": [{\"vi\": \"...\"}]");
  if (overlay.kind == bundle::Overlay::Kind::logo && !node.has("picture"))
    node.error("channel.overlays", "a logo without picture",
               "add \"picture\": {\"file\": \"media/logo.png\"}");
  auto& draft = reading_.draft;
  draft.other_places.emplace(fmt::format("overlays/{}", draft.release.overlays.size()), node.subject());
  draft.release.overlays.push_back(std::move(overlay));
}

void DraftReader::read_volume(const Cursor& node) {
  auto& steps = reading_.draft.release.volume;
  const auto from = node.at("from").text();  // "21:00": the schema has seen to its form
  const auto digit = [&](std::size_t i) { return from.at(i) - '0'; };
  const bundle::VolumeStep step{((digit(0) * 10 + digit(1)) * 60) + digit(3) * 10 + digit(4),
                                static_cast<int>(node.integer_or("change_db", 0) * 1000)};
  if (!steps.empty() && step.from_minute <= steps.back().from_minute)
    node.error("channel.volume", "the hours are not in the order of the day, or one stands twice",
               "write them from the earliest to the latest; the last one holds over midnight");
  steps.push_back(step);
}

// How far technicians may move a kiosk; the schema knows that these are pairs within 0 to 100.
void DraftReader::read_device_bounds(const Cursor& node) {
  auto& bounds = reading_.draft.release.device_bounds.emplace();
  const auto pair_of = [&](const char* key) -> std::optional<bundle::PercentBounds> {
    if (!node.has(key)) return std::nullopt;
    const bundle::PercentBounds range{node.at(key).value().at(0).get<std::int64_t>(),
                                      node.at(key).value().at(1).get<std::int64_t>()};
    if (range.least > range.most)
      node.at(key).error("channel.device_bounds", "the least is more than the most", "exchange the two");
    return range;
  };
  bounds.volume_percent = pair_of("volume_percent");
  bounds.brightness_percent = pair_of("brightness_percent");
  if (node.has("least_hours")) bounds.least_hours = node.at("least_hours").integer();
  node.at("channels").each([&](const Cursor& channel) { bounds.channels.insert(channel.text()); });
}

void DraftReader::read_channel(const Cursor& channel) {
  auto& draft = reading_.draft;
  auto& release = draft.release;
  release.channel = channel.at("channel").text();
  release.site = channel.at("site").text();
  release.zone = zone(channel.at("zone"));
  release.least_player = channel.text_or("least_player", "0.1.0");
  draft.loudness_mlufs = static_cast<int>(channel.integer_or("loudness_lufs", -23) * 1000);
  draft.kiosk_class = channel.text_or("kiosk_class", std::string(kUsualKioskClass));
  if (channel.has("takes_effect_at")) {
    const auto instant = parse_instant(channel.at("takes_effect_at").text());
    if (instant)
      draft.takes_effect_at = *instant;
    else
      channel.at("takes_effect_at").error("time.instant", instant.error().message, instant.error().hint);
  }
  const auto screen = channel.at("screen");
  const auto pair_of = [&](const char* key, int& first, int& second) {
    first = screen.at(key).value().at(0).get<int>();
    second = screen.at(key).value().at(1).get<int>();
  };
  pair_of("size_px", release.screen.width_px, release.screen.height_px);
  pair_of("panel_mm", release.screen.panel_width_mm, release.screen.panel_height_mm);
  release.screen.distance_mm = static_cast<int>(screen.at("distance_mm").integer());
  read_languages(channel.at("languages"));
  read_themes(channel);
  channel.at("overlays").each([&](const Cursor& node) { read_overlay(node); });
  channel.at("playlists").each_member([&](const std::string& id, const Cursor& node) {
    read_playlist(id, node);
  });
  channel.at("events").each([&](const Cursor& node) { read_event(node); });
  channel.at("mode_days").each([&](const Cursor& node) { read_mode_days(node); });
  channel.at("volume").each([&](const Cursor& node) { read_volume(node); });
  if (channel.has("device_bounds")) read_device_bounds(channel.at("device_bounds"));
}

}  // namespace gatecast::source
