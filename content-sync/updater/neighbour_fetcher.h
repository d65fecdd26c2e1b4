// The kiosks of one site hand each other objects, so that n of them cost the wide link hardly more than one.
// Whoever has an object whole is asked before the server; who fetches one from there is waited for as long as
// it gets on, and where several are about to, a rank that all reckon alike says who does. A neighbour has
// no authority: each piece is judged as if it came from the server, metadata is never asked of it, and one
// that lies, is slow or makes no sense is left. A mirror is another such source behind them: any web server
// with the same files, asked for objects without further questions, and left as well. Threads: one owner.
// Errors: as fetcher.h; "fetch.later" and "fetch.neighbour": asking again may bring it. Source: issue 5, 2
// (LAN); shared/design/sync.md 6.4.
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "content-sync/base/clock.h"
#include "content-sync/updater/http_fetcher.h"

namespace gatecast::updater {

// What a kiosk is after, for those who ask it: store/wanted.json. Only told, never believed further than
// that; not durable, as it is of this run alone.
struct WantedObjects {
  std::set<Sha256> objects;
  std::set<Sha256> fetching;   // of them, from the server, now
  std::uint64_t progress = 0;  // rises as long as it gets on
};
Path wanted_path(const Path& store);
Status write_wanted(Disk& disk, const Path& store, const WantedObjects& wanted);
WantedObjects read_wanted(Disk& disk, const Path& store);

// The answer to GET /coming/<hash>: "have", "fetching <progress>", "coming <progress>" or "no".
enum class Holding { none, coming, fetching, whole };
struct HoldingAnswer {
  Holding holding = Holding::none;
  std::uint64_t progress = 0;
};
HoldingAnswer holding_of(const WantedObjects& wanted, const Sha256& hash);
std::string to_text(const HoldingAnswer& answer);
std::optional<HoldingAnswer> parse_holding(ByteView text);

inline constexpr const char* kLies = "neighbour.lies";
// A neighbour that lied is not asked for so long, over restarts too.
inline constexpr std::chrono::hours kLeftForLies{24};

struct NeighbourOptions {
  std::vector<std::string> neighbours;  // "10.0.0.12:8378", own left out
  std::string own;                      // as the others name this kiosk; empty: it hands nothing on
  std::optional<HttpOptions> mirror;    // asked before the server
  Path store;
  std::function<std::vector<std::string>()> found;  // more of them, asked before each transfer; may be empty
  std::map<std::string, Duration> left;             // not asked for so long from now on: they lied before
  std::function<bool()> should_stop;                // may be empty
  std::chrono::milliseconds step{1000};             // between two questions to one who is waited for
  std::chrono::milliseconds longest_wait{180'000};  // while nothing moves there
  std::chrono::milliseconds slow_after{5000};
  std::uint64_t least_bytes_per_second = 50'000;  // after that time
};

class NeighbourFetcher final : public Fetcher {
 public:
  NeighbourFetcher(Disk& disk, std::unique_ptr<Fetcher> server, NeighbourOptions options);
  ~NeighbourFetcher() override;

  Status fetch(const FetchRequest& request, FetchSink& sink) override;
  void fetch_all(std::span<FetchJob> jobs) override;
  // Of the wide link alone; a mirror may lie behind it as well.
  [[nodiscard]] std::uint64_t wire_bytes() const override;
  [[nodiscard]] std::uint64_t line_bytes() const override;
  [[nodiscard]] std::string name() const override { return server_->name(); }
  void expect(const std::vector<Sha256>& objects) override;
  std::vector<Error> take_troubles() override;
  [[nodiscard]] std::uint64_t bytes_from_neighbours() const { return from_neighbours_; }

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Neighbour;
  class WatchSink;
  enum class Source { neighbour, server, later };
  struct Choice {
    Source source = Source::server;
    Neighbour* neighbour = nullptr;
  };
  using Jobs = std::vector<FetchJob*>;

  void meet();
  void add(const std::string& name);
  void add_mirror(HttpOptions options);
  Choice choose(const Sha256& hash);
  [[nodiscard]] bool goes_first(const Neighbour& neighbour, const Sha256& hash) const;
  bool is_getting_on(Neighbour& neighbour, std::uint64_t progress);
  void fetch_from(Neighbour& neighbour, const Jobs& jobs, Jobs& to_server);
  void fetch_wholes(Neighbour& neighbour, const Jobs& jobs, Jobs& to_server);
  void fetch_parts(Neighbour& neighbour, const Jobs& jobs);
  void fetch_from_server(const Jobs& jobs);
  Status wait_a_step();
  void leave(Neighbour& neighbour, const Error& error);
  void came(std::uint64_t bytes);
  void tell_progress(bool at_once);

  Disk* disk_;
  std::unique_ptr<Fetcher> server_;
  NeighbourOptions options_;
  std::vector<std::unique_ptr<Neighbour>> neighbours_;
  std::unique_ptr<Neighbour> mirror_;  // null: there is none
  double server_rate_ = 0;             // bytes a second, as measured last
  std::map<Sha256, Choice> choices_;   // of this update, but those that wait
  WantedObjects wanted_;
  std::uint64_t told_progress_ = 0;
  Time told_{};
  std::uint64_t from_neighbours_ = 0;
  std::vector<Error> troubles_;
};

}  // namespace gatecast::updater
