// gatecast-server: hands out a repository and takes publishes. Only wiring.
#include <systemd/sd-daemon.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "content-sync/base/command_line.h"
#include "content-sync/server/device_commands.h"
#include "content-sync/server/server.h"
#include "content-sync/server/start.h"

namespace {

using namespace gatecast;

int complain(const Error& error) {
  std::cerr << "gatecast-server: " << to_string(error) << "\n";
  return exit_code(error);
}

int serve(const server::ServerOptions& options) {
  // Blocked before any thread starts, so that every thread inherits it and only sigwait sees them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  SystemDisk disk;
  const SystemClock clock;
  auto started = server::Server::start(disk, clock, options);
  if (!started) return complain(started.error());
  std::cout << "serving " << options.repository.string() << " at http://" << options.host << ":"
            << (*started)->port() << (options.online ? "" : " (read-only: no online keys)") << std::endl;
  if (const auto missing = server::what_is_missing(disk, options.repository)) complain(*missing);
  sd_notify(0, "READY=1");
  int number = 0;
  sigwait(&signals, &number);
  sd_notify(0, "STOPPING=1");
  (*started)->stop();
  return 0;
}

struct Choices {
  server::ServerOptions options;
  server::DevicePlaces places;
  server::DeviceArguments devices;
  std::string staging;
  std::string listen = "127.0.0.1:8377";
  std::string keys;
  std::uint64_t object_limit_mb = 8192;
  std::uint64_t staging_limit_mb = 32768;
  std::string feeds_from;
  std::int64_t feeds_each = 10;
};

void add_options(CLI::App& app, Choices& choices) {
  app.add_option("--repository", choices.places.repository, "folder with metadata/, targets/ and objects/")
      ->required();
  app.add_option("--listen", choices.listen, "address and port (127.0.0.1:8377; port 0: any free one)");
  app.add_option("--online-keys", choices.keys,
                 "folder with snapshot.key.json and timestamp.key.json; without it nothing can be published");
  app.add_option("--staging", choices.staging, "folder for uploads, on the same disk (REPOSITORY.staging)");
  app.add_option("--object-limit", choices.object_limit_mb,
                 "largest object that is taken, in megabytes (8192)");
  app.add_option("--staging-limit", choices.staging_limit_mb,
                 "room for uploads in all, in megabytes (32768)");
  app.add_option(
      "--feeds-from", choices.feeds_from,
      "folder in which the office leaves values of feeds as *.json; who may write there may set them,\n"
      "within the bounds that two editors signed. Needs feeds.key.json among the online keys");
  app.add_option("--feeds-each", choices.feeds_each, "seconds between two looks into that folder (10)")
      ->check(CLI::Range(1, 86400));
  app.add_option("--devices", choices.places.devices,
                 "folder of enrolled kiosks and their reports (REPOSITORY.devices)");
}

int start(Choices& choices) {
  auto& options = choices.options;
  if (const auto parsed = server::parse_listen(choices.listen, options); !parsed)
    return complain(parsed.error());
  options.repository = Path(choices.places.repository).lexically_normal();
  if (!options.repository.has_filename()) options.repository = options.repository.parent_path();
  options.staging = choices.staging;
  options.feeds_from = choices.feeds_from;
  options.devices = choices.places.devices;
  options.feeds_each = std::chrono::seconds(choices.feeds_each);
  options.object_limit_bytes = choices.object_limit_mb * 1'000'000;
  options.staging_limit_bytes = choices.staging_limit_mb * 1'000'000;
  if (!choices.keys.empty()) {
    auto online = repository::load_online_keys(choices.keys);
    if (!online) return complain(online.error());
    options.online = std::move(*online);
  }
  if (!choices.feeds_from.empty() && !(options.online && options.online->feeds))
    return complain(
        usage_error("server.feeds", choices.feeds_from, "no key is here that signs values of feeds",
                    "give --online-keys a folder with feeds.key.json; `gatecast keys feeds` makes it"));
  return serve(options);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Serves a repository of signed releases over HTTP, and takes new ones: their signatures alone "
      "authorise\n"
      "them. The same folder can be served by any web server as plain files.",
      "gatecast-server");
  app.set_version_flag("--version", "gatecast-server " GATECAST_VERSION);
  app.footer(
      "For instance:\n"
      "  gatecast-server --repository /srv/gatecast --online-keys /etc/gatecast/online\n"
      "  gatecast-server devices list --repository /srv/gatecast\n"
      "Exit codes: 0 fine, 1 content or trust, 2 usage, 3 environment (disk, network).");
  Choices choices;
  add_options(app, choices);
  std::optional<int> done;
  server::add_device_commands(app, choices.places, choices.devices, done);
  if (const auto early = parse_command_line(app, argc, argv)) return *early;
  return done ? *done : start(choices);
}
