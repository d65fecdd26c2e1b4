// gatecast-preview --page and --all-pages: pages as a touch screen shows them, drawn by the kiosk's own view
// out of an editor's folder or a build, each screenful a PNG. A mode is how a traveller may have set it:
// normal, large, largest, contrast, photo (take along), or several joined by "+".
// Threads: main; decoders in processes of their own. Errors: usage errors "preview.page", "preview.usage";
// content errors of films and pictures, by page.
#pragma once
#include "player/preview/run.h"

namespace gatecast::kiosk_ui {

Result<preview::DrawnPages> draw_pages(Disk& disk, const preview::OpenedChannel& channel,
                                       const preview::PageWishes& wishes);

}  // namespace gatecast::kiosk_ui
