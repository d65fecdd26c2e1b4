// The demo's films, as anybody's decoder reads them: twelve pictures of each, from the first to the last.
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

namespace {

struct Grey {
  std::size_t width, height;
  std::string pixels;
  [[nodiscard]] int at(std::size_t x, std::size_t y) const {
    return static_cast<unsigned char>(pixels[y * width + x]);
  }
};

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  REQUIRE(pipe);
  std::string all;
  std::vector<char> buffer(1U << 16U);
  for (std::size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;)
    all.append(buffer.data(), n);
  return all;
}

Grey picture_of(const std::string& film, std::size_t width, std::size_t height, const std::string& where) {
  Grey grey{
      width, height,
      output_of("ffmpeg -v error " + where + " -i '" + film + "' -frames:v 1 -f rawvideo -pix_fmt gray -")};
  REQUIRE(grey.pixels.size() == width * height);
  return grey;
}

// How far the outermost lines are from those a few pixels inside: a gap at an edge is a jump along all of it.
double worst_edge(const Grey& grey) {
  constexpr std::size_t kInside = 4;
  const auto jump = [&](std::size_t count, const auto& outer, const auto& inner) {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += std::abs(outer(i) - inner(i));
    return sum / static_cast<double>(count);
  };
  const auto row = [&](std::size_t y) { return [&grey, y](std::size_t x) { return grey.at(x, y); }; };
  const auto column = [&](std::size_t x) { return [&grey, x](std::size_t y) { return grey.at(x, y); }; };
  return std::max({jump(grey.width, row(0), row(kInside)),
                   jump(grey.width, row(grey.height - 1), row(grey.height - 1 - kInside)),
                   jump(grey.height, column(0), column(kInside)),
                   jump(grey.height, column(grey.width - 1), column(grey.width - 1 - kInside))});
}

// The share of pixels of the commonest brightness: an empty picture is all of one.
double commonest(const Grey& grey) {
  std::vector<double> counts(16);
  for (const char c : grey.pixels) ++counts[static_cast<unsigned char>(c) / 16];
  return *std::max_element(counts.begin(), counts.end()) / static_cast<double>(grey.pixels.size());
}

}  // namespace

TEST_CASE("the demo's films have no gap at an edge, and full pictures at their beginning and end") {
  constexpr int kLooks = 12;
  const std::filesystem::path folder = GATECAST_SOURCE_DIR "/assets/demo/shared/media";
  int films = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".mp4") continue;
    const std::string film = entry.path().string();
    INFO(entry.path().filename().string());
    std::size_t width = 0;
    std::size_t height = 0;
    double seconds = 0;
    const auto facts = output_of(
        "ffprobe -v error -select_streams v:0 -show_entries stream=width,height,duration -of csv=p=0 '" +
        film + "'");
    REQUIRE(std::sscanf(facts.c_str(), "%zu,%zu,%lf", &width, &height, &seconds) == 3);
    for (int look = 0; look < kLooks; ++look) {
      INFO("look " << look);
      const bool is_last = look == kLooks - 1;
      const auto grey = picture_of(
          film, width, height,
          is_last ? std::string("-sseof -0.06") : "-ss " + std::to_string(seconds * look / (kLooks - 1)));
      CHECK(worst_edge(grey) < 16);
      if (look == 0 || is_last) CHECK(commonest(grey) < 0.7);
    }
    ++films;
  }
  CHECK(films == 6);
}
