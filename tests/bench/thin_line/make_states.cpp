// What is published one after the other over the thin line: FOLDER/states/<name> holds the files that each
// state adds to the one before ("first", "film" with 2 MiB, "small" with 30 objects of 8 kB, "text" with one
// of 20 kB, "alert-1" ...), FOLDER/root.json the pinned root, FOLDER/keys the server's online keys. Prints
// nothing.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "content-sync/base/clock.h"
#include "content-sync/repository/key_file.h"
#include "tests/support/duty.h"
#include "tests/support/random_bytes.h"
#include "tests/support/sample_release.h"
#include "tests/support/test_repository.h"

using namespace gatecast;
namespace fs = std::filesystem;

namespace {

struct Publisher {
  fs::path folder;
  test::TestRepository repository;
  std::map<std::string, Bytes> before;
  std::vector<Bytes> objects;
  std::int64_t number = 0;

  // A server that runs signs the timestamp anew by itself: what is published later must be above that.
  void leave_room() { repository.timestamp.version += 100; }
  void write_state(const std::string& name) {
    for (const auto& [path, bytes] : repository.files) {
      if (const auto known = before.find(path); known != before.end() && known->second == bytes) continue;
      const auto file = folder / "states" / name / path;
      fs::create_directories(file.parent_path());
      std::ofstream(file, std::ios::binary) << bytes;
    }
    before = repository.files;
  }
  void publish(const std::string& name, const std::vector<Bytes>& more) {
    leave_room();
    objects.insert(objects.end(), more.begin(), more.end());
    auto sample = test::sample_release("lao-bao-hall", ++number, "same");
    test::add_template(sample.release);
    for (const auto& bytes : objects) test::add_object(sample, bytes, "video/mp4");
    std::vector<Bytes> all;
    for (const auto& [hash, bytes] : sample.objects) all.push_back(bytes);
    repository.publish_release("lao-bao-hall", bundle::write_release(sample.release), number, all);
    write_state(name);
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::cerr << "usage: thin_line_states FOLDER ALERTS\n", 2;
  Publisher publisher;
  publisher.folder = argv[1];
  auto& repository = publisher.repository;
  test::add_officers(repository);
  fs::create_directories(publisher.folder / "keys");
  std::ofstream(publisher.folder / "root.json", std::ios::binary) << repository.root_file(1);
  for (const char* role : {"snapshot", "timestamp"})
    std::ofstream(publisher.folder / "keys" / (std::string(role) + ".key.json"))
        << repository::write_key_file(repository.keys.at(role)[0], {.purpose = role, .is_demo = true});
  publisher.publish("first", {});
  publisher.publish("film", {test::random_bytes(2U << 20U, 1)});
  std::vector<Bytes> small;
  for (std::uint64_t i = 0; i < 30; ++i) small.push_back(test::random_bytes(8'000, 100 + i));
  publisher.publish("small", small);
  publisher.publish("text", {test::random_bytes(20'000, 2)});
  const auto release = test::release_with_template();
  for (int i = 1; i <= std::stoi(argv[2]); ++i) {
    auto alert = test::alert_statement(release, SystemClock().now() + std::chrono::seconds(i));
    publisher.leave_room();
    test::say(repository, {alert});
    publisher.write_state("alert-" + std::to_string(i));
  }
  return 0;
}
