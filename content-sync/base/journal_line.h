// Private to the log: one entry to the journal, where it is used. Threads: any. Errors: false; it is not
// used, or did not take it.
#pragma once
#include "content-sync/base/journal.h"

namespace gatecast {

bool send_to_journal(const JournalFields& fields);

}  // namespace gatecast
