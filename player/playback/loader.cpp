#include "player/playback/loader.h"

#include "content-sync/base/log.h"
#include "player/pixels/png.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

class Work {
 public:
  explicit Work(Queue<LoaderAnswer>& answers) : answers_(answers) {}

  void operator()(const PaintSlide& request) {
    const auto item = request.content->release->items.find(request.item);
    if (item == request.content->release->items.end()) {
      answers_.push(LoadedPicture{
          request.ticket, fail(content_error("release.item", request.item, "no such item in the release"))});
      return;
    }
    auto& painter = painter_for(request.content);
    answers_.push(LoadedPicture{request.ticket,
                                painter.paint_moving_slide(item->second, request.languages, request.mode,
                                                           request.size, request.now, request.feeds)});
  }
  void operator()(const PaintAlert& request) {
    compose::SlideReport report;
    auto painted = shared(painter_for(request.content)
                              .paint_slide(request.item, {request.content->release->languages.primary},
                                           bundle::Mode::daily, request.size, request.now, &report));
    answers_.push(LoadedAlert{request.ticket, std::move(painted), report.changes_at});
  }
  void operator()(const PaintStill& request) {
    answers_.push(
        LoadedPicture{request.ticket, standing(painter_for(request.content).paint_still(request.size))});
  }
  void operator()(const PaintOverlays& request) {
    auto painted =
        painter_for(request.content)
            .paint_overlays(request.languages, request.mode, request.size, request.now, request.look);
    if (!painted) {
      answers_.push(LoadedOverlays{request.ticket, fail(painted.error())});
      return;
    }
    answers_.push(LoadedOverlays{
        request.ticket, std::make_shared<const compose::SlidePainter::OverlayPicture>(std::move(*painted))});
  }
  void operator()(const ReadCues& request) {
    answers_.push(LoadedCues{request.ticket, painted_cues(request)});
  }
  void operator()(const SaveScreenshot& request) {
    SystemDisk disk;
    if (const auto status = pixels::write_png(disk, request.file, request.pixels); !status)
      log_error(status.error());
  }
  void operator()(EndFeed& request) { request.feed.reset(); }

  void report_broken() {
    if (!painter_) return;
    for (auto& error : painter_->take_broken()) answers_.push(BrokenObject{std::move(error)});
  }

 private:
  static Result<PicturePtr> shared(Result<pixels::Pixmap> painted) {
    if (!painted) return fail(std::move(painted.error()));
    return std::make_shared<const pixels::Pixmap>(std::move(*painted));
  }
  static Result<SlidePicture> standing(Result<pixels::Pixmap> painted) {
    GATECAST_TRY(auto still, shared(std::move(painted)));
    return SlidePicture{std::move(still), nullptr};
  }
  Painter& painter_for(const ContentPtr& content) {
    if (!painter_ || painter_->content() != content) painter_ = std::make_unique<Painter>(content);
    return *painter_;
  }
  Result<std::vector<PaintedCue>> painted_cues(const ReadCues& request) {
    auto& painter = painter_for(request.content);
    GATECAST_TRY(auto cues, painter.read_film_cues(request.tracks));
    std::vector<PaintedCue> painted;
    for (auto& cue : cues) {
      GATECAST_TRY(auto picture, painter.paint_film_cue(cue, request.size));
      painted.push_back(
          {std::move(cue), std::make_shared<const pixels::Pixmap>(std::move(picture.pixels)), picture.where});
    }
    return painted;
  }

  Queue<LoaderAnswer>& answers_;
  std::unique_ptr<Painter> painter_;  // of the release that was drawn last
};

}  // namespace

Loader::Loader(std::function<void()> wake, std::shared_ptr<Queue<ThreadTime>> times)
    : requests_(std::make_shared<Queue<LoaderRequest>>("loader requests", 64)),
      answers_(std::make_shared<Queue<LoaderAnswer>>("loader answers", 256)) {
  thread_ = std::jthread(
      [requests = requests_, answers = answers_, wake = std::move(wake), times = std::move(times)] {
        name_thread("loader");
        Work work(*answers);
        while (true) {
          auto request = requests->pop_for(1h);  // closing wakes it
          if (!request && requests->is_closed()) break;
          if (!request) continue;
          std::visit(work, *request);
          work.report_broken();
          wake();
        }
        times->try_push({"loader", thread_cpu_seconds()});
      });
}

Loader::~Loader() {
  answers_->close();
  requests_->close();
}

bool Loader::send(LoaderRequest request) {
  return requests_->try_push(std::move(request));
}

std::optional<LoaderAnswer> Loader::answer() {
  return answers_->try_pop();
}

}  // namespace gatecast::playback
