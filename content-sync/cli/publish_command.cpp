// gatecast publish: a signed build goes to a server (only what it lacks) or into a repository's folder.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "content-sync/base/json_value.h"
#include "content-sync/cli/commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/cli/upload.h"
#include "content-sync/repository/publish.h"
#include "content-sync/store/limits.h"
#include "content-sync/store/verified_reader.h"

namespace gatecast::cli {
namespace {

struct Arguments {
  std::string build;
  std::string to;
  std::string online_keys;
  OutputForm form = OutputForm::words;
};

struct Build {
  Path folder;
  std::string channel;
  Bytes metadata;
  Bytes document;
  bundle::Release release;
};

Result<Build> read_build(Disk& disk, const Path& folder) {
  Build build{folder, {}, {}, {}, {}};
  const Path path = folder / "release.json";
  GATECAST_TRY(const auto status, disk.status(path));
  if (status.kind != FileKind::file)
    return fail(usage_error("publish.build", folder, "no build is here: it has no release.json",
                            "run gatecast build FOLDER --out BUILD, and sign it twice"));
  GATECAST_TRY(build.document, read_file(disk, path, store::kReleaseLimit));
  GATECAST_TRY(build.release, bundle::parse_release(build.document, path.string()));
  build.channel = build.release.channel;
  const Path metadata = folder / ("content-" + build.channel + ".json");
  GATECAST_TRY(build.metadata, read_file(disk, metadata, tuf::kTargetsLimit));
  GATECAST_TRY(const auto envelope, tuf::parse_targets(build.metadata, metadata.string()));
  if (envelope.signatures.size() < repository::kOfflineThreshold)
    return fail(
        trust_error("publish.signatures", metadata,
                    fmt::format("{} signature{} where {} editors must sign", envelope.signatures.size(),
                                envelope.signatures.size() == 1 ? "" : "s", repository::kOfflineThreshold),
                    "ask another editor to run gatecast sign on this build"));
  return build;
}

Result<nlohmann::json> to_server(Disk& disk, const Build& build, const std::string& address) {
  Upload upload(disk, address);
  GATECAST_TRY_STATUS(upload.send_objects(build.folder, build.release));
  const auto name = sha256(build.document).hex() + "." + build.channel + ".json";
  GATECAST_TRY_STATUS(upload.put("publish/releases/" + name, build.folder / "release.json"));
  return upload.post("publish/content-" + build.channel, build.metadata);
}

Result<nlohmann::json> into_folder(Disk& disk, const Build& build, const Arguments& arguments) {
  const Path keys =
      arguments.online_keys.empty() ? repository::default_key_folder() : Path(arguments.online_keys);
  GATECAST_TRY(const auto online, repository::load_online_keys(keys));
  GATECAST_TRY(const auto published,
               repository::accept_publish(disk, arguments.to, build.folder, build.channel, online,
                                          SystemClock().now(), repository::TakeObjects::copy));
  return nlohmann::json{{"ok", true},
                        {"channel", build.channel},
                        {"release_number", published.release_number},
                        {"version", published.role_version},
                        {"signers", published.signers},
                        {"was_active", published.was_active}};
}

Result<nlohmann::json> publish(const Arguments& arguments) {
  SystemDisk disk;
  GATECAST_TRY(const auto build, read_build(disk, arguments.build));
  if (arguments.to.starts_with("http://") || arguments.to.starts_with("https://"))
    return to_server(disk, build, arguments.to);
  GATECAST_TRY(const auto there, disk.status(Path(arguments.to) / "metadata"));
  if (there.kind != FileKind::directory)
    return fail(usage_error("publish.to", arguments.to, "neither an address nor the folder of a repository",
                            "for instance --to http://server:8377, or the folder that holds metadata/"));
  return into_folder(disk, build, arguments);
}

int run_publish(const Arguments& arguments) {
  const auto published = publish(arguments);
  if (!published) return report(published.error(), arguments.form);
  if (arguments.form == OutputForm::json) {
    print_json(*published);
    return 0;
  }
  std::string signers;
  for (const auto& signer : published->value("signers", nlohmann::json::array()))
    signers += (signers.empty() ? "" : ", ") + signer.get<std::string>();
  say(arguments.form, fmt::format("{} release {} of {}, signed by {}",
                                  published->value("was_active", false) ? "Already active:" : "Published:",
                                  published->value("release_number", std::int64_t{0}),
                                  published->value("channel", std::string()), signers));
  return 0;
}

}  // namespace

void add_publish_command(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("publish",
                         "Hand a signed build to the server, which judges its signatures as a kiosk would.\n"
                         "Only what the server lacks is sent; broken off, the same command goes on.");
  command->footer(
      "For instance:\n"
      "  gatecast publish build/lao-bao --to http://127.0.0.1:8377\n"
      "  gatecast publish build/lao-bao --to /srv/gatecast --online-keys /etc/gatecast/online");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("BUILD", arguments->build, "Folder that gatecast build made and two editors signed")
      ->required();
  command->add_option("--to", arguments->to, "The server's address, or the folder of a repository")
      ->required();
  command->add_option("--online-keys", arguments->online_keys,
                      "For a folder: where snapshot.key.json and timestamp.key.json are");
  command->add_flag_callback(
      "--json", [arguments] { arguments->form = OutputForm::json; }, "One JSON document on standard output");
  command->callback([arguments, &exit_code] { exit_code = run_publish(*arguments); });
}

}  // namespace gatecast::cli
