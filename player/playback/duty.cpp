#include "player/playback/duty.h"

#include "content-sync/bundle/alert_words.h"

namespace gatecast::playback {

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
  for (const auto& [item, recall] : news.recalls) {
    const auto up_to = recall.up_to_release.find(release.channel);
    if (up_to == recall.up_to_release.end() || release.number > up_to->second) continue;
    const auto known = release.items.find(item);
    if (known != release.items.end() && known->second.category == bundle::Category::emergency)
      duty.refused.push_back(trust_error("alert.emergency", bundle::target_name(recall),
                                         item + " is for emergencies: it cannot be recalled",
                                         "two editors correct it with a new release"));
    else
      duty.recalled.insert(item);
  }
  return duty;
}

void put_into(programme::Situation& situation, Duty duty) {
  situation.alerts = std::move(duty.alerts);
  situation.modes = std::move(duty.modes);
  situation.recalled = std::move(duty.recalled);
}

}  // namespace gatecast::playback
