#include "kiosk-ui/view/desk_view.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "content-sync/base/kiosk_code.h"
#include "kiosk-ui/view/pen.h"
#include "kiosk-ui/view/words.h"

namespace gatecast::kiosk_ui {
namespace {

using compose::Box;

struct Key {
  std::string id;
  std::string label;
  std::string sign = {};
  bool is_enabled = true;
};

class DeskView {
 public:
  DeskView(const Desk& desk, const Metrics& metrics, text::Typesetter& typesetter)
      : desk_(desk),
        metrics_(metrics),
        palette_(palette(false)),
        pen_(out_, typesetter, metrics, palette_, desk.is_english ? "en" : "vi", metrics.letter_px(0)) {}

  Screenful build() {
    pen_.fill(metrics_.stage, palette_.ground);
    pen_.fill(metrics_.plinth, palette_.plinth);
    switch (desk_.place) {
      case DeskPlace::code:
        code();
        break;
      case DeskPlace::facts:
        facts();
        break;
      case DeskPlace::touches:
        touches();
        break;
      case DeskPlace::languages:
        languages();
        break;
      case DeskPlace::picture:  // painted by itself
        break;
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string say(const char* vietnamese, const char* english) const {
    return desk_word(vietnamese, english, desk_.is_english);
  }
  [[nodiscard]] double letter() const { return metrics_.mm(metrics_.is_small() ? 4.2 : 7.3); }

  void row(const Box& place, const std::vector<Key>& keys) {
    const auto count = static_cast<double>(keys.size());
    const double width = (place.width - metrics_.gap * (count - 1)) / count;
    double x = place.x;
    for (const auto& key : keys) {
      ButtonFace face;
      face.label = key.label;
      face.icon = key.sign.empty() ? "" : "sign/" + key.sign;
      face.is_on_plinth = true;
      face.is_wide = !key.label.empty();
      const Look look = desk_.pressed == key.id ? Look::pressed
                        : desk_.focus == key.id ? Look::focused
                                                : Look::rest;
      pen_.button({key.id, {}, {std::round(x), place.y, std::floor(width), place.height}, key.is_enabled},
                  face, look);
      x += width + metrics_.gap;
    }
  }

  double heading(const std::string& title, const std::string& small) {
    const auto& area = metrics_.content;
    double y = area.y;
    y += pen_.write(title, {letter() * 1.5, letter(), 700, 1, palette_.text}, {area.x, y, area.width, 0});
    y += pen_.write(small, {letter() * 0.85, letter() * 0.6, 400, 1, palette_.quiet},
                    {area.x, y, area.width, 0});
    y += metrics_.mm(2);
    pen_.fill({area.x, y, area.width, std::max(2.0, metrics_.mm(0.6))}, palette_.rule);
    return y + metrics_.mm(4);
  }

  void code() {
    const auto& area = metrics_.content;
    double y = heading("Kỹ thuật · Technician", desk_.kiosk);
    const bool can_ask = !desk_.challenge.empty();
    if (can_ask) {
      y += pen_.write("Đọc mã này cho bàn trực · Read this code to the desk",
                      {letter(), letter() * 0.6, 400, 2, palette_.text}, {area.x, y, area.width, 0});
      y += pen_.write(code_in_groups(desk_.challenge), {letter() * 3, letter() * 2, 700, 1, palette_.text},
                      {area.x, y, area.width, 0}, "en");
      y += pen_.write("Nhập mã trả lời · Type the answer", {letter(), letter() * 0.6, 400, 2, palette_.text},
                      {area.x, y, area.width, 0});
      const double box_height = letter() * 5;
      pen_.fill({area.x, y + metrics_.mm(1), std::min(area.width, letter() * 24), box_height}, palette_.tool,
                metrics_.mm(2));
      std::string shown = desk_.typed;
      shown.resize(kKioskCodeDigits, '_');
      pen_.write_centred(
          code_in_groups(shown), {letter() * 2.4, letter(), 700, 1, palette_.tool_text},
          {area.x + metrics_.mm(4), y + metrics_.mm(1), area.width - metrics_.mm(8), box_height}, "en");
      y += box_height + metrics_.mm(3);
    }
    if (!desk_.note.empty())
      pen_.write(desk_.note, {letter(), letter() * 0.6, 700, 3, palette_.text},
                 {area.x, y, area.width, metrics_.stage.height - y});
    const auto digit = [&](const char* d) { return Key{std::string("desk/") + d, d, "", can_ask}; };
    row(metrics_.tools,
        {digit("1"), digit("2"), digit("3"), digit("4"), digit("5"), {"desk/erase", "", "erase"}});
    row(metrics_.languages,
        {digit("6"), digit("7"), digit("8"), digit("9"), digit("0"), {"desk/close", "", "clear"}});
  }

  void facts() {
    const auto& area = metrics_.content;
    const double top = heading(say("Kỹ thuật", "Technician") + " · " + desk_.kiosk,
                               desk_.note.empty() ? say("Không có gì ở đây đưa được nội dung lên màn hình",
                                                        "Nothing here can put content on the screen")
                                                  : desk_.note);
    const double bottom = metrics_.stage.height - metrics_.mm(3);
    const double label_width = area.width * (metrics_.is_portrait() ? 0.3 : 0.22);
    const double gap = metrics_.mm(3);
    struct Row {
      Words label, value;
      double height = 0;
      bool is_fault = false;
    };
    std::vector<Row> rows;
    for (const auto& fact : desk_.facts) {
      Row one;
      one.is_fault = fact.is_fault;
      one.label =
          pen_.set(fact.label, {letter() * 0.85, letter() * 0.6, 700, 2, palette_.quiet}, label_width);
      one.value = pen_.set(fact.value, {letter() * 0.85, letter() * 0.62, 400, 4, palette_.text},
                           area.width - label_width - gap - metrics_.mm(6));
      one.height = std::max(one.label.layout.height_px, one.value.layout.height_px) + metrics_.mm(1.6);
      rows.push_back(std::move(one));
    }
    // Divided between rows into screenfuls.
    std::vector<int> part_of;
    double y = top;
    int part = 0;
    for (const auto& one : rows) {
      if (y + one.height > bottom && y > top) {
        ++part;
        y = top;
      }
      part_of.push_back(part);
      y += one.height;
    }
    out_.parts = part + 1;
    const int shown = std::clamp(desk_.part, 0, part);
    y = top;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (part_of[i] != shown) continue;
      auto& one = rows[i];
      if (one.is_fault)
        pen_.fill({area.x - metrics_.mm(4), y, metrics_.mm(2), one.height - metrics_.mm(1)}, palette_.text);
      pen_.place(std::move(one.label), area.x, y);
      pen_.place(std::move(one.value), area.x + label_width + gap, y);
      y += one.height;
    }
    row(metrics_.tools, {{"desk/picture", say("Hình thử", "Test pictures")},
                         {"desk/sound", say("Thử loa", "Test sound")},
                         {"desk/touches", say("Thử cảm ứng", "Test touch")},
                         {"desk/languages", say("Thử chữ", "Test scripts")},
                         {"desk/export", say("Chép nhật ký", "Copy log")}});
    row(metrics_.languages, {{"desk/close", say("Đóng", "Close"), "clear"},
                             {"desk/speak", desk_.is_english ? "Tiếng Việt" : "English"},
                             {"desk/restart", say("Khởi động lại", "Restart")},
                             {"desk/earlier", "", "earlier", shown > 0},
                             {"desk/later", "", "later", shown < part}});
  }

  void touches() {
    // The whole screen in cells, each of which lights up under a finger: what stays dark is a dead place.
    const double width = metrics_.screen.width / kTouchColumns;
    const double height = metrics_.screen.height / kTouchRows;
    for (int y = 0; y < kTouchRows; ++y)
      for (int x = 0; x < kTouchColumns; ++x) {
        const Box cell{std::round(x * width), std::round(y * height),
                       std::round((x + 1) * width) - std::round(x * width),
                       std::round((y + 1) * height) - std::round(y * height)};
        const bool is_lit = desk_.touched.count(y * kTouchColumns + x) > 0;
        pen_.fill(compose::inset(cell, 1, 1), is_lit ? palette_.chosen : palette_.plinth);
      }
    pen_.new_layer();
    pen_.write_centred(say("Kéo ngón tay qua mọi ô", "Draw a finger over every cell") + "  " +
                           std::to_string(desk_.touched.size()) + " / " +
                           std::to_string(kTouchColumns * kTouchRows),
                       {letter() * 1.2, letter() * 0.7, 700, 2, palette_.plinth_text, text::Align::centre},
                       {metrics_.content.x, metrics_.content.y, metrics_.content.width, metrics_.mm(20)});
    row({metrics_.languages.x, metrics_.languages.y, metrics_.languages.width * 0.25,
         metrics_.languages.height},
        {{"desk/back", say("Xong", "Done"), "back"}});
  }

  void languages() {
    const auto& area = metrics_.content;
    double y = heading(say("Thử chữ", "Test scripts"), desk_.kiosk);
    constexpr std::array<std::pair<const char*, const char*>, 5> kSamples{
        std::pair{"vi", "Cửa khẩu quốc tế Lao Bảo · Ẩ ẵ ỡ Ể ự đ"},
        {"lo", "ດ່ານສາກົນ ລາວບາວ · ນ້ຳ ປີ້ ໝູ່ ເຂົ້າ ຫຼິ້ນ"},
        {"th", "ด่านพรมแดนลาวบาว · น้ำ ป้ำ ญู ฐู กี่"},
        {"en", "Lao Bảo International Border Gate · 0123456789"},
        {"zh", "老保国际口岸 · 欢迎您"}};
    const double room = (metrics_.stage.height - y - metrics_.mm(3)) / kSamples.size();
    for (const auto& [language, text] : kSamples) {
      pen_.write_centred(own_name(language), {letter() * 0.8, letter() * 0.6, 700, 1, palette_.quiet},
                         {area.x, y, area.width * 0.18, room}, language);
      pen_.write_centred(text, {std::min(letter() * 1.7, room * 0.32), letter() * 0.6, 400, 2, palette_.text},
                         {area.x + area.width * 0.2, y, area.width * 0.8, room}, language);
      y += room;
    }
    row({metrics_.languages.x, metrics_.languages.y, metrics_.languages.width * 0.25,
         metrics_.languages.height},
        {{"desk/back", say("Xong", "Done"), "back"}});
  }

  const Desk& desk_;
  const Metrics& metrics_;
  Palette palette_;
  Screenful out_;
  Pen pen_;
};

}  // namespace

std::string desk_word(const char* vietnamese, const char* english, bool is_english) {
  return is_english ? english : vietnamese;
}

Screenful build_desk(const Desk& desk, const Metrics& metrics, text::Typesetter& typesetter) {
  return DeskView(desk, metrics, typesetter).build();
}

pixels::Pixmap paint_test_picture(int number, pixels::Size size) {
  constexpr std::array<std::uint32_t, 5> kPlain{0xFFFF0000U, 0xFF00FF00U, 0xFF0000FFU, 0xFFFFFFFFU,
                                                0xFF000000U};
  pixels::Pixmap picture(size);
  for (int y = 0; y < size.height_px; ++y)
    for (int x = 0; x < size.width_px; ++x) {
      const auto grey = static_cast<std::uint32_t>(x * 17 / std::max(1, size.width_px)) * 255U / 16U;
      const auto step = 0xFF000000U | grey << 16U | grey << 8U | grey;
      picture.row(y)[x] =
          number < static_cast<int>(kPlain.size()) ? kPlain.at(static_cast<std::size_t>(number)) : step;
    }
  return picture;
}

}  // namespace gatecast::kiosk_ui
