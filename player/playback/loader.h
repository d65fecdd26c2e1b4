// The loader thread: paints slides, stills, overlays and subtitles, writes screenshots, and ends what the
// main thread must not wait for. One request after the other; each answer carries the request's ticket.
// Threads: its own; requests and answers by queues; `wake` is called after each answer.
// Errors: inside the answers. Source: shared/design/architecture.md 3 (threads).
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <variant>

#include "content-sync/base/queue.h"
#include "player/playback/painter.h"
#include "player/playback/video_feed.h"

namespace gatecast::playback {

struct PaintSlide {
  std::uint64_t ticket = 0;
  ContentPtr content;
  bundle::ItemId item;
  std::vector<bundle::LanguageTag> languages;
  bundle::Mode mode = bundle::Mode::daily;
  pixels::Size size;
  Instant now;
  bundle::FeedValues feeds;  // what those say that the slide names
};
struct PaintAlert {
  std::uint64_t ticket = 0;
  ContentPtr content;
  bundle::Item item;  // its blanks are filled in
  pixels::Size size;
  Instant now;
};
struct PaintStill {
  std::uint64_t ticket = 0;
  ContentPtr content;
  pixels::Size size;
};
struct PaintOverlays {
  std::uint64_t ticket = 0;
  ContentPtr content;
  std::vector<bundle::LanguageTag> languages;
  bundle::Mode mode = bundle::Mode::daily;
  pixels::Size size;
  Instant now;
  compose::SlidePainter::StripLook look;
};
struct ReadCues {
  std::uint64_t ticket = 0;
  ContentPtr content;
  std::vector<bundle::SubtitleTrack> tracks;
  pixels::Size size;
};
struct SaveScreenshot {
  pixels::Pixmap pixels;
  Path file;
};
struct EndFeed {
  std::unique_ptr<VideoFeed> feed;
};
using LoaderRequest =
    std::variant<PaintSlide, PaintAlert, PaintStill, PaintOverlays, ReadCues, SaveScreenshot, EndFeed>;

struct PaintedCue {
  FilmCue cue;
  PicturePtr pixels;
  pixels::Rect where;
};
struct LoadedPicture {
  std::uint64_t ticket = 0;
  Result<SlidePicture> picture;
};
struct LoadedAlert {
  std::uint64_t ticket = 0;
  Result<PicturePtr> picture;
  std::optional<Instant> changes_at;  // when it must be painted again
};
struct LoadedOverlays {
  std::uint64_t ticket = 0;
  Result<std::shared_ptr<const compose::SlidePainter::OverlayPicture>> overlays;
};
struct LoadedCues {
  std::uint64_t ticket = 0;
  Result<std::vector<PaintedCue>> cues;
};
struct BrokenObject {
  Error error;
};
using LoaderAnswer = std::variant<LoadedPicture, LoadedAlert, LoadedOverlays, LoadedCues, BrokenObject>;

class Loader {
 public:
  Loader(std::function<void()> wake, std::shared_ptr<Queue<ThreadTime>> times);
  ~Loader();
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;
  // False when the loader has too much to do: ask again.
  bool send(LoaderRequest request);
  std::optional<LoaderAnswer> answer();

 private:
  std::shared_ptr<Queue<LoaderRequest>> requests_;
  std::shared_ptr<Queue<LoaderAnswer>> answers_;
  std::jthread thread_;
};

}  // namespace gatecast::playback
