#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>

#include "content-sync/base/clock.h"
#include "content-sync/base/json_value.h"
#include "content-sync/cli/commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/tuf/metadata.h"
#include "content-sync/updater/export.h"
#include "content-sync/updater/http_fetcher.h"

namespace gatecast::cli {
namespace {

struct ExportArguments {
  std::string from;
  std::string to;
  std::string root;
  std::vector<std::string> channels;
  bool with_systems = false;
  bool is_json = false;
};

Result<std::unique_ptr<updater::Fetcher>> open_source(Disk& disk, const std::string& from) {
  if (from.find("://") != std::string::npos) {
    updater::HttpOptions options;
    options.address = from;
    GATECAST_TRY(auto fetcher, updater::HttpFetcher::create(std::move(options)));
    return fetcher;
  }
  GATECAST_TRY(const auto status, disk.status(Path(from) / "metadata"));
  if (status.kind != FileKind::directory)
    return fail(usage_error("export.from", from, "no repository is in this folder: it has no metadata/",
                            "give the server's address, or the folder that it serves"));
  return std::make_unique<updater::DirectoryFetcher>(disk, from);
}

class CopyProgress {
 public:
  void operator()(const updater::UpdateProgress& state) {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::seconds(1)) return;
    last_ = now;
    progress(fmt::format("copied {:.1f} of {:.1f} MB", static_cast<double>(state.done_bytes) / 1e6,
                         static_cast<double>(state.total_bytes) / 1e6));
  }

 private:
  std::chrono::steady_clock::time_point last_{};
};

Result<updater::ExportReport> export_to(const ExportArguments& arguments) {
  SystemDisk disk;
  const SystemClock clock;
  GATECAST_TRY(const auto to, disk.status(arguments.to));
  if (to.kind != FileKind::directory)
    return fail(usage_error("export.to", arguments.to, "is not a folder",
                            "give the folder where the stick is mounted"));
  GATECAST_TRY(const auto source, open_source(disk, arguments.from));
  updater::ExportOptions options;
  if (!arguments.root.empty()) {
    GATECAST_TRY(options.root, read_file(disk, arguments.root, tuf::kRootLimit));
  } else {
    GATECAST_TRY(options.root, updater::fetch_bytes(*source, "metadata/1.root.json", tuf::kRootLimit));
  }
  options.channels = arguments.channels;
  options.with_systems = arguments.with_systems;
  options.now = clock.now();
  CopyProgress copied;
  options.on_progress = [&](const auto& state) { copied(state); };
  return updater::export_repository(disk, arguments.to, *source, options);
}

int run_export(const ExportArguments& arguments) {
  const auto form = arguments.is_json ? OutputForm::json : OutputForm::words;
  const auto exported = export_to(arguments);
  if (!exported) return report(exported.error(), form);
  nlohmann::json channels = nlohmann::json::array();
  for (const auto& channel : exported->channels) {
    channels.push_back({{"channel", channel.channel}, {"release", channel.release_number}});
    say(form, fmt::format("Channel {}: release {}", channel.channel, channel.release_number));
  }
  for (const auto& note : exported->notes) say(form, "Note: " + note);
  say(form,
      fmt::format(
          "{} objects verified on the stick, {} of them copied now ({:.1f} MB); {} officers' statements, "
          "feeds of {} channels, {} systems",
          exported->objects, exported->objects_copied, static_cast<double>(exported->bytes_copied) / 1e6,
          exported->statements, exported->feeds, exported->systems));
  say(form, "At the kiosk: gatecast-sync import " + arguments.to);
  if (arguments.is_json)
    print_json({{"ok", true},
                {"channels", channels},
                {"objects", exported->objects},
                {"objects_copied", exported->objects_copied},
                {"bytes_copied", exported->bytes_copied},
                {"statements", exported->statements},
                {"feeds", exported->feeds},
                {"systems", exported->systems},
                {"notes", exported->notes}});
  return 0;
}

}  // namespace

void add_export_command(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<ExportArguments>();
  auto* command = app.add_subcommand("export",
                                     "Copy what is published onto a stick, for kiosks without a line.\n"
                                     "Every byte is verified on its way; the kiosk verifies it all again.");
  command->add_option("--from", arguments->from, "The server's address, or the folder of the repository")
      ->required();
  command->add_option("--to", arguments->to, "The folder where the stick is mounted")->required();
  command->add_option("--channel", arguments->channels, "Only this channel (may be given several times)");
  command->add_option("--root", arguments->root, "The root.json to trust (default: the repository's first)");
  command->add_flag("--with-systems", arguments->with_systems,
                    "Operating systems too, for kiosks that image/ made");
  command->add_flag("--json", arguments->is_json, "One JSON document on standard output");
  command->footer(
      "For instance:\n"
      "  gatecast export --from http://127.0.0.1:8377 --to /media/stick\n"
      "  gatecast-sync import /media/stick --store store --root root.json --channel lao-bao-hall");
  command->callback([arguments, &exit_code] { exit_code = run_export(*arguments); });
}

}  // namespace gatecast::cli
