#include "content-sync/base/json_value.h"
#include "player/preview/probe.h"

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "player/pixels/png.h"
#include "player/preview/confine.h"

using namespace gatecast;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "gatecast-preview-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] Path operator/(const char* name) const { return path_ / name; }

 private:
  Path path_;
};

}  // namespace

TEST_CASE("a probe answers for each file, in order, whatever the files are") {
  const Folder folder;
  SystemDisk disk;
  REQUIRE(pixels::write_png(disk, folder / "a.png", pixels::Pixmap({40, 30})));
  REQUIRE(write_file_durably(disk, folder / "film.mp4", "this is a text"));
  const auto measured =
      preview::probe_files(disk, {folder / "a.png", folder / "film.mp4", folder / "missing.mp4"}, -23000);
  CHECK_FALSE(measured.is_fine);
  const auto files = nlohmann::json::parse(measured.json)["files"];
  REQUIRE(files.size() == 3);
  CHECK(files[0]["picture"]["width_px"] == 40);
  CHECK(files[0]["media"].is_null());
  CHECK(files[0]["faults"].empty());
  CHECK(files[1]["media"].is_null());
  CHECK(files[1]["faults"].size() == 1);
  CHECK_FALSE(files[1]["faults"][0]["hint"].get<std::string>().empty());
  CHECK(files[2]["faults"][0]["rule"] == "disk.missing");
}

TEST_CASE("while it measures, the program can neither open a connection nor start another program") {
  const pid_t child = fork();
  if (child == 0) {
    if (!preview::confine_for_measuring()) _exit(10);
    if (socket(AF_INET, SOCK_STREAM, 0) != -1 || errno != EPERM) _exit(11);
    execl("/bin/true", "true", nullptr);
    _exit(errno == EPERM ? 0 : 12);
  }
  REQUIRE(child > 0);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}
