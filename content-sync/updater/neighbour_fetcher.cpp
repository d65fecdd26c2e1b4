#include "content-sync/updater/neighbour_fetcher.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "content-sync/base/log.h"

namespace gatecast::updater {
namespace {

using namespace std::chrono_literals;

constexpr auto kLeftForTrouble = 5min;
constexpr auto kTellEach = 2s;
constexpr std::uint64_t kMostInMemory = 16 << 20U;  // of what only its end can judge
constexpr std::uint64_t kAnswerLimit = 64;
constexpr std::size_t kMostNeighbours = 64;
constexpr std::uint64_t kTellsRate = 100'000;  // fewer bytes tell of waits, not of a rate

// "objects/ab/abcd...": nothing else is ever asked of a neighbour.
std::optional<Sha256> object_of(const std::string& path) {
  if (!path.starts_with("objects/") || path.size() != 8 + 3 + 64) return std::nullopt;
  return Sha256::from_hex(path.substr(11));
}

bool is_own_fault(const Error& error) {
  return error.rule.starts_with("disk.") || error.rule.starts_with("budget.") ||
         error.rule == "fetch.stopped";
}

Error ask_again(const std::string& subject, const std::string& why) {
  return environment_error("fetch.neighbour", subject, why);
}

}  // namespace

struct NeighbourFetcher::Neighbour {
  std::string name;
  std::unique_ptr<HttpFetcher> line;
  Time left_until{};
  double rate = 1e12;      // bytes a second, as measured last; one that is not known is tried
  std::set<Sha256> lacks;  // of a mirror: what it does not have, or not yet
  std::optional<std::uint64_t> progress;
  Time moved{};  // when its progress changed last

  [[nodiscard]] bool is_left() const { return std::chrono::steady_clock::now() < left_until; }
};

// Looks on while bytes go by; with a neighbour, ends it at the first piece that is wrong.
class NeighbourFetcher::WatchSink final : public FetchSink {
 public:
  struct Shared {
    Time begun = std::chrono::steady_clock::now();
    std::uint64_t bytes = 0;
    std::optional<Error> failed;  // for all jobs of this neighbour
  };
  WatchSink(NeighbourFetcher& owner, FetchSink& to, Neighbour* from, Shared& shared)
      : owner_(owner), to_(to), from_(from), shared_(shared) {}

  Status begin(std::uint64_t offset) override {
    if (shared_.failed) return fail(*shared_.failed);
    return to_.begin(offset);
  }
  void tagged(const std::string& tag) override { to_.tagged(tag); }
  Status append(ByteView bytes) override {
    if (shared_.failed) return fail(*shared_.failed);
    shared_.bytes += bytes.size();
    owner_.came(bytes.size());
    GATECAST_TRY_STATUS(to_.append(bytes));
    if (from_ == nullptr) return {};
    owner_.from_neighbours_ += bytes.size();
    const auto error = judge();
    if (!error) return {};
    shared_.failed = ask_again(from_->name, error->message);
    owner_.leave(*from_, *error);
    return fail(*shared_.failed);
  }
  [[nodiscard]] bool has_enough() const override { return to_.has_enough(); }

 private:
  [[nodiscard]] std::optional<Error> judge() const {
    if (to_.judgement() == Judgement::bad)
      return trust_error(kLies, from_->name, "sent bytes of an object that are not the signed ones",
                         "nothing of it was kept; look at that kiosk's disk: gatecast-sync doctor there");
    const auto passed = std::chrono::steady_clock::now() - shared_.begun;
    const auto due = least_rate() * std::chrono::duration<double>(passed).count();
    if (passed < owner_.options_.slow_after || static_cast<double>(shared_.bytes) >= due) return std::nullopt;
    return environment_error("neighbour.slow", from_->name,
                             "gave " + std::to_string(shared_.bytes) + " bytes in " +
                                 std::to_string(std::chrono::duration_cast<seconds>(passed).count()) + " s",
                             "the server is asked instead; look at that kiosk, and at the cable between");
  }
  using seconds = std::chrono::seconds;
  // A neighbour is on the same cable; a mirror may be as far away as the server, but is of no use if slower.
  [[nodiscard]] double least_rate() const {
    const bool is_measured = from_ == owner_.mirror_.get() && owner_.server_rate_ > 0;
    return is_measured ? owner_.server_rate_ / 2
                       : static_cast<double>(owner_.options_.least_bytes_per_second);
  }

  NeighbourFetcher& owner_;
  FetchSink& to_;
  Neighbour* from_;
  Shared& shared_;
};

NeighbourFetcher::NeighbourFetcher(Disk& disk, std::unique_ptr<Fetcher> server, NeighbourOptions options)
    : disk_(&disk), server_(std::move(server)), options_(std::move(options)) {
  for (const auto& name : options_.neighbours) add(name);
  if (options_.mirror) add_mirror(*options_.mirror);
}
NeighbourFetcher::~NeighbourFetcher() = default;

Status NeighbourFetcher::fetch(const FetchRequest& request, FetchSink& sink) {
  FetchJob job{request, &sink, {}};
  fetch_all({&job, 1});
  return job.outcome;
}

void NeighbourFetcher::add(const std::string& name) {
  if (name == options_.own) return;
  HttpOptions http;
  http.address = "http://" + name;
  http.connect_timeout = 2s;
  http.stall = 10s;
  http.most_connections = 1;  // enough on a LAN, and a liar has one piece under way
  http.should_stop = options_.should_stop;
  auto line = HttpFetcher::create(std::move(http));
  GATECAST_INVARIANT(line.has_value());
  neighbours_.push_back(std::make_unique<Neighbour>());
  neighbours_.back()->name = name;
  neighbours_.back()->line = std::move(*line);
  if (const auto left = options_.left.find(name); left != options_.left.end())
    neighbours_.back()->left_until = std::chrono::steady_clock::now() + left->second;
}

void NeighbourFetcher::add_mirror(HttpOptions options) {
  mirror_ = std::make_unique<Neighbour>();
  mirror_->name = options.address;
  auto line = HttpFetcher::create(std::move(options));
  GATECAST_INVARIANT(line.has_value());
  mirror_->line = std::move(*line);
  if (const auto left = options_.left.find(mirror_->name); left != options_.left.end())
    mirror_->left_until = std::chrono::steady_clock::now() + left->second;
}

std::uint64_t NeighbourFetcher::wire_bytes() const {
  return server_->wire_bytes() + (mirror_ ? mirror_->line->wire_bytes() : 0);
}
std::uint64_t NeighbourFetcher::line_bytes() const {
  return server_->line_bytes() + (mirror_ ? mirror_->line->line_bytes() : 0);
}

// Who is not found any more is forgotten, but for those that were left: a liar would only have to come anew.
void NeighbourFetcher::meet() {
  if (!options_.found) return;
  const auto found = options_.found();
  const auto is_named = [](const auto& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  std::erase_if(neighbours_, [&](const auto& one) {
    return !one->is_left() && !is_named(options_.neighbours, one->name) && !is_named(found, one->name);
  });
  for (const auto& name : found)
    if (neighbours_.size() < kMostNeighbours &&
        std::none_of(neighbours_.begin(), neighbours_.end(),
                     [&](const auto& one) { return one->name == name; }))
      add(name);
}

void NeighbourFetcher::expect(const std::vector<Sha256>& objects) {
  wanted_.objects = {objects.begin(), objects.end()};
  wanted_.fetching.clear();
  choices_.clear();
  if (mirror_) mirror_->lacks.clear();
  if (!objects.empty()) meet();
  tell_progress(true);
}

std::vector<Error> NeighbourFetcher::take_troubles() {
  return std::exchange(troubles_, {});
}

void NeighbourFetcher::came(std::uint64_t bytes) {
  wanted_.progress += bytes;
  tell_progress(false);
}

void NeighbourFetcher::tell_progress(bool at_once) {
  if (options_.own.empty()) return;
  const auto now = std::chrono::steady_clock::now();
  if (!at_once && (wanted_.progress == told_progress_ || now - told_ < kTellEach)) return;
  told_ = now;
  told_progress_ = wanted_.progress;
  // Who does not know of it fetches by itself.
  if (const auto told = write_wanted(*disk_, options_.store, wanted_); !told)
    log_warning("what neighbours may wait for: " + to_string(told.error()));
}

void NeighbourFetcher::leave(Neighbour& neighbour, const Error& error) {
  const bool is_lie = error.kind == ErrorKind::trust;
  neighbour.left_until =
      std::chrono::steady_clock::now() + (is_lie ? std::chrono::minutes(kLeftForLies) : kLeftForTrouble);
  neighbour.progress.reset();
  std::erase_if(choices_, [&](const auto& one) { return one.second.neighbour == &neighbour; });
  // A kiosk that is switched off is no trouble.
  if (error.rule == "fetch.network") return log_info("neighbour " + neighbour.name + " is not there");
  log_warning(to_string(error));
  troubles_.push_back(error);
}

// Reckoned alike by all who know each other by the same names.
bool NeighbourFetcher::goes_first(const Neighbour& neighbour, const Sha256& hash) const {
  if (options_.own.empty()) return true;
  const auto rank = [&](const std::string& name) { return sha256(hash.hex() + " " + name).hex(); };
  return rank(neighbour.name) > rank(options_.own);
}

bool NeighbourFetcher::is_getting_on(Neighbour& neighbour, std::uint64_t progress) {
  const auto now = std::chrono::steady_clock::now();
  if (neighbour.progress != progress) {
    neighbour.progress = progress;
    neighbour.moved = now;
    ++wanted_.progress;  // who waits for this one is told that it gets on
    tell_progress(false);
  }
  return now - neighbour.moved < options_.longest_wait;
}

NeighbourFetcher::Choice NeighbourFetcher::choose(const Sha256& hash) {
  if (const auto known = choices_.find(hash); known != choices_.end()) return known->second;
  Neighbour* best = nullptr;
  bool is_coming = false;
  for (const auto& neighbour : neighbours_) {
    if (neighbour->is_left()) continue;
    const auto text = fetch_bytes(*neighbour->line, "coming/" + hash.hex(), kAnswerLimit);
    if (!text && is_own_fault(text.error())) continue;
    const auto answer = text ? parse_holding(*text) : std::nullopt;
    if (!answer) {
      leave(*neighbour,
            text ? environment_error("neighbour.answer", neighbour->name, "its answer makes no sense")
                 : text.error());
      continue;
    }
    if (answer->holding == Holding::whole && (best == nullptr || neighbour->rate > best->rate))
      best = neighbour.get();
    if (answer->holding == Holding::fetching ||
        (answer->holding == Holding::coming && goes_first(*neighbour, hash)))
      is_coming = is_getting_on(*neighbour, answer->progress) || is_coming;
  }
  if (best == nullptr && is_coming) return {Source::later, nullptr};
  if (best == nullptr && wanted_.objects.contains(hash)) {
    wanted_.fetching.insert(hash);
    tell_progress(true);
  }
  if (best == nullptr && mirror_ && !mirror_->is_left() && !mirror_->lacks.contains(hash))
    best = mirror_.get();
  return choices_[hash] = best != nullptr ? Choice{Source::neighbour, best} : Choice{};
}

void NeighbourFetcher::fetch_all(std::span<FetchJob> jobs) {
  std::map<Neighbour*, Jobs> from;
  Jobs to_server;
  Jobs later;
  std::map<Sha256, Choice> chosen;
  for (auto& job : jobs) {
    job.outcome = {};
    const auto hash = object_of(job.request.path);
    if (!hash) {
      to_server.push_back(&job);
      continue;
    }
    auto choice = chosen.find(*hash);
    if (choice == chosen.end()) choice = chosen.emplace(*hash, choose(*hash)).first;
    // A sink that judges only at its end has no second try: it waits for nobody.
    const bool can_wait = job.sink->judgement() != Judgement::at_the_end;
    if (choice->second.source == Source::neighbour)
      from[choice->second.neighbour].push_back(&job);
    else if (choice->second.source == Source::later && can_wait)
      later.push_back(&job);
    else
      to_server.push_back(&job);
  }
  for (const auto& [neighbour, its] : from) fetch_from(*neighbour, its, to_server);
  if (!to_server.empty()) fetch_from_server(to_server);
  if (later.empty()) return;
  const auto waited = later.size() == jobs.size() ? wait_a_step() : Status();
  for (auto* job : later)
    job->outcome = waited ? fail(environment_error("fetch.later", job->request.path,
                                                   "a neighbour is fetching it; it comes from there"))
                          : waited;
}

Status NeighbourFetcher::wait_a_step() {
  const auto until = std::chrono::steady_clock::now() + options_.step;
  while (std::chrono::steady_clock::now() < until) {
    if (options_.should_stop && options_.should_stop())
      return fail(environment_error("fetch.stopped", server_->name(), "stopped on request"));
    std::this_thread::sleep_for(std::min<std::chrono::milliseconds>(options_.step, 100ms));
  }
  return {};
}

void NeighbourFetcher::fetch_from(Neighbour& neighbour, const Jobs& jobs, Jobs& to_server) {
  Jobs wholes;
  Jobs parts;
  // Piece lists judge a mirror, and many small ones come quicker side by side: from the server.
  auto& judged_later = &neighbour == mirror_.get() ? to_server : wholes;
  for (auto* job : jobs)
    (job->sink->judgement() == Judgement::at_the_end ? judged_later : parts).push_back(job);
  if (!wholes.empty()) fetch_wholes(neighbour, wholes, to_server);
  if (!parts.empty()) fetch_parts(neighbour, parts);
}

// Judged here, by the hash that names them, before anybody sees them.
void NeighbourFetcher::fetch_wholes(Neighbour& neighbour, const Jobs& jobs, Jobs& to_server) {
  for (auto* job : jobs) {
    const auto& request = job->request;
    const bool is_small = request.offset == 0 && request.limit_bytes <= kMostInMemory;
    if (!is_small || neighbour.is_left()) {
      to_server.push_back(job);
      continue;
    }
    const auto bytes = fetch_bytes(*neighbour.line, request.path, request.limit_bytes);
    if (bytes && sha256(*bytes) == object_of(request.path)) {
      from_neighbours_ += bytes->size();
      came(bytes->size());
      job->outcome = job->sink->begin(0);
      if (job->outcome) job->outcome = job->sink->append(*bytes);
      continue;
    }
    if (!bytes && is_own_fault(bytes.error())) {
      job->outcome = fail(bytes.error());
      continue;
    }
    if (bytes)
      leave(neighbour,
            trust_error(kLies, neighbour.name, "sent a file that is not the signed one: " + request.path,
                        "look at that kiosk's disk: gatecast-sync doctor there"));
    else if (bytes.error().rule != "fetch.missing")
      leave(neighbour, bytes.error());
    to_server.push_back(job);
  }
}

void NeighbourFetcher::fetch_parts(Neighbour& neighbour, const Jobs& jobs) {
  if (neighbour.is_left()) {
    for (auto* job : jobs) job->outcome = fail(ask_again(neighbour.name, "this neighbour was left"));
    return;
  }
  WatchSink::Shared shared;
  std::vector<std::unique_ptr<WatchSink>> sinks;
  std::vector<FetchJob> copies;
  for (auto* job : jobs) {
    sinks.push_back(std::make_unique<WatchSink>(*this, *job->sink, &neighbour, shared));
    copies.push_back({job->request, sinks.back().get(), {}});
  }
  neighbour.line->fetch_all(copies);
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - shared.begun;
  if (shared.bytes > 0) neighbour.rate = static_cast<double>(shared.bytes) / std::max(passed.count(), 1e-3);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    auto& outcome = copies[i].outcome;
    if (!outcome && !is_own_fault(outcome.error())) {
      const auto error = outcome.error();
      const bool is_gone = error.rule == "fetch.missing";  // collected there meanwhile: no fault
      if (is_gone) neighbour.lacks.insert(*object_of(jobs[i]->request.path));
      if (!is_gone && !neighbour.is_left()) leave(neighbour, error);
      if (const auto hash = object_of(jobs[i]->request.path)) choices_.erase(*hash);
      outcome = fail(ask_again(neighbour.name, error.message));
    }
    jobs[i]->outcome = std::move(outcome);
  }
}

void NeighbourFetcher::fetch_from_server(const Jobs& jobs) {
  WatchSink::Shared shared;
  std::vector<std::unique_ptr<WatchSink>> sinks;
  std::vector<FetchJob> copies;
  for (auto* job : jobs) {
    sinks.push_back(std::make_unique<WatchSink>(*this, *job->sink, nullptr, shared));
    copies.push_back({job->request, sinks.back().get(), {}});
  }
  server_->fetch_all(copies);
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - shared.begun;
  if (shared.bytes >= kTellsRate)
    server_rate_ = static_cast<double>(shared.bytes) / std::max(passed.count(), 1e-3);
  for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i]->outcome = std::move(copies[i].outcome);
}

}  // namespace gatecast::updater
