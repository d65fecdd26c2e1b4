// The technician's desk as sheets. Threads: one owner. Errors: said on standard error.
#pragma once
#include <cstdio>

#include "kiosk-ui/view/desk_view.h"
#include "player/pixels/png.h"
#include "tests/kiosk-ui/view/demo_book.h"

namespace gatecast::kiosk_ui::test {

inline Desk sample_desk() {
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

inline void save_desks(DemoBook& demo, const NamedPanel& panel, const Path& folder) {
  SystemDisk disk;
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
}

}  // namespace gatecast::kiosk_ui::test
