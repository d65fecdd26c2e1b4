#include "tests/support/sample_release.h"

#include <utility>

#include "content-sync/bundle/piece_list.h"

namespace gatecast::test {
namespace {

using namespace bundle;

// Bytes without pattern, the same on every machine.
Bytes noise(std::size_t length, std::string seed) {
  Bytes bytes;
  while (bytes.size() < length) {
    const auto hash = sha256(seed);
    bytes.append(reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size());
    seed = hash.hex();
  }
  bytes.resize(length);
  return bytes;
}

Item welcome(const std::string& salt) {
  Item item;
  item.id = "gate/welcome";
  item.name = {{"vi", "Chào mừng"}, {"en", "Welcome"}};
  item.topic = "welcome";
  item.category = Category::official;
  item.modes = {Mode::daily, Mode::festive, Mode::solemn, Mode::closed};
  item.duration_us = 8'000'000;
  item.rights = "Quảng Trị province";
  Slide slide;
  slide.layout = "title_text";
  slide.texts["title"] = {{{"vi", "Chào mừng đến Lao Bảo"},
                           {"lo", "ຍິນດີຕ້ອນຮັບສູ່ລາວບາວ"},
                           {"th", "ยินดีต้อนรับสู่ลาวบาว"},
                           {"en", "Welcome to Lao Bảo"},
                           {"zh", "欢迎来到老保"}}};
  slide.texts["text"] = {{{"vi", "Giờ mở cửa: {fact:hours}" + salt},
                          {"lo", "ເວລາເປີດ: {fact:hours}" + salt},
                          {"th", "เวลาเปิด: {fact:hours}" + salt},
                          {"en", "Open: {fact:hours}" + salt},
                          {"zh", "开放时间：{fact:hours}" + salt}}};
  item.body = std::move(slide);
  return item;
}

Item coffee(SampleRelease& sample) {
  Item item;
  item.id = "trade/coffee";
  item.name = {{"vi", "Cà phê Khe Sanh"}};
  item.topic = "product";
  item.category = Category::commercial;
  item.duration_us = 6'000'000;
  Slide slide;
  slide.layout = "picture_caption";
  slide.texts["title"] = {{{"vi", "Cà phê Khe Sanh"}, {"lo", "ກາເຟເຄຊານ"}}};
  PictureUse use;
  use.object = add_object(sample, noise(40'000, "picture"), "image/png");
  use.credit = {{"vi", "Ảnh: tỉnh Quảng Trị"}};
  sample.release.pictures[use.object] = {800, 600, "png"};
  slide.pictures["main"] = use;
  item.body = std::move(slide);
  return item;
}

Item film(SampleRelease& sample, const std::string& salt) {
  Item item;
  item.id = "tourism/ridge";
  item.name = {{"vi", "Trường Sơn"}};
  item.topic = "place";
  item.category = Category::promotion;
  item.modes = {Mode::daily, Mode::festive};
  item.duration_us = 10'000'000;
  Clip clip;
  clip.video = add_object(sample, noise(300'000, "film" + salt), "video/mp4");
  clip.out_us = 10'000'000;
  clip.sounds = {{"", std::nullopt, 1}};
  clip.subtitles = {
      {"vi", add_object(sample, "WEBVTT\n\n00:01.000 --> 00:03.000\nTrường Sơn\n", "text/vtt")}};
  MediaFacts facts;
  facts.container = "mov,mp4,m4a,3gp,3g2,mj2";
  facts.duration_us = 10'000'000;
  facts.video = VideoFacts{};
  facts.video->codec = "h264";
  facts.video->width_px = 1920;
  facts.video->height_px = 1080;
  facts.video->frame_rate = {30, 1};
  facts.audio = {AudioFacts{1, "aac", 48000, 2, "", -23000, -2000, 0}};
  sample.release.media[clip.video] = facts;
  item.body = std::move(clip);
  return item;
}

void add_when(Release& release) {
  Playlist playlist;
  playlist.id = "day";
  for (const auto& [id, item] : release.items) playlist.entries.push_back({id, 1});
  release.playlists[playlist.id] = playlist;
  Event event;
  event.id = "every-day";
  event.playlist = playlist.id;
  event.modes = {Mode::daily, Mode::festive, Mode::solemn, Mode::closed};
  event.zone = release.zone;
  event.starts = "20260101T000000";
  event.duration_us = std::int64_t{24} * 3600 * 1'000'000;
  event.recurrence = "FREQ=DAILY";
  release.events.push_back(event);
}

}  // namespace

Sha256 add_object(SampleRelease& sample, Bytes bytes, const std::string& media_type) {
  PieceCutter cutter;
  cutter.update(bytes);
  auto pieces = write_piece_list(cutter.finish());
  ObjectRef object{sha256(bytes), bytes.size(), sha256(pieces), pieces.size(), media_type};
  sample.objects[object.pieces] = std::move(pieces);
  sample.objects[object.sha256] = std::move(bytes);
  sample.release.objects[object.sha256] = object;
  return object.sha256;
}

SampleRelease sample_release(const std::string& channel, std::int64_t number, const std::string& salt) {
  SampleRelease sample;
  auto& release = sample.release;
  release.channel = channel;
  release.site = "lao-bao";
  release.number = number;
  release.created = *parse_instant("2026-11-21T08:00:00Z");
  release.takes_effect_at = release.created;
  release.least_player = "0.1.0";
  release.zone = "Asia/Ho_Chi_Minh";
  release.languages.foreign = {"lo", "th", "en", "zh"};
  release.languages.rounds = {{"vi", "lo"}, {"vi", "th"}, {"vi", "en"}, {"vi", "zh"}};
  release.languages.fallback = {"en", "vi"};
  Theme daily;
  daily.colours = {{"paper", "#F7F2E6"}, {"night", "#0B2226"}};
  release.themes = {daily};
  for (const auto script : {"Latn", "Laoo"})
    release.fonts.push_back(
        {script, FontRole::text, 400, add_object(sample, noise(20'000, script), "font/ttf"), 0});
  for (auto item : {welcome(salt), coffee(sample), film(sample, salt)})
    release.items[item.id] = std::move(item);
  add_when(release);
  Overlay clock;
  release.overlays = {clock};
  Fact hours;
  hours.id = "hours";
  hours.value = {{"vi", "07:00–19:30"}};
  hours.is_sample = true;
  hours.source = "Mẫu";
  release.facts["hours"] = hours;
  release.glossary = {{"vi", {"Lao Bảo", "Khe Sanh"}}, {"lo", {"ລາວບາວ"}}};
  return sample;
}

}  // namespace gatecast::test
