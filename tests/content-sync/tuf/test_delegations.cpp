// Which delegated role speaks for a target: order, terminating, cycles, limits, path patterns.
#include "content-sync/tuf/delegation_search.h"
#include "content-sync/tuf/path_pattern.h"
#include "tests/content-sync/tuf/tuf_client.h"

using namespace gatecast;
using namespace gatecast::test;
using tuf::matches_pattern;

namespace {

// A graph by hand: role -> its delegations, and the roles that hold the target "x".
struct Graph {
  tuf::LoadedRoles loaded{{"targets", {}}};
  Graph& edge(const std::string& from, const std::string& to, bool is_terminating = false,
              const std::string& pattern = "*") {
    auto& delegations = loaded[from].part.delegations;
    if (!delegations) delegations.emplace();
    tuf::DelegatedRole entry;
    entry.name = to;
    entry.is_terminating = is_terminating;
    entry.paths = {pattern};
    delegations->roles.push_back(entry);
    if (!loaded.contains(to)) loaded[to].parent = from;
    return *this;
  }
  Graph& holds(const std::string& role) {
    loaded[role].part.targets["x"] = tuf::target_file_of(role);
    return *this;
  }
  [[nodiscard]] std::string answer(const std::string& path = "x") const {
    const auto found = tuf::search_delegations(loaded, path);
    if (!found) return found.error().rule;
    if (!found->missing_role.empty()) return "load " + found->missing_role + " of " + found->missing_parent;
    return found->target ? found->role : "nobody";
  }
};

}  // namespace

TEST_CASE("the walk over delegations is pre-order") {
  Graph graph;
  graph.edge("targets", "a").edge("targets", "b").edge("a", "c").holds("b").holds("c");
  CHECK(graph.answer() == "c");
  CHECK(graph.holds("a").answer() == "a");
  CHECK(graph.holds("targets").answer() == "targets");
  CHECK(Graph().answer() == "nobody");
}

TEST_CASE("a terminating delegation ends the walk for its paths") {
  CHECK(Graph().edge("targets", "a", true).edge("targets", "b").holds("b").answer() == "nobody");
  CHECK(Graph().edge("targets", "a", true).edge("a", "c").edge("targets", "b").holds("c").answer() == "c");
  CHECK(Graph().edge("targets", "a").edge("a", "c", true).edge("targets", "b").holds("b").answer() ==
        "nobody");
  CHECK(Graph().edge("targets", "a", true, "y*").edge("targets", "b").holds("b").answer() == "b");
}

TEST_CASE("a cycle is walked once") {
  CHECK(Graph().edge("targets", "a").edge("a", "b").edge("b", "a").answer() == "nobody");
  CHECK(Graph().edge("targets", "a").edge("a", "a").answer() == "nobody");
  CHECK(Graph().edge("targets", "a").edge("a", "targets").answer() == "nobody");
}

TEST_CASE("the number of roles that are asked is bounded") {
  Graph chain;
  for (int i = 0; i < 10'000; ++i) chain.edge(i == 0 ? "targets" : std::to_string(i), std::to_string(i + 1));
  chain.holds("10000");
  CHECK(chain.answer() == "tuf.delegated.too_many");
  Graph short_chain;
  for (int i = 0; i < tuf::kMostDelegations; ++i)
    short_chain.edge(i == 0 ? "targets" : std::to_string(i), std::to_string(i + 1));
  short_chain.holds(std::to_string(tuf::kMostDelegations));
  CHECK(short_chain.answer() == std::to_string(tuf::kMostDelegations));
}

TEST_CASE("a role that is not loaded, or was verified with another parent's keys, is asked for") {
  Graph graph;
  graph.edge("targets", "a").edge("a", "c").edge("targets", "b").edge("b", "c", false, "y");
  CHECK(graph.answer() == "nobody");
  graph.loaded["c"].parent = "b";
  CHECK(graph.answer() == "load c of a");
  graph.loaded.erase("c");
  CHECK(graph.answer() == "load c of a");
}

TEST_CASE("extraneous dependencies: a role is not asked for paths that were not given to it") {
  TestRepository repository({"lao-bao-hall", "la-lay-gate"});
  repository.targets["content-la-lay-gate"].targets["releases/lao-bao-hall.json"] =
      tuf::target_file_of("hostile", {{"release_number", 99}});
  repository.publish_release("la-lay-gate", "{}", 1);
  auto set = start(repository);
  REQUIRE(load(set, repository, {"lao-bao-hall", "la-lay-gate"}));
  const auto found = set.find_target("releases/lao-bao-hall.json");
  REQUIRE(found);
  CHECK_FALSE(found->target);
}

TEST_CASE("in a path pattern a star does not cross a slash") {
  CHECK(matches_pattern("targets/foo.tgz", "targets/*.tgz"));
  CHECK_FALSE(matches_pattern("targets/foo.txt", "targets/*.tgz"));
  CHECK_FALSE(matches_pattern("targets/a/foo.tgz", "targets/*.tgz"));
  CHECK(matches_pattern("foo-version-2.tgz", "foo-version-?.tgz"));
  CHECK_FALSE(matches_pattern("foo-version-alpha.tgz", "foo-version-?.tgz"));
  CHECK_FALSE(matches_pattern("foo.tgz", "*/*.tgz"));
  CHECK(matches_pattern("a/foo.tgz", "*/*.tgz"));
  CHECK_FALSE(matches_pattern("a/b", "a?b"));
  CHECK(matches_pattern("anything", "*"));
  CHECK_FALSE(matches_pattern("any/thing", "*"));
  CHECK(matches_pattern("", ""));
  CHECK(matches_pattern("", "*"));
  CHECK_FALSE(matches_pattern("", "?"));
  CHECK_FALSE(matches_pattern("a", ""));
  CHECK(matches_pattern("aXbXc", "a*b*c"));
  CHECK(matches_pattern("a/xbyb/c", "a/*b/c"));
  CHECK_FALSE(matches_pattern("a/xbyb/cc", "a/*b/c"));
  CHECK(matches_pattern("lào.json", "l?o.json"));
  CHECK_FALSE(matches_pattern("[a]", "[ab]"));  // no classes: each character stands for itself
  CHECK_FALSE(matches_pattern(std::string(5000, 'a'), std::string(200, '*') + std::string(2000, 'a') + "b"));
}

TEST_CASE("a delegation by hash prefixes speaks for the paths whose hash begins so") {
  tuf::DelegatedRole role;
  const auto hash = sha256("releases/x.json").hex();
  role.hash_prefixes = {"zz", hash.substr(0, 3)};
  CHECK(tuf::speaks_for(role, "releases/x.json"));
  for (auto& c : role.hash_prefixes[1]) c = static_cast<char>(std::toupper(c));
  CHECK(tuf::speaks_for(role, "releases/x.json"));
  role.hash_prefixes = {hash + "0"};
  CHECK_FALSE(tuf::speaks_for(role, "releases/x.json"));
}
