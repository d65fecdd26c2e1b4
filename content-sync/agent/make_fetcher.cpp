// Which fetcher an address or a folder needs.
#include "content-sync/agent/agent.h"
#include "content-sync/agent/object_server.h"
#include "content-sync/agent/site_finder.h"
#include "content-sync/updater/http_fetcher.h"
#include "content-sync/updater/neighbour_fetcher.h"

namespace gatecast::agent {

namespace {

updater::HttpOptions options_for(const std::string& address, const AgentConfig& config,
                                 std::function<bool()> should_stop) {
  updater::HttpOptions options;
  options.address = address;
  options.stall = std::chrono::seconds(config.stall_seconds);
  options.most_bytes_per_second = static_cast<std::uint64_t>(config.most_kb_s) * 1000;
  options.should_stop = std::move(should_stop);
  return options;
}

}  // namespace

Result<std::unique_ptr<updater::Fetcher>> make_fetcher(Disk& disk, const AgentConfig& config,
                                                       std::function<bool()> should_stop) {
  const auto& server = config.server;
  if (has_line(config)) {
    GATECAST_TRY(auto fetcher,
                 updater::HttpFetcher::create(options_for(server, config, std::move(should_stop))));
    return fetcher;
  }
  const Path folder = server.starts_with("file://") ? server.substr(7) : server;
  GATECAST_TRY(const auto status, disk.status(folder / "metadata"));
  if (status.kind != FileKind::directory)
    return fail(
        usage_error("sync.config", server, "no repository is in this folder: it has no metadata/",
                    "give the server's address, or the folder that holds metadata/, targets/ and objects/"));
  return std::make_unique<updater::DirectoryFetcher>(disk, folder);
}

Result<std::unique_ptr<updater::Fetcher>> make_content_fetcher(Disk& disk, const AgentConfig& config,
                                                               Instant now,
                                                               const std::function<bool()>& should_stop,
                                                               SiteFinder* finder) {
  GATECAST_TRY(auto server, make_fetcher(disk, config, should_stop));
  if ((config.neighbours.empty() && config.mirror.empty()) || !has_line(config)) return server;
  updater::NeighbourOptions options;
  options.neighbours = split_neighbours(config.neighbours);
  std::erase(options.neighbours, kFindThem);
  if (finder != nullptr) options.found = [finder] { return finder->found(); };
  options.own = config.share_on;
  options.store = config.store;
  options.should_stop = should_stop;
  if (!config.mirror.empty()) options.mirror = options_for(config.mirror, config, should_stop);
  options.left = left_for_lies(load_status(disk, config.store), now);
  return std::make_unique<updater::NeighbourFetcher>(disk, std::move(server), std::move(options));
}

}  // namespace gatecast::agent
