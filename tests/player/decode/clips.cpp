#include "tests/player/decode/clips.h"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "tests/support/made_film.h"
#include "tests/support/process.h"

namespace gatecast::test {
namespace {

const std::string& folder() {
  static const TemporaryFolder kFolder;
  return kFolder.path();
}

}  // namespace

std::string made_clip(const std::string& name, const std::vector<std::string>& arguments) {
  const std::string path = folder() + "/" + name;
  if (std::filesystem::exists(path)) return path;
  auto with_name = arguments;
  with_name.push_back(path);
  run_ffmpeg(with_name);
  return path;
}

std::vector<std::string> made_clips(const std::vector<ClipRecipe>& recipes) {
  std::vector<std::string> arguments;
  std::vector<std::string> outputs;
  std::vector<std::string> paths;
  for (const auto& recipe : recipes) {
    arguments.insert(arguments.end(), recipe.input.begin(), recipe.input.end());
    outputs.insert(outputs.end(), {"-map", std::to_string(paths.size()) + ":v"});
    outputs.insert(outputs.end(), recipe.output.begin(), recipe.output.end());
    paths.push_back(folder() + "/" + recipe.name);
    outputs.push_back(paths.back());
  }
  arguments.insert(arguments.end(), outputs.begin(), outputs.end());
  run_ffmpeg(arguments);
  return paths;
}

std::string written_file(const std::string& name, ByteView bytes) {
  SystemDisk disk;
  const std::string path = folder() + "/" + name;
  if (const auto status = write_file_durably(disk, path, bytes); !status)
    throw std::runtime_error(to_string(status.error()));
  return path;
}

std::unique_ptr<ReadFile> opened(const std::string& path) {
  SystemDisk disk;
  auto file = disk.open_read(path);
  if (!file) throw std::runtime_error(to_string(file.error()));
  return std::move(*file);
}

Bytes bytes_of(const std::string& path) {
  SystemDisk disk;
  auto bytes = read_file(disk, path, 64U << 20U);
  if (!bytes) throw std::runtime_error(to_string(bytes.error()));
  return *bytes;
}

std::string numbered_clip() {
  return made_clip(
      "numbered.mp4",
      {"-f", "lavfi", "-i", "color=black:s=64x64:r=25:d=4,format=yuv420p,geq=lum='16+2*N':cb=128:cr=128",
       "-c:v", "libx264", "-qp", "4", "-bf", "2", "-g", "25", "-pix_fmt", "yuv420p"});
}

int number_of(const decode::Frame& frame) {
  const int luma = frame.planes[0][static_cast<std::ptrdiff_t>(32) * frame.strides_bytes[0] + 32];
  return (luma - 16 + 1) / 2;
}

std::string shared_media() {
  const char* named = std::getenv("GATECAST_SHARED");
  const auto base = named != nullptr ? std::filesystem::path(named)
                                     : std::filesystem::path(GATECAST_SOURCE_DIR).parent_path() / "shared";
  const auto media = base / "media";
  return std::filesystem::is_directory(media) ? media.string() : std::string();
}

}  // namespace gatecast::test
