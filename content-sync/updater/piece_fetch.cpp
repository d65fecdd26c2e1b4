#include "content-sync/updater/piece_fetch.h"

#include <algorithm>
#include <utility>

#include "content-sync/base/log.h"
#include "content-sync/updater/download.h"

namespace gatecast::updater {
namespace {

constexpr std::uint64_t kMostCopied = 256 * 1024;  // at a time
constexpr int kMostWrongInARow = 3;                // then it is not this file that comes

}  // namespace

// Cuts what arrives into pieces.
class PieceFetch::Sink final : public FetchSink {
 public:
  Sink(PieceFetch& object, std::uint64_t wish, std::uint64_t end) : object_(object), wish_(wish), end_(end) {}

  Status begin(std::uint64_t offset) override {
    const auto& pieces = object_.writer_.pieces();
    if (offset == 0 && wish_ > 0) {
      // The whole comes instead of a part; one of all jobs takes it.
      object_.ranges_are_ignored_ = true;
      if (object_.reads_all_ != nullptr && object_.reads_all_ != this)
        return fail(environment_error("fetch.answer", object_name(object_.writer_.expected().sha256),
                                      "the server ignores ranges: one answer is read, this one is not",
                                      "let it serve byte ranges: each change costs the whole file so"));
      object_.reads_all_ = this;
      end_ = kToTheEnd;
    }
    position_ = offset;
    pending_.clear();
    piece_ = static_cast<std::size_t>(
        std::lower_bound(pieces.begin(), pieces.end(), offset,
                         [](const auto& piece, std::uint64_t value) { return piece.offset < value; }) -
        pieces.begin());
    return {};
  }

  Status append(ByteView bytes) override {
    const auto& pieces = object_.writer_.pieces();
    const auto came = bytes.size();
    while (!bytes.empty() && piece_ < pieces.size()) {
      const auto& piece = pieces[piece_];
      if (position_ < piece.offset) {  // a part that began within a piece
        skip(bytes, piece.offset - position_);
        continue;
      }
      const auto left = piece.length_bytes - pending_.size();
      if (pending_.empty() && bytes.size() >= left) {
        GATECAST_TRY_STATUS(take(bytes.substr(0, left)));
        skip(bytes, left);
        continue;
      }
      const auto portion = bytes.substr(0, left);
      pending_.append(portion);
      skip(bytes, portion.size());
      if (pending_.size() < piece.length_bytes) continue;
      GATECAST_TRY_STATUS(take(pending_));
      pending_.clear();
    }
    return object_.on_bytes_ ? object_.on_bytes_(came) : Status();
  }

  [[nodiscard]] bool has_enough() const override {
    return position_ >= end_ || object_.next_wanted(piece_) == object_.writer_.pieces().size();
  }

  [[nodiscard]] Judgement judgement() const override { return has_wrong_ ? Judgement::bad : Judgement::good; }

 private:
  void skip(ByteView& bytes, std::uint64_t count) {
    const auto portion = static_cast<std::size_t>(std::min<std::uint64_t>(count, bytes.size()));
    bytes.remove_prefix(portion);
    position_ += portion;
  }
  // The bytes of piece_, right or wrong; then the next one's turn.
  Status take(ByteView bytes) {
    const auto piece = piece_++;
    auto status = object_.take(piece, bytes);
    if (status) {
      wrong_in_a_row_ = 0;
      return {};
    }
    if (status.error().rule != "store.piece") return status;
    log_warning(to_string(status.error()));
    object_.wrong_ = status.error();
    has_wrong_ = true;
    return ++wrong_in_a_row_ < kMostWrongInARow ? Status{} : status;
  }

  PieceFetch& object_;
  std::uint64_t wish_;
  std::uint64_t end_;
  std::uint64_t position_ = 0;
  std::size_t piece_ = 0;
  Bytes pending_;
  int wrong_in_a_row_ = 0;
  bool has_wrong_ = false;
};

PieceFetch::PieceFetch(Disk& disk, const store::PieceIndex& index, store::ObjectWriter writer,
                       OnBytes on_bytes)
    : disk_(disk), index_(index), writer_(std::move(writer)), on_bytes_(std::move(on_bytes)) {}
PieceFetch::~PieceFetch() = default;

Result<std::unique_ptr<PieceFetch>> PieceFetch::create(Disk& disk, const Path& store,
                                                       store::ExpectedObject expected,
                                                       const store::PieceIndex& index, OnBytes on_bytes) {
  GATECAST_TRY(auto writer, store::ObjectWriter::create(disk, store, std::move(expected)));
  std::unique_ptr<PieceFetch> object(new PieceFetch(disk, index, std::move(writer), std::move(on_bytes)));
  object->plan();
  return object;
}

void PieceFetch::plan() {
  const auto& pieces = writer_.pieces();
  is_wanted_.assign(pieces.size(), false);
  to_fetch_ = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (writer_.has(i) || (!copies_are_suspect_ && index_.find(pieces[i]))) continue;
    is_wanted_[i] = true;
    to_fetch_ += pieces[i].length_bytes;
  }
}

std::size_t PieceFetch::next_wanted(std::size_t from) const {
  while (from < is_wanted_.size() && !is_wanted_[from]) ++from;
  return from;
}

void PieceFetch::add_jobs(std::vector<FetchJob>& jobs, std::uint64_t portion) {
  const auto& pieces = writer_.pieces();
  const auto length = writer_.expected().length_bytes;
  if (ranges_are_ignored_) portion = length;
  sinks_.clear();
  wrong_.reset();
  reads_all_ = nullptr;
  for (auto i = next_wanted(0); i < pieces.size(); i = next_wanted(i)) {
    const auto begin = pieces[i].offset;
    auto end = begin;
    for (; i < pieces.size() && end - begin < portion; ++i) {
      if (!is_wanted_[i] && !ranges_are_ignored_) break;
      end = pieces[i].offset + pieces[i].length_bytes;
    }
    sinks_.push_back(std::make_unique<Sink>(*this, begin, end));
    jobs.push_back({{object_name(writer_.expected().sha256), length, begin, end}, sinks_.back().get(), {}});
  }
}

Status PieceFetch::take(std::size_t piece, ByteView bytes) {
  if (!is_wanted_[piece]) return {};
  GATECAST_TRY_STATUS(writer_.put(piece, bytes));
  is_wanted_[piece] = false;
  to_fetch_ -= bytes.size();
  return {};
}

// As many pieces from here on as lie side by side in the same file too; how many those are.
std::size_t PieceFetch::run_at(std::size_t piece, const store::PieceIndex::Place& place) const {
  const auto& pieces = writer_.pieces();
  const auto first = pieces[piece].offset;
  auto end = piece + 1;
  for (; end < pieces.size() && pieces[end].offset - first < kMostCopied && !writer_.has(end); ++end) {
    const auto next = index_.find(pieces[end]);
    if (!next || next->file != place.file || next->offset - place.offset != pieces[end].offset - first) break;
  }
  return end - piece;
}

Status PieceFetch::copy(std::size_t piece, std::size_t count, const store::PieceIndex::Place& place) {
  const auto& last = writer_.pieces()[piece + count - 1];
  if (!open_file_ || open_path_ != place.file) {
    open_file_.reset();
    GATECAST_TRY(open_file_, disk_.open_read(*place.file));
    open_path_ = place.file;
  }
  copied_.resize(last.offset + last.length_bytes - writer_.pieces()[piece].offset);
  GATECAST_TRY(const auto got, open_file_->read_at(place.offset, {copied_.data(), copied_.size()}));
  if (got != copied_.size()) return {};
  return writer_.put_copies(piece, count, copied_);
}

Result<bool> PieceFetch::complete() {
  const auto& pieces = writer_.pieces();
  for (std::size_t i = 0; i < pieces.size();) {
    const auto place = writer_.has(i) || copies_are_suspect_ ? std::nullopt : index_.find(pieces[i]);
    if (!place) {
      ++i;
      continue;
    }
    const auto count = run_at(i, *place);
    // What cannot be read is fetched; what cannot be written ends all.
    const auto copied = copy(i, count, *place);
    if (!copied && copied.error().subject != place->file->string()) return fail(copied.error());
    i += count;
  }
  open_file_.reset();
  if (writer_.missing_bytes() == 0) {
    GATECAST_TRY(const auto finished, writer_.finish());
    if (finished == store::Finished::whole) return true;
    log_warning("a piece of the store is not what its list says; it is fetched again");
  }
  copies_are_suspect_ = true;
  plan();
  GATECAST_INVARIANT(to_fetch_ > 0);
  return false;
}

Result<std::uint64_t> bytes_in_partial(Disk& disk, const Path& store, const store::ExpectedObject& expected) {
  GATECAST_TRY(const auto status, disk.status(store / "partial" / expected.sha256.hex()));
  if (status.kind != FileKind::file || !expected.pieces) return 0;
  GATECAST_TRY(const auto writer, store::ObjectWriter::create(disk, store, expected));
  return expected.length_bytes - writer.missing_bytes();
}

}  // namespace gatecast::updater
