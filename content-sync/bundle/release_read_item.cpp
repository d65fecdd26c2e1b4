#include "content-sync/bundle/names.h"
#include "content-sync/bundle/release_read.h"

namespace gatecast::bundle {
namespace {

constexpr std::size_t kMostBlanks = 8;
constexpr std::size_t kMostPlaces = 200;
constexpr std::int64_t kLargestNumber = 1'000'000'000;
constexpr std::int64_t kLongestItem = std::int64_t{24} * 3600 * 1'000'000;

// A view shows a fourth of the picture's width at the least: closer it would be nothing but blur.
Interest read_interest(const Node& node) {
  std::vector<int> numbers;
  node.each(4, [&](const Node& number) { numbers.push_back(static_cast<int>(number.integer(0, 1000))); });
  if (numbers.size() != 4 || numbers[2] < kLeastInterestPermille || numbers[3] < kLeastInterestPermille ||
      numbers[0] + numbers[2] > 1000 || numbers[1] + numbers[3] > 1000) {
    node.fault("not a rectangle within the picture: x, y, width and height in thousandths");
    return {};
  }
  return {numbers[0], numbers[1], numbers[2], numbers[3]};
}

Motion read_motion(const Node& node) {
  Motion motion;
  node.each_of("zoom", kMostInterests, [&](const Node& view) { motion.zoom.push_back(read_interest(view)); });
  motion.builds_up = node.flag_or("builds_up", false);
  motion.counts_up = node.flag_or("counts_up", false);
  return motion;
}

Slide read_slide(const Node& node) {
  Slide slide;
  slide.layout = node.at("layout").text();
  node.each_member_of("texts", 40, [&](const std::string& slot, const Node& entries) {
    auto& texts = slide.texts[slot];
    entries.each(64, [&](const Node& entry) { texts.push_back(entry.texts()); });
  });
  node.each_member_of("pictures", 20, [&](const std::string& slot, const Node& use) {
    slide.pictures.emplace(slot, read_picture_use(use));
  });
  node.each_member_of("options", 40, [&](const std::string& name, const Node& value) {
    slide.options.emplace(name, value.text(kLongestText));
  });
  if (node.has("motion")) slide.motion = read_motion(node.at("motion"));
  return slide;
}

Clip read_clip(const Node& node) {
  Clip clip;
  clip.video = node.at("video").hash();
  clip.in_us = node.at("in_us").integer(0, kLongestItem);
  clip.out_us = node.at("out_us").integer(1, kLongestItem);
  if (node.has("fit")) clip.fit = node.at("fit").one_of(parse_fit);
  node.each_of("sounds", 32, [&](const Node& sound) {
    SoundTrack track;
    track.language = sound.text_or("language", "");
    if (sound.has("object")) track.object = sound.at("object").hash();
    track.stream_index = static_cast<int>(sound.integer_or("stream_index", 0, 0, 256));
    clip.sounds.push_back(std::move(track));
  });
  node.each_of("subtitles", 32, [&](const Node& subtitle) {
    clip.subtitles.push_back({subtitle.at("language").text(), subtitle.at("object").hash()});
  });
  return clip;
}

AlertTemplate read_alert(const Node& item) {
  AlertTemplate alert;
  const Node node = item.at("alert");
  node.each_member_of("blanks", kMostBlanks, [&](const std::string& id, const Node& entry) {
    auto& blank = alert.blanks[id];
    blank.kind = entry.at("kind").one_of(parse_blank_kind);
    entry.each_member_of("places", kMostPlaces, [&](const std::string& place, const Node& name) {
      blank.places.emplace(place, name.texts());
    });
    blank.least = entry.integer_or("least", 0, -kLargestNumber, kLargestNumber);
    blank.most = entry.integer_or("most", 0, -kLargestNumber, kLargestNumber);
  });
  if (node.has("sound")) alert.sound = node.at("sound").hash();
  alert.sha256 = sha256(item.canonical());
  return alert;
}

}  // namespace

PictureUse read_picture_use(const Node& node) {
  PictureUse use;
  use.object = node.at("object").hash();
  use.focus_x_permille = static_cast<int>(node.integer_or("focus_x_permille", 500, 0, 1000));
  use.focus_y_permille = static_cast<int>(node.integer_or("focus_y_permille", 500, 0, 1000));
  if (node.has("credit")) use.credit = node.at("credit").texts();
  return use;
}

std::set<Mode> read_modes(const Node& node) {
  std::set<Mode> modes;
  node.each(4, [&](const Node& mode) { modes.insert(mode.one_of(parse_mode)); });
  return modes;
}

Item read_item(const Node& node, const ItemId& id) {
  Item item;
  item.id = id;
  item.revision = static_cast<int>(node.integer_or("revision", 1, 1, 1'000'000'000));
  if (node.has("name")) item.name = node.at("name").texts();
  item.topic = node.text_or("topic", "");
  if (node.has("category")) item.category = node.at("category").one_of(parse_category);
  if (node.has("modes")) item.modes = read_modes(node.at("modes"));
  item.duration_us = node.at("duration_us").integer(1, kLongestItem);
  if (node.has("valid_until")) item.valid_until = node.at("valid_until").instant();
  item.rights = node.has("rights") ? node.at("rights").text(2000) : "";
  if (node.has("rights_until")) item.rights_until = node.at("rights_until").instant();
  if (node.has("transition")) item.transition = node.at("transition").one_of(parse_transition);
  if (node.has("only_for")) item.only_for = read_condition(node.at("only_for"));
  const auto kind = node.at("kind").text();
  if (kind == "slide")
    item.body = read_slide(node);
  else if (kind == "clip")
    item.body = read_clip(node);
  else
    node.at("kind").fault("\"" + kind + "\" is no kind of item; \"slide\" and \"clip\" are");
  if (node.has("alert")) item.alert = read_alert(node);
  return item;
}

}  // namespace gatecast::bundle
