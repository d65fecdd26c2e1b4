// What of the store is damaged: found by reading it through, or told by the player.
#include <algorithm>

#include "content-sync/agent/agent.h"
#include "content-sync/base/log.h"

namespace gatecast::agent {
namespace {

constexpr auto kDamageEach = std::chrono::seconds(15);

}  // namespace

bool Agent::scrub() {
  const bool is_news = scrub_.go_on(clock_->steady_now(), time_.now());
  const bool ends_round = scrub_.status().last_whole != status_.scrub.last_whole;
  status_.scrub = scrub_.status();
  if (is_news || ends_round) save_notes();
  return is_news;
}

std::set<Sha256> Agent::told_damage() const {
  const auto broken = store::read_player_state(*disk_, config_.player_state).broken;
  return {broken.begin(), broken.end()};
}

bool Agent::sees_new_damage() {
  const auto steady = clock_->steady_now();
  if (damage_seen_ && steady - *damage_seen_ < kDamageEach) return false;
  auto now = told_damage();
  const bool is_news = !std::includes(known_damage_.begin(), known_damage_.end(), now.begin(), now.end());
  known_damage_ = std::move(now);
  if (!is_news) return false;
  damage_seen_ = steady;
  log_info("the player found damage in the store: it is fetched again");
  return true;
}

}  // namespace gatecast::agent
