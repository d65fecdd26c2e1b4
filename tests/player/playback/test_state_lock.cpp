#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "player/playback/state_lock.h"
#include "tests/support/process.h"

using namespace gatecast;
using namespace gatecast::playback;

namespace {

bool is_held(const Path& folder) {
  const int file = ::open((folder / "lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool is_free = ::flock(file, LOCK_EX | LOCK_NB) == 0;
  ::close(file);
  return !is_free;
}

}  // namespace

TEST_CASE("a player's lock is held while it lives, by several players at once, and never waits") {
  const test::TemporaryFolder folder;
  {
    StateLock one(folder.path());
    CHECK(!is_held(folder.path()));
    one.hold();
    CHECK(is_held(folder.path()));
    {
      StateLock other(folder.path());
      other.hold();
    }
    CHECK(is_held(folder.path()));
  }
  CHECK(!is_held(folder.path()));
  // Somebody holds it to himself: nothing waits, and it is had once he has gone.
  const int mine = ::open((std::string(folder.path()) + "/lock").c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(::flock(mine, LOCK_EX | LOCK_NB) == 0);
  StateLock late(folder.path());
  late.hold();
  ::close(mine);
  late.hold();
  CHECK(is_held(folder.path()));
  StateLock(folder.path() + "/nowhere").hold();
}
