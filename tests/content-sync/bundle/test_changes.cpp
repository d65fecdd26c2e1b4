#include <algorithm>
#include <catch2/catch.hpp>

#include "content-sync/bundle/changes.h"
#include "tests/support/sample_release.h"

using namespace gatecast;
using namespace gatecast::bundle;
using test::sample_release;

namespace {

bool says(const std::vector<std::string>& sentences, const std::string& part) {
  for (const auto& sentence : sentences) UNSCOPED_INFO(sentence);
  return std::any_of(sentences.begin(), sentences.end(),
                     [&](const std::string& sentence) { return sentence.find(part) != std::string::npos; });
}

template <class Change>
std::vector<std::string> changes_after(Change change) {
  const auto before = sample_release().release;
  auto after = before;
  after.number = 2;
  change(after);
  return describe_changes(&before, after);
}

}  // namespace

TEST_CASE("the same content under a new number has no changes to tell") {
  CHECK(changes_after([](Release&) {}).empty());
}

TEST_CASE("a changed text is told with its language, before and after") {
  const auto told = changes_after([](Release& release) {
    std::get<Slide>(release.items["gate/welcome"].body).texts["title"][0]["lo"] = "ສະບາຍດີ";
  });
  CHECK(told.size() == 1);
  CHECK(says(told, "gate/welcome: title: Lao text \"ຍິນດີຕ້ອນຮັບສູ່ລາວບາວ\" becomes \"ສະບາຍດີ\"."));
}

TEST_CASE("items, pictures, films, playlists, events and facts are told") {
  const auto other = sha256("another");
  CHECK(says(changes_after([](Release& r) { r.items.erase("trade/coffee"); }), "Item trade/coffee goes."));
  CHECK(says(changes_after([](Release& r) {
               auto item = r.items["gate/welcome"];
               item.id = "gate/hello";
               r.items[item.id] = item;
             }),
             "gate/hello: title: Thai text \"ยินดีต้อนรับสู่ลาวบาว\" is new."));
  CHECK(says(changes_after([&](Release& r) {
               std::get<Slide>(r.items["trade/coffee"].body).pictures["main"].object = other;
             }),
             "trade/coffee: picture main is another picture."));
  CHECK(says(changes_after([&](Release& r) { std::get<Clip>(r.items["tourism/ridge"].body).video = other; }),
             "tourism/ridge: video is another video."));
  CHECK(says(
      changes_after([&](Release& r) { std::get<Clip>(r.items["tourism/ridge"].body).subtitles.clear(); }),
      "tourism/ridge: subtitles (Vietnamese): gone."));
  CHECK(says(changes_after([](Release& r) { r.items["gate/welcome"].duration_us = 9'500'000; }),
             "gate/welcome: duration changes from 8 s to 9.5 s."));
  CHECK(says(changes_after([](Release& r) { r.playlists["day"].entries.pop_back(); }),
             "Playlist day becomes:"));
  CHECK(says(changes_after([](Release& r) { r.events[0].recurrence = "FREQ=WEEKLY"; }),
             "again by FREQ=WEEKLY"));
  CHECK(says(changes_after([](Release& r) { r.facts["hours"].value["vi"] = "06:00"; }),
             "Fact hours: Vietnamese text \"07:00–19:30\" becomes \"06:00\"."));
  CHECK(says(changes_after([](Release& r) { r.languages.foreign.pop_back(); }), "Languages changes from"));
  CHECK(says(changes_after([](Release& r) { r.overlays.clear(); }), "Overlay clock goes."));
  CHECK(says(changes_after([](Release& r) { r.overlays[0].motion = Overlay::Motion::run; }),
             "Overlay clock: its phrases run as one line."));
}

TEST_CASE("the first release is told whole") {
  const auto release = sample_release().release;
  const auto told = describe_changes(nullptr, release);
  CHECK(says(told, "First release of lao-bao-hall: 3 items"));
  CHECK(says(told, "New item tourism/ridge (film, promotion, 10 s)."));
  CHECK(says(told, "New fact hours (dated)."));
}

TEST_CASE("no field of the format changes in silence") {
  const auto before = sample_release().release;
  auto after = before;
  after.media.begin()->second.video->level = 52;
  after.number = 2;
  after.items.erase("gate/welcome");
  CHECK(says(describe_changes(&before, after), "Measured values of files that stay the same change."));
  after = before;
  after.overlays[0].picture = PictureUse{};
  CHECK_FALSE(describe_changes(&before, after).empty());
}

TEST_CASE("signers read every word of a new page, and the hours, numbers and links that changed") {
  const auto with_page = [](Release& release, int to_minute) {
    release.topics = {{"customs", "customs", {{"vi", "Hải quan"}}}};
    Page page;
    page.id = "customs/hours";
    page.topic = "customs";
    page.title = {{"vi", "Giờ làm việc"}};
    page.blocks = {HoursBlock{"", {{{}, 420, to_minute}}}};
    release.pages = {{page.id, page}};
  };
  const auto told = changes_after([&](Release& release) { with_page(release, 1320); });
  CHECK(says(told, "New page customs/hours under customs."));
  CHECK(says(told, "Giờ làm việc"));
  CHECK(says(told, "daily 07:00-22:00"));
  auto before = sample_release().release;
  with_page(before, 1320);
  auto after = before;
  with_page(after, 1260);
  CHECK(says(describe_changes(&before, after), "become daily 07:00-21:00 (were daily 07:00-22:00)"));
}
