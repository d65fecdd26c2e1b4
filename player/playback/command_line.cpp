#include "player/playback/command_line.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>

#include "content-sync/base/command_line.h"
#include "content-sync/base/log.h"
#include "content-sync/tuf/metadata.h"
#include "player/pixels/png.h"
#include "player/play_log/log_reader.h"
#include "player/playback/feed_arguments.h"
#include "player/playback/heap.h"
#include "player/playback/kiosk_config.h"
#include "player/playback/output_arguments.h"
#include "player/playback/player.h"
#include "player/playback/render_moment.h"
#include "player/programme/explain_command.h"
#include "player/programme/languages.h"

namespace gatecast::playback {
namespace {

constexpr std::uint64_t kLargestRoot = 512 * 1024;
constexpr std::uint64_t kLargestTouches = 64ULL << 20U;

struct Arguments {
  std::string config, store, root, channel, state, language, size, stats, screenshots, at, out, why, ics,
      site, kiosk, from, to, technician, export_folder, touches;
  std::vector<std::string> forgiven, tags, feeds;
  double seconds = 0, hours = 0;
  int clock_rate = 1, floor_mm = 0;
  std::string engine = "auto";
  bool is_windowed = false, is_render = false, is_explain = false, is_log = false, is_json = false,
       is_reduced_motion = false, is_check = false, has_touch = true;
  OutputArguments output;
  std::optional<SwitchSetup> officer_switch;
};

void declare(CLI::App& app, Arguments& arguments) {
  app.add_option("--config", arguments.config,
                 "this kiosk's settings (JSON), the same file that gatecast-sync reads; options here win");
  app.add_flag("--check", arguments.is_check,
               "no screen: read settings, root and outputs, and say what is wrong");
  app.add_option("--store", arguments.store, "the store that gatecast-sync keeps");
  app.add_option("--root", arguments.root, "the pinned root: who may sign");
  app.add_option("--channel", arguments.channel, "the channel to show");
  app.add_option("--state", arguments.state, "the player's own folder");
  app.add_option("--language", arguments.language, "this language only (BCP 47: vi, lo, th, en, zh)");
  app.add_option("--size", arguments.size, "WxH of the picture (default: the display's)");
  app.add_option("--seconds", arguments.seconds, "end after this time")->check(CLI::PositiveNumber);
  app.add_option("--stats", arguments.stats,
                 "at the end, write what was shown, late and dropped to this file (JSON)");
  app.add_option("--screenshots", arguments.screenshots, "a PNG of each item at its middle, in this folder");
  app.add_flag(
      "--reduced-motion", arguments.is_reduced_motion,
      "slides stand and fade: no zoom, no push, no rows one by one (also by GATECAST_REDUCED_MOTION=1)");
  app.add_flag("--windowed", arguments.is_windowed, "in a window instead of fullscreen");
  app.add_flag("--render", arguments.is_render, "no screen: write what it shows at --at to --out");
  app.add_flag("--explain", arguments.is_explain, "no screen: say what it shows at --at, and why");
  app.add_option("--at", arguments.at, "an instant, 2026-12-01T08:00:00+07:00 (default: now)");
  app.add_option("--video-engine", arguments.engine,
                 "auto: films by the first render node's VAAPI where a test film proves it; none; or a node");
  app.add_option("--clock-rate", arguments.clock_rate,
                 "to look through a day: the programme from --at on, this many times as fast and without\n"
                 "sound; needs a --state of its own, for what it logs is no proof of play")
      ->check(CLI::Range(2, 1000));
  app.add_option("--out", arguments.out, "the PNG that --render writes");
  app.add_option("--forgive", arguments.forgiven,
                 "ITEM or all: let the player of this --state try an item again that is in quarantine");
  app.add_flag("--log", arguments.is_log,
               "no screen: check the play log of --state and print rows an item: how often, how long, what\n"
               "deviated; needs --state only. Exit code 1 where the chain of its heads is broken");
  app.add_option("--from", arguments.from, "--log from this instant on, 2026-12-01T00:00:00+07:00");
  app.add_option("--to", arguments.to, "--log up to this instant");
  app.add_flag("--json", arguments.is_json, "--explain or --log for machines");
  app.add_option("--why", arguments.why, "--explain why this event or item is not on, and when it is next");
  app.add_option("--hours", arguments.hours, "--explain what the next hours look like, at most 744")
      ->check(CLI::Range(0.0, 744.0));
  app.add_option("--ics", arguments.ics, "--explain: the next --hours (24) as a calendar file (RFC 5545)");
  app.add_option("--feed", arguments.feeds,
                 "NAME=VALUE[@TIME] for --render and --explain, marked as a sample")
      ->expected(1);
  app.add_option("--tag", arguments.tags, "a tag of this kiosk; give it again for another")->expected(1);
  app.add_option("--site", arguments.site, "the kiosk's site (default: the release's)");
  declare_output(app, arguments.output);
}

void declare_touch(CLI::App& app, Arguments& arguments) {
  app.add_option("--technician", arguments.technician, "the secret of this kiosk's technician's screen");
  app.add_option("--touches", arguments.touches,
                 "a recorded script of touch events, for tests and demonstrations");
  app.add_option("--floor-to-bottom-mm", arguments.floor_mm,
                 "from the floor to the picture's lower edge: what lies within reach follows from it")
      ->check(CLI::Range(1, 5000));
}

// A kiosk's own setting: its service file may say so too.
bool wants_reduced_motion(const Arguments& arguments) {
  const char* set = std::getenv("GATECAST_REDUCED_MOTION");
  return arguments.is_reduced_motion || (set != nullptr && std::string_view(set) == "1");
}

// What the command line does not say, the kiosk's file does.
Status take_config(Arguments& arguments) {
  if (arguments.config.empty()) return {};
  SystemDisk disk;
  GATECAST_TRY(const auto config, read_kiosk_config(disk, arguments.config));
  // A mistyped field is an error for who sets the kiosk up, and must not darken a screen.
  if (arguments.is_check && !config.unknown.empty()) return fail(config.unknown.front());
  for (const auto& error : config.unknown) log_error(error);
  const auto take = [&](std::string& argument, const std::string& value, const std::string& field = "") {
    if (argument.empty()) argument = value;
    if (arguments.is_check && argument != value && config.places.count(field) > 0)
      log_error(overruled(config, field, argument));
  };
  take(arguments.store, config.store, "store");
  take(arguments.root, config.root, "root");
  take(arguments.state, config.player_state, "player_state");
  take(arguments.site, config.site);
  take(arguments.kiosk, config.kiosk);
  take(arguments.language, config.language);
  take(arguments.output.file, config.outputs);
  take(arguments.output.connector, config.output);
  take(arguments.channel, config.channel);
  if (arguments.tags.empty()) arguments.tags = config.tags;
  arguments.has_touch = config.has_touch;
  arguments.officer_switch = config.officer_switch;
  take(arguments.technician, config.technician, "technician");
  arguments.export_folder = config.export_folder;
  return {};
}

// The output names its channel, unless the command line does.
Status take_channel(Arguments& arguments) {
  if (!arguments.channel.empty() || arguments.output.file.empty()) return {};
  SystemDisk disk;
  GATECAST_TRY(const auto output, output_of(disk, arguments.output));
  arguments.channel = output.channel;
  return {};
}

// What CLI11 cannot know: forgiving and the log need nothing but the state, the set-up page not even that.
Status check(const Arguments& arguments) {
  if (arguments.output.is_setup_page) return {};
  const bool needs_state_only = !arguments.forgiven.empty() || arguments.is_log;
  for (const auto& [name, value] :
       {std::pair{"--state", &arguments.state}, std::pair{"--store", &arguments.store},
        std::pair{"--root", &arguments.root}, std::pair{"--channel", &arguments.channel}})
    if (value->empty() && (!needs_state_only || value == &arguments.state))
      return fail(usage_error("usage.missing", name, "is required", "--help shows what belongs together"));
  return {};
}

Result<WatchOptions> watch_options(const Arguments& arguments) {
  SystemDisk disk;
  WatchOptions watch;
  watch.store = arguments.store;
  watch.state = arguments.state;
  watch.channel = arguments.channel;
  watch.site = arguments.site;
  watch.kiosk = arguments.kiosk;
  GATECAST_TRY(watch.pinned_root, read_file(disk, arguments.root, kLargestRoot));
  return watch;
}

Result<screen::ScreenOptions> screen_options(const Arguments& arguments, const std::string& program) {
  SystemDisk disk;
  screen::ScreenOptions screen;
  GATECAST_TRY(screen.output, output_of(disk, arguments.output));
  if (!arguments.size.empty()) {
    GATECAST_TRY(screen.size, parse_size(arguments.size));
  }
  screen.title = program;
  screen.escape_quits = ::isatty(STDIN_FILENO) != 0;  // a person at a terminal; never a kiosk
  if (arguments.is_windowed) screen.kind = screen::WindowKind::windowed;
  return screen;
}

// As it was measured on this machine; where it was not yet, it will be, if there is anything to measure.
void choose_output_path(const Arguments& arguments, PlayerOptions& options) {
  if (arguments.output.path == "renderer") options.screen.path = screen::PathKind::renderer;
  if (arguments.output.path != "measured" || !screen::has_render_node()) return;
  SystemDisk disk;
  const Path file = Path(arguments.state) / "output-path.json";
  const auto key = screen::path_key(options.screen.size);
  if (const auto kind = screen::remembered_path(disk, file, key)) {
    options.screen.path = *kind;
    return;
  }
  options.output_path_file = file;
  options.output_path_key = key;
}

// The first render node, unless another or none is asked for.
std::shared_ptr<isolate::Engine> engine_for(const Arguments& arguments) {
  auto node = arguments.engine;
  if (node == "auto") node = screen::first_render_node();
  if (node.empty() || node == "none") return nullptr;
  return std::make_shared<isolate::Engine>(node);
}

// Its measures as the outputs' file or the command line have them.
std::unique_ptr<Ring> ring_for(const Arguments& arguments, const screen::Output& output,
                               const MakeRing& make_ring) {
  if (!make_ring || !arguments.has_touch) return nullptr;
  const int floor_mm = arguments.floor_mm > 0 ? arguments.floor_mm : output.floor_to_bottom_mm;
  return make_ring({output.panel_width_mm, output.panel_height_mm, floor_mm, arguments.state, arguments.store,
                    arguments.technician});
}

Result<Instant> instant_asked(const Arguments& arguments) {
  if (arguments.at.empty()) return SystemClock().now();
  return parse_instant(arguments.at);
}

Status play(const Arguments& arguments, const std::string& program, SteadyInstant process_start,
            std::shared_ptr<isolate::Nursery> nursery, const MakeRing& make_ring) {
  PlayerOptions options;
  SystemDisk disk;
  GATECAST_TRY(options.store, watch_options(arguments));
  GATECAST_TRY_STATUS(take_state_for(disk, arguments.state, arguments.clock_rate > 1));
  if (arguments.clock_rate > 1) {
    GATECAST_TRY(const auto begins, instant_asked(arguments));
    options.clock = options.store->clock = PlayingClock(arguments.clock_rate, begins);
  }
  options.store->nursery = nursery;
  options.nursery = std::move(nursery);
  options.engine = options.store->engine = engine_for(arguments);
  GATECAST_TRY(options.screen, screen_options(arguments, program));
  if (!arguments.touches.empty()) {
    GATECAST_TRY(options.screen.touches, read_file(disk, arguments.touches, kLargestTouches));
  }
  options.officer_switch = arguments.officer_switch;
  options.export_folder = arguments.export_folder;
  options.ring = ring_for(arguments, options.screen.output, make_ring);
  if (!arguments.language.empty()) options.language = arguments.language;
  if (arguments.seconds > 0) options.seconds = Duration(static_cast<std::int64_t>(arguments.seconds * 1e6));
  choose_output_path(arguments, options);
  options.tags = {arguments.tags.begin(), arguments.tags.end()};
  if (!arguments.site.empty()) options.site = arguments.site;
  options.stats = arguments.stats;
  if (wants_reduced_motion(arguments)) options.motion = MotionRate::none;
  options.screenshots = arguments.screenshots;
  options.process_start = process_start;
  if (!arguments.screenshots.empty()) GATECAST_TRY_STATUS(make_directories(disk, arguments.screenshots));
  GATECAST_TRY(const auto player, Player::create(std::move(options)));
  return player->run();
}

Status setup_page(const Arguments& arguments, const std::string& program) {
  SetupRequest request;
  GATECAST_TRY(request.screen, screen_options(arguments, program));
  request.seconds = arguments.seconds;
  request.out = arguments.out;
  SystemDisk disk;
  return show_setup_page(disk, request);
}

programme::Situation situation_asked(const Arguments& arguments, const ReleaseNews& news) {
  programme::Situation situation;
  if (!arguments.language.empty()) {
    situation.language = arguments.language;
    const auto missing =
        news.content ? programme::missing_language(news.content->release->languages, arguments.language)
                     : std::nullopt;
    if (missing) log_warning("--language: " + *missing + " [player.language]");
  }
  if (!arguments.site.empty()) situation.site = arguments.site;
  situation.tags = {arguments.tags.begin(), arguments.tags.end()};
  put_wish(situation, news);
  situation.unplayable = items_of(news.quarantined);
  if (news.statements && news.content) {
    const auto& release = *news.content->release;
    auto duty = weigh(*news.statements, release, situation.site.value_or(release.site));
    for (const auto& error : duty.refused) log_error(error);
    put_into(situation, std::move(duty));
  }
  return situation;
}

// One look at the store. What the ladder does with a refused release is said, but is no failure by itself.
Result<ReleaseNews> look(const Arguments& arguments, std::shared_ptr<isolate::Nursery> nursery = nullptr) {
  GATECAST_TRY(auto watch, watch_options(arguments));
  watch.nursery = std::move(nursery);
  SystemDisk disk;
  return look_once(disk, watch);
}

Result<int> render_to_file(const Arguments& arguments, std::shared_ptr<isolate::Nursery> nursery) {
  if (arguments.out.empty())
    return fail(usage_error("usage.out", "--out", "--render needs a file to write", "add --out picture.png"));
  pixels::Size size{1920, 1080};
  GATECAST_TRY(const auto at, instant_asked(arguments));
  GATECAST_TRY(auto news, look(arguments, std::move(nursery)));
  if (news.content) size = {news.content->release->screen.width_px, news.content->release->screen.height_px};
  if (!arguments.size.empty()) {
    GATECAST_TRY(size, parse_size(arguments.size));
  }
  MomentRenderer renderer(news.content);
  if (wants_reduced_motion(arguments)) renderer.reduce_motion();
  auto situation = situation_asked(arguments, news);
  GATECAST_TRY_STATUS(put_feeds(situation, news, arguments.feeds, at));
  const auto rendered = renderer.render(situation, at, size);
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
    return fail(
        trust_error("store.no_release", arguments.store, "no release can be verified",
                    "gatecast-sync once fetches one; gatecast verify says what is wrong with the store"));
  }
  auto situation = situation_asked(arguments, news);
  GATECAST_TRY_STATUS(put_feeds(situation, news, arguments.feeds, at));
  GATECAST_TRY_STATUS(
      programme::print_explanation(*news.content->release, situation,
                                   {at, arguments.hours, arguments.why, arguments.ics, arguments.is_json}));
  return news.refusal ? 1 : 0;
}

Status forgive(const Arguments& arguments) {
  SystemDisk disk;
  GATECAST_TRY_STATUS(
      ask_to_forgive(disk, arguments.state, {arguments.forgiven.begin(), arguments.forgiven.end()}));
  std::puts("The player tries it again within a second, or when it is started next.");
  return {};
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
  std::fputs((arguments.is_json ? report_as_json(log) + "\n" : report_in_words(log)).c_str(), stdout);
  return log.breaks.empty() ? 0 : 1;
}

// Everything that a start needs but the screen; what is wrong is said before anybody waits for a picture.
Status check_all(const Arguments& arguments) {
  GATECAST_TRY_STATUS(check(arguments));
  GATECAST_TRY(const auto watch, watch_options(arguments));
  const auto root = tuf::parse_root(watch.pinned_root, arguments.root);
  if (!root) return fail(root.error());
  SystemDisk disk;
  GATECAST_TRY(const auto output, output_of(disk, arguments.output));
  std::printf("settings, root and outputs are in order: channel %s%s\n", arguments.channel.c_str(),
              output.connector.empty() ? "" : (" on " + output.connector).c_str());
  return {};
}

int ended(const Result<int>& code, bool as_json) {
  return code ? *code : complain(code.error(), as_json);
}
int ended(const Status& status, bool as_json) {
  return status ? 0 : complain(status.error(), as_json);
}

}  // namespace

int run_command_line(int argc, char** argv, const std::string& program, const std::string& about,
                     SteadyInstant process_start, const MakeRing& make_ring) {
  if (isolate::is_nursery_call(argc, argv)) return isolate::run_nursery();
  if (screen::is_measure_call(argc, argv)) return screen::run_measure(argc, argv);
  CLI::App app(about, program);
  app.footer("Exit codes: 0 fine, 1 content or trust, 2 usage, 3 environment (disk, display).");
  app.set_version_flag("--version", program + " " GATECAST_VERSION);
  Arguments arguments;
  declare(app, arguments);
  if (make_ring) declare_touch(app, arguments);
  if (const auto early = parse_command_line(app, argc, argv)) return *early;
  for (const auto& take : {take_config, take_channel})
    if (const auto status = take(arguments); !status) return complain(status.error(), arguments.is_json);
  if (arguments.is_check) return ended(check_all(arguments), arguments.is_json);
  if (const auto status = check(arguments); !status) return complain(status.error(), arguments.is_json);
  if (arguments.output.is_setup_page) return ended(setup_page(arguments, program), arguments.is_json);
  if (!arguments.forgiven.empty()) return ended(forgive(arguments), arguments.is_json);
  if (arguments.is_log) return ended(print_log(arguments), arguments.is_json);
  if (arguments.is_explain) return ended(explain(arguments), arguments.is_json);
  give_memory_back();
  auto nursery = isolate::Nursery::start();  // before there is a thread
  if (!nursery) return complain(nursery.error(), arguments.is_json);
  if (arguments.is_render) return ended(render_to_file(arguments, *nursery), arguments.is_json);
  return ended(play(arguments, program, process_start, *nursery, make_ring), arguments.is_json);
}

}  // namespace gatecast::playback
