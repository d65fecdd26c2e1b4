// What a server gave along with the answer to a question that it held (server: news.h), in front of the line:
// files that would have been asked for next need no further wait. A source without authority like any other.
// Of roots, what was not given along is not there: the server was told which one is known here. All else
// comes over the line. Threads: one owner. Errors: as fetcher.h. Source: issue 5, Transfer.
#pragma once
#include "content-sync/store/role_files.h"
#include "content-sync/updater/fetcher.h"

namespace gatecast::updater {

class BroughtFetcher final : public Fetcher {
 public:
  // `line` outlives it.
  BroughtFetcher(Fetcher& line, store::RoleFiles files) : line_(line), files_(std::move(files)) {}

  Status fetch(const FetchRequest& request, FetchSink& sink) override;
  void fetch_all(std::span<FetchJob> jobs) override { line_.fetch_all(jobs); }  // of objects: never brought
  [[nodiscard]] std::uint64_t wire_bytes() const override { return line_.wire_bytes(); }
  [[nodiscard]] std::uint64_t line_bytes() const override { return line_.line_bytes(); }
  [[nodiscard]] std::string name() const override { return line_.name(); }
  void expect(const std::vector<Sha256>& objects) override { line_.expect(objects); }
  std::vector<Error> take_troubles() override { return line_.take_troubles(); }

 private:
  Fetcher& line_;
  store::RoleFiles files_;
};

}  // namespace gatecast::updater
