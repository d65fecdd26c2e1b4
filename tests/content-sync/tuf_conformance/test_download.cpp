// The cases of the public conformance suite's test_file_download, over the library.
#include "tests/content-sync/tuf_conformance/simulated_repository.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

struct Shop {
  SimulatedRepository repository;
  Client client{repository};
  void add(const Bytes& bytes, const std::string& path) {
    repository.add_artifact("targets", bytes, path);
    repository.publish({"targets", "snapshot", "timestamp"});
  }
};

}  // namespace

TEST_CASE("a target is fetched by its hash's name, also in folders and with unusual letters") {
  const auto [path, before, after] = GENERATE(table<std::string, std::string, std::string>(
      {{"target_file.txt", "", "target_file.txt"},
       {"path/to/a/target_file.txt", "path/to/a/", "target_file.txt"},
       {"releases/\xE0\xBA\xA5\xE0\xBA\xB2\xE0\xBA\xA7 \xC4\x91.json", "releases/",
        "%E0%BA%A5%E0%BA%B2%E0%BA%A7%20%C4%91.json"},
       {"what?.txt#1%", "", "what%3F.txt%231%25"}}));
  Shop shop;
  shop.add("target file contents", path);
  REQUIRE(shop.client.init());
  CHECK(shop.client.refresh());
  CHECK(shop.client.downloaded().empty());
  CHECK(shop.client.download({path}));
  CHECK(shop.client.downloaded() == std::vector<Bytes>{"target file contents"});
  CHECK(shop.repository.artifact_requests ==
        std::vector<std::string>{before + sha256("target file contents").hex() + "." + after});
}

TEST_CASE("a target that is there with its hashes is not fetched again; a changed one is") {
  Shop shop;
  shop.add("first", "a.txt");
  REQUIRE(shop.client.init());
  CHECK(shop.client.download({"a.txt"}));
  CHECK(shop.client.download({"a.txt"}));
  CHECK(shop.repository.artifact_requests.size() == 1);
  shop.add("second", "a.txt");
  CHECK(shop.client.download({"a.txt"}));
  CHECK(shop.repository.artifact_requests.size() == 2);
  CHECK(shop.client.downloaded() == std::vector<Bytes>{"second"});
}

TEST_CASE("several targets come in one run, with the metadata asked for once") {
  Shop shop;
  shop.add("first", "a.txt");
  shop.add("second", "b.txt");
  REQUIRE(shop.client.init());
  shop.repository.requests.clear();
  CHECK(shop.client.download({"b.txt", "a.txt"}));
  CHECK(shop.client.downloaded() == std::vector<Bytes>{"first", "second"});
  CHECK(shop.repository.requests.size() == 4);
  CHECK_FALSE(shop.client.download({"a.txt", "missing"}));
}

TEST_CASE("other bytes under a target's name are refused, and the good file stays") {
  Shop shop;
  shop.add("target file contents", "one.txt");
  shop.add("content", "two.txt");
  REQUIRE(shop.client.init());
  CHECK(shop.client.download({"one.txt"}));
  const Bytes evil =
      GENERATE(Bytes("malicious data - far too long"), Bytes("CONTENT"), Bytes("short"), Bytes());
  shop.repository.artifacts["one.txt"] = evil;
  shop.repository.artifacts["two.txt"] = evil;
  CHECK(shop.client.download({"one.txt"}));  // it is there: nobody is asked
  CHECK_FALSE(shop.client.download({"two.txt"}));
  CHECK(shop.client.downloaded() == std::vector<Bytes>{"target file contents"});
}

TEST_CASE("through many changes of targets the client has the last good one, seldom as it looks") {
  Shop shop;
  shop.add("target file contents", "file.txt");
  REQUIRE(shop.client.init());
  for (int i = 0; i < 11; ++i) {
    const auto content = "modified " + std::to_string(i);
    shop.add(content, "file.txt");
    if (i % 5 != 0) continue;
    CHECK(shop.client.download({"file.txt"}));
    CHECK(shop.client.downloaded() == std::vector<Bytes>{content});
    shop.repository.artifacts["file.txt"] = "malicious " + std::to_string(i);
    shop.repository.publish({"targets", "snapshot", "timestamp"});
    CHECK(shop.client.download({"file.txt"}));
    CHECK(shop.client.downloaded() == std::vector<Bytes>{content});
  }
}
