#include "tests/support/made_film.h"

#include <stdexcept>

#include "tests/support/process.h"

namespace gatecast::test {

void run_ffmpeg(const std::vector<std::string>& arguments) {
  std::vector<std::string> command{"ffmpeg", "-nostdin", "-loglevel", "error", "-y"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const auto result = run(command);
  if (result.exit_code != 0) throw std::runtime_error("ffmpeg failed: " + result.err);
}

std::string made_film(const std::string& path, const FilmRecipe& recipe) {
  std::vector<std::string> arguments{"-f", "lavfi", "-i", recipe.picture};
  const auto add = [&](const std::vector<std::string>& more) {
    arguments.insert(arguments.end(), more.begin(), more.end());
  };
  if (!recipe.sound.empty()) add({"-f", "lavfi", "-i", recipe.sound});
  add({"-pix_fmt", "yuv420p"});
  add(recipe.video_codec);
  if (!recipe.sound.empty()) add(recipe.audio_codec);
  add({path});
  run_ffmpeg(arguments);
  return path;
}

}  // namespace gatecast::test
