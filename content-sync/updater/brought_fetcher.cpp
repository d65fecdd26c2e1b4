#include "content-sync/updater/brought_fetcher.h"

namespace gatecast::updater {

Status BroughtFetcher::fetch(const FetchRequest& request, FetchSink& sink) {
  const auto found = files_.find(request.path);
  if (found != files_.end() && request.offset == 0 && found->second.size() <= request.limit_bytes) {
    // What a gatecast-server calls a file (FORMAT.md): the next question can say that it is here.
    sink.tagged("\"" + sha256(found->second).hex() + "\"");
    GATECAST_TRY_STATUS(sink.begin(0));
    return sink.append(found->second);
  }
  if (!files_.empty() && request.path.ends_with(".root.json"))
    return fail(environment_error("fetch.missing", request.path, "the server gave no newer root along"));
  return line_.fetch(request, sink);
}

}  // namespace gatecast::updater
