// A full page of 250 words in each language, fitted and drawn by the Typesetter, beside SDL_ttf's own
// wrapping of the same page; and what finding breaks, shaping, fitting and drawing take of it. Prints medians
// of CPU time and the ratio; faces from fonts-noto-core and fonts-noto-cjk.
#include <SDL_ttf.h>
#include <fmt/format.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "player/text/breaks.h"
#include "player/text/typesetter.h"

namespace {

using namespace gatecast;

constexpr const char* kFonts = "/usr/share/fonts/truetype/noto/";
constexpr const char* kCjkFonts = "/usr/share/fonts/opentype/noto/";
constexpr int kWidth = 1700;
constexpr int kSize = 36;

std::shared_ptr<const std::string> font_bytes(const std::string& name) {
  SystemDisk disk;
  auto bytes = read_file(disk, (name.ends_with(".ttc") ? kCjkFonts : kFonts) + name, 64 << 20);
  if (!bytes) {
    fmt::print(stderr, "{}\n", to_string(bytes.error()));
    std::exit(3);
  }
  return std::make_shared<const std::string>(std::move(*bytes));
}

// Of this process: other work on the machine does not count.
double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double median_ms(int rounds, const std::function<void(int)>& work) {
  std::vector<double> times;
  for (int round = 0; round < rounds; ++round) {
    const double start = cpu_ms();
    work(round);
    times.push_back(cpu_ms() - start);
  }
  std::nth_element(times.begin(), times.begin() + rounds / 2, times.end());
  return times[static_cast<std::size_t>(rounds) / 2];
}

struct Page {
  const char* language;
  const char* script;
  const char* font;
  const char* sentence;
  int repeats;
  int face = 0;  // in a collection
};

// What each step of a page takes; each text is a new one, so that nothing is known of it.
struct Steps {
  double breaks = 0, shape = 0, fit = 0, draw = 0;
};

Steps steps_of(text::Typesetter& typesetter, const std::string& text, text::TextStyle style,
               pixels::Pixmap& target) {
  Steps steps;
  text::LineBreaker breaker({});
  const auto wide = icu::UnicodeString::fromUTF8(text);
  const std::u16string words(wide.getBuffer(), static_cast<std::size_t>(wide.length()));
  steps.breaks = median_ms(21, [&](int) { (void)breaker.breaks(words, style.language); });
  const double fresh =
      median_ms(21, [&](int round) { typesetter.layout(text + std::to_string(100 + round), style, kWidth); });
  const double known = median_ms(21, [&](int) { typesetter.layout(text, style, kWidth); });
  steps.shape = std::max(0.0, fresh - known - steps.breaks);
  text::Layout layout;
  steps.fit = median_ms(21, [&](int) {
    layout = typesetter.fit(text, style, {kWidth, 1000}, {60, 48, 40, kSize});
  });
  style.size_px = layout.size_px;
  steps.draw = median_ms(21, [&](int) { typesetter.draw(target, layout, style, 110, 40, kWidth); });
  return steps;
}

void measure(const Page& page) {
  std::string text;
  for (int i = 0; i < page.repeats; ++i) text += page.sentence;
  const auto latin = font_bytes("NotoSans-Regular.ttf");
  std::vector<text::FontFile> faces{{"Latn", text::FaceRole::text, 400, latin, 0}};
  const auto own = font_bytes(page.font);
  if (std::string(page.script) != "Latn")
    faces.push_back({page.script, text::FaceRole::text, 400, own, page.face});
  text::TextStyle style;
  style.language = page.language;
  pixels::Pixmap target({1920, 1080});
  auto typesetter = text::Typesetter::create(faces, {}).value();
  auto fit_and_draw = [&](const std::string& words) {
    const auto layout = typesetter->fit(words, style, {kWidth, 1000}, {60, 48, 40, kSize});
    style.size_px = layout.size_px;
    typesetter->draw(target, layout, style, 110, 40, kWidth);
  };
  // A page never seen before (the round's number makes it new), then the same page again.
  const double fresh = median_ms(21, [&](int round) { fit_and_draw(text + std::to_string(round)); });
  const double again = median_ms(21, [&](int) { fit_and_draw(text); });

  const auto steps = steps_of(*typesetter, text, style, target);

  TTF_Font* font = TTF_OpenFontIndexRW(SDL_RWFromConstMem(own->data(), static_cast<int>(own->size())), 1,
                                       kSize, page.face);
  TTF_SetFontScriptName(font, page.script);
  SDL_Surface* screen = SDL_CreateRGBSurfaceWithFormat(0, 1920, 1080, 32, SDL_PIXELFORMAT_ARGB8888);
  const double wrapped = median_ms(21, [&](int round) {
    SDL_Surface* surface = TTF_RenderUTF8_Blended_Wrapped(font, (text + std::to_string(round)).c_str(),
                                                          {255, 255, 255, 255}, kWidth);
    SDL_BlitSurface(surface, nullptr, screen, nullptr);
    SDL_FreeSurface(surface);
  });
  fmt::print(
      "{:3} fit of 4 sizes + draw {:6.2f} ms, the same page again {:6.2f} ms; SDL_ttf wrapped at one size "
      "{:6.2f} ms; ratio {:.2f}\n",
      page.language, fresh, again, wrapped, fresh / wrapped);
  fmt::print("    of it breaks {:5.2f}, shaping {:5.2f}, fitting {:5.2f}, drawing {:5.2f} ms\n", steps.breaks,
             steps.shape, steps.fit, steps.draw);
  SDL_FreeSurface(screen);
  TTF_CloseFont(font);
}

}  // namespace

int main() {
  if (TTF_Init() != 0) return 3;
  measure({"vi", "Latn", "NotoSans-Regular.ttf",
           "Xin quý khách chuẩn bị hộ chiếu, giấy thông hành và tờ khai trước khi vào phòng làm thủ tục nhập "
           "cảnh, "
           "cửa khẩu mở cửa từ 07:00 đến 22:00 mỗi ngày. ",
           8});
  measure({"lo", "Laoo", "NotoSansLao-Regular.ttf",
           "ກະລຸນາກຽມໜັງສືຜ່ານແດນຂອງທ່ານໃຫ້ພ້ອມ ກ່ອນເຂົ້າຫ້ອງກວດຄົນເຂົ້າເມືອງ ດ່ານສາກົນເປີດທຸກວັນ ", 10});
  measure({"th", "Thai", "NotoSansThai-Regular.ttf",
           "กรุณาเตรียมหนังสือเดินทางให้พร้อมก่อนเข้าห้องตรวจคนเข้าเมือง ด่านสากลเปิดทุกวัน ", 12});
  measure({"en", "Latn", "NotoSans-Regular.ttf",
           "Please have your passport, border pass and declaration ready before you enter the immigration "
           "hall, the gate "
           "is open from 07:00 to 22:00 every day. ",
           9});
  measure({"zh", "Hans", "NotoSansCJK-Regular.ttc",
           "请在进入入境检查大厅之前准备好护照、通行证和申报单，口岸每天07:00至22:00开放。", 12, 2});
  measure({"ja", "Jpan", "NotoSansCJK-Regular.ttc",
           "入国審査場に入る前に、パスポート、通行証と申告書をご用意ください。国境は毎日07:00から22:"
           "00まで開いています。",
           10, 0});
  measure({"ko", "Kore", "NotoSansCJK-Regular.ttc",
           "입국 심사장에 들어가기 전에 여권과 통행증, 신고서를 준비해 주십시오. 국경은 매일 07:00부터 "
           "22:00까지 엽니다. ",
           16, 1});
  TTF_Quit();
  return 0;
}
