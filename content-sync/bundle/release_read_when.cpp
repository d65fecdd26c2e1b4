// Playlists, events, days with a mode, and the conditions that they and items share.
#include "content-sync/bundle/names.h"
#include "content-sync/bundle/release_read.h"

namespace gatecast::bundle {
namespace {

constexpr std::size_t kMostPlaylists = 500;
constexpr std::size_t kMostEntries = 2000;
constexpr std::size_t kMostEvents = 2000;
constexpr std::size_t kMostDates = 2000;
constexpr std::int64_t kLongestEvent = std::int64_t{400} * 24 * 3600 * 1'000'000;

Playlist read_playlist(const Node& node, const std::string& id) {
  Playlist playlist;
  playlist.id = id;
  if (node.has("order")) playlist.order = node.at("order").one_of(parse_order);
  playlist.least_distance = static_cast<int>(node.integer_or("least_distance", 1, 1, 1000));
  node.each_of("entries", kMostEntries, [&](const Node& entry) {
    playlist.entries.push_back({entry.at("item").text(),
                                static_cast<int>(entry.integer_or("weight", 1, 1, 1000)),
                                static_cast<int>(entry.integer_or("share_permille", 0, 0, 1000))});
  });
  return playlist;
}

std::vector<LunarDays> read_lunar(const Node& node) {
  std::vector<LunarDays> out;
  node.each_of("lunar", 64, [&](const Node& entry) {
    LunarDays rule;
    rule.month = static_cast<int>(entry.integer_or("month", 0, 0, 12));
    entry.at("days").each(30, [&](const Node& day) {
      rule.days.push_back(static_cast<int>(day.integer(-1, 30)));
      if (rule.days.back() == 0) day.fault("a lunar day is 1 to 30, or -1 for the month's last");
    });
    if (rule.days.empty()) entry.fault("no lunar day is named here");
    rule.in_doubled_month = entry.flag_or("in_doubled_month", false);
    out.push_back(std::move(rule));
  });
  return out;
}

std::string recurrence_of(const Node& node) {
  return node.has("recurrence") ? node.at("recurrence").text(500) : "";
}

Event read_event(const Node& node) {
  Event event;
  event.id = node.at("id").text();
  event.playlist = node.at("playlist").text();
  if (node.has("modes")) event.modes = read_modes(node.at("modes"));
  event.zone = node.at("zone").text();
  event.starts = node.at("starts").text();
  event.duration_us = node.at("duration_us").integer(1, kLongestEvent);
  event.recurrence = recurrence_of(node);
  node.each_of("exceptions", kMostDates, [&](const Node& day) { event.exceptions.push_back(day.text()); });
  node.each_of("additions", kMostDates, [&](const Node& day) { event.additions.push_back(day.text()); });
  event.lunar = read_lunar(node);
  event.priority = static_cast<int>(node.integer_or("priority", 0, -1000, 1000));
  event.first_day = node.text_or("first_day", "");
  event.last_day = node.text_or("last_day", "");
  if (node.has("only_for")) event.only_for = read_condition(node.at("only_for"));
  return event;
}

ModeDays read_mode_days(const Node& node) {
  ModeDays days;
  days.mode = node.at("mode").one_of(parse_mode);
  days.lunar = read_lunar(node);
  days.first_day = days.lunar.empty() ? node.at("first_day").text() : node.text_or("first_day", "");
  days.last_day = days.lunar.empty() ? node.at("last_day").text() : node.text_or("last_day", "");
  days.recurrence = recurrence_of(node);
  return days;
}

}  // namespace

Condition read_condition(const Node& node) {
  Condition condition;
  const auto read = [&](const char* key, std::set<std::string>& names) {
    node.each_of(key, 64, [&](const Node& name) { names.insert(name.text()); });
  };
  read("sites", condition.sites);
  read("tags", condition.tags);
  read("without_tags", condition.without_tags);
  read("languages", condition.languages);
  return condition;
}

void read_when(const Node& node, Release& release) {
  node.each_member_of("playlists", kMostPlaylists, [&](const std::string& id, const Node& playlist) {
    release.playlists.emplace(id, read_playlist(playlist, id));
  });
  node.each_of("events", kMostEvents,
               [&](const Node& event) { release.events.push_back(read_event(event)); });
  node.each_of("mode_days", kMostEvents,
               [&](const Node& days) { release.mode_days.push_back(read_mode_days(days)); });
}

}  // namespace gatecast::bundle
