// Which of the two present paths this machine shows films with: measured, not known by name. A child of the
// player times both at lowest priority after the first picture is up, and the answer is remembered for the
// next start. Threads: main. Errors: none; without an answer the surface is taken, which works everywhere.
// Source: shared/design/playback.md (which design, 1: what each path costs).
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "content-sync/base/clock.h"
#include "content-sync/base/disk.h"
#include "player/pixels/pixmap.h"

namespace gatecast::screen {

enum class PathKind { surface, renderer };

// Of one picture; processor time of all threads, since llvmpipe draws in several.
struct PathTimes {
  Duration surface_cpu{0};
  Duration renderer_cpu{0};
  Duration renderer_wall{0};  // until the picture is drawn, without waiting for the display
  bool has_renderer = false;
};
PathKind choose_path(const PathTimes& times);
std::string_view to_string(PathKind kind);

// Opens two hidden windows of this size on the display and times some pictures; at most half a second. A
// program of its own calls it, since an OpenGL library keeps a hundred megabytes for good.
PathTimes measure_paths(pixels::Size size);
inline constexpr const char* kMeasureCall = "--measure-output-path";
bool is_measure_call(int argc, char** argv);
int run_measure(int argc, char** argv);

// What the answer holds for: another graphics device, driver or size asks for another one.
std::string path_key(pixels::Size size);
// There is a device that a renderer could be quick on; else nothing is measured.
bool has_render_node();
std::string first_render_node();  // "/dev/dri/renderD128"; empty: there is none

std::optional<PathKind> remembered_path(Disk& disk, const Path& file, const std::string& key);
Status remember_path(Disk& disk, const Path& file, const std::string& key, PathKind kind,
                     const PathTimes& times);

// The child, asked now and then whether it is done.
class PathProbe {
 public:
  static std::unique_ptr<PathProbe> start(pixels::Size size);  // null where it cannot be started
  ~PathProbe();
  PathProbe(const PathProbe&) = delete;
  PathProbe& operator=(const PathProbe&) = delete;
  enum class State { running, done, failed };
  State look(SteadyInstant now);
  [[nodiscard]] const PathTimes& times() const { return times_; }

 private:
  PathProbe(int pid, int pipe, SteadyInstant started) : pid_(pid), pipe_(pipe), started_(started) {}
  void end();
  int pid_;
  int pipe_;
  SteadyInstant started_;
  std::string said_;
  PathTimes times_;
};

}  // namespace gatecast::screen
