#include "content-sync/provision/provision.h"

#include <arpa/inet.h>

#include <array>
#include <string_view>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/private_file.h"
#include "content-sync/source/schema.h"
#include "content-sync/source/source_file.h"

namespace gatecast::provision {
namespace {

using nlohmann::json;
using source::Cursor;

// Of the installer alone; all others are kiosk.json's.
constexpr std::array<std::string_view, 9> kOwnFields{
    "$schema", "$comment", "format", "network", "outputs", "disk", "erase", "technician", "ticket"};

// Stands for a code where a kiosk's disk cannot be read any more.
constexpr std::string_view kUnreadable = "unreadable";

bool is_own(std::string_view field) {
  return std::find(kOwnFields.begin(), kOwnFields.end(), field) != kOwnFields.end();
}

bool is_address(const std::string& text) {
  in_addr address{};
  return ::inet_pton(AF_INET, text.c_str(), &address) == 1;
}

void expect_address(const Cursor& at, const std::string& text) {
  if (!is_address(text))
    at.error("provision.address", "\"" + text + "\" is no IPv4 address", "four numbers of at most 255");
}

std::string network_file(const Cursor& network) {
  if (!network.value().is_object()) return {};
  const auto address = network.at("address").text();
  const auto slash = address.find('/');
  expect_address(network.at("address"), address.substr(0, slash));
  if (slash != std::string::npos && std::stoi(address.substr(slash + 1)) > 32)
    network.at("address").error("provision.address", "\"" + address + "\" has too long a net",
                                "write at most /32; usual is /24");
  expect_address(network.at("gateway"), network.at("gateway").text());
  std::string text =
      "[Match]\nType=ether\n\n[Network]\nDHCP=no\nLLMNR=no\nMulticastDNS=no\nAddress=" + address +
      "\nGateway=" + network.at("gateway").text() + "\n";
  network.at("dns").each([&](const Cursor& server) {
    expect_address(server, server.text());
    text += "DNS=" + server.text() + "\n";
  });
  return text;
}

std::optional<KioskSecret> secret_of(const Cursor& technician) {
  const auto secret = parse_kiosk_secret(technician.value().dump(), technician.subject());
  if (secret) return *secret;
  technician.error(secret.error().rule, secret.error().message, secret.error().hint);
  return std::nullopt;
}

Provision provision_of(const source::SourceFile& file, source::Faults& faults) {
  const Cursor top(file, faults);
  Provision provision;
  provision.name = {top.at("site").text(), top.at("kiosk").text()};
  provision.settings = json::object();
  for (const auto& [field, value] : file.document.items())
    if (!is_own(field)) provision.settings[field] = value;
  if (top.has("outputs")) {
    provision.outputs = json{{"format", 1}, {"outputs", file.document.at("outputs")}};
    provision.settings["outputs"] = "/etc/gatecast/outputs.json";
  }
  if (const auto network = top.at("network"); network.value().is_string() && network.text() != "dhcp")
    network.error("provision.network", "\"" + network.text() + "\" is no kind of network",
                  R"(write "dhcp", or {"address": "10.0.0.21/24", "gateway": "10.0.0.1"})");
  provision.network = network_file(top.at("network"));
  if (top.has("technician")) provision.technician = secret_of(top.at("technician"));
  provision.ticket = top.text_or("ticket", "");
  provision.disk = top.text_or("disk", "");
  top.at("erase").each([&](const Cursor& entry) {
    if (entry.text() == kUnreadable) {
      if (provision.disk.empty())
        entry.error("provision.erase", "\"unreadable\" without \"disk\": it is not said which disk is meant",
                    R"(name it, as the installer shows it: "disk": "nvme0n1")");
      provision.erase.emplace_back(kUnreadable);
    } else if (const auto code = report::typed_code(entry.text())) {
      provision.erase.push_back(*code);
    } else {
      entry.error("provision.code", "\"" + entry.text() + "\" is no kiosk's code",
                  "twelve letters and digits, as \"K7QM-2HXD-9RTA\"; the installer shows that of the disk");
    }
  });
  return provision;
}

enum class Readers { all, owner };

Status write_or_remove(Disk& disk, const Path& path, const std::string& text,
                       Readers readers = Readers::all) {
  if (!text.empty() && readers == Readers::owner) return write_private_file_durably(disk, path, text);
  if (!text.empty()) return write_file_durably(disk, path, text);
  GATECAST_TRY(const auto there, disk.status(path));
  return there.kind == FileKind::missing ? Status() : disk.remove(path);
}

}  // namespace

std::optional<Provision> read_provision(ByteView bytes, const std::string& shown, source::Faults& faults) {
  source::SourceFile file;
  file.shown = shown;
  auto document = parse_json(bytes, shown, {.size_bytes = kProvisionLimit}, &file.positions);
  if (!document) {
    faults.push_back({source::Severity::error, document.error()});
    return std::nullopt;
  }
  file.document = std::move(*document);
  if (!source::check_schema(file, "provision", faults)) return std::nullopt;
  auto provision = provision_of(file, faults);
  if (source::has_errors(faults)) return std::nullopt;
  return provision;
}

Status write_provision(Disk& disk, const Provision& provision, const Path& folder) {
  const auto lines = [](const json& document) { return document.dump(2) + "\n"; };
  std::string codes;
  for (const auto& code : provision.erase) codes += code + "\n";
  GATECAST_TRY_STATUS(write_or_remove(disk, folder / "outputs.json",
                                      provision.outputs ? lines(*provision.outputs) : std::string()));
  GATECAST_TRY_STATUS(write_or_remove(disk, folder / "wired.network", provision.network));
  GATECAST_TRY_STATUS(write_or_remove(disk, folder / "technician.json",
                                      provision.technician ? kiosk_secret_file(*provision.technician) : "",
                                      Readers::owner));
  GATECAST_TRY_STATUS(write_or_remove(
      disk, folder / "ticket", provision.ticket.empty() ? "" : provision.ticket + "\n", Readers::owner));
  GATECAST_TRY_STATUS(
      write_or_remove(disk, folder / "disk", provision.disk.empty() ? "" : provision.disk + "\n"));
  GATECAST_TRY_STATUS(write_or_remove(disk, folder / "erase", codes));
  return write_file_durably(disk, folder / "kiosk.json", lines(provision.settings));
}

}  // namespace gatecast::provision
