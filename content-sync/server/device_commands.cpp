#include "content-sync/server/device_commands.h"

#include <iostream>

#include "content-sync/base/json_value.h"
#include "content-sync/provision/provision.h"
#include "content-sync/server/place_book.h"
#include "content-sync/server/report_view.h"
#include "content-sync/server/server.h"

namespace gatecast::server {
namespace {

int complain(const Error& error) {
  std::cerr << "gatecast-server: " << to_string(error) << "\n";
  return exit_code(error);
}

Path folder_of(const DevicePlaces& places) {
  if (!places.devices.empty()) return places.devices;
  auto path = Path(places.repository).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  return devices_beside(path);
}

// Of who waits it is told by the kiosk alone: to have read it there is what a confirmation proves.
bool has_code(const Device& device) {
  return device.state != DeviceState::waiting;
}

nlohmann::json device_json(const Device& device) {
  nlohmann::json json{{"name", to_string(device.name)},
                      {"key", device.key},
                      {"state", to_string(device.state)},
                      {"since", format_instant(device.since)},
                      {"by", device.by},
                      {"why", device.why},
                      {"asked_again", device.asked_again},
                      {"asked_from", device.asked_from}};
  if (has_code(device)) json["code"] = report::device_code(device.key, device.name);
  return json;
}

std::string device_line(const Device& device) {
  auto line = to_string(device.name) + "  " + to_string(device.state) + "  " + format_instant(device.since);
  if (device.state == DeviceState::waiting)
    line += "  asked from " + device.by + "; confirm it with the code that the kiosk shows";
  else
    line += "  by " + device.by + (device.why.empty() ? "" : ": " + device.why);
  if (has_code(device)) line += "  code " + report::device_code(device.key, device.name);
  if (device.asked_again > 0)
    line += "\n    asked to be enrolled again with this key, " + std::to_string(device.asked_again) +
            " times, last from " + device.asked_from +
            (device.asked_last ? " at " + format_instant(*device.asked_last) : "");
  return line + "\n";
}

int list_devices(Disk& disk, const Clock& clock, const Path& folder, const DeviceArguments& arguments) {
  const auto devices = DeviceBook(disk, folder).list(clock.now());
  if (!devices) return complain(devices.error());
  if (arguments.json) {
    auto list = nlohmann::json::array();
    for (const auto& device : *devices) list.push_back(device_json(device));
    std::cout << list.dump(2) << "\n";
    return 0;
  }
  if (devices->empty()) std::cout << "no kiosk is enrolled, and none waits\n";
  for (const auto& device : *devices) std::cout << device_line(device);
  return 0;
}

int confirm_device(Disk& disk, const Clock& clock, const Path& folder, const DeviceArguments& arguments) {
  const auto name = report::parse_device_name(arguments.name);
  if (!name) return complain(name.error());
  const auto device =
      DeviceBook(disk, folder).confirm(*name, arguments.code, arguments.by, arguments.replaces, clock.now());
  if (!device) return complain(device.error());
  std::cout << to_string(device->name) << " is enrolled; its reports are taken from now on\n";
  return 0;
}

int revoke_device(Disk& disk, const Clock& clock, const Path& folder, const DeviceArguments& arguments) {
  const auto device =
      DeviceBook(disk, folder).revoke(arguments.name, arguments.by, arguments.why, clock.now());
  if (!device) return complain(device.error());
  std::cout << to_string(device->name) << " is revoked; nothing of this key is taken any more\n";
  return 0;
}

int keep_places(Disk& disk, const Clock&, const Path& folder, const DeviceArguments& arguments) {
  PlaceBook places(disk, folder);
  for (const auto& file : arguments.files) {
    const auto bytes = read_file(disk, file, provision::kProvisionLimit);
    if (!bytes) return complain(bytes.error());
    const auto name = places.keep(*bytes, file);
    if (!name) return complain(name.error());
    std::cout << to_string(*name) << " is kept; a stick for it: gatecast-server devices stick "
              << to_string(*name) << "\n";
  }
  return 0;
}

// On standard output, so that whoever is root writes it onto the stick, and the server's user need not.
int make_stick(Disk& disk, const Clock& clock, const Path& folder, const DeviceArguments& arguments) {
  const auto name = report::parse_device_name(arguments.name);
  if (!name) return complain(name.error());
  const auto text =
      PlaceBook(disk, folder).provision_with_ticket(*name, {arguments.by, arguments.why}, clock.now());
  if (!text) return complain(text.error());
  std::cout << *text;
  std::cerr << "provision.json of " << to_string(*name)
            << ": the machine that it sets up is enrolled by itself, once, within 30 days; the one that has\n"
               "this name until then is revoked at that moment. Keep the stick as you would keep a key.\n";
  return 0;
}

int show_reports(Disk& disk, const Clock& clock, const Path& folder, const DeviceArguments& arguments) {
  const DeviceBook book(disk, folder);
  const auto devices = book.list(clock.now());
  if (!devices) return complain(devices.error());
  auto list = nlohmann::json::array();
  int shown = 0;
  for (const auto& device : *devices) {
    if (device.state == DeviceState::waiting) continue;
    if (!arguments.name.empty() && to_string(device.name) != arguments.name) continue;
    const auto view = view_device(disk, book, device, clock.now() - std::chrono::hours(24) * arguments.days);
    if (!view) return complain(view.error());
    ++shown;
    if (arguments.json)
      list.push_back(to_json(*view));
    else
      std::cout << in_words(*view);
  }
  if (arguments.json) std::cout << list.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
  if (shown == 0 && !arguments.name.empty())
    return complain(usage_error("device.unknown", arguments.name, "no device with this name is enrolled",
                                "gatecast-server devices list"));
  if (shown == 0 && !arguments.json) std::cout << "no kiosk is enrolled\n";
  return 0;
}

}  // namespace

void add_device_commands(CLI::App& app, const DevicePlaces& places, DeviceArguments& arguments,
                         std::optional<int>& code) {
  app.require_subcommand(0, 1);
  using Work = int (*)(Disk&, const Clock&, const Path&, const DeviceArguments&);
  const auto run = [&places, &arguments, &code](Work work) {
    return [&places, &arguments, &code, work] {
      SystemDisk disk;
      const SystemClock clock;
      code = work(disk, clock, folder_of(places), arguments);
    };
  };
  auto* devices = app.add_subcommand(
      "devices", "the kiosks that may report: list, confirm, revoke; their places: keep, stick");
  devices->require_subcommand(1)->fallthrough();
  auto* list = devices->add_subcommand("list", "kiosks that are enrolled, and those that wait");
  list->callback(run(list_devices));
  auto* confirm = devices->add_subcommand("confirm", "enrol a kiosk, by the code that stands on its screen");
  confirm->add_option("name", arguments.name, "SITE/KIOSK, as lao-bao/hall-1")->required();
  confirm->add_option("code", arguments.code, "as K7QM-2HXD-9RTA")->required();
  confirm->add_flag("--replace", arguments.replaces, "revoke the key that has this name now");
  confirm->callback(run(confirm_device));
  auto* keep =
      devices->add_subcommand("keep", "keep what kiosks are set up with, so that another can take over");
  keep->add_option("files", arguments.files, "provision.json of each place")->required();
  keep->callback(run(keep_places));
  auto* stick = devices->add_subcommand(
      "stick", "provision.json for the machine that takes this place over, on standard output");
  stick->add_option("name", arguments.name, "SITE/KIOSK, as lao-bao/hall-1")->required();
  stick->add_option("--why", arguments.why, "stands in the list at the machine that is replaced");
  stick->callback(run(make_stick));
  auto* revoke = devices->add_subcommand("revoke", "take nothing from this kiosk's key any more, for good");
  revoke->add_option("name", arguments.name, "SITE/KIOSK, or the key")->required();
  revoke->add_option("--why", arguments.why, "for who reads the list later");
  revoke->callback(run(revoke_device));
  for (auto* command : {confirm, revoke, stick})
    command->add_option("--by", arguments.by, "who does it; stands in the list")->required();
  auto* reports = app.add_subcommand("reports", "what the kiosks reported");
  reports->add_option("name", arguments.name, "SITE/KIOSK; all of them where it is left out");
  reports->add_option("--days", arguments.days, "of played items and refusals (7)")
      ->check(CLI::Range(1, 3660));
  reports->callback(run(show_reports));
  for (auto* command : {list, reports}) command->add_flag("--json", arguments.json, "the same for machines");
  for (auto* command : {list, confirm, keep, stick, revoke, reports}) command->fallthrough();
}

}  // namespace gatecast::server
