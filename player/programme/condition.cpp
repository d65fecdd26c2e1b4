#include "player/programme/condition.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "player/programme/languages.h"

namespace gatecast::programme {

std::optional<Obstacle> obstacle_here(const bundle::Condition& condition, const bundle::Release& release,
                                      const Situation& situation) {
  const auto& site = situation.site.value_or(release.site);
  if (!condition.sites.empty() && !condition.sites.contains(site))
    return Obstacle{
        "site", fmt::format("is shown at {} only, and this is {}", fmt::join(condition.sites, " or "), site)};
  for (const auto& tag : condition.tags)
    if (!situation.tags.contains(tag))
      return Obstacle{"tag", fmt::format("is for kiosks with the tag \"{}\", which this one has not", tag)};
  for (const auto& tag : condition.without_tags)
    if (situation.tags.contains(tag))
      return Obstacle{"tag", fmt::format("is not for kiosks with the tag \"{}\", as this one", tag)};
  return std::nullopt;
}

std::optional<Obstacle> obstacle_in_round(const bundle::Condition& condition,
                                          const std::vector<bundle::LanguageTag>& round) {
  if (condition.languages.empty()) return std::nullopt;
  const bool speaks = std::ranges::any_of(
      round, [&](const bundle::LanguageTag& tag) { return condition.languages.contains(tag); });
  if (speaks) return std::nullopt;
  return Obstacle{"language", fmt::format("is shown in rounds that speak {} only",
                                          fmt::join(condition.languages, " or "))};
}

std::optional<Obstacle> obstacle_for_reader(const bundle::Condition& condition,
                                            const bundle::Release& release, const Situation& situation) {
  if (condition.languages.empty()) return std::nullopt;
  const auto words = fmt::format("{}", fmt::join(condition.languages, " or "));
  if (!situation.language)
    return Obstacle{"language", "is for travellers who chose " + words + ", and nobody has chosen"};
  return obstacle_in_round(condition, languages_of_pass(release.languages, 0, situation.language))
             ? std::optional(Obstacle{"language", "is for travellers who chose " + words})
             : std::nullopt;
}

}  // namespace gatecast::programme
