#include "content-sync/bundle/feed_reference.h"

#include <algorithm>

namespace gatecast::bundle {
namespace {

constexpr std::string_view kFeedOpening = "{feed:";

FeedReference reference_of(std::string_view inside) {
  const auto point = inside.find('.');
  FeedReference reference;
  reference.feed = inside.substr(0, point);
  if (point != std::string_view::npos) reference.field = inside.substr(point + 1);
  return reference;
}

// Lines that may be missing while others of their kind stand.
bool goes_by_itself(const Slide& slide, const std::string& slot, bool is_last) {
  if (slot == "rows") return !is_last;
  return slot == "text" && (!is_last || slide.layout != "title_text");
}

}  // namespace

const std::vector<std::string>& feed_fields() {
  static const std::vector<std::string> kFields{"value", "label", "time", "source"};
  return kFields;
}

std::string with_feeds(std::string_view text,
                       const std::function<std::string(const FeedReference& reference)>& value) {
  std::string out;
  while (!text.empty()) {
    const auto begin = text.find(kFeedOpening);
    out += text.substr(0, begin);
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin + kFeedOpening.size());
    const auto end = text.find('}');
    out += value(reference_of(text.substr(0, end)));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

std::vector<FeedReference> feeds_in(std::string_view text) {
  std::vector<FeedReference> references;
  with_feeds(text, [&](const FeedReference& reference) {
    references.push_back(reference);
    return std::string();
  });
  return references;
}

std::set<std::string> feeds_of(const TextByLanguage& texts) {
  std::set<std::string> names;
  for (const auto& [tag, text] : texts)
    for (auto& reference : feeds_in(text)) names.insert(std::move(reference.feed));
  return names;
}

std::set<std::string> feeds_of(const Slide& slide) {
  std::set<std::string> names;
  for (const auto& [slot, entries] : slide.texts)
    for (const auto& texts : entries) names.merge(feeds_of(texts));
  return names;
}

Instant said_until(const Slide& slide, const std::function<Instant(const std::string& feed)>& until) {
  Instant all = Instant::max();
  for (const auto& [slot, entries] : slide.texts) {
    Instant last = Instant::min();  // of the slot's lines
    for (const auto& texts : entries) {
      Instant line = Instant::max();
      for (const auto& name : feeds_of(texts)) line = std::min(line, until(name));
      if (!goes_by_itself(slide, slot, false)) all = std::min(all, line);
      last = std::max(last, line);
    }
    if (!entries.empty() && !goes_by_itself(slide, slot, true)) all = std::min(all, last);
  }
  return all;
}

}  // namespace gatecast::bundle
