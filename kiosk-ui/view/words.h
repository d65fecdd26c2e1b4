// What the touch ring itself says, in five languages; an unknown language reads English.
// Threads: constant data. Source: shared/domain/traveller.md 2.2 (interface words).
#pragma once
#include <string>
#include <string_view>

namespace gatecast::kiosk_ui {

enum class Word {
  invitation,  // "Touch to start"
  choose,      // over the topics
  home,
  back,
  larger,  // text size
  contrast,
  earlier,
  later,
  related,
  open_now,
  closed_now,
  opens,  // "{}" stands for the hour
  every_day,
  take_along,
  take_hint,  // over the photo view
  close,
  you_are_here,
  not_to_scale,  // under a map
  previous,      // spot, picture
  next,
  yes,
  no,
  begin_anew,
  still_there,  // the question after a minute without a touch
  stay,
  choose_language,
  search,
  search_hint,  // in the empty field
  nothing_found,
  try_other,
  erase,   // the last letter
  clear,   // all of them
  useful,  // this page
  not_useful,
  not_useful_short,  // beside "useful", where the row is narrow
  listen,            // to the page
  stop,              // listening
  play,              // a film
  pause,
  again,  // from its beginning
  subtitles,
  sound,
  sample,     // the tag of samples, and what it means
  withdrawn,  // in the place of a page, a film, pictures
  count
};
std::string word(Word word, std::string_view language);
// A language by its own name in its own script; the tag where it is not known.
std::string own_name(std::string_view language);

}  // namespace gatecast::kiosk_ui
