// What an editor sees of a page is what the kiosk draws.
#include "kiosk-ui/preview/draw_pages.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "content-sync/base/memory_file.h"
#include "kiosk-ui/preview/page_sheet.h"
#include "tests/kiosk-ui/view/demo_book.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::kiosk_ui;
using kiosk_ui::test::at;

namespace {

constexpr pixels::Size kSize{1280, 720};

Instant morning() {
  return parse_instant("2026-12-01T09:30:00+07:00").value();
}

const preview::OpenedChannel& demo_channel() {
  static SystemDisk disk;
  static const auto kChannel =
      preview::open_channel(disk, Path(GATECAST_SOURCE_DIR) / "assets/demo/lao-bao-hall");
  REQUIRE(kChannel);
  return *kChannel;
}

bool is_same(const pixels::Pixmap& a, const pixels::Pixmap& b) {
  if (!(a.size() == b.size())) return false;
  for (int y = 0; y < a.size().height_px; ++y)
    if (!std::equal(a.row(y), a.row(y) + a.size().width_px, b.row(y))) return false;
  return true;
}

preview::PageWishes wishes_for(const std::string& page, const Path& out) {
  preview::PageWishes wishes;
  wishes.page = page;
  wishes.size = kSize;
  wishes.out = out;
  wishes.now = morning();
  return wishes;
}

}  // namespace

TEST_CASE(
    "a page is drawn for its editor to the pixel as the kiosk shows it, each screenful, in every mode") {
  auto sheet = PageSheet::open(demo_channel(), kSize, morning());
  REQUIRE(sheet);
  const Metrics metrics(panel_of(Panel{kSize}, demo_channel().content->release->screen));
  auto& demo = kiosk_ui::test::demo();
  for (const auto& mode : {PageMode{}, PageMode{"largest+contrast", 2, true, false}}) {
    const auto drawn = (*sheet)->draw("border/steps", "lo", mode);
    REQUIRE(drawn);
    INFO("mode " << mode.name);
    for (std::size_t part = 0; part < drawn->size(); ++part) {
      auto session = at(Place::page, "border/steps", "lo", mode.text_step, mode.is_high_contrast);
      session.trail.back().part = static_cast<int>(part);
      const auto screen = demo.view(session, metrics);
      CHECK(static_cast<int>(drawn->size()) == screen.parts);
      CHECK(is_same(drawn->at(part), demo.draw(screen, kSize)));
    }
  }
  const auto photo = (*sheet)->draw("border/steps", "vi", {"photo", 0, false, true});
  REQUIRE(photo);
  CHECK(photo->size() == 1);
  CHECK(
      is_same(photo->front(), demo.draw(demo.view(at(Place::photo, "border/steps", "vi"), metrics), kSize)));
}

TEST_CASE("a draft's gallery and film are drawn before any build has measured them") {
  auto sheet = PageSheet::open(demo_channel(), kSize, morning());
  REQUIRE(sheet);
  for (const char* page : {"culture/exhibition", "culture/film"}) {
    const auto drawn = (*sheet)->draw(page, "en", {});
    INFO(page << (drawn ? "" : ": " + to_string(drawn.error())));
    REQUIRE(drawn);
    // Something else than ground stands in the middle of the stage.
    int others = 0;
    const auto* row = drawn->front().row(kSize.height_px * 3 / 10);
    for (int x = kSize.width_px / 3; x < kSize.width_px * 2 / 3; ++x)
      if (row[x] != row[x - 1]) ++others;
    CHECK(others > 20);
  }
}

TEST_CASE("a page's files have its name, language, mode and number, and what cannot be drawn is said") {
  SystemDisk disk;
  const gatecast::test::TemporaryFolder folder;
  const auto one = draw_pages(disk, demo_channel(), wishes_for("border/hours", folder.path() + "/hours.png"));
  REQUIRE(one);
  CHECK(one->files.front() == folder.path() + "/hours.png");
  CHECK(one->errors.empty());
  auto several = wishes_for("customs/cash", folder.path() + "/pages");
  several.languages = {"lo", "zh"};
  several.mode = "largest+contrast";
  const auto files = draw_pages(disk, demo_channel(), several);
  REQUIRE(files);
  CHECK(files->files.front().filename() == "customs-cash.lo.largest+contrast.png");
  for (const auto& file : files->files) CHECK(std::filesystem::file_size(file) > 1000);
  const auto rule = [&](preview::PageWishes wishes) {
    const auto drawn = draw_pages(disk, demo_channel(), wishes);
    return drawn ? "drawn" : drawn.error().rule;
  };
  CHECK(rule(wishes_for("customs/none", folder.path() + "/x.png")) == "preview.page");
  several.mode = "enormous";
  CHECK(rule(several) == "preview.usage");
  several.mode.clear();
  several.languages = {"fr"};
  CHECK(rule(several) == "preview.usage");
}

TEST_CASE("a gallery's picture that cannot be read is named once, and every page is drawn all the same") {
  SystemDisk disk;
  const gatecast::test::TemporaryFolder folder;
  auto channel = demo_channel();
  const auto& pages = channel.content->release->pages;
  const auto& gallery = std::get<bundle::GalleryBlock>(pages.at("culture/exhibition").blocks.front());
  const auto broken = gallery.pictures.front().object;
  auto content = std::make_shared<playback::Content>(*channel.content);
  content->open_object = [open = content->open_object, broken](const Sha256& object) {
    if (object == broken)
      return Result<std::unique_ptr<ReadFile>>(
          std::make_unique<gatecast::MemoryFile>(std::make_shared<const Bytes>("no picture at all")));
    return open(object);
  };
  channel.content = std::move(content);
  auto wishes = wishes_for("", folder.path() + "/pages");
  wishes.languages = {"vi"};
  wishes.mode = "normal";
  wishes.size = pixels::Size{640, 360};
  const auto drawn = draw_pages(disk, channel, wishes);
  REQUIRE(drawn);
  REQUIRE(drawn->errors.size() == 1);
  INFO(to_string(drawn->errors.front()));
  CHECK(drawn->errors.front().subject.find("culture/exhibition: ") == 0);
  CHECK(drawn->errors.front().subject.find(".svg") != std::string::npos);
  std::set<std::string> seen;
  for (const auto& file : drawn->files) seen.insert(file.filename().string());
  for (const auto& [id, page] : pages) {
    auto name = id;
    std::replace(name.begin(), name.end(), '/', '-');
    CHECK(seen.contains(name + ".vi.png"));
  }
}
