#include "kiosk-ui/view/book.h"

#include <algorithm>

namespace gatecast::kiosk_ui {
namespace {

constexpr std::size_t kMostTopics = 12;
constexpr std::size_t kMostLanguages = 6;

const bundle::PlanBlock* plan_of(const bundle::Page& page) {
  return page.blocks.empty() ? nullptr : std::get_if<bundle::PlanBlock>(&page.blocks.front());
}

template <class Fits>
int first_room(const bundle::PlanBlock& plan, const Fits& fits) {
  const auto found = std::find_if(plan.rooms.begin(), plan.rooms.end(), fits);
  return found == plan.rooms.end() ? -1 : static_cast<int>(found - plan.rooms.begin());
}

}  // namespace

Book::Book(std::shared_ptr<const bundle::Release> release) : release_(std::move(release)) {
  for (const auto& topic : release_->topics)
    if (topics_.size() < kMostTopics && !pages_of(topic.id).empty()) topics_.push_back(topic);
  languages_ = {release_->languages.primary};
  languages_.insert(languages_.end(), release_->languages.foreign.begin(), release_->languages.foreign.end());
  // The one who comes over the border looks first.
  std::stable_partition(languages_.begin(), languages_.end(), [](const auto& tag) { return tag == "lo"; });
  if (languages_.size() > kMostLanguages) languages_.resize(kMostLanguages);
}

const bundle::TopicEntry* Book::topic(const std::string& id) const {
  const auto found =
      std::find_if(topics_.begin(), topics_.end(), [&](const auto& topic) { return topic.id == id; });
  return found == topics_.end() ? nullptr : &*found;
}

const bundle::Page* Book::page(const std::string& id) const {
  if (!release_) return nullptr;
  const auto found = release_->pages.find(id);
  return found == release_->pages.end() ? nullptr : &found->second;
}

const bundle::Speech* Book::speech(const std::string& id, const bundle::LanguageTag& language) const {
  const auto* of = page(id);
  if (of == nullptr) return nullptr;
  const auto found = of->speech.find(language);
  const bool is_whole = found != of->speech.end() && release_->media.count(found->second.object) > 0;
  return is_whole ? &found->second : nullptr;
}

std::vector<const bundle::Page*> Book::pages_of(const std::string& topic) const {
  std::vector<const bundle::Page*> pages;
  const auto add = [&](const bundle::Page* page) {
    if (page != nullptr && pages.size() < bundle::kMostPagesInTopic) pages.push_back(page);
  };
  const auto entry = std::find_if(release_->topics.begin(), release_->topics.end(),
                                  [&](const auto& other) { return other.id == topic; });
  if (entry != release_->topics.end() && !entry->pages.empty()) {
    for (const auto& id : entry->pages) add(page(id));
    return pages;
  }
  for (const auto& [id, page] : release_->pages)
    if (page.topic == topic) add(&page);
  return pages;
}

Book::RoomOnPlan Book::plan_for(const std::string& topic) const {
  for (const auto& [id, plan_page] : release_->pages) {
    const auto* plan = plan_page.topic == topic ? nullptr : plan_of(plan_page);
    if (plan == nullptr) continue;
    const int room = first_room(*plan, [&](const bundle::PlanRoom& one) {
      const auto* opened = page(one.page);
      return opened != nullptr && opened->topic == topic;
    });
    if (room >= 0) return {&plan_page, room};
  }
  return {};
}

int Book::room_for(const std::string& plan_id, const std::string& from) const {
  const auto* there = page(plan_id);
  const auto* came = page(from);
  const auto* plan = there == nullptr ? nullptr : plan_of(*there);
  if (plan == nullptr || came == nullptr) return -1;
  const int own = first_room(*plan, [&](const bundle::PlanRoom& one) { return one.page == from; });
  if (own >= 0) return own;
  return first_room(*plan, [&](const bundle::PlanRoom& one) {
    const auto* opened = page(one.page);
    return opened != nullptr && opened->topic == came->topic;
  });
}

bool Book::has_language(const bundle::LanguageTag& language) const {
  return std::find(languages_.begin(), languages_.end(), language) != languages_.end();
}

std::string Book::text(const bundle::TextByLanguage& texts, const bundle::LanguageTag& language) const {
  const auto chosen = bundle::choose_text(texts, language, release_->languages);
  return chosen ? chosen->text : std::string();
}

}  // namespace gatecast::kiosk_ui
