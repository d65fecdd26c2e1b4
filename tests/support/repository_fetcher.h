// A fetcher over a repository in memory that can misbehave as networks and servers do.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "content-sync/bundle/release.h"
#include "content-sync/updater/fetcher.h"
#include "tests/support/sample_release.h"
#include "tests/support/test_repository.h"

namespace gatecast::test {

class RepositoryFetcher final : public updater::Fetcher {
 public:
  explicit RepositoryFetcher(const std::map<std::string, Bytes>& files) : files_(&files) {}

  // Gives other bytes for a path.
  std::function<Bytes(const std::string&, Bytes)> tamper;
  bool gives_tags = true;
  bool ignores_ranges = false;
  std::uint64_t begins_earlier = 0;         // a range starts this many bytes too early
  std::uint64_t breaks_after = UINT64_MAX;  // the line breaks after so many bytes in all
  std::vector<std::string> asked;
  std::vector<updater::FetchRequest> requests;
  std::uint64_t sent = 0;

  Status fetch(const updater::FetchRequest& request, updater::FetchSink& sink) override {
    asked.push_back(request.path);
    requests.push_back(request);
    const auto found = files_->find(request.path);
    if (found == files_->end())
      return fail(environment_error("fetch.missing", request.path, "the server does not have this file"));
    const Bytes bytes = tamper ? tamper(request.path, found->second) : found->second;
    const auto tag = "\"" + sha256(bytes).hex() + "\"";
    if (gives_tags && tag == request.known_tag)
      return fail(environment_error("fetch.unchanged", request.path, "is what is here already"));
    if (gives_tags) sink.tagged(tag);
    std::uint64_t offset = ignores_ranges ? 0 : std::min<std::uint64_t>(request.offset, bytes.size());
    offset -= std::min(offset, begins_earlier);
    GATECAST_TRY_STATUS(sink.begin(offset));
    const bool is_part = !ignores_ranges && (request.offset > 0 || request.end < request.limit_bytes);
    const auto end = is_part ? std::min<std::uint64_t>(request.end, bytes.size()) : bytes.size();
    for (std::uint64_t at = offset; at < end;) {
      const auto portion = ByteView(bytes).substr(at, std::min<std::uint64_t>(10'000, end - at));
      if (sent + portion.size() > breaks_after)
        return fail(
            environment_error("fetch.network", request.path, "the connection ended before the file did"));
      sent += portion.size();
      at += portion.size();
      if (at > request.limit_bytes)
        return fail(environment_error("fetch.too_long", request.path, "more than the allowed bytes"));
      GATECAST_TRY_STATUS(sink.append(portion));
      if (sink.has_enough() && at < bytes.size()) return {};
    }
    return {};
  }
  [[nodiscard]] std::uint64_t wire_bytes() const override { return sent; }
  [[nodiscard]] std::string name() const override { return "memory"; }

 private:
  const std::map<std::string, Bytes>* files_;
};

inline SampleRelease publish(TestRepository& repository, std::int64_t number,
                             const std::string& channel = "lao-bao-hall") {
  auto sample = sample_release(channel, number, std::to_string(number));
  std::vector<Bytes> objects;
  for (const auto& [hash, bytes] : sample.objects) objects.push_back(bytes);
  repository.publish_release(channel, bundle::write_release(sample.release), number, objects);
  return sample;
}

}  // namespace gatecast::test
