// Objects by their pieces: what is here already is never fetched, and what networks and servers do to ranges
// costs little and is told.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "content-sync/store/verified_reader.h"
#include "content-sync/updater/http_fetcher.h"
#include "content-sync/updater/object_fetch.h"
#include "content-sync/updater/updater.h"
#include "tests/content-sync/updater/scripted_server.h"
#include "tests/support/cut_disk.h"
#include "tests/support/random_bytes.h"
#include "tests/support/repository_fetcher.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

const Path kPieceStore = "/store";

// A film with places overwritten and one piece put in: what an editor's change makes of it. Gives the new
// bytes.
std::uint64_t edit(Bytes& film, int places, std::size_t length, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  for (int i = 0; i < places; ++i) {
    const auto at = random() % (film.size() - length);
    film.replace(at, length, random_bytes(length, random()));
  }
  film.insert(film.size() / 2, random_bytes(length, random()));
  return (static_cast<std::uint64_t>(places) + 1) * length;
}

struct PieceKiosk {
  TestRepository repository;
  RepositoryFetcher fetcher{repository.files};
  CutDisk disk;
  updater::UpdateOptions options;
  std::int64_t number = 0;
  Sha256 film;

  PieceKiosk() {
    options.channel = "lao-bao-hall";
    options.pinned_root = repository.root_file(1);
    options.now = repository.now;
    options.reserve_bytes = 0;
    options.player_state = "/player-state";
  }
  void publish_film(const Bytes& bytes) {
    auto sample = sample_release("lao-bao-hall", ++number, "same");
    film = add_object(sample, bytes, "video/mp4");
    std::vector<Bytes> objects;
    for (const auto& [hash, object] : sample.objects) objects.push_back(object);
    repository.publish_release("lao-bao-hall", bundle::write_release(sample.release), number, objects);
  }
  Result<updater::UpdateReport> update(updater::Fetcher& from) {
    GATECAST_TRY(auto store, store::Store::open(disk, kPieceStore));
    return updater::run_update(store, from, options);
  }
  Result<updater::UpdateReport> update() { return update(fetcher); }
  // The number of the release that is on, every byte of it read.
  std::int64_t on() {
    const auto release =
        store::load_verified_release(disk, kPieceStore / "active", options.pinned_root, options.channel, {});
    if (!release) return 0;
    for (const auto& [hash, object] : release->release->objects)
      REQUIRE(store::verify_object(disk, kPieceStore / "objects", object));
    return release->release->number;
  }
  [[nodiscard]] std::string film_path() const {
    return "objects/" + film.hex().substr(0, 2) + "/" + film.hex();
  }
};

// What a plain server makes of a request, as far as the scripts below do not spoil it.
struct Asked {
  std::string path;
  bool has_range = false;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;  // behind the last
};
Asked read_request(const std::string& head) {
  Asked asked;
  const auto begin = head.find('/') + 1;
  asked.path = head.substr(begin, head.find(' ', begin) - begin);
  const auto range = head.find("Range: bytes=");
  if (range == std::string::npos) return asked;
  asked.has_range = true;
  asked.begin = std::stoull(head.substr(range + 13));
  asked.end = std::stoull(head.substr(head.find('-', range + 13) + 1)) + 1;
  return asked;
}
std::string whole_answer(const Bytes& bytes, const std::string& headers = {}) {
  return answer("200 OK", headers + length(bytes), bytes);
}
std::string part_answer(const Bytes& bytes, const Asked& asked, const std::string& headers = {}) {
  const auto part = bytes.substr(asked.begin, asked.end - asked.begin);
  return answer("206 Partial Content",
                headers + "Content-Range: bytes " + std::to_string(asked.begin) + "-" +
                    std::to_string(asked.begin + part.size() - 1) + "/" + std::to_string(bytes.size()) +
                    "\r\n" + length(part),
                part);
}

// A kiosk that has a film, and an edited one behind a real server that does as the script says with the
// film's file.
class Edited {
 public:
  using Script = std::function<std::string(const Bytes& film, const Asked& asked)>;
  explicit Edited(Script script) : script_(std::move(script)) {
    auto film = random_bytes(600'000, 1);
    kiosk.publish_film(film);
    REQUIRE(kiosk.update());
    new_bytes = edit(film, 3, 20'000, 2);
    kiosk.publish_film(film);
    server_.emplace([this](const std::string& head) { return answer_to(read_request(head)); });
  }
  Result<updater::UpdateReport> update() {
    updater::HttpOptions options;
    options.address = server_->address();
    options.stall = std::chrono::seconds(1);
    auto http = updater::HttpFetcher::create(std::move(options));
    REQUIRE(http);
    auto report = kiosk.update(**http);
    CHECK((*http)->wire_bytes() > 0);
    return report;
  }
  std::string refusal() {
    const auto report = update();
    words = report ? "" : to_string(report.error());
    return report ? "fine" : report.error().rule;
  }
  PieceKiosk kiosk;
  std::uint64_t new_bytes = 0;
  std::uint64_t film_bytes_sent = 0;  // bodies of the film's file
  int film_requests = 0;
  std::string words;

 private:
  std::string answer_to(const Asked& asked) {
    const auto found = kiosk.repository.files.find(asked.path);
    if (found == kiosk.repository.files.end()) return answer("404 Not Found", length("no"), "no");
    if (asked.path != kiosk.film_path())
      return asked.has_range ? part_answer(found->second, asked) : whole_answer(found->second);
    ++film_requests;
    auto bytes = script_(found->second, asked);
    film_bytes_sent += bytes.size() - (bytes.find("\r\n\r\n") + 4);
    return bytes;
  }
  Script script_;
  std::optional<ScriptedServer> server_;
};

std::string good(const Bytes& film, const Asked& asked) {
  return asked.has_range ? part_answer(film, asked) : whole_answer(film);
}

}  // namespace

TEST_CASE("an edited film costs what is new in it, and what is here is never fetched again") {
  PieceKiosk kiosk;
  auto film = random_bytes(4'000'000, 7);
  kiosk.publish_film(film);
  REQUIRE(kiosk.update());
  const auto new_bytes = edit(film, 5, 50'000, 8);
  kiosk.publish_film(film);
  kiosk.fetcher.sent = 0;
  kiosk.fetcher.requests.clear();
  const auto report = kiosk.update();
  REQUIRE(report);
  CHECK(kiosk.on() == 2);
  const auto ratio = static_cast<double>(report->bytes_fetched) / static_cast<double>(new_bytes);
  INFO(ratio << " of what is new");
  CHECK(ratio < 1.5);
  const auto of_film = std::count_if(kiosk.fetcher.requests.begin(), kiosk.fetcher.requests.end(),
                                     [&](const auto& request) { return request.path == kiosk.film_path(); });
  CHECK(of_film <= 12);  // neighbours come in one request
}

TEST_CASE("a film that is here under another name, or was before, costs its piece list alone") {
  PieceKiosk kiosk;
  const auto film = random_bytes(500'000, 3);
  kiosk.publish_film(film);
  REQUIRE(kiosk.update());
  kiosk.publish_film(film + Bytes(10'000, 'x'));
  REQUIRE(kiosk.update());
  kiosk.publish_film(film.substr(0, 400'000));
  const auto report = kiosk.update();
  REQUIRE(report);
  CHECK(kiosk.on() == 3);
  CHECK(report->bytes_fetched < 70'000);
}

TEST_CASE("a damaged object of the store gives its good pieces, and each bad one costs itself") {
  PieceKiosk kiosk;
  auto film = random_bytes(600'000, 4);
  kiosk.publish_film(film);
  REQUIRE(kiosk.update());
  auto rotten = film;
  rotten[300'000] = static_cast<char>(rotten[300'000] ^ 1);
  const auto path = kPieceStore / kiosk.film_path();
  REQUIRE(kiosk.disk.remove(path));
  REQUIRE(write_file_durably(kiosk.disk, path, rotten));
  SECTION("it is repaired by one piece") {
    kiosk.options.suspects = {kiosk.film};
    const auto report = kiosk.update();
    REQUIRE(report);
    CHECK(report->repaired.size() == 1);
    CHECK(report->bytes_fetched <= bundle::kLargestPiece);
    CHECK(kiosk.on() == 1);
  }
  SECTION("it does not spoil the next one") {
    const auto new_bytes = edit(film, 2, 10'000, 5);
    kiosk.publish_film(film);
    const auto report = kiosk.update();
    REQUIRE(report);
    CHECK(report->bytes_fetched < new_bytes + 250'000);
    CHECK(kiosk.on() == 2);
  }
}

TEST_CASE(
    "a large object costs few syncs, writes itself once and needs little more than its length on the wire") {
  PieceKiosk kiosk;
  const auto film = random_bytes(10'000'000, 6);
  kiosk.publish_film(film);
  int syncs = 0;
  const auto name = kiosk.film.hex();
  bool is_its_folder = false;
  kiosk.disk.before_each = [&](const std::string& operation) {
    const bool is_its_own = operation.find(name) != std::string::npos;
    // The folder that it is renamed into, straight afterwards.
    if (operation.starts_with("sync") && (is_its_own || is_its_folder || operation.ends_with("/partial")))
      ++syncs;
    is_its_folder = is_its_own && operation.starts_with("rename");
  };
  const auto report = kiosk.update();
  REQUIRE(report);
  kiosk.disk.before_each = nullptr;
  CHECK(kiosk.on() == 1);
  CHECK(syncs >= 3);
  CHECK(syncs <= 3 + 3);  // one for each 4 MiB begun
  CHECK(report->bytes_fetched < 10'600'000);
}

TEST_CASE("over a real server: ranges of the plain file, each piece checked") {
  Edited edited(good);
  CHECK(edited.refusal() == "fine");
  CHECK(edited.kiosk.on() == 2);
  CHECK(edited.film_requests <= 8);
  CHECK(edited.film_bytes_sent < edited.new_bytes + 120'000);
}

TEST_CASE("a server that ignores ranges is read once, from the beginning, and no further than needed") {
  Edited edited([](const Bytes& film, const Asked&) { return whole_answer(film); });
  CHECK(edited.refusal() == "fine");
  CHECK(edited.kiosk.on() == 2);
  CHECK(edited.film_requests <= 8);
}

TEST_CASE("a server that refuses ranges gives the whole file") {
  Edited edited([](const Bytes& film, const Asked& asked) {
    return asked.has_range ? answer("416 Range Not Satisfiable", length("no"), "no") : whole_answer(film);
  });
  CHECK(edited.refusal() == "fine");
  CHECK(edited.kiosk.on() == 2);
}

TEST_CASE("one wrong piece costs one piece") {
  int spoilt = 0;
  Edited edited([&](const Bytes& film, const Asked& asked) {
    auto wrong = film;
    if (++spoilt == 1) wrong[(asked.begin + asked.end) / 2] ^= 1;
    return part_answer(wrong, asked);
  });
  CHECK(edited.refusal() == "fine");
  CHECK(edited.kiosk.on() == 2);
  CHECK(edited.film_bytes_sent < edited.new_bytes + 120'000 + bundle::kLargestPiece);
}

TEST_CASE("what networks do to an answer is told by name, and what is on stays on") {
  struct Way {
    const char* rule;
    Edited::Script script;
  };
  const std::vector<Way> ways{
      {"fetch.encoded",
       [](const Bytes& film, const Asked& asked) {
         return part_answer(film, asked, "Content-Encoding: gzip\r\n");
       }},
      {"fetch.web_page",
       [](const Bytes&, const Asked&) {
         return whole_answer("<html>log in</html>", "Content-Type: text/html\r\n");
       }},
      {"fetch.length",  // a portal that does not even say that it is a page
       [](const Bytes&, const Asked&) { return whole_answer("<html>log in</html>"); }},
      {"fetch.length",  // the file at the server is another one, or cut off
       [](const Bytes& film, const Asked& asked) { return part_answer(film.substr(0, 590'000), asked); }},
      {"fetch.answer",
       [](const Bytes&, const Asked&) {
         return answer("302 Found", "Location: http://elsewhere.example/film\r\nContent-Length: 0\r\n", "");
       }},
      {"store.piece", [](const Bytes& film, const Asked& asked) {
         return part_answer(Bytes(film.size(), 'x'), asked);  // changed under way, of the same length
       }}};
  for (const auto& way : ways) {
    INFO(way.rule);
    Edited edited(way.script);
    CHECK(edited.refusal() == way.rule);
    INFO(edited.words);
    CHECK(edited.words.find('\n') != std::string::npos);  // what to do
    CHECK(edited.kiosk.on() == 1);
    CHECK(edited.film_bytes_sent < 1'000'000);
  }
}

TEST_CASE("a proxy that cuts every answer off after some bytes only makes it take more requests") {
  Edited edited([](const Bytes& film, const Asked& asked) {
    const auto whole = part_answer(film, asked);
    return whole.substr(0, std::min(whole.size(), whole.find("\r\n\r\n") + 4 + 70'000));
  });
  CHECK(edited.refusal() == "fine");
  CHECK(edited.kiosk.on() == 2);
}

TEST_CASE(
    "a file that changes while it is read costs the changed pieces and ends well when it is right again") {
  int answers = 0;
  Edited edited([&](const Bytes& film, const Asked& asked) {
    return part_answer(++answers == 2 ? Bytes(film.size(), 'x') : film, asked);
  });
  CHECK(edited.refusal() == "fine");
  CHECK(edited.kiosk.on() == 2);
  CHECK(edited.film_bytes_sent < 2 * edited.new_bytes + 240'000);
}

TEST_CASE(
    "an attempt that broke off is taken up by hashing, wherever its pieces lie, and holes count for "
    "nothing") {
  PieceKiosk kiosk;
  const auto film = random_bytes(2'000'000, 9);
  kiosk.publish_film(film);
  // The end is there, the middle a hole, the beginning wrong.
  auto left = film;
  std::fill(left.begin(), left.begin() + 300'000, 'x');
  std::fill(left.begin() + 800'000, left.begin() + 1'500'000, '\0');
  REQUIRE(make_directories(kiosk.disk, kPieceStore / "partial"));
  REQUIRE(write_file_durably(kiosk.disk, kPieceStore / "partial" / kiosk.film.hex(), left));
  std::uint64_t others = 0;
  for (const auto& [path, bytes] : kiosk.repository.files)
    if (path.starts_with("objects/") && path != kiosk.film_path()) others += bytes.size();
  const auto report = kiosk.update();
  REQUIRE(report);
  CHECK(kiosk.on() == 1);
  CHECK(report->bytes_fetched < others + 1'000'000 + 2 * bundle::kLargestPiece);
  CHECK(report->bytes_fetched >= others + 1'000'000);
}
