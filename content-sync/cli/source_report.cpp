#include "content-sync/cli/source_report.h"

#include <fmt/format.h>

#include "content-sync/base/json_value.h"

namespace gatecast::cli {

using nlohmann::json;
using source::Severity;

namespace {

std::string counted(std::size_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::size_t count_of(const source::Faults& faults, Severity severity) {
  return static_cast<std::size_t>(std::count_if(
      faults.begin(), faults.end(), [&](const source::Fault& fault) { return fault.severity == severity; }));
}

}  // namespace

Result<source::DraftReading> check_source(Disk& disk, const std::string& folder, Instant now) {
  return source::check_folder(disk, {folder, folder, now, [](std::string_view line) { progress(line); }});
}

json faults_to_json(const source::Faults& faults) {
  json out = json::array();
  for (const auto& fault : faults) {
    auto entry = to_json(fault.error);
    entry["severity"] = fault.severity == Severity::error ? "error" : "warning";
    out.push_back(std::move(entry));
  }
  return out;
}

void say_faults(const source::Faults& faults) {
  for (const auto& fault : faults) {
    const auto& error = fault.error;
    fmt::print("{}: {}: {} [{}]\n", error.subject, fault.severity == Severity::error ? "error" : "warning",
               error.message, error.rule);
    if (!error.hint.empty()) fmt::print("  {}\n", error.hint);
  }
}

int exit_code_of(const source::Faults& faults) {
  int code = 0;
  for (const auto& fault : faults)
    if (fault.severity == Severity::error && code != 1) code = exit_code(fault.error);
  return code;
}

std::string what_is_in(const source::Draft& draft) {
  std::size_t clips = 0;
  for (const auto& [id, item] : draft.release.items)
    clips += std::holds_alternative<bundle::Clip>(item.body) ? 1 : 0;
  return fmt::format("{}: {}, {}, {}, {}", draft.release.channel,
                     counted(draft.release.items.size() - clips, "slide"), counted(clips, "clip"),
                     counted(draft.release.playlists.size(), "playlist"),
                     counted(draft.release.languages.foreign.size() + 1, "language"));
}

int report_faults(const source::DraftReading& reading, OutputForm form) {
  const auto errors = count_of(reading.faults, Severity::error);
  const auto warnings = count_of(reading.faults, Severity::warning);
  if (form == OutputForm::json) {
    print_json({{"ok", errors == 0},
                {"channel", reading.draft.release.channel},
                {"items", reading.draft.release.items.size()},
                {"faults", faults_to_json(reading.faults)}});
  } else {
    say_faults(reading.faults);
    fmt::print("{}. {}, {}.\n", what_is_in(reading.draft), counted(errors, "error"),
               counted(warnings, "warning"));
  }
  return exit_code_of(reading.faults);
}

}  // namespace gatecast::cli
