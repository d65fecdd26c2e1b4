// The player: what the programme says, on the screen and the loudspeaker, on time, whatever fails.
// Its loop reads as its table of contents: poll_input, take_messages, update_programme, update_ui, compose,
// present. Threads: main owns everything here; loader, watcher, mixer and one decoder a film work for it.
// Errors: only what prevents a start comes back; everything later goes down the ladder (ladder.h).
// Source: shared/design/architecture.md 3; playback.md; content.md (The programme is a function).
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "content-sync/base/clock.h"
#include "player/playback/act.h"
#include "player/playback/alert_act.h"
#include "player/playback/kept_clock.h"
#include "player/playback/kept_still.h"
#include "player/playback/ladder.h"
#include "player/playback/motion_budget.h"
#include "player/playback/officer_switch.h"
#include "player/playback/playing_clock.h"
#include "player/playback/release_watcher.h"
#include "player/playback/ring.h"
#include "player/playback/stick_corner.h"
#include "player/playback/timeline.h"
#include "player/screen/screen.h"

namespace gatecast::playback {

inline constexpr Duration kPrepareAhead{3'000'000};  // an item is opened this long before it is due

struct PlayerOptions {
  screen::ScreenOptions screen;
  std::optional<bundle::LanguageTag> language;
  std::set<std::string> tags;            // of this kiosk
  std::optional<std::string> site;       // of this kiosk; else the release's
  std::optional<Duration> seconds;       // then it ends
  MotionRate motion = MotionRate::full;  // none: slides stand and fade
  Path stats;                            // empty: none
  Path screenshots;                      // a folder; empty: none
  SteadyInstant process_start;
  std::unique_ptr<Ring> ring;                 // of a screen that people touch
  std::optional<SwitchSetup> officer_switch;  // where one is provisioned
  Path export_folder;                         // where a stick for the log is mounted
  std::shared_ptr<isolate::Engine> engine;    // of the machine, to be proven; null: none
  std::shared_ptr<isolate::Nursery> nursery;  // ended with the player; its decoders are in the statistics
  // One of the two: a verified store, or content that is played as it is (plain files in the preview).
  std::optional<WatchOptions> store;
  ContentPtr content;
  std::unique_ptr<Timeline> timeline;
  PlayingClock clock;
  // Where the present path that was measured is remembered; empty: nothing is measured.
  Path output_path_file;
  std::string output_path_key;
};

class Player {
 public:
  static Result<std::unique_ptr<Player>> create(PlayerOptions options);
  ~Player();
  Status run();

 private:
  explicit Player(PlayerOptions options);
  void poll_input();
  void take_messages();
  void update_programme();
  void update_ui();
  void compose();
  void present();
  void rest();

  // take_messages
  void look_at_clock();
  void hear_time(const std::optional<Instant>& signed_at);
  void take(LoaderAnswer answer);
  void take(ReleaseNews news);
  void take(StatementNews news);
  void take(FeedNews news);
  void take(DeviceNews news);
  void take_size();
  // update_programme
  void adopt(ReleaseNews news);
  void adopt_pending_release();
  void ask_timeline();
  // officers on duty (player_duty.cpp)
  void weigh_statements();
  void drop_recalled();
  void update_alert();
  void note_duty();
  void note_besides(const std::string& what, const std::string& item, const std::string& why, bool begins);
  // the officer's switch (player_switch.cpp)
  void open_switch();
  void paint_switch_still();
  void look_at_switch();
  void note_switch();
  void tend_hush();
  // the ring (player_touch.cpp)
  void note_touch();
  void note_answer();
  void update_ring();
  void serve_ring();
  void play_test_sound();
  void play_for_ring(const PlaySound& wish);
  void stop_for_ring();
  void export_log();
  // feeds (player_feeds.cpp)
  void change_feeds(const std::string& channel);
  void weigh_feeds();
  void tend_feeds();
  // technicians (player_device.cpp)
  static constexpr std::int64_t kWhole = 100;  // percent
  struct Setting {
    std::int64_t percent = kWhole;  // as it holds
    std::int64_t most = kWhole;     // that editors allow
  };
  void weigh_wish();
  [[nodiscard]] const std::string& wished_channel() const;
  void tend_wish();
  void tend_hours();
  [[nodiscard]] bool is_hour_known();
  void tend_brightness();
  void wake_up();
  [[nodiscard]] std::int64_t now_of(const Setting& setting) const;
  // no release yet (player_welcome.cpp)
  void update_welcome();
  void bring_on(const programme::Showing& showing);
  void bring_still();
  void prepare_following();
  void cut_to_next();
  void witness();
  void witness_light(const Status& presented);
  void refuse(const Act& act);
  void try_refused_again();
  void plan_again(const bundle::ItemId& item, const Error& error, bool is_told);
  void try_now(const std::set<bundle::ItemId>& items, const char* why);
  void note_played();
  void note_rung();
  [[nodiscard]] Duration transition() const;
  [[nodiscard]] bundle::Transition transition_to(const bundle::ItemId& item) const;
  // compose, present
  void look_at_display();
  void begin_cadence();
  void measure_output();
  void prove_engine();
  [[nodiscard]] Status show(const Sight& on, pixels::Canvas canvas);
  // the ticker's line that runs (player_ticker.cpp)
  [[nodiscard]] compose::Refresh refresh() const;
  [[nodiscard]] const compose::RunningLine* running_line() const;  // that can be seen; null: nothing runs
  [[nodiscard]] std::optional<Instant> next_of_line() const;
  void note_line(const Layers& layers);
  void run_line();
  [[nodiscard]] Status show_line(const compose::RunningLine& line);
  [[nodiscard]] bool is_covered() const {
    return options_.ring && options_.ring->covers_programme() && !over_all();
  }
  // What stands over programme and ring: the officer's switch before an alert before the dark of the hours
  // that technicians set; null: nothing.
  [[nodiscard]] const PicturePtr& over_all() const {
    if (is_switched_off_) return switch_still_;
    return is_resting() ? dark_ : alert_.picture();
  }
  // Dark on purpose, and so silent.
  [[nodiscard]] bool is_resting() const { return dark_ && !alert_.picture() && !is_switched_off_; }
  void count_frames(const VideoFeed::Step& step);
  void take_screenshot(pixels::Canvas canvas);
  void count_cut();
  [[nodiscard]] Sight sight() const;
  // Null: nothing moves.
  [[nodiscard]] const MotionBudget* motion() const { return watcher_ ? &motion_ : nullptr; }
  [[nodiscard]] std::optional<MotionKind> moving() const;
  void note_motion(Duration cost);
  [[nodiscard]] std::optional<Instant> next_of_transition() const;  // its next picture
  // How long the picture takes to change; zero: it is cut.
  [[nodiscard]] Duration picture_transition(bundle::Transition kind = bundle::Transition::crossfade) const;
  [[nodiscard]] Instant next_moment() const;
  [[nodiscard]] play_log::Moment moment() const { return {now_, machine_clock_.counted(steady_now_)}; }
  Status finish();

  PlayerOptions options_;
  PlayingClock machine_clock_;
  FlooredClock clock_{machine_clock_};  // never behind the newest verified timestamp
  bool is_clock_lifted_ = false;
  KeptClock kept_clock_;
  std::optional<Instant> signed_at_;  // the newest verified timestamp
  std::shared_ptr<Queue<ThreadTime>> times_;
  std::unique_ptr<screen::PathProbe> path_probe_;
  std::jthread engine_proof_;
  std::unique_ptr<screen::Screen> screen_;
  std::unique_ptr<SoundMixer> mixer_;
  std::unique_ptr<Loader> loader_;
  std::unique_ptr<ReleaseWatcher> watcher_;
  std::shared_ptr<HeadStart> head_start_;  // until the first release is taken
  Workshop workshop_;
  Statistics statistics_;

  Instant now_;
  SteadyInstant steady_now_;
  SteadyInstant started_;
  pixels::Size size_;  // of the programme: the screen, or what its ring leaves of it
  bool must_draw_ring_ = true;
  bool is_ring_whole_due_ = true;            // not only what changed of it
  std::optional<SteadyInstant> touched_at_;  // and not answered yet
  SteadyInstant turn_before_;
  SteadyInstant rested_at_;  // when the loop last waited for anything
  std::shared_ptr<Queue<Result<std::string>>> exports_ =
      std::make_shared<Queue<Result<std::string>>>("log exports", 8);
  std::jthread export_;
  std::uint64_t ring_voice_ = 0;  // what the ring's reader listens to; 0: nothing
  bool was_covered_ = false;      // the programme, by the ring
  bool was_behind_ = false;       // the ring, behind an alert or the officer's switch
  bool must_end_ = false;

  // What is verified and what is asked of it.
  ContentPtr content_;
  bool is_newest_ = true;
  store::Floor seen_;
  std::optional<ReleaseNews> pending_;
  ContentPtr reported_;
  std::unique_ptr<Timeline> timeline_;
  programme::Situation situation_;
  std::map<bundle::ItemId, Instant> try_again_;  // refused items that may become whole
  std::map<bundle::ItemId, int> failures_;       // of their own, in this release
  Instant nursery_again_;                        // no decoder could be started: not before this
  bool must_ask_ = true;
  Instant asked_at_;
  Instant change_at_;
  std::optional<programme::Showing> due_;
  std::optional<programme::Showing> following_;
  std::optional<Rung> rung_;

  // What officers on duty say.
  StatementNews statements_;
  AlertAct alert_;
  std::optional<Instant> leave_by_;  // a recalled item that is still on
  std::set<std::string> told_refusals_;
  std::map<std::string, std::string> noted_duty_;  // "alert alert/flood" -> officer: begun in the play log

  // The officer's switch.
  std::unique_ptr<OfficerSwitch> switch_;
  bool is_switched_off_ = false;
  bool noted_switch_ = false;
  bool is_hushed_ = false;  // by the switch, or for the hours
  PicturePtr switch_still_;
  // What feeds say.
  static constexpr std::size_t kMostToldRefusals = 1000;
  bool has_heard_feeds_ = false;
  std::string feeds_channel_;                              // whose values they are
  std::optional<FeedNews> feeds_waiting_;                  // of a channel of which nothing is on yet
  bundle::FeedValues feeds_offered_;                       // newest, as verified
  std::shared_ptr<const bundle::FeedValues> feeds_shown_;  // the situation's, for the strip
  std::optional<Instant> weigh_feeds_at_;                  // what was refused may be right by then
  std::map<std::string, std::string> hidden_feeds_;        // why each shows nothing: begun in the play log
  Instant feeds_noted_;

  // What technicians ask of this kiosk.
  DeviceNews wish_;
  Setting volume_, brightness_;
  std::int64_t sent_volume_percent_ = kWhole;
  std::int64_t sent_brightness_percent_ = 0;  // nothing yet
  std::string power_hours_;                   // as they hold; empty: always
  PicturePtr dark_;                           // outside them; null: lit
  std::optional<bool> is_panel_awake_;        // as it was told
  SteadyInstant awake_until_;                 // somebody touched the screen
  std::vector<Error> undone_;                 // what this machine cannot do of it
  std::optional<Instant> resting_since_;
  bool must_tell_wish_ = false;

  // What the play log was told last.
  std::optional<play_log::OnScreen> witnessed_;
  std::optional<play_log::OnScreen> unwitnessed_;
  std::int64_t lost_sightings_ = 0;
  bool is_dark_ = false;
  std::map<bundle::ItemId, std::string> refusal_rules_;

  // What is shown and what comes.
  std::unique_ptr<Act> on_;
  Instant on_since_;  // when the act that is on came
  std::unique_ptr<Act> next_;
  KeptStill still_;
  ContentPtr still_content_;
  std::uint64_t still_ticket_ = 0;
  bool is_still_on_ = false;
  std::unique_ptr<text::Typesetter> welcome_typesetter_;
  bool has_welcome_ = true;  // false: no typefaces for it
  std::optional<std::chrono::sys_time<std::chrono::minutes>> welcomed_at_;
  StickCorner stick_;  // what becomes of one that a technician puts in
  Stage stage_;
  MotionBudget motion_;
  std::optional<MotionKind> moved_before_;  // the picture before was of this movement
  Layers layers_;
  std::optional<int> line_column_;  // as it was presented last
  bool is_line_lost_ = false;       // the display did not take it
  std::uint64_t overlay_ticket_ = 0;
  ContentPtr overlay_content_;
  std::vector<bundle::LanguageTag> overlay_languages_;
  bundle::Mode overlay_mode_ = bundle::Mode::daily;
  pixels::Size overlay_size_;
  compose::SlidePainter::StripLook overlay_look_;
  Instant overlays_due_;

  bool must_draw_ = true;
  bool was_in_transition_ = false;
  bool is_first_step_ = false;  // of the act that is on
  bool is_cut_uncounted_ = false;
  Cadence cadence_;  // of the display
  bool is_ready_ = false;
  bool is_backdrop_due_ = false;  // what is on shall stand behind the window too
  Cut cut_;
  Instant last_frame_ends_;  // of the picture before the cut
  Instant repeated_until_;
  std::optional<Instant> screenshot_at_;
  int screenshots_ = 0;
  SteadyInstant notified_;
};

}  // namespace gatecast::playback
