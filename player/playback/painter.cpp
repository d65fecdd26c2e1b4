#include "player/playback/painter.h"

#include "content-sync/bundle/alert_words.h"
#include "player/compose/sheet.h"
#include "player/decode/picture.h"
#include "player/playback/tracks.h"

namespace gatecast::playback {
namespace {

constexpr std::uint64_t kLargestFont = 64ULL << 20U;
constexpr std::uint64_t kLargestPicture = 64ULL << 20U;

text::FaceRole role_of(bundle::FontRole role) {
  switch (role) {
    case bundle::FontRole::ui:
      return text::FaceRole::ui;
    case bundle::FontRole::display:
      return text::FaceRole::display;
    case bundle::FontRole::text:
      break;
  }
  return text::FaceRole::text;
}

}  // namespace

Result<std::vector<text::FontFile>> read_faces(const Content& content) {
  std::vector<text::FontFile> faces;
  std::map<Sha256, std::shared_ptr<const std::string>> files;
  for (const auto& font : content.release->fonts) {
    auto& bytes = files[font.object];
    if (!bytes) {
      GATECAST_TRY(auto read, read_object(content, font.object, kLargestFont));
      bytes = std::make_shared<const std::string>(std::move(read));
    }
    faces.push_back({font.script, role_of(font.role), font.weight, bytes, font.face_index});
  }
  return faces;
}

Painter::Painter(ContentPtr content) : content_(std::move(content)) {}
Painter::~Painter() = default;

Result<std::unique_ptr<text::Typesetter>> Painter::make_typesetter(
    const std::vector<text::FontFile>& faces) const {
  return text::Typesetter::create(faces, content_->release->glossary);
}

Status Painter::prepare() {
  if (slides_) return {};
  GATECAST_TRY(const auto faces, read_faces(*content_));
  GATECAST_TRY(auto typesetter, make_typesetter(faces));
  GATECAST_TRY(subtitles_, make_typesetter(faces));
  slides_ = std::make_unique<compose::SlidePainter>(
      std::move(typesetter), [this](const Sha256& object, pixels::Size box) { return picture(object, box); });
  return {};
}

PicturePtr Painter::picture(const Sha256& object, pixels::Size box) {
  auto picture = read_picture(*content_, object, box, kLargestPicture);
  if (!picture) {
    broken_.push_back(picture.error());
    return nullptr;
  }
  return std::make_shared<const pixels::Pixmap>(std::move(picture->pixels));
}

compose::SlideRequest Painter::request_for(const bundle::Item& item,
                                           const std::vector<bundle::LanguageTag>& languages,
                                           bundle::Mode mode, pixels::Size size, Instant now) const {
  compose::SlideRequest request;
  request.release = content_->release.get();
  request.item = &item;
  request.languages = languages;
  request.size = size;
  request.mode = mode;
  request.now = now;
  request.is_demo = content_->is_demo;
  request.settles = transition_of(*content_->release, mode);
  return request;
}

Result<pixels::Pixmap> Painter::paint_slide(const bundle::Item& item,
                                            const std::vector<bundle::LanguageTag>& languages,
                                            bundle::Mode mode, pixels::Size size, Instant now,
                                            compose::SlideReport* report, bundle::FeedValues feeds) {
  GATECAST_TRY_STATUS(prepare());
  // A template by itself is measured with the longest that its blanks may hold: it must fit even so.
  const bundle::Item filled =
      report == nullptr ? bundle::fill_with_example(item) : bundle::fill_with_longest(item);
  auto request = request_for(filled, languages, mode, size, now);
  request.feeds = std::move(feeds);
  return slides_->paint(request, report);
}

Result<SlidePicture> Painter::paint_moving_slide(const bundle::Item& item,
                                                 const std::vector<bundle::LanguageTag>& languages,
                                                 bundle::Mode mode, pixels::Size size, Instant now,
                                                 bundle::FeedValues feeds) {
  GATECAST_TRY_STATUS(prepare());
  const bundle::Item filled = bundle::fill_with_example(item);
  auto request = request_for(filled, languages, mode, size, now);
  request.feeds = std::move(feeds);
  GATECAST_TRY(auto slide, slides_->paint_moving(request));
  return SlidePicture{std::make_shared<const pixels::Pixmap>(std::move(slide.still)),
                      std::move(slide.motion)};
}

Result<compose::SlidePainter::OverlayPicture> Painter::paint_overlays(
    const std::vector<bundle::LanguageTag>& languages, bundle::Mode mode, pixels::Size size, Instant now,
    const compose::SlidePainter::StripLook& look) {
  GATECAST_TRY_STATUS(prepare());
  return slides_->paint_overlays(*content_->release, size, mode, languages, now, content_->is_demo, look);
}

Result<pixels::Pixmap> Painter::paint_still(pixels::Size size) {
  GATECAST_TRY_STATUS(prepare());
  return slides_->paint_still(*content_->release, size);
}

Result<std::vector<text::Cue>> Painter::read_cues(const Sha256& object) {
  GATECAST_TRY(const auto bytes, read_object(*content_, object, text::kMaxSubtitleBytes));
  return text::parse_subtitles(bytes, object.hex());
}

Result<text::SubtitlePicture> Painter::paint_cue(const SubtitleLine& line, pixels::Size size) {
  return paint_film_cue({Duration(0), Duration(0), {line}}, size);
}

Result<std::vector<FilmCue>> Painter::read_film_cues(const std::vector<bundle::SubtitleTrack>& tracks) {
  std::vector<LanguageCues> languages;
  for (const auto& track : tracks) {
    GATECAST_TRY(auto cues, read_cues(track.object));
    languages.push_back({track.language, std::move(cues)});
  }
  return join_cues(languages);
}

Result<text::SubtitlePicture> Painter::paint_film_cue(const FilmCue& cue, pixels::Size size) {
  GATECAST_TRY_STATUS(prepare());
  constexpr double kMinutesOfArc = 20;  // seen from the channel's distance
  const compose::TypeScale scale(content_->release->screen, size);
  const auto strip = compose::frame_for(size, scale).strip;
  const int below = size.height_px - static_cast<int>(strip.y);  // clock and ticker stand there
  std::optional<text::SubtitlePicture> picture;
  std::vector<pixels::Rect> taken;
  for (const auto& lines : by_place(cue.lines)) {
    std::vector<text::SubtitleText> said;
    for (const auto& line : lines) said.push_back({line.language, line.text});
    auto box = text::paint_subtitles(*subtitles_, said, size, below, scale.minutes(kMinutesOfArc),
                                     lines.front().place);
    if (!box) continue;
    box->where = beside(box->where, taken, size);
    taken.push_back(box->where);
    picture = picture ? stack(*box, *picture) : std::move(*box);
  }
  if (!picture)
    return fail(content_error("subtitles.text", cue.lines.empty() ? "" : cue.lines.front().language,
                              "a subtitle without text"));
  return std::move(*picture);
}

std::vector<Error> Painter::take_broken() {
  return std::exchange(broken_, {});
}

}  // namespace gatecast::playback
