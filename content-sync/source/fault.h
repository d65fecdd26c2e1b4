// What a check of a source folder found: all of it, not only the first. An error stops a build, a warning
// does not. Threads: values.
#pragma once
#include <algorithm>
#include <vector>

#include "content-sync/base/error.h"

namespace gatecast::source {

enum class Severity { warning, error };

struct Fault {
  Severity severity = Severity::error;
  Error error;  // subject "<file>:<line>:<column>"
};
using Faults = std::vector<Fault>;

inline bool has_errors(const Faults& faults) {
  return std::any_of(faults.begin(), faults.end(),
                     [](const Fault& fault) { return fault.severity == Severity::error; });
}

}  // namespace gatecast::source
