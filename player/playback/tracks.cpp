#include "player/playback/tracks.h"

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

}  // namespace

const bundle::SoundTrack* choose_sound(const bundle::Clip& clip,
                                       const std::vector<bundle::LanguageTag>& languages) {
  for (const auto& language : languages)
    for (const auto& sound : clip.sounds)
      if (sound.language == language) return &sound;
  for (const auto& sound : clip.sounds)
    if (sound.language.empty()) return &sound;
  return clip.sounds.empty() ? nullptr : &clip.sounds.front();
}

std::vector<const bundle::SubtitleTrack*> choose_subtitles(const bundle::Clip& clip,
                                                           const std::vector<bundle::LanguageTag>& languages,
                                                           const bundle::SoundTrack* sound) {
  std::vector<const bundle::SubtitleTrack*> spoken;
  std::vector<const bundle::SubtitleTrack*> unspoken;
  for (const auto& language : languages) {
    for (const auto& track : clip.subtitles) {
      if (track.language != language) continue;
      const bool is_spoken = sound != nullptr && sound->language == language;
      (is_spoken ? spoken : unspoken).push_back(&track);
      break;
    }
  }
  return unspoken.empty() ? spoken : unspoken;
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

}  // namespace gatecast::playback
