// Any words in any slot of any layout, in the languages of the gates: a picture of the size that was asked
// for, or a refusal. An input is lines: the layout; then "slot|language|words" or "=option|value".
// Source of the typefaces: packages fonts-noto-core and fonts-noto-ui-core.
#include <cstdint>
#include <cstdlib>
#include <sstream>

#include "content-sync/base/disk.h"
#include "player/compose/slide_painter.h"
#include "player/text/characters.h"

namespace {

using namespace gatecast;

constexpr std::size_t kMostWords = 2000;  // of one slot: a release holds no more of a slide
constexpr std::size_t kMostLines = 40;

compose::SlidePainter& painter() {
  static compose::SlidePainter painter = [] {
    std::vector<text::FontFile> faces;
    SystemDisk disk;
    for (const auto& [script, file] : {std::pair{"Latn", "NotoSans-Regular.ttf"},
                                       {"Laoo", "NotoSansLao-Regular.ttf"},
                                       {"Thai", "NotoSansThai-Regular.ttf"}}) {
      auto bytes = read_file(disk, std::string("/usr/share/fonts/truetype/noto/") + file, 16U << 20U);
      if (!bytes) std::abort();
      faces.push_back(
          {script, text::FaceRole::text, 400, std::make_shared<const std::string>(std::move(*bytes)), 0});
    }
    auto typesetter = text::Typesetter::create(std::move(faces), {{"vi", {"Lao Bảo", "Khe Sanh"}}});
    if (!typesetter) std::abort();
    return compose::SlidePainter(
        std::move(*typesetter), [](const Sha256&, pixels::Size box) -> std::shared_ptr<const pixels::Pixmap> {
          return std::make_shared<const pixels::Pixmap>(box);
        });
  }();
  return painter;
}

// As a release has them: UTF-8, normalised.
std::string clean(const std::string& bytes) {
  return text::to_utf8(text::to_nfc_utf16(bytes.substr(0, kMostWords)));
}

bundle::Slide slide_of(std::istringstream& lines) {
  bundle::Slide slide;
  std::string line;
  std::getline(lines, line);
  slide.layout = clean(line);
  for (std::size_t i = 0; i < kMostLines && std::getline(lines, line); ++i) {
    std::istringstream parts(line);
    std::string slot, second, words;
    std::getline(parts, slot, '|');
    if (slot.starts_with("=")) {
      std::getline(parts, second);
      slide.options[clean(slot.substr(1))] = clean(second);
      continue;
    }
    std::getline(parts, second, '|');
    std::getline(parts, words);
    auto& texts = slide.texts[clean(slot)];
    if (texts.empty() || texts.back().contains(second)) texts.emplace_back();
    texts.back()[second] = clean(words);
  }
  return slide;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream lines(std::string(reinterpret_cast<const char*>(data), size));
  bundle::Release release;
  release.languages.foreign = {"lo", "th", "en"};
  release.languages.fallback = {"en", "vi"};
  release.screen = {320, 180, 1210, 680, 3000};
  bundle::Item item;
  item.id = "fuzz/slide";
  item.duration_us = 10'000'000;
  item.body = slide_of(lines);
  compose::SlideRequest request;
  request.release = &release;
  request.item = &item;
  request.now = *parse_instant("2026-11-21T01:00:00Z");
  for (const auto& [picture, languages] :
       {std::pair{pixels::Size{320, 180}, std::vector<std::string>{"vi", "lo"}},
        {pixels::Size{108, 192}, {"th"}}}) {
    request.size = picture;
    request.languages = languages;
    compose::SlideReport report;
    const auto painted = painter().paint(request, &report);
    if (painted && !(painted->size() == picture)) std::abort();
  }
  return 0;
}
