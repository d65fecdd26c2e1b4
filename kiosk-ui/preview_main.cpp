// gatecast-preview: content as it will be shown, slides and films by the player's libraries, pages by those
// of the touch ring. Its main stands here because only this folder may know both.
#include "kiosk-ui/preview/draw_pages.h"

int main(int argc, char** argv) {
  return gatecast::preview::run_preview(argc, argv, gatecast::kiosk_ui::draw_pages);
}
