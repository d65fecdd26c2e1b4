#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <charconv>
#include <cstdlib>

#include "content-sync/base/json_value.h"
#include "content-sync/cli/commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/cli/source_report.h"
#include "content-sync/repository/publish.h"
#include "content-sync/repository/repository.h"
#include "content-sync/source/build.h"

namespace gatecast::cli {
namespace {

struct BuildOptions {
  std::string folder;
  std::string out;
  std::string created;
  std::string active;
  std::int64_t number = 0;
  bool is_json = false;
};

constexpr auto kBuildAbout =
    "Make a release out of a source folder, ready to be signed.\n"
    "\n"
    "Checks the folder first and stops at errors. Writes release.json, objects/ and the unsigned\n"
    "content-<channel>.json. The same folder, number and time give the same bytes.";
constexpr auto kBuildExamples =
    "Examples:\n"
    "  gatecast build lao-bao-hall --out build/lao-bao-hall --active repository\n"
    "  gatecast build lao-bao-hall --out out --number 12 --created 2026-12-01T00:00:00Z\n"
    "\n"
    "Then two editors: gatecast sign build/lao-bao-hall --key KEY, and: gatecast publish build/lao-bao-hall.";

// --created, else SOURCE_DATE_EPOCH, else now; whole seconds, as the document writes them.
Result<Instant> created_of(const BuildOptions& options) {
  if (!options.created.empty()) return parse_instant(options.created);
  if (const auto* epoch = std::getenv("SOURCE_DATE_EPOCH"); epoch != nullptr && *epoch != '\0') {
    const std::string_view text(epoch);
    std::int64_t seconds = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (fault != std::errc{} || end != text.data() + text.size() || seconds < 0)
      return fail(usage_error("build.created", "SOURCE_DATE_EPOCH",
                              "\"" + std::string(text) + "\" is not a number of seconds"));
    return Instant{std::chrono::seconds(seconds)};
  }
  return Instant{std::chrono::floor<std::chrono::seconds>(SystemClock().now())};
}

// What the new release follows: number and version of the channel's metadata.
struct Place {
  std::int64_t number = 1;
  std::int64_t version = 1;
};
Result<Place> place_of(Disk& disk, const BuildOptions& options, const std::string& channel, Instant created) {
  Place place;
  // Without a number and a repository to ask, the time numbers releases: always higher than before.
  place.number = options.number > 0
                     ? options.number
                     : std::chrono::duration_cast<std::chrono::seconds>(created.time_since_epoch()).count();
  if (options.active.empty()) return place;
  GATECAST_TRY(auto view, repository::read_repository(disk, options.active, SystemClock().now()));
  GATECAST_TRY(const auto active, repository::read_active_release(disk, options.active, view, channel));
  if (!active) {
    if (options.number == 0) place.number = 1;
    return place;
  }
  place.version = active->role_version + 1;
  if (options.number == 0) place.number = active->release.number + 1;
  if (place.number <= active->release.number)
    return fail(usage_error(
        "build.number", "--number",
        fmt::format("{} is not higher than the active release {}", place.number, active->release.number),
        "leave --number out, and it follows the active release"));
  return place;
}

struct Outcome {
  source::Built built;
  Path metadata_file;
};
Result<Outcome> build(Disk& disk, const BuildOptions& options, const source::Draft& draft, Instant created) {
  const auto& channel = draft.release.channel;
  GATECAST_TRY(const auto place, place_of(disk, options, channel, created));
  source::BuildRequest request{options.out, place.number, created,
                               [](std::string_view line) { progress(line); }};
  Outcome outcome;
  GATECAST_TRY(outcome.built, source::build_release(disk, draft, request));
  outcome.metadata_file = Path(options.out) / ("content-" + channel + ".json");
  GATECAST_TRY_STATUS(
      write_file_durably(disk, outcome.metadata_file,
                         repository::write_release_metadata(channel, place.version, outcome.built.document,
                                                            place.number, created)));
  return outcome;
}

int run_build(const BuildOptions& options) {
  const auto form = options.is_json ? OutputForm::json : OutputForm::words;
  SystemDisk disk;
  const auto created = created_of(options);
  if (!created) return report(created.error(), form);
  const auto reading = check_source(disk, options.folder, SystemClock().now());
  if (!reading) return report(reading.error(), form);
  if (source::has_errors(reading->faults)) return report_faults(*reading, form);
  const auto outcome = build(disk, options, reading->draft, *created);
  if (!outcome) return report(outcome.error(), form);
  const auto& release = outcome->built.release;
  if (form == OutputForm::json) {
    print_json({{"ok", true},
                {"channel", release.channel},
                {"number", release.number},
                {"created", format_instant(release.created)},
                {"release_sha256", sha256(outcome->built.document).hex()},
                {"objects", release.objects.size()},
                {"bytes", outcome->built.total_bytes},
                {"faults", faults_to_json(reading->faults)}});
    return 0;
  }
  say_faults(reading->faults);
  fmt::print(
      "{}.\nRelease {} of {}: {} objects, {:.1f} MB, in {}.\nNext: two editors sign it, each with `gatecast "
      "sign {} --key KEY`.\n",
      what_is_in(reading->draft), release.number, release.channel, release.objects.size(),
      static_cast<double>(outcome->built.total_bytes) / 1e6, options.out, options.out);
  return 0;
}

}  // namespace

void add_build_command(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("build", kBuildAbout);
  command->footer(kBuildExamples);
  auto options = std::make_shared<BuildOptions>();
  command->add_option("FOLDER", options->folder, "the source folder")->required();
  command->add_option("--out", options->out, "the folder to write to; made where it is missing")->required();
  command
      ->add_option("--number", options->number,
                   "the release's number; else the active one + 1, else from the time")
      ->check(CLI::PositiveNumber);
  command->add_option("--created", options->created,
                      "when it was made (RFC 3339); else SOURCE_DATE_EPOCH, else now");
  command->add_option("--active", options->active, "the repository that it will be published to");
  command->add_flag("--json", options->is_json, "for machines: one JSON document on standard output");
  command->callback([options, &exit_code] { exit_code = run_build(*options); });
}

}  // namespace gatecast::cli
