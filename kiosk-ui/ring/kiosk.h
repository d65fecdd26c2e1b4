// The touch ring around the player: takes the screen's events, keeps one session, draws what views.h builds
// when it changed, and the technician's desk above it. Threads: main. Errors: what keeps it from drawing (no
// typeface) is logged once; then the programme has the whole screen.
#pragma once
#include <memory>
#include <optional>

#include "content-sync/search/search_index.h"
#include "kiosk-ui/ring/technician.h"
#include "kiosk-ui/view/gestures.h"
#include "kiosk-ui/view/views.h"
#include "kiosk-ui/view/withdrawn.h"
#include "player/playback/page_film.h"
#include "player/playback/ring.h"
#include "player/playback/tile_loader.h"

namespace gatecast::kiosk_ui {

// The button that keys reach next, round and round.
std::string next_focus(const Screenful& screenful, const std::string& focus, int by);

class Kiosk final : public playback::Ring {
 public:
  // Millimetres of the panel; 0 = not known. `disk`: where the technician's files are.
  explicit Kiosk(Panel measures) : measures_(measures) {}
  Kiosk(Panel measures, Disk& disk, DeskPlaces places) : measures_(measures), disk_(&disk) {
    technician_.emplace(disk, std::move(places));
  }
  void adopt(playback::ContentPtr content) override;
  void heed(const std::map<bundle::ItemId, bundle::Statement>& recalls, SteadyInstant steady_now) override;
  void trust_time(bool is_trusted) override;
  void take(const screen::Input& input, SteadyInstant steady_now) override;
  void stand_behind(bool is_behind, SteadyInstant steady_now) override;
  bool advance(pixels::Size screen, Instant now, SteadyInstant steady_now) override;
  [[nodiscard]] SteadyInstant changes_at() const override { return changes_at_; }
  [[nodiscard]] pixels::Rect programme(pixels::Size screen) const override;
  [[nodiscard]] bool covers_programme() const override {
    return is_desk_open() || (is_on() && session_.is_open());
  }
  void draw(pixels::Canvas screen, Extent extent) override;
  std::vector<playback::RingWish> wishes() override;
  playback::Answer answer() override;
  void exported(const Result<std::string>& folder) override;

  [[nodiscard]] const Session& session() const { return session_; }
  [[nodiscard]] const Screenful& screenful() const { return screenful_; }
  [[nodiscard]] const TileShelf& tiles() const { return tiles_; }
  [[nodiscard]] bool is_desk_open() const { return technician_ && technician_->is_open(); }
  [[nodiscard]] std::string desk_focus() const { return is_desk_open() ? technician_->desk().focus : ""; }
  // The screen that stands, drawn anew as a whole: to compare.
  [[nodiscard]] pixels::Pixmap painted_whole() const;

 private:
  [[nodiscard]] bool is_on() const { return typesetter_ && !book_.is_empty(); }
  [[nodiscard]] Panel panel(pixels::Size screen) const;
  void open_book();
  void open_index();
  // What may not be shown any more (kiosk_withdrawn.cpp).
  [[nodiscard]] Withdrawn withdrawn_now();
  void withdraw(SteadyInstant steady_now);
  void leave_withdrawn(SteadyInstant steady_now);
  void look_for_query();
  void end_session();
  void act(const Action& action, SteadyInstant steady_now);
  // The player is told what the session says: somebody listens, or not any more.
  void tend_listening(bool was_listening);
  void end_listening(SteadyInstant steady_now);
  void take_finger(const Finger& finger, SteadyInstant steady_now);
  void take_key(screen::Key key, SteadyInstant steady_now);
  void move_focus(int by);
  void build(SteadyInstant steady_now);
  // Only where the new screen differs from what is painted.
  void repaint(const Screenful& before, text::Typesetter& typesetter);
  void paint_all(const pixels::Pixmap& picture);
  // the technician's desk (kiosk_desk.cpp)
  [[nodiscard]] DeskSubject desk_subject() const;
  void open_desk(SteadyInstant steady_now);
  void take_at_desk(const screen::Input& input, SteadyInstant steady_now);
  void press_at_desk(const std::string& id, SteadyInstant steady_now);
  bool advance_desk(SteadyInstant steady_now);
  void build_desk_screen();
  // Maps and plans (kiosk_figure.cpp).
  bool take_on_figure(const Finger& finger, SteadyInstant steady_now);
  void take_wheel(const screen::Input& input, SteadyInstant steady_now);
  void look_at(const Gaze& gaze);
  void glide_from_here(SteadyInstant steady_now);
  void settle_figure(ViewRequest& request);
  void turn_picture(int by, SteadyInstant steady_now);
  // The film of the page that is open (kiosk_film.cpp).
  [[nodiscard]] const bundle::FilmBlock* open_film() const;
  void tend_film(SteadyInstant steady_now);
  void tend_film_sound(SteadyInstant steady_now);
  void close_film();
  bool fit_film();
  void advance_film(SteadyInstant steady_now);
  [[nodiscard]] FilmLook film_look(SteadyInstant steady_now) const;
  // Tiles of large pictures (kiosk_tiles.cpp).
  [[nodiscard]] bool shows_picture() const;
  void take_tiles();
  void wish_for_tiles();

  Panel measures_;
  playback::ContentPtr content_;  // the newest
  playback::ContentPtr opened_;   // the one that is read
  Book book_;                     // of it, without what is withdrawn
  std::map<bundle::ItemId, bundle::Statement> recalls_;
  Withdrawn withdrawn_;
  Instant next_over_ = Instant::max();  // of a page's film
  bool is_time_trusted_ = false;
  std::unique_ptr<text::Typesetter> typesetter_;
  std::unique_ptr<search::SearchIndex> index_;  // of the opened release; null: nothing is searched
  std::string asked_;                           // language and query of what was found
  std::vector<std::string> found_;
  Session session_;
  std::optional<SteadyInstant> behind_since_;  // an alert
  Fingers fingers_;
  Gestures gestures_;
  struct Glide {
    Gaze from;
    SteadyInstant since;
  };
  std::optional<Glide> glide_;  // of a map or plan, to where the session looks
  std::unique_ptr<playback::PageFilm> film_;
  int film_begun_ = 0;
  struct FilmHeard {
    bundle::LanguageTag language;
    int begun = 0;
    bool operator==(const FilmHeard&) const = default;
  };
  std::optional<FilmHeard> film_heard_;  // what the player was asked to let be heard
  TileShelf tiles_;
  std::unique_ptr<playback::TileLoader> tile_loader_;  // since the first picture
  std::vector<bundle::TileWish> wished_;               // of it, and not come yet
  Metrics metrics_{Panel{{1920, 1080}}};
  Screenful screenful_;
  pixels::Pixmap pixels_;
  Screenful drawn_;                    // what the pixels show; without layers: not known
  std::vector<pixels::Rect> changed_;  // since it was drawn last
  Where painted_;
  playback::Answer answer_ = playback::Answer::none;
  std::vector<playback::RingWish> wishes_;
  Disk* disk_ = nullptr;
  DeskGesture gesture_;
  std::optional<Technician> technician_;
  std::unique_ptr<text::Typesetter> desk_typesetter_;  // of the image's own typefaces
  bool was_desk_open_ = false;
  pixels::Size screen_{1920, 1080};
  Instant now_;
  bool is_changed_ = true;
  SteadyInstant changes_at_;
};

}  // namespace gatecast::kiosk_ui
