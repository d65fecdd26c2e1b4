#include "content-sync/source/build.h"

#include <fmt/format.h>

#include "content-sync/bundle/piece_list.h"
#include "content-sync/bundle/tile_pack.h"
#include "content-sync/search/index_writer.h"
#include "content-sync/source/font_sources.h"
#include "content-sync/source/preview_process.h"

namespace gatecast::source {
namespace {

constexpr std::uint64_t kLargestSubtitles = 2U << 20U;

std::string media_type_of(const DraftFile& file, const bundle::Release& release, const Sha256& hash) {
  if (file.use == FileUse::subtitles)
    return file.path.extension() == ".srt"   ? "application/x-subrip"
           : file.path.extension() == ".vtt" ? "text/vtt"
                                             : "text/x-ssa";
  if (file.use == FileUse::picture) {
    const auto facts = release.pictures.find(hash);
    const std::string format = facts == release.pictures.end() ? "png" : facts->second.format;
    return "image/" + (format == "svg" ? "svg+xml" : format);
  }
  const auto facts = release.media.find(hash);
  const auto container = facts == release.media.end() ? std::string() : facts->second.container;
  const std::string kind = file.use == FileUse::video ? "video/" : "audio/";
  for (const auto* name : {"webm", "matroska", "ogg", "mp4", "mpegts", "wav", "mp3", "flac"})
    if (container.find(name) != std::string::npos) {
      const bool is_webm = file.path.extension() == ".webm";
      return kind + (std::string_view(name) == "webm" || std::string_view(name) == "matroska"
                         ? (is_webm ? "webm" : "x-matroska")
                         : name);
    }
  return "application/octet-stream";
}

class Builder {
 public:
  Builder(Disk& disk, const Draft& draft, const BuildRequest& request)
      : disk_(disk), draft_(draft), request_(request), release_(draft.release) {}

  Result<Built> run() {
    release_.number = request_.number;
    release_.created = request_.created;
    release_.takes_effect_at = draft_.takes_effect_at.value_or(request_.created);
    GATECAST_TRY_STATUS(add_fonts());
    GATECAST_TRY_STATUS(add_files());
    GATECAST_TRY_STATUS(add_galleries());
    GATECAST_TRY_STATUS(add_search_index());
    Built built;
    built.document = bundle::write_release(release_);
    // As a kiosk will read it: nothing leaves the build that the player would refuse.
    GATECAST_TRY(built.release, bundle::parse_release(built.document, "release.json"));
    for (const auto& [hash, object] : release_.objects) built.total_bytes += object.length_bytes;
    GATECAST_TRY_STATUS(write_file_durably(disk_, request_.out / "release.json", built.document));
    return built;
  }

 private:
  Path object_path(const Sha256& hash) const {
    const auto hex = hash.hex();
    return request_.out / "objects" / hex.substr(0, 2) / hex;
  }

  Status add_fonts() {
    release_.fonts.clear();
    GATECAST_TRY(const auto subtitles, subtitle_texts());
    for (const auto& source : font_sources_for(draft_.release)) {
      request_.progress(
          fmt::format("cutting down {} ({})", Path(source.path).filename().string(), source.script));
      const auto whole = read_file(disk_, source.path, kLargestFont);
      if (!whole)
        return fail(environment_error("font.missing", source.path, "this typeface cannot be read",
                                      "install Debian's package " + source.package));
      GATECAST_TRY(const auto subset,
                   subset_font(source, *whole, characters_for(draft_.release, source.script, subtitles)));
      const auto hash = sha256(subset);
      GATECAST_TRY_STATUS(put(hash, subset, subset.rfind("OTTO", 0) == 0 ? "font/otf" : "font/ttf"));
      release_.fonts.push_back({source.script, source.role, source.weight, hash, 0});
    }
    return {};
  }

  Status add_search_index() {
    release_.search_index.reset();
    if (release_.pages.empty()) return {};
    request_.progress(fmt::format("making the search index of {} pages", release_.pages.size()));
    GATECAST_TRY(const auto index, search::write_index(release_));
    const auto hash = sha256(index);
    GATECAST_TRY_STATUS(put(hash, index, search::kIndexMediaType));
    release_.search_index = hash;
    return {};
  }

  Status add_galleries() {
    for (auto& [id, page] : release_.pages)
      for (auto& block : page.blocks)
        if (auto* gallery = std::get_if<bundle::GalleryBlock>(&block))
          for (auto& picture : gallery->pictures) GATECAST_TRY_STATUS(add_tiles(picture));
    return {};
  }

  // Cut by the program that may decode, in its sandbox; what comes back is looked at like any foreign bytes.
  Status add_tiles(bundle::GalleryPicture& picture) {
    const auto source = picture.object;
    if (const auto known = tiled_.find(source); known != tiled_.end()) {
      picture = with_words_of(known->second, picture);
      return {};
    }
    const auto& file = draft_.files.at(source);
    request_.progress(fmt::format("cutting {} into tiles", file.shown));
    GATECAST_TRY(const auto preview, find_preview());
    PreviewLimits limits;
    limits.time = std::chrono::seconds(600);
    GATECAST_TRY(const auto pack,
                 bytes_of_preview(preview, {"--tiles", std::filesystem::absolute(file.path).string()},
                                  bundle::kLargestTilePack, limits));
    GATECAST_TRY(const auto now, hash_file(disk_, file.path));
    if (now.sha256 != source) return fail(changed(file));
    GATECAST_TRY(const auto size, bundle::read_tiled_size(pack, file.shown));
    const bundle::TileGrid grid(size.width_px, size.height_px);
    const auto head = ByteView(pack).substr(0, bundle::tile_head_bytes(grid));
    GATECAST_TRY_STATUS(bundle::read_tile_head(head, grid, pack.size(), file.shown));
    picture.object = sha256(pack);
    picture.width_px = size.width_px;
    picture.height_px = size.height_px;
    GATECAST_TRY_STATUS(put(picture.object, pack, bundle::kTilesMediaType));
    tiled_[source] = picture;
    return {};
  }
  static bundle::GalleryPicture with_words_of(bundle::GalleryPicture tiled,
                                              const bundle::GalleryPicture& words) {
    tiled.caption = words.caption;
    tiled.details = words.details;
    tiled.credit = words.credit;
    return tiled;
  }
  static Error changed(const DraftFile& file) {
    return content_error("source.changed", file.shown, "the file changed while the release was built",
                         "run the build again when nobody writes to the folder");
  }

  Result<std::string> subtitle_texts() {
    std::string all;
    for (const auto& [hash, file] : draft_.files) {
      if (file.use != FileUse::subtitles) continue;
      if (file.made) {
        all += *file.made;
        continue;
      }
      GATECAST_TRY(const auto text, read_file(disk_, file.path, kLargestSubtitles));
      all += text;
    }
    return all;
  }

  Status put(const Sha256& hash, const Bytes& bytes, const std::string& media_type) {
    GATECAST_TRY_STATUS(write_object(hash, bytes));
    bundle::PieceCutter cutter;
    cutter.update(bytes);
    return add_object(hash, cutter.finish(), media_type);
  }

  Status write_object(const Sha256& hash, const Bytes& bytes) {
    const auto path = object_path(hash);
    GATECAST_TRY_STATUS(make_directories(disk_, path.parent_path()));
    return write_file_durably(disk_, path, bytes);
  }

  Status add_object(const Sha256& hash, const bundle::PieceList& list, const std::string& media_type) {
    const auto pieces = bundle::write_piece_list(list);
    const auto pieces_hash = sha256(pieces);
    GATECAST_TRY_STATUS(write_object(pieces_hash, pieces));
    release_.objects[hash] = {hash, list.length_bytes, pieces_hash, pieces.size(), media_type};
    return {};
  }

  Status add_files() {
    std::size_t done = 0;
    for (const auto& [hash, file] : draft_.files) {
      ++done;
      if (file.use == FileUse::font || file.use == FileUse::tiles) continue;
      if (file.made) {
        GATECAST_TRY_STATUS(put(hash, *file.made, media_type_of(file, draft_.release, hash)));
        continue;
      }
      request_.progress(fmt::format("taking {} ({} of {})", file.shown, done, draft_.files.size()));
      GATECAST_TRY(const auto list, copy(hash, file));
      GATECAST_TRY_STATUS(add_object(hash, list, media_type_of(file, draft_.release, hash)));
    }
    return {};
  }

  // Reads the file once: copied, cut into pieces, and hashed again, since it may have changed meanwhile.
  Result<bundle::PieceList> copy(const Sha256& hash, const DraftFile& file) {
    const auto path = object_path(hash);
    GATECAST_TRY_STATUS(make_directories(disk_, path.parent_path()));
    Path temporary = path;
    temporary += ".new";
    GATECAST_TRY(const auto from, disk_.open_read(file.path));
    GATECAST_TRY(auto to, disk_.open_write(temporary, OpenMode::replace));
    Sha256Stream stream;
    bundle::PieceCutter cutter;
    Bytes buffer(1U << 20U, '\0');
    for (std::uint64_t offset = 0;;) {
      GATECAST_TRY(const auto got, from->read_at(offset, {buffer.data(), buffer.size()}));
      if (got == 0) break;
      const auto bytes = ByteView(buffer).substr(0, got);
      GATECAST_TRY_STATUS(to->write_at(offset, bytes));
      stream.update(bytes);
      cutter.update(bytes);
      offset += got;
    }
    if (stream.finish() != hash) {
      GATECAST_TRY_STATUS(disk_.remove(temporary));
      return fail(changed(file));
    }
    GATECAST_TRY_STATUS(to->sync());
    to.reset();
    GATECAST_TRY_STATUS(disk_.rename(temporary, path));
    GATECAST_TRY_STATUS(disk_.sync_directory(path.parent_path()));
    return cutter.finish();
  }

  Disk& disk_;
  const Draft& draft_;
  const BuildRequest& request_;
  bundle::Release release_;
  std::map<Sha256, bundle::GalleryPicture> tiled_;  // by the picture's own file
};

}  // namespace

Result<Built> build_release(Disk& disk, const Draft& draft, const BuildRequest& request) {
  GATECAST_TRY_STATUS(make_directories(disk, request.out / "objects"));
  return Builder(disk, draft, request).run();
}

}  // namespace gatecast::source
