#include "kiosk-ui/ring/kiosk.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "content-sync/base/log.h"
#include "player/playback/painter.h"

namespace gatecast::kiosk_ui {
namespace {

constexpr std::size_t kMostParts = 12;
constexpr Duration kKeptBehindAlert = std::chrono::minutes(5);

pixels::Rect whole(pixels::Size screen) {
  return {0, 0, screen.width_px, screen.height_px};
}

}  // namespace

Panel Kiosk::panel(pixels::Size screen) const {
  Panel panel = measures_;
  panel.size = screen;
  return content_ ? panel_of(panel, content_->release->screen) : panel;
}

void Kiosk::adopt(playback::ContentPtr content) {
  content_ = std::move(content);
  if (!session_.is_open()) open_book();
}

void Kiosk::open_book() {
  if (opened_ == content_ || !content_) return;
  opened_ = content_;
  withdrawn_ = {};
  withdrawn_ = withdrawn_now();
  book_ = Book(without(opened_->release, withdrawn_));
  is_changed_ = true;
  typesetter_.reset();
  index_.reset();
  asked_.clear();
  found_.clear();
  if (book_.is_empty()) return;
  const auto faces = playback::read_faces(*opened_);
  if (!faces) return log_error(faces.error());
  auto typesetter = text::Typesetter::create(*faces, opened_->release->glossary);
  if (!typesetter) return log_error(typesetter.error());
  typesetter_ = std::move(*typesetter);
  open_index();
}

// Without a whole index there is no search, and all else as ever.
void Kiosk::open_index() {
  const auto& object = opened_->release->search_index;
  if (!object) return;
  auto bytes = playback::read_object(*opened_, *object, bundle::kLargestSearchIndex);
  if (!bytes) return log_error(bytes.error());
  auto index = search::SearchIndex::open(std::move(*bytes));
  if (!index) return log_error(index.error());
  index_ = std::move(*index);
}

void Kiosk::look_for_query() {
  constexpr std::size_t kMostFound = 24;
  if (!index_ || session_.here().place != Place::search) return;
  const auto asked = session_.language + "\n" + session_.query;
  if (asked == asked_) return;
  asked_ = asked;
  found_ = index_->find(session_.query, session_.language, kMostFound);
  std::erase_if(found_, [&](const auto& id) { return book_.page(id) == nullptr; });
}

void Kiosk::act(const Action& action, SteadyInstant steady_now) {
  const auto judged = session_.judged.size();
  glide_.reset();
  gestures_.forget();
  if (action.act == Act::nearer || action.act == Act::farther || action.act == Act::choose_spot ||
      action.act == Act::look_at)
    glide_from_here(steady_now);
  const bool was_listening = session_.is_listening;
  session_ = after(std::move(session_), action, book_, steady_now);
  tend_listening(was_listening);
  if (session_.judged.size() > judged)
    wishes_.emplace_back(
        playback::PageJudged{session_.here().id, session_.language, action.act == Act::useful});
  fingers_.forget();
  is_changed_ = true;
  if (!session_.is_open()) open_book();
}

void Kiosk::take(const screen::Input& input, SteadyInstant steady_now) {
  if (behind_since_) return;
  if (is_desk_open()) return take_at_desk(input, steady_now);
  if (technician_ && gesture_.take(input, screen_, steady_now)) return open_desk(steady_now);
  if (!is_on()) return;
  // Quick fingers: the next touch is for what the one before has made, drawn or not.
  // But a map that is dragged is drawn once a picture, not once a movement.
  const bool is_drag = input.kind == screen::InputKind::touch_move && gestures_.holds(input.finger);
  if (is_changed_ && !is_drag && pixels_.size().width_px > 0) build(steady_now);
  const auto finger = [&](Finger::Phase phase) {
    take_finger({phase, input.finger, static_cast<double>(input.at.x), static_cast<double>(input.at.y)},
                steady_now);
  };
  if (input.kind == screen::InputKind::touch_down) finger(Finger::Phase::down);
  if (input.kind == screen::InputKind::touch_move) finger(Finger::Phase::move);
  if (input.kind == screen::InputKind::touch_up) finger(Finger::Phase::up);
  if (input.kind == screen::InputKind::wheel) take_wheel(input, steady_now);
  if (input.kind == screen::InputKind::key) take_key(input.key, steady_now);
}

// Who reads stands in front of the alert and cannot touch to say so: their idle time stands still. After a
// long alert they are gone, and nothing of them remains.
void Kiosk::stand_behind(bool is_behind, SteadyInstant steady_now) {
  if (is_behind == behind_since_.has_value()) return;
  fingers_ = Fingers{};
  is_changed_ = true;
  drawn_ = {};  // whole, when it is seen again
  if (is_behind) {
    end_listening(steady_now);  // the alert speaks
    session_.film.plays = false;
    tend_film(steady_now);
    behind_since_ = steady_now;
    return;
  }
  const auto stood = steady_now - *behind_since_;
  behind_since_.reset();
  if (stood > kKeptBehindAlert)
    end_session();
  else
    session_.touched_at += stood;
}

void Kiosk::tend_listening(bool was_listening) {
  if (was_listening && !session_.is_listening) wishes_.emplace_back(playback::StopSound{});
  if (was_listening || !session_.is_listening) return;
  if (const auto* speech = book_.speech(session_.here().id, session_.language))
    wishes_.emplace_back(playback::PlaySound{opened_, speech->object});
}

void Kiosk::end_listening(SteadyInstant steady_now) {
  const bool was_listening = session_.is_listening;
  session_ = silenced(std::move(session_), steady_now);
  tend_listening(was_listening);
}

void Kiosk::end_session() {
  if (session_.is_listening) wishes_.emplace_back(playback::StopSound{});
  close_film();
  session_ = Session{};
  fingers_.forget();
  gestures_.forget();
  glide_.reset();
  open_book();
  is_changed_ = true;
}

void Kiosk::take_finger(const Finger& finger, SteadyInstant steady_now) {
  if (take_on_figure(finger, steady_now)) return;
  const auto pressed = fingers_.pressed();
  const bool was_asking = is_asking(session_, steady_now);
  const auto meaning = fingers_.take(finger, screenful_, metrics_.mm(kTouchTolerance_mm), steady_now);
  if (finger.phase == Finger::Phase::down) {
    session_ = touched(std::move(session_), steady_now);
    session_.focus.clear();
    if (was_asking) {  // whatever was hit: somebody is there, and nothing else is meant
      fingers_.forget();
      is_changed_ = true;
    }
  }
  if (meaning.tapped)
    act(meaning.tapped->action, steady_now);
  else if (meaning.is_elsewhere && !session_.is_open())
    act({Act::open_choice}, steady_now);
  if (fingers_.pressed() != pressed) is_changed_ = true;
}

std::string next_focus(const Screenful& screenful, const std::string& focus, int by) {
  std::vector<std::string> ids;
  for (const auto& button : screenful.buttons)
    if (button.is_enabled) ids.push_back(button.id);
  if (ids.empty()) return "";
  const auto count = static_cast<int>(ids.size());
  const auto found = std::find(ids.begin(), ids.end(), focus);
  int index = by > 0 ? 0 : count - 1;
  if (found != ids.end()) index = (static_cast<int>(found - ids.begin()) + by + count) % count;
  return ids[static_cast<std::size_t>(index)];
}

void Kiosk::move_focus(int by) {
  session_.focus = next_focus(screenful_, session_.focus, by);
  is_changed_ = true;
}

void Kiosk::take_key(screen::Key key, SteadyInstant steady_now) {
  const bool was_asking = is_asking(session_, steady_now);
  session_ = touched(std::move(session_), steady_now);
  is_changed_ = true;
  if (was_asking) return;
  if (key == screen::Key::next) return move_focus(1);
  if (key == screen::Key::previous) return move_focus(-1);
  if (key == screen::Key::back && session_.is_open()) return act({Act::go_back}, steady_now);
  const auto* button = screenful_.button(session_.focus);
  if (key != screen::Key::activate || button == nullptr || !button->is_enabled) return;
  const auto focus = session_.focus;
  const auto place = session_.here();
  act(button->action, steady_now);
  if (session_.here() == place || session_.here().place == place.place) session_.focus = focus;
}

bool Kiosk::advance(pixels::Size screen, Instant now, SteadyInstant steady_now) {
  now_ = now;
  screen_ = screen;
  if (!behind_since_ && (is_desk_open() || was_desk_open_)) return advance_desk(steady_now);
  if (now_ >= next_over_) withdraw(steady_now);
  take_tiles();
  advance_film(steady_now);
  const bool is_due = session_.is_open() && steady_now >= changes_at_;
  if (!is_on()) {
    changes_at_ = steady_now + std::chrono::hours(1);
    return std::exchange(is_changed_, false);
  }
  if (behind_since_) {
    changes_at_ = steady_now + std::chrono::hours(1);
    return false;
  }
  if (session_.is_listening && steady_now >= session_.busy_until) {
    end_listening(steady_now);
    is_changed_ = true;
  }
  if (is_over(session_, steady_now)) {
    end_session();
    if (!is_on()) return true;  // the release that came meanwhile has nothing to touch
  }
  if (!(pixels_.size() == screen)) {
    metrics_ = Metrics(panel(screen));
    pixels_ = pixels::Pixmap(screen);
    drawn_ = {};
    is_changed_ = true;
  }
  if (!is_changed_ && !is_due) return false;
  is_changed_ = false;
  auto before = std::exchange(drawn_, {});
  build(steady_now);
  repaint(before, *typesetter_);
  if (changed_.empty()) return false;
  const bool was_open = painted_.place != Place::attract;
  answer_ = was_open && !session_.is_open() ? playback::Answer::programme
            : painted_ == session_.here()   ? std::max(answer_, playback::Answer::change)
                                            : playback::Answer::page;
  painted_ = session_.here();
  return true;
}

// A built screen may have been built again since it was painted: `drawn_` is what the pixels show.
void Kiosk::repaint(const Screenful& before, text::Typesetter& typesetter) {
  const auto size = pixels_.size();
  const auto parts = before.layers.empty() ? std::vector{whole(size)} : changes(before, screenful_, size);
  for (const auto& part : parts) paint(screenful_, typesetter, pixels_, part);
  changed_.insert(changed_.end(), parts.begin(), parts.end());
  if (changed_.size() > kMostParts) changed_ = {whole(size)};
  drawn_ = screenful_;
}

pixels::Pixmap Kiosk::painted_whole() const {
  pixels::Pixmap picture(pixels_.size());
  if (typesetter_) paint(drawn_, *typesetter_, picture);
  return picture;
}

void Kiosk::paint_all(const pixels::Pixmap& picture) {
  if (picture.size() == pixels_.size()) pixels_ = picture;
  changed_ = {whole(pixels_.size())};
  drawn_ = {};
}

void Kiosk::build(SteadyInstant steady_now) {
  look_for_query();
  ViewRequest request{&session_, &book_, &metrics_, fingers_.pressed(), now_, steady_now};
  request.is_time_trusted = is_time_trusted_;
  request.is_demo = opened_ != nullptr && opened_->is_demo;
  request.has_search = index_ != nullptr;
  request.found = found_;
  request.tiles = &tiles_;
  tend_film(steady_now);
  auto look = film_look(steady_now);
  if (film_) request.film = &look;
  screenful_ = build_view(request, *typesetter_);
  if (film_ && fit_film()) {
    look = film_look(steady_now);
    screenful_ = build_view(request, *typesetter_);
  }
  changes_at_ = kiosk_ui::changes_at(request);
  settle_figure(request);
  wish_for_tiles();
  if (const auto next = film_ ? film_->changes_at(steady_now) : std::nullopt)
    changes_at_ = std::min(changes_at_, *next);
}

pixels::Rect Kiosk::programme(pixels::Size screen) const {
  if (!is_on()) return whole(screen);
  const auto stage = Metrics(panel(screen)).stage;
  return {0, 0, screen.width_px, static_cast<int>(stage.height) & ~1};
}

void Kiosk::draw(pixels::Canvas screen, Extent extent) {
  auto parts = std::exchange(changed_, {});
  if ((!is_on() && !is_desk_open()) || !(pixels_.size() == screen.size)) return;
  if (extent == Extent::whole) parts = {whole(screen.size)};
  const int from = covers_programme() ? 0 : programme(screen.size).height;
  for (const auto& part : parts)
    for (int y = std::max(part.y, from); y < part.y + part.height; ++y)
      std::memcpy(screen.at(part.x, y), pixels_.row(y) + part.x, static_cast<std::size_t>(part.width) * 4);
}

std::vector<playback::RingWish> Kiosk::wishes() {
  auto wishes = std::exchange(wishes_, {});
  if (technician_)
    for (auto& wish : technician_->wishes()) wishes.push_back(std::move(wish));
  return wishes;
}

playback::Answer Kiosk::answer() {
  return std::exchange(answer_, playback::Answer::none);
}

}  // namespace gatecast::kiosk_ui
