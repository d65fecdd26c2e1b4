#include "player/preview/measure.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "content-sync/base/json_value.h"
#include "content-sync/bundle/feed_reference.h"
#include "player/compose/feed_text.h"
#include "player/playback/painter.h"
#include "player/playback/tracks.h"
#include "player/preview/subtitle_sync.h"
#include "player/programme/languages.h"
#include "player/programme/mode.h"
#include "player/schedule/schedule.h"
#include "player/text/subtitle_pace.h"

namespace gatecast::preview {

using nlohmann::json;

std::vector<std::vector<bundle::LanguageTag>> language_rounds(const bundle::LanguageSet& set) {
  std::vector<std::vector<bundle::LanguageTag>> rounds;
  const auto add = [&](std::vector<bundle::LanguageTag> round) {
    if (std::ranges::count(rounds, round) == 0) rounds.push_back(std::move(round));
  };
  for (auto& round : programme::rounds_of(set)) add(std::move(round));
  // A touch screen shows any language of the set.
  if (set.presentation == bundle::Presentation::one) {
    for (const auto& tag : set.foreign) add({tag});
  }
  return rounds;
}

namespace {

std::int64_t thousandths(double value) {
  return std::llround(value * 1000);
}

json box_to_json(const compose::TextBox& box) {
  return {{"slot", box.slot},
          {"language", box.language},
          {"fits", box.fits},
          {"size_px", static_cast<double>(thousandths(box.size_px)) / 1000},
          {"visible_height_px", static_cast<double>(thousandths(box.visible_height_px)) / 1000},
          {"lines", box.line_texts},
          {"missing", box.missing_characters},
          {"contrast_hundredths", std::llround(box.contrast_hundredths)},
          {"box", {box.box.x, box.box.y, box.box.width, box.box.height}}};
}

class Measuring {
 public:
  Measuring(const OpenedChannel& channel, Instant now)
      : channel_(channel), release_(*channel.content->release), now_(now), painter_(channel.content) {
    size_ = {release_.screen.width_px, release_.screen.height_px};
  }

  Measured measure() {
    for (const auto& [id, item] : release_.items) {
      if (const auto* clip = std::get_if<bundle::Clip>(&item.body)) {
        measure_subtitles(item, *clip);
      } else {
        for (const auto& round : language_rounds(release_.languages)) measure_slide(item, round);
      }
    }
    if (release_.feed_tile)
      for (const auto& name : release_.feed_tile->feeds)
        for (const auto& round : language_rounds(release_.languages))
          if (const auto feed = release_.feeds.find(name); feed != release_.feeds.end())
            measure_feed(feed->second, round);
    for (std::size_t i = 0; i < release_.overlays.size(); ++i) measure_ticker(i);
    for (const auto& event : release_.events) check_event("events/" + event.id, event);
    for (std::size_t i = 0; i < release_.mode_days.size(); ++i)
      for (const auto& span : programme::events_of(release_.mode_days[i]))
        check_event(fmt::format("mode_days/{}", i), span);
    Measured measured;
    measured.is_fine = is_fine_;
    measured.json =
        json{{"items", items_}, {"events", events_}}.dump(-1, ' ', false, json::error_handler_t::replace) +
        "\n";
    return measured;
  }

 private:
  void add(const bundle::Item& item, const std::vector<bundle::LanguageTag>& languages, json boxes,
           json faults) {
    is_fine_ = is_fine_ && faults.empty();
    items_.push_back({{"item", item.id},
                      {"languages", languages},
                      {"size", {size_.width_px, size_.height_px}},
                      {"boxes", std::move(boxes)},
                      {"faults", std::move(faults)}});
  }

  void measure_slide(const bundle::Item& item, const std::vector<bundle::LanguageTag>& round) {
    compose::SlideReport report;
    json faults = json::array();
    // What its feeds may say: the first that does not fit tells of all.
    for (const auto& feeds : widest_feeds(item)) {
      report = {};
      faults = draw_slide(item, round, feeds, report);
      const bool is_right = std::ranges::all_of(report.boxes, [](const compose::TextBox& box) {
        return box.fits && box.missing_characters.empty();
      });
      if (!is_right || !faults.empty()) break;
    }
    json boxes = json::array();
    for (const auto& box : report.boxes) {
      is_fine_ = is_fine_ && box.fits && box.missing_characters.empty() && box.contrast_hundredths >= 450;
      boxes.push_back(box_to_json(box));
    }
    add(item, round, std::move(boxes), std::move(faults));
  }

  json draw_slide(const bundle::Item& item, const std::vector<bundle::LanguageTag>& round,
                  const bundle::FeedValues& feeds, compose::SlideReport& report) {
    const auto mode = item.modes.contains(bundle::Mode::daily) || item.modes.empty() ? bundle::Mode::daily
                                                                                     : *item.modes.begin();
    const auto drawn = painter_.paint_slide(item, round, mode, size_, now_, &report, feeds);
    json faults = json::array();
    if (!drawn) faults.push_back(drawn.error().message);
    for (const auto& fault : report.faults) faults.push_back(fault);
    // A picture that cannot be decoded: its scene stands in.
    for (const auto& broken : painter_.take_broken())
      faults.push_back(name_of(broken) + ": " + broken.message);
    return faults;
  }

  // One set of values where a slide names no feed: none. Else as many as its feeds have values that need
  // room.
  [[nodiscard]] std::vector<bundle::FeedValues> widest_feeds(const bundle::Item& item) const {
    std::vector<bundle::FeedValues> sets(1);
    const auto* slide = std::get_if<bundle::Slide>(&item.body);
    for (const auto& name : slide == nullptr ? std::set<std::string>() : bundle::feeds_of(*slide)) {
      const auto feed = release_.feeds.find(name);
      if (feed == release_.feeds.end()) continue;
      const auto widest = compose::widest_values(feed->second, now_);
      while (sets.size() < widest.size()) sets.push_back(sets.back());
      for (std::size_t i = 0; i < sets.size(); ++i) sets[i][name] = widest[i % widest.size()];
    }
    return sets;
  }

  // The tile with the values that need most room, of another day.
  void measure_feed(const bundle::Feed& feed, const std::vector<bundle::LanguageTag>& round) {
    json faults = json::array();
    const auto mode = *release_.feed_tile->modes.begin();
    const auto at =
        now_ - std::min<Duration>(std::chrono::hours(24), std::chrono::seconds(feed.greatest_age_s - 1));
    for (const auto& value : compose::widest_values(feed, at)) {
      const compose::SlidePainter::StripLook look{
          false, true, std::make_shared<const bundle::FeedValues>(bundle::FeedValues{{feed.name, value}})};
      const auto painted = painter_.paint_overlays(round, mode, size_, now_, look);
      if (!painted || !painted->has_lost_tile) continue;
      faults.push_back({{"rule", "feed.fit"},
                        {"message", fmt::format("the tile has no room for \"{}\" in {}",
                                                bundle::plain_value(value), fmt::join(round, "+"))},
                        {"hint", "shorten the label, the source or the unit"}});
    }
    is_fine_ = is_fine_ && faults.empty();
    items_.push_back({{"item", "feeds/" + feed.name},
                      {"languages", round},
                      {"size", {size_.width_px, size_.height_px}},
                      {"boxes", json::array()},
                      {"faults", std::move(faults)}});
  }

  // Its phrases beside clock and dates, without a feed's tile: told is what no round has room for.
  void measure_ticker(std::size_t index) {
    const auto& overlay = release_.overlays[index];
    if (overlay.kind != bundle::Overlay::Kind::ticker || overlay.modes.empty()) return;
    const bool runs = overlay.motion == bundle::Overlay::Motion::run;
    std::map<std::string, bool> is_lost;  // by phrase
    for (const auto& round : language_rounds(release_.languages)) {
      const auto painted = painter_.paint_overlays(round, *overlay.modes.begin(), size_, now_, {});
      if (!painted) continue;
      const std::set<std::string> lost(painted->lost_phrases.begin(), painted->lost_phrases.end());
      for (const auto& phrase : lost) is_lost.emplace(phrase, true);
      for (const auto& texts : overlay.texts)
        for (const auto& language : round)
          if (const auto text = bundle::choose_text(texts, language, release_.languages);
              text && !lost.contains(text->text))
            is_lost[text->text] = false;
    }
    json faults = json::array();
    for (const auto& [phrase, is_so] : is_lost)
      if (is_so)
        faults.push_back(
            {{"rule", "overlay.no_room"},
             {"message", runs ? fmt::format("the ticker's line is full: \"{}\" is left out", phrase)
                              : fmt::format("the ticker has no room for \"{}\": it is never shown", phrase)},
             {"hint", runs ? "write fewer or shorter phrases"
                           : "shorten it, or let the ticker run: \"motion\": \"run\""}});
    if (faults.empty()) return;
    is_fine_ = false;
    items_.push_back({{"item", fmt::format("overlays/{}", index)},
                      {"languages", json::array()},
                      {"size", {size_.width_px, size_.height_px}},
                      {"boxes", json::array()},
                      {"faults", std::move(faults)}});
  }

  void measure_subtitles(const bundle::Item& item, const bundle::Clip& clip) {
    for (const auto& track : clip.subtitles) {
      json faults = json::array();
      const auto cues = painter_.read_cues(track.object);
      if (!cues) {
        const auto& error = cues.error();
        const auto colon = error.subject.rfind(':');
        const auto line = colon == std::string::npos ? "" : " line " + error.subject.substr(colon + 1);
        faults.push_back(fmt::format("{}{}: {}", name_of(track.object), line, error.message));
      } else {
        for (const auto& cue : *cues) check_cue(cue, clip, track, faults);
        check_times(*cues, clip, track, faults);
      }
      add(item, {track.language}, json::array(), std::move(faults));
    }
  }

  void check_cue(const text::Cue& cue, const bundle::Clip& clip, const bundle::SubtitleTrack& track,
                 json& faults) {
    const auto where = fmt::format("{} at {:.1f} s", name_of(track.object), seconds(cue.start));
    if (clip.out_us > 0 && cue.start >= Duration(clip.out_us)) {
      faults.push_back(where + ": this subtitle comes after the film's end");
      return;
    }
    const auto painted = painter_.paint_cue({track.language, cue.text, cue.place}, size_);
    if (!painted) {
      faults.push_back(where + ": " + painted.error().message);
    } else if (painted->is_too_long) {
      faults.push_back(where + ": this subtitle does not fit into two lines; part it into two");
    }
  }

  static double seconds(Duration time) { return std::chrono::duration<double>(time).count(); }

  void check_times(const std::vector<text::Cue>& cues, const bundle::Clip& clip,
                   const bundle::SubtitleTrack& track, json& faults) {
    for (const auto& finding : text::check_pace(cues, track.language))
      faults.push_back({{"rule", finding.rule},
                        {"message", fmt::format("{} at {:.1f} s: {}", name_of(track.object),
                                                seconds(finding.at), finding.message)},
                        {"hint", finding.hint}});
    const auto* sound = playback::choose_sound(clip, {track.language}, release_.languages);
    if (sound == nullptr) return;
    const auto late = lateness_of(cues, loudness(clip, *sound));
    if (!late) return;
    faults.push_back(
        {{"rule", "subtitles.sync"},
         {"message", fmt::format("{}: the subtitles come {:.1f} s {} the voice", name_of(track.object),
                                 std::abs(seconds(*late)), *late > Duration(0) ? "after" : "before")},
         {"hint", "move all their times by that much; is it the right file?"}});
  }

  // Empty where the sound cannot be read: that is told of the file itself.
  const Loudness& loudness(const bundle::Clip& clip, const bundle::SoundTrack& sound) {
    const auto object = sound.object.value_or(clip.video);
    const auto key = std::pair(object, sound.object ? -1 : sound.stream_index);
    if (const auto known = loudness_.find(key); known != loudness_.end()) return known->second;
    auto& measured = loudness_[key];
    auto file = channel_.content->open_object(object);
    if (!file) return measured;
    auto decoder =
        decode::SoundDecoder::open(std::move(*file), {.name = name_of(object), .stream_index = key.second});
    if (!decoder) return measured;
    if (auto read = loudness_of(**decoder)) measured = std::move(*read);
    return measured;
  }

  void check_event(const std::string& place, const bundle::Event& event) {
    json faults = json::array();
    if (const auto checked = schedule::check_event(event); !checked) {
      is_fine_ = false;
      faults.push_back(checked.error().message +
                       (checked.error().hint.empty() ? "" : ": " + checked.error().hint));
    }
    events_.push_back({{"place", place}, {"event", event.id}, {"faults", std::move(faults)}});
  }

  [[nodiscard]] std::string name_of(const Sha256& object) const {
    const auto found = channel_.files.find(object);
    return found == channel_.files.end() ? object.hex().substr(0, 12) : found->second;
  }
  [[nodiscard]] std::string name_of(const Error& error) const {
    const auto hash = Sha256::from_hex(error.subject);
    return hash ? name_of(*hash) : error.subject;
  }

  const OpenedChannel& channel_;
  const bundle::Release& release_;
  Instant now_;
  pixels::Size size_;
  playback::Painter painter_;
  std::map<std::pair<Sha256, int>, Loudness> loudness_;
  json items_ = json::array();
  json events_ = json::array();
  bool is_fine_ = true;
};

}  // namespace

Measured measure_channel(const OpenedChannel& channel, Instant now) {
  return Measuring(channel, now).measure();
}

}  // namespace gatecast::preview
