// `gatecast-server devices ...` and `gatecast-server reports`: who may report, and what was reported. They
// work on the files beside the repository, also while the server runs. Threads: main only. Errors: to
// standard error, as exit codes. Source: content-sync/doc/device.md.
#pragma once
#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatecast::server {

struct DeviceArguments {
  std::string name, code, by, why;
  std::vector<std::string> files;  // provision.json of places
  bool replaces = false;
  bool json = false;
  int days = 7;
};

// Of the program's own options; `devices` is empty where they lie beside the repository.
struct DevicePlaces {
  std::string repository, devices;
};
// Where one of them was called, its exit code stands in `code` after parsing.
void add_device_commands(CLI::App& app, const DevicePlaces& places, DeviceArguments& arguments,
                         std::optional<int>& code);

}  // namespace gatecast::server
