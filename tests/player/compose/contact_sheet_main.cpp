// Draws every layout in three lengths, six language choices and both orientations into PNG files, for looking
// at. contact-sheet FOLDER [LAYOUT...]
#include <fmt/format.h>

#include <cstdio>

#include "content-sync/base/disk.h"
#include "player/compose/scenery.h"
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

void draw(SlidePainter& painter, const std::string& folder, const bundle::Release& release,
          const std::string& layout, Length length, const Choice& choice, pixels::Size size,
          const char* shape) {
  const bundle::Item item = sample_item(layout, length);
  SlideRequest request{&release, &item, choice.languages, size, bundle::Mode::daily, sample_now(), true};
  SlideReport report;
  const std::string name = fmt::format("{}-{}-{}-{}", layout, shape, choice.name, static_cast<int>(length));
  auto picture = painter.paint(request, &report);
  if (!picture) {
    fmt::print("{}: {}\n", name, to_string(picture.error()));
    return;
  }
  put_over(*picture,
           painter.paint_overlays(release, size, bundle::Mode::daily, choice.languages, sample_now(), true)
               .pixels);
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

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || !has_noto_faces()) {
    fmt::print(stderr, "usage: contact-sheet FOLDER [LAYOUT...] (needs the Noto fonts of Debian)\n");
    return 2;
  }
  const std::string folder = argv[1];
  const std::vector<std::string> wanted(argv + 2, argv + argc);
  SlidePainter painter(noto_typesetter(), nullptr);
  const std::vector<Choice> choices{{"pair", {"vi", "lo"}}, {"vi", {"vi"}}, {"lo", {"lo"}},
                                    {"th", {"th"}},         {"en", {"en"}}, {"zh", {"zh"}}};
  const bundle::Release hall = sample_release(hall_screen());
  const bundle::Release gate = sample_release(gate_screen());
  for (const std::string& layout : wanted.empty() ? layout_names() : wanted)
    for (const Length length : {Length::brief, Length::usual, Length::longest})
      for (const Choice& choice : choices) {
        draw(painter, folder, hall, layout, length, choice, {1920, 1080}, "wide");
        draw(painter, folder, gate, layout, length, choice, {1080, 1920}, "tall");
      }
  write(folder + "/built-in-wide.png", paint_built_in_still({1920, 1080}));
  write(folder + "/built-in-tall.png", paint_built_in_still({1080, 1920}));
  return 0;
}
