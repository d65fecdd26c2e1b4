// Duty officers in a repository in memory, an alert's template in a release, and what officers say about it.
// Threads: values.
#pragma once
#include <vector>

#include "content-sync/bundle/alert_words.h"
#include "content-sync/store/verified_statements.h"
#include "tests/support/sample_release.h"
#include "tests/support/test_repository.h"

namespace gatecast::test {

inline const bundle::ItemId kTemplate = "alert/gate-closed";

inline SigningKey officer_key() {
  return test_key(50, "van");
}

// With a blank of each kind.
inline void add_template(bundle::Release& release) {
  bundle::Item item;
  item.id = kTemplate;
  item.category = bundle::Category::emergency;
  item.modes = {bundle::Mode::daily, bundle::Mode::festive, bundle::Mode::solemn, bundle::Mode::closed};
  item.duration_us = 10'000'000;
  bundle::Slide slide;
  slide.layout = "alert";
  slide.texts["title"] = {{{"vi", "Đóng đến {blank:until}, {blank:where}, quầy {blank:counter}"},
                           {"lo", "ປິດຮອດ {blank:until}, {blank:where}, {blank:counter}"},
                           {"en", "Closed until {blank:until}, {blank:where}, counter {blank:counter}"}}};
  item.body = slide;
  auto& alert = item.alert.emplace();
  alert.blanks["until"].kind = bundle::Blank::Kind::time;
  alert.blanks["where"].kind = bundle::Blank::Kind::place;
  alert.blanks["where"].places = {{"car-park", {{"vi", "bãi đỗ xe"}, {"en", "car park"}}}};
  alert.blanks["counter"] = {bundle::Blank::Kind::number, {}, 1, 20};
  release.items[item.id] = item;
}

// As a kiosk has it: read from its document, so that the template's hash is known.
inline bundle::Release release_with_template(std::int64_t number = 1, const std::string& salt = {}) {
  auto sample = sample_release("lao-bao-hall", number, salt);
  add_template(sample.release);
  const auto read = bundle::parse_release(bundle::write_release(sample.release), "release.json");
  GATECAST_INVARIANT(read.has_value());
  return *read;
}

inline bundle::Statement alert_statement(const bundle::Release& release, Instant now = test_time()) {
  bundle::Statement alert;
  alert.id = "one";
  alert.issued_at = now;
  alert.officer = "van";
  alert.sites = {release.site};
  alert.item = kTemplate;
  alert.template_hash = release.items.at(kTemplate).alert->sha256;
  alert.blanks = {
      {"until", "2026-11-21T18:00:00+07:00"}, {"where", "car-park"}, {"counter", std::int64_t{7}}};
  alert.starts = now;
  alert.ends = now + std::chrono::hours(2);
  return alert;
}

inline bundle::Statement recall_statement(const bundle::ItemId& item, std::int64_t up_to) {
  bundle::Statement recall;
  recall.id = "recall-one";
  recall.kind = bundle::StatementKind::recall;
  recall.issued_at = test_time();
  recall.officer = "van";
  recall.item = item;
  recall.up_to_release["lao-bao-hall"] = up_to;
  return recall;
}

inline bundle::Statement mode_statement(bundle::Mode mode, Instant from, Duration length) {
  bundle::Statement order;
  order.id = "mode-one";
  order.kind = bundle::StatementKind::mode;
  order.issued_at = from;
  order.officer = "van";
  order.sites = {"lao-bao"};
  order.mode = mode;
  order.starts = from;
  order.ends = from + length;
  return order;
}

// Gives the repository its role "alert".
inline void add_officers(TestRepository& repository,
                         const std::vector<SigningKey>& officers = {officer_key()}) {
  auto& top = repository.targets["targets"];
  tuf::DelegatedRole entry;
  entry.name = store::kAlertRole;
  entry.role = tuf::make_role(top.delegations->keys, officers, 1);
  entry.is_terminating = true;
  entry.paths = {"alerts/*"};
  top.delegations->roles.push_back(entry);
  repository.keys[store::kAlertRole] = officers;
  repository.targets[store::kAlertRole].expires = repository.now + std::chrono::days(365);
  repository.publish_role("targets");
  repository.put_role(store::kAlertRole);
  repository.publish_snapshot();
  repository.publish_timestamp();
}

// All that stands from now on.
inline void say(TestRepository& repository, const std::vector<bundle::Statement>& statements) {
  auto& part = repository.targets[store::kAlertRole];
  part.targets.clear();
  for (const auto& statement : statements) {
    const Bytes bytes = bundle::write_statement(statement);
    repository.files["targets/alerts/" + sha256(bytes).hex() + "." + statement.id + ".json"] = bytes;
    part.targets[bundle::target_name(statement)] = tuf::target_file_of(bytes);
  }
  repository.publish_role(store::kAlertRole);
  repository.publish_snapshot();
  repository.publish_timestamp();
}

// The file that an agent would store.
inline store::StatementFiles statement_files(const TestRepository& repository) {
  store::StatementFiles files;
  for (std::int64_t version = 1; version <= repository.root.version; ++version)
    files[std::to_string(version) + ".root.json"] = repository.root_file(version);
  files["timestamp.json"] = repository.timestamp_file();
  files["snapshot.json"] = repository.snapshot_file();
  files["targets.json"] = repository.role_file("targets");
  files["alert.json"] = repository.role_file(store::kAlertRole);
  for (const auto& [name, target] : repository.targets.at(store::kAlertRole).targets) {
    const auto path = "targets/alerts/" + target.hashes.at("sha256") + "." + name.substr(name.find('/') + 1);
    if (repository.files.contains(path)) files[name] = repository.file(path);
  }
  return files;
}

}  // namespace gatecast::test
