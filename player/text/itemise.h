// Cuts a paragraph into runs of one script and one face: script by ICU, face by the pinned order and
// coverage. Threads: none of its own; the FaceList's owner. Errors: none; what no face has is listed. Source:
// UAX #24; typography.md 3.1, 3.2.
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "player/text/faces.h"

namespace gatecast::text {

// Lao and Thai bodies look like Latin lower case: larger inside text of another script.
constexpr double kForeignLaoThaiScale = 1.10;
constexpr double kLeastLatinScale = 0.7;  // of Latin letters and digits in a Lao or Thai text
constexpr double kCapitalBesideThai =
    1.04;  // of a Thai consonant: hardly more than in the other language of a pair

struct Item {
  std::size_t start = 0;  // UTF-16
  std::size_t end = 0;
  std::string script;  // ISO 15924, for HarfBuzz
  int face = 0;
  double scale = 1;  // of the em
};

std::vector<Item> itemise(std::u16string_view paragraph, const FaceList& faces, const TextStyle& style,
                          std::set<char32_t>& missing);

}  // namespace gatecast::text
