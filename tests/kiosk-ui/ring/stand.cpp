#include "tests/kiosk-ui/ring/stand.h"

#include <catch2/catch.hpp>

#include "content-sync/search/index_writer.h"
#include "content-sync/source/draft.h"
#include "tests/support/process.h"

namespace gatecast::kiosk_ui::test {

// Objects are read where they lie.
playback::ContentPtr demo_content() {
  static const auto kContent = [] {
    SystemDisk disk;
    const auto folder = Path(GATECAST_SOURCE_DIR) / "assets/demo/lao-bao-hall";
    auto reading = source::read_draft(disk, folder, "demo");
    REQUIRE(reading);
    auto draft = std::make_shared<source::Draft>(std::move(reading->draft));
    auto content = std::make_shared<playback::Content>();
    auto index = search::write_index(draft->release);
    REQUIRE(index);
    const auto made = sha256(*index);
    draft->release.search_index = made;
    static const gatecast::test::TemporaryFolder kept;
    draft->files[made].path = kept.path() + "/index";
    REQUIRE(write_file_durably(disk, draft->files[made].path, *index));
    content->release = std::make_shared<const bundle::Release>(draft->release);
    content->open_object = [draft](const Sha256& hash) {
      return SystemDisk().open_read(draft->files.at(hash).path);
    };
    return playback::ContentPtr(content);
  }();
  return kContent;
}

void Stand::step(Duration by) {
  now += by;
  wall += by;
  const bool was_covered = kiosk.covers_programme();
  const bool is_drawn = kiosk.advance(size, wall, now);
  if (!is_drawn && was_covered == kiosk.covers_programme()) return;
  const bool is_whole = was_covered_ != kiosk.covers_programme();
  was_covered_ = kiosk.covers_programme();
  kiosk.draw(pixels::canvas_of(screen),
             is_whole ? playback::Ring::Extent::whole : playback::Ring::Extent::changed);
  ++pictures;
}

void Stand::touch(screen::InputKind kind, double x, double y, std::int64_t finger) {
  kiosk.take({kind, {static_cast<int>(x), static_cast<int>(y)}, finger}, now);
  step();
}

void Stand::tap(double x, double y) {
  touch(screen::InputKind::touch_down, x, y);
  touch(screen::InputKind::touch_up, x, y);
}

void Stand::tap(const std::string& id) {
  const auto* button = kiosk.screenful().button(id);
  INFO(id);
  REQUIRE(button != nullptr);
  const auto box = button->box;
  tap(box.centre_x(), box.centre_y());
}

void Stand::key(screen::Key pressed) {
  kiosk.take({screen::InputKind::key, {}, 0, pressed}, now);
  step();
}

}  // namespace gatecast::kiosk_ui::test
