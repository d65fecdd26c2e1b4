// gatecast-preview as a measuring tool: run as a process of its own without network, with limits on memory,
// time and processor, no open files but its pipes, and its own output bounded. Hostile media is decoded
// nowhere else. The program is $GATECAST_PREVIEW, or the one beside this program. Threads: main only (it
// forks). Errors: environment error "preview.missing"; content error "preview.crash", "preview.time",
// "preview.memory", "preview.answer" where the media made it fail. Source: ARCHITECTURE.md, Preview as
// measuring tool.
#pragma once
#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"

namespace gatecast::source {

struct PreviewLimits {
  std::chrono::seconds time{120};
  std::uint64_t memory_bytes = std::uint64_t{8} << 30U;
};

// Where the program is; an environment error where it is nowhere.
Result<Path> find_preview();

// Runs it with these arguments and reads the JSON document that it prints.
Result<nlohmann::json> run_preview(const Path& program, const std::vector<std::string>& arguments,
                                   const PreviewLimits& limits = {});
// The same for what it makes: its output as it is, at most so long.
Result<Bytes> bytes_of_preview(const Path& program, const std::vector<std::string>& arguments,
                               std::uint64_t longest, const PreviewLimits& limits = {});

}  // namespace gatecast::source
