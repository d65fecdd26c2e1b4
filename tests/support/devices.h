// What technicians ask of kiosks, in a repository in memory. Threads: values.
#pragma once
#include "content-sync/store/verified_device.h"
#include "tests/support/sample_release.h"
#include "tests/support/test_repository.h"

namespace gatecast::test {

inline SigningKey technician_key() {
  return test_key(70, "Khanh");
}

inline bundle::DeviceState wish_for(const std::string& kiosk = "hall-1") {
  bundle::DeviceState wish;
  wish.site = "lao-bao";
  wish.kiosk = kiosk;
  return wish;
}

inline bundle::DeviceBounds usual_bounds() {
  bundle::DeviceBounds bounds;
  bounds.volume_percent = bundle::PercentBounds{20, 80};
  bounds.brightness_percent = bundle::PercentBounds{40, 100};
  bounds.least_hours = 12;
  bounds.channels = {"la-lay-gate"};
  return bounds;
}

// Gives the repository the technicians of a site.
inline void add_device_role(TestRepository& repository, const std::string& site = "lao-bao") {
  const auto role = bundle::device_role(site);
  auto& top = repository.targets["targets"];
  tuf::DelegatedRole entry;
  entry.name = role;
  entry.role = tuf::make_role(top.delegations->keys, {technician_key()}, 1);
  entry.is_terminating = true;
  entry.paths = {"devices/" + site + "/*"};
  top.delegations->roles.push_back(entry);
  repository.keys[role] = {technician_key()};
  repository.targets[role].expires = repository.now + std::chrono::days(365);
  repository.publish_role("targets");
  repository.put_role(role);
  repository.publish_snapshot();
  repository.publish_timestamp();
}

// What is asked from now on; `document` instead of what the wish would give, `name` instead of its own.
inline void ask(TestRepository& repository, const bundle::DeviceState& wish, Bytes document = {},
                std::string name = {}, const std::string& site = "lao-bao") {
  const auto role = bundle::device_role(site);
  if (document.empty()) document = bundle::write_device(wish);
  if (name.empty()) name = bundle::device_target(wish.site, wish.kiosk);
  const auto slash = name.rfind('/');
  repository
      .files["targets/" + name.substr(0, slash + 1) + sha256(document).hex() + "." + name.substr(slash + 1)] =
      document;
  repository.targets[role].targets[name] = tuf::target_file_of(document);
  repository.publish_role(role);
  repository.publish_snapshot();
  repository.publish_timestamp();
}

// The file that an agent would store for this kiosk.
inline store::RoleFiles device_files(const TestRepository& repository, const std::string& kiosk = "hall-1",
                                     const std::string& site = "lao-bao") {
  const auto role = bundle::device_role(site);
  store::RoleFiles files;
  for (std::int64_t version = 1; version <= repository.root.version; ++version)
    files[std::to_string(version) + ".root.json"] = repository.root_file(version);
  files["timestamp.json"] = repository.timestamp_file();
  files["snapshot.json"] = repository.snapshot_file();
  files["targets.json"] = repository.role_file("targets");
  files[role + ".json"] = repository.role_file(role);
  const auto name = bundle::device_target(site, kiosk);
  const auto& targets = repository.targets.at(role).targets;
  if (const auto target = targets.find(name); target != targets.end())
    files[name] = repository.file("targets/devices/" + site + "/" + target->second.hashes.at("sha256") + "." +
                                  kiosk + ".json");
  return files;
}

}  // namespace gatecast::test
