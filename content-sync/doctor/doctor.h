// Everything that a technician would look at, one after the other, causes before what follows from them.
// Threads: one owner; takes some seconds where the network is silent. Errors: they are the findings.
// Source: issue 5, 4 (doctor).
#pragma once
#include "content-sync/doctor/network_findings.h"

namespace gatecast::doctor {

// Without a question to the network: what `gatecast-sync status` adds.
Findings examine_files(Disk& disk, const Kiosk& kiosk);
// With the way to the server.
Findings examine(Disk& disk, const Kiosk& kiosk, const Patience& patience);

// What was looked at, in words: one line a language.
std::string summary(const Findings& findings, Language language);

}  // namespace gatecast::doctor
