#include "content-sync/store/scrub.h"

#include <algorithm>

#include "content-sync/base/log.h"
#include "content-sync/store/verified_reader.h"

namespace gatecast::store {
namespace {

constexpr std::uint64_t kLeastBytes = bundle::kLargestPiece;
constexpr std::uint64_t kMostBytesAMinute = std::uint64_t{8} << 20U;
// A kiosk that is switched off at night, and some days whole, still gets round in a week.
constexpr auto kRoundOfUptime = std::chrono::hours(72);

}  // namespace

std::uint64_t scrub_budget(std::uint64_t total_bytes, Duration since_last) {
  const auto minutes =
      std::clamp(std::chrono::duration<double, std::ratio<60>>(since_last).count(), 0.0, 10.0);
  const auto share = minutes / std::chrono::duration<double, std::ratio<60>>(kRoundOfUptime).count();
  const auto wanted = static_cast<std::uint64_t>(static_cast<double>(total_bytes) * share);
  const auto most = static_cast<std::uint64_t>(static_cast<double>(kMostBytesAMinute) * minutes);
  return std::max(kLeastBytes, std::min(wanted, most));
}

std::uint64_t Scrub::total_bytes() {
  look_at_generations();
  std::uint64_t sum = 0;
  for (const auto& [hash, object] : objects_) sum += object.length_bytes + object.pieces_length_bytes;
  return sum;
}

// Release documents are read anew only where generations came or went.
void Scrub::look_at_generations() {
  auto numbers = store_.generations();
  if (!numbers || *numbers == generations_) return;
  generations_ = std::move(*numbers);
  objects_ = store_.objects_of_generations();
  if (place_.object && !objects_.contains(*place_.object)) close();
}

void Scrub::close() {
  file_.reset();
  list_ = {};
  piece_ = 0;
}

// The object at the place, or the first behind it. False where there is none.
bool Scrub::open_next(Step& step) {
  auto next = place_.object ? objects_.lower_bound(*place_.object) : objects_.begin();
  if (next != objects_.end() && place_.object == next->first && place_.offset >= next->second.length_bytes)
    ++next;
  for (; next != objects_.end(); ++next) {
    const auto& [hash, object] = *next;
    if (place_.object != hash) place_ = {hash, 0};
    // What a release names and an update has not brought yet is no damage.
    const auto status = store_.disk().status(object_path(store_.objects(), hash));
    if (status && status->kind == FileKind::missing) continue;
    auto list = read_piece_list(store_.disk(), store_.objects(), object);
    auto file = store_.disk().open_read(object_path(store_.objects(), hash));
    step.read_bytes += object.pieces_length_bytes;
    if (list && file && status && status->kind == FileKind::file) {
      list_ = std::move(*list);
      file_ = std::move(*file);
      piece_ = static_cast<std::size_t>(
          std::lower_bound(list_.pieces.begin(), list_.pieces.end(), place_.offset,
                           [](const auto& piece, std::uint64_t at) { return piece.offset < at; }) -
          list_.pieces.begin());
      return true;
    }
    if (!list) log_error(list.error());
    step.damaged.push_back(hash);
  }
  return false;
}

void Scrub::read_piece(Step& step) {
  const auto& piece = list_.pieces[piece_];
  Bytes bytes(piece.length_bytes, '\0');
  const auto got = file_->read_at(piece.offset, {bytes.data(), bytes.size()});
  step.read_bytes += piece.length_bytes;
  place_.offset = piece.offset + piece.length_bytes;
  ++piece_;
  if (got && *got == piece.length_bytes && sha256(bytes) == piece.sha256) return;
  log_warning("object " + place_.object->hex() + " is damaged at " + std::to_string(piece.offset));
  step.damaged.push_back(*place_.object);
  // The rest of it is looked at when its pieces are fetched.
  place_.offset = list_.length_bytes;
  piece_ = list_.pieces.size();
}

Scrub::Step Scrub::read_on(std::uint64_t budget_bytes) {
  look_at_generations();
  Step step;
  while (step.read_bytes < budget_bytes) {
    if (!file_ && !open_next(step)) {
      place_ = {};
      step.ends_round = true;
      break;
    }
    if (piece_ < list_.pieces.size()) read_piece(step);
    if (piece_ < list_.pieces.size()) continue;
    place_.offset = list_.length_bytes;
    close();
  }
  return step;
}

}  // namespace gatecast::store
