#include "content-sync/bundle/recall.h"

#include <catch2/catch.hpp>

#include "tests/support/duty.h"

using namespace gatecast;
using namespace gatecast::test;
using bundle::reach_of_recall;
using bundle::RecallReach;

namespace {

bundle::Release with_pages() {
  auto release = release_with_template();
  bundle::Page page;
  page.topic = "culture";
  bundle::GalleryBlock gallery;
  gallery.pictures.resize(2);
  gallery.pictures[0].object = sha256("first");
  gallery.pictures[1].object = sha256("second");
  page.blocks = {gallery};
  page.speech["lo"] = {sha256("speech"), "A Listener"};
  release.pages["culture/exhibition"] = page;
  page.topic = bundle::kEmergencyTopic;
  page.blocks = {bundle::TextBlock{true, {{"vi", "Gọi 115"}}}};
  page.speech["lo"].object = sha256("help");
  release.pages["emergency/numbers"] = page;
  return release;
}

}  // namespace

TEST_CASE("a recall reaches items, pages, pictures of a gallery and speech, and nothing else") {
  const auto release = with_pages();
  for (const auto& what : {std::string("culture/exhibition"), sha256("first").hex(), sha256("second").hex(),
                           sha256("speech").hex()})
    CHECK(reach_of_recall(what, release) == RecallReach::something);
  for (const auto& [id, item] : release.items)
    CHECK(reach_of_recall(id, release) ==
          (item.category == bundle::Category::emergency ? RecallReach::emergency : RecallReach::something));
  for (const auto& what :
       {std::string(), std::string("culture/none"), sha256("nobody's").hex(), sha256("first").hex() + "0"})
    CHECK(reach_of_recall(what, release) == RecallReach::nothing);
}

TEST_CASE("what helps in an emergency stays: items, pages and what is read aloud of them") {
  const auto release = with_pages();
  for (const auto& what : {std::string(kTemplate), std::string("emergency/numbers"), sha256("help").hex()})
    CHECK(reach_of_recall(what, release) == RecallReach::emergency);
}
