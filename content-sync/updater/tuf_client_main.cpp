// gatecast-tuf-client: the TUF client workflow alone, with the command line of the official conformance
// suite, so that anybody can run that suite against the code that the kiosks run. Plain thresholds; expired
// refuses.
#include <CLI/CLI.hpp>
#include <iostream>

#include "content-sync/tuf/metadata.h"
#include "content-sync/updater/http_fetcher.h"
#include "content-sync/updater/metadata_refresh.h"

namespace {

using namespace gatecast;

constexpr std::uint64_t kTargetLimit = std::uint64_t{1} << 30U;

struct Arguments {
  std::string metadata_dir;
  std::string metadata_url;
  std::string root;
  std::string target_name;
  std::string target_base_url;
  std::string target_dir;
};

updater::RefreshOptions refresh_options(Disk& disk, const Arguments& arguments) {
  updater::RefreshOptions options;
  options.disk = &disk;
  options.trusted = arguments.metadata_dir;
  options.root_files = updater::RootFiles::newest;
  options.now = SystemClock().now();
  options.policy.threshold = tuf::ThresholdRule::plain;
  options.prefix = "";
  return options;
}

Result<std::unique_ptr<updater::HttpFetcher>> fetcher_for(const std::string& address) {
  updater::HttpOptions options;
  options.address = address;
  return updater::HttpFetcher::create(std::move(options));
}

Status init(Disk& disk, const Arguments& arguments) {
  GATECAST_TRY(const auto root, read_file(disk, arguments.root, tuf::kRootLimit));
  GATECAST_TRY_STATUS(make_directories(disk, arguments.metadata_dir));
  return write_file_durably(disk, Path(arguments.metadata_dir) / "root.json", root);
}

Result<updater::TrustedMetadata> refresh(Disk& disk, const Arguments& arguments, updater::Fetcher& fetcher) {
  auto root = read_file(disk, Path(arguments.metadata_dir) / "root.json", tuf::kRootLimit);
  if (!root)
    return fail(usage_error("tuf.root.missing", arguments.metadata_dir,
                            "no trusted root is here: " + root.error().message,
                            "run init with the root.json that you trust"));
  return updater::refresh_metadata(fetcher, *root, refresh_options(disk, arguments));
}

Status download(Disk& disk, const Arguments& arguments) {
  GATECAST_TRY(const auto metadata, fetcher_for(arguments.metadata_url));
  GATECAST_TRY(auto trusted, refresh(disk, arguments, *metadata));
  const auto options = refresh_options(disk, arguments);
  GATECAST_TRY(const auto found, updater::find_target(*metadata, trusted, arguments.target_name, options));
  const Path path = Path(arguments.target_dir) / updater::escaped_name(arguments.target_name);
  const auto there = read_file(disk, path, kTargetLimit);
  if (there && tuf::verify_target(found.file, *there, arguments.target_name)) return {};
  GATECAST_TRY(const auto targets, fetcher_for(arguments.target_base_url));
  const auto name =
      updater::target_path(found.file, arguments.target_name, trusted.set.root().consistent_snapshot);
  GATECAST_TRY(const auto bytes,
               updater::fetch_bytes(*targets, name, std::min(found.file.length_bytes, kTargetLimit)));
  GATECAST_TRY_STATUS(tuf::verify_target(found.file, bytes, arguments.target_name));
  GATECAST_TRY_STATUS(make_directories(disk, arguments.target_dir));
  return write_file_durably(disk, path, bytes);
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
      "Exit codes: 0 fine, 1 refused or not reached, 2 usage.");
  app.require_subcommand(1);
  Arguments arguments;
  app.add_option("--metadata-dir", arguments.metadata_dir, "folder of the trusted metadata")->required();
  app.add_option("--metadata-url", arguments.metadata_url, "where metadata come from");
  app.add_option("--target-name", arguments.target_name, "which target to download");
  app.add_option("--target-base-url", arguments.target_base_url, "where targets come from");
  app.add_option("--target-dir", arguments.target_dir, "where the target goes");
  SystemDisk disk;
  Status status;
  auto* init_command = app.add_subcommand("init", "trust this root from now on");
  init_command->add_option("ROOT", arguments.root, "root.json")->required();
  init_command->callback([&] { status = init(disk, arguments); });
  app.add_subcommand("refresh", "update the trusted metadata")->callback([&] {
    const auto fetcher = fetcher_for(arguments.metadata_url);
    if (!fetcher) {
      status = fail(fetcher.error());
    } else if (const auto trusted = refresh(disk, arguments, **fetcher); !trusted) {
      status = fail(trusted.error());
    }
  });
  app.add_subcommand("download", "update, then fetch and verify one target")->callback([&] {
    status = download(disk, arguments);
  });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (status) return 0;
  std::cerr << "gatecast-tuf-client: " << to_string(status.error()) << "\n";
  return 1;
}
