// Decoders in processes of their own: the same frames as in this process, and each way in which one can fail.
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <thread>

#include "player/decode/probe.h"
#include "player/isolate/remote_decoder.h"
#include "tests/player/decode/clips.h"
#include "tests/player/isolate/children.h"

using namespace gatecast;
using namespace std::chrono_literals;

namespace {

std::shared_ptr<isolate::Nursery> nursery() {
  auto started = isolate::Nursery::start();
  if (!started) throw std::runtime_error(to_string(started.error()));
  return *started;
}

decode::VideoRequest request_for(const std::string& path) {
  SystemDisk disk;
  decode::VideoRequest request;
  request.name = "film/numbers";
  request.facts = *decode::glance_at_file(test::opened(path), path);
  return request;
}

test::Child only_decoder() {
  const auto decoders = test::decoders_of(::getpid());
  REQUIRE(decoders.size() == 1);
  return decoders.front();
}

class CountingFile final : public ReadFile {
 public:
  explicit CountingFile(std::unique_ptr<ReadFile> file, int good,
                        Error then = trust_error("store.piece", "abc", "not what was signed"))
      : file_(std::move(file)), good_(good), then_(std::move(then)) {}
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) override {
    if (good_-- <= 0) return fail(then_);
    return file_->read_at(offset, buffer);
  }
  Result<std::uint64_t> size() override { return file_->size(); }

 private:
  std::unique_ptr<ReadFile> file_;
  int good_;
  Error then_;
};

}  // namespace

TEST_CASE("a film decoded in another process has the same frames at the same times, without a copy") {
  const auto house = nursery();
  const auto path = test::numbered_clip();
  auto request = request_for(path);
  request.start = 1s;
  auto remote = isolate::open_video(*house, test::opened(path), request);
  REQUIRE(remote);
  auto local = decode::VideoDecoder::open(test::opened(path), request);
  REQUIRE(local);
  int frames = 0;
  while (true) {
    auto here = (*local)->next();
    auto there = (*remote)->next();
    REQUIRE(here);
    REQUIRE(there);
    REQUIRE(here->has_value() == there->has_value());
    if (!*here) break;
    ++frames;
    CHECK((*here)->time == (*there)->time);
    CHECK((*here)->size == (*there)->size);
    CHECK((*here)->layout == (*there)->layout);
    CHECK(test::number_of(**here) == test::number_of(**there));
  }
  CHECK(frames == 75);
  CHECK_FALSE(*(*remote)->next());  // the end stays the end
}

TEST_CASE("frames that are still looked at survive their decoder") {
  const auto house = nursery();
  const auto path = test::numbered_clip();
  std::vector<decode::Frame> kept;
  {
    auto remote = isolate::open_video(*house, test::opened(path), request_for(path));
    REQUIRE(remote);
    for (int i = 0; i < 6; ++i) kept.push_back(**(*remote)->next());
  }
  for (int i = 0; i < 100 && !test::decoders_of(::getpid()).empty(); ++i) std::this_thread::sleep_for(10ms);
  CHECK(test::decoders_of(::getpid()).empty());
  for (int i = 0; i < 6; ++i) CHECK(test::number_of(kept[static_cast<std::size_t>(i)]) == i);
}

TEST_CASE("a sound decoded in another process has the same samples") {
  const auto house = nursery();
  const auto path =
      test::made_clip("isolated-tone.m4a", {"-f", "lavfi", "-i", "sine=f=330:d=2", "-c:a", "aac"});
  decode::SoundRequest request;
  request.name = "tone";
  request.start = 500ms;
  auto remote = isolate::open_sound(*house, test::opened(path), request);
  REQUIRE(remote);
  auto local = decode::SoundDecoder::open(test::opened(path), request);
  REQUIRE(local);
  std::vector<float> here, there;
  while (auto chunk = *(*local)->next())
    here.insert(here.end(), chunk->samples.begin(), chunk->samples.end());
  while (auto chunk = *(*remote)->next())
    there.insert(there.end(), chunk->samples.begin(), chunk->samples.end());
  CHECK(here.size() > 2 * 48000);
  CHECK(here == there);
}

TEST_CASE("a picture decoded in another process has the same pixels, of every kind") {
  const auto house = nursery();
  const auto made = [](const std::string& name) {
    return test::made_clip(name, {"-f", "lavfi", "-i", "testsrc2=s=400x300", "-frames:v", "1"});
  };
  const auto svg = test::written_file(
      "isolated.svg",
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" )"
      R"(fill="#c03030"/><circle cx="200" cy="150" r="90" fill="#30a050" fill-opacity="0.5"/></svg>)");
  for (const auto& path : {made("isolated.png"), made("isolated.jpg"), made("isolated.webp"), svg}) {
    INFO(path);
    const auto local = decode::decode_picture(test::bytes_of(path), "p", {100, 75});
    const auto remote = isolate::decode_picture(*house, test::opened(path), "p", {100, 75});
    REQUIRE(local);
    REQUIRE(remote);
    CHECK(remote->format == local->format);
    CHECK(remote->full_size == pixels::Size{400, 300});
    REQUIRE(remote->pixels.size() == local->pixels.size());
    for (int y = 0; y < 75; ++y)
      CHECK(std::equal(local->pixels.row(y), local->pixels.row(y) + 100, remote->pixels.row(y)));
  }
  const auto broken = isolate::decode_picture(*house, test::opened(test::numbered_clip()), "p");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().rule == "picture.unknown_format");
}

TEST_CASE("a decoder that is killed is an error of its film, with the signal's name; the next film plays") {
  const auto house = nursery();
  const auto path = test::numbered_clip();
  for (const int number : {SIGKILL, SIGSEGV, SIGABRT}) {
    auto remote = isolate::open_video(*house, test::opened(path), request_for(path));
    REQUIRE(remote);
    const auto frame = (*remote)->next();
    REQUIRE(frame);
    ::kill(only_decoder().pid, number);
    auto next = (*remote)->next();
    for (int i = 0; i < 3 && next; ++i) next = (*remote)->next();
    REQUIRE_FALSE(next);
    CHECK(next.error().rule == "decoder.died");
    INFO(next.error().message);
    CHECK(next.error().message.find(number == SIGKILL   ? "SIGKILL"
                                    : number == SIGSEGV ? "SIGSEGV"
                                                        : "SIGABRT") != std::string::npos);
    CHECK(isolate::is_decoder_fault(next.error()));
    CHECK(test::number_of(**frame) == 0);  // what was shown can still be shown
  }
}

TEST_CASE("nobody waits for a decoder that hangs once it is not wanted any more, and it is ended") {
  const auto house = nursery();
  const auto path = test::numbered_clip();
  std::stop_source stop;
  auto remote = isolate::open_video(*house, test::opened(path), request_for(path), stop.get_token());
  REQUIRE(remote);
  ::kill(only_decoder().pid, SIGSTOP);
  std::jthread later([&] {
    std::this_thread::sleep_for(100ms);
    stop.request_stop();
  });
  const auto began = std::chrono::steady_clock::now();
  CHECK_FALSE((*remote)->next());
  CHECK(std::chrono::steady_clock::now() - began < 8s);
  remote->reset();
  for (int i = 0; i < 200 && !test::decoders_of(::getpid()).empty(); ++i) std::this_thread::sleep_for(10ms);
  CHECK(test::decoders_of(::getpid()).empty());
}

TEST_CASE("a film that needs more memory than its release says is refused as such") {
  const auto house = nursery();
  const auto path = test::made_clip("large.mp4", {"-f", "lavfi", "-i", "testsrc2=s=1280x720:d=1", "-c:v",
                                                  "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"});
  auto request = request_for(path);
  request.facts->video->width_px = 160;
  request.facts->video->height_px = 90;
  auto remote = isolate::open_video(*house, test::opened(path), request);
  if (remote) {
    const auto frame = (*remote)->next();
    REQUIRE_FALSE(frame);
    CHECK(frame.error().rule == "media.memory");
  } else {
    CHECK(remote.error().rule == "media.memory");
  }
}

TEST_CASE("what the verifying reader refuses comes back as it is") {
  const auto house = nursery();
  const auto path = test::made_clip("noise.mp4", {"-f", "lavfi", "-i", "testsrc2=s=640x360:d=2,noise=alls=40",
                                                  "-c:v", "libx264", "-preset", "ultrafast"});
  for (const int good : {0, 2}) {
    auto remote = isolate::open_video(*house, std::make_unique<CountingFile>(test::opened(path), good),
                                      request_for(path));
    if (remote) {
      auto frame = (*remote)->next();
      while (frame && *frame) frame = (*remote)->next();
      REQUIRE_FALSE(frame);
      CHECK(frame.error().rule == "store.piece");
    } else {
      CHECK(remote.error().rule == "store.piece");
    }
  }
}

TEST_CASE("a disk that fails in the middle of a film is named, and blames neither film nor decoder") {
  const auto house = nursery();
  const auto path = test::made_clip("noise.mp4", {"-f", "lavfi", "-i", "testsrc2=s=640x360:d=2,noise=alls=40",
                                                  "-c:v", "libx264", "-preset", "ultrafast"});
  auto remote = isolate::open_video(
      *house,
      std::make_unique<CountingFile>(test::opened(path), 12,
                                     environment_error("disk.io", path, "read: Input/output error")),
      request_for(path));
  REQUIRE(remote);
  int frames = 0;
  auto next = (*remote)->next();
  for (; next && *next; next = (*remote)->next()) ++frames;
  REQUIRE_FALSE(next);
  CHECK(frames > 0);
  CHECK(frames < 50);
  CHECK(next.error().rule == "disk.io");
  CHECK(next.error().kind == ErrorKind::environment);
  CHECK_FALSE(isolate::is_decoder_fault(next.error()));
}

TEST_CASE("a nursery that was killed is missed once; its films' failure is not theirs") {
  const auto house = nursery();
  const auto path = test::numbered_clip();
  auto remote = isolate::open_video(*house, test::opened(path), request_for(path));
  REQUIRE(remote);
  for (const auto& child : test::children_of(::getpid()))
    if (child.name == "gc-nursery") ::kill(child.pid, SIGKILL);
  auto next = (*remote)->next();
  for (int i = 0; i < 100 && next && *next;
       ++i) {  // the signal may come after some frames, but before the film's end
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    next = (*remote)->next();
  }
  REQUIRE_FALSE(next);
  CHECK(next.error().rule == "decoder.nursery");
}
