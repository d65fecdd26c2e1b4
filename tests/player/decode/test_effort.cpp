#include "player/decode/effort.h"

#include <catch2/catch.hpp>

using namespace gatecast;
using namespace gatecast::decode;
using namespace std::chrono_literals;

namespace {

void play(Effort& effort, int frames, Duration processor_time) {
  for (int i = 0; i < frames; ++i) {
    effort.took_in(40ms, 0ms);
    effort.spent(processor_time);
  }
}

}  // namespace

TEST_CASE("a film that one thread decodes easily never gets a second one") {
  Effort effort(2, {}, false);
  effort.spent(1ms);  // before anything went in, nothing is judged
  play(effort, 1, 45ms);
  play(effort, 500, 15ms);
  CHECK(effort.threads() == 1);
  CHECK_FALSE(effort.wants_more());
}

TEST_CASE("a film whose first frame takes much longer than it is shown gets all threads at once") {
  Effort effort(4, {}, false);
  play(effort, 1, 70ms);
  REQUIRE(effort.wants_more());
  effort.turn();
  CHECK(effort.threads() == 4);
  CHECK_FALSE(effort.wants_more());
  CHECK_FALSE(effort.is_measured());
}

TEST_CASE("a film that becomes too much for one thread wants more within a second of it, and no more later") {
  Effort effort(2, {}, false);
  play(effort, 1, 30ms);
  play(effort, 100, 15ms);
  CHECK_FALSE(effort.wants_more());
  play(effort, 50, 25ms);
  CHECK(effort.wants_more());
  play(effort, 50, 15ms);  // before a key frame came: it can do without
  CHECK_FALSE(effort.wants_more());
}

TEST_CASE("a film whose frames come too late wants more threads, however little one of them has to do") {
  Effort effort(2, {}, false);
  play(effort, 60, 10ms);
  effort.falls_behind();
  play(effort, 60, 10ms);
  CHECK(effort.wants_more());
  effort.turn();
  effort.falls_behind();
  CHECK_FALSE(effort.wants_more());
}

TEST_CASE("one thread at most is never judged, and who is in a hurry has all of them from the beginning") {
  Effort one(1, {}, false);
  play(one, 100, 500ms);
  CHECK_FALSE(one.wants_more());
  CHECK(Effort(2, {.first = 0}, false).threads() == 2);
}

namespace {

// Frames of 40 ms, by all threads together.
void play_trial(Effort& effort, int frames, Duration processor_time, Duration& process) {
  for (int i = 0; i < frames; ++i) {
    process += processor_time;
    effort.took_in(40ms, process);
  }
}

}  // namespace

TEST_CASE("who joins a film has all threads, and one from a later key frame on if one is enough") {
  Effort effort(2, {}, true);
  CHECK(effort.threads() == 2);
  Duration process = 900ms;  // on the way
  play_trial(effort, 20, 20ms, process);
  effort.arrived(process);
  play_trial(effort, 24, 15ms, process);
  CHECK_FALSE(effort.wants_other());
  play_trial(effort, 1, 15ms, process);
  REQUIRE(effort.wants_other());
  effort.turn();
  CHECK(effort.threads() == 1);
  CHECK_FALSE(effort.wants_other());
  play(effort, 1, 70ms);  // its key frame alone is no reason to turn back
  CHECK_FALSE(effort.wants_other());
  play(effort, 50, 25ms);
  CHECK(effort.wants_more());
}

TEST_CASE("who joined a film that needs them keeps all threads, until a second of it needs them no more") {
  Effort effort(2, {}, true);
  Duration process{0};
  effort.arrived(process);
  play_trial(effort, 100, 18ms, process);  // 45 %: one would do, but on the verge
  CHECK_FALSE(effort.wants_other());
  play_trial(effort, 50, 10ms, process);
  CHECK(effort.wants_other());
  CHECK(Effort(1, {}, true).threads() == 1);
  CHECK_FALSE(Effort(1, {}, true).is_trial());
}
