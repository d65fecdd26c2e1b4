// The cases of the public conformance suite's test_updater_delegation_graphs, over the library, and hash
// bins.
#include <set>

#include "content-sync/tuf/path_pattern.h"
#include "tests/content-sync/tuf_conformance/simulated_repository.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

struct Edge {
  std::string parent;
  std::string role;
  bool is_terminating = false;
  std::vector<std::string> paths{"*"};
};
struct Graph {
  std::string name;
  std::vector<Edge> edges;
  std::vector<std::string> visited;
};
const std::vector<Graph> kGraphs{
    {"one", {{"targets", "A"}}, {"A"}},
    {"two beside each other", {{"targets", "A"}, {"targets", "B"}}, {"A", "B"}},
    {"two levels", {{"targets", "A"}, {"targets", "B"}, {"B", "C"}}, {"A", "B", "C"}},
    {"depth first", {{"targets", "A"}, {"targets", "B"}, {"A", "C"}, {"A", "D"}}, {"A", "C", "D", "B"}},
    {"three levels", {{"targets", "A"}, {"targets", "B"}, {"A", "C"}, {"C", "D"}}, {"A", "C", "D", "B"}},
    {"terminating", {{"targets", "A"}, {"targets", "B"}, {"A", "C", true}, {"A", "D"}}, {"A", "C"}},
    {"terminating, but its own go on",
     {{"targets", "A"}, {"targets", "B"}, {"A", "C", true}, {"C", "D"}},
     {"A", "C", "D"}},
    {"other paths", {{"targets", "A", false, {"*.py"}}, {"targets", "B"}, {"A", "C"}}, {"B"}},
    {"other paths below",
     {{"targets", "A"}, {"targets", "B"}, {"A", "C", false, {"*.py"}}, {"C", "D"}},
     {"A", "B"}},
    {"a circle",
     {{"targets", "A"}, {"targets", "B"}, {"B", "C"}, {"C", "D"}, {"D", "B"}},
     {"A", "B", "C", "D"}},
    {"two delegate to one", {{"targets", "A"}, {"targets", "B"}, {"B", "C"}, {"A", "C"}}, {"A", "C", "B"}},
    {"two delegate to one, by other paths",
     {{"targets", "A"}, {"targets", "B"}, {"B", "C"}, {"A", "C", false, {"*.py"}}},
     {"A", "B", "C"}},
};

void build(SimulatedRepository& repository, const std::vector<Edge>& edges) {
  std::set<std::string> roles;
  for (const auto& edge : edges) {
    repository.delegate(edge.parent, {edge.role, {}, edge.is_terminating, edge.paths, {}});
    roles.insert(edge.role);
  }
  for (const auto& role : roles) repository.publish({role});
  repository.publish({"targets", "snapshot", "timestamp"});
}

// Which delegated roles were asked for, in order.
std::vector<std::string> visited(const SimulatedRepository& repository) {
  std::vector<std::string> roles;
  for (const auto& [role, version] : repository.requests)
    if (role != "root" && role != "timestamp" && role != "snapshot" && role != "targets")
      roles.push_back(role);
  return roles;
}

}  // namespace

TEST_CASE("delegated roles are asked for in the order of a depth-first walk, each once") {
  for (const auto& graph : kGraphs) {
    INFO(graph.name);
    SimulatedRepository repository;
    build(repository, graph.edges);
    Client client(repository);
    REQUIRE(client.init());
    CHECK_FALSE(client.download({"missingpath"}));
    CHECK(client.rule == "tuf.target.unknown");
    CHECK(visited(repository) == graph.visited);
  }
}

TEST_CASE("a target is found with the role that may speak for it, and only there") {
  struct Case {
    std::string path;
    bool is_found;
    std::vector<std::string> visited;
  };
  for (const auto& wanted :
       {Case{"targetfile", true, {}}, Case{"README.md", true, {"A"}},
        Case{"releases/x/x_v1", true, {"B", "C"}}, Case{"releases/y/y_v1.zip", true, {"B", "D"}},
        Case{"releases/z/z_v1.zip", false, {"B"}}}) {
    INFO(wanted.path);
    SimulatedRepository repository;
    repository.add_artifact("targets", "target file", "targetfile");
    repository.add_artifact("A", "readme", "README.md");
    repository.add_artifact("C", "x release", "releases/x/x_v1");
    repository.add_artifact("D", "y release", "releases/y/y_v1.zip");
    repository.add_artifact("D", "z release", "releases/z/z_v1.zip");
    for (auto& [role, part] : repository.targets) part.expires = kNow + std::chrono::hours(24);
    build(repository, {{"targets", "A", false, {"*.doc", "*.md"}},
                       {"targets", "B", false, {"releases/*/*"}},
                       {"B", "C", false, {"releases/x/*"}},
                       {"B", "D", false, {"releases/y/*.zip"}}});
    Client client(repository);
    REQUIRE(client.init());
    CHECK(client.download({wanted.path}) == wanted.is_found);
    CHECK(visited(repository) == wanted.visited);
    if (wanted.is_found) CHECK(client.downloaded() == std::vector<Bytes>{repository.artifacts[wanted.path]});
  }
}

TEST_CASE("no more than 32 delegated roles are asked in search of one target") {
  SimulatedRepository repository;
  std::vector<Edge> edges;
  for (int i = 0; i < 50; ++i) edges.push_back({"targets", "role-" + std::to_string(i)});
  build(repository, edges);
  Client client(repository);
  REQUIRE(client.init());
  CHECK_FALSE(client.download({"missingpath"}));
  CHECK(visited(repository).size() <= 32);
}

TEST_CASE("hash bins: the path's hash says which role speaks, and no other is asked") {
  SimulatedRepository repository;
  const auto signer = ed25519_signer();
  auto& delegations = repository.targets["targets"].delegations.emplace();
  delegations.keys[signer.id] = signer.key;
  delegations.succinct = tuf::SuccinctRoles{{{signer.id}, 1}, 5, "bin"};
  for (int i = 0; i < 32; ++i) {
    const auto role = "bin-" + std::string(i < 16 ? "0" : "1") + "0123456789abcdef"[i % 16];
    CHECK(tuf::is_bin(*delegations.succinct, role));
    repository.targets[role].expires = kNow + std::chrono::hours(24);
    repository.signers[role] = {signer};
  }
  for (const auto* foreign : {"bin-20", "bin-5", "bin-0A", "bin-005", "other-05", "bin", "bin-"})
    CHECK_FALSE(tuf::is_bin(*delegations.succinct, foreign));
  const std::string path = "releases/\xE0\xBA\xA5\xE0\xBA\xB2\xE0\xBA\xA7.json";
  const auto bin = tuf::bin_of(*delegations.succinct, path);
  repository.add_artifact(bin, "content", path);
  repository.add_artifact(bin == "bin-00" ? "bin-01" : "bin-00", "content", "not in its bin");
  for (const auto& [role, part] : repository.targets)
    if (role != "targets") repository.publish({role});
  repository.publish({"targets", "snapshot", "timestamp"});
  Client client(repository);
  REQUIRE(client.init());
  CHECK(client.download({path}));
  CHECK(visited(repository) == std::vector<std::string>{bin});
  CHECK(client.downloaded() == std::vector<Bytes>{"content"});
}

TEST_CASE("path hash prefixes: a role speaks for the paths whose hash begins so") {
  SimulatedRepository repository;
  const std::string path = "a path";
  const auto hash = sha256(path).hex();
  repository.delegate("targets", {"other", {}, false, {}, {hash[0] == '0' ? "1" : "0"}});
  repository.delegate("targets", {"mine", {}, false, {}, {hash.substr(0, 3)}});
  repository.add_artifact("mine", "content", path);
  repository.publish({"other", "mine", "targets", "snapshot", "timestamp"});
  Client client(repository);
  REQUIRE(client.init());
  CHECK(client.download({path}));
  CHECK(visited(repository) == std::vector<std::string>{"mine"});
}
