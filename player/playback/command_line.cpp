#include "player/playback/command_line.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "content-sync/base/log.h"
#include "player/pixels/png.h"
#include "player/play_log/log_reader.h"
#include "player/playback/player.h"
#include "player/playback/render_moment.h"
#include "player/programme/explain.h"

namespace gatecast::playback {
namespace {

constexpr std::uint64_t kLargestRoot = 512 * 1024;
constexpr int kLargestSide = 16384;

struct Arguments {
  std::string store, root, channel, state, language, size, stats, screenshots, at, out, from, to;
  double seconds = 0;
  bool is_windowed = false, is_render = false, is_explain = false, is_log = false, is_json = false;
};

int report(const Error& error) {
  std::fprintf(stderr, "%s\n", to_string(error).c_str());
  return exit_code(error);
}

void declare(CLI::App& app, Arguments& arguments) {
  app.add_option("--store", arguments.store, "the store that gatecast-sync keeps");
  app.add_option("--root", arguments.root, "the pinned root: who may sign");
  app.add_option("--channel", arguments.channel, "the channel to show");
  app.add_option("--state", arguments.state, "the player's own folder")->required();
  app.add_option("--language", arguments.language, "this language only (BCP 47: vi, lo, th, en, zh)");
  app.add_option("--size", arguments.size, "WxH of the picture (default: the display's)");
  app.add_option("--seconds", arguments.seconds, "end after this time")->check(CLI::PositiveNumber);
  app.add_option("--stats", arguments.stats,
                 "at the end, write what was shown, late and dropped to this file (JSON)");
  app.add_option("--screenshots", arguments.screenshots, "a PNG of each item at its middle, in this folder");
  app.add_flag("--windowed", arguments.is_windowed, "in a window instead of fullscreen");
  app.add_flag("--render", arguments.is_render, "no screen: write what it shows at --at to --out");
  app.add_flag("--explain", arguments.is_explain, "no screen: say what it shows at --at, and why");
  app.add_option("--at", arguments.at, "an instant, 2026-12-01T08:00:00+07:00 (default: now)");
  app.add_option("--out", arguments.out, "the PNG that --render writes");
  app.add_flag("--log", arguments.is_log,
               "no screen: check the play log of --state and print rows an item: how often, how long, what\n"
               "deviated; needs --state only. Exit code 1 where the chain of its heads is broken");
  app.add_option("--from", arguments.from, "--log from this instant on, 2026-12-01T00:00:00+07:00");
  app.add_option("--to", arguments.to, "--log up to this instant");
  app.add_flag("--json", arguments.is_json, "--explain or --log for machines");
}

Result<pixels::Size> parse_size(const std::string& text) {
  pixels::Size size;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%dx%d%c", &size.width_px, &size.height_px, &rest) != 2 ||
      size.width_px < 16 || size.height_px < 16 || size.width_px > kLargestSide ||
      size.height_px > kLargestSide)
    return fail(
        usage_error("usage.size", "--size", "\"" + text + "\" is not a size", "write it as 1920x1080"));
  return size;
}

Result<WatchOptions> watch_options(const Arguments& arguments) {
  SystemDisk disk;
  WatchOptions watch;
  watch.store = arguments.store;
  watch.state = arguments.state;
  watch.channel = arguments.channel;
  GATECAST_TRY(watch.pinned_root, read_file(disk, arguments.root, kLargestRoot));
  return watch;
}

Status play(const Arguments& arguments, const std::string& program, SteadyInstant process_start) {
  PlayerOptions options;
  GATECAST_TRY(options.store, watch_options(arguments));
  if (!arguments.size.empty()) {
    GATECAST_TRY(options.screen.size, parse_size(arguments.size));
  }
  options.screen.title = program;
  options.screen.escape_quits = ::isatty(STDIN_FILENO) != 0;  // a person at a terminal; never a kiosk
  if (arguments.is_windowed) options.screen.kind = screen::WindowKind::windowed;
  if (!arguments.language.empty()) options.language = arguments.language;
  if (arguments.seconds > 0) options.seconds = Duration(static_cast<std::int64_t>(arguments.seconds * 1e6));
  options.stats = arguments.stats;
  options.screenshots = arguments.screenshots;
  options.process_start = process_start;
  SystemDisk disk;
  if (!arguments.screenshots.empty()) GATECAST_TRY_STATUS(make_directories(disk, arguments.screenshots));
  GATECAST_TRY(const auto player, Player::create(std::move(options)));
  return player->run();
}

Result<Instant> instant_asked(const Arguments& arguments) {
  if (arguments.at.empty()) return SystemClock().now();
  return parse_instant(arguments.at);
}

// One look at the store. What the ladder does with a refused release is said, but is no failure by itself.
Result<ReleaseNews> look(const Arguments& arguments) {
  GATECAST_TRY(const auto watch, watch_options(arguments));
  SystemDisk disk;
  return look_once(disk, watch);
}

Result<int> render_to_file(const Arguments& arguments) {
  if (arguments.out.empty())
    return fail(usage_error("usage.out", "--out", "--render needs a file to write", "add --out picture.png"));
  pixels::Size size;
  programme::Situation situation;
  GATECAST_TRY(const auto at, instant_asked(arguments));
  GATECAST_TRY(auto news, look(arguments));
  size = {1920, 1080};
  if (news.content) size = {news.content->release->screen.width_px, news.content->release->screen.height_px};
  if (!arguments.size.empty()) {
    GATECAST_TRY(size, parse_size(arguments.size));
  }
  if (!arguments.language.empty()) situation.language = arguments.language;
  situation.unplayable = news.quarantined;
  const auto rendered = MomentRenderer(news.content).render(situation, at, size);
  for (const auto& error : rendered.refused) log_error(error);
  SystemDisk disk;
  GATECAST_TRY_STATUS(pixels::write_png(disk, arguments.out, rendered.pixels));
  std::printf("%s: %s\n", arguments.out.c_str(), std::string(to_string(rendered.rung)).c_str());
  return news.refusal ? 1 : 0;
}

Result<int> explain(const Arguments& arguments) {
  GATECAST_TRY(const auto at, instant_asked(arguments));
  GATECAST_TRY(auto news, look(arguments));
  if (!news.content) {
    if (news.refusal) return fail(*news.refusal);
    return fail(trust_error("store.no_release", arguments.store, "no release can be verified"));
  }
  programme::Situation situation;
  situation.unplayable = news.quarantined;
  if (!arguments.language.empty()) situation.language = arguments.language;
  const auto& release = *news.content->release;
  const auto text = arguments.is_json ? programme::explain_as_json(release, situation, at)
                                      : programme::explain_in_words(release, situation, at);
  std::fputs(text.c_str(), stdout);
  if (!text.ends_with('\n')) std::fputc('\n', stdout);
  return news.refusal ? 1 : 0;
}

Result<int> print_log(const Arguments& arguments) {
  play_log::Range range;
  for (const auto& [text, bound] : {std::pair{&arguments.from, &range.from}, {&arguments.to, &range.to}}) {
    if (text->empty()) continue;
    GATECAST_TRY(const auto instant, parse_instant(*text));
    *bound = play_log::to_log_time(instant);
  }
  SystemDisk disk;
  GATECAST_TRY(const auto log, play_log::read_log(disk, arguments.state, range));
  const auto text = arguments.is_json ? report_as_json(log) + "\n" : report_in_words(log);
  std::fputs(text.c_str(), stdout);
  return log.breaks.empty() ? 0 : 1;
}

Status need(const Arguments& arguments) {
  for (const auto& [name, value] : {std::pair{"--store", &arguments.store},
                                    {"--root", &arguments.root},
                                    {"--channel", &arguments.channel}})
    if (value->empty() && !arguments.is_log)
      return fail(usage_error("usage.missing", name, "is required", "--help tells what it is"));
  return {};
}

}  // namespace

int run_command_line(int argc, char** argv, const std::string& program, const std::string& about,
                     SteadyInstant process_start) {
  CLI::App app(about, program);
  app.footer("Exit codes: 0 fine, 1 content or trust, 2 usage, 3 environment (disk, display).");
  app.set_version_flag("--version", program + " " GATECAST_VERSION);
  Arguments arguments;
  declare(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (const auto status = need(arguments); !status) return report(status.error());
  if (arguments.is_log) {
    const auto code = print_log(arguments);
    return code ? *code : report(code.error());
  }
  if (arguments.is_render || arguments.is_explain) {
    const auto code = arguments.is_render ? render_to_file(arguments) : explain(arguments);
    return code ? *code : report(code.error());
  }
  const auto status = play(arguments, program, process_start);
  return status ? 0 : report(status.error());
}

}  // namespace gatecast::playback
