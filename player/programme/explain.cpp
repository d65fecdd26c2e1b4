#include "player/programme/explain.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "content-sync/base/json_value.h"
#include "player/schedule/zone.h"

namespace gatecast::programme {
namespace {

std::string local(const bundle::Release& release, Instant instant) {
  const auto zone = schedule::Zone::open(release.zone);
  if (!zone) return format_instant(instant);
  return schedule::format_for_people(zone->to_local(instant));
}

std::string bullet_list(const char* heading, const std::vector<std::string>& sentences) {
  std::string out;
  if (sentences.empty()) return out;
  out += heading;
  for (const auto& sentence : sentences) out += "\n  - " + sentence;
  return out + "\n";
}

}  // namespace

std::string explain_in_words(const bundle::Release& release, const Situation& situation, Instant now) {
  Explanation explanation;
  const auto showing = showing_at(release, situation, now, &explanation);
  std::string out = fmt::format("{} release {} at {} ({})\n", release.channel, release.number,
                                local(release, now), release.zone);
  if (showing) {
    out += fmt::format("Shows {} in {}, {:.1f} s into its slot, until {}.\n", showing->item,
                       fmt::join(showing->languages, " and "),
                       std::chrono::duration<double>(now - showing->starts).count(),
                       local(release, showing->ends));
  } else {
    out += "Shows the release's still with the clock.\n";
  }
  out += bullet_list("Because", explanation.because);
  out += bullet_list("And not", explanation.not_because);
  out += fmt::format("The next change is at {}.\n", local(release, next_change(release, situation, now)));
  return out;
}

std::string explain_as_json(const bundle::Release& release, const Situation& situation, Instant now) {
  Explanation explanation;
  const auto showing = showing_at(release, situation, now, &explanation);
  nlohmann::json out;
  out["channel"] = release.channel;
  out["release"] = release.number;
  out["at"] = format_instant(now);
  out["zone"] = release.zone;
  out["because"] = explanation.because;
  out["not_because"] = explanation.not_because;
  out["next_change"] = format_instant(next_change(release, situation, now));
  out["showing"] = nullptr;
  if (showing) {
    out["showing"] = {{"item", showing->item},
                      {"planned", showing->planned},
                      {"languages", showing->languages},
                      {"starts", format_instant(showing->starts)},
                      {"ends", format_instant(showing->ends)},
                      {"offset_us", (now - showing->starts).count()},
                      {"mode", bundle::to_string(showing->mode)},
                      {"event", showing->event},
                      {"playlist", showing->playlist},
                      {"pass", showing->pass},
                      {"slot", showing->slot}};
  }
  return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace gatecast::programme
