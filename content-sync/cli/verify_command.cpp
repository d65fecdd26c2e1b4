#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "content-sync/base/json_value.h"
#include "content-sync/cli/build_folder.h"
#include "content-sync/cli/commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/cli/verify_places.h"
#include "content-sync/cli/visible_text.h"

namespace gatecast::cli {
namespace {

using nlohmann::json;

struct VerifyOptions {
  std::string path;
  std::string root;
  std::string channel;
  std::string active;
  bool is_json = false;
};

const char* title(const std::string& kind) {
  if (kind == "store") return "a kiosk's store";
  if (kind == "repository") return "a repository";
  return "a build";
}

void tell(const VerifiedPlace& place, const std::string& path) {
  const auto line = [](const std::string& text) { say(OutputForm::words, visible_text(text)); };
  line(
      fmt::format("{}: {}{}", path, title(place.kind), place.is_demo ? ", DEMO keys: never for a gate" : ""));
  for (const auto& channel : place.channels) {
    line(fmt::format("  {}: release {}, made {}", channel.channel, channel.release_number,
                     format_instant(channel.created)));
    if (!channel.signers.empty()) line(fmt::format("    signed by {}", fmt::join(channel.signers, ", ")));
    line(fmt::format("    {} objects, {}", channel.objects, readable_size(channel.bytes)));
  }
  for (const auto& note : place.notes) line("  " + note);
  for (const auto& fault : place.faults) fmt::print(stderr, "{}\n", to_string(fault));
  if (place.faults.empty())
    line("Everything holds: signatures, hashes, pieces.");
  else
    line(fmt::format("{} fault{}.", place.faults.size(), place.faults.size() == 1 ? "" : "s"));
}

void print(const VerifiedPlace& place, const std::string& path) {
  json channels = json::array();
  for (const auto& channel : place.channels)
    channels.push_back({{"channel", channel.channel},
                        {"release_number", channel.release_number},
                        {"created", format_instant(channel.created)},
                        {"signed_by", channel.signers},
                        {"objects", channel.objects},
                        {"bytes", channel.bytes}});
  json errors = json::array();
  for (const auto& fault : place.faults) errors.push_back(to_json(fault));
  print_json({{"ok", place.faults.empty()},
              {"path", path},
              {"kind", place.kind},
              {"demo", place.is_demo},
              {"channels", std::move(channels)},
              {"notes", place.notes},
              {"errors", std::move(errors)}});
}

int run_verify(const VerifyOptions& options) {
  const OutputForm form = options.is_json ? OutputForm::json : OutputForm::words;
  SystemDisk disk;
  const auto place =
      verify_place(disk, {options.path, options.root, options.channel, options.active, SystemClock().now()});
  if (!place) return report(place.error(), form);
  if (form == OutputForm::json)
    print(*place, options.path);
  else
    tell(*place, options.path);
  return place->faults.empty() ? 0 : exit_code(place->faults.front());
}

}  // namespace

void add_verify_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<VerifyOptions>();
  auto* command = app.add_subcommand(
      "verify",
      "Check everything in a kiosk's store, a repository or a build folder: signatures, every object's\n"
      "hash and pieces. Says which release is there and who signed it, and names each damage.");
  command->add_option("path", options->path, "STORE, REPOSITORY or BUILD folder")->required();
  command->add_option("--root", options->root, "Trusted root, for instance that of the kiosk's image");
  command->add_option("--channel", options->channel, "Channel of a store (else the one found there)");
  command->add_option("--active", options->active, "Repository whose editors must have signed a BUILD");
  command->add_flag("--json", options->is_json, "One JSON document on standard output");
  command->footer("Example: gatecast verify /var/lib/gatecast/store --root /usr/share/gatecast/root.json");
  command->callback([options, &exit_code] { exit_code = run_verify(*options); });
}

}  // namespace gatecast::cli
