#include "player/programme/languages.h"

#include <algorithm>
#include <string>

namespace gatecast::programme {
namespace {

bool has(const bundle::LanguageSet& set, const bundle::LanguageTag& tag) {
  return tag == set.primary || std::ranges::count(set.foreign, tag) > 0;
}

// The set's own tag for a wish: "lo-LA" means "lo" where the set has only that; else the wish as it is.
bundle::LanguageTag settled(const bundle::LanguageSet& set, bundle::LanguageTag wished) {
  for (auto tag = wished; !tag.empty();
       tag.resize(tag.rfind('-') == std::string::npos ? 0 : tag.rfind('-'))) {
    if (has(set, tag)) return tag;
  }
  return wished;
}

}  // namespace

std::optional<std::string> missing_language(const bundle::LanguageSet& set,
                                            const bundle::LanguageTag& wished) {
  if (has(set, settled(set, wished))) return std::nullopt;
  std::string there = set.primary;
  for (const auto& tag : set.foreign) there += ", " + tag;
  const auto instead = std::ranges::find_if(set.fallback, [&](const auto& tag) { return has(set, tag); });
  return "this channel has no language \"" + wished + "\" (it has " + there + "): its words stand in \"" +
         (instead == set.fallback.end() ? set.primary : *instead) + "\" instead";
}

std::vector<std::vector<bundle::LanguageTag>> rounds_of(const bundle::LanguageSet& set) {
  const bool is_pair = set.presentation == bundle::Presentation::pair;
  const std::size_t most = is_pair ? 2 : 1;
  std::vector<std::vector<bundle::LanguageTag>> rounds;
  if (set.presentation == bundle::Presentation::one) return {{set.primary}};
  for (auto round : set.rounds) {
    if (round.empty()) continue;
    if (round.size() > most) round.resize(most);
    rounds.push_back(std::move(round));
  }
  if (!rounds.empty()) return rounds;
  if (!is_pair || set.foreign.empty()) rounds.push_back({set.primary});
  for (const auto& tag : set.foreign) {
    rounds.push_back(is_pair ? std::vector{set.primary, tag} : std::vector{tag});
  }
  return rounds;
}

std::vector<bundle::LanguageTag> languages_of_pass(const bundle::LanguageSet& set, std::int64_t pass,
                                                   const std::optional<bundle::LanguageTag>& wished) {
  if (wished) {
    auto tag = settled(set, *wished);
    if (set.presentation == bundle::Presentation::pair && tag != set.primary)
      return {set.primary, std::move(tag)};
    return {std::move(tag)};
  }
  const auto rounds = rounds_of(set);
  return rounds[static_cast<std::size_t>(pass % static_cast<std::int64_t>(rounds.size()))];
}

std::vector<std::vector<bundle::LanguageTag>> rounds_spoken(
    const bundle::LanguageSet& set, const std::optional<bundle::LanguageTag>& wished) {
  if (wished) return {languages_of_pass(set, 0, wished)};
  return rounds_of(set);
}

}  // namespace gatecast::programme
