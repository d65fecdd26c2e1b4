// What `check` and `build` tell about a source folder.
// Threads: main only.
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "content-sync/cli/output.h"
#include "content-sync/source/check.h"

namespace gatecast::cli {

// Progress goes to standard error.
Result<source::DraftReading> check_source(Disk& disk, const std::string& folder, Instant now);

nlohmann::json faults_to_json(const source::Faults& faults);
// All faults and a last line with the counts; gives the exit code.
int report_faults(const source::DraftReading& reading, OutputForm form);
// For people: the faults alone, each on its own lines, errors after warnings as they come.
void say_faults(const source::Faults& faults);
int exit_code_of(const source::Faults& faults);
std::string what_is_in(const source::Draft& draft);

}  // namespace gatecast::cli
