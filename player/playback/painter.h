// Everything that is drawn once and then shown: slides, stills, overlays, subtitles, out of one release's
// typefaces and pictures, each read piece by piece through the verifying reader. Threads: one owner, the
// loader (or --render). Errors: content errors of compose and text; trust errors of objects. Source:
// shared/design/playback.md (Slides), content.md.
#pragma once
#include <map>
#include <memory>
#include <vector>

#include "player/compose/motion.h"
#include "player/compose/slide_painter.h"
#include "player/playback/content.h"
#include "player/playback/film_subtitles.h"
#include "player/text/subtitle_painter.h"
#include "player/text/subtitles.h"

namespace gatecast::playback {

// The release's typefaces, each read through the verifying reader.
Result<std::vector<text::FontFile>> read_faces(const Content& content);

using PicturePtr = std::shared_ptr<const pixels::Pixmap>;

using MotionPtr = std::shared_ptr<const compose::SlideMotion>;
struct SlidePicture {
  PicturePtr still;
  MotionPtr motion;  // null: it stands
};

class Painter {
 public:
  explicit Painter(ContentPtr content);
  ~Painter();
  // Typefaces are read at first use; without them nothing of the release can be drawn.
  Result<pixels::Pixmap> paint_slide(const bundle::Item& item,
                                     const std::vector<bundle::LanguageTag>& languages, bundle::Mode mode,
                                     pixels::Size size, Instant now, compose::SlideReport* report = nullptr,
                                     bundle::FeedValues feeds = {});
  // The same with what moves on it.
  Result<SlidePicture> paint_moving_slide(const bundle::Item& item,
                                          const std::vector<bundle::LanguageTag>& languages,
                                          bundle::Mode mode, pixels::Size size, Instant now,
                                          bundle::FeedValues feeds = {});
  Result<compose::SlidePainter::OverlayPicture> paint_overlays(
      const std::vector<bundle::LanguageTag>& languages, bundle::Mode mode, pixels::Size size, Instant now,
      const compose::SlidePainter::StripLook& look);
  Result<pixels::Pixmap> paint_still(pixels::Size size);
  Result<std::vector<text::Cue>> read_cues(const Sha256& object);
  // A film's cues in one or two languages, and one of them as one picture.
  Result<std::vector<FilmCue>> read_film_cues(const std::vector<bundle::SubtitleTrack>& tracks);
  Result<text::SubtitlePicture> paint_film_cue(const FilmCue& cue, pixels::Size size);
  Result<text::SubtitlePicture> paint_cue(const SubtitleLine& line, pixels::Size size);

  // Objects that could not be read as they were signed since the last call: to be fetched again.
  std::vector<Error> take_broken();
  [[nodiscard]] const ContentPtr& content() const { return content_; }

 private:
  Status prepare();
  [[nodiscard]] compose::SlideRequest request_for(const bundle::Item& item,
                                                  const std::vector<bundle::LanguageTag>& languages,
                                                  bundle::Mode mode, pixels::Size size, Instant now) const;
  Result<std::unique_ptr<text::Typesetter>> make_typesetter(const std::vector<text::FontFile>& faces) const;
  PicturePtr picture(const Sha256& object, pixels::Size box);

  ContentPtr content_;
  std::unique_ptr<compose::SlidePainter> slides_;
  std::unique_ptr<text::Typesetter> subtitles_;
  std::vector<Error> broken_;
};

}  // namespace gatecast::playback
