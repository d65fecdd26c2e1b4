// `gatecast kiosk-code`: a kiosk's secret for its technician's screen, and the answer to what it shows.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "content-sync/base/disk.h"
#include "content-sync/base/kiosk_code.h"
#include "content-sync/cli/commands.h"
#include "content-sync/cli/output.h"

namespace gatecast::cli {
namespace {

constexpr std::uint64_t kLargestSecret = 4096;

struct KioskCodeOptions {
  std::string secret, challenge, kiosk, out;
};

Status make(const KioskCodeOptions& options) {
  if (options.out.empty())
    return fail(
        usage_error("kiosk_code.out", "--out", "is required with --new", "add --out technician.json"));
  GATECAST_TRY(const auto secret, new_kiosk_secret(options.kiosk));
  SystemDisk disk;
  GATECAST_TRY(const auto file, disk.open_write(options.out, OpenMode::create_private));
  GATECAST_TRY_STATUS(file->write_at(0, kiosk_secret_file(secret)));
  GATECAST_TRY_STATUS(file->sync());
  std::printf(
      "%s: the secret of %s. It goes onto that kiosk's stick as technician.json; a copy stays locked\n"
      "up at the desk. Whoever has it can open that kiosk's technician's screen, and no other's.\n",
      options.out.c_str(), secret.kiosk.c_str());
  return {};
}

Status answer(const KioskCodeOptions& options) {
  SystemDisk disk;
  if (options.secret.empty() || options.challenge.empty())
    return fail(usage_error("kiosk_code.missing", options.secret.empty() ? "SECRET" : "CHALLENGE",
                            "is required", "gatecast kiosk-code lao-bao-hall-1.json \"4821 7730\""));
  GATECAST_TRY(const auto bytes, read_file(disk, options.secret, kLargestSecret));
  GATECAST_TRY(const auto secret, parse_kiosk_secret(bytes, options.secret));
  const auto challenge = code_digits(options.challenge);
  if (!challenge)
    return fail(usage_error("kiosk_code.challenge", options.challenge, "is not what a kiosk shows",
                            "eight digits, as \"4821 7730\""));
  std::printf("%s: %s\n", secret.kiosk.c_str(), code_in_groups(kiosk_response(secret, *challenge)).c_str());
  return {};
}

}  // namespace

void add_kiosk_code_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<KioskCodeOptions>();
  auto* command =
      app.add_subcommand("kiosk-code", "Answer a kiosk's technician's screen, or make its secret");
  command->add_option("SECRET", options->secret, "the file with this kiosk's secret");
  command->add_option("CHALLENGE", options->challenge, "the eight digits that the kiosk shows");
  command->add_option("--new", options->kiosk, "make the secret of this kiosk: its name, lao-bao-hall-1");
  command->add_option("--out", options->out, "where --new writes it; never over a file that is there");
  command->footer(
      "gatecast kiosk-code --new lao-bao-hall-1 --out lao-bao-hall-1.json\n"
      "gatecast kiosk-code lao-bao-hall-1.json \"4821 7730\"");
  command->callback([options, &exit_code] {
    const auto status = options->kiosk.empty() ? answer(*options) : make(*options);
    if (!status) exit_code = report(status.error(), OutputForm::words);
  });
}

}  // namespace gatecast::cli
