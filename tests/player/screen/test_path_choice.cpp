// Which present path is taken: by figures that were measured, remembered for this machine only.
#include "player/screen/path_choice.h"

#include <catch2/catch.hpp>

#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::screen;
using namespace std::chrono_literals;

TEST_CASE("textures are taken where they cost less and are quick, the surface in every other case") {
  PathTimes gpu{2ms, 300us, 1ms, true};
  CHECK(choose_path(gpu) == PathKind::renderer);
  gpu.renderer_cpu = 9ms;  // llvmpipe: drawn by the processor
  CHECK(choose_path(gpu) == PathKind::surface);
  gpu.renderer_cpu = 300us;
  gpu.renderer_wall = 12ms;  // cheap but slow: no 60 pictures a second
  CHECK(choose_path(gpu) == PathKind::surface);
  gpu.renderer_wall = 1ms;
  gpu.has_renderer = false;
  CHECK(choose_path(gpu) == PathKind::surface);
  CHECK(choose_path({}) == PathKind::surface);
}

TEST_CASE("what was measured is remembered for the same device and size, and a damaged file for none") {
  test::TemporaryFolder folder;
  SystemDisk disk;
  const Path file = folder.path() + "/output-path.json";
  const PathTimes times{2ms, 300us, 1ms, true};
  CHECK_FALSE(remembered_path(disk, file, "1920x1080 DRIVER=i915"));
  REQUIRE(remember_path(disk, file, "1920x1080 DRIVER=i915", PathKind::renderer, times));
  CHECK(remembered_path(disk, file, "1920x1080 DRIVER=i915") == PathKind::renderer);
  CHECK_FALSE(remembered_path(disk, file, "1920x1080 DRIVER=amdgpu"));
  CHECK_FALSE(remembered_path(disk, file, "3840x2160 DRIVER=i915"));
  REQUIRE(remember_path(disk, file, "1920x1080 DRIVER=i915", PathKind::surface, times));
  CHECK(remembered_path(disk, file, "1920x1080 DRIVER=i915") == PathKind::surface);
  REQUIRE(write_file_durably(disk, file, "{\"format\": 1"));
  CHECK_FALSE(remembered_path(disk, file, "1920x1080 DRIVER=i915"));
}
