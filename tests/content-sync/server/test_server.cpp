#include <httplib.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

#include "content-sync/base/json_value.h"
#include "content-sync/repository/publish_device.h"
#include "content-sync/server/names.h"
#include "content-sync/server/server.h"
#include "content-sync/store/role_files.h"
#include "tests/support/devices.h"
#include "tests/support/process.h"
#include "tests/support/sample_release.h"
#include "tests/support/test_repository.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

class SetClock final : public Clock {
 public:
  Instant system = test_time();
  [[nodiscard]] Instant now() const override { return system; }
  [[nodiscard]] SteadyInstant steady_now() const override { return std::chrono::steady_clock::now(); }
};

void write(const Path& path, ByteView bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

SampleRelease publish(TestRepository& repository, std::int64_t number, bool has_bounds = false) {
  auto sample = sample_release("lao-bao-hall", number, std::to_string(number));
  if (has_bounds) sample.release.device_bounds = usual_bounds();
  std::vector<Bytes> objects;
  for (const auto& [hash, bytes] : sample.objects) objects.push_back(bytes);
  repository.publish_release("lao-bao-hall", bundle::write_release(sample.release), number, objects);
  return sample;
}

struct Fixture {
  TemporaryFolder folder;
  Path repository_folder = Path(folder.path()) / "repository";
  TestRepository repository;
  SampleRelease sample;
  SystemDisk disk;
  SetClock clock;
  std::unique_ptr<server::Server> started;
  std::unique_ptr<httplib::Client> client;

  // `has_technicians`: of lao-bao, whose kiosks they may move.
  explicit Fixture(bool has_technicians = false) {
    sample = publish(repository, 1, has_technicians);
    if (has_technicians) add_device_role(repository);
    for (const auto& [path, bytes] : repository.files) write(repository_folder / path, bytes);
    write(folder.path() + "/secret", "secret");
    server::ServerOptions options;
    options.repository = repository_folder;
    options.object_limit_bytes = 1'000'000;
    options.online =
        repository::OnlineKeys{repository.keys.at("snapshot")[0], repository.keys.at("timestamp")[0]};
    auto made = server::Server::start(disk, clock, options);
    REQUIRE(made);
    started = std::move(*made);
    client = std::make_unique<httplib::Client>("127.0.0.1", started->port());
    client->set_keep_alive(true);
  }
  const bundle::ObjectRef& film() const {
    const bundle::ObjectRef* largest = nullptr;
    for (const auto& [hash, object] : sample.release.objects)
      if (largest == nullptr || object.length_bytes > largest->length_bytes) largest = &object;
    return *largest;
  }
  static std::string path_of(const Sha256& hash) {
    return "/objects/" + hash.hex().substr(0, 2) + "/" + hash.hex();
  }
  httplib::Result get(const std::string& path, const httplib::Headers& headers = {}) {
    auto result = client->Get(path.c_str(), headers);
    REQUIRE(result);
    return result;
  }
};

}  // namespace

TEST_CASE("the server hands out metadata, targets and objects with strong tags, and 304 to who has them") {
  Fixture f;
  CHECK(f.get("/healthz")->body == "ok\n");
  CHECK(f.get("/metadata/1.root.json")->body == f.repository.root_file(1));
  CHECK(f.get("/metadata/timestamp.json")->get_header_value("Cache-Control") == "no-cache");
  const auto& film = f.film();
  const auto path = Fixture::path_of(film.sha256);
  const auto whole = f.get(path);
  CHECK(whole->status == 200);
  CHECK(whole->body == f.sample.objects.at(film.sha256));
  const auto tag = "\"" + film.sha256.hex() + "\"";
  CHECK(whole->get_header_value("ETag") == tag);
  CHECK(f.get(path, {{"If-None-Match", tag}})->status == 304);
  CHECK(f.get(path, {{"If-None-Match", "\"other\""}})->status == 200);
  const auto head = f.client->Head(path.c_str());
  REQUIRE(head);
  CHECK(head->status == 200);
  CHECK(head->get_header_value("Content-Length") == std::to_string(film.length_bytes));
}

TEST_CASE("ranges: the middle, the rest, the end; nothing beyond, and several at once are refused") {
  Fixture f;
  const auto& film = f.film();
  const auto path = Fixture::path_of(film.sha256);
  const auto& bytes = f.sample.objects.at(film.sha256);
  const auto last = std::to_string(bytes.size() - 1);
  const auto ranged = [&](const std::string& range) { return f.get(path, {{"Range", range}}); };
  CHECK(ranged("bytes=100-199")->status == 206);
  CHECK(ranged("bytes=100-199")->body == bytes.substr(100, 100));
  CHECK(ranged("bytes=100-199")->get_header_value("Content-Range") ==
        "bytes 100-199/" + std::to_string(bytes.size()));
  CHECK(ranged("bytes=200000-")->body == bytes.substr(200'000));
  CHECK(ranged("bytes=-500")->body == bytes.substr(bytes.size() - 500));
  CHECK(ranged("bytes=" + last + "-99999999999")->body == bytes.substr(bytes.size() - 1));
  CHECK(ranged("bytes=0-0")->body == bytes.substr(0, 1));
  CHECK(ranged("bytes=-99999999")->body == bytes);
  for (const std::string range :
       {"bytes=99999999-", "bytes=5-4", "bytes=0-1,5-6,0-,0-,0-", "bytes=-0", "bytes=a-b"}) {
    INFO(range);
    CHECK(ranged(range)->status == 416);
    CHECK(ranged(range)->body.empty());
  }
  const auto stale = f.get(path, {{"Range", "bytes=5-9"}, {"If-Range", "\"older\""}});
  CHECK(stale->body.size() == bytes.size());
}

TEST_CASE("no name leads out of the repository or to a file that is not of its forms") {
  Fixture f;
  write(f.repository_folder / "metadata/.hidden.json", "x");
  write(f.repository_folder / "objects/ab/note.txt", "x");
  std::filesystem::create_symlink(f.folder.path() + "/secret", f.repository_folder / "metadata/9.link.json");
  for (const char* path :
       {"/../secret", "/metadata/../../secret", "/metadata/%2e%2e/%2e%2e/secret", "/metadata/", "/metadata",
        "/", "/objects/ab/note.txt", "/metadata/.hidden.json", "/metadata/9.link.json",
        "/metadata//timestamp.json", "/metadata/timestamp.json/", "/metadata/timestamp.json%00",
        "/objects/ab/../../metadata/timestamp.json", "/targets/releases/../../metadata/1.root.json",
        "/staging/x", "/publish/releases/x"}) {
    INFO(path);
    const auto result = f.client->Get(path);
    REQUIRE(result);
    CHECK(result->status >= 400);
    CHECK(result->body.find("secret") == std::string::npos);
  }
  const std::string endless = "/metadata/" + std::string(8000, 'a') + ".json";
  CHECK(f.get(endless)->status >= 400);
  CHECK(f.get("/healthz")->status == 200);
}

TEST_CASE("eight ranges of a large object at once come whole") {
  Fixture f;
  const auto hash = sha256("a large film");
  const Path path = f.repository_folder / Fixture::path_of(hash).substr(1);
  write(path, "");
  std::filesystem::resize_file(path, std::uintmax_t{64} << 20U);
  std::atomic<int> whole{0};
  std::vector<std::jthread> readers;
  for (int i = 0; i < 8; ++i)
    readers.emplace_back([&f, &whole, hash, i] {
      httplib::Client client("127.0.0.1", f.started->port());
      std::uint64_t got = 0;
      const httplib::Headers range{{"Range", "bytes=" + std::to_string(i * (8 << 20)) + "-"}};
      const auto result =
          client.Get(Fixture::path_of(hash).c_str(), range, [&](const char*, std::size_t size) {
            got += size;
            return true;
          });
      if (result && got == (std::uint64_t{64} << 20U) - static_cast<std::uint64_t>(i) * (8U << 20U)) ++whole;
    });
  readers.clear();
  CHECK(whole == 8);
}

TEST_CASE("a publish is taken when its signatures and objects hold, and refused with the reason otherwise") {
  Fixture f;
  auto next = f.repository;  // what editors make elsewhere
  const auto sample = publish(next, 2);
  const Bytes document = bundle::write_release(sample.release);
  const auto metadata = next.role_file("content-lao-bao-hall");
  const auto metadata_path = "/metadata/" + std::to_string(next.targets.at("content-lao-bao-hall").version) +
                             ".content-lao-bao-hall.json";
  const auto post = [&](const Bytes& body) {
    auto result = f.client->Post("/publish/content-lao-bao-hall", body, "application/json");
    REQUIRE(result);
    return result;
  };
  const auto release_path = "/publish/releases/" + sha256(document).hex() + ".lao-bao-hall.json";
  const auto send_all = [&] {
    for (const auto& [hash, bytes] : sample.objects) {
      const auto path = Fixture::path_of(hash);
      if (f.client->Head(path.c_str())->status == 200) continue;
      const auto put = f.client->Put(path.c_str(), bytes, "application/octet-stream");
      REQUIRE(put);
      CHECK(put->status == 201);
      CHECK(f.client->Head(path.c_str())->status == 200);
      CHECK(f.get(path)->status == 404);  // not before it is published
    }
    CHECK(f.client->Put(release_path.c_str(), document, "application/json")->status == 201);
  };

  SECTION("all is well") {
    send_all();
    const auto result = post(metadata);
    INFO(result->body);
    CHECK(result->status == 200);
    CHECK(f.get(metadata_path)->body == metadata);
    for (const auto& [hash, bytes] : sample.objects) CHECK(f.get(Fixture::path_of(hash))->body == bytes);
    CHECK(nlohmann::json::parse(post(metadata)->body)["was_active"] == true);
  }
  SECTION("an object is missing") {
    CHECK(f.client->Put(release_path.c_str(), document, "application/json")->status == 201);
    const auto result = post(metadata);
    CHECK(result->status == 422);
    CHECK(result->body.find("publish.object") != std::string::npos);
  }
  SECTION("one signature where two persons are needed") {
    send_all();
    auto one = nlohmann::json::parse(metadata);
    one["signatures"].erase(1);
    const auto result = post(one.dump());
    CHECK(result->status == 422);
    INFO(result->body);
    CHECK(result->body.find("threshold") != std::string::npos);
    CHECK(f.get(metadata_path)->status == 404);
  }
  SECTION("what is no metadata") {
    CHECK(post("<html>")->status == 422);
  }
}

TEST_CASE("an upload whose bytes do not hash to its name, or that is too large, leaves nothing") {
  Fixture f;
  const auto path = Fixture::path_of(sha256("right"));
  const auto wrong = f.client->Put(path.c_str(), "wrong", "application/octet-stream");
  REQUIRE(wrong);
  CHECK(wrong->status == 422);
  CHECK(wrong->body.find("upload.hash") != std::string::npos);
  const Bytes large(1'500'000, 'x');
  const auto refused =
      f.client->Put(Fixture::path_of(sha256(large)).c_str(), large, "application/octet-stream");
  if (refused) CHECK(refused->status == 413);
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(f.folder.path() + "/repository.staging")) {
    INFO(entry.path());
    CHECK(entry.is_directory());
  }
}

TEST_CASE("the timestamp is signed again when the server starts") {
  Fixture f;
  for (int i = 0; i < 100; ++i) {
    const auto timestamp = tuf::parse_timestamp(f.get("/metadata/timestamp.json")->body, "timestamp.json");
    REQUIRE(timestamp);
    if (timestamp->signed_part.version > f.repository.timestamp.version) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  FAIL("no new timestamp");
}

TEST_CASE("a port on which another server listens is refused, not shared") {
  Fixture f;
  server::ServerOptions second;
  second.repository = f.repository_folder;
  second.port = f.started->port();
  const auto refused = server::Server::start(f.disk, f.clock, second);
  REQUIRE(!refused);
  CHECK(refused.error().rule == "server.listen");
}

TEST_CASE("a technician's word comes by POST, is judged by its signature alone, and is served") {
  Fixture f(true);
  auto wish = wish_for();
  wish.volume_percent = 60;
  const auto name = bundle::device_target(wish.site, wish.kiosk);
  const auto send = [&](const tuf::SigningKey& key, const std::string& site = "lao-bao") {
    const auto document = bundle::write_device(wish);
    store::RoleFiles files{{name, document}};
    files["device-lao-bao.json"] = *tuf::add_signature(
        repository::write_device_metadata(2, {{name, document}}, test_time()), "device", key);
    const auto answer = f.client->Post(("/publish/device-" + site).c_str(), store::write_role_files(files),
                                       "application/json");
    REQUIRE(answer);
    return std::pair(answer->status, answer->body);
  };
  CHECK(send(technician_key(), "..%2fx").first == 400);
  CHECK(send(test_key(99, "Mallory")).second.find("tuf.delegated.threshold") != std::string::npos);
  wish.volume_percent = 95;
  CHECK(send(technician_key()).second.find("device.volume") != std::string::npos);
  wish.volume_percent = 60;
  const auto accepted = send(technician_key());
  INFO(accepted.second);
  CHECK(accepted.first == 200);
  const auto hash = sha256(bundle::write_device(wish)).hex();
  CHECK(f.get("/targets/devices/lao-bao/" + hash + ".hall-1.json")->status == 200);
  CHECK(f.get("/metadata/2.device-lao-bao.json")->status == 200);
  for (const char* path : {"/targets/devices/lao-bao/x.json", "/targets/devices/../releases/x.json",
                           "/targets/devices/lao-bao", "/targets/devices/"})
    CHECK(f.client->Get(path)->status == 404);
  const auto junk = f.client->Post("/publish/device-lao-bao", "{}", "application/json");
  REQUIRE(junk);
  CHECK(junk->status == 422);
}

TEST_CASE(
    "the document of an operating system is served under its own kind of name, and no other file beside it") {
  Fixture f;
  const std::string document = "{\"arch\": \"amd64\"}";
  const auto name = sha256(document).hex() + ".amd64.json";
  std::filesystem::create_directories(f.repository_folder / "targets/system");
  write(f.repository_folder / "targets/system" / name, document);
  write(f.repository_folder / "targets/system/amd64.json", document);
  CHECK(f.get("/targets/system/" + name)->body == document);
  for (const char* path :
       {"/targets/system/amd64.json", "/targets/system/", "/targets/system/../releases/x.json"})
    CHECK(f.client->Get(path)->status == 404);
}

TEST_CASE(
    "who waits is answered at once where there is something newer, with it, and else when its time is over") {
  Fixture f;
  // The server signs anew at its start.
  std::string timestamp;
  std::int64_t number = 0;
  for (int i = 0; i < 500 && number <= f.repository.timestamp.version; ++i) {
    timestamp = f.get("/metadata/timestamp.json")->body;
    number = tuf::parse_timestamp(timestamp, "timestamp.json")->signed_part.version;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  const auto version = std::to_string(number);
  const auto old = std::to_string(number - 1);
  const auto snapshot = std::to_string(f.repository.snapshot.version);
  const auto held = f.get("/x/wait?timestamp=" + version + "&seconds=1&root=1&snapshot=" + snapshot);
  CHECK(held->status == 204);
  CHECK(held->body.empty());
  const auto told = f.get("/x/wait?timestamp=" + old + "&seconds=60&root=1&snapshot=" + snapshot);
  CHECK(told->status == 200);
  const auto files = store::parse_role_files(told->body, "x/wait");
  REQUIRE(files);
  CHECK(files->size() == 1);
  CHECK(files->at("metadata/timestamp.json") == timestamp);
  const auto plain = f.client->Head(("/x/wait?timestamp=" + old + "&seconds=60").c_str());
  REQUIRE(plain);
  CHECK(plain->status == 200);
}
