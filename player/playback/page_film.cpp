#include "player/playback/page_film.h"

#include <algorithm>

#include "content-sync/base/log.h"
#include "player/playback/tracks.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr Duration kWhileNothingComes{20'000};

// Upright, with the shape that its pixels have.
pixels::Size shown_size(const bundle::VideoFacts& video, pixels::Size box) {
  double width = static_cast<double>(video.width_px) * static_cast<double>(video.pixel_aspect.numerator) /
                 static_cast<double>(std::max<std::int64_t>(1, video.pixel_aspect.denominator));
  double height = video.height_px;
  if (video.rotation_degrees % 180 != 0) std::swap(width, height);
  const double scale = std::min(box.width_px / std::max(1.0, width), box.height_px / std::max(1.0, height));
  return {std::max(2, static_cast<int>(width * scale) & ~1),
          std::max(2, static_cast<int>(height * scale) & ~1)};
}

}  // namespace

PageFilm::PageFilm(ContentPtr content, bundle::ItemId item, std::function<void()> wake)
    : content_(std::move(content)), item_(std::move(item)), wake_(std::move(wake)) {
  const auto found = content_->release->items.find(item_);
  if (found != content_->release->items.end()) clip_ = std::get_if<bundle::Clip>(&found->second.body);
  const auto* facts = clip_ == nullptr ? nullptr : facts_of(*content_->release, clip_->video);
  if (facts == nullptr || !facts->video) {
    failed_ = content_error("release.item", item_, "no such film in the release");
    return;
  }
  length_ = Duration(clip_->out_us - clip_->in_us);
  open();
}

void PageFilm::open() {
  decode::VideoRequest request;
  request.name = item_;
  const auto* facts = facts_of(*content_->release, clip_->video);
  request.facts = *facts;
  request.start = Duration(clip_->in_us);
  request.out = Duration(clip_->out_us);
  const auto open = [content = content_, object = clip_->video, request](const std::stop_token& stop) {
    return open_video(*content, object, request, stop);
  };
  feed_ = std::make_unique<VideoFeed>(open, item_, wake_, std::make_shared<Queue<ThreadTime>>("film", 4));
  if (!facts->video->is_variable_rate) feed_->even_out(facts->video->frame_rate);
}

Duration PageFilm::position(SteadyInstant now) const {
  const auto past = since_ ? std::chrono::duration_cast<Duration>(now - *since_) : Duration(0);
  return std::clamp(at_ + past, Duration(0), length_);
}

void PageFilm::play(SteadyInstant now) {
  if (since_ || clip_ == nullptr) return;
  if (has_ended(now)) return begin_again(now);
  since_ = now + kRingSoundLead;  // together with its sound
}

void PageFilm::pause(SteadyInstant now) {
  at_ = position(now);
  since_.reset();
}

void PageFilm::begin_again(SteadyInstant now) {
  if (clip_ == nullptr) return;
  at_ = Duration(0);
  since_.reset();
  open();
  play(now);
}

void PageFilm::speak(const bundle::LanguageTag& language) {
  if (language_ == language || clip_ == nullptr) return;
  language_ = language;
  cues_.clear();
  const auto tracks = choose_subtitles(*clip_, {language}, content_->release->languages, nullptr);
  if (tracks.empty()) return;
  const auto bytes = read_object(*content_, tracks.front()->object, text::kMaxSubtitleBytes);
  auto cues = bytes ? text::parse_subtitles(*bytes, tracks.front()->object.hex())
                    : Result<std::vector<text::Cue>>(fail(bytes.error()));
  if (cues)
    cues_ = std::move(*cues);
  else
    log_error(cues.error());  // it still plays
}

bool PageFilm::fit(pixels::Size box) {
  if (box_ == box) return false;
  box_ = box;
  return feed_ && paint();
}

bool PageFilm::paint() {
  const auto* facts = clip_ == nullptr ? nullptr : facts_of(*content_->release, clip_->video);
  if (facts == nullptr || feed_->current() == nullptr || box_.width_px < 2 || box_.height_px < 2)
    return false;
  auto picture = std::make_shared<pixels::Pixmap>(shown_size(*facts->video, box_));
  painter_.paint(*feed_->current(), pixels::canvas_of(*picture), bundle::Fit::contain);
  frame_ = std::move(picture);
  return true;
}

bool PageFilm::advance(SteadyInstant now) {
  if (!feed_) return false;
  if (since_ && has_ended(now)) pause(now);
  const auto time = Duration(clip_->in_us) + position(now);
  const bool is_new = feed_->is_ready() && feed_->advance(time).is_new && paint();
  const auto* cue = text::cue_at(cues_, time);
  const std::string said = cue == nullptr ? std::string() : cue->text;
  return std::exchange(subtitle_, said) != said || is_new;
}

std::optional<PlaySound> PageFilm::sound(SteadyInstant now) const {
  if (clip_ == nullptr) return std::nullopt;
  const auto* track = choose_sound(*clip_, {language_}, content_->release->languages);
  if (track == nullptr) return std::nullopt;
  PlaySound sound{content_, track->object.value_or(clip_->video)};
  sound.stream_index = track->object ? -1 : track->stream_index;
  sound.gain_mdb = gain_of(*content_->release, *clip_, *track);
  sound.from = Duration(clip_->in_us) + position(now + kRingSoundLead);
  sound.until = Duration(clip_->out_us);
  return sound;
}

std::optional<SteadyInstant> PageFilm::changes_at(SteadyInstant now) const {
  if (!since_) return std::nullopt;
  if (feed_ == nullptr || feed_->following() == nullptr) return now + kWhileNothingComes;
  const auto due = feed_->following()->time - Duration(clip_->in_us);
  return *since_ + std::max(Duration(1'000), due - at_);
}

}  // namespace gatecast::playback
