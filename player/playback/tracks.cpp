#include "player/playback/tracks.h"

#include <algorithm>

#include "player/compose/local_time.h"
#include "player/compose/theme.h"

namespace gatecast::playback {
namespace {

const bundle::Theme* theme_of(const bundle::Release& release, bundle::Mode mode) {
  const bundle::Theme* daily = nullptr;
  for (const auto& theme : release.themes) {
    if (theme.name == bundle::to_string(mode)) return &theme;
    if (theme.name == "daily") daily = &theme;
  }
  return daily;
}

// The track in this language, or in the one that it is a form of.
template <typename Track>
const Track* in_language(const std::vector<Track>& tracks, bundle::LanguageTag language) {
  while (!language.empty()) {
    for (const auto& track : tracks)
      if (track.language == language) return &track;
    const auto end = language.rfind('-');
    language.resize(end == language.npos ? 0 : end);
  }
  return nullptr;
}

template <typename Track>
const Track* by_fallback(const std::vector<Track>& tracks, const bundle::LanguageSet& set) {
  for (const auto& language : set.fallback)
    if (const auto* track = in_language(tracks, language)) return track;
  return nullptr;
}

}  // namespace

const bundle::SoundTrack* choose_sound(const bundle::Clip& clip,
                                       const std::vector<bundle::LanguageTag>& languages,
                                       const bundle::LanguageSet& set) {
  for (const auto& language : languages)
    if (const auto* sound = in_language(clip.sounds, language)) return sound;
  for (const auto& sound : clip.sounds)
    if (sound.language.empty()) return &sound;
  if (const auto* sound = by_fallback(clip.sounds, set)) return sound;
  return clip.sounds.empty() ? nullptr : &clip.sounds.front();
}

std::vector<const bundle::SubtitleTrack*> choose_subtitles(const bundle::Clip& clip,
                                                           const std::vector<bundle::LanguageTag>& languages,
                                                           const bundle::LanguageSet& set,
                                                           const bundle::SoundTrack* sound) {
  std::vector<const bundle::SubtitleTrack*> spoken;
  std::vector<const bundle::SubtitleTrack*> unspoken;
  for (const auto& language : languages) {
    const auto* track = in_language(clip.subtitles, language);
    if (track == nullptr) track = by_fallback(clip.subtitles, set);
    if (track == nullptr) continue;
    auto& list = sound != nullptr && sound->language == track->language ? spoken : unspoken;
    if (std::find(list.begin(), list.end(), track) == list.end()) list.push_back(track);
  }
  return unspoken.empty() ? spoken : unspoken;
}

int volume_mdb(const bundle::Release& release, Instant from, Instant until) {
  if (release.volume.empty()) return 0;
  const auto at = [&](Instant instant) {
    const auto time = compose::civil_time(instant, release.zone);
    const int minute = time.hour * 60 + time.minute;
    int change = release.volume.back().change_mdb;
    for (const auto& step : release.volume)
      if (step.from_minute <= minute) change = step.change_mdb;
    return change;
  };
  return std::min(at(from), at(std::max(from, until - Duration(1))));
}

int gain_of(const bundle::Release& release, const bundle::Clip& clip, const bundle::SoundTrack& sound) {
  const auto* facts = facts_of(release, sound.object.value_or(clip.video));
  if (facts == nullptr) return 0;
  for (const auto& audio : facts->audio)
    if (audio.stream_index == sound.stream_index || sound.object) return audio.gain_mdb;
  return 0;
}

pixels::Colour film_ground(const bundle::Release& release, bundle::Mode mode) {
  const auto* theme = theme_of(release, mode);
  if (theme == nullptr || !theme->colours.contains("night")) return compose::tone::night;
  const auto bytes = from_hex(std::string_view(theme->colours.at("night")).substr(1));
  if (!bytes || bytes->size() != 3) return compose::tone::night;
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>((*bytes)[i]); };
  return {byte(0), byte(1), byte(2), 255};
}

Duration transition_of(const bundle::Release& release, bundle::Mode mode) {
  const auto* theme = theme_of(release, mode);
  return Duration(theme == nullptr ? 0 : theme->transition_us);
}

bundle::Transition transition_to(const bundle::Release& release, bundle::Mode mode,
                                 const bundle::ItemId& item) {
  if (mode == bundle::Mode::solemn) return bundle::Transition::crossfade;
  const auto found = release.items.find(item);
  if (found != release.items.end() && found->second.transition) return *found->second.transition;
  const auto* theme = theme_of(release, mode);
  return theme == nullptr ? bundle::Transition::crossfade : theme->transition;
}

}  // namespace gatecast::playback
