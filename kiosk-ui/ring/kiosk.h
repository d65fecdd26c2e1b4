// The touch ring around the player: takes the screen's events, keeps one session, draws what views.h builds
// when it changed. Threads: main. Errors: what keeps it from drawing (no typeface) is logged once; then the
// programme has the whole screen.
#pragma once
#include <memory>
#include <optional>

#include "content-sync/search/search_index.h"
#include "kiosk-ui/view/fingers.h"
#include "kiosk-ui/view/views.h"
#include "player/playback/ring.h"

namespace gatecast::kiosk_ui {

class Kiosk final : public playback::Ring {
 public:
  // Millimetres of the panel; 0 = not known.
  explicit Kiosk(Panel measures) : measures_(measures) {}
  void adopt(playback::ContentPtr content) override;
  void take(const screen::Input& input, SteadyInstant steady_now) override;
  void stand_behind(bool is_behind, SteadyInstant steady_now) override;
  bool advance(pixels::Size screen, Instant now, SteadyInstant steady_now) override;
  [[nodiscard]] SteadyInstant changes_at() const override { return changes_at_; }
  [[nodiscard]] pixels::Rect programme(pixels::Size screen) const override;
  [[nodiscard]] bool covers_programme() const override { return is_on() && session_.is_open(); }
  void draw(pixels::Canvas screen) override;

  [[nodiscard]] const Session& session() const { return session_; }
  [[nodiscard]] const Screenful& screenful() const { return screenful_; }

 private:
  [[nodiscard]] bool is_on() const { return typesetter_ && !book_.is_empty(); }
  [[nodiscard]] Panel panel(pixels::Size screen) const;
  void open_book();
  void open_index();
  void look_for_query();
  void end_session();
  void act(const Action& action, SteadyInstant steady_now);
  void take_finger(const Finger& finger, SteadyInstant steady_now);
  void take_key(screen::Key key, SteadyInstant steady_now);
  void move_focus(int by);
  void build(SteadyInstant steady_now);

  Panel measures_;
  playback::ContentPtr content_;  // the newest
  playback::ContentPtr opened_;   // the one that is read
  Book book_;
  std::unique_ptr<text::Typesetter> typesetter_;
  std::unique_ptr<search::SearchIndex> index_;  // of the opened release; null: nothing is searched
  std::string asked_;                           // language and query of what was found
  std::vector<std::string> found_;
  Session session_;
  std::optional<SteadyInstant> behind_since_;  // an alert
  Fingers fingers_;
  Metrics metrics_{Panel{{1920, 1080}}};
  Screenful screenful_;
  pixels::Pixmap pixels_;
  Instant now_;
  bool is_changed_ = true;
  SteadyInstant changes_at_;
};

}  // namespace gatecast::kiosk_ui
