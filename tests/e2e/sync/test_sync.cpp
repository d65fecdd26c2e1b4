// The real programs, over the loopback: nginx and gatecast-server as servers, kill -9 in the middle.
#include <csignal>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <thread>

#include "content-sync/base/json_value.h"
#include "content-sync/repository/key_file.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/store/verified_release.h"
#include "tests/support/process.h"
#include "tests/support/sample_release.h"
#include "tests/support/test_repository.h"

using namespace gatecast;
using namespace gatecast::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

const std::string kSync = std::string(GATECAST_BIN_DIR) + "/gatecast-sync";
const std::string kServer = std::string(GATECAST_BIN_DIR) + "/gatecast-server";

void write(const Path& path, ByteView bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

struct Gate {
  TemporaryFolder folder;
  Path base = folder.path();
  TestRepository repository;

  Gate() { write(base / "root.json", repository.root_file(1)); }

  // One release more, with a film of random bytes of this size; the folder is what a server would serve.
  SampleRelease publish(std::int64_t number, std::size_t film_bytes = 100'000) {
    auto sample = sample_release("lao-bao-hall", number, std::to_string(number));
    std::mt19937_64 random(static_cast<std::uint64_t>(number));
    Bytes film(film_bytes, '\0');
    for (auto& byte : film) byte = static_cast<char>(random());
    add_object(sample, std::move(film), "video/mp4");
    std::vector<Bytes> objects;
    for (const auto& [hash, bytes] : sample.objects) objects.push_back(bytes);
    repository.publish_release("lao-bao-hall", bundle::write_release(sample.release), number, objects);
    // As a publisher writes: the timestamp last, by rename.
    for (const auto& [path, bytes] : repository.files)
      if (path != "metadata/timestamp.json") write(base / "repository" / path, bytes);
    write(base / "timestamp.new", repository.timestamp_file());
    std::filesystem::rename(base / "timestamp.new", base / "repository/metadata/timestamp.json");
    return sample;
  }
  std::vector<std::string> sync(const std::string& command, const std::string& server) const {
    return {kSync,       command,        "--store",   (base / "store").string(),
            "--server",  server,         "--root",    (base / "root.json").string(),
            "--channel", "lao-bao-hall", "--reserve", "1"};
  }
  // The release that is on, read through to its last byte; 0 while nothing is.
  std::int64_t on() const {
    SystemDisk disk;
    if (!std::filesystem::exists(std::filesystem::symlink_status(base / "store/active"))) return 0;
    const auto release = store::load_verified_release(disk, base / "store/active", repository.root_file(1),
                                                      "lao-bao-hall", {});
    if (!release) FAIL(to_string(release.error()));
    for (const auto& [hash, object] : release->release->objects)
      REQUIRE(store::verify_object(disk, base / "store/objects", object));
    return release->release->number;
  }
};

class Nginx {
 public:
  Nginx(const Path& base, const std::string& limit) : base_(base), port_(free_loopback_port()) {
    const auto temp = (base / "nginx").string();
    std::filesystem::create_directories(temp);
    std::ostringstream config;
    config << "daemon off;\nworker_processes 1;\npid " << temp << "/pid;\nerror_log " << temp
           << "/error.log;\n"
           << (::geteuid() == 0 ? "user root;\n" : "") << "events {}\nhttp {\n"
           << "log_format short '$request_method $uri $status $body_bytes_sent';\naccess_log " << temp
           << "/access.log short;\n";
    for (const char* name : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
      config << name << "_temp_path " << temp << "/" << name << ";\n";
    config << "default_type application/octet-stream;\nserver {\nlisten 127.0.0.1:" << port_ << ";\nroot "
           << (base / "repository").string() << ";\n"
           << limit << "\n}\n}\n";
    write(base / "nginx/nginx.conf", config.str());
    process_.emplace(Process::start(
        {"/usr/sbin/nginx", "-p", temp, "-c", temp + "/nginx.conf", "-e", temp + "/error.log"}));
    for (int i = 0;
         i < 100 && run({"/usr/bin/curl", "-sf", address() + "/metadata/timestamp.json"}).exit_code != 0; ++i)
      std::this_thread::sleep_for(milliseconds(50));
  }
  ~Nginx() {
    process_->signal(SIGTERM);
    process_->wait(seconds(5));
  }
  [[nodiscard]] std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }
  // Bytes of objects that went out.
  [[nodiscard]] std::uint64_t object_bytes() const {
    std::ifstream log(base_ / "nginx/access.log");
    std::uint64_t sum = 0;
    std::string method, path;
    int code = 0;
    std::uint64_t bytes = 0;
    while (log >> method >> path >> code >> bytes)
      if (path.rfind("/objects/", 0) == 0 && code < 300) sum += bytes;
    return sum;
  }

 private:
  Path base_;
  int port_;
  std::optional<Process> process_;
};

// What a server says that it listens on.
std::string address_of(const Process& server) {
  for (int i = 0; i < 100; ++i) {
    const auto out = server.out_so_far();
    const auto at = out.find("http://");
    if (at != std::string::npos && out.find('\n', at) != std::string::npos)
      return out.substr(at, out.find_first_of(" \n", at) - at);
    std::this_thread::sleep_for(milliseconds(50));
  }
  FAIL("the server did not start: " << server.err_so_far());
  return {};
}

}  // namespace

TEST_CASE("behind nginx, as plain files: provision, update, status", "[nginx]") {
  Gate gate;
  gate.publish(1);
  const Nginx nginx(gate.base, "");
  const auto first = run(gate.sync("once", nginx.address()));
  INFO(first.err);
  CHECK(first.exit_code == 0);
  CHECK(gate.on() == 1);
  gate.publish(2);
  CHECK(run(gate.sync("once", nginx.address())).exit_code == 0);
  CHECK(gate.on() == 2);
  const auto status = run(gate.sync("status", nginx.address()));
  CHECK(status.exit_code == 0);
  CHECK(status.out.find("no. 2 of channel lao-bao-hall") != std::string::npos);
}

TEST_CASE("killed again and again in the middle of an update: never refused, and little is fetched twice",
          "[nginx]") {
  Gate gate;
  gate.publish(1);
  const Nginx nginx(gate.base, "limit_rate 6m; limit_rate_after 64k;");
  REQUIRE(run(gate.sync("once", nginx.address())).exit_code == 0);
  const std::size_t film = 12'000'000;
  const auto sample = gate.publish(2, film);
  const auto before = nginx.object_bytes();
  const int most = std::getenv("GATECAST_LONG") != nullptr ? 100 : 20;
  std::mt19937 random(7);
  int kills = 0;
  while (kills < most) {
    auto process = Process::start(gate.sync("once", nginx.address()));
    const auto limit = milliseconds(20 + random() % 300);
    const auto result = process.wait(limit);  // kills with SIGKILL
    const auto on = gate.on();
    if (result.exit_code == 137) {
      ++kills;
      CHECK((on == 1 || on == 2));
      continue;
    }
    INFO(result.err);
    CHECK(result.exit_code == 0);
    CHECK(on == 2);
    break;
  }
  CHECK(kills >= 5);
  CHECK(run(gate.sync("once", nginx.address())).exit_code == 0);
  CHECK(gate.on() == 2);
  const auto sent = nginx.object_bytes() - before;
  const auto again = sent > film ? sent - film : 0;
  std::cout << "kill -9: " << kills << " times, " << again / 1000 << " kB sent beyond the film's "
            << film / 1000 << " kB, " << again / 1000 / static_cast<std::uint64_t>(std::max(kills, 1))
            << " kB a kill\n";
  // What was in the sockets' buffers is lost to anybody; what was on the disk is not fetched again.
  CHECK(again < static_cast<std::uint64_t>(kills) * 256'000);
}

TEST_CASE(
    "gatecast-server and the running agent: a new release comes on by itself; SIGTERM ends both cleanly") {
  Gate gate;
  gate.publish(1);
  auto server = Process::start(
      {kServer, "--repository", (gate.base / "repository").string(), "--listen", "127.0.0.1:0"});
  const auto address = address_of(server);
  auto arguments = gate.sync("run", address);
  arguments.insert(arguments.end(), {"--poll", "1"});
  auto agent = Process::start(arguments);
  const auto wait_for = [&](std::int64_t number) {
    for (int i = 0; i < 100 && gate.on() != number; ++i) std::this_thread::sleep_for(milliseconds(100));
    CHECK(gate.on() == number);
  };
  wait_for(1);
  gate.publish(2);
  wait_for(2);
  // A second agent is turned away with a reason.
  const auto second = run(gate.sync("once", address));
  CHECK(second.exit_code == 3);
  CHECK(second.err.find("another gatecast-sync works on this store") != std::string::npos);
  agent.signal(SIGTERM);
  CHECK(agent.wait(seconds(3)).exit_code == 0);
  server.signal(SIGTERM);
  CHECK(server.wait(seconds(3)).exit_code == 0);
  // Without its server the kiosk says so, and what is on stays on.
  const auto alone = run(gate.sync("once", address));
  CHECK(alone.exit_code == 3);
  CHECK(alone.out.find("cannot reach the server") != std::string::npos);
  CHECK(gate.on() == 2);
}

TEST_CASE("gatecast-tuf-client: init, refresh and download with the conformance suite's command line") {
  Gate gate;
  const auto sample = gate.publish(1);
  auto server = Process::start(
      {kServer, "--repository", (gate.base / "repository").string(), "--listen", "127.0.0.1:0"});
  const auto address = address_of(server);
  const std::string client = std::string(GATECAST_BIN_DIR) + "/gatecast-tuf-client";
  const auto metadata = (gate.base / "client").string();
  const auto at_home = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {client, "--metadata-dir", metadata});
    return run(more, {{"FAKETIME", "@2026-11-22 08:00:00"}, {"LD_PRELOAD", GATECAST_FAKETIME}}).exit_code;
  };
  CHECK(at_home({"--metadata-url", address + "/metadata", "refresh"}) == 1);  // nothing is trusted yet
  CHECK(at_home({"init", (gate.base / "root.json").string()}) == 0);
  CHECK(at_home({"--metadata-url", address + "/metadata", "refresh"}) == 0);
  const auto download = [&](const std::string& name) {
    return at_home({"--metadata-url", address + "/metadata", "--target-name", name, "--target-base-url",
                    address + "/targets", "--target-dir", (gate.base / "got").string(), "download"});
  };
  CHECK(download("releases/lao-bao-hall.json") == 0);
  std::ifstream got(gate.base / "got/releases%2Flao-bao-hall.json");
  CHECK(std::string(std::istreambuf_iterator<char>(got), {}) == bundle::write_release(sample.release));
  CHECK(download("releases/other.json") == 1);
  CHECK(at_home({"--metadata-url", address + "/metadata", "--target-name", "releases/lao-bao-hall.json",
                 "--target-name", "releases/lao-bao-hall.json", "--target-base-url", address + "/targets",
                 "--target-dir", (gate.base / "both").string(), "download"}) == 0);
  CHECK(std::filesystem::exists(gate.base / "both/releases%2Flao-bao-hall.json"));
  CHECK(run({client, "--metadata-dir", metadata, "--metadata-url", address + "/metadata", "refresh"},
            {{"FAKETIME", "@2027-11-22 08:00:00"}, {"LD_PRELOAD", GATECAST_FAKETIME}})
            .exit_code == 1);  // by then all is expired
  CHECK(run({client, "--metadata-dir", metadata, "refresh"}).exit_code == 1);
  CHECK(run({client, "--no-such-option"}).exit_code == 1);
  server.signal(SIGTERM);
  CHECK(server.wait(seconds(3)).exit_code == 0);
}
