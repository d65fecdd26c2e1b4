// Choices that the screen, --render and the statistics must make alike: tracks by language, ground,
// transition. Threads: pure. Source: shared/design/content.md (Clip, Theme).
#pragma once
#include "player/pixels/pixmap.h"
#include "player/playback/content.h"
#include "player/programme/programme.h"

namespace gatecast::playback {

// The sound in the showing's first language that has one ("lo-LA" is served by "lo"), else one without words,
// else in the release's fallback order, else the first.
const bundle::SoundTrack* choose_sound(const bundle::Clip& clip,
                                       const std::vector<bundle::LanguageTag>& languages,
                                       const bundle::LanguageSet& set);
// One a language of the showing, in its order; where a language has none, in the release's fallback order. A
// language that the sound speaks is left out where another one is there: subtitles are for those whom the
// sound leaves out.
std::vector<const bundle::SubtitleTrack*> choose_subtitles(const bundle::Clip& clip,
                                                           const std::vector<bundle::LanguageTag>& languages,
                                                           const bundle::LanguageSet& set,
                                                           const bundle::SoundTrack* sound);
// By the hour of the site, in thousandths of a decibel. What plays from one hour into a quieter one is as
// quiet from its start: nothing changes in the middle of a sentence.
int volume_mdb(const bundle::Release& release, Instant from, Instant until);
int gain_of(const bundle::Release& release, const bundle::Clip& clip, const bundle::SoundTrack& sound);
// Beside a film that does not fill the screen.
pixels::Colour film_ground(const bundle::Release& release, bundle::Mode mode);
// Clock and logo change ends from item to item, so that they burn into no panel.
inline bool is_mirrored(const programme::Showing& showing) {
  return (showing.pass + showing.slot) % 2 != 0;
}
Duration transition_of(const bundle::Release& release, bundle::Mode mode);
// How `item` comes on: as it says itself, else as the theme does. In mourning nothing travels.
bundle::Transition transition_to(const bundle::Release& release, bundle::Mode mode,
                                 const bundle::ItemId& item);

}  // namespace gatecast::playback
