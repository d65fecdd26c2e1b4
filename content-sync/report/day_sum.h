// Where the queue is full, the oldest records become sums of a day each: how many of which kind, what played
// how often and how long, rules that refused something, and the newest signed head of the play log, which
// fixes all before it. A sum says how many records it stands for. Threads: pure. Errors: none; what cannot be
// read is counted. Source: issue 5, 4 (oldest detail is summed, never silently dropped).
#pragma once
#include <vector>

#include "content-sync/report/record.h"

namespace gatecast::report {

inline constexpr const char* kSumKind = "sum";

// Sums among the records are summed on. Above `most_sums` the oldest days become one sum of several days. The
// result is in the order of numbers; a sum has that of the last record it stands for.
std::vector<Record> sum_by_day(const std::vector<Record>& records, std::size_t most_sums);

// How many records this one stands for: 1, or what a sum says.
std::int64_t stands_for(const Record& record);

}  // namespace gatecast::report
