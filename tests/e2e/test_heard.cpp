// What a loudspeaker would say, recorded behind the player: across the cut of two films, of an alert over a
// film, by the hour of the day, and in the language that is asked for.
#include <signal.h>

#include <catch2/catch.hpp>
#include <numbers>
#include <optional>

#include "content-sync/base/disk.h"
#include "player/compose/local_time.h"
#include "player/decode/probe.h"
#include "tests/e2e/heard.h"
#include "tests/e2e/watched_player.h"
#include "tests/support/duty.h"
#include "tests/support/made_film.h"

using namespace gatecast;
using namespace gatecast::test;
using namespace std::chrono_literals;

namespace {

constexpr double kLow = 440, kHigh = 660, kAlert = 1000;
constexpr double kHeard = 0.006;  // an amplitude that is there

std::string sine(double hz, double seconds) {
  return "aevalsrc=0.3*sin(2*PI*" + std::to_string(hz) + "*t):s=48000:d=" + std::to_string(seconds);
}

ColourFilm sounding(ColourFilm film, const std::string& folder, double hz, int seconds) {
  film.file = made_film(folder + "/" + std::to_string(static_cast<int>(hz)) + ".mp4",
                        {.picture = "color=gray:s=320x180:r=25:d=" + std::to_string(seconds),
                         .sound = sine(hz, seconds),
                         .audio_codec = {"-c:a", "aac", "-b:a", "160k"}});
  return film;
}

Process play_aloud(const PlayedStore& store, const VirtualScreen& screen, const NullSink& sink,
                   const std::string& home, const std::vector<std::string>& more = {}) {
  return play(store, screen, more,
              {{"SDL_AUDIODRIVER", "pulseaudio"}, {"PULSE_SERVER", sink.server()}, {"HOME", home}});
}

// Until that tone is heard, for twenty seconds at the most.
bool wait_for_tone(const NullSink& sink, double hz) {
  const double until = seconds_now() + 20;
  while (seconds_now() < until)
    if (tone_in(record(sink.server(), seconds_now() + 0.3).samples, hz) > kHeard) return true;
  return false;
}

double highest(const std::vector<TonePart>& parts, double from, double until) {
  double most = 0;
  for (const auto& part : parts)
    if (part.at > from && part.at < until) most = std::max(most, part.amplitude);
  return most;
}
double lowest(const std::vector<TonePart>& parts, double from, double until) {
  double least = 1;
  for (const auto& part : parts)
    if (part.at > from && part.at < until) least = std::min(least, part.amplitude);
  return least;
}

constexpr std::size_t kFade_ms = 20;  // of the mixer, at either end
constexpr std::size_t kWindow_ms = 2;
constexpr double kSlot_s = 4;

// The sound about one cut, as the ear has it.
struct Cut {
  std::vector<Stretch> dips;   // a fifth quieter, or more
  std::vector<Stretch> holes;  // silent
  float level = 0;
  float steepest = 0;
  bool has_both = false;  // one film's tone before, the other's behind

  [[nodiscard]] bool is_smooth() const {
    const double own =
        2 * std::numbers::pi * kHigh / kRecordRate * static_cast<double>(level);  // the higher tone's
    return has_both && holes.empty() && dips.size() == 1 &&
           dips.front().length_ms <= 2 * kFade_ms + kWindow_ms && static_cast<double>(steepest) < 1.5 * own;
  }
  [[nodiscard]] std::string told() const {
    std::string words = "level " + std::to_string(level) + ", steepest step " + std::to_string(steepest) +
                        (has_both ? "" : ", not two tones") + ", dips of ms";
    for (const auto& dip : dips) words += " " + std::to_string(dip.length_ms);
    words += ", holes of ms";
    for (const auto& hole : holes) words += " " + std::to_string(hole.length_ms);
    return words;
  }
};

Cut cut_in(const Recording& around) {
  Cut cut;
  const auto levels = envelope(around);
  cut.level = at_permille(levels, 500, 0.0F);
  cut.dips = below(levels, 0.8F * cut.level);
  cut.holes = below(levels, 0.02F * cut.level);
  cut.steepest = steepest_step(around);
  const auto samples = std::span(around.samples);
  constexpr std::size_t kTenth = kRecordRate / 10;
  if (samples.size() < 2 * kTenth) return cut;
  const auto begin = samples.first(kTenth);
  const auto end = samples.last(kTenth);
  cut.has_both = (tone_in(begin, kLow) > kHeard && tone_in(end, kHigh) > kHeard) ||
                 (tone_in(begin, kHigh) > kHeard && tone_in(end, kLow) > kHeard);
  return cut;
}

// From a quarter of a second before each beginning of a slot to half a second behind it: the loudspeaker is a
// little late.
std::vector<Cut> cuts_in(const Recording& recording) {
  const double to_wall =
      std::chrono::duration<double>(SystemClock().now().time_since_epoch()).count() - seconds_now();
  std::vector<Cut> cuts;
  const double first = recording.first_at + to_wall;
  for (double at = std::ceil((first + 0.5) / kSlot_s) * kSlot_s;; at += kSlot_s) {
    const auto from = static_cast<std::size_t>((at - 0.25 - first) * kRecordRate);
    if (from + kRecordRate * 3 / 4 > recording.samples.size()) return cuts;
    Recording around;
    const auto begin = recording.samples.begin() + static_cast<std::ptrdiff_t>(from);
    around.samples.assign(begin, begin + kRecordRate * 3 / 4);
    cuts.push_back(cut_in(around));
  }
}

}  // namespace

TEST_CASE("across the cut of two films the sound dips for two short fades, without a hole or a click") {
  const TemporaryFolder folder;
  NullSink sink(folder.path());
  if (!sink.is_up()) {
    WARN("no pulseaudio here: skipped");
    return;
  }
  PlayedStore store;
  store.publish({sounding(kRed, folder.path(), kLow, 4), sounding(kGreen, folder.path(), kHigh, 4)},
                static_cast<std::int64_t>(kSlot_s * 1e6));
  const VirtualScreen screen(kScreen);
  auto player = play_aloud(store, screen, sink, folder.path());
  REQUIRE(wait_for_tone(sink, kHigh));
  // A sound server that is held up makes holes of its own, anywhere: most of the cuts tell, of four takes at
  // most.
  int smooth = 0;
  int all = 0;
  std::string told;
  for (int take = 0; take < 4 && (smooth < 2 || smooth * 2 < all); ++take)
    for (const auto& cut : cuts_in(record(sink.server(), seconds_now() + 9.5))) {
      ++all;
      smooth += cut.is_smooth() ? 1 : 0;
      told += "\n" + cut.told();
    }
  WARN("sound across cuts:" << told);
  INFO(player.err_so_far());
  CHECK(smooth >= 2);
  CHECK(smooth * 2 >= all);
}

namespace {

// A template with a sound of its own, in a release that is being published.
void add_sounding_template(PlayedStore& store, bundle::Release& release, const std::string& file) {
  add_template(release);
  SystemDisk disk;
  const auto object = store.add(read_file(disk, file, 1U << 24U).value(), "audio/mp4");
  const auto report = decode::probe_file(disk.open_read(file).value(), file);
  REQUIRE(report);
  REQUIRE(report->media);
  release.media[object] = *report->media;
  release.items.at(kTemplate).alert->sound = object;
}

}  // namespace

TEST_CASE("an alert's own sound is heard over a film, the film is silent, and it speaks again afterwards") {
  const TemporaryFolder folder;
  NullSink sink(folder.path());
  if (!sink.is_up()) {
    WARN("no pulseaudio here: skipped");
    return;
  }
  const auto alarm = folder.path() + "/alarm.m4a";
  run_ffmpeg({"-f", "lavfi", "-i", sine(kAlert, 2), "-c:a", "aac", alarm});
  PlayedStore store;
  store.publish({sounding(kRed, folder.path(), kLow, 120)}, 120'000'000,
                [&](bundle::Release& release) { add_sounding_template(store, release, alarm); });
  const VirtualScreen screen(kScreen);
  auto player = play_aloud(store, screen, sink, folder.path());
  REQUIRE(wait_for_tone(sink, kLow));
  const auto read = bundle::parse_release(bundle::write_release(store.release()), "release.json");
  REQUIRE(read);
  const auto now = SystemClock().now();
  const double now_s = seconds_now();
  auto alert = alert_statement(*read, now);
  alert.starts = std::chrono::ceil<std::chrono::seconds>(now + 2s);
  alert.ends = alert.starts + 4s;
  store.say({alert});
  const auto recording = record(sink.server(), now_s + 10);
  const auto film = tone_through(recording, kLow);
  const auto alarm_tone = tone_through(recording, kAlert);
  const double starts = now_s + std::chrono::duration<double>(alert.starts - now).count();
  const double ends = starts + 4;
  INFO(player.err_so_far());
  CHECK(lowest(film, now_s + 0.5, starts - 0.3) > kHeard);
  CHECK(highest(alarm_tone, now_s + 0.5, starts - 0.3) < kHeard / 4);
  // The loudspeaker is a little behind; of a stroke that has begun the rest is heard.
  CHECK(highest(film, starts + 0.7, ends - 0.3) < kHeard / 4);
  CHECK(lowest(alarm_tone, starts + 0.7, ends - 0.3) > kHeard / 2);
  CHECK(highest(alarm_tone, ends + 0.7, now_s + 10) < kHeard / 4);
  CHECK(highest(film, ends + 0.7, now_s + 10) > kHeard);
}

namespace {

// For an hour about now quieter or louder than in the rest of the day.
std::vector<bundle::VolumeStep> volume_now(const std::string& zone, int now_mdb, int else_mdb) {
  const auto time = compose::civil_time(SystemClock().now(), zone);
  const int minute = time.hour * 60 + time.minute;
  constexpr int kDay = 24 * 60;
  std::vector<bundle::VolumeStep> steps{{(minute + kDay - 30) % kDay, now_mdb},
                                        {(minute + 30) % kDay, else_mdb}};
  std::ranges::sort(steps, {}, &bundle::VolumeStep::from_minute);
  return steps;
}

}  // namespace

TEST_CASE("a film is heard as loud as its hour allows") {
  const TemporaryFolder folder;
  NullSink sink(folder.path());
  if (!sink.is_up()) {
    WARN("no pulseaudio here: skipped");
    return;
  }
  constexpr int kQuiet_mdb = -12'000;
  const auto film = sounding(kRed, folder.path(), kLow, 120);
  PlayedStore store;
  const VirtualScreen screen(kScreen);
  std::optional<Process> player;
  const auto loudness_with = [&](int now_mdb, int else_mdb) {
    store.publish({film}, 120'000'000, [&](bundle::Release& release) {
      release.volume = volume_now(release.zone, now_mdb, else_mdb);
    });
    player.reset();
    player.emplace(play_aloud(store, screen, sink, folder.path()));
    REQUIRE(wait_for_tone(sink, kLow));
    return highest(tone_through(record(sink.server(), seconds_now() + 1.5), kLow), 0, 1e18);
  };
  const double loud = loudness_with(0, kQuiet_mdb);
  const double quiet = loudness_with(kQuiet_mdb, 0);
  INFO("amplitudes " << loud << " and " << quiet);
  CHECK(quiet / loud == Approx(std::pow(10.0, kQuiet_mdb / 20'000.0)).epsilon(0.1));
}

TEST_CASE("of a film with two sounds the one in the language of the screen is heard") {
  const TemporaryFolder folder;
  NullSink sink(folder.path());
  if (!sink.is_up()) {
    WARN("no pulseaudio here: skipped");
    return;
  }
  auto film = kRed;
  film.file = folder.path() + "/two.mp4";
  run_ffmpeg({"-f",      "lavfi",     "-i",       "color=gray:s=320x180:r=25:d=60",
              "-f",      "lavfi",     "-i",       sine(kLow, 60),
              "-f",      "lavfi",     "-i",       sine(kHigh, 60),
              "-map",    "0:v",       "-map",     "1:a",
              "-map",    "2:a",       "-c:v",     "libx264",
              "-preset", "ultrafast", "-pix_fmt", "yuv420p",
              "-g",      "25",        "-c:a",     "aac",
              film.file});
  PlayedStore store;
  store.publish({film}, 60'000'000, [](bundle::Release& release) {
    auto& clip = std::get<bundle::Clip>(release.items.at("film/red").body);
    const auto& sounds = release.media.at(clip.video).audio;
    REQUIRE(sounds.size() == 2);
    release.languages.presentation = bundle::Presentation::rotate;  // a pair would speak the first of the two
    release.languages.rounds = {{"vi"}, {"en"}};
    clip.sounds = {{"vi", std::nullopt, sounds[0].stream_index},
                   {"en", std::nullopt, sounds[1].stream_index}};
  });
  const VirtualScreen screen(kScreen);
  for (const auto& [language, wanted, other] :
       {std::tuple{"vi", kLow, kHigh}, std::tuple{"en", kHigh, kLow}}) {
    INFO(language);
    auto player = play_aloud(store, screen, sink, folder.path(), {"--language", language});
    const bool is_heard = wait_for_tone(sink, wanted);
    const auto heard = record(sink.server(), seconds_now() + 0.3).samples;
    INFO("wanted " << tone_in(heard, wanted) << ", other " << tone_in(heard, other) << "\n"
                   << player.err_so_far());
    REQUIRE(is_heard);
    const auto recording = record(sink.server(), seconds_now() + 1.2);
    CHECK(highest(tone_through(recording, wanted), 0, 1e18) > kHeard);
    CHECK(highest(tone_through(recording, other), 0, 1e18) < kHeard / 4);
  }
}
