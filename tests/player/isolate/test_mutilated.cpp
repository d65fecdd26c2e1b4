// Films and sounds that were cut, bent, emptied in places or are something else than they say: each is
// refused with a name or decoded; none brings its decoder down, holds it up, or reaches the player.
#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "player/decode/probe.h"
#include "player/isolate/remote_decoder.h"
#include "tests/player/decode/clips.h"
#include "tests/support/full_counts.h"
#include "tests/support/mutilate.h"

using namespace gatecast;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> whole_files() {
  const auto with = [](const std::string& name, const std::vector<std::string>& codecs) {
    std::vector<std::string> arguments{"-f",       "lavfi",  "-i", "testsrc2=s=160x96:r=25:d=1",
                                       "-f",       "lavfi",  "-i", "sine=d=1",
                                       "-pix_fmt", "yuv420p"};
    arguments.insert(arguments.end(), codecs.begin(), codecs.end());
    return test::made_clip(name, arguments);
  };
  return {
      with("m-h264.mp4", {"-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-c:a", "aac"}),
      with("m-hevc.mkv",
           {"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", "-c:a", "flac"}),
      with("m-vp8.webm", {"-c:v", "libvpx", "-cpu-used", "8", "-deadline", "realtime", "-c:a", "libvorbis"})};
}

class BytesFile final : public ReadFile {
 public:
  explicit BytesFile(Bytes bytes) : bytes_(std::move(bytes)) {}
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) override {
    if (offset >= bytes_.size()) return std::size_t{0};
    return bytes_.copy(buffer.data(), buffer.size(), offset);
  }
  Result<std::uint64_t> size() override { return bytes_.size(); }

 private:
  Bytes bytes_;
};

// The error's rule, "" when it was decoded to its end.
template <class Decoder>
std::string ending_of(Result<std::unique_ptr<Decoder>> decoder) {
  if (!decoder) return decoder.error().rule;
  while (true) {
    const auto next = (*decoder)->next();
    if (!next) return next.error().rule;
    if (!*next) return "";
  }
}

bool is_named(const std::string& rule) {
  return rule.empty() || rule.starts_with("media.");
}

}  // namespace

TEST_CASE(
    "mutilated films and sounds are decoded or refused by name, with the facts of the whole file or "
    "without") {
  const auto house = isolate::Nursery::start();
  REQUIRE(house);
  const auto files = whole_files();
  std::vector<std::optional<bundle::MediaFacts>> facts;
  for (const auto& file : files) facts.emplace_back(*decode::glance_at_file(test::opened(file), file));
  const int count = test::is_long() ? 300 : 30;
  std::map<std::string, int> endings;
  for (int seed = 0; seed < count; ++seed) {
    const auto which = static_cast<std::size_t>(seed) % files.size();
    const auto mutilated = test::mutilate(test::bytes_of(files[which]), static_cast<std::uint32_t>(seed));
    INFO("seed " << seed << ": " << mutilated.how << " of " << files[which]);
    decode::VideoRequest video;
    video.name = "film";
    if (seed % 3 != 0) video.facts = facts[which];
    if (seed % 4 == 1) video.start = 500ms;
    const auto seen =
        ending_of(isolate::open_video(**house, std::make_unique<BytesFile>(mutilated.bytes), video));
    CHECK(is_named(seen));
    decode::SoundRequest sound;
    sound.name = "sound";
    const auto heard =
        ending_of(isolate::open_sound(**house, std::make_unique<BytesFile>(mutilated.bytes), sound));
    CHECK(is_named(heard));
    ++endings[seen];
  }
  // Both happen, or nothing was mutilated, or everything.
  CHECK(endings[""] > 0);
  CHECK(endings.size() > 1);
}
