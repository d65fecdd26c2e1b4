// A source folder, read: the release that it would make, before anything is measured or copied, and the
// files that it names. `gatecast check`, `gatecast build` and gatecast-preview read a folder through this.
// In the release, number and times are unset, objects have no piece lists, typefaces are whole, media facts
// and picture facts are missing until they are measured (see media_facts.h). Threads: main only. Errors:
// faults, all of them; an environment error where the folder cannot be read at all. Source:
// shared/design/content.md, Source folder; assets/schema.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "content-sync/bundle/release.h"
#include "content-sync/source/fault.h"

namespace gatecast::source {

enum class FileUse { picture, video, sound, subtitles, font, tiles };
struct DraftFile {
  Path path;
  std::string shown;    // as the editor knows it
  std::string subject;  // where it is named first
  FileUse use = FileUse::picture;
  std::uint64_t length_bytes = 0;
  std::shared_ptr<const Bytes> made = {};  // no file of the folder: taken out of a film, its path but a name
};

// Where an item stands, for findings that come later.
struct ItemPlace {
  std::string subject;                       // "demo/items/welcome.json:1:1"
  std::map<std::string, std::string> slots;  // "title" -> "demo/items/welcome.json:12:5"
};

// What a clip leaves open until its video is measured.
struct OpenClip {
  bool until_end = false;     // out_ms is left out
  bool own_duration = false;  // duration_s is left out: the part that is shown
  bool own_sounds = false;    // no sounds named: those of the video
  struct Subtitles {
    bundle::LanguageTag language;
    int number = 0;  // among the video's streams of subtitles
    std::string subject;
  };
  std::vector<Subtitles> subtitles = {};  // those inside the video
};

struct Draft {
  bundle::Release release;
  std::map<Sha256, DraftFile> files;
  std::map<bundle::ItemId, ItemPlace> places;
  std::map<bundle::ItemId, OpenClip> open_clips;
  std::map<bundle::ItemId, std::set<bundle::LanguageTag>> may_be_missing;
  std::map<bundle::ItemId, ItemPlace>
      page_places;  // slots: "0" is the first text, as each_text_of gives them
  std::map<std::string, std::string> other_places;  // "facts/hours", "events/day", "overlays/0" -> subject
  std::optional<Instant> takes_effect_at;
  int loudness_mlufs = -23000;
  std::string kiosk_class;  // what the weakest kiosk of the channel is; see kiosk_class.h
};

struct DraftReading {
  Draft draft;
  Faults faults;
};

// `shown`: how the folder is called in messages, as the editor gave it.
Result<DraftReading> read_draft(Disk& disk, const Path& folder, const std::string& shown);
inline Result<DraftReading> read_draft(Disk& disk, const Path& folder) {
  return read_draft(disk, folder, folder.string());
}

// Subtitles that were inside a film, as a file of the draft; its hash.
Sha256 take_in(Draft& draft, Bytes subtitles, const std::string& shown, const std::string& subject);

// SHA-256 and length of a file, read once from end to end.
struct FileHash {
  Sha256 sha256;
  std::uint64_t length_bytes = 0;
};
Result<FileHash> hash_file(Disk& disk, const Path& path);

}  // namespace gatecast::source
