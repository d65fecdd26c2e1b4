// What a touch opens: topics, and pages made of blocks. Part of a release since format 1.2; an older player
// ignores them, and since then blocks of a kind that it does not know (map, plan and form: format 1.4;
// gallery and film: 1.5), and fields (a topic's own list, an answer's page: 1.6; a question's own choices,
// rooms that one walks through: 1.7). A page begins with its answer; what it says may name facts, as slides
// do. Threads: immutable values. Source: shared/design/content.md (Page); experience.md (the answer stands in
// the first screenful).
#pragma once
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "content-sync/base/bytes.h"

namespace gatecast::bundle {

struct TopicEntry {
  std::string id;    // a slug; the theme's topic of this name gives pattern and accent
  std::string icon;  // a pictogram
  std::map<std::string, std::string> name;
  // What its list offers, in this order, pages of other topics among them; empty: the pages that name it, by
  // their ids. Pages that it leaves out are reached from others and by search (format 1.6).
  std::vector<std::string> pages = {};
};
inline constexpr std::size_t kMostPagesInTopic = 6;  // one screen of large buttons

// One paragraph; an answer stands large, and before all else.
struct TextBlock {
  bool is_answer = false;
  std::map<std::string, std::string> text;
};
struct StepsBlock {
  std::vector<std::map<std::string, std::string>> steps;
};
struct TableRow {
  std::map<std::string, std::string> label;
  std::map<std::string, std::string> value;
};
struct TableBlock {
  std::vector<TableRow> rows;
};
// Local times of the release's zone; a span may end after midnight (to_minute above 1440).
struct OpenSpan {
  std::vector<int> weekdays;  // 1 = Monday .. 7 = Sunday; empty: every day
  int from_minute = 0;
  int to_minute = 0;
};
struct HoursBlock {
  std::string fact;  // how sure these hours are; "" = steady
  std::vector<OpenSpan> spans;
};
struct Contact {
  std::map<std::string, std::string> name;
  std::string number;  // may be {fact:<id>}
};
struct ContactsBlock {
  std::vector<Contact> contacts;
};
// A drawn scene; its caption may be empty.
struct SceneBlock {
  std::string scene;
  std::map<std::string, std::string> caption;
};
struct RelatedBlock {
  std::vector<std::string> pages;
};
// A schematic map of roads: stops in their order, no coast, no border, nothing in its true place
// (format 1.4).
struct MapStop {
  std::map<std::string, std::string> name;
  std::map<std::string, std::string> section;   // what begins here ("Laos"); may be empty, as the next two
  std::map<std::string, std::string> distance;  // may name a fact
  std::map<std::string, std::string> details;
  std::vector<std::string> services;  // pictograms
  std::string site;                   // a kiosk of this site stands here; "" = none does
  std::string page;                   // what is opened from here; "" = nothing
};
struct MapLine {
  std::map<std::string, std::string> name;      // of the road
  std::map<std::string, std::string> measured;  // from where the distances count; may be empty
  std::vector<MapStop> stops;
};
struct MapBlock {
  std::vector<MapLine> lines;
};
// A plan of a building on a grid of cells: rooms, and where the kiosk stands (format 1.4).
struct PlanRoom {
  int x = 0;
  int y = 0;
  int width = 1;
  int height = 1;
  std::map<std::string, std::string> name;
  std::map<std::string, std::string> details;  // may be empty
  std::string icon;                            // a pictogram; "" = none
  std::string page;                            // what is opened from here; "" = nothing
  bool is_passage = false;                     // one walks through it to the others (format 1.7)
};
struct PlanHere {
  std::string site;  // kiosks of this site stand there
  int x = 0;         // the cell
  int y = 0;
};
struct PlanBlock {
  int width = 1;
  int height = 1;
  bool is_sample = false;  // nobody has measured this building yet: said on the screen
  std::vector<PlanRoom> rooms;
  std::vector<PlanHere> here;
};
// Questions of yes and no, each leading to a later one or to an answer (format 1.4).
struct FormStep {
  std::map<std::string, std::string> text;
  int yes = 0;  // the step it leads to, always a later one; both 0: this is an answer
  int no = 0;
  // Of an answer: what says more about it; "" = the page's related ones (format 1.6). Where the answer has no
  // words that page is the answer (format 1.7).
  std::string page = {};
  // Of a question: what stands on its two buttons; both empty: yes and no (format 1.7).
  std::map<std::string, std::string> yes_label = {};
  std::map<std::string, std::string> no_label = {};
  [[nodiscard]] bool is_answer() const { return yes == 0 && no == 0; }
};
struct FormBlock {
  std::vector<FormStep> steps;
};
// Large pictures in their order, each one object of tiles (tile_pack.h); in a draft it is the picture's own
// file, and its size is not known (format 1.5).
struct GalleryPicture {
  Sha256 object;
  int width_px = 0;
  int height_px = 0;
  std::map<std::string, std::string> caption;
  std::map<std::string, std::string> details;  // may be empty
  std::map<std::string, std::string> credit;   // whose it is, from where
};
struct GalleryBlock {
  std::vector<GalleryPicture> pictures;
};
// A film of the release, to be played by whoever reads the page (format 1.5).
struct FilmBlock {
  std::string item;  // a clip
};
using Block = std::variant<TextBlock, StepsBlock, TableBlock, HoursBlock, ContactsBlock, SceneBlock,
                           RelatedBlock, MapBlock, PlanBlock, FormBlock, GalleryBlock, FilmBlock>;

inline constexpr std::size_t kMostMapLines = 3;
inline constexpr std::size_t kMostStops = 16;  // of a line
inline constexpr int kLargestPlan = 64;        // cells
inline constexpr std::size_t kMostRooms = 24;
inline constexpr std::size_t kMostFormSteps = 16;
inline constexpr std::size_t kMostGalleryPictures = 16;

// A page read aloud: recorded or synthesised before signing, and heard by somebody (format 1.5).
struct Speech {
  Sha256 object;
  std::string checked_by;
  bool operator==(const Speech&) const = default;
};

struct Page {
  std::string id;  // <agency>/<slug>, as an item's
  int revision = 1;
  std::string topic;
  std::map<std::string, std::string> title;
  std::vector<Block> blocks;
  // What people also call it, for the search alone: never shown, but signed as all else (format 1.3).
  std::map<std::string, std::vector<std::string>> search_words;
  // What the photo view offers as a QR code: a link, "tel:" and a number, or a few words; may be empty, may
  // name facts (format 1.4).
  std::map<std::string, std::string> code;
  std::map<std::string, Speech> speech;  // by language; where there is none nobody is offered to listen
};
inline constexpr std::size_t kLongestCode = 200;        // bytes: more makes dots that telephones do not read
inline constexpr std::size_t kMostSearchWords = 40;     // of a page in one language
inline constexpr std::size_t kLongestSearchWord = 200;  // bytes

template <class F>
void each_text_of(const MapBlock& map, F& f) {
  for (const auto& line : map.lines) {
    f("name", line.name);
    if (!line.measured.empty()) f("measured", line.measured);
    for (const auto& stop : line.stops) {
      f("name", stop.name);
      if (!stop.section.empty()) f("section", stop.section);
      if (!stop.distance.empty()) f("distance", stop.distance);
      if (!stop.details.empty()) f("details", stop.details);
    }
  }
}

// Every text of a page, title first: for typefaces, checks and what signers read.
template <class F>
void each_text_of(const Page& page, F f) {
  f("title", page.title);
  for (const auto& block : page.blocks) {
    if (const auto* text = std::get_if<TextBlock>(&block)) f(text->is_answer ? "answer" : "text", text->text);
    if (const auto* steps = std::get_if<StepsBlock>(&block))
      for (const auto& step : steps->steps) f("step", step);
    if (const auto* table = std::get_if<TableBlock>(&block))
      for (const auto& row : table->rows) {
        f("label", row.label);
        f("value", row.value);
      }
    if (const auto* contacts = std::get_if<ContactsBlock>(&block))
      for (const auto& contact : contacts->contacts) f("name", contact.name);
    if (const auto* scene = std::get_if<SceneBlock>(&block))
      if (!scene->caption.empty()) f("caption", scene->caption);
    if (const auto* map = std::get_if<MapBlock>(&block)) each_text_of(*map, f);
    if (const auto* plan = std::get_if<PlanBlock>(&block))
      for (const auto& room : plan->rooms) {
        f("name", room.name);
        if (!room.details.empty()) f("details", room.details);
      }
    if (const auto* form = std::get_if<FormBlock>(&block))
      for (const auto& step : form->steps) {
        if (!step.text.empty()) f(step.is_answer() ? "answer" : "question", step.text);
        if (!step.yes_label.empty()) f("yes_label", step.yes_label);
        if (!step.no_label.empty()) f("no_label", step.no_label);
      }
    if (const auto* gallery = std::get_if<GalleryBlock>(&block))
      for (const auto& picture : gallery->pictures) {
        f("caption", picture.caption);
        if (!picture.details.empty()) f("details", picture.details);
        f("credit", picture.credit);
      }
  }
  if (!page.code.empty()) f("take_along", page.code);
}

}  // namespace gatecast::bundle
