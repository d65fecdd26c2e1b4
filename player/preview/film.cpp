#include "player/preview/film.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

extern char** environ;  // NOLINT: POSIX

namespace gatecast::preview {
namespace {

auto failed(const Path& file, std::string message) {
  return fail(
      environment_error("preview.film", file.string(), std::move(message),
                        "install ffmpeg (Debian: apt-get install ffmpeg) and look whether the disk is full"));
}

class Encoder {
 public:
  static Result<Encoder> start(const FilmOptions& options, const Path& file);
  Encoder(Encoder&& other) noexcept
      : input_(std::exchange(other.input_, -1)), child_(std::exchange(other.child_, -1)) {}
  Encoder(const Encoder&) = delete;
  ~Encoder() { finish(); }

  bool write(const pixels::Pixmap& frame) const {
    const auto* next = reinterpret_cast<const char*>(frame.data());
    auto left =
        static_cast<std::size_t>(frame.stride_bytes()) * static_cast<std::size_t>(frame.size().height_px);
    while (left > 0) {
      const auto written = ::write(input_, next, left);
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return false;
      next += written;
      left -= static_cast<std::size_t>(written);
    }
    return true;
  }
  bool finish() {
    if (input_ >= 0) close(std::exchange(input_, -1));
    if (child_ < 0) return false;
    int status = 0;
    while (waitpid(child_, &status, 0) < 0 && errno == EINTR) {
    }
    child_ = -1;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

 private:
  Encoder(int input, pid_t child) : input_(input), child_(child) {}
  int input_ = -1;
  pid_t child_ = -1;
};

Result<Encoder> Encoder::start(const FilmOptions& options, const Path& file) {
  std::array<int, 2> pipe{};
  if (pipe2(pipe.data(), O_CLOEXEC) != 0) return failed(file, std::strerror(errno));
  std::vector<std::string> words{"ffmpeg",
                                 "-nostdin",
                                 "-loglevel",
                                 "error",
                                 "-y",
                                 "-f",
                                 "rawvideo",
                                 "-pix_fmt",
                                 "bgra",
                                 "-s",
                                 fmt::format("{}x{}", options.size.width_px, options.size.height_px),
                                 "-r",
                                 std::to_string(options.frames_per_second),
                                 "-i",
                                 "pipe:0",
                                 "-vf",
                                 "scale=out_color_matrix=bt709:out_range=tv",
                                 "-c:v",
                                 "libx264",
                                 "-preset",
                                 "veryfast",
                                 "-crf",
                                 "21",
                                 "-pix_fmt",
                                 "yuv420p",
                                 "-colorspace",
                                 "bt709",
                                 "-color_primaries",
                                 "bt709",
                                 "-color_trc",
                                 "bt709",
                                 "-movflags",
                                 "+faststart",
                                 "-f",
                                 "mp4",
                                 file.string()};
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe[0], 0);
  pid_t child = -1;
  const int error = posix_spawnp(&child, "ffmpeg", &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe[0]);
  if (error != 0) {
    close(pipe[1]);
    return failed(file, std::string("ffmpeg cannot be started: ") + std::strerror(error));
  }
  return Encoder(pipe[1], child);
}

}  // namespace

Status write_film(const OpenedChannel& channel, const FilmOptions& options, const Path& file) {
  if (options.size.width_px % 2 != 0 || options.size.height_px % 2 != 0) {
    return fail(usage_error("preview.size",
                            fmt::format("{}x{}", options.size.width_px, options.size.height_px),
                            "a film's width and height must be even"));
  }
  signal(SIGPIPE, SIG_IGN);  // an encoder that ends is seen by its pipe
  GATECAST_TRY(auto encoder, Encoder::start(options, file));
  playback::MomentRenderer renderer(channel.content);
  if (options.is_motion_reduced) renderer.reduce_motion();
  const auto frames = options.length.count() * options.frames_per_second / 1'000'000;
  for (std::int64_t frame = 0; frame < frames; ++frame) {
    const auto now = options.from + Duration(frame * 1'000'000 / options.frames_per_second);
    const auto moment = renderer.render(options.situation, now, options.size);
    if (!encoder.write(moment.pixels)) return failed(file, "ffmpeg takes no more frames");
  }
  if (!encoder.finish()) return failed(file, "ffmpeg could not write the film");
  return {};
}

}  // namespace gatecast::preview
