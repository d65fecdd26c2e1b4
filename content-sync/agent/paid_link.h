// Which of this machine's interfaces leads to the network now, and whether its bytes are paid for one by one:
// a kiosk on a cable that goes over to a modem when the cable fails has a budget of its own for that.
// Threads: pure over the disk. Errors: none; where nothing is known, nothing is taken for paid. Source: issue
// 5, Transfer (data budgets per link); /proc/net/route.
#pragma once
#include <string>

#include "content-sync/base/disk.h"

namespace gatecast::agent {

// Of the default route with the least metric; empty: there is none.
std::string default_interface(Disk& disk, const Path& routes = "/proc/net/route");
// `list`: the first letters of names, as "wwan ppp usb".
bool is_among_links(const std::string& list, const std::string& interface);

}  // namespace gatecast::agent
