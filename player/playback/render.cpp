#include "player/playback/render.h"

#include "player/decode/video_decoder.h"
#include "player/playback/stage.h"
#include "player/playback/tracks.h"

namespace gatecast::playback {
namespace {

class Picture {
 public:
  Picture(ContentPtr content, const RenderRequest& request)
      : content_(std::move(content)), request_(request), situation_(request.situation), painter_(content_) {}

  Rendered draw() {
    Rendered result;
    result.pixels = pixels::Pixmap(request_.size);
    auto on = sight_at(request_.at, result.refused);
    result.showing = showing_;
    Footing footing{true, true, showing_.has_value(), !showing_ || showing_->item == showing_->planned};
    result.rung = choose_rung(footing);
    if (on.is_empty()) return built_in(std::move(result));
    Stage stage;
    fade_from_the_one_before(stage, result.refused);
    stage.draw(canvas_of(result.pixels), on, layers(result.refused), request_.at);
    return result;
  }

 private:
  // Down the ladder: an item that cannot be drawn leaves its slot to the next, and last comes the still.
  Sight sight_at(Instant at, std::vector<Error>& refused) {
    for (std::size_t tries = 0; tries <= content_->release->items.size(); ++tries) {
      showing_ = programme::showing_at(*content_->release, situation_, at);
      if (!showing_) break;
      auto sight = sight_of(*showing_, at);
      if (sight) return std::move(*sight);
      refused.push_back(sight.error());
      if (!situation_.unplayable.insert(showing_->item).second) break;
    }
    showing_.reset();
    return still(refused);
  }

  Sight still(std::vector<Error>& refused) {
    Sight sight;
    auto painted = painter_.paint_still(request_.size);
    if (painted)
      sight.picture = std::make_shared<const pixels::Pixmap>(std::move(*painted));
    else
      refused.push_back(painted.error());
    return sight;
  }

  Result<Sight> sight_of(const programme::Showing& showing, Instant at) {
    const auto& item = content_->release->items.at(showing.item);
    Sight sight;
    const auto* clip = std::get_if<bundle::Clip>(&item.body);
    if (clip == nullptr) {
      GATECAST_TRY(auto painted, painter_.paint_slide(item, showing.languages, showing.mode, request_.size,
                                                      showing.starts));
      sight.picture = std::make_shared<const pixels::Pixmap>(std::move(painted));
      return sight;
    }
    GATECAST_TRY(auto file, content_->open_object(clip->video));
    decode::VideoRequest video;
    video.name = showing.item;
    if (const auto* facts = facts_of(*content_->release, clip->video)) video.facts = *facts;
    video.start =
        std::min(Duration(clip->in_us) + (at - showing.starts), Duration(clip->out_us) - Duration(1));
    GATECAST_TRY(const auto decoder, decode::VideoDecoder::open(std::move(file), video));
    GATECAST_TRY(sight.frame, decoder->next());
    if (!sight.frame)
      return fail(content_error("media.no_frame", showing.item, "there is no frame at this time"));
    sight.fit = clip->fit;
    sight.ground = film_ground(*content_->release, showing.mode);
    return sight;
  }

  void fade_from_the_one_before(Stage& stage, std::vector<Error>& refused) {
    if (!showing_) return;
    const auto length = transition_of(*content_->release, showing_->mode);
    if (request_.at - showing_->starts >= length) return;
    const auto on = showing_;
    auto before = sight_at(on->starts - Duration(1), refused);
    showing_ = on;
    stage.begin_transition(std::move(before), on->starts, length);
  }

  Layers layers(std::vector<Error>& refused) {
    Layers layers;
    const auto languages = showing_ ? showing_->languages
                                    : std::vector<bundle::LanguageTag>{content_->release->languages.primary};
    auto overlays = painter_.paint_overlays(languages, showing_ ? showing_->mode : bundle::Mode::daily,
                                            request_.size, request_.at);
    if (overlays)
      layers.overlays = std::make_shared<const compose::SlidePainter::OverlayPicture>(std::move(*overlays));
    else
      refused.push_back(overlays.error());
    if (auto status = paint_subtitle(); !status) refused.push_back(status.error());
    if (cue_.pixels) layers.cue = &cue_;
    return layers;
  }

  Status paint_subtitle() {
    if (!showing_) return {};
    const auto* clip = std::get_if<bundle::Clip>(&content_->release->items.at(showing_->item).body);
    if (clip == nullptr) return {};
    const auto* track =
        choose_subtitles(*clip, showing_->languages, choose_sound(*clip, showing_->languages));
    if (track == nullptr) return {};
    GATECAST_TRY(const auto cues, painter_.read_cues(track->object));
    const auto* cue = text::cue_at(cues, Duration(clip->in_us) + (request_.at - showing_->starts));
    if (cue == nullptr) return {};
    GATECAST_TRY(auto painted, painter_.paint_cue(cue->text, track->language, request_.size));
    cue_ = {*cue, std::make_shared<const pixels::Pixmap>(std::move(painted.pixels)), painted.where};
    return {};
  }

  Rendered built_in(Rendered result) {
    result.rung = Rung::built_in_still;
    result.pixels = compose::paint_built_in_still(request_.size);
    return result;
  }

  ContentPtr content_;
  const RenderRequest& request_;
  programme::Situation situation_;
  Painter painter_;
  std::optional<programme::Showing> showing_;
  PaintedCue cue_;
};

}  // namespace

Rendered render(const ContentPtr& content, const RenderRequest& request) {
  if (content) return Picture(content, request).draw();
  Rendered result;
  result.rung = Rung::built_in_still;
  result.pixels = compose::paint_built_in_still(request.size);
  return result;
}

}  // namespace gatecast::playback
