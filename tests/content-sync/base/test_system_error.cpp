#include "content-sync/base/system_error.h"

#include <catch2/catch.hpp>
#include <cerrno>
#include <filesystem>
#include <fstream>

#include "tests/support/process.h"

using namespace gatecast;
namespace fs = std::filesystem;

TEST_CASE(
    "whatever the machine refuses, the message says what is wrong with which file, and how to mend it") {
  for (const int number : {ENOENT, EEXIST, ENOSPC, EDQUOT, EACCES, EPERM, EROFS, EISDIR, ENOTDIR, ENOTEMPTY,
                           ELOOP, ENAMETOOLONG, EMFILE, EBUSY, EIO, EXDEV}) {
    INFO(number);
    const auto error = system_error("/a/b", "open", number);
    CHECK(error.subject == "/a/b");
    CHECK(error.kind == ErrorKind::environment);
    CHECK(error.rule.starts_with("disk."));
    CHECK(error.message.size() > 8);
    CHECK(error.hint.size() > 15);
  }
  CHECK(to_string(system_error("/a/b", "open", ENOENT)).find("/a/b: is not there [disk.missing]") == 0);
  CHECK(system_error("/a", "write", ENOSPC).message == "cannot write: No space left on device");
}

TEST_CASE("a missing file gets the name that was probably meant, or the folder that is missing") {
  const test::TemporaryFolder folder;
  const Path base = folder.path();
  fs::create_directories(base / "keys");
  std::ofstream(base / "keys/editor-lan.key.json") << "{}";
  std::ofstream(base / "keys/targets-1.key.json") << "{}";
  SystemDisk disk;
  const auto hint_for = [&](const Path& path) {
    const auto read = read_file(disk, path, 100);
    REQUIRE(!read);
    return with_near_names(disk, read.error()).hint;
  };
  CHECK(hint_for(base / "keys/editor-lan.json")
            .starts_with("did you mean " + (base / "keys/editor-lan.key.json").string() + "?"));
  CHECK(hint_for(base / "kes/editor-lan.key.json")
            .starts_with("there is no folder " + (base / "kes").string() + "; did you mean " +
                         (base / "keys").string() + "?"));
  CHECK(
      hint_for(base / "another/one/a.json").starts_with("there is no folder " + (base / "another").string()));
  CHECK(hint_for(base / "keys/zzzzzzzzzzzzzzzzzzzzzzz") == system_error("", "open", ENOENT).hint);
  const auto other = usage_error("x", (base / "nothing").string(), "is wrong", "mend it");
  CHECK(with_near_names(disk, other).hint == "mend it");
}
