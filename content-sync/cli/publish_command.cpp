// gatecast publish: a signed build goes to a server (only what it lacks) or into a repository's folder.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "content-sync/base/json.h"
#include "content-sync/base/json_value.h"
#include "content-sync/cli/commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/cli/server_refusal.h"
#include "content-sync/repository/publish.h"
#include "content-sync/store/limits.h"
#include "content-sync/store/store.h"
#include "content-sync/store/verified_reader.h"
#include "content-sync/updater/download.h"
#include "content-sync/updater/http_fetcher.h"

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

}  // namespace

// What a server answered instead of yes.
Error refusal(const updater::HttpAnswer& answer, const std::string& subject) {
  const auto document = parse_json(answer.body, "answer");
  if (document && document->is_object() && document->contains("error") && (*document)["error"].is_object()) {
    const auto& error = (*document)["error"];
    const auto text = [&](const char* name) {
      const auto found = error.find(name);
      return found != error.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    auto made = Error{ErrorKind::trust, text("rule"), text("message"), text("subject"), text("hint")};
    if (answer.code >= 500) made.kind = ErrorKind::environment;
    if (answer.code == 400 || answer.code == 403) made.kind = ErrorKind::usage;
    return made;
  }
  return environment_error("publish.answer", subject, fmt::format("the server answered {}", answer.code),
                           "is this the address of a gatecast-server?");
}

namespace {

std::string megabytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

class Upload {
 public:
  Upload(Disk& disk, const Build& build, const std::string& address) : disk_(disk), build_(build) {
    options_.address = address;
  }

  Result<nlohmann::json> run() {
    GATECAST_TRY(const auto missing, find_missing());
    std::uint64_t total = 0;
    for (const auto& [hash, length] : missing) total += length;
    progress(fmt::format("{} of {} objects are on the server already; {} to send",
                         store::needed_objects(build_.release).size() - missing.size(),
                         store::needed_objects(build_.release).size(), megabytes(total)));
    for (const auto& [hash, length] : missing) {
      GATECAST_TRY_STATUS(
          put(updater::object_name(hash), store::object_path(build_.folder / "objects", hash), total));
      sent_ += length;
    }
    const auto name = sha256(build_.document).hex() + "." + build_.channel + ".json";
    GATECAST_TRY_STATUS(put("publish/releases/" + name, build_.folder / "release.json", total));
    const auto path = "publish/content-" + build_.channel;
    GATECAST_TRY(const auto answer, updater::http_post(options_, path, build_.metadata));
    if (answer.code != 200) return fail(refusal(answer, options_.address));
    return parse_json(answer.body, "answer");
  }

 private:
  Result<std::map<Sha256, std::uint64_t>> find_missing() {
    std::map<Sha256, std::uint64_t> missing;
    for (const auto& [hash, length] : store::needed_objects(build_.release)) {
      GATECAST_TRY(const auto answer, updater::http_head(options_, updater::object_name(hash)));
      if (answer.code == 200) continue;
      if (answer.code != 404) return fail(refusal(answer, options_.address));
      missing[hash] = length;
    }
    return missing;
  }

  Status put(const std::string& name, const Path& file, std::uint64_t total) {
    GATECAST_TRY(const auto opened, disk_.open_read(file));
    const auto on_progress = [&](std::uint64_t done) {
      const auto now = std::chrono::steady_clock::now();
      if (now - last_line_ < std::chrono::seconds(1)) return;
      last_line_ = now;
      progress(fmt::format("sent {} of {}", megabytes(sent_ + done), megabytes(total)));
    };
    GATECAST_TRY(const auto answer, updater::http_put(options_, name, *opened, on_progress));
    if (answer.code == 200 || answer.code == 201) return {};
    return fail(refusal(answer, options_.address));
  }

  Disk& disk_;
  const Build& build_;
  updater::HttpOptions options_;
  std::uint64_t sent_ = 0;
  std::chrono::steady_clock::time_point last_line_ = std::chrono::steady_clock::now();
};

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
    return Upload(disk, build, arguments.to).run();
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
