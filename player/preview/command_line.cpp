#include "player/preview/command_line.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>

namespace gatecast::preview {
namespace {

auto bad_usage(std::string subject, std::string message, std::string hint = {}) {
  return fail(usage_error("preview.usage", std::move(subject), std::move(message), std::move(hint)));
}

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

void add_options(CLI::App& app, CommandLine& line) {
  app.add_option("PATH", line.paths, "an editor's folder, a build folder, or media files")->required();

  auto* what = app.add_option_group("What to do (one of)");
  what->add_flag("--probe", line.is_probe, "measure media FILES; JSON on standard output");
  what->add_flag("--tiles", line.is_tiles,
                 "cut a picture FILE into the tiles of a gallery; on standard output");
  what->add_flag("--measure", line.is_measure,
                 "lay out every slide of a FOLDER in every round of languages; JSON on standard output");
  what->add_option("--item", line.item, "draw this item of a FOLDER to --out");
  what->add_flag("--all", line.is_all, "draw every item in every round of languages into the folder --out");
  what->add_option("--page", line.page, "draw this page of a FOLDER as a touch screen shows it, to --out");
  what->add_flag("--all-pages", line.is_all_pages,
                 "draw every page in every language, as it is and in other modes, into the folder --out");
  what->add_flag("--render", line.is_render, "draw what the screen shows --at an instant to --out");
  what->add_flag("--explain", line.is_explain, "say in words what the screen shows --at an instant, and why");
  what->add_option("--film", line.film, "write what the screen shows from --at on for --seconds as this MP4");
  what->add_flag("--play", line.is_play, "play media FILES on the screen, one after the other");

  auto* how = app.add_option_group("How");
  how->add_option("--out", line.out, "the PNG file, or the folder of --all and --all-pages");
  how->add_option("--language", line.language,
                  "vi, or vi,lo for two together; default: the channel's rounds");
  how->add_option("--size", line.size, "in pixels, 1920x1080; default: the channel's screen");
  how->add_option(
      "--at", line.at,
      "an instant, 2026-12-01T08:00:00+07:00; default: now,\nand for --all when each item is shown next");
  how->add_option("--from", line.from,
                  "an instant: where --film begins; after it --all looks for each item's next showing");
  how->add_option("--mode", line.mode,
                  "daily, festive, solemn or closed; default: the calendar's.\n"
                  "Of pages: normal, large, largest, contrast, photo, or two as largest+contrast");
  how->add_flag("--reduced-motion", line.is_reduced_motion,
                "--render and --film as on a kiosk where slides stand and fade");
  how->add_option("--offset", line.offset,
                  "seconds into an item for --item and --all; default: a film's middle, a whole slide");
  how->add_flag("--bare", line.is_bare, "without clock, ticker and logo");
  how->add_option("--seconds", line.seconds, "how long --film and --play last");
  how->add_option("--fps", line.frames_per_second, "pictures a second of --film (25)")
      ->check(CLI::Range(1, 60));
  how->add_option("--stats", line.stats, "write statistics of --play as JSON to this file");
  how->add_flag("--windowed", line.is_windowed, "--play in a window");
  how->add_flag("--json", line.is_json, "--explain as JSON");
  how->add_option("--why", line.why, "--explain why this event or item is not on, and when it is next");
  how->add_option("--hours", line.hours, "--explain what the next hours look like, at most 744")
      ->check(CLI::Range(0.0, 744.0));
  how->add_option("--ics", line.ics,
                  "--explain: the next --hours (24) as a calendar file; - is the terminal");
  how->add_option("--tag", line.tags, "a tag of the kiosk; give it again for another")->expected(1);
  how->add_option("--feed", line.feeds,
                  "NAME=VALUE or NAME=VALUE@TIME: what a feed says, marked as a sample; for --render,\n"
                  "--explain and --film; give it again for another")
      ->expected(1);
  how->add_option("--site", line.site, "the kiosk's site; default: the channel's");
  how->add_flag("--for-gallery", line.is_for_gallery, "--probe pictures as large as a gallery may have them");
  how->add_option("--loudness", line.loudness_mlufs,
                  "target of --probe's gain, thousandths of LUFS (-23000)");
}

Status check_command_line(const CommandLine& line) {
  const int wishes = static_cast<int>(line.is_probe) + static_cast<int>(line.is_measure) +
                     static_cast<int>(line.is_all) + static_cast<int>(line.is_render) +
                     static_cast<int>(line.is_explain) + static_cast<int>(line.is_play) +
                     static_cast<int>(line.is_tiles) + static_cast<int>(!line.item.empty()) +
                     static_cast<int>(line.is_all_pages) + static_cast<int>(!line.page.empty()) +
                     static_cast<int>(!line.film.empty());
  if (wishes != 1) {
    return bad_usage("gatecast-preview",
                     "say one thing to do: --probe, --tiles, --measure, --item, --all, --page, "
                     "--all-pages, --render, --explain, --film or --play",
                     "`gatecast-preview --help` shows examples");
  }
  const bool takes_many = line.is_probe || line.is_play;
  if (!takes_many && line.paths.size() != 1) {
    return bad_usage(line.paths[1].string(), "one folder at a time");
  }
  const bool needs_out =
      !line.item.empty() || line.is_all || line.is_render || !line.page.empty() || line.is_all_pages;
  if (needs_out && line.out.empty()) {
    return bad_usage("--out", "say where the picture goes", "for instance --out picture.png");
  }
  if (!line.film.empty() && !(line.seconds.value_or(0) > 0)) {
    return bad_usage("--seconds", "say how long the film is", "for instance --seconds 30");
  }
  if (line.seconds && !(*line.seconds > 0 && *line.seconds <= 86400)) {
    return bad_usage("--seconds", "between 0 and 86400");
  }
  return {};
}

Result<Instant> instant_of(const CommandLine& line, Instant otherwise) {
  const std::string& said = line.at.empty() ? line.from : line.at;
  if (said.empty()) return otherwise;
  auto instant = parse_instant(said);
  if (!instant)
    return bad_usage((line.at.empty() ? "--from " : "--at ") + said, instant.error().message,
                     instant.error().hint);
  return *instant;
}

Result<std::optional<pixels::Size>> size_of(const CommandLine& line) {
  if (line.size.empty()) return std::optional<pixels::Size>();
  const auto cross = line.size.find('x');
  const auto width = whole_number(std::string_view(line.size).substr(0, cross));
  const auto height =
      cross == std::string::npos ? std::nullopt : whole_number(std::string_view(line.size).substr(cross + 1));
  if (!width || !height || *width < 64 || *height < 64 || *width > 8192 || *height > 8192) {
    return bad_usage("--size " + line.size, "not a size between 64x64 and 8192x8192",
                     "write it as 1920x1080");
  }
  return std::optional(pixels::Size{*width, *height});
}

Result<std::optional<bundle::Mode>> mode_of(const CommandLine& line) {
  if (line.mode.empty()) return std::optional<bundle::Mode>();
  const auto mode = bundle::parse_mode(line.mode);
  if (!mode) return bad_usage("--mode " + line.mode, "not a mode", "daily, festive, solemn or closed");
  return std::optional(*mode);
}

std::vector<bundle::LanguageTag> languages_of(const CommandLine& line) {
  std::vector<bundle::LanguageTag> out;
  std::string tag;
  for (const char letter : line.language + ",") {
    if (letter != ',') {
      tag += letter;
    } else if (!tag.empty() && out.size() < 2) {
      out.push_back(std::exchange(tag, {}));
    }
  }
  return out;
}

std::optional<Duration> duration_of(const std::optional<double>& seconds) {
  if (!seconds) return std::nullopt;
  return Duration(std::llround(*seconds * 1e6));
}

}  // namespace gatecast::preview
