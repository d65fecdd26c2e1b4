// Playlists, events, days with a mode of their own, and the conditions that items share with events.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "content-sync/bundle/names.h"
#include "content-sync/bundle/value_form.h"
#include "content-sync/source/draft_reader.h"
#include "content-sync/source/duration.h"
#include "content-sync/source/text_form.h"

namespace gatecast::source {
namespace {

std::string without_signs(std::string text) {
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '-' || c == ':'; }),
             text.end());
  return text;
}

}  // namespace

std::string DraftReader::zone(const Cursor& node) {
  if (!bundle::is_zone_name(node.text()) || !is_known_zone(node.text()))
    node.error("channel.zone", "\"" + node.text() + "\" is not a time zone",
               "write its IANA name: \"Asia/Ho_Chi_Minh\", \"Asia/Vientiane\", \"Asia/Bangkok\"");
  return node.text();
}

std::string DraftReader::day(const Cursor& node) {
  auto day = without_signs(node.text());
  if (!bundle::is_day(day))
    node.error("time.day", "\"" + node.text() + "\" is not a day of the calendar", "write it as 2026-12-02");
  return day;
}

std::string DraftReader::local_time(const Cursor& node) {
  auto time = without_signs(node.text());
  if (!bundle::is_local_time(time))
    node.error("time.local", "\"" + node.text() + "\" is not a time", "write it as 2026-12-02T06:00:00");
  return time;
}

std::string DraftReader::local_time_or_day(const Cursor& node) {
  return node.text().find('T') == std::string::npos ? day(node) : local_time(node);
}

bundle::Condition DraftReader::condition(const Cursor& node) {
  bundle::Condition condition;
  const auto names = [&](const char* key, std::set<std::string>& out) {
    node.at(key).each([&](const Cursor& name) { out.insert(name.text()); });
  };
  names("sites", condition.sites);
  names("tags", condition.tags);
  names("without_tags", condition.without_tags);
  node.at("without_tags").each([&](const Cursor& tag) {
    if (condition.tags.count(tag.text()) > 0)
      tag.error("only_for.tags", "the tag \"" + tag.text() + "\" is both asked for and shut out",
                "it would never be shown: take it out of one of the two lists");
  });
  const auto known = channel_languages();
  node.at("languages").each([&](const Cursor& entry) {
    const auto tag = language(entry);
    condition.languages.insert(tag);
    if (is_known_language(tag) && std::find(known.begin(), known.end(), tag) == known.end())
      entry.warning("only_for.languages", "this channel does not show \"" + tag + "\"",
                    "here the condition never holds; fine where the file is shared with other channels");
  });
  return condition;
}

std::vector<bundle::LunarDays> DraftReader::lunar(const Cursor& node) {
  std::vector<bundle::LunarDays> out;
  node.each([&](const Cursor& entry) {
    bundle::LunarDays rule;
    rule.month = static_cast<int>(entry.integer_or("month", 0));
    entry.at("days").each([&](const Cursor& day) {
      rule.days.push_back(static_cast<int>(day.integer()));
      if (rule.days.back() == 0)
        day.error("event.lunar", "there is no lunar day 0", "write 1 to 30, or -1 for the month's last day");
      if (rule.days.back() == 30)
        day.warning("event.lunar",
                    "many lunar months have only 29 days: on day 30 it comes in some years only",
                    "write -1 for the month's last day");
    });
    rule.in_doubled_month =
        entry.has("in_doubled_month") ? entry.at("in_doubled_month").value() == true : rule.month == 0;
    out.push_back(std::move(rule));
  });
  return out;
}

std::string DraftReader::recurrence(const Cursor& node) {
  auto rule = node.text_or("recurrence", "");
  if (const auto fault = rule.empty() ? std::string() : fault_of_recurrence(rule); !fault.empty())
    node.at("recurrence")
        .error("event.recurrence", fault,
               "write it as in RFC 5545: \"FREQ=DAILY\", \"FREQ=WEEKLY;BYDAY=SA,SU\"");
  return rule;
}

void DraftReader::read_playlist(const std::string& id, const Cursor& node) {
  bundle::Playlist playlist;
  playlist.id = id;
  playlist.order = bundle::parse_order(node.text_or("order", "ordered")).value_or(bundle::Order::ordered);
  playlist.least_distance = static_cast<int>(node.integer_or("least_distance", 1));
  const bool is_weighted = playlist.order == bundle::Order::weighted;
  if (node.has("least_distance") && !is_weighted)
    node.at("least_distance")
        .error("playlist.order", "an ordered playlist keeps the distances of its list",
               "write \"order\": \"weighted\", or take \"least_distance\" away");
  std::set<std::string> different;
  int shares = 0;
  node.at("items").each([&](const Cursor& entry) {
    const bool is_plain = entry.value().is_string();
    bundle::PlaylistEntry out{is_plain ? entry.text() : entry.at("item").text(), 1, 0};
    if (!is_plain) {
      out.weight = static_cast<int>(entry.integer_or("weight", 1));
      if (entry.has("share_percent"))
        out.share_permille = static_cast<int>(std::lround(entry.at("share_percent").number() * 10));
      for (const auto* key : {"weight", "share_percent"})
        if (entry.has(key) && !is_weighted && (out.weight != 1 || out.share_permille != 0))
          entry.at(key).error("playlist.order", "in an ordered playlist each entry comes once in a pass",
                              "write \"order\": \"weighted\" beside \"items\", or list the item again");
      if (entry.has("weight") && entry.has("share_percent"))
        entry.at("weight").error("playlist.share", "an entry has a weight or a share, not both",
                                 "take one of the two away");
    }
    shares += out.share_permille;
    if (shares > 1000 && shares - out.share_permille <= 1000)
      entry.error("playlist.share",
                  fmt::format("with this entry the shares add up to {:.1f} %", shares / 10.0),
                  "all shares of a playlist together are at most 100 %");
    different.insert(out.item);
    reading_.draft.other_places.emplace(fmt::format("playlists/{}/{}", id, playlist.entries.size()),
                                        entry.subject());
    playlist.entries.push_back(std::move(out));
  });
  if (playlist.least_distance > static_cast<int>(different.size()))
    node.at("least_distance")
        .error("playlist.distance",
               fmt::format("{} different items cannot stay {} steps apart", different.size(),
                           playlist.least_distance),
               fmt::format("write at most {}, or add items", different.size()));
  reading_.draft.release.playlists.emplace(id, std::move(playlist));
}

void DraftReader::read_event(const Cursor& node) {
  auto& draft = reading_.draft;
  bundle::Event event;
  event.id = node.at("id").text();
  event.playlist = node.at("playlist").text();
  event.modes = modes(node.at("modes"), event.modes);
  event.zone = node.has("zone") ? zone(node.at("zone")) : draft.release.zone;
  event.starts = local_time(node.at("starts"));
  const auto duration = parse_duration_us(node.at("duration").text());
  if (!duration)
    node.at("duration")
        .error("event.duration", "\"" + node.at("duration").text() + "\" is not a length of time",
               "write it as in RFC 5545: \"PT13H30M\", \"P1D\"");
  event.duration_us = duration.value_or(1);
  event.recurrence = recurrence(node);
  event.lunar = lunar(node.at("lunar"));
  node.at("exceptions").each([&](const Cursor& time) {
    event.exceptions.push_back(local_time_or_day(time));
  });
  node.at("additions").each([&](const Cursor& time) { event.additions.push_back(local_time_or_day(time)); });
  event.priority = static_cast<int>(node.integer_or("priority", 0));
  if (node.has("first_day")) event.first_day = day(node.at("first_day"));
  if (node.has("last_day")) event.last_day = day(node.at("last_day"));
  if (!event.first_day.empty() && !event.last_day.empty() && event.last_day < event.first_day)
    node.at("last_day").error("event.days", "the last day comes before the first", "exchange the two");
  if (node.has("only_for")) event.only_for = condition(node.at("only_for"));
  if (const auto found = draft.release.playlists.find(event.playlist); found == draft.release.playlists.end())
    node.at("playlist")
        .error("event.playlist", "the playlist \"" + event.playlist + "\" does not exist",
               "add it to \"playlists\", or correct the name");
  const auto [place, is_new] = draft.other_places.emplace("events/" + event.id, node.subject());
  if (!is_new)
    node.at("id").error("event.duplicate", "the event \"" + event.id + "\" stands also at " + place->second,
                        "give it another id");
  draft.release.events.push_back(std::move(event));
}

void DraftReader::read_mode_days(const Cursor& node) {
  auto& draft = reading_.draft;
  bundle::ModeDays days;
  days.mode = bundle::parse_mode(node.at("mode").text()).value_or(bundle::Mode::daily);
  days.lunar = lunar(node.at("lunar"));
  days.recurrence = recurrence(node);
  if (node.has("first_day")) days.first_day = day(node.at("first_day"));
  if (node.has("last_day")) days.last_day = day(node.at("last_day"));
  const bool has_one = days.first_day.empty() != days.last_day.empty();
  if (has_one || (days.first_day.empty() && days.lunar.empty()))
    node.error("channel.mode_days", "no days are named here",
               "write \"first_day\" and \"last_day\", or \"lunar\": [{\"month\": 1, \"days\": [1, 2, 3]}]");
  else if (days.last_day < days.first_day)
    node.error("channel.mode_days", "the last day comes before the first", "exchange the two");
  if (!days.recurrence.empty() && days.first_day.empty())
    node.at("recurrence")
        .error("channel.mode_days", "a recurrence needs a first span to come again",
               "write \"first_day\" and \"last_day\" too");
  draft.other_places.emplace(fmt::format("mode_days/{}", draft.release.mode_days.size()), node.subject());
  draft.release.mode_days.push_back(std::move(days));
}

}  // namespace gatecast::source
