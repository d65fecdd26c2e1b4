// The log's way into journald with fields of its own (GATECAST_RULE=, GATECAST_SUBJECT=, GATECAST_HINT=), so
// that `journalctl GATECAST_RULE=disk.full` finds what a sentence would hide. Only where standard error leads
// to the journal anyway; else all goes to standard error as ever. Not for programs whose children are
// confined: they may not send. Threads: call once, before others log. Errors: none; what the journal does not
// take goes to standard error. Source: systemd's native journal protocol (datagrams of fields).
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "content-sync/base/log.h"

namespace gatecast {

inline constexpr const char* kJournalSocket = "/run/systemd/journal/socket";

using JournalFields = std::vector<std::pair<std::string, std::string>>;
// One entry as the protocol has it: "NAME=value", or with a length where the value has lines.
std::string journal_entry(const JournalFields& fields);
JournalFields journal_fields(LogLevel level, std::string_view message);
JournalFields journal_fields(const Error& error);

// From now on, where $JOURNAL_STREAM names what standard error is. True: the journal is used.
bool log_to_journal(const std::string& socket = kJournalSocket);

}  // namespace gatecast
