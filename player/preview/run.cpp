#include "player/preview/run.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "content-sync/base/command_line.h"
#include "player/pixels/png.h"
#include "player/playback/play_files.h"
#include "player/preview/command_line.h"
#include "player/preview/confine.h"
#include "player/preview/film.h"
#include "player/preview/measure.h"
#include "player/preview/pictures.h"
#include "player/preview/probe.h"
#include "player/preview/tiles.h"
#include "player/preview/wishes.h"
#include "player/programme/explain_command.h"
#include "player/programme/languages.h"

namespace gatecast::preview {
namespace {

constexpr auto kAbout =
    "Measures and shows content with the player's own code, before anybody signs it.\n\n"
    "  gatecast-preview FOLDER --item customs/declare --language vi,lo --out declare.png\n"
    "  gatecast-preview FOLDER --all --out pictures/\n"
    "  gatecast-preview FOLDER --page visa/into-laos --language lo --mode largest --out visa.png\n"
    "  gatecast-preview FOLDER --all-pages --out pages/\n"
    "  gatecast-preview FOLDER --render --at 2026-12-01T08:00:00+07:00 --out eight.png\n"
    "  gatecast-preview FOLDER --explain --at 2026-12-01T08:00:00+07:00 --hours 24 --why customs/declare\n"
    "  gatecast-preview --play film.mp4 other.webm --seconds 30 --stats stats.json\n"
    "  gatecast-preview --probe FILE...    gatecast-preview --measure FOLDER";
constexpr auto kFooter = "Exit codes: 0 fine, 1 content, 2 usage, 3 environment (disk, display, ffmpeg).";

int print(const Measured& measured) {
  std::fputs(measured.json.c_str(), stdout);
  return measured.is_fine ? 0 : 1;
}

Result<int> play(const CommandLine& line, std::shared_ptr<isolate::Nursery> nursery) {
  playback::PlayFilesOptions options;
  options.nursery = std::move(nursery);
  options.process_start = SystemClock().steady_now();
  options.files = line.paths;
  options.seconds = duration_of(line.seconds);
  options.stats = line.stats;
  if (line.is_windowed) options.screen.kind = screen::WindowKind::windowed;
  options.screen.escape_quits = true;
  GATECAST_TRY(const auto size, size_of(line));
  options.screen.size = size.value_or(options.screen.size);
  GATECAST_TRY_STATUS(playback::play_files(options));
  return 0;
}

Result<int> draw_all(Disk& disk, const CommandLine& line, const OpenedChannel& channel,
                     const Wishes& wishes) {
  GATECAST_TRY(const auto all, write_all_pictures(disk, channel, wishes.pictures, line.out));
  for (const auto& name : all.files) std::printf("%s\n", (line.out / name).c_str());
  for (const auto& error : all.errors) complain(error, false);
  return all.errors.empty() ? 0 : 1;
}

Result<int> render(Disk& disk, const CommandLine& line, const OpenedChannel& channel, const Wishes& wishes) {
  playback::MomentRenderer renderer(channel.content);
  if (line.is_reduced_motion) renderer.reduce_motion();
  const auto moment = renderer.render(wishes.situation, wishes.now, wishes.size);
  for (const auto& error : moment.refused) complain(error, false);
  GATECAST_TRY_STATUS(pixels::write_png(disk, line.out, moment.pixels));
  return moment.refused.empty() ? 0 : 1;
}

// A mistyped language draws pictures too; nobody should take them for what was asked for.
void tell_missing_languages(const CommandLine& line, const bundle::LanguageSet& languages) {
  for (const auto& tag : languages_of(line))
    if (const auto words = programme::missing_language(languages, tag))
      std::fprintf(stderr, "--language: %s [preview.language]\n", words->c_str());
}

Result<int> show_pages(Disk& disk, const CommandLine& line, const OpenedChannel& channel,
                       const DrawPages& draw_pages) {
  PageWishes wishes;
  wishes.page = line.page;
  wishes.languages = languages_of(line);
  wishes.mode = line.mode;
  wishes.out = line.out;
  GATECAST_TRY(wishes.size, size_of(line));
  GATECAST_TRY(wishes.now, instant_of(line, SystemClock().now()));
  const int faults = print_faults(channel);
  GATECAST_TRY(const auto drawn, draw_pages(disk, channel, wishes));
  for (const auto& file : drawn.files) std::printf("%s\n", file.c_str());
  for (const auto& error : drawn.errors) complain(error, false);
  return drawn.errors.empty() ? faults : 1;
}

Result<int> show(Disk& disk, const CommandLine& line, std::shared_ptr<isolate::Nursery> nursery,
                 const DrawPages& draw_pages) {
  GATECAST_TRY(auto channel, open_channel(disk, line.paths.front(), std::move(nursery)));
  if (line.is_all_pages || !line.page.empty()) return show_pages(disk, line, channel, draw_pages);
  GATECAST_TRY(const auto wishes, wishes_of(line, *channel.content->release));
  tell_missing_languages(line, channel.content->release->languages);
  const int faults = print_faults(channel);
  if (line.is_measure) return std::max(faults, print(measure_channel(channel, wishes.now)));
  if (line.is_explain) {
    GATECAST_TRY_STATUS(
        programme::print_explanation(*channel.content->release, wishes.situation,
                                     {wishes.now, line.hours, line.why, line.ics, line.is_json}));
    return faults;
  }
  if (!line.film.empty()) {
    const FilmOptions film{wishes.now,  *duration_of(line.seconds), line.frames_per_second,
                           wishes.size, wishes.situation,           line.is_reduced_motion};
    GATECAST_TRY_STATUS(write_film(channel, film, line.film));
    return faults;
  }
  if (line.is_all || line.is_render) {
    GATECAST_TRY(const int code, (line.is_all ? draw_all : render)(disk, line, channel, wishes));
    return std::max(faults, code);
  }
  GATECAST_TRY_STATUS(write_item_picture(disk, channel, line.item, wishes.pictures, line.out));
  return faults;
}

Result<int> run(const CommandLine& line, const DrawPages& draw_pages) {
  GATECAST_TRY_STATUS(check_command_line(line));
  SystemDisk disk;
  // To measure, the whole process is confined, and forks nothing any more; to show, only the decoders are.
  if (line.is_probe || line.is_measure || line.is_tiles) {
    GATECAST_TRY_STATUS(confine_for_measuring());
    if (line.is_measure) return show(disk, line, nullptr, draw_pages);
    if (line.is_tiles) {
      GATECAST_TRY_STATUS(write_tiles(disk, line.paths.front()));
      return 0;
    }
    return print(probe_files(disk, line.paths, line.loudness_mlufs, line.is_for_gallery));
  }
  GATECAST_TRY(auto nursery, isolate::Nursery::start());  // before there is a thread
  return line.is_play ? play(line, nursery) : show(disk, line, nursery, draw_pages);
}

}  // namespace

int run_preview(int argc, char** argv, const DrawPages& draw_pages) {
  if (isolate::is_nursery_call(argc, argv)) return isolate::run_nursery();
  CLI::App app(kAbout, "gatecast-preview");
  app.footer(kFooter);
  app.set_version_flag("--version", "gatecast-preview " GATECAST_VERSION);
  CommandLine line;
  add_options(app, line);
  if (const auto early = parse_command_line(app, argc, argv)) return *early;
  const auto code = run(line, draw_pages);
  return code ? *code : complain(code.error(), line.is_json);
}

}  // namespace gatecast::preview
