// gatecast labels: a label for the case of each kiosk, as PDF.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "content-sync/base/disk.h"
#include "content-sync/cli/commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/label/label.h"

namespace gatecast::cli {
namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{4} << 20U;

struct LabelOptions {
  std::vector<std::string> files;
  std::string out, phone;
};

Status make_labels(const LabelOptions& options) {
  SystemDisk disk;
  label::Labels labels;
  for (const auto& file : options.files) {
    GATECAST_TRY(const auto bytes, read_file(disk, file, kLargestFile));
    GATECAST_TRY_STATUS(label::read_labels(bytes, file, labels));
  }
  if (labels.empty())
    return fail(usage_error("label.none", options.files.front(), "no kiosk is named there that is enrolled",
                            "give the provision.json of each, or confirm them first"));
  for (auto& [name, label] : labels) label.phone = options.phone;
  GATECAST_TRY(const auto pdf, label::labels_pdf(labels));
  GATECAST_TRY_STATUS(write_file_durably(disk, options.out, pdf));
  say(OutputForm::words,
      fmt::format("{} label{} of {:.0f} x {:.0f} mm: {}", labels.size(), labels.size() == 1 ? "" : "s",
                  label::kWidthMm, label::kHeightMm, options.out));
  return {};
}

}  // namespace

void add_labels_command(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<LabelOptions>();
  auto* command = app.add_subcommand("labels", "A label for the case of each kiosk, one a page, as PDF.");
  command->footer(
      "For instance:\n"
      "  gatecast labels hall-1/provision.json hall-2/provision.json --out labels.pdf\n"
      "  gatecast-server devices list --json --repository /srv/gatecast/repository >devices.json\n"
      "  gatecast labels devices.json --phone \"0912 345 678\" --out labels.pdf");
  command
      ->add_option("FILE", options->files,
                   "provision.json of kiosks, or what gatecast-server devices list --json tells")
      ->required();
  command->add_option("--out", options->out, "The PDF")->required();
  command->add_option("--phone", options->phone, "Whom to call when a screen is black");
  command->callback([options, &exit_code] {
    const auto status = make_labels(*options);
    exit_code = status ? 0 : report(status.error(), OutputForm::words);
  });
}

}  // namespace gatecast::cli
