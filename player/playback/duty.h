// What officers on duty say, as this screen takes it: which statements are for it, and which of its release
// it may obey. Threads: pure. Errors: told in the answer, by rule: those of bundle/alert_words.h,
// "alert.emergency". Source: shared/design/trust.md, Signing (An alert); content.md, Mode.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "content-sync/bundle/statement.h"
#include "player/programme/programme.h"

namespace gatecast::playback {

// Verified by the watcher; judged against the release that plays by the main thread.
struct StatementNews {
  std::vector<bundle::Statement> statements;
  std::map<bundle::ItemId, bundle::Statement> recalls;  // open ones, out of the player's own memory too
  std::vector<std::string> signers;
  std::optional<Instant> signed_at;  // of the verified timestamp: the clock cannot be right before it
};

struct Duty {
  std::vector<bundle::Statement> alerts;
  std::vector<bundle::Statement> modes;
  std::set<bundle::ItemId> recalled;
  std::vector<Error> refused;
  int elsewhere = 0;  // for other sites or channels
};
// What is recalled of this very release: ids of items and pages, hashes of objects.
std::set<std::string> recalled_of(const std::map<bundle::ItemId, bundle::Statement>& recalls,
                                  const bundle::Release& release, std::vector<Error>* refused = nullptr);
Duty weigh(const StatementNews& news, const bundle::Release& release, const std::string& site);
void put_into(programme::Situation& situation, Duty duty);

}  // namespace gatecast::playback
