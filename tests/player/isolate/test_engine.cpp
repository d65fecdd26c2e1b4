// The video engine where there is none, or a bad one: what it costs is nothing that anybody sees. That a real
// one works is proven by nobody but the test film, on the machine that has it.
#include <catch2/catch.hpp>
#include <numeric>

#include "player/decode/probe.h"
#include "player/isolate/engine_decoder.h"
#include "tests/player/decode/clips.h"

using namespace gatecast;
using namespace std::chrono_literals;

namespace {

std::shared_ptr<isolate::Nursery> engine_house() {
  auto started = isolate::Nursery::start();
  if (!started) throw std::runtime_error(to_string(started.error()));
  return *started;
}

decode::VideoRequest numbers_request(const std::string& path) {
  decode::VideoRequest request;
  request.name = "film/numbers";
  request.facts = *decode::glance_at_file(test::opened(path), path);
  return request;
}

// By the "engine" some frames come, as by the processor, and then an error.
class FailingEngine final : public decode::VideoDecoder {
 public:
  FailingEngine(std::unique_ptr<decode::VideoDecoder> decoder, int good, Error then)
      : decoder_(std::move(decoder)), good_(good), then_(std::move(then)) {}
  Result<std::optional<decode::Frame>> next() override {
    if (good_-- <= 0) return fail(then_);
    return decoder_->next();
  }
  void hurry(bool) override {}

 private:
  std::unique_ptr<decode::VideoDecoder> decoder_;
  int good_;
  Error then_;
};

struct EngineBench {
  std::string path = test::numbered_clip();
  std::shared_ptr<isolate::Engine> engine = std::make_shared<isolate::Engine>("/dev/none");
  int good = 10;
  Error then = content_error("decoder.died", "film/numbers", "its decoder was killed by SIGSEGV");
  int by_engine = 0, by_processor = 0;

  isolate::OpenVideoBy open() {
    return [this](const decode::VideoRequest& request) -> Result<std::unique_ptr<decode::VideoDecoder>> {
      GATECAST_TRY(auto decoder, decode::VideoDecoder::open(test::opened(path), request));
      ++(request.engine_node.empty() ? by_processor : by_engine);
      if (request.engine_node.empty()) return decoder;
      if (good < 0) return fail(then);
      return std::make_unique<FailingEngine>(std::move(decoder), good, then);
    };
  }
  // Of the frames, in their order, until the end or an error.
  std::vector<int> numbers(std::string* error = nullptr) {
    std::vector<int> seen;
    auto decoder = isolate::open_video_by(engine, numbers_request(path), open());
    if (!decoder && error != nullptr) *error = decoder.error().rule;
    if (!decoder) return seen;
    while (true) {
      const auto frame = (*decoder)->next();
      if (!frame && error != nullptr) *error = frame.error().rule;
      if (!frame || !*frame) return seen;
      seen.push_back(test::number_of(**frame));
    }
  }
};

std::vector<int> all_numbers() {
  std::vector<int> all(100);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

}  // namespace

TEST_CASE("a device that is no video engine is not trusted, and films go by the processor") {
  const auto house = engine_house();
  for (const char* node : {"/dev/null", "/dev/dri/renderD199"}) {
    isolate::Engine engine(node);
    const auto proof = isolate::prove(*house, engine);
    REQUIRE_FALSE(proof);
    CHECK(proof.error().rule == "engine.device");
    CHECK_FALSE(engine.is_trusted());
  }
}

TEST_CASE("the test film of engines is decoded by the processor as it was made") {
  const auto house = engine_house();
  struct View final : ReadFile {
    Result<std::size_t> read_at(std::uint64_t offset, std::span<char> buffer) override {
      if (offset >= isolate::kEngineFilm.size()) return std::size_t{0};
      return isolate::kEngineFilm.copy(buffer.data(), buffer.size(), offset);
    }
    Result<std::uint64_t> size() override { return isolate::kEngineFilm.size(); }
  };
  const auto open = [&] { return isolate::open_video(*house, std::make_unique<View>(), {}); };
  auto one = open();
  auto other = open();
  REQUIRE(one);
  REQUIRE(other);
  CHECK(isolate::compare_frames(**one, **other));
  auto third = open();
  auto local = decode::VideoDecoder::open(test::opened(test::numbered_clip()), {});
  const auto different = isolate::compare_frames(**third, **local);
  REQUIRE_FALSE(different);
  CHECK(different.error().rule == "engine.pixels");
}

TEST_CASE("an engine that fails in the middle of a film hands over to the processor without losing a frame") {
  for (const int good : {-1, 0, 1, 10, 99}) {
    for (const char* rule : {"decoder.died", "decoder.hangs", "engine.frame", "media.undecodable"}) {
      EngineBench bench;
      bench.good = good;
      bench.then.rule = rule;
      bench.engine->trust();
      INFO(good << " frames, then " << rule);
      CHECK(bench.numbers() == all_numbers());
      CHECK(bench.by_engine == 1);
      CHECK_FALSE(bench.engine->is_trusted());
      // And is left alone from then on.
      CHECK(bench.numbers() == all_numbers());
      CHECK(bench.by_engine == 1);
    }
  }
}

TEST_CASE("an engine that was not proven is never asked") {
  EngineBench bench;
  CHECK(bench.numbers() == all_numbers());
  CHECK(bench.by_engine == 0);
}

TEST_CASE("what the disk and the store say is not the engine's fault") {
  for (const char* rule : {"disk.io", "store.piece", "decoder.nursery", "decoder.stopped"}) {
    EngineBench bench;
    bench.then.rule = rule;
    bench.engine->trust();
    std::string error;
    CHECK(bench.numbers(&error).size() == 10);
    CHECK(error == rule);
    CHECK(bench.by_processor == 0);
    CHECK(bench.engine->is_trusted());
  }
}

TEST_CASE("a film that the processor cannot open either is not the engine's fault") {
  auto engine = std::make_shared<isolate::Engine>("/dev/none");
  engine->trust();
  const auto opened = isolate::open_video_by(
      engine, {}, [](const decode::VideoRequest&) -> Result<std::unique_ptr<decode::VideoDecoder>> {
        return fail(content_error("media.broken", "film/broken", "no film"));
      });
  REQUIRE_FALSE(opened);
  CHECK(opened.error().rule == "media.broken");
  CHECK(engine->is_trusted());
}

TEST_CASE("only films that an engine is quicker with are given to it") {
  auto film = *numbers_request(test::numbered_clip()).facts->video;
  film.width_px = 1920;
  CHECK(decode::is_for_engine(film));
  const auto is_not = [&](auto change) {
    auto other = film;
    change(other);
    return !decode::is_for_engine(other);
  };
  CHECK(is_not([](auto& one) { one.width_px = 320; }));
  CHECK(is_not([](auto& one) { one.is_interlaced = true; }));
  CHECK(is_not([](auto& one) { one.bit_depth = 10; }));
  CHECK(is_not([](auto& one) { one.pixel_format = "yuv444p"; }));
  CHECK(is_not([](auto& one) { one.codec = "prores"; }));
}
