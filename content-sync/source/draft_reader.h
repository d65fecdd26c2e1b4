// The parts of reading a draft, one file a kind: folders, channel.json, items, facts. Used by read_draft
// only. Threads: one owner.
#pragma once
#include <deque>

#include "content-sync/source/draft.h"
#include "content-sync/source/source_file.h"

namespace gatecast::source {

class DraftReader {
 public:
  DraftReader(Disk& disk, DraftReading& reading) : disk_(disk), reading_(reading) {}

  Status read(const Path& folder, const std::string& shown);

 private:
  // Folders and files (draft.cpp).
  const SourceFile* load(const Path& folder, const std::string& shown_folder, const std::string& name);
  void add_folder(const Path& folder, const std::string& shown, bool is_channel);
  void include_folders(const Cursor& channel);
  void fault(Error error);

  // channel.json (read_channel.cpp).
  void read_channel(const Cursor& channel);
  void read_languages(const Cursor& node);
  void read_themes(const Cursor& channel);
  void read_overlay(const Cursor& node);
  void read_volume(const Cursor& node);
  void read_device_bounds(const Cursor& node);

  // When and for whom (read_when.cpp).
  void read_playlist(const std::string& id, const Cursor& node);
  void read_event(const Cursor& node);
  void read_mode_days(const Cursor& node);
  bundle::Condition condition(const Cursor& node);
  std::vector<bundle::LunarDays> lunar(const Cursor& node);
  std::string recurrence(const Cursor& node);
  std::string zone(const Cursor& node);
  std::string day(const Cursor& node);
  std::string local_time(const Cursor& node);
  std::string local_time_or_day(const Cursor& node);

  // items/*.json (read_item.cpp).
  // One reader for each file of a sub-folder.
  void read_all(const Path& folder, const std::string& shown, const std::string& of,
                void (DraftReader::*reader)(const SourceFile&));
  void read_item(const SourceFile& file);
  void read_alert(const Cursor& node, bundle::Item& item);
  void read_rights(const Cursor& node, bundle::Item& item);
  bundle::Slide read_slide(const Cursor& node, const bundle::ItemId& id);
  bundle::Motion read_motion(const Cursor& slide_node, const bundle::Slide& slide);
  bundle::Clip read_clip(const Cursor& node, const bundle::ItemId& id);

  // topics.json, pages/*.json (read_page.cpp).
  void read_topics(const SourceFile& file);
  void read_page(const SourceFile& file);
  std::optional<bundle::Block> block(const Cursor& node, const std::string& kind);
  bundle::HoursBlock hours(const Cursor& node);
  void read_speech(const Cursor& node, bundle::Page& page);
  // What is looked at and asked (read_page_parts.cpp).
  bundle::MapBlock map(const Cursor& node);
  bundle::PlanBlock plan(const Cursor& node);
  bundle::FormBlock form(const Cursor& node);
  bundle::GalleryBlock gallery(const Cursor& node);
  // Texts by language, or one text that is the same in all.
  bundle::TextByLanguage texts_or_one(const Cursor& node);

  // facts.json, glossary.json, and what all share (read_parts.cpp).
  void read_facts(const SourceFile& file);
  void read_glossary(const SourceFile& file);
  // feeds.json, and the overlay that shows them (read_feeds.cpp).
  void read_feeds(const SourceFile& file);
  void read_feed_tile(const Cursor& node);
  bundle::TextByLanguage words(const Cursor& node);
  bundle::TextByLanguage texts(const Cursor& node);
  std::string text(const Cursor& node);
  bundle::LanguageTag language(const Cursor& node);
  bundle::LanguageTag language(const std::string& tag, const Cursor& node);
  std::set<bundle::Mode> modes(const Cursor& node, std::set<bundle::Mode> otherwise);
  std::optional<bundle::PictureUse> picture(const Cursor& node);
  std::optional<Sha256> file(const Cursor& node, FileUse use);
  std::optional<Sha256> alert_sound(const Cursor& node);
  std::vector<bundle::LanguageTag> channel_languages() const;

  Disk& disk_;
  DraftReading& reading_;
  struct Folder {
    Path path;
    std::string shown;
  };
  std::vector<Folder> folders_;  // the channel's own first, then the included ones
  std::deque<SourceFile> files_;
  std::map<Path, Sha256> hashed_;
  std::set<bundle::ItemId> known_ids_;  // also of items and pages that break their schema
  bool has_unread_items_ = false;       // files that are no JSON: their ids are unknown
};

// What the parts say about each other: playlists to items, texts to facts, translations, lengths, zones,
// ends.
void check_draft(DraftReading& reading, const std::set<bundle::ItemId>& known_ids, bool has_unread_items);
// {feed:...} in texts.
void check_feed_texts(DraftReading& reading);
// The same for what a touch opens: topics, links, translations, facts, words.
void check_pages(DraftReading& reading, const std::set<bundle::ItemId>& known_ids, bool has_unread_items);

}  // namespace gatecast::source
