// The topics and pages of one release as a traveller walks through them. Keeps the release for as long as
// somebody reads in it, whatever becomes active meanwhile. Threads: immutable. Errors: none.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "content-sync/bundle/release.h"

namespace gatecast::kiosk_ui {

class Book {
 public:
  Book() = default;
  explicit Book(std::shared_ptr<const bundle::Release> release);
  [[nodiscard]] bool is_empty() const { return topics_.empty(); }
  [[nodiscard]] const bundle::Release& release() const { return *release_; }
  // Those under which a page stands, at most twelve, in the editors' order.
  [[nodiscard]] const std::vector<bundle::TopicEntry>& topics() const { return topics_; }
  [[nodiscard]] const bundle::TopicEntry* topic(const std::string& id) const;
  [[nodiscard]] const bundle::Page* page(const std::string& id) const;
  // Of a page in this very language; null: nobody has spoken it.
  [[nodiscard]] const bundle::Speech* speech(const std::string& page,
                                             const bundle::LanguageTag& language) const;
  // What a topic's list offers, as the editors ordered it: at most six.
  [[nodiscard]] std::vector<const bundle::Page*> pages_of(const std::string& topic) const;
  // A page and, where it is a plan, the room that is lit; page null: there is none, room -1: no room of that.
  struct RoomOnPlan {
    const bundle::Page* page = nullptr;
    int room = -1;
  };
  // Where a topic's counter is, on a plan that stands under another topic: a room belongs to the topic whose
  // page it opens.
  [[nodiscard]] RoomOnPlan plan_for(const std::string& topic) const;
  // Which room somebody looks for who comes to the plan from that page: the page's own, else its topic's; -1.
  [[nodiscard]] int room_for(const std::string& plan, const std::string& page) const;
  // In the order of the buttons: Lao first, the neighbours' language, then the release's own order.
  [[nodiscard]] const std::vector<bundle::LanguageTag>& languages() const { return languages_; }
  [[nodiscard]] bool has_language(const bundle::LanguageTag& language) const;
  [[nodiscard]] std::string text(const bundle::TextByLanguage& texts,
                                 const bundle::LanguageTag& language) const;

 private:
  std::shared_ptr<const bundle::Release> release_;
  std::vector<bundle::TopicEntry> topics_;
  std::vector<bundle::LanguageTag> languages_;
};

}  // namespace gatecast::kiosk_ui
