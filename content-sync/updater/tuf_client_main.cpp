// gatecast-tuf-client: the TUF client workflow alone, with the command line of the official conformance
// suite, so that anybody can run that suite against the code that the kiosks run. Plain thresholds; expired
// refuses; the machine's own clock.
#include <CLI/CLI.hpp>
#include <iostream>

#include "content-sync/base/command_line.h"
#include "content-sync/updater/http_fetcher.h"
#include "content-sync/updater/tuf_client.h"

namespace {

using namespace gatecast;

struct Arguments {
  std::string metadata_dir;
  std::string metadata_url;
  std::string root;
  std::vector<std::string> target_names;
  std::string target_base_url;
  std::string target_dir;
};

Result<std::unique_ptr<updater::HttpFetcher>> fetcher_for(const std::string& address, const char* option) {
  if (address.empty()) return fail(usage_error("tuf.usage", option, "this option is needed here"));
  updater::HttpOptions options;
  options.address = address;
  return updater::HttpFetcher::create(std::move(options));
}

Status init(updater::TufClient& client, const Arguments& arguments) {
  SystemDisk disk;
  GATECAST_TRY(const auto root, read_file(disk, arguments.root, tuf::kRootLimit));
  return client.init(root);
}

Status refresh(updater::TufClient& client, const Arguments& arguments) {
  GATECAST_TRY(const auto metadata, fetcher_for(arguments.metadata_url, "--metadata-url"));
  return client.refresh(*metadata);
}

Status download(updater::TufClient& client, const Arguments& arguments) {
  GATECAST_TRY(const auto metadata, fetcher_for(arguments.metadata_url, "--metadata-url"));
  GATECAST_TRY(const auto targets, fetcher_for(arguments.target_base_url, "--target-base-url"));
  if (arguments.target_names.empty() || arguments.target_dir.empty())
    return fail(usage_error("tuf.usage", "download", "--target-name and --target-dir are needed here"));
  return client.download(*metadata, *targets, arguments.target_names, arguments.target_dir);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("A client of The Update Framework 1.0, with the command line of its conformance suite.",
               "gatecast-tuf-client");
  app.footer(
      "For instance:\n"
      "  gatecast-tuf-client --metadata-dir D init root.json\n"
      "  gatecast-tuf-client --metadata-dir D --metadata-url https://host/metadata refresh\n"
      "  gatecast-tuf-client --metadata-dir D --metadata-url https://host/metadata --target-name T\n"
      "    --target-base-url https://host/targets --target-dir X download\n"
      "Exit codes: 0 fine, 1 anything else.");
  app.require_subcommand(1);
  app.fallthrough();
  Arguments arguments;
  app.add_option("--metadata-dir", arguments.metadata_dir, "folder of the trusted metadata")->required();
  app.add_option("--metadata-url", arguments.metadata_url, "where metadata come from");
  app.add_option("--target-name", arguments.target_names, "which target to download; may be repeated")
      ->allow_extra_args(false);
  app.add_option("--target-base-url", arguments.target_base_url, "where targets come from");
  app.add_option("--target-dir", arguments.target_dir, "where targets go");
  auto* init_command = app.add_subcommand("init", "trust this root from now on; asks nobody");
  init_command->add_option("ROOT", arguments.root, "root.json")->required();
  app.add_subcommand("refresh", "update the trusted metadata");
  app.add_subcommand("download", "update, then fetch and verify the targets");
  if (const auto early = parse_command_line(app, argc, argv, 1)) return *early;
  SystemDisk disk;
  updater::TufClient client(disk, arguments.metadata_dir, SystemClock().now());
  const auto status = app.got_subcommand("init")      ? init(client, arguments)
                      : app.got_subcommand("refresh") ? refresh(client, arguments)
                                                      : download(client, arguments);
  if (status) return 0;
  std::cerr << "gatecast-tuf-client: " << to_string(status.error()) << "\n";
  return 1;
}
