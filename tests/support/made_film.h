// Films for tests, drawn by the ffmpeg program from its own sources (lavfi): a test says what is seen and
// heard. Threads: any, each with its own path. Errors: throws std::runtime_error, which fails the test.
#pragma once
#include <string>
#include <vector>

namespace gatecast::test {

struct FilmRecipe {
  std::string picture;  // lavfi, "testsrc2=s=320x180:r=25:d=5"
  std::string sound;    // lavfi, "sine=f=440:d=5"; empty for none
  std::vector<std::string> video_codec{"-c:v", "libx264", "-preset", "ultrafast", "-g", "25"};
  std::vector<std::string> audio_codec{"-c:a", "aac"};
};

// Writes `path` (its ending tells the container) and gives it back.
std::string made_film(const std::string& path, const FilmRecipe& recipe);
// Runs ffmpeg with these arguments, the output's name at their end.
void run_ffmpeg(const std::vector<std::string>& arguments);

}  // namespace gatecast::test
