#include "content-sync/bundle/recall.h"

#include <algorithm>

namespace gatecast::bundle {
namespace {

bool has_object(const Page& page, const Sha256& object) {
  const bool is_spoken = std::any_of(page.speech.begin(), page.speech.end(),
                                     [&](const auto& entry) { return entry.second.object == object; });
  return is_spoken || std::any_of(page.blocks.begin(), page.blocks.end(), [&](const Block& block) {
           const auto* gallery = std::get_if<GalleryBlock>(&block);
           return gallery != nullptr &&
                  std::any_of(gallery->pictures.begin(), gallery->pictures.end(),
                              [&](const GalleryPicture& picture) { return picture.object == object; });
         });
}

}  // namespace

RecallReach reach_of_recall(const std::string& what, const Release& release) {
  bool is_there = false;
  bool is_for_emergencies = false;
  const auto note = [&](bool is_emergency) {
    is_there = true;
    is_for_emergencies = is_for_emergencies || is_emergency;
  };
  if (const auto item = release.items.find(what); item != release.items.end())
    note(item->second.category == Category::emergency);
  if (const auto page = release.pages.find(what); page != release.pages.end())
    note(page->second.topic == kEmergencyTopic);
  if (const auto object = Sha256::from_hex(what))
    for (const auto& [id, page] : release.pages)
      if (has_object(page, *object)) note(page.topic == kEmergencyTopic);
  return is_for_emergencies ? RecallReach::emergency
         : is_there         ? RecallReach::something
                            : RecallReach::nothing;
}

}  // namespace gatecast::bundle
