// One file as the answer to a request: ranges, strong ETag, 304, and never more of it in memory than a
// portion. Threads: any; each answer has its own open file. Source: RFC 9110 (13.1 preconditions, 14 ranges).
#pragma once
#include <httplib.h>

#include "content-sync/base/disk.h"
#include "content-sync/server/names.h"

namespace gatecast::server {

void answer_file(Disk& disk, const Path& repository, const NamedFile& file, const httplib::Request& request,
                 httplib::Response& response);
void answer_missing(httplib::Response& response);
// {"ok": false, "error": {...}}
void answer_error(httplib::Response& response, int code, const Error& error);

}  // namespace gatecast::server
