// Draws every layout in three lengths, six language choices and both orientations into PNG files, for looking
// at. contact-sheet FOLDER [LAYOUT...]
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "content-sync/base/disk.h"
#include "player/pixels/png.h"
#include "sample_slides.h"

using namespace gatecast;
using namespace gatecast::compose;

namespace {

struct Choice {
  const char* name;
  std::vector<std::string> languages;
};

void write(const std::string& file, const pixels::Pixmap& picture) {
  SystemDisk disk;
  if (const Status done = pixels::write_png(disk, file, picture); !done)
    fmt::print(stderr, "{}\n", to_string(done.error()));
}

void put_over(pixels::Pixmap& picture, const pixels::Pixmap& overlay) {
  for (int y = 0; y < picture.size().height_px; ++y)
    for (int x = 0; x < picture.size().width_px; ++x)
      if (overlay.row(y)[x] >> 24 == 255) picture.row(y)[x] = overlay.row(y)[x];
}

struct Look {
  pixels::Size size;
  const char* shape;
  bundle::Mode mode = bundle::Mode::daily;
};

void draw(SlidePainter& painter, const std::string& folder, const bundle::Release& release,
          const bundle::Item& item, const Choice& choice, const Look& look, const std::string& suffix) {
  SlideRequest request{&release, &item, choice.languages, look.size, look.mode, sample_now(), true};
  SlideReport report;
  const std::string layout = std::get<bundle::Slide>(item.body).layout;
  const std::string name = fmt::format("{}-{}-{}-{}", layout, look.shape, choice.name, suffix);
  auto picture = painter.paint(request, &report);
  if (!picture) {
    fmt::print("{}: {}\n", name, to_string(picture.error()));
    return;
  }
  put_over(
      *picture,
      painter.paint_overlays(release, look.size, look.mode, choice.languages, sample_now(), true).pixels);
  write(fmt::format("{}/{}.png", folder, name), *picture);
  for (const std::string& fault : report.faults) fmt::print("{}: {}\n", name, fault);
  for (const TextBox& box : report.boxes) {
    if (!box.fits)
      fmt::print("{}: {} {} does not fit at {:.0f} px\n", name, box.slot, box.language,
                 box.visible_height_px);
    if (box.contrast_hundredths < 450)
      fmt::print("{}: {} {} contrast {:.2f}\n", name, box.slot, box.language, box.contrast_hundredths / 100);
  }
}

// Welcome in all languages, a commercial item, every theme, unusual screens.
void draw_special(SlidePainter& painter, const std::string& folder, const bundle::Release& hall,
                  const bundle::Release& gate) {
  const Choice pair{"pair", {"vi", "lo"}};
  const Look wide{{1920, 1080}, "wide"};
  const Look tall{{1080, 1920}, "tall"};
  bundle::Item welcome = sample_item("title", Length::brief);
  std::get<bundle::Slide>(welcome.body).options["languages"] = "all";
  draw(painter, folder, hall, welcome, pair, wide, "all");
  draw(painter, folder, gate, welcome, pair, tall, "all");
  bundle::Item commercial = sample_item("picture_caption", Length::usual);
  commercial.category = bundle::Category::commercial;
  commercial.topic = "product";
  draw(painter, folder, hall, commercial, pair, wide, "commercial");
  draw(painter, folder, gate, commercial, pair, tall, "commercial");
  bundle::Item stupa = sample_item("full_picture", Length::brief);
  std::get<bundle::Slide>(stupa.body).options["scene"] = "stupa";
  draw(painter, folder, hall, stupa, pair, wide, "stupa");
  draw(painter, folder, gate, stupa, pair, tall, "stupa");
  for (const auto mode : {bundle::Mode::festive, bundle::Mode::solemn, bundle::Mode::closed})
    for (const char* layout : {"title", "title_text", "steps", "number", "two_columns", "split"})
      draw(painter, folder, hall, sample_item(layout, Length::brief), pair, {{1920, 1080}, "wide", mode},
           std::string(bundle::to_string(mode)));
  bundle::Release wall = hall;
  wall.screen = {700, 400, 7000, 4000, 20000};
  for (const std::string& layout : layout_names()) {
    const bundle::Item item = sample_item(layout, Length::brief);
    draw(painter, folder, hall, item, pair, {{1280, 800}, "1280"}, "0");
    draw(painter, folder, hall, item, pair, {{1600, 1200}, "43"}, "0");
    draw(painter, folder, hall, item, pair, {{2560, 1080}, "219"}, "0");
    draw(painter, folder, wall, item, pair, {{700, 400}, "wall"}, "0");
  }
}

// Every layout that takes a photograph, with this one.
void draw_photographs(const std::string& folder, const std::string& file, const bundle::Release& hall,
                      const bundle::Release& gate) {
  SystemDisk disk;
  auto read = pixels::read_png(disk, file);
  if (!read) {
    fmt::print(stderr, "{}\n", to_string(read.error()));
    return;
  }
  const auto photograph = std::make_shared<const pixels::Pixmap>(std::move(*read));
  SlidePainter painter(noto_typesetter(), [&](const Sha256&, pixels::Size) { return photograph; });
  for (const std::string& layout : layout_names()) {
    if (layout == "alert") continue;
    bundle::Item item = sample_item(layout, Length::usual);
    std::get<bundle::Slide>(item.body).pictures["picture"] = {};
    draw(painter, folder, hall, item, {"pair", {"vi", "lo"}}, {{1920, 1080}, "wide"}, "photo");
    draw(painter, folder, gate, item, {"pair", {"vi", "lo"}}, {{1080, 1920}, "tall"}, "photo");
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || !has_noto_faces()) {
    fmt::print(stderr,
               "usage: contact-sheet FOLDER [LAYOUT... | special | photograph FILE.png] (needs the Noto "
               "fonts of Debian)\n");
    return 2;
  }
  const std::string folder = argv[1];
  const std::vector<std::string> wanted(argv + 2, argv + argc);
  SlidePainter painter(noto_typesetter(), nullptr);
  const std::vector<Choice> choices{{"pair", {"vi", "lo"}}, {"vi", {"vi"}}, {"lo", {"lo"}},
                                    {"th", {"th"}},         {"en", {"en"}}, {"zh", {"zh"}}};
  const bundle::Release hall = sample_release(hall_screen());
  const bundle::Release gate = sample_release(gate_screen());
  if (wanted.empty() || wanted.front() == "special") draw_special(painter, folder, hall, gate);
  if (wanted.size() == 2 && wanted.front() == "photograph") draw_photographs(folder, wanted[1], hall, gate);
  for (const std::string& layout : layout_names()) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), layout) == wanted.end()) continue;
    for (const Length length : {Length::brief, Length::usual, Length::longest})
      for (const Choice& choice : choices) {
        const bundle::Item item = sample_item(layout, length);
        const std::string suffix = std::to_string(static_cast<int>(length));
        draw(painter, folder, hall, item, choice, {{1920, 1080}, "wide"}, suffix);
        draw(painter, folder, gate, item, choice, {{1080, 1920}, "tall"}, suffix);
      }
  }
  write(folder + "/built-in-wide.png", paint_built_in_still({1920, 1080}));
  write(folder + "/built-in-tall.png", paint_built_in_still({1080, 1920}));
  return 0;
}
