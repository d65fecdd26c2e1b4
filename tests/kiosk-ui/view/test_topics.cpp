// What a topic's list offers, the way back up, where an answer leads on.
#include <catch2/catch.hpp>
#include <set>

#include "content-sync/source/draft.h"
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
    auto session = at(Place::page, "customs/ask", "lo");
    session.trail.back().answers = "y";
    const auto screen_of = [&](const std::string& page, bool is_there) {
      auto release = std::make_shared<bundle::Release>(demo().book().release());
      auto& form = std::get<bundle::FormBlock>(release->pages.at("customs/ask").blocks.front());
      for (auto& step : form.steps)
        if (step.is_answer()) step.page = page;
      if (!is_there) release->pages.erase(page);
      const Book book(release);
      ViewRequest request;
      request.session = &session;
      request.book = &book;
      request.metrics = &metrics;
      return build_view(request, demo().typesetter());
    };
    CHECK(screen_of("customs/cash", true).button("related/customs/cash") != nullptr);
    CHECK(screen_of("customs/cash", true).button("related/gate/building") == nullptr);
    CHECK(screen_of("customs/cash", false).button("related/gate/building") != nullptr);
    CHECK(screen_of("", true).button("related/gate/building") != nullptr);
  }
}

TEST_CASE("a visa has one entry: one touch names the country, and its table names the Lao passport first") {
  CHECK(ids_of(demo().book(), "visa") == std::vector<std::string>{"visa/which"});
  for (const auto& panel : kiosk_ui::test::panels())
    for (const auto& [id, page] :
         {std::pair{"form/yes", "visa/into-viet-nam"}, std::pair{"form/no", "visa/into-laos"}}) {
      const Metrics metrics(panel.panel);
      INFO(panel.name << " " << id);
      const auto home = at(Place::home, "", "lo");
      auto session = after(home, {Act::open_topic, "visa"}, demo().book(), home.touched_at);
      const auto asked = demo().view(session, metrics);
      REQUIRE(asked.button(id) != nullptr);
      session = after(session, asked.button(id)->action, demo().book(), session.touched_at);
      CHECK(session.here() == Where{Place::page, page});
      const auto& table = std::get<bundle::TableBlock>(demo().book().page(page)->blocks.front());
      CHECK(table.rows.front().label.at("lo").starts_with("ໜັງສືຜ່ານແດນລາວ"));
      // Back leads to the question, and once more out of it.
      session = after(session, {Act::go_back}, demo().book(), session.touched_at);
      CHECK(session.here() == Where{Place::page, "visa/which"});
      CHECK(session.here().answers.empty());
      session = after(session, {Act::go_back}, demo().book(), session.touched_at);
      CHECK(session.here() == Where{Place::home});
    }
}

TEST_CASE("a form whose answer was taken down says so, and leads on all the same") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  auto release = std::make_shared<bundle::Release>(demo().book().release());
  release->pages.erase("visa/into-laos");
  const Book book(release);
  auto session = after(at(Place::page, "visa/which", "en"), {Act::answer, "n"}, book, {});
  CHECK(session.here() == Where{Place::page, "visa/which"});
  ViewRequest request;
  request.session = &session;
  request.book = &book;
  request.metrics = &metrics;
  const auto screen = build_view(request, demo().typesetter());
  CHECK(screen.button("form/anew") != nullptr);
  CHECK(screen.button("related/border/steps") != nullptr);
  bool is_said = false;
  for (const auto& layer : screen.layers)
    for (const auto& words : layer.words)
      for (const auto& line : words.layout.lines)
        is_said = is_said || line.text.find("taken down") != std::string::npos;
  CHECK(is_said);
}

TEST_CASE("every page of both channels is at most two touches from home") {
  const Metrics metrics(kiosk_ui::test::panels().front().panel);
  SystemDisk disk;
  for (const char* channel : {"lao-bao-hall", "la-lay-gate"}) {
    auto reading = source::read_draft(disk, Path(GATECAST_SOURCE_DIR) / "assets/demo" / channel, "demo");
    REQUIRE(reading);
    auto release = std::make_shared<bundle::Release>(reading->draft.release);
    kiosk_ui::test::leave_out_media_pages(*release);  // a draft has not measured them
    const Book book(release);
    std::set<std::string> reached;
    const auto touched_all = [&](const Session& session) {
      std::vector<Session> sessions;
      ViewRequest request;
      request.session = &session;
      request.book = &book;
      request.metrics = &metrics;
      for (const auto& button : build_view(request, demo().typesetter()).buttons) {
        sessions.push_back(after(session, button.action, book, session.touched_at));
        if (sessions.back().here().place == Place::page) reached.insert(sessions.back().here().id);
      }
      return sessions;
    };
    for (const auto& once : touched_all(at(Place::home, "", "vi")))
      if (once.here().place == Place::topic || once.here().place == Place::page) touched_all(once);
    for (const auto& [id, page] : release->pages) {
      INFO(channel << ": " << id);
      CHECK(reached.count(id) == 1);
    }
    CHECK(release->pages.size() >= 24);
  }
}

TEST_CASE("opening hours stand where strangers look for them: at the welcome and at entry and exit") {
  for (const char* topic : {"welcome", "crossing"}) {
    const auto ids = ids_of(demo().book(), topic);
    CHECK(std::find(ids.begin(), ids.end(), "border/hours") != ids.end());
  }
}
