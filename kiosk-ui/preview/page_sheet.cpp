#include "kiosk-ui/preview/page_sheet.h"

#include <algorithm>
#include <thread>

#include "kiosk-ui/ring/film_look.h"
#include "player/playback/painter.h"

namespace gatecast::kiosk_ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kFrameWithin = 20s;
constexpr auto kLookEvery = 5ms;
constexpr std::uint64_t kLargestPicture = std::uint64_t{64} << 20U;
constexpr pixels::Size kUnread{1600, 900};  // the place of a picture whose size nobody knows
const SteadyInstant kMoment{1h};

Session session_of(const std::string& page, const bundle::LanguageTag& language, const PageMode& mode,
                   int part) {
  Session session;
  session.language = language;
  session.text_step = mode.text_step;
  session.is_high_contrast = mode.is_high_contrast;
  session.touched_at = kMoment;
  session.trail = {{Place::home}, {Place::page, page, part}};
  if (mode.is_photo) session.trail.push_back({Place::photo, page});
  return session;
}

}  // namespace

PageSheet::PageSheet(const preview::OpenedChannel& channel, pixels::Size size, Instant now)
    : content_(channel.content),
      is_draft_(channel.is_draft),
      now_(now),
      size_(size),
      metrics_(panel_of(Panel{size}, channel.content->release->screen)),
      files_(channel.files) {}

Result<std::unique_ptr<PageSheet>> PageSheet::open(const preview::OpenedChannel& channel, pixels::Size size,
                                                   Instant now) {
  std::unique_ptr<PageSheet> sheet(new PageSheet(channel, size, now));
  auto release = std::make_shared<bundle::Release>(*channel.content->release);
  if (channel.is_draft) sheet->complete(*release);
  auto content = std::make_shared<playback::Content>(*channel.content);
  content->release = release;
  sheet->content_ = std::move(content);
  sheet->book_ = Book(sheet->content_->release);
  GATECAST_TRY(const auto faces, playback::read_faces(*sheet->content_));
  GATECAST_TRY(sheet->typesetter_, text::Typesetter::create(faces, release->glossary));
  return sheet;
}

void PageSheet::complete(bundle::Release& release) {
  for (auto& [id, page] : release.pages) {
    for (const auto& [language, speech] : page.speech) release.media.try_emplace(speech.object);
    for (auto& block : page.blocks)
      if (auto* gallery = std::get_if<bundle::GalleryBlock>(&block))
        for (auto& picture : gallery->pictures) {
          const auto seen = playback::read_picture(*content_, picture.object, {16, 16}, kLargestPicture);
          if (!seen) note_unread(picture.object, seen.error());
          const auto size = seen ? seen->full_size : kUnread;
          picture.width_px = size.width_px;
          picture.height_px = size.height_px;
        }
  }
}

void PageSheet::note_unread(const Sha256& picture, Error error) {
  if (const auto named = files_.find(picture); named != files_.end()) error.subject = named->second;
  unread_.emplace(picture, std::move(error));
}

std::vector<Error> PageSheet::faults(const std::string& page) const {
  std::vector<Error> faults;
  const auto found = content_->release->pages.find(page);
  if (found == content_->release->pages.end()) return faults;
  for (const auto& block : found->second.blocks)
    if (const auto* gallery = std::get_if<bundle::GalleryBlock>(&block))
      for (const auto& picture : gallery->pictures)
        if (const auto unread = unread_.find(picture.object); unread != unread_.end())
          faults.push_back(unread->second);
  return faults;
}

Result<std::vector<pixels::Pixmap>> PageSheet::draw(const std::string& page,
                                                    const bundle::LanguageTag& language,
                                                    const PageMode& mode) {
  std::vector<pixels::Pixmap> pictures;
  for (int part = 0, parts = 1; part < parts; ++part) {
    const auto session = session_of(page, language, mode, part);
    ViewRequest request;
    request.session = &session;
    request.book = &book_;
    request.metrics = &metrics_;
    request.now = now_;
    request.steady_now = kMoment;
    request.has_search = true;
    request.tiles = &shelf_;
    GATECAST_TRY(const auto screen, view(request));
    parts = screen.parts;
    paint(screen, *typesetter_, pictures.emplace_back(size_));
  }
  shelf_.clear();
  levels_.clear();
  return pictures;
}

Result<Screenful> PageSheet::view(ViewRequest request) {
  auto screen = build_view(request, *typesetter_);
  if (!screen.figure) return screen;
  if (screen.figure->is_film) {
    const auto* film = film_of(*book_.page(request.session->here().id));
    GATECAST_TRY(const auto look, first_frame(*film, request, screen));
    request.film = &look;
    return build_view(request, *typesetter_);
  }
  if (screen.figure->wanted.empty()) return screen;
  for (const auto& wish : screen.figure->wanted) {
    auto picture = unread_.contains(wish.key.picture) ? Result<TilePicture>(TilePicture()) : tile(wish);
    if (!picture) note_unread(wish.key.picture, picture.error());
    shelf_.put(wish.key, picture ? std::move(*picture) : nullptr);
  }
  return build_view(request, *typesetter_);
}

Result<FilmLook> PageSheet::first_frame(const bundle::FilmBlock& block, const ViewRequest& request,
                                        const Screenful& screen) {
  playback::PageFilm film(content_, block.item, [] {});
  film.speak(request.session->language);
  film.fit({static_cast<int>(screen.figure->box.width), static_cast<int>(screen.figure->box.height)});
  const auto until = std::chrono::steady_clock::now() + kFrameWithin;
  while (!film.frame() && !film.error() && std::chrono::steady_clock::now() < until) {
    film.advance(kMoment);
    std::this_thread::sleep_for(kLookEvery);
  }
  if (const auto error = film.error()) return fail(*error);
  return look_at(film, kMoment);
}

Result<TilePicture> PageSheet::tile(const bundle::TileWish& wish) {
  if (is_draft_) return tile_of_file(wish);
  return tiles_.read(*content_, wish);
}

// Of the editor's own file, as the build will cut it.
Result<TilePicture> PageSheet::tile_of_file(const bundle::TileWish& wish) {
  const bundle::TileGrid grid(wish.width_px, wish.height_px);
  const auto& at = wish.key.at;
  auto& level = levels_[{wish.key.picture, at.level}];
  if (level.is_empty()) {
    const pixels::Size box{grid.level_width(at.level), grid.level_height(at.level)};
    GATECAST_TRY(auto read, playback::read_picture(*content_, wish.key.picture, box, kLargestPicture));
    level = std::move(read.pixels);
  }
  const auto of = level.size();
  pixels::Pixmap out({grid.tile_width(at), grid.tile_height(at)});
  for (int y = 0; y < out.size().height_px; ++y) {
    const auto* from = level.row(std::min(at.row * bundle::kTileSide + y, of.height_px - 1));
    for (int x = 0; x < out.size().width_px; ++x)
      out.row(y)[x] = from[std::min(at.column * bundle::kTileSide + x, of.width_px - 1)];
  }
  return std::make_shared<const pixels::Pixmap>(std::move(out));
}

}  // namespace gatecast::kiosk_ui
