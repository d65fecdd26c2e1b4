// One channel's pages, ready to be drawn screenful by screenful. What a draft does not know yet, because the
// build measures it, is looked up here: how large a gallery's pictures are, and that speech is there. A
// picture that cannot be read keeps nobody from seeing the pages: its place is marked as on a kiosk, and it
// is named. Threads: main. Errors: content errors of typefaces and films; of pictures in `faults`.
#pragma once
#include <map>
#include <memory>
#include <vector>

#include "kiosk-ui/view/views.h"
#include "player/playback/tile_loader.h"
#include "player/preview/opened_channel.h"

namespace gatecast::kiosk_ui {

struct PageMode {
  std::string name;  // "largest+contrast"; empty: as everybody finds it
  int text_step = 0;
  bool is_high_contrast = false;
  bool is_photo = false;
};

class PageSheet {
 public:
  static Result<std::unique_ptr<PageSheet>> open(const preview::OpenedChannel& channel, pixels::Size size,
                                                 Instant now);
  [[nodiscard]] const Book& book() const { return book_; }
  // Of this page's pictures: each that could not be read, once.
  [[nodiscard]] std::vector<Error> faults(const std::string& page) const;
  // All screenfuls of a page, one after the other.
  Result<std::vector<pixels::Pixmap>> draw(const std::string& page, const bundle::LanguageTag& language,
                                           const PageMode& mode);

 private:
  PageSheet(const preview::OpenedChannel& channel, pixels::Size size, Instant now);
  void complete(bundle::Release& release);
  void note_unread(const Sha256& picture, Error error);
  Result<Screenful> view(ViewRequest request);
  Result<FilmLook> first_frame(const bundle::FilmBlock& film, const ViewRequest& request,
                               const Screenful& screen);
  Result<TilePicture> tile(const bundle::TileWish& wish);
  Result<TilePicture> tile_of_file(const bundle::TileWish& wish);

  playback::ContentPtr content_;
  bool is_draft_;
  Instant now_;
  pixels::Size size_;
  Metrics metrics_;
  Book book_;
  std::unique_ptr<text::Typesetter> typesetter_;
  TileShelf shelf_;
  playback::TileReader tiles_;
  std::map<std::pair<Sha256, int>, pixels::Pixmap> levels_;  // of a draft's pictures
  std::map<Sha256, std::string> files_;                      // how an editor knows an object
  std::map<Sha256, Error> unread_;
};

}  // namespace gatecast::kiosk_ui
