#include <hb.h>

#include <catch2/catch.hpp>

#include "content-sync/bundle/piece_list.h"
#include "content-sync/bundle/tile_pack.h"
#include "content-sync/source/build.h"
#include "content-sync/source/font_sources.h"
#include "tests/content-sync/source/scratch_folder.h"

using namespace gatecast;
using namespace gatecast::source;
using test::ScratchFolder;

namespace {

// The scratch channel, with the picture's size as the preview would have measured it.
Draft measured_draft(const ScratchFolder& folder) {
  SystemDisk disk;
  auto reading = read_draft(disk, folder.channel(), "channel");
  REQUIRE(reading);
  REQUIRE(reading->faults.empty());
  for (const auto& [hash, file] : reading->draft.files)
    if (file.use == FileUse::picture) reading->draft.release.pictures[hash] = {64, 48, "png"};
  return std::move(reading->draft);
}

Result<Built> build(const ScratchFolder& folder, const Draft& draft, const std::string& out) {
  SystemDisk disk;
  return build_release(disk, draft,
                       {folder.root() / out, 7, *parse_instant("2026-11-21T08:00:00Z"), [](auto) {}});
}

std::map<std::string, std::string> contents(const Path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    files[entry.path().lexically_relative(folder).string()] = {std::istreambuf_iterator<char>(file), {}};
  }
  return files;
}

}  // namespace

TEST_CASE("the same folder, number and time give the same bytes") {
  const ScratchFolder folder;
  const auto draft = measured_draft(folder);
  REQUIRE(build(folder, draft, "one"));
  const ScratchFolder copy;
  REQUIRE(build(copy, measured_draft(copy), "two"));
  const auto one = contents(folder.root() / "one");
  CHECK(one == contents(copy.root() / "two"));
  CHECK(one.count("release.json") == 1);
}

TEST_CASE("every object stands under its hash, with the piece list that the release names") {
  const ScratchFolder folder;
  const auto built = build(folder, measured_draft(folder), "out");
  REQUIRE(built);
  CHECK(built->release.number == 7);
  CHECK(built->release.objects.size() >= 9);
  const auto files = contents(folder.root() / "out");
  for (const auto& [hash, object] : built->release.objects) {
    const auto bytes_of = [&](const Sha256& of) {
      return files.at("objects/" + of.hex().substr(0, 2) + "/" + of.hex());
    };
    CHECK(sha256(bytes_of(hash)) == hash);
    CHECK(bytes_of(hash).size() == object.length_bytes);
    CHECK(sha256(bytes_of(object.pieces)) == object.pieces);
    CHECK(bytes_of(object.pieces).size() == object.pieces_length_bytes);
    const auto list = bundle::parse_piece_list(bytes_of(object.pieces), "list");
    REQUIRE(list);
    CHECK(list->length_bytes == object.length_bytes);
  }
}

TEST_CASE("a file that changes between check and build is refused") {
  const ScratchFolder folder;
  const auto draft = measured_draft(folder);
  folder.write("media/coffee.png", "something else");
  const auto built = build(folder, draft, "out");
  REQUIRE_FALSE(built);
  CHECK(built.error().rule == "source.changed");
  CHECK(built.error().subject == "channel/media/coffee.png");
  CHECK_FALSE(std::filesystem::exists(folder.root() / "out/release.json"));
}

TEST_CASE("a cut down typeface holds what the release shows, and Lao whole") {
  const ScratchFolder folder;
  folder.change("items/welcome.json", "\"en\": \"Welcome to", "\"zh\": \"欢迎\", \"en\": \"Welcome to");
  const auto draft = measured_draft(folder);
  SystemDisk disk;
  bool has_han = false;
  for (const auto& source : font_sources_for(draft.release)) {
    if (source.weight != 400 || source.role != bundle::FontRole::text) continue;
    const auto whole = read_file(disk, source.path, 1U << 26U);
    REQUIRE(whole);
    const auto subset = subset_font(source, *whole, characters_for(draft.release, source.script, ""));
    REQUIRE(subset);
    CHECK(subset->size() < whole->size());
    auto* blob = hb_blob_create(subset->data(), static_cast<unsigned>(subset->size()),
                                HB_MEMORY_MODE_READONLY, nullptr, nullptr);
    auto* face = hb_face_create(blob, 0);
    auto* font = hb_font_create(face);
    const auto has = [&](char32_t c) {
      hb_codepoint_t glyph = 0;
      return hb_font_get_nominal_glyph(font, c, &glyph) != 0;
    };
    if (source.script == "Hans") {
      has_han = true;
      CHECK(has(U'欢'));
      CHECK(has(U'年'));
      CHECK_FALSE(has(U'龍'));
      CHECK(subset->size() < 200'000);
    } else if (source.script == "Laoo") {
      for (const auto c : U"ກຂຄງຈສຊຍດຕຖທນບປຜຝພຟມຢຣລວຫອຮະາຳິີຶືຸູົຼັ່້໊໋໌ໍເແໂໃໄໜໝ໐໙")
        if (c != 0) CHECK(has(c));
    } else if (source.script == "Latn") {
      for (const auto c : U"ếệữựỡỗẵặđĐƠƯ0123456789–₫") {
        INFO(static_cast<unsigned>(c));
        if (c != 0) CHECK(has(c));
      }
    }
    hb_font_destroy(font);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
  }
  CHECK(has_han);
}

namespace {

// In the place of gatecast-preview: what it prints are the bytes of this file.
class PreviewThatPrints {
 public:
  PreviewThatPrints(const ScratchFolder& folder, const Bytes& bytes) {
    folder.write("../pack", bytes);
    const auto script = folder.root() / "prints";
    std::ofstream(script) << "#!/bin/sh\n[ \"$1\" = --tiles ] && cat '" << (folder.root() / "pack").string()
                          << "'\n";
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
    setenv("GATECAST_PREVIEW", script.c_str(), 1);
  }
  ~PreviewThatPrints() { unsetenv("GATECAST_PREVIEW"); }
};

Bytes small_pack() {
  const bundle::TileGrid grid(600, 300);
  std::vector<std::uint32_t> lengths(grid.count(), 5);
  return bundle::write_tile_head(grid, lengths) + Bytes(5 * grid.count(), 'x');
}

Draft draft_with_gallery(const ScratchFolder& folder) {
  folder.write(
      "topics.json",
      R"({"topics": [{"id": "art", "icon": "culture", "name": {"vi": "Tranh", "lo": "ຮູບ", "en": "Art"}}]})");
  folder.write("media/large.png", "as good as a picture");
  folder.write(
      "pages/art.json",
      R"({"id": "a/art", "topic": "art", "title": {"vi": "Tranh", "lo": "ຮູບ", "en": "Art"}, "blocks": [
  {"kind": "gallery", "pictures": [{"file": "media/large.png", "credit": "A. Painter",
   "caption": {"vi": "Một", "lo": "ໜຶ່ງ", "en": "One"}}]}]})");
  return measured_draft(folder);
}

}  // namespace

TEST_CASE("a gallery's picture travels as its tiles alone, with their size, the same bytes each time") {
  const ScratchFolder folder;
  const auto draft = draft_with_gallery(folder);
  const PreviewThatPrints preview(folder, small_pack());
  const auto built = build(folder, draft, "out");
  REQUIRE(built);
  const auto& gallery = std::get<bundle::GalleryBlock>(built->release.pages.at("a/art").blocks.front());
  const auto& picture = gallery.pictures.front();
  CHECK(picture.width_px == 600);
  CHECK(picture.height_px == 300);
  CHECK(picture.object == sha256(small_pack()));
  CHECK(picture.credit.at("lo") == "A. Painter");
  CHECK(built->release.objects.at(picture.object).media_type == bundle::kTilesMediaType);
  CHECK(built->release.objects.count(sha256("as good as a picture")) == 0);
  REQUIRE(build(folder, draft, "again"));
  CHECK(contents(folder.root() / "out") == contents(folder.root() / "again"));
}

TEST_CASE("tiles that do not fit together, or of a file that has changed, make no release") {
  const ScratchFolder folder;
  const auto draft = draft_with_gallery(folder);
  for (const auto& bytes : {Bytes("no tiles"), small_pack() + "x", small_pack().substr(0, 45), Bytes()}) {
    const PreviewThatPrints preview(folder, bytes);
    const auto built = build(folder, draft, "out");
    REQUIRE_FALSE(built);
    CHECK(built.error().rule == "tiles.form");
  }
  const PreviewThatPrints preview(folder, small_pack());
  folder.write("media/large.png", "another picture");
  CHECK(build(folder, draft, "out").error().rule == "source.changed");
}
