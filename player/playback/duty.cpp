#include "player/playback/duty.h"

#include "content-sync/bundle/alert_words.h"
#include "content-sync/bundle/recall.h"

namespace gatecast::playback {

std::set<std::string> recalled_of(const std::map<bundle::ItemId, bundle::Statement>& recalls,
                                  const bundle::Release& release, std::vector<Error>* refused) {
  std::set<std::string> recalled;
  for (const auto& [what, recall] : recalls) {
    const auto up_to = recall.up_to_release.find(release.channel);
    if (up_to == recall.up_to_release.end() || release.number > up_to->second) continue;
    if (bundle::reach_of_recall(what, release) != bundle::RecallReach::emergency)
      recalled.insert(what);
    else if (refused != nullptr)
      refused->push_back(trust_error("alert.emergency", bundle::target_name(recall),
                                     what + " is for emergencies: it cannot be recalled",
                                     "two editors correct it with a new release"));
  }
  return recalled;
}

Duty weigh(const StatementNews& news, const bundle::Release& release, const std::string& site) {
  Duty duty;
  for (const auto& statement : news.statements) {
    if (statement.kind == bundle::StatementKind::recall) continue;
    if (!bundle::is_for(statement, site, release.channel)) {
      ++duty.elsewhere;
    } else if (statement.kind == bundle::StatementKind::mode) {
      duty.modes.push_back(statement);
    } else if (auto checked = bundle::check_alert(statement, release); !checked) {
      duty.refused.push_back(std::move(checked).error());
    } else {
      duty.alerts.push_back(statement);
    }
  }
  duty.recalled = recalled_of(news.recalls, release, &duty.refused);
  return duty;
}

void put_into(programme::Situation& situation, Duty duty) {
  situation.alerts = std::move(duty.alerts);
  situation.modes = std::move(duty.modes);
  situation.recalled = std::move(duty.recalled);
}

}  // namespace gatecast::playback
