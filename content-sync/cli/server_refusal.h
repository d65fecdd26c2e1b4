// What a server answered instead of yes, as the error that it told.
// Threads: pure.
#pragma once
#include <string>

#include "content-sync/base/error.h"
#include "content-sync/updater/http_fetcher.h"

namespace gatecast::cli {

Error refusal(const updater::HttpAnswer& answer, const std::string& subject);

}  // namespace gatecast::cli
