// What moves on a slide, as an editor writes it, and what is refused of it: nothing may move that must stand.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "content-sync/source/draft_reader.h"

namespace gatecast::source {
namespace {

constexpr int kWhole = 1000;
constexpr int kAroundPoint = 760;  // of the picture's sides: a point is looked at gently
constexpr double kStand_s = 2.0;   // at the beginning and the end nothing moves
constexpr double kLeg_s = 3.0;     // from one view to the next, not quicker

bundle::Interest around(int x, int y) {
  const auto from = [](int middle) {
    return std::clamp(middle - kAroundPoint / 2, 0, kWhole - kAroundPoint);
  };
  return {from(x), from(y), kAroundPoint, kAroundPoint};
}

std::optional<bundle::Interest> read_view(const Cursor& node) {
  std::vector<int> numbers;
  node.each([&](const Cursor& number) { numbers.push_back(static_cast<int>(number.integer())); });
  if (numbers.size() == 2) return around(numbers[0], numbers[1]);
  if (numbers.size() != 4) {
    node.error("slide.motion", fmt::format("{} numbers are neither a point nor a rectangle", numbers.size()),
               "write a point [x, y] or a rectangle [x, y, width, height]");
    return std::nullopt;
  }
  const bundle::Interest view{numbers[0], numbers[1], numbers[2], numbers[3]};
  if (view.width_permille < bundle::kLeastInterestPermille ||
      view.height_permille < bundle::kLeastInterestPermille) {
    node.error("slide.motion", "the rectangle is so small that the picture would be blurred",
               fmt::format("make it at least {0} wide and {0} high, a quarter of the picture",
                           bundle::kLeastInterestPermille));
    return std::nullopt;
  }
  if (view.x_permille + view.width_permille > kWhole || view.y_permille + view.height_permille > kWhole) {
    node.error("slide.motion", "the rectangle reaches beyond the picture's edge",
               fmt::format("x + width and y + height are at most 1000: [{}, {}, {}, {}]",
                           std::min(view.x_permille, kWhole - view.width_permille),
                           std::min(view.y_permille, kWhole - view.height_permille), view.width_permille,
                           view.height_permille));
    return std::nullopt;
  }
  return view;
}

// A photograph, or a landscape beside the words. (In "title" they stand in its sky.)
bool has_picture(const bundle::Slide& slide) {
  if (!slide.pictures.empty() || slide.layout == "full_picture" || slide.layout == "picture_caption")
    return true;
  const bool has_panel =
      slide.layout == "title_text" || slide.layout == "number" || slide.layout == "quotation";
  return has_panel && slide.options.count("scene") > 0;
}

bool is_stupa(const bundle::Slide& slide) {
  const auto scene = slide.options.find("scene");
  return slide.pictures.empty() && scene != slide.options.end() && scene->second == "stupa";
}

// One number, perhaps with its unit: not hours, not a telephone number, not a range.
bool is_quantity(const std::string& text) {
  if (text.find("{fact:") != std::string::npos || text.find("{feed:") != std::string::npos)
    return true;  // its value is looked at when it is drawn
  const auto is_digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
  const auto first = std::find_if(text.begin(), text.end(), is_digit);
  const auto last = std::find_if(text.rbegin(), text.rend(), is_digit).base();
  return first != text.end() && *first != '0' && std::all_of(first, last, [&](char c) {
           return is_digit(c) || c == '.' || c == ',';  // thousands
         });
}

}  // namespace

bundle::Motion DraftReader::read_motion(const Cursor& slide_node, const bundle::Slide& slide) {
  const auto node = slide_node.at("motion");
  const auto is_set = [&](const char* name) {
    return node.has(name) && node.at(name).value().is_boolean() && node.at(name).value().get<bool>();
  };
  bundle::Motion motion;
  node.at("zoom").each([&](const Cursor& view) {
    if (const auto read = read_view(view)) motion.zoom.push_back(*read);
  });
  motion.builds_up = is_set("build_up");
  motion.counts_up = is_set("count_up");
  if (!motion.zoom.empty() && !has_picture(slide))
    node.at("zoom").error(
        "slide.motion", "the slide has no picture to look at",
        "add \"pictures\", take the template full_picture or picture_caption, or delete \"zoom\"");
  if (!motion.zoom.empty() && is_stupa(slide))
    node.at("zoom").error("slide.motion", "That Ing Hang stands whole and is not moved", "delete \"zoom\"");
  if (!motion.zoom.empty() && slide.layout == "qr")
    node.at("zoom").error("slide.motion", "a code that shall be read stands before the picture",
                          "delete \"zoom\"");
  const double needed_s = kStand_s + kLeg_s * static_cast<double>(motion.zoom.size());
  const double shown_s = slide_node.at("duration_s").number();
  if (!motion.zoom.empty() && shown_s > 0 && shown_s < needed_s)
    node.at("zoom").error("slide.motion",
                          fmt::format("{} views in {:g} s are a hurry", motion.zoom.size(), shown_s),
                          fmt::format("write \"duration_s\": {:g}, or fewer views", needed_s));
  if (motion.builds_up && slide.layout != "steps" && slide.layout != "table")
    node.at("build_up")
        .error("slide.motion", "the template \"" + slide.layout + "\" has no rows that could come one by one",
               "delete \"build_up\"; steps and table have rows");
  if (motion.counts_up) {
    const auto number = slide.texts.find("number");
    bool counts = slide.layout == "number" && number != slide.texts.end();
    if (counts)
      for (const auto& [tag, text] : number->second.front()) counts = counts && is_quantity(text);
    if (!counts)
      node.at("count_up")
          .error("slide.motion", "only a quantity of the template \"number\" can count up",
                 "delete \"count_up\": hours and telephone numbers stand still");
  }
  return motion;
}

}  // namespace gatecast::source
