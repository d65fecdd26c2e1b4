#include "content-sync/updater/object_fetch.h"

#include <algorithm>
#include <set>
#include <utility>

#include "content-sync/base/log.h"
#include "content-sync/store/limits.h"
#include "content-sync/store/object_writer.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/updater/download.h"
#include "content-sync/updater/updater.h"

namespace gatecast::updater {
namespace {

std::string megabytes(std::uint64_t bytes) {
  const auto tenths = (bytes + 50'000) / 100'000;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MB";
}

}  // namespace

Result<std::vector<Sha256>> ObjectFetch::find_broken(const std::vector<Sha256>& suspects,
                                                     const bundle::Release& release) {
  std::vector<Sha256> broken;
  for (const auto& [hash, object] : release.objects) {
    // A piece list may be named as well as its object.
    const bool is_suspect = std::find(suspects.begin(), suspects.end(), hash) != suspects.end() ||
                            std::find(suspects.begin(), suspects.end(), object.pieces) != suspects.end();
    if (!is_suspect) continue;
    const auto status = store::verify_object(store_.disk(), store_.objects(), object);
    if (status || status.error().rule == "disk.missing") continue;
    log_error(status.error());
    broken.push_back(hash);
  }
  return broken;
}

Status ObjectFetch::fetch_missing(const bundle::Release& release, const std::vector<Sha256>& broken,
                                  const store::PlayerState& player) {
  std::vector<bundle::ObjectRef> lists;
  std::vector<bundle::ObjectRef> objects;
  std::vector<Sha256> wanted;
  std::uint64_t needed = 0;
  for (const auto& [hash, object] : release.objects) {
    const bool is_broken = std::find(broken.begin(), broken.end(), hash) != broken.end();
    const bool is_list_good = store::read_piece_list(store_.disk(), store_.objects(), object).has_value();
    GATECAST_TRY(const bool is_there, store_.has(hash, object.length_bytes));
    if (!is_list_good) {
      lists.push_back(object);
      wanted.push_back(object.pieces);
      needed += object.pieces_length_bytes;
    }
    if (!is_there || is_broken) {
      objects.push_back(object);
      wanted.push_back(hash);
      needed += object.length_bytes;
    }
  }
  GATECAST_TRY_STATUS(store::remove_other_partials(store_.disk(), store_.folder(), wanted));
  if (wanted.empty()) return {};
  GATECAST_TRY(const auto already, partial_bytes(objects));
  GATECAST_TRY_STATUS(make_room(needed - std::min(already, needed), player));
  total_ = needed;
  for (const auto& object : lists) GATECAST_TRY_STATUS(fetch_piece_list(object));
  for (const auto& object : objects) GATECAST_TRY_STATUS(fetch_object(object));
  return {};
}

Result<std::uint64_t> ObjectFetch::partial_bytes(const std::vector<bundle::ObjectRef>& wanted) {
  std::uint64_t sum = 0;
  for (const auto& object : wanted) {
    GATECAST_TRY(const auto status, store_.disk().status(store_.folder() / "partial" / object.sha256.hex()));
    if (status.kind == FileKind::file) sum += std::min(status.size_bytes, object.length_bytes);
  }
  return sum;
}

Status ObjectFetch::make_room(std::uint64_t needed, const store::PlayerState& player) {
  GATECAST_TRY(auto free, store_.disk().free_bytes(store_.folder()));
  if (free < needed + options_.reserve_bytes) {
    GATECAST_TRY(const auto collected, store_.collect(player));
    if (collected.objects_removed > 0)
      log_info("removed " + megabytes(collected.bytes_removed) + " of old content");
    GATECAST_TRY(free, store_.disk().free_bytes(store_.folder()));
  }
  if (free >= needed + options_.reserve_bytes) return {};
  return fail(
      environment_error("disk.full", store_.folder(),
                        "the release needs " + megabytes(needed) + " more, " + megabytes(free) +
                            " are free and " + megabytes(options_.reserve_bytes) + " of them stay in reserve",
                        "free at least " + megabytes(needed + options_.reserve_bytes - free) +
                            " on this disk, or publish a smaller release; what is on the screen stays"));
}

void ObjectFetch::progress(std::uint64_t of_this) {
  if (options_.on_progress) options_.on_progress({done_ + of_this, total_});
}

Status ObjectFetch::fetch_piece_list(const bundle::ObjectRef& object) {
  if (object.pieces_length_bytes > store::kPieceListLimit)
    return fail(trust_error("store.pieces", object.pieces.hex(), "a piece list of more than 64 MiB"));
  GATECAST_TRY(const auto taken,
               download_object(store_.disk(), store_.folder(),
                               {object.pieces, object.pieces_length_bytes, std::nullopt}, fetcher_, {}));
  ++objects_;
  bytes_ += taken;
  done_ += object.pieces_length_bytes;
  progress(0);
  return {};
}

Status ObjectFetch::fetch_object(const bundle::ObjectRef& object) {
  GATECAST_TRY(auto list, store::read_piece_list(store_.disk(), store_.objects(), object));
  GATECAST_TRY(const auto taken, download_object(store_.disk(), store_.folder(),
                                                 {object.sha256, object.length_bytes, std::move(list)},
                                                 fetcher_, [&](std::uint64_t done) { progress(done); }));
  ++objects_;
  bytes_ += taken;
  done_ += object.length_bytes;
  return {};
}

}  // namespace gatecast::updater
