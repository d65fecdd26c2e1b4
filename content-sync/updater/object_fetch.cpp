#include "content-sync/updater/object_fetch.h"

#include <algorithm>
#include <set>
#include <utility>

#include "content-sync/base/log.h"
#include "content-sync/bundle/piece_list.h"
#include "content-sync/store/limits.h"
#include "content-sync/store/object_writer.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/updater/download.h"
#include "content-sync/updater/updater.h"

namespace gatecast::updater {
namespace {

// Objects go together until so much is to come: small ones share their waits, a large one is alone.
constexpr std::uint64_t kTogether = std::uint64_t{1} << 20U;
constexpr std::size_t kMostTogether = 24;
// Ranges large enough that heads cost nothing, small enough that several connections end together.
constexpr std::uint64_t kLeastPortion = std::uint64_t{128} << 10U;
constexpr std::uint64_t kMostPortion = std::uint64_t{1} << 20U;

std::string megabytes(std::uint64_t bytes) {
  const auto tenths = (bytes + 50'000) / 100'000;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MB";
}

// No fault of the line: whoever has it, or will, gives it at the next question.
bool is_for_later(const Error& error) {
  return error.rule == "fetch.later" || error.rule == "fetch.neighbour";
}

// Why something is still missing after a round.
Error what_failed(const std::vector<FetchJob>& jobs,
                  const std::vector<std::unique_ptr<PieceFetch>>& transfers) {
  const auto worst = std::find_if(jobs.begin(), jobs.end(), [](const auto& job) {
    return !job.outcome && !is_for_later(job.outcome.error());
  });
  if (worst != jobs.end()) return worst->outcome.error();
  const auto failed = std::find_if(jobs.begin(), jobs.end(), [](const auto& job) { return !job.outcome; });
  if (failed != jobs.end()) return failed->outcome.error();
  for (const auto& transfer : transfers)
    if (transfer->wrong()) return *transfer->wrong();
  return trust_error("store.object", jobs.front().request.path, "less came than the signed bytes",
                     "the transfer was cut off; the rest is fetched again");
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

// At each question to the server there is no need to read all lists again; the scrub does.
Result<bool> ObjectFetch::has_list(const bundle::ObjectRef& object, bool is_on) const {
  if (is_on) return store_.has(object.pieces, object.pieces_length_bytes);
  return store::read_piece_list(store_.disk(), store_.objects(), object).has_value();
}

Status ObjectFetch::fetch_missing(const bundle::Release& release, bool is_on,
                                  const std::vector<Sha256>& broken, const store::PlayerState& player) {
  std::vector<bundle::ObjectRef> lists;
  std::vector<bundle::ObjectRef> objects;
  std::vector<Sha256> wanted;
  std::uint64_t needed = 0;
  for (const auto& [hash, object] : release.objects) {
    const bool is_broken = std::find(broken.begin(), broken.end(), hash) != broken.end();
    GATECAST_TRY(const bool is_list_good, has_list(object, is_on && !is_broken));
    GATECAST_TRY(const bool is_there, store_.has(hash, object.length_bytes));
    if (!is_list_good) {
      lists.push_back(object);
      wanted.push_back(object.pieces);
      needed += object.pieces_length_bytes;
      lists_left_ += object.pieces_length_bytes;
    }
    if (!is_there || is_broken) {
      objects.push_back(object);
      wanted.push_back(hash);
      needed += object.length_bytes;
      planned_[hash] = object.length_bytes;
    }
  }
  auto kept = wanted;
  kept.insert(kept.end(), options_.beside.begin(), options_.beside.end());
  GATECAST_TRY_STATUS(store::remove_other_partials(store_.disk(), store_.folder(), kept));
  if (wanted.empty()) return {};
  GATECAST_TRY_STATUS(make_room(needed, objects, release, player));
  total_ = needed;
  if (options_.may_go_on) GATECAST_TRY_STATUS(options_.may_go_on());
  const auto fetch = [&]() -> Status {
    expect();  // early, so that no neighbour begins the same
    GATECAST_TRY_STATUS(fetch_piece_lists(lists));
    GATECAST_TRY_STATUS(plan(objects));
    expect();
    return fetch_objects(objects);
  };
  auto fetched = fetch();
  fetcher_.expect({});
  return fetched;
}

void ObjectFetch::expect() {
  std::vector<Sha256> expected;
  for (const auto& [hash, bytes] : planned_)
    if (bytes > 0) expected.push_back(hash);
  fetcher_.expect(expected);
}

Result<bool> ObjectFetch::fits(std::uint64_t needed) const {
  GATECAST_TRY(const auto free, store_.disk().free_bytes(store_.folder()));
  if (free < needed + options_.reserve_bytes) return false;
  if (options_.most_content_bytes == UINT64_MAX) return true;
  GATECAST_TRY(const auto used, store_.used_bytes());
  return used + needed <= options_.most_content_bytes;
}

Status ObjectFetch::give_up_old(const store::PlayerState& player, const store::Spare& spare) {
  GATECAST_TRY(const auto collected, store_.collect(player, spare));
  if (collected.objects_removed > 0)
    log_info("removed " + megabytes(collected.bytes_removed) + " of old content");
  return {};
}

// What is on and what comes is pinned; of the rest that goes first which was used least recently.
Status ObjectFetch::make_room(std::uint64_t needed, const std::vector<bundle::ObjectRef>& wanted,
                              const bundle::Release& release, const store::PlayerState& player) {
  GATECAST_TRY(bool is_enough, fits(needed));
  if (is_enough) return {};
  store::Spare spare;
  spare.objects = options_.beside;
  for (const auto& [hash, length] : store::needed_objects(release)) spare.objects.insert(hash);
  GATECAST_TRY_STATUS(give_up_old(player, spare));
  // What an earlier attempt left is read now, as its length tells nothing: it may have holes.
  std::uint64_t already = 0;
  for (const auto& object : wanted) {
    auto list = store::read_piece_list(store_.disk(), store_.objects(), object);
    if (!list) continue;
    GATECAST_TRY(const auto bytes, bytes_in_partial(store_.disk(), store_.folder(),
                                                    {object.sha256, object.length_bytes, std::move(*list)}));
    already += bytes;
  }
  needed -= std::min(already, needed);
  GATECAST_TRY(is_enough, fits(needed));
  if (is_enough) return {};
  spare.least = spare.most = 0;
  GATECAST_TRY_STATUS(give_up_old(player, spare));
  GATECAST_TRY(is_enough, fits(needed));
  if (is_enough) return {};
  GATECAST_TRY(const auto free, store_.disk().free_bytes(store_.folder()));
  return fail(no_room(needed, free));
}

Error ObjectFetch::no_room(std::uint64_t needed, std::uint64_t free) const {
  if (free >= needed + options_.reserve_bytes)
    return environment_error(
        "disk.budget", store_.folder(),
        "the release needs " + megabytes(needed) + " more, beyond the " +
            megabytes(options_.most_content_bytes) + " that content may take here",
        "allow more by \"content_mb\", or publish a smaller release; what is on the screen stays");
  return environment_error("disk.full", store_.folder(),
                           "the release needs " + megabytes(needed) + " more, " + megabytes(free) +
                               " are free and " + megabytes(options_.reserve_bytes) +
                               " of them stay in reserve",
                           "free at least " + megabytes(needed + options_.reserve_bytes - free) +
                               " on this disk, or publish a smaller release; what is on the screen stays");
}

std::uint64_t ObjectFetch::left() const {
  std::uint64_t sum = lists_left_;
  for (const auto& [hash, bytes] : planned_) sum += bytes;
  if (under_way_ != nullptr)
    for (const auto& transfer : *under_way_) sum += transfer->to_fetch();
  return sum;
}

Status ObjectFetch::came(std::uint64_t bytes) {
  bytes_ += bytes;
  if (options_.on_progress) options_.on_progress({total_ - std::min(total_, left()), total_});
  return options_.may_go_on ? options_.may_go_on() : Status();
}

Status ObjectFetch::fetch_piece_lists(const std::vector<bundle::ObjectRef>& objects) {
  std::vector<store::ExpectedObject> files;
  for (const auto& object : objects) {
    if (object.pieces_length_bytes > store::kPieceListLimit)
      return fail(trust_error("store.pieces", object.pieces.hex(), "a piece list of more than 64 MiB"));
    const bool is_twice = std::any_of(files.begin(), files.end(),
                                      [&](const auto& file) { return file.sha256 == object.pieces; });
    if (!is_twice) files.push_back({object.pieces, object.pieces_length_bytes, std::nullopt});
  }
  GATECAST_TRY_STATUS(
      download_files(store_.disk(), store_.folder(), files, fetcher_, [&](std::uint64_t bytes) {
        lists_left_ -= std::min(lists_left_, bytes);
        return came(bytes);
      }));
  lists_left_ = 0;
  objects_ += files.size();
  return {};
}

// What is to come in truth, now that all lists are here.
Status ObjectFetch::plan(const std::vector<bundle::ObjectRef>& objects) {
  if (objects.empty()) return {};
  index_ = store::PieceIndex::of(store_);
  for (const auto& file : options_.also)
    GATECAST_TRY_STATUS(index_.add_cut(store_.disk(), file, [&] { return came(0); }));
  for (const auto& object : objects) {
    GATECAST_TRY(const auto list, store::read_piece_list(store_.disk(), store_.objects(), object));
    auto& bytes = planned_[object.sha256];
    bytes = 0;
    for (const auto& piece : list.pieces)
      if (!index_.find(piece)) bytes += piece.length_bytes;
  }
  total_ = bytes_ + left();
  return {};
}

Status ObjectFetch::fetch_objects(const std::vector<bundle::ObjectRef>& objects) {
  Transfers together;
  std::uint64_t to_fetch = 0;
  for (const auto& object : objects) {
    GATECAST_TRY(auto list, store::read_piece_list(store_.disk(), store_.objects(), object));
    GATECAST_TRY(auto transfer, PieceFetch::create(store_.disk(), store_.folder(),
                                                   {object.sha256, object.length_bytes, std::move(list)},
                                                   index_, [&](std::uint64_t bytes) { return came(bytes); }));
    planned_.erase(object.sha256);
    to_fetch += transfer->to_fetch();
    together.push_back(std::move(transfer));
    if (to_fetch < kTogether && together.size() < kMostTogether) continue;
    GATECAST_TRY_STATUS(run(together));
    to_fetch = 0;
  }
  return run(together);
}

Status ObjectFetch::run(Transfers& transfers) {
  under_way_ = &transfers;
  // More than once only where a stored object was not what its list says.
  while (!transfers.empty()) {
    auto status = fetch_pieces(transfers);
    if (status) status = complete(transfers);
    if (!status) return stop(transfers, status.error());
  }
  under_way_ = nullptr;
  return {};
}

// Rounds of requests, as long as each brings something.
Status ObjectFetch::fetch_pieces(Transfers& transfers) {
  const auto missing = [&] {
    std::uint64_t sum = 0;
    for (const auto& transfer : transfers) sum += transfer->to_fetch();
    return sum;
  };
  int in_vain = 0;
  for (auto before = missing(); before > 0;) {
    std::vector<FetchJob> jobs;
    const auto portion = std::clamp(before / 16, kLeastPortion, kMostPortion);
    for (const auto& transfer : transfers) transfer->add_jobs(jobs, portion);
    fetcher_.fetch_all(jobs);
    const auto now = missing();
    if (now == 0) break;
    const auto error = what_failed(jobs, transfers);
    if (error.rule == "fetch.stopped" || error.rule.starts_with("disk.") || error.rule.starts_with("budget."))
      return fail(error);
    if (is_for_later(error)) {
      // What is whole is put in its place at once: neighbours may wait for it.
      GATECAST_TRY_STATUS(complete(transfers));
      GATECAST_TRY_STATUS(came(0));
      before = missing();
      continue;
    }
    // A line that broke and brought something is tried again at once; one that brings nothing waits for the
    // next update, wrong bytes for a third try.
    in_vain = now < before ? 0 : in_vain + 1;
    if (in_vain > 0 && (error.kind == ErrorKind::environment || in_vain >= kAttempts)) return fail(error);
    log_error(error);
    before = now;
  }
  return {};
}

Status ObjectFetch::complete(Transfers& transfers) {
  Transfers again;
  for (auto& transfer : transfers) {
    if (transfer->to_fetch() > 0) {
      again.push_back(std::move(transfer));
      continue;
    }
    GATECAST_TRY(const bool is_whole, transfer->complete());
    if (!is_whole) {
      again.push_back(std::move(transfer));
      continue;
    }
    ++objects_;
  }
  transfers = std::move(again);
  return {};
}

// What was verified so far stays for the next attempt; a disk that fails says so first.
Status ObjectFetch::stop(Transfers& transfers, const Error& error) {
  under_way_ = nullptr;
  for (const auto& transfer : transfers)
    if (transfer)
      if (const auto kept = transfer->suspend(); !kept) return fail(kept.error());
  return fail(error);
}

}  // namespace gatecast::updater
