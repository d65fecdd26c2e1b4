// The ring's part that serves the technician's desk: its events, its screens, in the image's own typefaces,
// so that it is there without a release, too.
#include <algorithm>

#include "content-sync/base/log.h"
#include "kiosk-ui/ring/kiosk.h"
#include "player/compose/setup_page.h"
#include "player/playback/output_arguments.h"

namespace gatecast::kiosk_ui {
DeskSubject Kiosk::desk_subject() const {
  DeskSubject subject;
  subject.now = now_;
  if (!content_) return subject;
  subject.channel = content_->release->channel;
  subject.release = content_->release->number;
  subject.document = content_->document.hex();
  subject.is_demo = content_->is_demo;
  return subject;
}

void Kiosk::open_desk(SteadyInstant steady_now) {
  if (!desk_typesetter_) desk_typesetter_ = playback::image_typesetter(*disk_);
  if (!desk_typesetter_) return;
  technician_->open(desk_subject(), steady_now);
  if (!technician_->is_open()) return;
  end_session();
  screenful_ = {};
  drawn_ = {};
}

void Kiosk::press_at_desk(const std::string& id, SteadyInstant steady_now) {
  technician_->press(id, desk_subject(), steady_now);
  is_changed_ = true;
  fingers_.forget();
}

void Kiosk::take_at_desk(const screen::Input& input, SteadyInstant steady_now) {
  const auto& desk = technician_->desk();
  const bool is_down = input.kind == screen::InputKind::touch_down;
  if (input.kind == screen::InputKind::key) {
    if (desk.place == DeskPlace::picture) return press_at_desk("", steady_now);
    if (input.key == screen::Key::back) return press_at_desk("desk/close", steady_now);
    if (input.key == screen::Key::activate) return press_at_desk(desk.focus, steady_now);
    technician_->set_focus(next_focus(screenful_, desk.focus, input.key == screen::Key::next ? 1 : -1));
    is_changed_ = true;
    return;
  }
  if (desk.place == DeskPlace::picture) {
    if (is_down) press_at_desk("", steady_now);
    return;
  }
  if (desk.place == DeskPlace::touches && input.kind != screen::InputKind::touch_up) {
    const int column =
        std::clamp(input.at.x * kTouchColumns / std::max(1, screen_.width_px), 0, kTouchColumns - 1);
    const int row = std::clamp(input.at.y * kTouchRows / std::max(1, screen_.height_px), 0, kTouchRows - 1);
    technician_->touch_cell(row * kTouchColumns + column);
    is_changed_ = true;
  }
  const auto phase = is_down                                       ? Finger::Phase::down
                     : input.kind == screen::InputKind::touch_move ? Finger::Phase::move
                                                                   : Finger::Phase::up;
  const auto meaning =
      fingers_.take({phase, input.finger, static_cast<double>(input.at.x), static_cast<double>(input.at.y)},
                    screenful_, metrics_.mm(kTouchTolerance_mm), steady_now);
  if (fingers_.pressed() != desk.pressed) {
    technician_->set_pressed(fingers_.pressed());
    is_changed_ = true;
  }
  if (meaning.tapped) press_at_desk(meaning.tapped->id, steady_now);
}

bool Kiosk::advance_desk(SteadyInstant steady_now) {
  if (technician_->look(desk_subject(), steady_now)) is_changed_ = true;
  if (!technician_->is_open()) {  // closed: the ring draws itself anew
    was_desk_open_ = false;
    drawn_ = {};
    is_changed_ = true;
    fingers_.forget();
    if (is_on()) return advance(screen_, now_, steady_now);
    return true;
  }
  was_desk_open_ = true;
  changes_at_ = technician_->changes_at();
  if (!(pixels_.size() == screen_)) {
    metrics_ = Metrics(panel(screen_));
    pixels_ = pixels::Pixmap(screen_);
    drawn_ = {};
    is_changed_ = true;
  }
  if (!std::exchange(is_changed_, false)) return false;
  build_desk_screen();
  return !changed_.empty();
}

void Kiosk::build_desk_screen() {
  const auto& desk = technician_->desk();
  if (desk.place == DeskPlace::picture) {
    screenful_ = {};
    if (desk.picture > 0) return paint_all(paint_test_picture(desk.picture - 1, screen_));
    compose::SetupFacts facts;
    facts.size = screen_;
    const auto of = panel(screen_);
    facts.panel_width_mm = of.width_mm;
    facts.panel_height_mm = of.height_mm;
    facts.words = {"Gatecast · " + desk.kiosk,
                   std::to_string(screen_.width_px) + " × " + std::to_string(screen_.height_px) + " px"};
    return paint_all(compose::paint_setup_page(facts, desk_typesetter_.get()));
  }
  screenful_ = build_desk(desk, metrics_, *desk_typesetter_);
  technician_->set_parts(screenful_.parts);
  repaint(std::exchange(drawn_, {}), *desk_typesetter_);
  if (!changed_.empty()) answer_ = std::max(answer_, playback::Answer::change);
}

void Kiosk::exported(const Result<std::string>& folder) {
  if (!technician_) return;
  if (folder)
    technician_->told("Đã chép vào " + *folder, "Copied to " + *folder);
  else
    technician_->told("Không chép được: " + to_string(folder.error()),
                      "Not copied: " + to_string(folder.error()));
  is_changed_ = true;
}

}  // namespace gatecast::kiosk_ui
