// What a release costs: bytes on the wire, bytes fetched twice after kill -9, memory. Behind nginx, as plain
// files.
#include <algorithm>
#include <iostream>

#include <random>

#include "content-sync/updater/piece_fetch.h"
#include "tests/e2e/sync/gate.h"
#include "tests/support/full_counts.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

// As an editor's changes: places overwritten, a piece put in. Gives how many bytes are new.
std::uint64_t edit_film(Bytes& film, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  for (int i = 0; i < 8; ++i)
    film.replace(random() % (film.size() - 65'536), 65'536, random_bytes(65'536, random()));
  film.insert(film.size() / 2, random_bytes(100'000, random()));
  return 8 * 65'536 + 100'000;
}

const bundle::ObjectRef& largest(const SampleRelease& sample) {
  return std::max_element(
             sample.release.objects.begin(), sample.release.objects.end(),
             [](const auto& a, const auto& b) { return a.second.length_bytes < b.second.length_bytes; })
      ->second;
}

// How much of an object a kiosk has, by its hashes.
std::uint64_t kept(const Gate& gate, const SampleRelease& sample, const bundle::ObjectRef& object) {
  SystemDisk disk;
  const auto whole =
      gate.base / "store" / ("objects/" + object.sha256.hex().substr(0, 2) + "/" + object.sha256.hex());
  if (std::filesystem::exists(whole)) return object.length_bytes;
  const auto list = bundle::parse_piece_list(sample.objects.at(object.pieces), "list");
  const auto bytes =
      updater::bytes_in_partial(disk, gate.base / "store", {object.sha256, object.length_bytes, *list});
  REQUIRE(bytes);
  return *bytes;
}

// Of a process until its end, in kB: the most that it had resident. The last word counts: before it became
// the agent it was a copy of this test.
std::uint64_t peak_kb(Process& process) {
  std::uint64_t peak = 0;
  while (process.is_running()) {
    std::ifstream status("/proc/" + std::to_string(process.pid()) + "/status");
    for (std::string line; std::getline(status, line);)
      if (line.rfind("VmHWM:", 0) == 0) peak = std::stoull(line.substr(6));
    std::this_thread::sleep_for(milliseconds(5));
  }
  return peak;
}

}  // namespace

TEST_CASE("the agent's memory does not grow with the object: under 64 MB for 500 MB", "[nginx]") {
  const std::vector<std::size_t> megabytes =
      is_long() ? std::vector<std::size_t>{20, 500} : std::vector<std::size_t>{20, 100};
  std::vector<std::uint64_t> peaks;
  for (const auto size : megabytes) {
    Gate gate;
    gate.publish(1, size * 1'000'000);
    const Nginx nginx(gate.base);
    auto agent = Process::start(gate.sync("once", nginx.address()));
    peaks.push_back(peak_kb(agent));
    const auto done = agent.wait(seconds(5));
    INFO(done.err);
    CHECK(done.exit_code == 0);
    CHECK(gate.on() == 1);
    std::cout << "an object of " << size << " MB: at most " << peaks.back() << " kB in memory\n";
    CHECK(peaks.back() > 4'000);
    CHECK(peaks.back() < 64'000);
  }
  // What a piece costs to know: 8 KiB on average, each with place and hash.
  const auto more = megabytes[1] - megabytes[0];
  CHECK(peaks[1] < peaks[0] + 30 * more + 4'000);
}

TEST_CASE("an edited set costs at most one and a half times what is new in it, new films 1.06 times",
          "[nginx]") {
  Gate gate;
  std::vector<Bytes> films;
  for (std::uint64_t i = 0; i < 4; ++i) films.push_back(random_bytes(5'000'000, 100 + i));
  gate.publish_films(1, films);
  const Nginx nginx(gate.base);
  REQUIRE(run(gate.sync("once", nginx.address())).exit_code == 0);
  CHECK(gate.on() == 1);
  const auto first = nginx.traffic();
  CHECK(static_cast<double>(first.all) < 1.06 * 20'000'000);

  const auto new_bytes = edit_film(films[1], 7) + edit_film(films[3], 8);
  gate.publish_films(2, films);
  REQUIRE(run(gate.sync("once", nginx.address())).exit_code == 0);
  CHECK(gate.on() == 2);
  const auto second = nginx.traffic();
  // The sample's own small film is new, too.
  const auto ratio = static_cast<double>(second.all - first.all) / static_cast<double>(new_bytes + 300'000);
  std::cout << "new: " << static_cast<double>(first.all) / 20e6 << " times; edited: " << ratio
            << " times what is new, " << second.requests - first.requests << " requests over "
            << second.connections - first.connections << " connections\n";
  CHECK(ratio < 1.5);
  // A connection costs a round trip more, and with TLS some kilobytes: a range that is over ends none.
  CHECK(second.connections - first.connections < 9);
}

TEST_CASE("what kill -9 costs is what was on its way", "[nginx]") {
  const bool is_long = test::is_long();
  const int most = is_long ? 50 : 8;
  const std::size_t length = is_long ? 200'000'000 : 24'000'000;
  Gate gate;
  gate.publish(1);
  // A small buffer of the server's: what waits there was not sent yet, and would count as lost.
  const Nginx nginx(gate.base, "limit_rate 12m; limit_rate_after 64k;", "sndbuf=8k");
  REQUIRE(run(gate.sync("once", nginx.address())).exit_code == 0);
  const auto sample = gate.publish(2, length);
  const auto& film = largest(sample);
  // Not its piece list, which comes once and whole.
  const auto path = "/objects/" + film.sha256.hex().substr(0, 2) + "/" + film.sha256.hex();
  std::mt19937 random(11);
  std::vector<std::uint64_t> lost;
  std::uint64_t before = 0;
  auto sent_before = nginx.traffic(path).object_bodies;
  const auto span = static_cast<unsigned>(length / 12'000 / static_cast<unsigned>(most));
  while (static_cast<int>(lost.size()) < most) {
    auto process = Process::start(gate.sync("once", nginx.address()));
    if (process.wait(milliseconds(60 + random() % (2 * span))).exit_code != 137) break;
    // The server writes its line when it sees that nobody listens any more.
    auto sent = nginx.traffic(path).object_bodies;
    // That takes until it wants to send more: what was counted too late would stand with the next kill.
    for (int quiet = 0; quiet < 20; ++quiet) {
      std::this_thread::sleep_for(milliseconds(50));
      if (std::exchange(sent, nginx.traffic(path).object_bodies) != sent) quiet = 0;
    }
    const auto now = kept(gate, sample, film);
    const auto gained = now - std::min(before, now);
    CHECK(now >= before);
    lost.push_back(sent - sent_before - std::min(sent - sent_before, gained));
    before = now;
    sent_before = sent;
  }
  REQUIRE(run(gate.sync("once", nginx.address())).exit_code == 0);
  CHECK(gate.on() == 2);
  REQUIRE(static_cast<int>(lost.size()) >= most / 2);
  std::sort(lost.begin(), lost.end());
  std::cout << "kill -9: " << lost.size() << " times, refetched in the median "
            << lost[lost.size() / 2] / 1000 << " kB, at the worst " << lost.back() / 1000 << " kB\n";
  CHECK(lost.back() <= 64 * 1024);
}
