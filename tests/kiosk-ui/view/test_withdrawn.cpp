// What officers recall, and what is over, is not on the pages any more, and who stands before it is told.
#include "kiosk-ui/view/withdrawn.h"

#include <catch2/catch.hpp>

#include "kiosk-ui/view/words.h"
#include "player/compose/fact_text.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;

namespace {

constexpr auto kFilmPage = "culture/film";
constexpr auto kGalleryPage = "culture/exhibition";
const std::vector<std::string> kLanguages{"vi", "lo", "th", "en", "zh"};

std::shared_ptr<const bundle::Release> release() {
  return std::make_shared<const bundle::Release>(demo().book().release());
}
std::string film_item() {
  return std::get<bundle::FilmBlock>(demo().book().page(kFilmPage)->blocks.front()).item;
}
const bundle::GalleryBlock* gallery_of(const bundle::Release& of) {
  return std::get_if<bundle::GalleryBlock>(&of.pages.at(kGalleryPage).blocks.front());
}

Screenful view(const Book& book, const Session& session, const Metrics& metrics) {
  ViewRequest request;
  request.session = &session;
  request.book = &book;
  request.metrics = &metrics;
  request.now = parse_instant("2026-12-01T09:30:00+07:00").value();
  request.steady_now = session.touched_at;
  return build_view(request, demo().typesetter());
}

// What is said, a space between lines.
std::string said(const Screenful& screen) {
  std::string out;
  for (const auto& layer : screen.layers)
    for (const auto& words : layer.words)
      for (const auto& line : words.layout.lines) out += line.text + " ";
  return out;
}

bool is_clean(const Screenful& screen) {
  for (const auto& layer : screen.layers)
    for (const auto& words : layer.words)
      if (words.layout.is_overfull || !words.layout.missing.empty()) return false;
  return true;
}

}  // namespace

TEST_CASE("a recalled film's page says so in the film's place, and keeps its words") {
  const auto all = release();
  CHECK(without(all, {}) == all);  // nothing is copied where nothing is withdrawn
  for (const auto& withdrawn : {Withdrawn{{film_item()}, {}}, Withdrawn{{}, {film_item()}}}) {
    const Book book(without(all, withdrawn));
    const auto* page = book.page(kFilmPage);
    REQUIRE(page != nullptr);
    CHECK(film_of(*page) == nullptr);
    for (const auto& panel : kiosk_ui::test::panels())
      for (const auto& language : kLanguages) {
        INFO(panel.name << " in " << language);
        const Metrics metrics(panel.panel);
        const auto screen = view(book, at(Place::page, kFilmPage, language), metrics);
        CHECK_FALSE(screen.figure);
        CHECK(screen.button("film/play") == nullptr);
        CHECK(said(screen).find(word(Word::withdrawn, language).substr(0, 6)) != std::string::npos);
        CHECK(is_clean(screen));
      }
  }
}

TEST_CASE("a film is gone from its page too where another item with the same video is recalled") {
  auto other = std::make_shared<bundle::Release>(demo().book().release());
  other->items["culture/second"] = other->items.at(film_item());
  const Book book(without(other, {{"culture/second"}, {}}));
  CHECK(film_of(*book.page(kFilmPage)) == nullptr);
}

TEST_CASE("one picture of a gallery is recalled by its hash, and the last one takes the gallery with it") {
  const auto all = release();
  const auto& pictures = gallery_of(*all)->pictures;
  REQUIRE(pictures.size() > 1);
  const auto gone = pictures[1].object;
  const auto left = without(all, {{gone.hex()}, {}});
  REQUIRE(gallery_of(*left) != nullptr);
  CHECK(gallery_of(*left)->pictures.size() == pictures.size() - 1);
  for (const auto& picture : gallery_of(*left)->pictures) CHECK(!(picture.object == gone));
  Withdrawn every;
  for (const auto& picture : pictures) every.recalled.insert(picture.object.hex());
  const Book book(without(all, every));
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  const auto screen = view(book, at(Place::page, kGalleryPage, "en"), metrics);
  CHECK_FALSE(screen.figure);
  CHECK(said(screen).find(word(Word::withdrawn, "en")) != std::string::npos);
}

TEST_CASE(
    "a recalled page is in no list, and who stands before it reads one calm sentence in their language") {
  const std::string gone = "customs/into-viet-nam";
  const Book book(without(release(), {{gone}, {}}));
  CHECK(book.page(gone) == nullptr);
  for (const auto& topic : book.topics())
    for (const auto* page : book.pages_of(topic.id)) CHECK(page->id != gone);
  for (const auto& panel : kiosk_ui::test::panels())
    for (const auto& language : kLanguages)
      for (const int step : {0, 2}) {
        INFO(panel.name << " in " << language << ", step " << step);
        const Metrics metrics(panel.panel);
        for (const auto place : {Place::page, Place::photo}) {
          const auto screen = view(book, at(place, gone, language, step), metrics);
          CHECK(said(screen).find(word(Word::withdrawn, language).substr(0, 6)) != std::string::npos);
          CHECK(said(screen).find(compose::ask_at_counter(language).substr(0, 6)) != std::string::npos);
          CHECK(is_clean(screen));
          CHECK(screen.button("tool/home") != nullptr);
          CHECK(screen.button("tool/back") != nullptr);
          CHECK(screen.button("tool/useful") == nullptr);  // there is nothing to judge
          CHECK(screen.button("page/take_along") == nullptr);
        }
      }
}

TEST_CASE("recalled speech takes its button with it") {
  auto spoken = std::make_shared<bundle::Release>(demo().book().release());
  const auto object = sha256("speech");
  spoken->media[object].duration_us = 1'000'000;
  spoken->pages.at("border/hours").speech["lo"] = {object, "A Listener"};
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  const auto listens = [&](const Withdrawn& withdrawn) {
    const Book book(without(spoken, withdrawn));
    return view(book, at(Place::page, "border/hours", "lo"), metrics).button("page/listen") != nullptr;
  };
  CHECK(listens({}));
  CHECK_FALSE(listens({{object.hex()}, {}}));
}

TEST_CASE("a page's film ends with its item's last day and with its licence") {
  auto dated = demo().book().release();
  auto& item = dated.items.at(film_item());
  const auto now = parse_instant("2026-12-01T09:30:00+07:00").value();
  using namespace std::chrono_literals;
  CHECK(films_over(dated, now).films.empty());
  CHECK(films_over(dated, now).next == Instant::max());
  item.valid_until = now + 2h;
  item.rights_until = now + 1h;
  CHECK(films_over(dated, now).films.empty());
  CHECK(films_over(dated, now).next == now + 1h);
  CHECK(films_over(dated, now + 1h).films.contains(film_item()));
}
