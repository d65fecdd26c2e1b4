#include "player/playback/watch.h"

#include "content-sync/base/log.h"
#include "content-sync/store/store.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/store/verified_statements.h"

namespace gatecast::playback {
namespace {

using namespace std::chrono_literals;

constexpr auto kTendEvery = 1s;
constexpr auto kTryRefusedEvery = 20s;

ContentPtr content_of(const store::VerifiedRelease& verified, const WatchOptions& options) {
  auto content = std::make_shared<Content>();
  content->release = verified.release;
  content->generation = verified.generation;
  content->document = verified.document_hash;
  content->is_demo = verified.is_demo;
  content->nursery = options.nursery;
  content->engine = options.engine;
  content->open_object = [release = verified.release, objects = options.store / "objects"](
                             const Sha256& hash) -> Result<std::unique_ptr<ReadFile>> {
    const auto found = release->objects.find(hash);
    if (found == release->objects.end())
      return fail(trust_error("store.object", hash.hex(), "the release does not name this object"));
    SystemDisk disk;
    return store::open_verified(disk, objects, found->second);
  };
  return content;
}

// The object that is meant by its own hash or by that of its piece list.
std::optional<Sha256> object_in(const ContentPtr& content, const Sha256& hash) {
  if (!content) return std::nullopt;
  const auto& objects = content->release->objects;
  if (objects.contains(hash)) return hash;
  for (const auto& [object, reference] : objects)
    if (reference.pieces == hash) return object;
  return std::nullopt;
}

}  // namespace

Watch::Watch(WatchOptions options, Disk& disk)
    : options_(std::move(options)),
      disk_(disk),
      log_(disk, options_.state),
      useful_(disk, options_.state),
      feeds_(disk, options_.state),
      device_(disk, {options_.store, options_.state, options_.site, options_.kiosk, options_.channel}) {}

void Watch::open_state() {
  auto state = PlayerState::open(disk_, options_.state);
  if (state)
    state_ = std::move(*state);
  else
    state_error_ = state.error();
}

std::optional<ReleaseNews> Watch::look(SteadyInstant now) {
  if (!state_) {
    ReleaseNews news;
    news.refusal = state_error_;
    return once(std::move(news));
  }
  const auto active = store::active_generation(disk_, options_.store);
  const std::int64_t number = active ? *active : 0;
  const bool has_changed = !looked_ || number != number_;
  if (!has_changed && !(is_refused_ && now >= try_again_)) return std::nullopt;
  looked_ = true;
  number_ = number;
  try_again_ = now + kTryRefusedEvery;
  auto verified = load(options_.store / "active");
  if (verified) {
    is_refused_ = false;
    auto before = meanwhile(*verified);
    return before ? std::move(before) : news_of(*verified, true);
  }
  const bool was_told = is_refused_ && !has_changed;
  is_refused_ = true;
  if (was_told) return std::nullopt;
  log_error(verified.error());
  auto news = fall_back(verified.error());
  if (!news.content && !deciding())
    if (const auto noted = device_.note_undecided(); !noted) log_error(noted.error());
  return news;
}

// What played last, verified anew.
const store::VerifiedRelease* Watch::last_good() {
  if (!state_->last_good() || last_good_ || is_last_refused_) return last_good_ ? &*last_good_ : nullptr;
  auto verified =
      verify(options_.store / "generations" / std::to_string(*state_->last_good()), device_.channel());
  if (verified)
    last_good_ = std::move(*verified);
  else
    is_last_refused_ = verified.error().kind != ErrorKind::environment;
  return last_good_ ? &*last_good_ : nullptr;
}

// After a start: until the newest takes effect, what played last goes on; in the next turn comes the newest.
std::optional<ReleaseNews> Watch::meanwhile(const store::VerifiedRelease& newest) {
  if (playing_ || offered_ || newest.release->takes_effect_at <= options_.clock.now()) return std::nullopt;
  const auto* last = last_good();
  if (last == nullptr || last->generation == newest.generation) return std::nullopt;
  looked_ = false;
  return news_of(*last, false);
}

// The release whose bounds say where technicians may send this kiosk: what plays, else what was verified last
// of the channel that is in effect, else what played before the start.
const bundle::Release* Watch::deciding() {
  if (playing_) return playing_->release.get();
  if (known_) return known_->release.get();
  const auto* last = last_good();
  return last == nullptr ? nullptr : last->release.get();
}

std::optional<StatementNews> Watch::hear() {
  if (!state_) return std::nullopt;
  const Path file = options_.store / store::kStatementFile;
  const bool is_first = !std::exchange(has_begun_, true);
  const auto as_before = [&] {
    StatementNews news;
    news.recalls = state_->recalls();
    return is_first ? std::optional(std::move(news)) : std::nullopt;
  };
  auto heard = statements_.look(disk_, file, store::kStatementFileLimit);
  if (!heard) return as_before();
  if (!heard->is_there) {
    statements_.deal_with(*std::move(heard));
    return as_before();
  }
  auto verified =
      store::load_verified_statements(disk_, file, options_.pinned_root, state_->statement_floor());
  if (!verified) {
    statements_.refuse(*std::move(heard), verified.error());
    return as_before();
  }
  statements_.deal_with(*std::move(heard));
  for (const auto& error : verified->refused) log_error(error);
  if (const auto status = state_->note_statements(verified->seen, verified->statements); !status)
    log_error(status.error());
  StatementNews news;
  news.statements = std::move(verified->statements);
  news.signers = std::move(verified->signers);
  news.signed_at = verified->signed_at;
  news.recalls = state_->recalls();
  return news;
}

std::optional<FeedNews> Watch::hear_feeds() {
  if (!state_) return std::nullopt;
  const auto in_effect = device_.channel();
  const auto coming = offered_ ? offered_->release->channel : in_effect;
  std::erase_if(heard_feeds_,
                [&](const auto& heard) { return heard.first != in_effect && heard.first != coming; });
  auto news = hear_feeds(in_effect);
  return news || coming == in_effect ? std::move(news) : hear_feeds(coming);
}

std::optional<FeedNews> Watch::hear_feeds(const std::string& channel) {
  const Path file = options_.store / store::kFeedFile;
  const bool is_first = !heard_feeds_.contains(channel);
  auto& feeds = heard_feeds_[channel];
  FeedNews news;
  news.channel = channel;
  news.remembered = feeds_.values(channel);
  auto heard = feeds.look(disk_, file, store::kFeedFileLimit);
  if (!heard) return is_first ? std::optional(news) : std::nullopt;
  if (!heard->is_there) {
    feeds.deal_with(*std::move(heard));
    return is_first ? std::optional(news) : std::nullopt;
  }
  auto verified = store::load_verified_feeds(disk_, file, options_.pinned_root, channel, feeds_.floor());
  if (!verified) {
    feeds.refuse(*std::move(heard), verified.error());
    return is_first ? std::optional(news) : std::nullopt;
  }
  feeds.deal_with(*std::move(heard));
  if (const auto status = feeds_.raise(verified->seen); !status) log_error(status.error());
  news.offered = std::move(verified->values);
  news.signed_at = verified->signed_at;
  return news;
}

std::optional<DeviceNews> Watch::hear_device() {
  if (!state_) return std::nullopt;
  auto news = device_.hear(options_.pinned_root);
  if (news) try_again_ = {};  // what was refused may be of the channel that it is sent to
  return news;
}

void Watch::tend(SteadyInstant now) {
  if (now >= tend_log_) {
    const auto status = log_.tend({options_.clock.now(), options_.clock.counted(now)});
    // What was not written is kept and tried again, with patience.
    tend_log_ =
        now + (status ? SteadyInstant::duration(kTendEvery) : SteadyInstant::duration(kTryRefusedEvery));
    if (!status) log_error(status.error());
  }
  if (now >= tend_memories_) {
    tend_memories_ = now + kTryRefusedEvery;
    if (state_)
      for (const auto& status : {state_->tend(), feeds_.tend(), device_.tend()})
        if (!status) log_error(status.error());
  }
  if (const auto status = useful_.tend(now); !status) log_error(status.error());
}

std::optional<ReleaseNews> Watch::mend(SteadyInstant now) {
  if (!state_ || state_->broken().empty() || !(playing_ || offered_)) return std::nullopt;
  for (const auto& object : std::set<Sha256>(state_->broken()))
    if (!named(object)) note_whole(object);  // nobody's business any more
  const auto open = [&](const Sha256& object) {
    const bool is_playing = playing_ && playing_->release->objects.contains(object);
    return (is_playing ? playing_ : offered_)->open_object(object);
  };
  const auto whole = mending_.look(state_->broken(), open, now);
  if (!whole) return std::nullopt;
  log_info("object " + whole->hex() + " is whole again");
  ReleaseNews news;
  news.mended = note_whole(*whole);
  return news;
}

void Watch::end() {
  const auto& clock = options_.clock;
  if (const auto status = useful_.write(); !status) log_error(status.error());
  if (const auto status = log_.close({clock.now(), clock.counted(clock.steady_now())}); !status)
    log_error(status.error());
}

std::optional<ReleaseNews> Watch::forgive() {
  if (!state_) return std::nullopt;
  auto forgiven = state_->take_forgiven();
  if (!forgiven) log_error(forgiven.error());
  if (!forgiven || forgiven->empty()) return std::nullopt;
  ReleaseNews news;
  news.forgiven = std::move(*forgiven);
  return news;
}

void Watch::take(const WatcherReport& report) {
  if (!state_) return;
  if (const auto status = std::visit([&](const auto& kind) { return note(kind); }, report); !status)
    log_error(status.error());
}

// Of the channel that technicians send this kiosk to, as soon as it is there; else of the one it shows; and
// while nothing plays, of the one it is provisioned for. Which one it shows is decided by what plays.
Result<store::VerifiedRelease> Watch::load(const Path& generation) {
  const auto* release = device_.wished_channel().empty() ? nullptr : deciding();
  const auto* bounds = release != nullptr && release->device_bounds ? &*release->device_bounds : nullptr;
  if (const auto next = device_.next_channel(bounds); !next.empty()) {
    auto there = verify(generation, next);
    if (there) return there;
    if (there.error().rule != "disk.missing") log_error(there.error());  // else it is not there yet
  }
  auto shown = verify(generation, device_.channel());
  if (shown || playing_ || device_.channel() == device_.home()) return shown;
  auto at_home = verify(generation, device_.home());
  return at_home ? std::move(at_home) : std::move(shown);
}
Result<store::VerifiedRelease> Watch::verify(const Path& generation, const std::string& channel) const {
  return store::load_verified_release(disk_, generation, options_.pinned_root, channel, state_->floor());
}

std::optional<ReleaseNews> Watch::once(ReleaseNews news) {
  if (looked_) return std::nullopt;
  looked_ = true;
  if (news.refusal) log_error(*news.refusal);
  return news;
}

std::optional<Sha256> Watch::named(const Sha256& hash) const {
  const auto object = object_in(playing_, hash);
  return object ? object : object_in(offered_, hash);
}

// One object that is missing is fetched again like one that is damaged; if all are, the disk is away.
std::optional<Sha256> Watch::object_blamed(const Error& error) const {
  if (const auto object = damaged_object(error)) return named(*object);
  if (error.rule != "disk.missing") return std::nullopt;
  const auto hash = Sha256::from_hex(Path(error.subject).filename().string());
  const auto folder = disk_.status(options_.store / "objects");
  const bool is_disk_there = folder && folder->kind == FileKind::directory;
  return hash && is_disk_there ? named(*hash) : std::nullopt;
}

// The items that come back with it.
std::set<bundle::ItemId> Watch::note_whole(const Sha256& object) {
  auto items = state_->waiting_for(object);
  if (const auto status = state_->note_whole_again(object); !status) log_error(status.error());
  return items;
}

ReleaseNews Watch::news_of(const store::VerifiedRelease& verified, bool is_newest) {
  ReleaseNews news;
  news.content = offered_ = content_of(verified, options_);
  if (verified.release->channel == device_.channel()) known_ = offered_;
  news.is_newest = is_newest;
  news.seen = verified.seen;
  news.signed_at = verified.signed_at;
  for (const auto& [id, entry] : state_->quarantine())
    if (entry.release_number == verified.release->number)
      news.quarantined[id] = {entry.count, entry.object.has_value()};
  return news;
}

// The release that plays stays; only at the start is there none yet.
ReleaseNews Watch::fall_back(const Error& refusal) {
  ReleaseNews news;
  if (const auto last = state_->last_good()) {
    auto verified = load(options_.store / "generations" / std::to_string(*last));
    if (verified)
      news = news_of(*verified, false);
    else
      log_error(verified.error());
  }
  news.is_newest = false;
  news.refusal = refusal;
  return news;
}

Status Watch::note(const NowPlaying& playing) {
  playing_ = playing.content;
  if (is_refused_) try_again_ = {};  // its bounds may allow what is there
  const auto& release = *playing.content->release;
  // The channel first: a crash behind it leaves a kiosk that begins with what is active.
  const auto noted = device_.note_in_effect(release.channel);
  GATECAST_TRY_STATUS(state_->raise_floor(playing.seen));
  GATECAST_TRY_STATUS(noted);
  const auto number = std::atoll(playing.content->generation.filename().c_str());
  return state_->remember_playing(number, release.channel, release.number, SystemClock().now());
}
Status Watch::note(const ItemRefused& refused) {
  const auto object = object_blamed(refused.error);
  if (object)
    if (const auto status = state_->note_broken(*object); !status) log_error(status.error());
  if (refused.item.empty()) return {};
  return state_->put_in_quarantine({refused.item, refused.release_number, refused.error.rule,
                                    refused.error.message, SystemClock().now(),
                                    is_fault_of_item(refused.error) ? 1 : 0, object});
}
Status Watch::note(const ItemPlaysAgain& again) {
  return state_->release_from_quarantine(again.item);
}

Status Watch::note(const Sighting& sighting) {
  std::visit([&](const auto& what) { log_.note(what, sighting.moment); }, sighting.what);
  return {};
}
Status Watch::note(const PageJudged& judged) {
  useful_.note(judged.page, judged.language, judged.is_useful, options_.clock.now());
  return {};
}
Status Watch::note(const WishHeld& wish) {
  return device_.hold(wish.held, wish.undone, wish.resting_since);
}
Status Watch::note(const FeedsTaken& taken) {
  return feeds_.remember(taken.channel, taken.values);
}
Status Watch::note(const SightingsLost& lost) {
  log_.note_lost(lost.count, lost.moment);
  return {};
}

}  // namespace gatecast::playback
