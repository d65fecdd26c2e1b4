// A kiosk's folders, the repository that it is fed from, and nginx that serves it as plain files.
// Threads: one owner.
#pragma once
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "content-sync/store/verified_reader.h"
#include "content-sync/store/verified_release.h"
#include "tests/support/process.h"
#include "tests/support/random_bytes.h"
#include "tests/support/sample_release.h"
#include "tests/support/test_repository.h"

namespace gatecast::test {

using std::chrono::milliseconds;
using std::chrono::seconds;

inline const std::string kSync = std::string(GATECAST_BIN_DIR) + "/gatecast-sync";

inline void write(const Path& path, ByteView bytes) {
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
    return publish_films(number, {random_bytes(film_bytes, static_cast<std::uint64_t>(number))});
  }
  SampleRelease publish_films(std::int64_t number, const std::vector<Bytes>& films) {
    auto sample = sample_release("lao-bao-hall", number, std::to_string(number));
    for (const auto& film : films) add_object(sample, film, "video/mp4");
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
  // `limit`: directives of the server; `listening`: more words of its "listen".
  explicit Nginx(const Path& base, const std::string& limit = {}, const std::string& listening = {})
      : base_(base), port_(free_loopback_port()) {
    const auto temp = (base / "nginx").string();
    std::filesystem::create_directories(temp);
    std::ostringstream config;
    config << "daemon off;\nworker_processes 1;\npid " << temp << "/pid;\nerror_log " << temp
           << "/error.log;\n"
           << (::geteuid() == 0 ? "user root;\n" : "") << "events {}\nhttp {\n"
           << "log_format short '$request_method $uri $status $body_bytes_sent $bytes_sent "
              "$request_length $connection_requests';\naccess_log "
           << temp << "/access.log short;\n";
    for (const char* name : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
      config << name << "_temp_path " << temp << "/" << name << ";\n";
    config << "default_type application/octet-stream;\nserver {\nlisten 127.0.0.1:" << port_ << " "
           << listening << ";\nroot " << (base / "repository").string() << ";\n"
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
  struct Traffic {
    std::uint64_t object_bodies = 0;  // answers about objects, or about those that were asked for
    std::uint64_t all = 0;            // requests and answers with their heads, without those of TCP and IP
    int requests = 0;
    int connections = 0;
  };
  [[nodiscard]] Traffic traffic(const std::string& of = "/objects/") const {
    std::ifstream log(base_ / "nginx/access.log");
    Traffic sum;
    std::string method, path;
    int code = 0;
    std::uint64_t body = 0, sent = 0, asked = 0;
    int nth = 0;  // of its connection
    while (log >> method >> path >> code >> body >> sent >> asked >> nth) {
      if (path.rfind(of, 0) == 0 && code < 300) sum.object_bodies += body;
      sum.all += sent + asked;
      ++sum.requests;
      if (nth == 1) ++sum.connections;
    }
    return sum;
  }

 private:
  Path base_;
  int port_;
  std::optional<Process> process_;
};

}  // namespace gatecast::test
