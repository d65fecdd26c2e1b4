// Kiosks of one site as sources: what they have is not asked of the server, what one fetches the others wait
// for, and one that lies, is slow or makes no sense costs a piece and is left.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>

#include "content-sync/store/verified_reader.h"
#include "content-sync/updater/neighbour_fetcher.h"
#include "content-sync/updater/updater.h"
#include "tests/content-sync/updater/scripted_server.h"
#include "tests/support/cut_disk.h"
#include "tests/support/random_bytes.h"
#include "tests/support/repository_fetcher.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

// A kiosk's server in memory, and neighbours that do as a script says.
struct LanKiosk {
  TestRepository repository;
  CutDisk disk;
  updater::UpdateOptions options;
  updater::NeighbourOptions lan;
  Bytes film = random_bytes(700'000, 5);
  Sha256 film_hash = sha256(film);
  RepositoryFetcher* server = nullptr;
  std::unique_ptr<updater::NeighbourFetcher> fetcher;

  LanKiosk() {
    options.channel = "lao-bao-hall";
    options.pinned_root = repository.root_file(1);
    options.now = repository.now;
    options.reserve_bytes = 0;
    auto sample = sample_release("lao-bao-hall", 1, "1");
    add_object(sample, film, "video/mp4");
    std::vector<Bytes> objects;
    for (const auto& [hash, object] : sample.objects) objects.push_back(object);
    repository.publish_release("lao-bao-hall", bundle::write_release(sample.release), 1, objects);
    lan.store = "/store";
    lan.step = std::chrono::milliseconds(20);
    lan.longest_wait = std::chrono::milliseconds(400);
  }
  Result<updater::UpdateReport> update(const std::vector<std::string>& neighbours) {
    for (const auto& address : neighbours) lan.neighbours.push_back(address.substr(7));
    auto made = std::make_unique<RepositoryFetcher>(repository.files);
    server = made.get();
    fetcher = std::make_unique<updater::NeighbourFetcher>(disk, std::move(made), lan);
    GATECAST_TRY(auto store, store::Store::open(disk, "/store"));
    auto report = updater::run_update(store, *fetcher, options);
    if (report) check_store();
    return report;
  }
  void check_store() {
    const auto release =
        store::load_verified_release(disk, "/store/active", options.pinned_root, options.channel, {});
    REQUIRE(release);
    for (const auto& [hash, object] : release->release->objects)
      REQUIRE(store::verify_object(disk, "/store/objects", object));
  }
  // Requests for objects that went over the wide link, and bytes of the film among them.
  [[nodiscard]] std::int64_t objects_asked() const {
    return std::count_if(server->asked.begin(), server->asked.end(),
                         [](const auto& path) { return path.starts_with("objects/"); });
  }
  [[nodiscard]] std::uint64_t film_bytes_asked() const {
    std::uint64_t sum = 0;
    for (const auto& request : server->requests)
      if (request.path.ends_with(film_hash.hex())) sum += request.end - request.offset;
    return sum;
  }
};

// What a neighbour that has everything answers; `film` is asked about the film's bytes alone.
struct Script {
  const LanKiosk& kiosk;
  std::function<std::string(const std::string& hash)> coming = [](const std::string&) { return "have"; };
  std::function<Bytes(Bytes)> spoil = [](Bytes bytes) { return bytes; };
  std::function<Bytes(Bytes)> spoil_wholes = [](Bytes bytes) { return bytes; };
  std::atomic<int> film_answers = 0;

  std::string operator()(const std::string& head) {
    const auto begin = head.find('/') + 1;
    const auto path = head.substr(begin, head.find(' ', begin) - begin);
    if (path.starts_with("coming/")) {
      const auto text = coming(path.substr(7));
      return answer("200 OK", length(text), text);
    }
    const auto found = kiosk.repository.files.find(path);
    if (found == kiosk.repository.files.end()) return answer("404 Not Found", "Content-Length: 0\r\n", "");
    const bool is_film = path.ends_with(kiosk.film_hash.hex());
    if (is_film) ++film_answers;
    const auto bytes = is_film ? spoil(found->second) : spoil_wholes(found->second);
    const auto range = head.find("Range: bytes=");
    if (range == std::string::npos) return answer("200 OK", length(bytes), bytes);
    const auto first = std::stoull(head.substr(range + 13));
    const auto last = std::stoull(head.substr(head.find('-', range + 13) + 1));
    const auto part = bytes.substr(first, last + 1 - first);
    return answer("206 Partial Content",
                  "Content-Range: bytes " + std::to_string(first) + "-" + std::to_string(last) + "/" +
                      std::to_string(bytes.size()) + "\r\n" + length(part),
                  part);
  }
};

Bytes flipped_all_over(Bytes bytes) {
  for (std::size_t i = 100; i < bytes.size(); i += 1000) bytes[i] = static_cast<char>(bytes[i] ^ 1);
  return bytes;
}

}  // namespace

TEST_CASE("what a neighbour has is not asked of the server; metadata never comes from a neighbour") {
  LanKiosk kiosk;
  Script script{kiosk};
  bool has_asked_metadata = false;
  const ScriptedServer neighbour([&](const std::string& head) {
    has_asked_metadata = has_asked_metadata || head.find("metadata") != std::string::npos;
    return script(head);
  });
  const auto report = kiosk.update({neighbour.address()});
  REQUIRE(report);
  CHECK(kiosk.objects_asked() == 0);
  CHECK(kiosk.fetcher->bytes_from_neighbours() > 700'000);
  CHECK(kiosk.fetcher->take_troubles().empty());
  CHECK_FALSE(has_asked_metadata);
}

TEST_CASE("a mirror gives the objects' bytes, without further questions, and nothing else") {
  LanKiosk kiosk;
  Script script{kiosk};
  bool has_asked_more = false;
  const ScriptedServer mirror([&](const std::string& head) {
    has_asked_more = has_asked_more || !head.starts_with("GET /objects/");
    return script(head);
  });
  kiosk.lan.mirror.emplace().address = mirror.address();
  REQUIRE(kiosk.update({}));
  CHECK(kiosk.film_bytes_asked() == 0);
  CHECK(script.film_answers > 0);
  CHECK_FALSE(has_asked_more);
  CHECK(kiosk.fetcher->take_troubles().empty());
  CHECK(kiosk.fetcher->wire_bytes() > kiosk.server->sent + 700'000);  // it may lie behind the same line
}

TEST_CASE(
    "a mirror that turns bad costs a piece, one that lacks a file nothing, and the server gives the rest") {
  LanKiosk kiosk;
  Script script{kiosk};
  std::string status;
  const ScriptedServer mirror([&](const std::string& head) {
    return status.empty() ? script(head) : answer(status, "Content-Length: 0\r\n", "");
  });
  kiosk.lan.mirror.emplace().address = mirror.address();
  SECTION("wrong bytes") {
    script.spoil = flipped_all_over;
    REQUIRE(kiosk.update({}));
    CHECK(script.film_answers <= 8);
    const auto troubles = kiosk.fetcher->take_troubles();
    REQUIRE(troubles.size() == 1);
    CHECK(troubles[0].rule == updater::kLies);
    CHECK(troubles[0].subject == mirror.address());
    CHECK(kiosk.film_bytes_asked() >= 690'000);
  }
  SECTION("not there yet") {
    status = "404 Not Found";
    REQUIRE(kiosk.update({}));
    CHECK(kiosk.fetcher->take_troubles().empty());
  }
  SECTION("broken") {
    status = "500 Internal Server Error";
    REQUIRE(kiosk.update({}));
    REQUIRE(kiosk.fetcher->take_troubles().size() == 1);
  }
  SECTION("a neighbour goes before it") {
    Script near{kiosk};
    const ScriptedServer neighbour([&](const std::string& head) { return near(head); });
    REQUIRE(kiosk.update({neighbour.address()}));
    CHECK(script.film_answers == 0);
    CHECK(near.film_answers > 0);
  }
}

TEST_CASE("a neighbour that lies costs one piece: it is left and named, and the film comes whole") {
  LanKiosk kiosk;
  Script script{kiosk};
  script.spoil = flipped_all_over;
  const ScriptedServer liar([&](const std::string& head) { return script(head); });
  Script honest{kiosk};
  const ScriptedServer other([&](const std::string& head) { return honest(head); });
  SECTION("beside an honest one") {
    REQUIRE(kiosk.update({liar.address(), other.address()}));
    CHECK(kiosk.film_bytes_asked() == 0);
  }
  SECTION("alone") {
    REQUIRE(kiosk.update({liar.address()}));
    CHECK(kiosk.film_bytes_asked() == kiosk.film.size());
  }
  CHECK(script.film_answers == 1);
  const auto troubles = kiosk.fetcher->take_troubles();
  REQUIRE(troubles.size() == 1);
  CHECK(troubles[0].rule == "neighbour.lies");
  CHECK(troubles[0].kind == ErrorKind::trust);
  CHECK("http://" + troubles[0].subject == liar.address());
}

TEST_CASE(
    "who is found on the site is asked like one that is listed, and forgotten when it is gone; a liar is "
    "not") {
  LanKiosk kiosk;
  Script script{kiosk};
  const bool lies = GENERATE(false, true);
  if (lies) script.spoil = flipped_all_over;
  const ScriptedServer neighbour([&](const std::string& head) { return script(head); });
  std::vector<std::string> there;
  kiosk.lan.found = [&] { return there; };
  kiosk.lan.own = "10.0.0.1:8378";
  SECTION("found before it begins") {
    there = {neighbour.address().substr(7), kiosk.lan.own};
    REQUIRE(kiosk.update({}));
    CHECK((kiosk.film_bytes_asked() == 0) != lies);
    CHECK((script.film_answers == 1) == lies);
    const auto before = script.film_answers.load();
    there = {};
    kiosk.fetcher->expect({kiosk.film_hash});  // it is gone
    there = {neighbour.address().substr(7)};
    kiosk.fetcher->expect({kiosk.film_hash});  // and back
    const auto bytes = updater::fetch_bytes(
        *kiosk.fetcher, "objects/" + kiosk.film_hash.hex().substr(0, 2) + "/" + kiosk.film_hash.hex(),
        1 << 20);
    REQUIRE(bytes);
    CHECK(script.film_answers == before + (lies ? 0 : 1));
  }
  SECTION("nobody is found") {
    REQUIRE(kiosk.update({}));
    CHECK(script.film_answers == 0);
    CHECK(kiosk.film_bytes_asked() == kiosk.film.size());
  }
}

TEST_CASE("a piece list that a neighbour changed is thrown away before anybody reads it") {
  LanKiosk kiosk;
  Script script{kiosk};
  script.spoil_wholes = [](Bytes bytes) {
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    return bytes;
  };
  const ScriptedServer liar([&](const std::string& head) { return script(head); });
  REQUIRE(kiosk.update({liar.address()}));
  CHECK(kiosk.objects_asked() > 0);
  const auto troubles = kiosk.fetcher->take_troubles();
  REQUIRE(troubles.size() == 1);
  CHECK(troubles[0].rule == "neighbour.lies");
}

TEST_CASE("who fetches an object is waited for as long as it gets on, and not a moment longer") {
  LanKiosk kiosk;
  Script script{kiosk};
  int asked = 0;
  SECTION("it gets on") {
    script.coming = [&](const std::string& hash) {
      if (hash != kiosk.film_hash.hex()) return std::string("have");
      return ++asked < 40 ? "fetching " + std::to_string(asked) : "have";
    };
    const ScriptedServer neighbour([&](const std::string& head) { return script(head); });
    REQUIRE(kiosk.update({neighbour.address()}));
    CHECK(asked == 40);
    CHECK(kiosk.film_bytes_asked() == 0);
  }
  SECTION("it stands still") {
    script.coming = [&](const std::string& hash) {
      return hash == kiosk.film_hash.hex() ? "fetching 7" : "have";
    };
    const ScriptedServer neighbour([&](const std::string& head) { return script(head); });
    const auto begun = std::chrono::steady_clock::now();
    REQUIRE(kiosk.update({neighbour.address()}));
    CHECK(std::chrono::steady_clock::now() - begun >= kiosk.lan.longest_wait);
    CHECK(kiosk.film_bytes_asked() == kiosk.film.size());
  }
}

TEST_CASE("of two kiosks that are about to fetch the same object one goes first, and both know which") {
  LanKiosk kiosk;
  Script script{kiosk};
  std::atomic<int> asked = 0;
  script.coming = [&](const std::string& hash) {
    if (hash != kiosk.film_hash.hex()) return "have";
    ++asked;
    return "coming 7";
  };
  const ScriptedServer neighbour([&](const std::string& head) { return script(head); });
  const auto rank = [&](const std::string& name) { return sha256(kiosk.film_hash.hex() + " " + name).hex(); };
  const auto other = neighbour.address().substr(7);
  int number = 1;
  const auto named = [&](bool goes_first) {
    while ((rank("10.0.0." + std::to_string(number) + ":8378") > rank(other)) != goes_first) ++number;
    return "10.0.0." + std::to_string(number) + ":8378";
  };
  const bool goes_first = GENERATE(true, false);
  kiosk.lan.own = named(goes_first);
  REQUIRE(kiosk.update({neighbour.address()}));
  CHECK((asked == 1) == goes_first);
  CHECK(kiosk.film_bytes_asked() == kiosk.film.size());
  // It told what it was after, and nothing of it is left over.
  CHECK(updater::read_wanted(kiosk.disk, "/store").objects.empty());
}

TEST_CASE("a slow neighbour, one that makes no sense and one that is not there are left for the server") {
  LanKiosk kiosk;
  Script script{kiosk};
  std::string rule;
  std::string address = "http://127.0.0.1:1";
  std::optional<ScriptedServer> neighbour;
  SECTION("slow") {
    kiosk.lan.slow_after = std::chrono::milliseconds(1);
    kiosk.lan.least_bytes_per_second = UINT64_C(1'000'000'000'000);
    rule = "neighbour.slow";
  }
  SECTION("no sense") {
    script.coming = [](const std::string&) { return "<html>"; };
    rule = "neighbour.answer";
  }
  SECTION("not there") {}
  if (!rule.empty())
    address = neighbour.emplace([&](const std::string& head) { return script(head); }).address();
  REQUIRE(kiosk.update({address}));
  CHECK(kiosk.film_bytes_asked() > 0);
  const auto troubles = kiosk.fetcher->take_troubles();
  CHECK(troubles.empty() == rule.empty());
  if (!troubles.empty()) CHECK(troubles[0].rule == rule);
}

TEST_CASE("what neighbours say of an object is read to the letter") {
  for (const char* text : {"", "HAVE", "have ", "fetching", "fetching x", "coming 1 2", "coming -1",
                           "maybe 3", "coming 99999999999999999999999"})
    CHECK_FALSE(updater::parse_holding(text));
  for (const auto& answer : {updater::HoldingAnswer{}, updater::HoldingAnswer{updater::Holding::whole, 0},
                             updater::HoldingAnswer{updater::Holding::fetching, 12},
                             updater::HoldingAnswer{updater::Holding::coming, 7}}) {
    const auto read = updater::parse_holding(updater::to_text(answer));
    REQUIRE(read);
    CHECK(read->holding == answer.holding);
    CHECK(read->progress == answer.progress);
  }
}
