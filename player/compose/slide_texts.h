// The texts of a slide as they will stand on it: languages chosen, fallbacks taken, facts put in, equal
// values written once. Threads: pure. Errors: what is missing is named in `faults`. Source:
// shared/design/content.md (Language set, Text, Fact).
#pragma once
#include <map>
#include <string>
#include <vector>

#include "player/compose/fact_text.h"
#include "player/compose/slide_painter.h"

namespace gatecast::compose {

struct Wording {
  bundle::LanguageTag language;
  std::string text;
  double scale = 1;  // of the primary language's visible height
};
using Wordings = std::vector<Wording>;  // one entry of a slot, in the slide's languages

struct SlideTexts {
  std::vector<bundle::LanguageTag> languages;
  std::map<std::string, std::vector<Wordings>> slots;
  FactsUsed facts;
  std::vector<std::string> faults;
  bool is_commercial = false;
  std::map<std::string, std::vector<std::size_t>>
      places;  // of each slot's entries: where they stand in the release
  // Where the n-th entry that is shown stands among those that may be hidden.
  [[nodiscard]] std::size_t place_of(const std::string& slot, std::size_t n) const;
  [[nodiscard]] const Wordings& first(const std::string& slot) const;
  [[nodiscard]] const std::vector<Wordings>& all(const std::string& slot) const;
};
inline constexpr double kCommercialForeignScale = 0.74;  // the law says at most 0.75
SlideTexts slide_texts(const SlideRequest& request);

}  // namespace gatecast::compose
