#include "player/compose/slide_texts.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatecast::compose {

namespace {

bool is_base(std::string_view tag, std::string_view base) {
  return tag.substr(0, tag.find('-')) == base;
}

double scale_of(const SlideRequest& request, const bundle::LanguageTag& first,
                const bundle::LanguageTag& language) {
  if (language == first) return 1;
  if (request.item->category == bundle::Category::commercial) return kCommercialForeignScale;
  const bool is_equal_pair = is_base(first, "vi") && is_base(language, "lo");
  const bool is_for_safety = request.item->category == bundle::Category::emergency;
  return is_equal_pair || is_for_safety ? 1 : 0.8;
}

std::vector<bundle::LanguageTag> languages_of(const SlideRequest& request, const bundle::Slide& slide) {
  const auto option = slide.options.find("languages");
  const bool is_alert = slide.layout == "alert";  // speaks to everybody at once
  if (!is_alert && (option == slide.options.end() || option->second != "all")) return request.languages;
  std::vector<bundle::LanguageTag> all{request.release->languages.primary};
  for (const auto& tag : request.release->languages.foreign) all.push_back(tag);
  return all;
}

Wordings wordings_of(const SlideRequest& request, const bundle::TextByLanguage& texts, SlideTexts& out,
                     const std::string& slot) {
  Wordings wordings;
  for (const bundle::LanguageTag& language : out.languages) {
    const auto chosen = bundle::choose_text(texts, language, request.release->languages);
    if (!chosen) {
      out.faults.push_back(fmt::format("\"{}\" has no text for \"{}\" nor for any language it falls back to.",
                                       slot, language));
      continue;
    }
    std::string text = with_facts(chosen->text, language, *request.release, request.now, out.facts);
    const bool is_there =
        std::any_of(wordings.begin(), wordings.end(), [&](const Wording& w) { return w.text == text; });
    if (is_there || text.empty()) continue;
    wordings.push_back(
        {chosen->language, std::move(text), scale_of(request, out.languages.front(), language)});
  }
  return wordings;
}

}  // namespace

const Wordings& SlideTexts::first(const std::string& slot) const {
  static const Wordings kNone;
  const auto& entries = all(slot);
  return entries.empty() ? kNone : entries.front();
}

const std::vector<Wordings>& SlideTexts::all(const std::string& slot) const {
  static const std::vector<Wordings> kNone;
  const auto found = slots.find(slot);
  return found == slots.end() ? kNone : found->second;
}

SlideTexts slide_texts(const SlideRequest& request) {
  const auto& slide = std::get<bundle::Slide>(request.item->body);
  SlideTexts out;
  out.languages = languages_of(request, slide);
  out.is_commercial = request.item->category == bundle::Category::commercial && out.languages.size() > 1;
  for (const auto& [slot, entries] : slide.texts)
    for (const bundle::TextByLanguage& texts : entries) {
      Wordings wordings = wordings_of(request, texts, out, slot);
      if (!wordings.empty()) out.slots[slot].push_back(std::move(wordings));
    }
  out.faults.insert(out.faults.end(), out.facts.faults.begin(), out.facts.faults.end());
  return out;
}

}  // namespace gatecast::compose
