// Listening to a page: where the button is, how large, and that it is not there without speech.
#include <catch2/catch.hpp>

#include "kiosk-ui/view/words.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;
using namespace std::chrono_literals;

namespace {

const Book& spoken_demo() {
  static const Book kBook = [] {
    auto release = std::make_shared<bundle::Release>(demo().book().release());
    const auto object = sha256("speech");
    release->media[object].duration_us = 20'000'000;
    for (auto& [id, page] : release->pages)
      for (const char* language : {"vi", "lo", "th", "zh"}) page.speech[language] = {object, "A Listener"};
    return Book(release);
  }();
  return kBook;
}

Screenful view(const Session& session, const Metrics& metrics) {
  ViewRequest request;
  request.session = &session;
  request.book = &spoken_demo();
  request.metrics = &metrics;
  request.now = parse_instant("2026-12-01T09:30:00+07:00").value();
  request.steady_now = session.touched_at + 2s;
  return build_view(request, demo().typesetter());
}

}  // namespace

TEST_CASE(
    "one touch from the page: to listen stands beside to take along, as large as a target, on every page") {
  for (const auto& panel : kiosk_ui::test::panels())
    for (const char* id : {"border/hours", "customs/into-viet-nam", "transport/map", "gate/building",
                           "culture/exhibition", "culture/film"}) {
      const Metrics metrics(panel.panel);
      INFO(panel.name << ": " << id);
      for (const char* language : {"vi", "lo", "th", "zh"}) {
        const auto screen = view(at(Place::page, id, language), metrics);
        const auto* listen = screen.button("page/listen");
        const auto* take = screen.button("page/take_along");
        REQUIRE(listen != nullptr);
        REQUIRE(take != nullptr);
        for (const auto* button : {listen, take}) {
          CHECK(metrics.to_mm(button->box.width) >= kTarget_mm);
          CHECK(metrics.to_mm(button->box.height) >= kTarget_mm);
          CHECK(button->box.right() <= metrics.screen.width - metrics.mm(kDeadBorder_mm));
        }
        CHECK(metrics.to_mm(take->box.x - listen->box.right()) >= kBetweenTargets_mm - 0.5);
        for (const auto& other : screen.buttons) {
          if (other.id == listen->id) continue;
          const bool is_apart = other.box.right() <= listen->box.x || listen->box.right() <= other.box.x ||
                                other.box.bottom() <= listen->box.y || listen->box.bottom() <= other.box.y;
          INFO(other.id);
          CHECK(is_apart);
        }
      }
      CHECK(view(at(Place::page, id, "en"), metrics).button("page/listen") == nullptr);
      CHECK(demo().view(at(Place::page, id, "vi"), metrics).button("page/listen") == nullptr);
    }
}

TEST_CASE("while somebody listens the button says stop, and afterwards listen again") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  const auto says = [&](const Session& session, Word wanted) {
    for (const auto& layer : view(session, metrics).layers)
      for (const auto& words : layer.words)
        for (const auto& line : words.layout.lines)
          if (line.text == word(wanted, "vi")) return true;
    return false;
  };
  const auto silent = at(Place::page, "border/hours", "vi");
  CHECK(says(silent, Word::listen));
  const auto listening = after(silent, {Act::listen}, spoken_demo(), silent.touched_at);
  REQUIRE(listening.is_listening);
  CHECK(says(listening, Word::stop));
  CHECK_FALSE(says(listening, Word::listen));
  auto over = listening;
  over.touched_at += 60s;
  CHECK(says(over, Word::listen));
}
