// kiosk_sheet FOLDER: every screen of the demo as PNG, in each panel; all pages in all languages with --all.
#include <cstdio>
#include <cstring>

#include "kiosk-ui/view/desk_view.h"
#include "player/pixels/png.h"
#include "tests/kiosk-ui/view/demo_book.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;

namespace {

Desk sample_desk() {
  Desk desk;
  desk.kiosk = "lao-bao-hall-1 · lao-bao-hall";
  desk.place = DeskPlace::facts;
  desk.facts = {
      {"Bản phát hành", "lao-bao-hall · số 12 · DEMO · từ 2026-12-01T01:00:00Z · 8f14e45fceea"},
      {"Người ký", "Nguyễn Thị An, Trần Văn Bình"},
      {"Mạng",
       "liên lạc lần cuối 12 phút trước; lỗi liên tiếp: 3 – kiểm tra dây mạng, SIM, máy chủ; "
       "https://gatecast.example.vn",
       true},
      {"Đồng hồ", "2026-12-01T02:30:00Z · dựa trên: the server's signature of 2026-12-01T02:00:00Z"},
      {"Đĩa", "còn trống 0.3 GB – sắp đầy: cần đĩa lớn hơn", true},
      {"Nhiệt độ", "91 °C – quá nóng: lau khe gió, xem quạt", true},
      {"Màn hình", "card0-HDMI-A-1: có tín hiệu"},
      {"Công tắc cán bộ", "đang mở, 3 ngày trước"},
      {"Từ chối",
       "timestamp.json: signed metadata of the role timestamp has expired [tuf.expired] the server must sign "
       "it "
       "anew; look at its clock and its service",
       true},
      {"Từ chối", "film/welcome: the decoder ended by signal 11 [decoder.died]", true},
      {"Phần mềm", "0.1.0"}};
  return desk;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const Path folder(argv[1]);
  const bool is_all = argc > 2 && std::strcmp(argv[2], "--all") == 0;
  SystemDisk disk;
  kiosk_ui::test::DemoBook demo;
  const auto save = [&](const std::string& name, const kiosk_ui::test::NamedPanel& panel,
                        const Session& session, Duration idle = Duration(0),
                        const std::string& pressed = "") {
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
      save("photo-" + tag, panel, at(Place::photo, "border/lao-form", language));
      auto answered = at(Place::page, "visa/which", language);
      answered.trail.back().answers = "nn";
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
    const auto save_desk = [&](const std::string& name, const Desk& desk) {
      const Metrics metrics(panel.panel);
      const auto drawn = demo.draw(build_desk(desk, metrics, demo.typesetter()), panel.panel.size);
      const auto file = folder / (std::string(panel.name) + "-" + name + ".png");
      if (const auto status = pixels::write_png(disk, file, drawn); !status)
        std::fprintf(stderr, "%s\n", to_string(status.error()).c_str());
    };
    Desk desk;
    desk.kiosk = "lao-bao-hall-1 · lao-bao-hall";
    desk.challenge = "48217730";
    desk.typed = "693";
    desk.note = "Sai mã · Wrong answer (4)";
    save_desk("desk-code", desk);
    desk.challenge.clear();
    desk.note = "Chờ · Wait 1:40";
    save_desk("desk-wait", desk);
    desk = sample_desk();
    save_desk("desk-facts-vi", desk);
    desk.is_english = true;
    desk.focus = "desk/export";
    save_desk("desk-facts-en", desk);
    desk.place = DeskPlace::languages;
    save_desk("desk-scripts", desk);
    desk.place = DeskPlace::touches;
    desk.touched = {1, 2, 3, 18, 19, 35, 51};
    save_desk("desk-touch", desk);
    auto focused = at(Place::home, "", "zh", 0, true);
    focused.focus = "topic/customs";
    save("home-zh-contrast-focus", panel, focused);
    if (!is_all) continue;
    for (const auto& [id, page] : demo.book().release().pages)
      for (const char* language : {"vi", "lo", "th", "en", "zh"}) {
        std::string name = id;
        for (auto& c : name)
          if (c == '/') c = '-';
        save("all-" + name + "-" + language, panel, at(Place::page, id, language));
      }
  }
}
