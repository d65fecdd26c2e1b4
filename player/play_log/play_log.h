// Proof of play: what stood on the screen, in segments of at most a quarter of an hour, each with a head that
// the player's own key signs and that names the head before. Written on the quarter, and soon after events;
// at most 1 MB a day; old days are summed. A power cut loses what was not yet written, never what was.
// Threads: one owner (the watcher). Errors: environment errors of the disk; what could not be written is kept
// and tried again, the picture never waits. Source: player/play_log/FORMAT.md; trust.md (The kiosk).
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "player/play_log/log_file.h"
#include "player/play_log/recorder.h"
#include "player/play_log/sums.h"

namespace gatecast::play_log {

struct LogLimits {
  Duration quarter = std::chrono::minutes(15);
  Duration least_between = std::chrono::seconds(10);  // two writes
  // Bytes of one day (UTC): single showings up to here, then sums a quarter, then one sum at its end.
  std::uint64_t detail_bytes = 600'000;
  std::uint64_t summed_bytes = 780'000;
  std::uint64_t day_bytes = 900'000;
  SumLimits sums;
};

class PlayLog {
 public:
  // `state`: the player's own folder; the key and play-log/ are made there with the first write.
  PlayLog(Disk& disk, const Path& state, LogLimits limits = {})
      : disk_(&disk), folder_(state / "play-log"), key_path_(state / "log-key.json"), limits_(limits) {}

  void note(const OnScreen& on, const Moment& moment);
  void note(const Besides& besides, const Moment& moment);
  // Records that did not reach the log (a full queue): said in it, not passed over.
  void note_lost(std::int64_t count, const Moment& moment);
  // Writes where it is time; call once a second.
  Status tend(const Moment& moment);
  Status close(const Moment& moment);

 private:
  Status write(const Moment& moment, bool is_closing);
  Status open();
  Status recover();
  Status roll_to(const std::string& day);
  Status append(const Segment& segment);
  [[nodiscard]] std::optional<std::vector<Segment>> within_limits(std::vector<Segment> segments,
                                                                  bool is_last_of_day) const;

  Disk* disk_;
  Path folder_;
  Path key_path_;
  LogLimits limits_;
  Recorder recorder_;
  std::vector<Segment> waiting_;
  std::optional<LogKey> key_;
  std::int64_t next_number_ = 1;
  Sha256 previous_;
  std::string day_;  // of the file, and where its whole part ends
  LogFileName name_;
  std::uint64_t length_ = 0;
  std::unique_ptr<WriteFile> file_;
  std::string torn_;                      // to be said in the next segment
  std::optional<SteadyInstant> written_;  // or begun
  std::string ticked_day_;
};

}  // namespace gatecast::play_log
