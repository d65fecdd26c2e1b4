// A stretch of the programme as a calendar file that any calendar program opens: one VEVENT a block.
// The same release, situation and stretch give the same bytes and UIDs, so that a file read again replaces
// the old entries. Times are UTC: no zone data are needed. Threads: pure. Source: RFC 5545 3.1 (lines of 75
// octets, CRLF), 3.3.11 (text), 3.6.1 (VEVENT), 3.8.4.7 (UID).
#pragma once
#include <string>

#include "player/programme/agenda.h"

namespace gatecast::programme {

std::string calendar_file(const bundle::Release& release, const std::vector<Block>& blocks);

}  // namespace gatecast::programme
