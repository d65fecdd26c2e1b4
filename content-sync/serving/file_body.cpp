#include "content-sync/serving/file_body.h"

#include <algorithm>
#include <string>

namespace gatecast::serving {
namespace {

constexpr std::size_t kPortion = 64 * 1024;

// The library reads the header but neither clamps nor checks it, and would answer several ranges with a
// multipart body as large as the client likes. So its list is put right here, before it uses it; the request
// that it holds is not const. False: not satisfiable, or more than one range.
bool put_range_right(const httplib::Request& request, std::uint64_t size) {
  auto& ranges = const_cast<httplib::Request&>(request).ranges;
  if (ranges.empty()) return true;
  if (ranges.size() > 1) return false;
  auto& [first, last] = ranges.front();
  const auto length = static_cast<ssize_t>(size);
  if (first < 0 && last <= 0) return false;
  if (first < 0) {  // the last so many bytes
    first = std::max<ssize_t>(0, length - last);
    last = length - 1;
  }
  if (last < 0 || last >= length) last = length - 1;
  return first < length && first <= last;
}

}  // namespace

void forget_ranges(const httplib::Request& request) {
  const_cast<httplib::Request&>(request).ranges.clear();
}

void answer_file_body(const httplib::Request& request, httplib::Response& response,
                      std::unique_ptr<ReadFile> file, std::uint64_t size, const char* media_type) {
  if (!put_range_right(request, size)) {
    forget_ranges(request);
    response.status = 416;
    response.set_header("Content-Range", "bytes */" + std::to_string(size));
    return;
  }
  if (size == 0) return response.set_content("", media_type);
  const std::shared_ptr<ReadFile> shared = std::move(file);
  response.set_content_provider(
      size, media_type, [shared](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
        Bytes portion(std::min(length, kPortion), '\0');
        const auto got = shared->read_at(offset, {portion.data(), portion.size()});
        if (!got || *got == 0) return false;  // the file went or shrank: end the connection, not the program
        return sink.write(portion.data(), *got);
      });
}

}  // namespace gatecast::serving
