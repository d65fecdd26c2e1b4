// All 5,049 Lao and Thai clusters in each pinned face (a seeded sample of them in a plain ./test).
#include <algorithm>
#include <iostream>
#include <random>

#include "player/text/glyph_run.h"
#include "tests/player/text/clusters.h"
#include "tests/support/full_counts.h"

namespace gatecast::text {
namespace {

constexpr std::size_t kSample = 40;  // of each face

TEST_CASE("there are 2,059 Lao and 2,990 Thai clusters, each once") {
  auto lao = lao_clusters();
  auto thai = thai_clusters();
  CHECK(lao.size() == 2059);
  CHECK(thai.size() == 2990);
  for (auto* list : {&lao, &thai}) {
    std::sort(list->begin(), list->end());
    CHECK(std::adjacent_find(list->begin(), list->end()) == list->end());
  }
}

TEST_CASE(
    "no Lao or Thai cluster collides, is clipped or shows a box, and each is drawn as hb-view draws it") {
  const bool is_long = test::is_long();
  std::mt19937 random(20261121);
  for (const auto& face : kClusterFaces) {
    auto clusters = std::string(face.language) == "lo" ? lao_clusters() : thai_clusters();
    if (!is_long) {
      std::shuffle(clusters.begin(), clusters.end(), random);
      clusters.resize(kSample);
    }
    ClusterJudge judge(face);
    const auto faults = judge.judge(clusters);
    if (is_long)
      std::cout << face.file << ": " << clusters.size() << " clusters, " << faults.size()
                << " faults, most pixels of 10,000 an em that two glyphs share: " << judge.worst_overlap()
                << "\n";
    for (const auto& fault : faults) {
      INFO(face.file << " " << fault.cluster);
      CHECK(fault.what == "");
    }
  }
}

TEST_CASE("clusters in which the faces let marks collide are mended") {
  std::size_t mended = 0;
  for (const auto& face : kClusterFaces) {
    std::vector<std::string> clusters;
    for (const auto& cluster : std::string(face.language) == "lo" ? lao_clusters() : thai_clusters())
      if (is_mended(face, cluster)) clusters.push_back(cluster);
    mended += clusters.size();
    ClusterJudge judge(face);
    if (clusters.empty()) continue;
    for (const auto& fault : judge.judge(clusters)) {
      INFO(face.file << " " << fault.cluster);
      CHECK(fault.what == "");
    }
  }
  CHECK(mended == 240);
}

TEST_CASE("the judge of clusters sees a tone mark that runs into its vowel") {
  ClusterJudge judge(kClusterFaces[0]);
  auto run = judge.run_of("ກິ່");
  REQUIRE(run.glyphs.size() == 3);
  CHECK(judge.overlap(run) == 0);
  run.glyphs[2].y_px += 18;
  CHECK(judge.overlap(run) > 30);
}

}  // namespace
}  // namespace gatecast::text
