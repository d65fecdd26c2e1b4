// The desk of the officer on duty: what stands now, verified from the root as a kiosk does it, and what is
// said next, judged by the server's own rules before it is signed. Shared by `alert`, `recall` and `mode`.
// Threads: main only. Errors: of published_state.h, repository and bundle; "duty.key" (not an officer's),
// "duty.time". Source: shared/design/trust.md, Signing (role alert).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "content-sync/cli/output.h"
#include "content-sync/cli/passphrase.h"
#include "content-sync/repository/publish_statements.h"

namespace CLI {
class App;
}  // namespace CLI

namespace gatecast::cli {

struct DutyOptions {
  std::string to;    // the server's address, or a repository's folder
  std::string root;  // needed for an address
  std::string key;
  std::string online_keys;  // for a folder
  std::vector<std::string> sites;
  std::vector<std::string> channels;
  PassphraseSource passphrase;
  bool is_yes = false;
  bool is_json = false;
};
enum class WithKey { no, yes };
void add_duty_options(CLI::App& command, DutyOptions& options, WithKey with_key);
void add_place_options(CLI::App& command, DutyOptions& options);

class DutyDesk {
 public:
  static Result<DutyDesk> open(const DutyOptions& options);

  [[nodiscard]] const std::vector<bundle::Statement>& standing() const { return standing_; }
  [[nodiscard]] const repository::ActiveReleases& releases() const { return releases_; }
  [[nodiscard]] Instant now() const { return now_; }
  [[nodiscard]] const DutyOptions& options() const { return options_; }
  // Id, time and sites filled in: those that are asked for, else all there are.
  [[nodiscard]] bundle::Statement draft(bundle::StatementKind kind, const std::string& word) const;
  // Asks, signs, publishes: `added` beside what stands, without those in `ended`.
  Status say(const std::vector<std::string>& lines, const std::optional<bundle::Statement>& added,
             const std::vector<std::string>& ended);

 private:
  Status read();
  Status publish(const store::StatementFiles& files);

  DutyOptions options_;
  Instant now_;
  std::int64_t version_ = 0;  // of alert.json
  std::vector<bundle::Statement> standing_;
  store::StatementFiles files_;  // "alerts/<id>.json" as they stand
  repository::ActiveReleases releases_;
  std::vector<tuf::Key> officers_;
};

// "18:00" (today, or tomorrow where that is past), "2026-11-21T18:00", "+90m", "+2h"; a time without its
// offset is that of both countries, UTC+7. Gives it as it is written in a statement:
// "2026-11-21T18:00:00+07:00".
Result<std::string> parse_duty_time(const std::string& text, Instant now);
// For people: "21/11 18:00".
std::string duty_time(Instant instant);
std::string in_words(const bundle::Statement& statement);

}  // namespace gatecast::cli
