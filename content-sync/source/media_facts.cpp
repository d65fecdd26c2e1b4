#include "content-sync/source/media_facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "content-sync/base/json_value.h"
#include "content-sync/bundle/release_read.h"
#include "content-sync/source/kiosk_class.h"
#include "content-sync/source/preview_process.h"
#include "content-sync/source/text_form.h"

namespace gatecast::source {
namespace {

using nlohmann::json;

constexpr std::uint64_t kLargestSubtitles = 2U << 20U;
constexpr std::int64_t kFrame_us = 50'000;

std::string text_of(const json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

class MediaMeasure {
 public:
  MediaMeasure(Disk& disk, DraftReading& reading, const Path& preview, const Progress& progress)
      : disk_(disk), draft_(reading.draft), faults_(reading.faults), preview_(preview), progress_(progress) {}

  void run() {
    std::vector<std::pair<Sha256, DraftFile>> media;
    for (const auto& [hash, file] : draft_.files) {
      if (file.use == FileUse::subtitles) check_subtitles(file);
      if (file.use != FileUse::subtitles && file.use != FileUse::font) media.emplace_back(hash, file);
    }
    std::sort(media.begin(), media.end(),
              [](const auto& a, const auto& b) { return a.second.shown < b.second.shown; });
    std::size_t done = 0;
    for (const auto& [hash, file] : media) {
      progress_(fmt::format("measuring {} of {}: {}", ++done, media.size(), file.shown));
      measure(hash, file);
    }
    for (const auto& [id, page] : draft_.release.pages)
      for (const auto& [tag, speech] : page.speech)
        check_use(speech.object, FileUse::sound, draft_.page_places.at(id).subject);
    for (auto& [id, item] : draft_.release.items) {
      const auto& place = draft_.places.at(id).subject;
      if (item.alert && item.alert->sound) check_use(*item.alert->sound, FileUse::sound, place);
      if (auto* clip = std::get_if<bundle::Clip>(&item.body)) {
        check_use(clip->video, FileUse::video, place);
        for (const auto& sound : clip->sounds)
          if (sound.object) check_use(*sound.object, FileUse::sound, place);
        settle(item, *clip);
      } else {
        for (const auto& [slot, use] : std::get<bundle::Slide>(item.body).pictures)
          check_use(use.object, FileUse::picture, place);
      }
    }
  }

 private:
  void add(Severity severity, const std::string& subject, std::string rule, std::string message,
           std::string hint) {
    faults_.push_back(
        {severity, content_error(std::move(rule), subject, std::move(message), std::move(hint))});
  }

  void check_subtitles(const DraftFile& file) {
    const auto bytes = read_file(disk_, file.path, kLargestSubtitles);
    const bool has_texts =
        bytes && (bytes->find("-->") != Bytes::npos || bytes->find("Dialogue:") != Bytes::npos);
    if (!has_texts || !is_utf8(*bytes))
      add(Severity::error, file.subject, "media.subtitles", "\"" + file.shown + "\" holds no subtitles",
          "save them as WebVTT, SRT or ASS in UTF-8");
  }

  void measure(const Sha256& hash, const DraftFile& file) {
    if (!file.made) return measure_file(hash, file, std::filesystem::absolute(file.path));
    // What was drawn here is measured as a file, like everything else.
    const auto temporary = std::filesystem::temp_directory_path() /
                           ("gatecast-" + hash.hex().substr(0, 16) + file.path.extension().string());
    if (const auto written = write_file_durably(disk_, temporary, *file.made); !written) {
      faults_.push_back({Severity::error, written.error()});
      return;
    }
    measure_file(hash, file, temporary);
    if (const auto removed = disk_.remove(temporary); !removed)
      faults_.push_back({Severity::warning, removed.error()});
  }

  void measure_file(const Sha256& hash, const DraftFile& file, const Path& path) {
    PreviewLimits limits;
    limits.time = std::chrono::seconds(120 + static_cast<std::int64_t>(file.length_bytes >> 20U));
    std::vector<std::string> question{"--probe", "--loudness", std::to_string(draft_.loudness_mlufs)};
    if (file.use == FileUse::tiles) question.emplace_back("--for-gallery");
    question.push_back(path.string());
    const auto answer = run_preview(preview_, question, limits);
    if (!answer) {
      auto error = answer.error();
      if (error.kind == ErrorKind::content) {
        error.subject = file.subject;
        error.message = "\"" + file.shown + "\": " + error.message;
      }
      faults_.push_back({Severity::error, std::move(error)});
      return;
    }
    const auto files = answer->is_object() ? answer->value("files", json::array()) : json::array();
    const auto entry = files.is_array() && !files.empty() ? files.front() : json::object();
    const bool has_error = take_faults(file, entry);
    take_facts(hash, file, entry, has_error);
  }

  bool take_faults(const DraftFile& file, const json& entry) {
    bool has_error = false;
    const auto faults = entry.find("faults");
    if (faults == entry.end() || !faults->is_array()) return false;
    for (const auto& fault : *faults) {
      // Of a sound nobody expects a picture.
      if (file.use == FileUse::sound && text_of(fault, "rule") == "media.no_video") continue;
      const bool is_warning = fault.is_object() && fault.value("is_warning", json(false)) == true;
      has_error = has_error || !is_warning;
      add(is_warning ? Severity::warning : Severity::error, file.subject, text_of(fault, "rule"),
          "\"" + file.shown + "\": " + text_of(fault, "message"), text_of(fault, "hint"));
    }
    return has_error;
  }

  void take_facts(const Sha256& hash, const DraftFile& file, const json& entry, bool has_error) {
    bundle::Reading reading("gatecast-preview");
    const bundle::Node node(entry, "", reading);
    const auto is_there = [&](const char* key) { return node.has(key) && entry.at(key).is_object(); };
    if (is_there("media")) draft_.release.media[hash] = bundle::read_media_facts(node.at("media"));
    if (is_there("picture") && file.use == FileUse::tiles)
      return take_gallery_picture(file, bundle::read_picture_facts(node.at("picture")), has_error);
    if (is_there("picture")) draft_.release.pictures[hash] = bundle::read_picture_facts(node.at("picture"));
    for (const auto& made : entry.value("subtitle_files", json::array()))
      if (made.is_object() && made.value("stream_index", json()).is_number_integer())
        subtitles_[hash][made.at("stream_index").get<int>()] = text_of(made, "text");
    if (reading.error()) {
      faults_.push_back({Severity::error, *reading.error()});
      return;
    }
    if (has_error) return;
    if (const auto fault = fault_of_use(hash, file, file.use)) faults_.push_back({Severity::error, *fault});
  }

  // Its size in the release is that of its tiles.
  void take_gallery_picture(const DraftFile& file, const bundle::PictureFacts& facts, bool has_error) {
    constexpr int kLeastSide = 1200;
    const int side = std::max(facts.width_px, facts.height_px);
    if (!has_error && facts.format != "svg" && side < kLeastSide)
      add(Severity::warning, file.subject, "gallery.small",
          fmt::format("\"{}\" has {} x {} pixels: brought nearer it shows nothing more", file.shown,
                      facts.width_px, facts.height_px),
          "take the picture as large as it is to be had");
  }

  // What the file is against what it is used for.
  std::optional<Error> fault_of_use(const Sha256& hash, const DraftFile& file, FileUse use) const {
    const auto media = draft_.release.media.find(hash);
    const bool has_media = media != draft_.release.media.end();
    if (use == FileUse::video && (!has_media || !media->second.video))
      return content_error("media.no_video", file.subject, "\"" + file.shown + "\" has no video in it",
                           "name a video file; a picture belongs into a slide, a sound into \"sounds\"");
    if (use == FileUse::sound && (!has_media || media->second.audio.empty()))
      return content_error("media.no_sound", file.subject, "\"" + file.shown + "\" has no sound in it",
                           "name a sound file");
    if ((use == FileUse::picture || use == FileUse::tiles) && draft_.release.pictures.count(hash) == 0)
      return content_error("media.no_picture", file.subject, "\"" + file.shown + "\" is not a picture",
                           "save it as PNG or JPEG; a video belongs into a clip");
    return std::nullopt;
  }

  // The same bytes may be named twice, for two uses; the first was looked at when they were measured.
  void check_use(const Sha256& hash, FileUse use, const std::string& place) {
    const auto file = draft_.files.find(hash);
    if (file == draft_.files.end() || file->second.use == use) return;
    if (auto fault = fault_of_use(hash, file->second, use)) {
      fault->subject = place;
      faults_.push_back({Severity::error, *fault});
    }
  }

  // The in and out points, length and sounds that the editor left to the video.
  void settle(bundle::Item& item, bundle::Clip& clip) {
    const auto found = draft_.release.media.find(clip.video);
    if (found == draft_.release.media.end() || !found->second.video) return;
    const auto& facts = found->second;
    judge_for_kiosks(item, *facts.video);
    const auto open = draft_.open_clips[item.id];
    const auto& subject = draft_.places.at(item.id).subject;
    if (open.until_end) clip.out_us = facts.duration_us;
    // A container's length is often some milliseconds off; more than that is the editor's mistake.
    if (clip.out_us > facts.duration_us && clip.out_us - facts.duration_us <= kFrame_us)
      clip.out_us = facts.duration_us;
    if (clip.out_us > facts.duration_us || clip.in_us >= clip.out_us)
      add(Severity::error, subject, "clip.points",
          fmt::format("the video lasts {} ms; in_ms {} and out_ms {} do not lie within it",
                      facts.duration_us / 1000, clip.in_us / 1000, clip.out_us / 1000),
          "correct in_ms and out_ms, or leave them out");
    settle_subtitles(clip, open, facts);
    if (open.own_duration) item.duration_us = std::max<std::int64_t>(1, clip.out_us - clip.in_us);
    if (open.own_sounds)
      for (const auto& audio : facts.audio)
        clip.sounds.push_back({audio.language, std::nullopt, audio.stream_index});
    else
      for (auto& sound : clip.sounds) settle_sound(sound, facts, subject);
  }

  // Said beforehand: what the channel's kiosks can play.
  void judge_for_kiosks(const bundle::Item& item, const bundle::VideoFacts& video) {
    const auto kiosk = kiosk_class(draft_.kiosk_class);
    if (!kiosk) return;  // the schema has refused it
    for (auto& finding : judge_for_kiosk(video, draft_.release.screen, *kiosk))
      add(Severity::warning, draft_.places.at(item.id).subject, finding.rule,
          item.id + ": " + finding.message, finding.hint);
  }

  // The n-th subtitles of the video's own file become a file of the release.
  void settle_subtitles(bundle::Clip& clip, const OpenClip& open, const bundle::MediaFacts& facts) {
    const auto& streams = facts.subtitles;
    for (const auto& wanted : open.subtitles) {
      const auto number = static_cast<std::size_t>(wanted.number);
      if (number >= streams.size()) {
        add(Severity::error, wanted.subject, "clip.subtitles",
            fmt::format("the video has no subtitles {}", number),
            fmt::format("it has {}, counted from 0", streams.size()));
        continue;
      }
      const auto& texts = subtitles_[clip.video];
      const auto text = texts.find(streams[number].stream_index);
      if (text == texts.end()) {
        add(Severity::error, wanted.subject, "clip.subtitles",
            fmt::format("the video's subtitles {} ({}) are no text", number, streams[number].codec),
            "write them as a file: WebVTT, SRT or ASS");
        continue;
      }
      const auto shown = fmt::format("{} (subtitles {})", draft_.files.at(clip.video).shown, number);
      clip.subtitles.push_back({wanted.language, take_in(draft_, text->second, shown, wanted.subject)});
    }
  }

  // From "the n-th sound of the file" to the file's stream index.
  void settle_sound(bundle::SoundTrack& sound, const bundle::MediaFacts& video, const std::string& subject) {
    const auto own = sound.object ? draft_.release.media.find(*sound.object) : draft_.release.media.end();
    if (sound.object && own == draft_.release.media.end()) return;  // told already
    const auto& audio = sound.object ? own->second.audio : video.audio;
    const auto wanted = static_cast<std::size_t>(sound.stream_index);
    if (wanted < audio.size())
      sound.stream_index = audio[wanted].stream_index;
    else if (!sound.object)
      add(Severity::error, subject, "clip.sound", fmt::format("the video has no sound stream {}", wanted),
          fmt::format("it has {}, counted from 0", audio.size()));
  }

  std::map<Sha256, std::map<int, Bytes>> subtitles_;  // inside the films, by stream
  Disk& disk_;
  Draft& draft_;
  Faults& faults_;
  const Path& preview_;
  const Progress& progress_;
};

std::string place_of(const Draft& draft, const std::string& item, const std::string& slot) {
  const auto place = draft.places.find(item);
  if (place == draft.places.end()) {
    const auto other = draft.other_places.find(item);  // "feeds/queue"
    return other == draft.other_places.end() ? item : other->second;
  }
  // A slot of several entries is told as "steps 2" or "steps[1]".
  const auto name = slot.substr(0, slot.find_first_of(" [."));
  const auto found = place->second.slots.find(name);
  return found == place->second.slots.end() ? place->second.subject : found->second;
}

void take_box(const Draft& draft, const std::string& item, const json& box, Faults& faults) {
  const auto slot = text_of(box, "slot");
  const auto language = bundle::LanguageTag(text_of(box, "language"));
  const auto subject = place_of(draft, item, slot);
  const auto in = language.empty() ? std::string() : " in " + language;
  const auto add = [&](Severity severity, const char* rule, std::string message, std::string hint) {
    for (const auto& fault : faults)  // the same text stands in several pairs of languages
      if (fault.error.subject == subject && fault.error.message == message) return;
    faults.push_back({severity, content_error(rule, subject, std::move(message), std::move(hint))});
  };
  if (box.contains("fits") && box.at("fits") == false)
    add(Severity::error, "text.fit", fmt::format("\"{}\"{} does not fit, even at its least size", slot, in),
        fmt::format("shorten it; see it with gatecast-preview FOLDER --item {} --out FILE.png", item));
  const auto missing = box.find("missing");
  if (missing != box.end() && missing->is_array() && !missing->empty())
    add(Severity::error, "text.glyph",
        fmt::format("\"{}\"{}: no typeface has the character {}", slot, in, missing->front().dump()),
        "write it with another character");
  const auto contrast = box.find("contrast_hundredths");
  if (contrast != box.end() && contrast->is_number() && contrast->get<double>() > 0 &&
      contrast->get<double>() < 450)
    add(Severity::warning, "text.contrast",
        fmt::format("\"{}\"{}: contrast {:.1f}, less than 4.5", slot, in, contrast->get<double>() / 100),
        "choose another picture, focus or tone");
}

}  // namespace

void measure_media(Disk& disk, DraftReading& reading, const Path& preview, const Progress& progress) {
  MediaMeasure(disk, reading, preview, progress).run();
}

void measure_texts(DraftReading& reading, const Path& folder, const Path& preview, const Progress& progress) {
  progress(fmt::format("fitting the texts of {} items", reading.draft.release.items.size()));
  PreviewLimits limits;
  limits.time = std::chrono::seconds(120 + 20 * reading.draft.release.items.size());
  const auto answer = run_preview(preview, {"--measure", std::filesystem::absolute(folder).string()}, limits);
  if (!answer) {
    reading.faults.push_back({Severity::error, answer.error()});
    return;
  }
  const auto events = answer->is_object() ? answer->value("events", json::array()) : json::array();
  for (const auto& event : events) {
    const auto named = text_of(event, "place");  // days with a mode have one too
    const auto place =
        reading.draft.other_places.find(named.empty() ? "events/" + text_of(event, "event") : named);
    for (const auto& fault : event.value("faults", json::array()))
      if (fault.is_string() && place != reading.draft.other_places.end())
        reading.faults.push_back(
            {Severity::error, content_error("event.plays", place->second, fault.get<std::string>(), {})});
  }
  const auto items = answer->is_object() ? answer->value("items", json::array()) : json::array();
  for (const auto& item : items) {
    const auto id = text_of(item, "item");
    for (const auto& box : item.value("boxes", json::array()))
      take_box(reading.draft, id, box, reading.faults);
    for (const auto& fault : item.value("faults", json::array())) {
      if (!fault.is_string() && !fault.is_object()) continue;
      const auto subject = place_of(reading.draft, id, "");
      const auto message = fault.is_string() ? fault.get<std::string>() : text_of(fault, "message");
      const auto rule = fault.is_string() ? std::string("slide.drawn") : text_of(fault, "rule");
      const bool is_told = std::any_of(reading.faults.begin(), reading.faults.end(), [&](const Fault& told) {
        return told.error.subject == subject && told.error.message == message;
      });
      if (!is_told)
        reading.faults.push_back(
            {Severity::warning, content_error(rule, subject, message, text_of(fault, "hint"))});
    }
  }
}

}  // namespace gatecast::source
