#include "player/playback/output_arguments.h"

#include <cstdio>

#include "player/compose/setup_page.h"
#include "player/decode/frame_painter.h"
#include "player/pixels/png.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

std::string sides(pixels::Size size) {
  return std::to_string(size.width_px) + " × " + std::to_string(size.height_px);
}

compose::SetupFacts facts_for(const screen::Output& output, pixels::Size content, pixels::Size window,
                              int refresh_mhz) {
  compose::SetupFacts facts;
  facts.size = content;
  facts.panel_width_mm = output.panel_width_mm;
  facts.panel_height_mm = output.panel_height_mm;
  auto& words = facts.words;
  words.push_back(output.connector.empty() ? "Gatecast" : "Gatecast · " + output.connector);
  words.push_back("picture " + sides(content) + " px");
  if (!(window == content) && window.width_px > 0)
    words.push_back("of a display of " + sides(window) + " px");
  words.push_back("turned " + std::to_string(output.rotation_degrees) + "° clockwise");
  if (refresh_mhz > 0) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "refresh %.2f Hz", refresh_mhz / 1000.0);
    words.emplace_back(text.data());
  }
  if (output.panel_width_mm > 0) {
    words.push_back("panel " + sides({output.panel_width_mm, output.panel_height_mm}) + " mm");
    const double across = static_cast<double>(content.width_px) / output.panel_width_mm;
    const double down = static_cast<double>(content.height_px) / output.panel_height_mm;
    if (std::abs(across / down - 1) > 0.015)
      words.emplace_back("! these sides and pixels do not match: measure the panel again");
  } else {
    words.emplace_back("panel_mm is not set: no card to compare");
  }
  if (!output.channel.empty()) words.push_back("channel " + output.channel);
  return facts;
}

}  // namespace

std::unique_ptr<text::Typesetter> image_typesetter(Disk& disk) {
  constexpr std::uint64_t kLargestFont = 64ULL << 20U;
  struct File {
    const char* script;
    const char* path;
    int face;
  };
  std::vector<text::FontFile> faces;
  for (const auto& [script, path, face] :
       {File{"Latn", "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf", 0},
        File{"Laoo", "/usr/share/fonts/truetype/noto/NotoSansLao-Regular.ttf", 0},
        File{"Thai", "/usr/share/fonts/truetype/noto/NotoSansThai-Regular.ttf", 0},
        File{"Hans", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2}}) {
    auto bytes = read_file(disk, path, kLargestFont);
    if (!bytes) continue;
    faces.push_back({script, text::FaceRole::text, 400,
                     std::make_shared<const std::string>(bytes->begin(), bytes->end()), face});
  }
  auto typesetter = text::Typesetter::create(std::move(faces), {});
  return typesetter ? std::move(*typesetter) : nullptr;
}

void declare_output(CLI::App& app, OutputArguments& arguments) {
  app.add_option("--outputs", arguments.file,
                 "this kiosk's outputs (JSON): connector, rectangle, rotation, panel_mm, channel");
  app.add_option("--output", arguments.connector, "the connector to show on, as xrandr names it: HDMI-1");
  app.add_option("--rotation", arguments.rotation, "turn the picture clockwise by 0, 90, 180 or 270 degrees");
  app.add_option("--rectangle", arguments.rectangle,
                 "show in this part of the display only (700x400+0+0), black around it: for LED controllers");
  app.add_option("--panel-mm", arguments.panel, "WxH of the lit part in millimetres, as the reader sees it");
  app.add_option(
         "--output-path", arguments.path,
         "how pictures reach the display: measured (default), surface, or renderer (a GPU's textures)")
      ->check(CLI::IsMember({"measured", "surface", "renderer"}));
  app.add_flag("--setup-page", arguments.is_setup_page,
               "no content: the page for hanging a panel (edges, ruler, scripts, a bank card's outline)");
}

Result<pixels::Size> parse_size(const std::string& text) {
  constexpr int kLargestSide = 16384;
  pixels::Size size;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%dx%d%c", &size.width_px, &size.height_px, &rest) != 2 ||
      size.width_px < 16 || size.height_px < 16 || size.width_px > kLargestSide ||
      size.height_px > kLargestSide)
    return fail(
        usage_error("usage.size", "--size", "\"" + text + "\" is not a size", "write it as 1920x1080"));
  return size;
}

Result<screen::Output> output_of(Disk& disk, const OutputArguments& arguments) {
  screen::Output output;
  if (!arguments.file.empty()) {
    GATECAST_TRY(const auto bytes, read_file(disk, arguments.file, screen::kLargestOutputsFile));
    GATECAST_TRY(const auto outputs, screen::parse_outputs(bytes, arguments.file));
    GATECAST_TRY(output, screen::choose_output(outputs, arguments.connector, arguments.file));
  }
  if (!arguments.connector.empty()) output.connector = arguments.connector;
  if (!arguments.rotation.empty()) {
    char* end = nullptr;
    const long degrees = std::strtol(arguments.rotation.c_str(), &end, 10);
    GATECAST_TRY(output.rotation_degrees,
                 screen::checked_rotation(*end == '\0' ? degrees : -1, "--rotation"));
  }
  if (!arguments.rectangle.empty()) {
    GATECAST_TRY(output.rectangle, screen::parse_rectangle(arguments.rectangle));
  }
  if (arguments.panel.empty()) return output;
  char rest = 0;
  if (std::sscanf(arguments.panel.c_str(), "%dx%d%c", &output.panel_width_mm, &output.panel_height_mm,
                  &rest) != 2 ||
      output.panel_width_mm < 10 || output.panel_height_mm < 10)
    return fail(usage_error("output.panel_mm", "--panel-mm", "\"" + arguments.panel + "\" are no millimetres",
                            "write the lit part's width and height as 1210x680"));
  return output;
}

Status show_setup_page(Disk& disk, const SetupRequest& request) {
  const auto typesetter = image_typesetter(disk);
  const auto& output = request.screen.output;
  if (!request.out.empty()) {
    pixels::Size window = request.screen.size.width_px > 0 ? request.screen.size : pixels::Size{1920, 1080};
    const screen::Placement placement{
        window, output.rectangle.value_or(pixels::Rect{0, 0, window.width_px, window.height_px}),
        output.rotation_degrees};
    auto page = compose::paint_setup_page(facts_for(output, placement.content(), window, output.refresh_mhz),
                                          typesetter.get());
    pixels::Pixmap whole(window);
    screen::blacken_around(placement, canvas_of(whole));
    screen::lay_down(canvas_of(page), placement, canvas_of(whole));
    return pixels::write_png(disk, request.out, whole);
  }
  GATECAST_TRY(const auto lit, screen::Screen::open(request.screen));
  const auto started = std::chrono::steady_clock::now();
  bool must_draw = true;
  while (true) {
    for (const auto& input : lit->poll()) {
      if (input.kind == screen::InputKind::quit) return {};
      must_draw = must_draw || input.kind == screen::InputKind::expose;
    }
    const auto now = std::chrono::steady_clock::now();
    if (request.seconds > 0 && now - started > std::chrono::duration<double>(request.seconds)) return {};
    if (must_draw) {
      auto page = compose::paint_setup_page(facts_for(output, lit->size(), lit->size(), lit->refresh_mhz()),
                                            typesetter.get());
      const auto canvas = lit->canvas();
      if (canvas.size == page.size()) decode::copy(canvas_of(page), canvas);
      GATECAST_TRY_STATUS(lit->present());
      must_draw = false;
    }
    lit->wait_until(now + 200ms);
  }
}

}  // namespace gatecast::playback
