// A file as the body of an answer, whole or one range of it, never more of it in memory than a portion: for
// the server and for kiosks that hand objects to each other alike. Only for files that know the web server's
// library. Threads: any; each answer has its own open file. Errors: none; a file that goes away ends the
// connection. Source: RFC 9110, 14 (ranges).
#pragma once
#include <httplib.h>

#include <memory>

#include "content-sync/base/disk.h"

namespace gatecast::serving {

// The ranges that were asked for are forgotten: the whole is the answer.
void forget_ranges(const httplib::Request& request);
// `size`: of the file. A range beyond it, and several at once, which nobody of ours asks for, are answered
// 416.
void answer_file_body(const httplib::Request& request, httplib::Response& response,
                      std::unique_ptr<ReadFile> file, std::uint64_t size, const char* media_type);

}  // namespace gatecast::serving
