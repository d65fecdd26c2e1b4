#include "player/programme/explain.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "content-sync/base/json_value.h"
#include "content-sync/base/nearest.h"
#include "player/programme/agenda.h"
#include "player/programme/alert.h"
#include "player/programme/feed.h"
#include "player/programme/mode.h"
#include "player/schedule/schedule.h"

namespace gatecast::programme {
namespace {

using nlohmann::json;

constexpr auto kLookAhead = std::chrono::days(31);

std::string local(const bundle::Release& release, Instant instant) {
  const auto zone = schedule::Zone::open(release.zone);
  if (!zone) return format_instant(instant);
  return schedule::format_for_people(zone->to_local(instant));
}

std::string bullet_list(const std::string& heading, const std::vector<std::string>& sentences) {
  std::string out;
  if (sentences.empty()) return out;
  out += heading;
  for (const auto& sentence : sentences) out += "\n  - " + sentence;
  return out + "\n";
}

// All that is asked for, before it becomes words or JSON.
struct Answer {
  std::optional<Showing> showing;
  Explanation explanation;
  Instant next;
  std::optional<ModeChange> mode_change;
  std::vector<std::string> about;
  std::vector<Block> blocks;
};

std::vector<std::string> playlists_with(const bundle::Release& release, const bundle::ItemId& item) {
  std::vector<std::string> names;
  for (const auto& [id, playlist] : release.playlists)
    if (std::ranges::count(playlist.entries, item, &bundle::PlaylistEntry::item) > 0) names.push_back(id);
  return names;
}

void tell_rejections(const Answer& answer, const std::string& subject, std::vector<std::string>& out) {
  for (const auto& rejection : answer.explanation.not_because)
    if (rejection.subject == subject) out.push_back(rejection.sentence);
}

std::vector<std::string> about_event(const bundle::Release& release, const Situation& situation,
                                     const Question& question, const Answer& answer) {
  std::vector<std::string> out;
  const auto is_this = [&](const Block& block) { return block.event == question.about; };
  if (answer.showing && answer.showing->event == question.about)
    out.push_back(fmt::format("Event \"{}\" is on, and it is the one that is shown.", question.about));
  tell_rejections(answer, question.about, out);
  const auto blocks = agenda(release, situation, question.now, kLookAhead);
  const auto next = std::find_if(blocks.begin() + (blocks.empty() ? 0 : 1), blocks.end(), is_this);
  out.push_back(next == blocks.end()
                    ? fmt::format("Within 31 days it is not shown{}.", out.size() > 1 ? " again" : "")
                    : fmt::format("It is next shown from {} to {}.", local(release, next->starts),
                                  local(release, next->ends)));
  return out;
}

std::vector<std::string> about_item(const bundle::Release& release, const Situation& situation,
                                    const Question& question, const Answer& answer) {
  std::vector<std::string> out;
  const auto& item = question.about;
  const auto playlists = playlists_with(release, item);
  const auto& showing = answer.showing;
  if (playlists.empty())
    return {fmt::format("Item {} stands in no playlist of this release: it is never shown.", item)};
  out.push_back(fmt::format("Item {} stands in the playlist{} {}.", item, playlists.size() == 1 ? "" : "s",
                            fmt::join(playlists, ", ")));
  if (situation.unplayable.contains(item))
    out.push_back("It cannot be played on this kiosk; others fill its slots.");
  tell_rejections(answer, item, out);
  if (showing && showing->item == item)
    out.emplace_back("It is shown now.");
  else if (showing && std::ranges::count(playlists, showing->playlist) == 0)
    out.push_back(
        fmt::format("Now the playlist \"{}\" plays, in which it does not stand.", showing->playlist));
  else if (showing)
    out.push_back(fmt::format("Now it is the turn of {}.", showing->item));
  const auto next = next_showing_of(release, situation, item, question.now, kLookAhead);
  const bool is_unsaid = said_until(release, situation, release.items.at(item)) <= question.now;
  out.push_back(next ? fmt::format("It comes next at {} by the event \"{}\".", local(release, next->starts),
                                   next->event)
                : is_unsaid ? std::string("It comes again when its feeds have new values.")
                            : std::string("It does not come within 31 days."));
  return out;
}

std::string unknown_word(const bundle::Release& release, const std::string& word) {
  std::vector<std::string> events;
  for (const auto& event : release.events) events.push_back(event.id);
  auto known = events;
  for (const auto& [id, item] : release.items) known.push_back(id);
  const auto near = nearest(word, known);
  return fmt::format("This release has no event or item \"{}\"; its events are {}.{}", word,
                     fmt::join(events, ", "),
                     near.empty() ? std::string() : fmt::format(" Did you mean \"{}\"?", near));
}

std::vector<std::string> about(const bundle::Release& release, const Situation& situation,
                               const Question& question, const Answer& answer) {
  if (question.about.empty()) return {};
  if (release.items.contains(question.about)) return about_item(release, situation, question, answer);
  if (std::ranges::count(release.events, question.about, &bundle::Event::id) > 0)
    return about_event(release, situation, question, answer);
  return {unknown_word(release, question.about)};
}

Answer answer_to(const bundle::Release& release, const Situation& situation, const Question& question) {
  Answer answer;
  answer.showing = showing_at(release, situation, question.now, &answer.explanation);
  answer.next = next_change(release, situation, question.now);
  answer.mode_change = next_mode_change(release, situation, question.now);
  answer.about = about(release, situation, question, answer);
  if (question.ahead > Duration(0)) answer.blocks = agenda(release, situation, question.now, question.ahead);
  return answer;
}

std::string words_of(const bundle::Release& release, const Block& block) {
  auto out = fmt::format("{} to {}: {}", local(release, block.starts), local(release, block.ends),
                         block.event.empty()
                             ? std::string("the still with the clock")
                             : fmt::format("event \"{}\", playlist \"{}\"", block.event, block.playlist));
  out += fmt::format(", mode {}", bundle::to_string(block.mode));
  const auto all = std::max(Duration(1), block.ends - block.starts);
  for (const auto& [item, plays] : block.items) {
    const auto permille = plays.length * 1000 / all;
    out += fmt::format("\n      {} {} time{}, {}.{} %", item, plays.times, plays.times == 1 ? "" : "s",
                       permille / 10, permille % 10);
  }
  return out;
}

json instant_or_null(Instant instant) {
  return instant == schedule::kNever ? json() : json(format_instant(instant));
}

json to_json(const Showing& showing, Instant now) {
  return {{"item", showing.item},
          {"planned", showing.planned},
          {"languages", showing.languages},
          {"starts", format_instant(showing.starts)},
          {"ends", format_instant(showing.ends)},
          {"offset_us", (now - showing.starts).count()},
          {"mode", bundle::to_string(showing.mode)},
          {"event", showing.event},
          {"playlist", showing.playlist},
          {"pass", showing.pass},
          {"slot", showing.slot}};
}

json to_json(const Block& block) {
  json out = {{"starts", format_instant(block.starts)},
              {"ends", format_instant(block.ends)},
              {"mode", bundle::to_string(block.mode)},
              {"event", block.event},
              {"playlist", block.playlist},
              {"items", json::array()}};
  for (const auto& [item, plays] : block.items)
    out["items"].push_back({{"item", item}, {"times", plays.times}, {"length_us", plays.length.count()}});
  return out;
}

json mode_to_json(const Situation& situation, const ModeSpan& span, const Answer& answer) {
  const bool is_ordered = situation.mode.has_value() || span.order != nullptr;
  json out = {{"mode", bundle::to_string(span.mode)},
              {"by", is_ordered             ? "officer"
                     : span.days != nullptr ? "calendar"
                                            : "nobody"},
              {"changes", nullptr}};
  if (answer.mode_change)
    out["changes"] = {{"at", format_instant(answer.mode_change->when)},
                      {"to", bundle::to_string(answer.mode_change->mode)}};
  return out;
}

}  // namespace

std::string explain_in_words(const bundle::Release& release, const Situation& situation,
                             const Question& question) {
  const auto answer = answer_to(release, situation, question);
  const auto& showing = answer.showing;
  std::string out = fmt::format("{} release {} at {} ({})\n", release.channel, release.number,
                                local(release, question.now), release.zone);
  if (showing) {
    out += fmt::format("Shows {} in {}, {:.1f} s into its slot, until {}.\n", showing->item,
                       fmt::join(showing->languages, " and "),
                       std::chrono::duration<double>(question.now - showing->starts).count(),
                       local(release, showing->ends));
  } else {
    out += "Shows the release's still with the clock.\n";
  }
  out += bullet_list("Officers on duty", alerts_in_words(release, situation, question.now));
  out += bullet_list("Feeds", feeds_in_words(release, situation, question.now));
  out += bullet_list("Because", answer.explanation.because);
  std::vector<std::string> not_because;
  for (const auto& rejection : answer.explanation.not_because) not_because.push_back(rejection.sentence);
  out += bullet_list("And not", not_because);
  out += bullet_list("About " + question.about, answer.about);
  out += answer.next == schedule::kNever
             ? "Nothing of this changes by itself.\n"
             : fmt::format("The next change is at {}.\n", local(release, answer.next));
  if (answer.mode_change)
    out += fmt::format("The mode changes at {}, to {}.\n", local(release, answer.mode_change->when),
                       bundle::to_string(answer.mode_change->mode));
  std::vector<std::string> blocks;
  for (const auto& block : answer.blocks) blocks.push_back(words_of(release, block));
  const auto hours =
      std::chrono::duration<double, std::ratio<3600>>(std::min(question.ahead, kLongestAgenda));
  return out + bullet_list(fmt::format("The next {:g} hours", hours.count()), blocks);
}

std::string explain_as_json(const bundle::Release& release, const Situation& situation,
                            const Question& question) {
  const auto answer = answer_to(release, situation, question);
  json out;
  out["channel"] = release.channel;
  out["release"] = release.number;
  out["at"] = format_instant(question.now);
  out["zone"] = release.zone;
  out["mode"] = mode_to_json(situation, mode_at(release, situation, question.now), answer);
  out["duty"] = alerts_in_words(release, situation, question.now);
  out["feeds"] = feeds_in_words(release, situation, question.now);
  const auto* alert = alert_at(situation, question.now);
  out["alert"] = alert == nullptr ? json()
                                  : json{{"item", alert->item},
                                         {"id", alert->id},
                                         {"until", format_instant(alert->ends)},
                                         {"officer", alert->officer}};
  out["because"] = answer.explanation.because;
  out["not_because"] = json::array();
  for (const auto& rejection : answer.explanation.not_because)
    out["not_because"].push_back({{rejection.is_event ? "event" : "item", rejection.subject},
                                  {"reason", rejection.rule},
                                  {"words", rejection.sentence}});
  out["next_change"] = instant_or_null(answer.next);
  out["showing"] = answer.showing ? to_json(*answer.showing, question.now) : json();
  if (!question.about.empty()) out["about"] = answer.about;
  if (question.ahead > Duration(0)) {
    out["agenda"] = json::array();
    for (const auto& block : answer.blocks) out["agenda"].push_back(to_json(block));
  }
  return out.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace gatecast::programme
