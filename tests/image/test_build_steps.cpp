// Steps of image/build.sh that judge, run here over folders that stand for what was built before.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/image/text_of.h"
#include "tests/support/process.h"

using namespace gatecast::test;
namespace fs = std::filesystem;

namespace {

struct BuildFolder {
  TemporaryFolder folder;
  fs::path out = folder.path();
  fs::path work = out / "steps";

  BuildFolder() { fs::create_directories(work); }
  void put(const std::string& name, const std::string& text) const {
    fs::create_directories((work / name).parent_path());
    std::ofstream(work / name) << text;
  }
  // The steps as build.sh sources them, then these words.
  [[nodiscard]] ProcessResult steps(const std::string& words) const {
    return run({"bash", "-c",
                "set -euo pipefail\ncd " GATECAST_SOURCE_DIR
                "\nstop() { echo \"$2 → $3\" >&2; exit \"$1\"; }\narch=amd64 channel=lao-bao-hall "
                "repository=/media/copy "
                "refresh='' is_numbered='' system_version=202611221640 image=$PWD/image out=" +
                    out.string() + "\n. image/steps.sh\n" + words});
  }
  void put_base(const std::string& made) const {
    put("base.key", "k");
    put("base.made", made);
  }
  [[nodiscard]] bool has_base() const { return fs::exists(work / "base.key"); }
};

}  // namespace

TEST_CASE("Debian's packages are taken anew after a week, or when they are asked for") {
  const BuildFolder build;
  const auto made = [](const std::string& when) { return run({"date", "-d", when, "+%s"}).out; };
  build.put_base(made("6 days ago"));
  CHECK(build.steps("forget_old_base").exit_code == 0);
  CHECK(build.has_base());
  CHECK(build.steps("refresh=yes; forget_old_base").exit_code == 0);
  CHECK_FALSE(build.has_base());
  build.put_base(made("8 days ago"));
  CHECK(build.steps("forget_old_base").exit_code == 0);
  CHECK_FALSE(build.has_base());
  build.put("base.key", "of a build that did not note the day");
  fs::remove(build.work / "base.made");
  CHECK(build.steps("forget_old_base").exit_code == 0);
  CHECK_FALSE(build.has_base());
  // All that follows is made anew with it.
  const auto script = text_of(fs::path(GATECAST_SOURCE_DIR) / "image/build.sh");
  CHECK(script.find("\nforget_old_base\nstep base ") != std::string::npos);
  CHECK(script.find("step root \"$(key_of base; cat \"$work/base.made\";") != std::string::npos);
}

TEST_CASE("the same sources with newer packages of Debian's have a higher number, unless one was given") {
  const BuildFolder build;
  const auto number = [&](const std::string& before, const std::string& made) {
    build.put_base(run({"date", "-u", "-d", made, "+%s"}).out);
    return build.steps(before + "number_by_base; echo $system_version").out;
  };
  CHECK(number("", "2026-12-20 03:04") == "202612200304\n");
  CHECK(number("", "2026-11-01 03:04") == "202611221640\n");
  CHECK(number("is_numbered=yes; ", "2026-12-20 03:04") == "202611221640\n");
}

TEST_CASE("a repository that brings no release of the channel makes no image, and it is said why") {
  const BuildFolder build;
  const auto data_tar = [&](const std::string& file) {
    fs::remove_all(build.work / "d");
    build.put("d/gatecast/" + file, "{}");
    REQUIRE(run({"tar", "-C", (build.work / "d").string(), "-cf", (build.work / "data.tar").string(), "."})
                .exit_code == 0);
  };
  build.put("mmdebstrap.log",
            "other words\ntaking the release from /opt/seed/repository\nerror: no channel la-lay\n"
            "gatecast-provision: no release came from the stick (above)\nother words\n");
  data_tar("store/FORMAT");
  CHECK(build.steps("need_release").exit_code == 0);  // none was to come
  build.put("seed/repository/metadata/timestamp.json", "{}");
  const auto refused = build.steps("need_release");
  INFO(refused.err);
  CHECK(refused.exit_code == 2);
  CHECK(refused.err.find("/media/copy gave no release of the channel lao-bao-hall") != std::string::npos);
  CHECK(refused.err.find("error: no channel la-lay\n") != std::string::npos);
  CHECK(refused.err.find("other words") == std::string::npos);
  data_tar("store/generations/1/release.json");
  CHECK(build.steps("need_release").exit_code == 0);
}
