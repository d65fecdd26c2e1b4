// kiosk_sheet FOLDER: every screen of the demo as PNG, in each panel; --all: all pages and lists in all
// languages too; --only WORD: of all those the ones whose names hold it.
#include <cstdio>
#include <cstring>

#include "player/pixels/png.h"
#include "tests/kiosk-ui/view/sheet_desk.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const Path folder(argv[1]);
  const std::string only = argc > 3 && std::strcmp(argv[2], "--only") == 0 ? argv[3] : "";
  const bool is_all = !only.empty() || (argc > 2 && std::strcmp(argv[2], "--all") == 0);
  SystemDisk disk;
  kiosk_ui::test::DemoBook demo;
  const auto save = [&](const std::string& name, const kiosk_ui::test::NamedPanel& panel,
                        const Session& session, Duration idle = Duration(0),
                        const std::string& pressed = "") {
    if ((std::string(panel.name) + "-" + name).find(only) == std::string::npos) return;
    const Metrics metrics(panel.panel);
    const auto drawn = demo.draw(demo.view(session, metrics, idle, pressed), panel.panel.size);
    const auto file = folder / (std::string(panel.name) + "-" + name + ".png");
    if (const auto status = pixels::write_png(disk, file, drawn); !status)
      std::fprintf(stderr, "%s\n", to_string(status.error()).c_str());
  };
  using kiosk_ui::test::at;
  if (const auto status = make_directories(disk, folder); !status) return 3;
  for (const auto& panel : kiosk_ui::test::panels()) {
    save("attract", panel, Session{});
    save("languages", panel, at(Place::languages, "", ""));
    for (const char* language : {"vi", "lo", "en"})
      save(std::string("home-") + language, panel, at(Place::home, "", language));
    save("topic-lo", panel, at(Place::topic, "customs", "lo"), Duration(0), "page/customs/cash");
    save("hours-th", panel, at(Place::page, "border/hours", "th"));
    save("steps-vi", panel, at(Place::page, "border/steps", "vi"));
    save("steps-vi-large", panel, at(Place::page, "border/steps", "vi", 2));
    save("numbers-lo", panel, at(Place::page, "emergency/numbers", "lo"));
    save("allowance-zh", panel, at(Place::page, "customs/into-viet-nam", "zh"));
    save("visa-en-contrast", panel, at(Place::page, "visa/into-viet-nam", "en", 0, true));
    save("question-lo", panel, at(Place::page, "visa/into-viet-nam", "lo"), kIdle + Duration(6'500'000));
    for (const char* language : {"vi", "lo", "th", "en", "zh"}) {
      const std::string tag = language;
      save("map-" + tag, panel, at(Place::page, "transport/map", language));
      save("plan-" + tag, panel, at(Place::page, "gate/building", language));
      save("gallery-" + tag, panel, at(Place::page, "culture/exhibition", language));
      save("form-" + tag, panel, at(Place::page, "customs/ask", language));
      save("form-choice-" + tag, panel, at(Place::page, "visa/which", language));
      auto on_plan = at(Place::page, "gate/building", language);
      on_plan.trail.back().spot = 3;
      save("plan-way-" + tag, panel, on_plan);
      on_plan.trail.back().spot = 8;
      save("plan-way-far-" + tag, panel, on_plan);
      save("photo-" + tag, panel, at(Place::photo, "border/lao-form", language));
      auto answered = at(Place::page, "customs/ask", language);
      answered.trail.back().answers = "nnn";
      save("form-answer-" + tag, panel, answered);
    }
    auto near = at(Place::page, "culture/exhibition", "vi", 2, true);
    near.trail.back().gaze = {5, 0.6, 0.8};
    save("gallery-near-large-contrast", panel, near);
    save("map-vi-large", panel, at(Place::page, "transport/map", "vi", 2));
    save("map-en-contrast", panel, at(Place::page, "transport/map", "en", 0, true));
    save("plan-lo-large", panel, at(Place::page, "gate/building", "lo", 2));
    save("photo-map-en", panel, at(Place::photo, "transport/map", "en"));
    save("photo-numbers-lo", panel, at(Place::photo, "emergency/numbers", "lo"));
    using kiosk_ui::test::searching;
    for (const auto& [language, query, nothing] :
         {std::tuple{"vi", "ho chieu", "qxw"}, std::tuple{"lo", "ຜ່ານແ", "ຮຟຮຟ"},
          std::tuple{"th", "เงิน", "ฬฬฬ"}, std::tuple{"zh", "huzhao", "qqq"},
          std::tuple{"en", "visa", "qqq"}}) {
      const std::string name = std::string("search-") + language;
      save(name + "-empty", panel, searching("", language));
      save(name + "-found", panel, searching(query, language));
      save(name + "-nothing", panel, searching(nothing, language));
    }
    auto digits = searching("191", "th");
    digits.shows_digits = true;
    save("search-digits-th", panel, digits);
    save("search-lo-contrast", panel, searching("ເງິນ", "lo", true));
    auto judged = at(Place::page, "visa/into-viet-nam", "lo");
    judged.judged["visa/into-viet-nam"] = true;
    judged.trail.back().part = 99;
    save("useful-lo", panel, judged);
    auto last = at(Place::page, "border/steps", "vi", 2);
    last.trail.back().part = 99;
    save("useful-last-vi-large", panel, last);
    if (only.empty()) kiosk_ui::test::save_desks(demo, panel, folder);
    auto focused = at(Place::home, "", "zh", 0, true);
    focused.focus = "topic/customs";
    save("home-zh-contrast-focus", panel, focused);
    if (!is_all) continue;
    for (const auto& topic : demo.book().topics())
      for (const char* language : {"vi", "lo", "th", "en", "zh"})
        save("list-" + topic.id + "-" + language, panel, at(Place::topic, topic.id, language));
    for (const char* language : {"th", "zh"})
      save(std::string("home-") + language, panel, at(Place::home, "", language));
    for (const auto& [id, page] : demo.book().release().pages)
      for (const char* language : {"vi", "lo", "th", "en", "zh"}) {
        std::string name = id;
        for (auto& c : name)
          if (c == '/') c = '-';
        save("all-" + name + "-" + language, panel, at(Place::page, id, language));
      }
  }
}
