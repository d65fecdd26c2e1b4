#include "player/playback/tile_loader.h"

#include "player/isolate/remote_decoder.h"
#include "player/playback/statistics.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostOpened = bundle::kMostGalleryPictures;

// A part of a file as a file.
class SliceFile final : public ReadFile {
 public:
  SliceFile(std::shared_ptr<ReadFile> file, bundle::TileSlice slice)
      : file_(std::move(file)), slice_(slice) {}
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) override {
    if (offset >= slice_.length) return std::size_t{0};
    const auto left = static_cast<std::size_t>(slice_.length - offset);
    return file_->read_at(slice_.offset + offset, buffer.first(std::min(left, buffer.size())));
  }
  Result<std::uint64_t> size() override { return std::uint64_t{slice_.length}; }

 private:
  std::shared_ptr<ReadFile> file_;
  bundle::TileSlice slice_;
};

Result<Bytes> all_of(ReadFile& file) {
  GATECAST_TRY(const auto size, file.size());
  Bytes bytes(size, '\0');
  GATECAST_TRY(const auto got, file.read_at(0, {bytes.data(), bytes.size()}));
  bytes.resize(got);
  return bytes;
}

Result<decode::DecodedPicture> decode_tile(const Content& content, std::unique_ptr<ReadFile> file,
                                           const std::string& name) {
  if (content.nursery) return isolate::decode_picture(*content.nursery, std::move(file), name);
  GATECAST_TRY(const auto bytes, all_of(*file));
  return decode::decode_picture(bytes, name);
}

}  // namespace

Result<const TileReader::Opened*> TileReader::open(const Content& content, const bundle::TileWish& wish) {
  const auto& picture = wish.key.picture;
  if (const auto found = opened_.find(picture); found != opened_.end()) return &found->second;
  if (opened_.size() >= kMostOpened) opened_.clear();
  GATECAST_TRY(std::shared_ptr<ReadFile> file, content.open_object(picture));
  GATECAST_TRY(const auto size, file->size());
  const bundle::TileGrid grid(wish.width_px, wish.height_px);
  Bytes head(bundle::tile_head_bytes(grid), '\0');
  GATECAST_TRY(const auto got, file->read_at(0, {head.data(), head.size()}));
  head.resize(got);
  GATECAST_TRY(auto slices, bundle::read_tile_head(head, grid, size, picture.hex()));
  return &opened_.emplace(picture, Opened{std::move(file), grid, std::move(slices)}).first->second;
}

Result<PicturePtr> TileReader::read(const Content& content, const bundle::TileWish& wish) {
  GATECAST_TRY(const auto* opened, open(content, wish));
  const auto& at = wish.key.at;
  const auto& grid = opened->grid;
  const bool is_there = at.level >= 0 && at.level < grid.levels() && at.column >= 0 &&
                        at.column < grid.columns(at.level) && at.row >= 0 && at.row < grid.rows(at.level);
  const auto name = wish.key.picture.hex();
  if (!is_there) return fail(content_error("tiles.form", name, "this picture has no such tile"));
  GATECAST_TRY(
      auto decoded,
      decode_tile(content, std::make_unique<SliceFile>(opened->file, opened->slices[grid.number(at)]), name));
  if (!(decoded.pixels.size() == pixels::Size{grid.tile_width(at), grid.tile_height(at)}))
    return fail(content_error("tiles.form", name, "a tile has another size than its place",
                              "build the release again"));
  return std::make_shared<const pixels::Pixmap>(std::move(decoded.pixels));
}

TileLoader::TileLoader(std::function<void()> wake)
    : wanted_(std::make_shared<Queue<Wanted>>("wanted tiles", 16)),
      answers_(std::make_shared<Queue<LoadedTile>>("tiles", kMostReadyTiles)) {
  thread_ = std::jthread([wanted = wanted_, answers = answers_, wake = std::move(wake)] {
    name_thread("tiles");
    work(*wanted, *answers, wake);
  });
}

void TileLoader::work(Queue<Wanted>& wanted, Queue<LoadedTile>& answers, const std::function<void()>& wake) {
  TileReader reader;
  while (!wanted.is_closed()) {
    auto list = wanted.pop_for(1h);  // closing wakes it
    if (!list) continue;
    while (auto newer = wanted.try_pop()) list = std::move(newer);
    if (list->wishes.empty()) reader.forget();
    for (const auto& wish : list->wishes) {
      if (wanted.size() > 0 || wanted.is_closed()) break;
      if (!answers.push({wish.key, reader.read(*list->content, wish)})) return;
      wake();
    }
  }
}

TileLoader::~TileLoader() {
  answers_->close();
  wanted_->close();
}

bool TileLoader::want(ContentPtr content, std::vector<bundle::TileWish> wishes) {
  return wanted_->try_push({std::move(content), std::move(wishes)});
}

std::optional<LoadedTile> TileLoader::answer() {
  return answers_->try_pop();
}

}  // namespace gatecast::playback
