// What a topic's list offers, the way back up, where an answer leads on.
#include <catch2/catch.hpp>

#include "kiosk-ui/view/figure.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;
using kiosk_ui::test::demo;

namespace {

std::vector<std::string> ids_of(const Book& book, const std::string& topic) {
  std::vector<std::string> ids;
  for (const auto* page : book.pages_of(topic)) ids.push_back(page->id);
  return ids;
}

// The topic to which the way over the page leads that is reached so from home; "" where it leads home alone.
std::string way_after(const std::vector<Action>& actions) {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  auto session = at(Place::home, "", "th");
  for (const auto& action : actions) session = after(session, action, demo().book(), session.touched_at);
  const auto screen = demo().view(session, metrics);
  const auto* plate = screen.button("way/topic");
  return plate == nullptr ? "" : plate->action.id;
}

}  // namespace

TEST_CASE("a topic's list has the pages that it names, in that order, of other topics too; else its own") {
  auto release = std::make_shared<bundle::Release>(demo().book().release());
  for (auto& topic : release->topics) {
    if (topic.id == "customs") topic.pages = {"customs/cash", "border/hours", "customs/ask"};
    if (topic.id == "transport") topic.pages.clear();
  }
  Book book(release);
  CHECK(ids_of(book, "customs") == std::vector<std::string>{"customs/cash", "border/hours", "customs/ask"});
  CHECK(ids_of(book, "transport") == std::vector<std::string>{"transport/distances", "transport/map"});
  // One that was taken down stands in no list.
  release->pages.erase("border/hours");
  CHECK(ids_of(Book(release), "customs") == std::vector<std::string>{"customs/cash", "customs/ask"});
}

TEST_CASE("the way names the topic through which a page was reached") {
  const Action plan{Act::open_page, "gate/building"};
  CHECK(way_after({{Act::open_topic, "customs"}, plan}) == "customs");
  CHECK(way_after({{Act::open_topic, "crossing"}, {Act::open_page, "border/steps"}, plan}) == "crossing");
  CHECK(way_after({{Act::open_topic, "welcome"}, {Act::open_page, "border/hours"}}) == "welcome");
  CHECK(way_after({{Act::open_topic, "crossing"}, {Act::open_page, "border/hours"}}) == "crossing");
  // A topic of one page has no list: its page stands for it, but not over itself.
  CHECK(way_after({{Act::open_topic, "money"}}).empty());
  CHECK(way_after({{Act::open_topic, "money"}, plan}) == "money");
  // By search: its own.
  CHECK(way_after({{Act::open_search}, plan}) == "welcome");
  auto session = at(Place::home, "", "th");
  for (const auto& action : {Action{Act::open_topic, "money"}, plan, Action{Act::open_topic, "money"}})
    session = after(session, action, demo().book(), session.touched_at);
  CHECK(session.here() == Where{Place::page, "money/exchange"});
  CHECK(session.trail.size() == 2);
}

TEST_CASE("an answer leads on to the page that it names, else to the first of the related ones") {
  for (const auto& panel : kiosk_ui::test::panels()) {
    const Metrics metrics(panel.panel);
    INFO(panel.name);
    auto session = at(Place::page, "visa/which", "lo");
    for (const auto& [answers, page] :
         {std::pair{"y", "visa/into-viet-nam"}, std::pair{"n", "visa/into-laos"}}) {
      session.trail.back().answers = answers;
      const auto screen = demo().view(session, metrics);
      INFO(answers);
      CHECK(screen.button(std::string("related/") + page) != nullptr);
      CHECK(screen.button("related/border/steps") == nullptr);
    }
    auto release = std::make_shared<bundle::Release>(demo().book().release());
    release->pages.erase("visa/into-laos");
    const Book book(release);
    ViewRequest request;
    request.session = &session;
    request.book = &book;
    request.metrics = &metrics;
    CHECK(build_view(request, demo().typesetter()).button("related/border/steps") != nullptr);
  }
}

TEST_CASE("a visa has one entry, and its answer is two touches from home and names the Lao passport first") {
  CHECK(ids_of(demo().book(), "visa") == std::vector<std::string>{"visa/which"});
  const auto& form = std::get<bundle::FormBlock>(demo().book().page("visa/which")->blocks.front());
  for (const char* choice : {"y", "n"}) {
    const auto& answer = form_step(form, choice);
    CHECK(answer.is_answer());
    CHECK(answer.text.at("lo").find("ໜັງສືຜ່ານແດນ") == answer.text.at("lo").find("ໜັງສືຜ່ານແດນລາວ"));
    CHECK(answer.text.at("lo").find("ໜັງສືຜ່ານແດນລາວ") != std::string::npos);
  }
}

TEST_CASE("opening hours stand where strangers look for them: at the welcome and at entry and exit") {
  for (const char* topic : {"welcome", "crossing"}) {
    const auto ids = ids_of(demo().book(), topic);
    CHECK(std::find(ids.begin(), ids.end(), "border/hours") != ids.end());
  }
}
