// How a page's film looks just now, as the view draws it. Threads: the film's owner. Errors: in the look.
#pragma once
#include "kiosk-ui/view/views.h"
#include "player/playback/page_film.h"

namespace gatecast::kiosk_ui {

FilmLook look_at(const playback::PageFilm& film, SteadyInstant steady_now);

}  // namespace gatecast::kiosk_ui
