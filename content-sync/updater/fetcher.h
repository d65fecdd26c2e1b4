// Where bytes come from: a server or a folder (a stick, a test). A fetcher has no authority: all it brings is
// verified by who asked. Paths are those of the repository: "metadata/timestamp.json", "objects/ab/abcd...".
// Threads: one owner. Errors: environment errors "fetch.missing" (it is not there), "fetch.stalled",
// "fetch.network", "fetch.tls", "fetch.answer" (an answer that makes no sense), "fetch.web_page" (a captive
// portal), "fetch.encoded" (compressed on the way), "fetch.length" (a file of another length than was
// signed), "fetch.too_long", "fetch.stopped", "fetch.later" and "fetch.neighbour"
// (neighbour_fetcher.h), "fetch.unchanged" (what the request knows is what is there); what a sink refuses
// comes back as it is. Source: shared/design/sync.md, 3b and 6.3; RFC 9110, 13.1.2.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "content-sync/base/result.h"

namespace gatecast::updater {

inline constexpr std::uint64_t kToTheEnd = UINT64_MAX;

struct FetchRequest {
  std::string path;
  std::uint64_t limit_bytes = 0;  // the body of the whole file; one byte more is refused
  std::uint64_t offset = 0;       // wanted from here on
  // Wanted up to here. With an end, limit_bytes is exactly how long the whole file is.
  std::uint64_t end = kToTheEnd;
  // What the source called the bytes that are here already: only others are wanted. Empty: all are.
  std::string known_tag;
};

// What a sink thinks of the bytes so far.
enum class Judgement { at_the_end, good, bad };

class FetchSink {
 public:
  virtual ~FetchSink() = default;
  // Where the bytes that follow really begin: a source may ignore or move a range. Never beyond the wish.
  virtual Status begin(std::uint64_t offset) = 0;
  virtual Status append(ByteView bytes) = 0;
  // What the source calls these bytes, where it does; before begin.
  virtual void tagged(const std::string& /*tag*/) {}
  // Nothing more is of use: the rest is not asked for, and that is no error.
  [[nodiscard]] virtual bool has_enough() const { return false; }
  // Bad: something came that is not what was signed, although it may go on. At the end: only the whole tells.
  [[nodiscard]] virtual Judgement judgement() const { return Judgement::at_the_end; }
};

// One of several that may come at once, in any order.
struct FetchJob {
  FetchRequest request;
  FetchSink* sink = nullptr;
  Status outcome;
};

class Fetcher {
 public:
  virtual ~Fetcher() = default;
  virtual Status fetch(const FetchRequest& request, FetchSink& sink) = 0;
  // All of them, as far as the line holds: once it fails, no other job is begun and those that were not have
  // its error.
  virtual void fetch_all(std::span<FetchJob> jobs);
  // Over the network so far, both ways, as far as it can be counted here: bodies and heads.
  [[nodiscard]] virtual std::uint64_t wire_bytes() const { return 0; }
  // The same with the heads of packets, TLS and what was sent again, as the kernel counts.
  [[nodiscard]] virtual std::uint64_t line_bytes() const { return wire_bytes(); }
  [[nodiscard]] virtual std::string name() const = 0;  // for people: the address or the folder
  // What will be asked for from now on; nothing once it is over. Of use where kiosks share.
  virtual void expect(const std::vector<Sha256>& /*objects*/) {}
  // Sources that were left since the last question, and why.
  virtual std::vector<Error> take_troubles() { return {}; }
};

// The line itself is at fault, or nobody wants to go on: another request would fare no better.
bool ends_all(const Error& error);

// The whole of a small file.
Result<Bytes> fetch_bytes(Fetcher& fetcher, const std::string& path, std::uint64_t limit_bytes);

// The same, unless the source still has what it called `known_tag`.
struct FreshBytes {
  std::optional<Bytes> bytes;  // nothing: unchanged
  std::string tag;             // for the next question; empty where the source gives none
};
Result<FreshBytes> fetch_if_changed(Fetcher& fetcher, const std::string& path, std::uint64_t limit_bytes,
                                    const std::string& known_tag);

// A repository in a folder. Read with read(), never mapped: a stick may be pulled out at any moment.
class DirectoryFetcher final : public Fetcher {
 public:
  DirectoryFetcher(Disk& disk, Path folder) : disk_(&disk), folder_(std::move(folder)) {}
  Status fetch(const FetchRequest& request, FetchSink& sink) override;
  [[nodiscard]] std::string name() const override { return folder_.string(); }

 private:
  Disk* disk_;
  Path folder_;
};

}  // namespace gatecast::updater
