// A release: all that one channel shows and speaks, as values. The signed document is canonical JSON
// (OLPC form) of exactly these fields; field names in JSON are the member names without a trailing _us/_px
// difference: they are written as they stand here. Integers only; units stand in the names.
// Threads: immutable values; share as std::shared_ptr<const Release>.
// Source: shared/design/content.md; BCP 47 for tags; RFC 5545 for recurrence; IANA zones.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "content-sync/base/bytes.h"
#include "content-sync/base/clock.h"
#include "content-sync/base/result.h"
#include "content-sync/bundle/device.h"
#include "content-sync/bundle/feed.h"
#include "content-sync/bundle/page.h"

namespace gatecast::bundle {

using LanguageTag = std::string;  // BCP 47 in canonical case: "vi", "lo", "zh", "zh-Hant"
using ItemId = std::string;       // "<agency>/<slug>": stable over revisions
using TextByLanguage = std::map<LanguageTag, std::string>;  // NFC, UTF-8

struct FormatVersion {
  int major = 1;
  int minor = 0;
};
inline constexpr FormatVersion kReleaseFormat{1, 7};

inline constexpr std::uint64_t kLargestSearchIndex = 64U << 20U;

struct Ratio {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
  bool operator==(const Ratio&) const = default;
};

// ---- objects -------------------------------------------------------------------------------------------
struct ObjectRef {
  Sha256 sha256;
  std::uint64_t length_bytes = 0;
  Sha256 pieces;  // SHA-256 of the piece list, itself an object (see piece_list.h)
  std::uint64_t pieces_length_bytes = 0;
  std::string media_type;  // "video/mp4", "image/png", "font/ttf", "text/vtt" ...
};

// ---- media facts, measured when the release was built ----------------------------------------------------
struct VideoFacts {
  int stream_index = 0;
  std::string codec;    // libavcodec's name: "h264", "hevc", "vp9"
  std::string profile;  // "High", may be empty
  int level = 0;        // as libavcodec gives it (41 = 4.1), 0 unknown
  int width_px = 0;
  int height_px = 0;
  Ratio frame_rate;  // average
  bool is_variable_rate = false;
  Ratio pixel_aspect{1, 1};
  int rotation_degrees = 0;  // clockwise, 0 90 180 270
  std::string matrix;        // "bt709", "smpte170m", "bt2020nc", "unknown"
  std::string primaries;
  std::string transfer;
  bool is_full_range = false;
  int bit_depth = 8;
  std::string pixel_format;  // libavutil's name
  bool is_interlaced = false;
  int reorder_depth = 0;  // frames the decoder may hold back
};
struct AudioFacts {
  int stream_index = 0;
  std::string codec;
  int sample_rate_hz = 0;
  int channels = 0;
  LanguageTag language;    // "" where the file does not say
  int loudness_mlufs = 0;  // integrated, EBU R 128, thousandths of LUFS
  int true_peak_mdb = 0;
  int gain_mdb = 0;  // to reach the channel's target
};
struct SubtitleStreamFacts {
  int stream_index = 0;
  std::string codec;
  LanguageTag language;
};
struct MediaFacts {
  std::string container;  // libavformat's demuxer name, for the whitelist
  std::int64_t duration_us = 0;
  std::optional<VideoFacts> video;  // the stream that is played
  std::vector<AudioFacts> audio;
  std::vector<SubtitleStreamFacts> subtitles;
};
struct PictureFacts {
  int width_px = 0;
  int height_px = 0;
  std::string format;  // "png", "jpeg"
};

// ---- items ---------------------------------------------------------------------------------------------
enum class Mode { daily, festive, solemn, closed };
enum class Category { official, promotion, world, service, commercial, emergency };
enum class Fit { contain, cover };           // letterbox in the theme's ground; or fill and crop
enum class Transition { crossfade, slide };  // how an item comes on: mixed, or pushed in along the band

struct SoundTrack {
  LanguageTag language;          // "" = without words
  std::optional<Sha256> object;  // a file of its own; else a stream of the video's file
  int stream_index = 0;
};
struct SubtitleTrack {
  LanguageTag language;
  Sha256 object;  // WebVTT or SRT
};
struct Clip {
  Sha256 video;
  std::int64_t in_us = 0;
  std::int64_t out_us = 0;  // exclusive; in < out <= the file's duration
  Fit fit = Fit::contain;
  std::vector<SoundTrack> sounds;
  std::vector<SubtitleTrack> subtitles;
};
struct PictureUse {
  Sha256 object;
  int focus_x_permille = 500;  // the point that stays visible when cropped
  int focus_y_permille = 500;
  TextByLanguage credit;
};
inline constexpr int kLeastInterestPermille = 250;
inline constexpr std::size_t kMostInterests = 8;
// What moves on a slide while it stands. Places are in thousandths of the picture (or of the drawn scene).
struct Interest {
  int x_permille = 0;
  int y_permille = 0;
  int width_permille = 1000;
  int height_permille = 1000;
  bool operator==(const Interest&) const = default;
};
struct Motion {
  std::vector<Interest> zoom;  // where the picture is slowly looked at, one after the other, from the whole
  bool builds_up = false;      // the rows of a list come one after another
  bool counts_up = false;      // a number counts up once
  bool operator==(const Motion&) const = default;
};
// A slide's texts by slot; a list slot ("steps", "rows") has several entries. Text may hold {fact:<id>}.
struct Slide {
  std::string layout;  // a template's name: see kLayouts
  std::map<std::string, std::vector<TextByLanguage>> texts;
  std::map<std::string, PictureUse> pictures;
  std::map<std::string, std::string> options;  // drawn pictures and icons by name: "scene", "icon", "icons"
  Motion motion;
};
// Where and to whom something is shown; what is empty always holds. A kiosk's site and tags, and a
// traveller's language, come with the situation.
struct Condition {
  std::set<std::string> sites;         // one of these
  std::set<std::string> tags;          // all of these
  std::set<std::string> without_tags;  // none of these
  std::set<LanguageTag> languages;  // an item: in rounds that speak one of these; an event: to whom reads one
  bool operator==(const Condition&) const = default;
};
// A blank of an alert template: what a duty officer may fill in, and between which bounds.
struct Blank {
  enum class Kind { time, place, number };
  Kind kind = Kind::time;
  std::map<std::string, TextByLanguage> places;  // place: its name in each language, by a short id
  std::int64_t least = 0;                        // number
  std::int64_t most = 0;
};
// Makes a slide of layout "alert" a template that one duty officer may show: a text holds {blank:<id>}.
struct AlertTemplate {
  std::map<std::string, Blank> blanks;
  std::optional<Sha256> sound;  // played again and again while it stands
  Sha256 sha256;                // of the whole item as it stands in the document; known once it is read
};
struct Item {
  ItemId id;
  int revision = 1;
  TextByLanguage name;  // for people and logs
  std::string topic;    // chooses pattern and accent: "welcome", "customs", ...
  Category category = Category::service;
  std::set<Mode> modes{Mode::daily, Mode::festive};
  std::int64_t duration_us = 0;  // its slot in a playlist
  std::optional<Instant> valid_until;
  std::string rights;                   // owner and licence, one line
  std::optional<Instant> rights_until;  // then the licence is over, and the item drops out as by valid_until
  Condition only_for;
  std::optional<Transition> transition;  // how it comes on; else as the theme says
  std::variant<Slide, Clip> body;
  std::optional<AlertTemplate> alert;
};

// ---- when ----------------------------------------------------------------------------------------------
enum class Order { ordered, weighted };
struct PlaylistEntry {
  ItemId item;
  int weight = 1;          // weighted: how often in a pass, beside the others
  int share_permille = 0;  // weighted: of the time of a pass, before weights part the rest; 0: by weight
};
struct Playlist {
  std::string id;
  Order order = Order::ordered;
  std::vector<PlaylistEntry> entries;
  int least_distance = 1;  // weighted: steps from one showing of an item to its next, as far as they go
};
// Days of the Vietnamese lunar calendar, each year: see lunar_calendar.h.
struct LunarDays {
  int month = 0;                  // 1 to 12; 0: each month
  std::vector<int> days;          // 1 to 30; -1: the month's last
  bool in_doubled_month = false;  // also in the second month of a number
  bool operator==(const LunarDays&) const = default;
};
struct Event {
  std::string id;
  std::string playlist;
  std::set<Mode> modes{Mode::daily};    // plays only while one of these is the mode
  std::string zone;                     // IANA; DTSTART and RRULE are in its local time
  std::string starts;                   // RFC 5545 DATE-TIME without zone: "20260101T060000"
  std::int64_t duration_us = 0;         // of one occurrence; may pass midnight
  std::string recurrence;               // RFC 5545 RRULE value, "" = once
  std::vector<std::string> exceptions;  // EXDATE values, local
  std::vector<std::string> additions;   // RDATE values, local
  std::vector<LunarDays> lunar;         // moreover on these days, at the time of `starts`
  int priority = 0;                     // the larger wins; equal: the later start, then the id
  std::string first_day;                // "20260101" inclusive, local; "" = none
  std::string last_day;
  Condition only_for;
};
// A span of days in which the calendar, not an officer, chooses the mode: from first_day to last_day, again
// by the rule, and on lunar days (which need neither day).
struct ModeDays {
  Mode mode = Mode::festive;
  std::string first_day;
  std::string last_day;
  std::string recurrence;  // RFC 5545 RRULE value; the span comes again
  std::vector<LunarDays> lunar;
};

// ---- languages, look, facts ------------------------------------------------------------------------------
enum class Presentation { pair, rotate, one };
// `rounds`: which languages each pass through a playlist speaks; pass r uses rounds[r % size]. pair: two
// tags each (first = primary); rotate: one tag each (repeat a tag to weight it); one: empty, the traveller's
// choice.
struct LanguageSet {
  LanguageTag primary = "vi";
  std::vector<LanguageTag> foreign;
  Presentation presentation = Presentation::pair;
  std::vector<std::vector<LanguageTag>> rounds;
  std::vector<LanguageTag> fallback;  // tried in this order after BCP 47 truncation ("lo-LA" -> "lo")
};
struct Screen {
  int width_px = 1920;
  int height_px = 1080;
  int panel_width_mm = 1210;
  int panel_height_mm = 680;
  int distance_mm = 5000;
};
enum class FontRole { text, ui, display };
struct Font {
  std::string script;  // ISO 15924: "Latn", "Laoo", "Thai", "Hans"; "Latn" also serves digits and signs
  FontRole role = FontRole::text;
  int weight = 400;  // 400 or 700
  Sha256 object;
  int face_index = 0;
};
// From this minute of the local day on; before the first step of a day the last one holds.
struct VolumeStep {
  int from_minute = 0;
  int change_mdb = 0;  // 0 = the channel's loudness; never above
};
struct Theme {
  std::string name = "daily";
  std::map<std::string, std::string> colours;  // "paper" -> "#F7F2E6"; names of look.md
  int transition_us = 600000;
  Transition transition = Transition::crossfade;
};
struct Overlay {
  enum class Kind { clock, ticker, logo };
  enum class Motion { turns, run };  // of a ticker: phrase after phrase in place, or one line that runs
  Kind kind = Kind::clock;
  std::vector<TextByLanguage> texts;  // ticker
  std::optional<PictureUse> picture;  // logo
  std::set<Mode> modes{Mode::daily, Mode::festive, Mode::solemn, Mode::closed};
  Motion motion = Motion::turns;
};
// The feeds that take turns on the tile in the strip. Its own field and no kind of overlay: a player of an
// older format knows nothing of it and goes on.
struct FeedTile {
  std::vector<std::string> feeds;
  std::set<Mode> modes{Mode::daily, Mode::festive, Mode::solemn};
};
enum class FactKind { steady, dated, strict };
struct Fact {
  std::string id;
  FactKind kind = FactKind::dated;
  TextByLanguage value;
  bool is_sample = false;  // drawn with the small tag "Mau / sample" in three languages
  std::string source;
  std::string checked_by;
  std::string checked_on;   // "20261121"
  std::string valid_until;  // "20270221"
};

struct Release {
  FormatVersion format = kReleaseFormat;
  std::string channel;  // "lao-bao-hall"
  std::string site;     // "lao-bao"
  std::int64_t number = 0;
  Instant created;
  Instant takes_effect_at;
  std::string least_player;  // "0.1.0"
  std::string zone;          // the site's IANA zone
  Screen screen;
  LanguageSet languages;
  std::vector<Theme> themes;  // by mode's name; "daily" must be there
  std::vector<Font> fonts;
  std::map<ItemId, Item> items;
  std::vector<TopicEntry> topics;  // in the order in which a traveller sees them
  std::map<std::string, Page> pages;
  std::optional<Sha256> search_index;  // over the pages: see content-sync/search; none: nothing is searched
  std::map<std::string, Playlist> playlists;
  std::vector<Event> events;
  std::vector<ModeDays> mode_days;
  std::vector<VolumeStep> volume;  // by the hour of the zone, ascending; empty: always as it is
  std::vector<Overlay> overlays;
  std::map<std::string, Feed> feeds;
  std::optional<FeedTile> feed_tile;
  std::optional<DeviceBounds> device_bounds;  // how far technicians may move a kiosk
  std::map<std::string, Fact> facts;
  std::map<LanguageTag, std::vector<std::string>> glossary;  // names never broken
  std::map<Sha256, ObjectRef> objects;
  std::map<Sha256, MediaFacts> media;
  std::map<Sha256, PictureFacts> pictures;
};

// Reads a release document. Unknown fields are ignored; a newer major format is refused ("release.format").
// Everything that the document refers to within itself is checked to be there (items, playlists, objects).
Result<Release> parse_release(ByteView document, std::string_view name);
// Canonical JSON: the same release gives the same bytes.
Bytes write_release(const Release& release);

// The text for `language`, by BCP 47 truncation and then the release's fallback order; the tag actually used.
struct ChosenText {
  LanguageTag language;
  std::string text;
};
std::optional<ChosenText> choose_text(const TextByLanguage& texts, const LanguageTag& language,
                                      const LanguageSet& set);

std::string_view to_string(Mode mode);
std::optional<Mode> parse_mode(std::string_view text);

}  // namespace gatecast::bundle
