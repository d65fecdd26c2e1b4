// The words of gatecast-preview's command line, read into values.
// Threads: main only. Errors: usage errors "preview.usage".
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "player/preview/pictures.h"

namespace CLI {
class App;
}

namespace gatecast::preview {

struct CommandLine {
  std::vector<Path> paths;
  bool is_probe = false;
  bool is_tiles = false;
  bool is_for_gallery = false;
  bool is_measure = false;
  bool is_all = false;
  bool is_all_pages = false;
  bool is_render = false;
  bool is_explain = false;
  bool is_play = false;
  bool is_json = false;
  bool is_bare = false;
  bool is_windowed = false;
  bool is_reduced_motion = false;
  std::string item;
  std::string page;
  Path film;
  Path out;
  Path stats;
  std::string language;
  std::string size;
  std::string at;
  std::string from;
  std::string mode;
  std::string why;
  std::string ics;
  std::string site;
  std::vector<std::string> tags;
  std::vector<std::string> feeds;
  double hours = 0;
  std::optional<double> offset;
  std::optional<double> seconds;
  int frames_per_second = 25;
  int loudness_mlufs = -23000;
};

void add_options(CLI::App& app, CommandLine& line);
// Exactly one thing to do, with what it needs.
Status check_command_line(const CommandLine& line);

Result<Instant> instant_of(const CommandLine& line, Instant otherwise);
Result<std::optional<pixels::Size>> size_of(const CommandLine& line);
Result<std::optional<bundle::Mode>> mode_of(const CommandLine& line);
std::vector<bundle::LanguageTag> languages_of(const CommandLine& line);
std::optional<Duration> duration_of(const std::optional<double>& seconds);

}  // namespace gatecast::preview
