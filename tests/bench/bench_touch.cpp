// From a touch to the picture that answers it, at 1080p: building the screen, painting what changed, copying
// it into the window's pixels; beside the limits of the product (50 ms to the first change, 150 ms to a
// page). Wall time. The way from the panel to the program and from the window to the display is in --stats
// and on a machine with both.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "tests/kiosk-ui/view/demo_book.h"

namespace {

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;

struct Figure {
  std::string name;
  double limit_ms = 50;
  std::vector<double> ms = {};
  double share = 0;  // of the screen that was drawn
};

class Screen {
 public:
  explicit Screen(Panel panel) : metrics_(panel), pixels_(panel.size), window_(panel.size) {}

  // The next picture, as the ring makes it.
  void show(Figure& figure, const Session& session, const std::string& pressed = "") {
    const auto start = std::chrono::steady_clock::now();
    auto next = demo_.view(session, metrics_, Duration(0), pressed);
    const auto size = pixels_.size();
    const auto parts = shown_.layers.empty() ? std::vector{pixels::Rect{0, 0, size.width_px, size.height_px}}
                                             : changes(shown_, next, size);
    double area = 0;
    for (const auto& part : parts) {
      paint(next, demo_.typesetter(), pixels_, part);
      for (int y = part.y; y < part.y + part.height; ++y)
        std::memcpy(window_.row(y) + part.x, pixels_.row(y) + part.x,
                    static_cast<std::size_t>(part.width) * 4);
      area += static_cast<double>(part.width) * part.height;
    }
    shown_ = std::move(next);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    figure.ms.push_back(took.count());
    figure.share += area / (static_cast<double>(size.width_px) * size.height_px);
  }
  const Book& book() { return demo_.book(); }

 private:
  kiosk_ui::test::DemoBook demo_;
  Metrics metrics_;
  pixels::Pixmap pixels_, window_;
  Screenful shown_;
};

void tell(Figure& figure) {
  auto& ms = figure.ms;
  std::sort(ms.begin(), ms.end());
  fmt::print("{:34} p50 {:6.1f}  p95 {:6.1f}  max {:6.1f} ms, limit {:3.0f}; {:3.0f} % of the screen drawn\n",
             figure.name, ms[ms.size() / 2], ms[ms.size() * 95 / 100], ms.back(), figure.limit_ms,
             100 * figure.share / static_cast<double>(ms.size()));
}

void measure(const char* name, const Panel& panel) {
  fmt::print("{} {}x{}\n", name, panel.size.width_px, panel.size.height_px);
  Screen screen(panel);
  Figure warm{"", 0};
  Figure press{"a button is pressed"};
  Figure key{"a key of the search"};
  Figure focus{"focus moves"};
  Figure page{"a page opens", 150};
  Figure home{"home opens", 150};
  Figure larger{"text size, contrast", 150};
  for (const char* language : {"vi", "lo", "th", "en", "zh"}) {
    const auto at_home = at(Place::home, "", language);
    screen.show(home, at_home);
    for (const char* topic : {"topic/visa", "topic/customs", "topic/health", "topic/money"}) {
      screen.show(press, at_home, topic);
      screen.show(press, at_home);
    }
    auto focused = at_home;
    for (const char* id : {"topic/visa", "topic/customs", "tool/search", "language/lo"}) {
      focused.focus = id;
      screen.show(focus, focused);
    }
    screen.show(warm, at_home);
    for (const auto& [id, content] : screen.book().release().pages) {
      if (std::holds_alternative<bundle::GalleryBlock>(content.blocks.front()))
        continue;  // its tiles are drawn here
      const auto open = at(Place::page, id, language);
      screen.show(page, open);
      screen.show(press, open, "tool/back");
      screen.show(warm, at_home);
    }
    for (int step = 1; step < kTextSteps; ++step)
      screen.show(larger, at(Place::page, "border/hours", language, step, step > 1));
    screen.show(warm, at(Place::search, "", language));
    for (const char* query : {"v", "vi", "vis", "visa"})
      screen.show(key, kiosk_ui::test::searching(query, language));
  }
  for (auto* figure : {&press, &focus, &key, &home, &page, &larger}) tell(*figure);
}

}  // namespace

int main() {
  for (const auto& panel : kiosk_ui::test::panels()) measure(panel.name, panel.panel);
  return 0;
}
