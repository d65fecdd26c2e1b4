// The demo's pages with Debian's whole typefaces, and the panels on which they are looked at. Its large
// pictures are drawn tile by tile, as far as a view wants them.
// Threads: one owner. Errors: throws, which fails the test.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "content-sync/search/search_index.h"
#include "kiosk-ui/view/views.h"

namespace gatecast::kiosk_ui::test {

struct NamedPanel {
  const char* name;
  Panel panel;
};
// 43 inch lying, 43 inch standing, and a small one on a desk.
const std::vector<NamedPanel>& panels();

class DemoBook {
 public:
  DemoBook();
  [[nodiscard]] const Book& book() const { return book_; }
  [[nodiscard]] text::Typesetter& typesetter() { return *typesetter_; }
  // Bytes of the typefaces that the release names.
  [[nodiscard]] const std::map<Sha256, std::shared_ptr<const std::string>>& typefaces() const {
    return typefaces_;
  }
  // With what the search finds for the session's query.
  Screenful view(const Session& session, const Metrics& metrics, Duration idle = Duration(0),
                 const std::string& pressed = "");
  // Without waiting for tiles: what is not on the shelf yet is wanted.
  Screenful view_at_once(const Session& session, const Metrics& metrics, const TileShelf& shelf);
  TilePicture tile(const bundle::TileWish& wish);
  pixels::Pixmap draw(const Screenful& screenful, pixels::Size size);

 private:
  ViewRequest request_for(const Session& session, const Metrics& metrics, Duration idle);
  void measure_galleries(bundle::Release& release);

  std::map<Sha256, Path> drawings_;                                // of galleries
  std::map<std::pair<Sha256, int>, pixels::Pixmap> drawn_levels_;  // by picture and level
  std::map<Sha256, std::shared_ptr<const std::string>> typefaces_;
  TileShelf shelf_;
  Book book_;
  std::unique_ptr<text::Typesetter> typesetter_;
  std::unique_ptr<search::SearchIndex> index_;
};

// For a release that has not got the demo's large pictures and films: without the pages that show them.
void leave_out_media_pages(bundle::Release& release);

// One for all cases of a program: opening it reads and indexes the demo.
DemoBook& demo();

// A session that has gone to this place.
Session at(Place place, const std::string& id, const std::string& language, int text_step = 0,
           bool is_high_contrast = false);

Session searching(const std::string& query, const std::string& language, bool is_high_contrast = false);

}  // namespace gatecast::kiosk_ui::test
