// gatecast device: what a technician asks of one kiosk, within the bounds that two editors signed.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/cli/commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/cli/published_state.h"
#include "content-sync/repository/publish_device.h"

namespace gatecast::cli {
namespace {

struct DeviceOptions {
  std::string file;
  std::string site;
  std::string to;    // the server's address, or a repository's folder
  std::string root;  // needed for an address
  std::string key;
  std::string online_keys;  // for a folder
  PassphraseSource passphrase;
  bool is_json = false;
  [[nodiscard]] OutputForm form() const { return is_json ? OutputForm::json : OutputForm::words; }
};

Status send_wishes(const DeviceOptions& options, const std::string& site, const store::RoleFiles& files) {
  if (is_address(options.to))
    return post_role_files(options.to, "publish/" + bundle::device_role(site), files);
  SystemDisk disk;
  const Path keys =
      options.online_keys.empty() ? repository::default_key_folder() : Path(options.online_keys);
  GATECAST_TRY(const auto online, repository::load_online_keys(keys));
  GATECAST_TRY(const auto published,
               repository::accept_devices(disk, options.to, site, files, online, SystemClock().now()));
  GATECAST_INVARIANT(published.role_version > 0);
  return {};
}

void tell_wish(const DeviceOptions& options, const bundle::DeviceState& wish, std::int64_t version,
               bool was_there) {
  if (options.is_json)
    print_json({{"ok", true},
                {"kiosk", wish.site + "/" + wish.kiosk},
                {"version", version},
                {"was_there", was_there}});
  say(options.form(), fmt::format("{}/{}: {}{}.", wish.site, wish.kiosk, bundle::in_words(wish),
                                  was_there ? ", as before" : fmt::format("; version {}", version)));
}

Status publish_wish(const DeviceOptions& options) {
  SystemDisk disk;
  GATECAST_TRY(const auto bytes, read_file(disk, options.file, bundle::kDeviceLimit));
  GATECAST_TRY(const auto wish, bundle::parse_device(bytes, options.file));
  const auto now = std::chrono::floor<std::chrono::seconds>(SystemClock().now());
  GATECAST_TRY(auto state, PublishedState::read(options.to, options.root, now));
  const auto role = bundle::device_role(wish.site);
  GATECAST_TRY(auto standing, state.role(role, bundle::kDeviceLimit));
  if (standing.holders.empty())
    return fail(trust_error("publish.technicians", role + ".json",
                            "this repository names no technicians of " + wish.site,
                            "`gatecast keys technicians` puts their keys into force"));
  GATECAST_TRY(const auto releases, state.releases());
  GATECAST_TRY_STATUS(repository::check_device(wish, releases));
  const auto name = bundle::device_target(wish.site, wish.kiosk);
  const Bytes document = bundle::write_device(wish);
  auto& files = standing.files;
  if (const auto old = files.find(name); old != files.end() && old->second == document) {
    tell_wish(options, wish, standing.version, true);
    return {};
  }
  GATECAST_TRY(const auto key, open_holders_key(options.key, standing.holders, options.passphrase,
                                                "technicians of " + wish.site, "gatecast keys technicians"));
  // What other technicians asked of other kiosks stands, byte for byte.
  files[name] = document;
  const Bytes plain = repository::write_device_metadata(standing.version + 1, files, now);
  GATECAST_TRY(files[role + ".json"], tuf::add_signature(plain, role + ".json", key));
  GATECAST_TRY_STATUS(send_wishes(options, wish.site, files));
  tell_wish(options, wish, standing.version + 1, false);
  return {};
}

Status list_wishes(const DeviceOptions& options) {
  const auto now = std::chrono::floor<std::chrono::seconds>(SystemClock().now());
  GATECAST_TRY(auto state, PublishedState::read(options.to, options.root, now));
  GATECAST_TRY(const auto standing, state.role(bundle::device_role(options.site), bundle::kDeviceLimit));
  auto out = nlohmann::json::object();
  for (const auto& [name, bytes] : standing.files) {
    GATECAST_TRY(const auto wish, bundle::parse_device(bytes, name));
    GATECAST_TRY(out[wish.site + "/" + wish.kiosk], parse_json(bytes, name));
    say(options.form(), fmt::format("{}/{}: {}", wish.site, wish.kiosk, bundle::in_words(wish)));
  }
  if (options.is_json) print_json({{"ok", true}, {"kiosks", out}});
  if (standing.files.empty()) say(options.form(), "Nothing is asked of any kiosk of " + options.site + ".");
  return {};
}

}  // namespace

void add_device_command(CLI::App& app, int& exit_code) {
  auto* device = app.add_subcommand(
      "device",
      "Set one kiosk's channel, tags, volume, brightness, power hours and update hours: values only, within\n"
      "the bounds that two editors signed; a technician's key signs.");
  device->require_subcommand(1);
  const auto add = [&](CLI::App* command, const std::shared_ptr<DeviceOptions>& options, auto work) {
    command->add_option("--to", options->to, "The server's address, or a repository's folder")->required();
    command->add_option("--root", options->root, "The root.json that the kiosks trust (for an address)");
    command->add_flag("--json", options->is_json, "One JSON document on standard output");
    command->callback([options, &exit_code, work] {
      const auto status = work(*options);
      exit_code = status ? 0 : report(status.error(), options->form());
    });
  };
  auto publishing = std::make_shared<DeviceOptions>();
  auto* one = device->add_subcommand(
      "publish", "Publish a file: {\"site\": \"lao-bao\", \"kiosk\": \"hall-1\", \"volume_percent\": 60}");
  one->add_option("file", publishing->file, "JSON file")->required();
  one->add_option("--key", publishing->key, "Your private key (.key.json)")->required();
  one->add_option("--online-keys", publishing->online_keys,
                  "For a folder: where the snapshot and timestamp keys are");
  add_passphrase_options(*one, publishing->passphrase);
  add(one, publishing, publish_wish);
  auto listing = std::make_shared<DeviceOptions>();
  auto* what = device->add_subcommand("list", "What is asked of a site's kiosks now");
  what->add_option("site", listing->site, "The site, as lao-bao")->required();
  add(what, listing, list_wishes);
}

}  // namespace gatecast::cli
