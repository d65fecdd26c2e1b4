// A repository's present state onto a stick: metadata, what officers, feeds and technicians say, release
// documents and every object, where it is asked for operating systems too, as plain files in the layout that
// a server serves. Each byte is verified on its way as a kiosk would; who imports verifies it all again and
// trusts nothing of the stick. What the stick has already is read through and kept, a copy that broke off
// goes on where it stopped, and the timestamp comes last: until then the stick is as it was. Threads: one
// owner. Errors: as updater.h; "disk.full" with figures before the first object; "export.channel". Source:
// issue 5, Transfer (USB); TUF 1.0.34, section 5.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "content-sync/updater/fetcher.h"
#include "content-sync/updater/updater.h"

namespace gatecast::updater {

struct ExportOptions {
  Bytes root;  // where trust begins; the source's 1.root.json where nothing better is known
  std::vector<std::string> channels;  // empty: all that have a release
  bool with_systems = false;          // operating systems too: some hundred megabytes each
  Instant now;
  std::function<void(const UpdateProgress&)> on_progress;  // may be empty
};
struct ExportedChannel {
  std::string channel;
  std::int64_t release_number = 0;
};
struct ExportReport {
  std::vector<ExportedChannel> channels;
  std::size_t statements = 0;
  std::size_t feeds = 0;  // channels whose values are on the stick
  std::size_t systems = 0;
  std::uint64_t objects = 0;         // on the stick now, piece lists counted
  std::uint64_t objects_copied = 0;  // of them, in this run
  std::uint64_t bytes_copied = 0;
  std::vector<std::string> notes;
};
Result<ExportReport> export_repository(Disk& disk, const Path& folder, Fetcher& source,
                                       const ExportOptions& options);

}  // namespace gatecast::updater
