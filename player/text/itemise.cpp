#include "player/text/itemise.h"

#include <unicode/uscript.h>

#include <algorithm>
#include <map>

#include "player/text/characters.h"

namespace gatecast::text {
namespace {

bool is_lao_or_thai(std::string_view script) {
  return script == "Laoo" || script == "Thai";
}

// Signs that Unicode shares between scripts but that Chinese and Japanese draw as wide as a character.
bool is_wide_sign(char32_t c, bool language_is_han) {
  if ((c >= 0x3000 && c <= 0x303F) || (c >= 0x30FB && c <= 0x30FC) || (c >= 0xFF00 && c <= 0xFFEF))
    return true;
  return language_is_han &&
         (c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D || c == 0x2026 || c == 0x2014);
}

class Itemiser {
 public:
  Itemiser(std::u16string_view text, const FaceList& faces, const TextStyle& style,
           std::set<char32_t>& missing)
      : text_(text),
        faces_(faces),
        style_(style),
        missing_(missing),
        own_script_(script_of_language(style.language)),
        own_height_em_(own_height_em()) {}

  std::vector<Item> run() {
    for (std::size_t start = 0; start < text_.size();) {
      const std::size_t end = cluster_end(text_, start);
      add(start, end);
      start = end;
    }
    return std::move(items_);
  }

 private:
  // Of a Lao or Thai consonant; 0 for other languages.
  double own_height_em() const {
    if (!is_lao_or_thai(own_script_)) return 0;
    const char32_t letter = own_script_ == "Laoo" ? 0x0E81 : 0x0E01;
    return faces_.face(faces_.order(own_script_, style_.language, style_.role, style_.weight).front())
        .ink_height_em(letter);
  }

  // Capitals and digits as high as the consonants beside them: in a pair they then equal the other
  // language's.
  double scale_beside_own(int face) const {
    const double capital = faces_.face(face).ink_height_em(U'H');
    const double wanted = own_height_em_ * (own_script_ == "Thai" ? kCapitalBesideThai : 1);
    return capital > 0 ? std::clamp(wanted / capital, kLeastLatinScale, 1.0) : 1;
  }

  void add(std::size_t start, std::size_t end) {
    const char32_t first = character_at(text_, start);
    if ((first == ' ' || first == 0xA0 || is_ignorable(first)) && end == next_index(text_, start) &&
        !items_.empty() && (is_ignorable(first) || faces_.face(items_.back().face).has(' '))) {
      items_.back().end = end;
      return;
    }
    Item item{start, end, script_of(start, end), 0, 1};
    const bool is_foreign = is_lao_or_thai(item.script) && !is_lao_or_thai(own_script_);
    if (is_foreign) item.scale = kForeignLaoThaiScale;
    item.face = choose(item, is_foreign ? FaceRole::ui : style_.role);
    if (own_height_em_ > 0 && item.script == "Latn") item.scale = scale_beside_own(item.face);
    if (!items_.empty() && items_.back().face == item.face && items_.back().script == item.script)
      items_.back().end = end;
    else
      items_.push_back(std::move(item));
  }

  std::string script_of(std::size_t start, std::size_t end) const {
    for (std::size_t i = start; i < end; i = next_index(text_, i)) {
      const char32_t c = character_at(text_, i);
      UErrorCode status = U_ZERO_ERROR;
      const UScriptCode code = uscript_getScript(static_cast<UChar32>(c), &status);
      if (is_wide_sign(c, own_script_ == "Hans" || own_script_ == "Hant" || own_script_ == "Jpan"))
        return "Hani";
      if (U_SUCCESS(status) && code != USCRIPT_COMMON && code != USCRIPT_INHERITED && code != USCRIPT_UNKNOWN)
        return uscript_getShortName(code);
    }
    return "Latn";  // digits and signs
  }

  int choose(const Item& item, FaceRole role) {
    const auto [place, is_new] = orders_.try_emplace({item.script, role});
    if (is_new) place->second = faces_.order(item.script, style_.language, role, style_.weight);
    int best = place->second.front();
    std::size_t best_count = 0;
    const std::size_t wanted = count_covered(item, -1);
    for (const int face : place->second) {
      const std::size_t count = count_covered(item, face);
      if (count > best_count) best = face, best_count = count;
      if (count == wanted) return face;
    }
    for (std::size_t i = item.start; i < item.end; i = next_index(text_, i)) {
      const char32_t c = character_at(text_, i);
      if (!is_ignorable(c) && !faces_.face(best).has(c)) missing_.insert(c);
    }
    return best;
  }

  // Characters of the cluster that the face has; of any face (-1): how many there are to have.
  std::size_t count_covered(const Item& item, int face) const {
    std::size_t count = 0;
    for (std::size_t i = item.start; i < item.end; i = next_index(text_, i)) {
      const char32_t c = character_at(text_, i);
      if (is_ignorable(c)) continue;
      if (face < 0 || faces_.face(face).has(c) || (c == 0xA0 && faces_.face(face).has(' '))) ++count;
    }
    return count;
  }

  std::u16string_view text_;
  const FaceList& faces_;
  const TextStyle& style_;
  std::set<char32_t>& missing_;
  std::string own_script_;
  double own_height_em_;
  std::vector<Item> items_;
  std::map<std::pair<std::string, FaceRole>, std::vector<int>> orders_;
};

}  // namespace

std::vector<Item> itemise(std::u16string_view paragraph, const FaceList& faces, const TextStyle& style,
                          std::set<char32_t>& missing) {
  return Itemiser(paragraph, faces, style, missing).run();
}

}  // namespace gatecast::text
