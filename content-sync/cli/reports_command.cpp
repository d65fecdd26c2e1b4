// gatecast reports take: what kiosks put onto a stick goes to the server, which judges it as if it came over
// the line; its receipts go back onto the stick. This program believes neither and holds no key.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/cli/commands.h"
#include "content-sync/cli/output.h"
#include "content-sync/cli/server_refusal.h"
#include "content-sync/report/stick.h"

namespace gatecast::cli {
namespace {

constexpr std::size_t kMostReceipts = 1000;  // of one kiosk on a stick: the newest

struct TakeArguments {
  std::string stick;
  std::string to;
  bool has_gaps = false;
  bool is_json = false;
  [[nodiscard]] OutputForm form() const { return is_json ? OutputForm::json : OutputForm::words; }
};

struct CarriedBatch {
  std::int64_t number = 0;
  std::string file;
};
struct CarriedDevice {
  std::string key;
  std::vector<CarriedBatch> batches;
  std::int64_t taken = 0, again = 0;
  std::optional<Error> refused;
};

class TakeIn {
 public:
  TakeIn(Disk& disk, const TakeArguments& arguments) : disk_(disk), arguments_(arguments) {
    options_.address = arguments.to;
  }

  Status run() {
    GATECAST_TRY_STATUS(post_wishes());
    GATECAST_TRY_STATUS(find_batches());
    for (auto& [key, device] : devices_) GATECAST_TRY_STATUS(take(device));
    return {};
  }
  [[nodiscard]] const std::map<std::string, CarriedDevice>& devices() const { return devices_; }
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

 private:
  void note(const std::string& file, const std::string& words) {
    notes_.push_back(report::plain_text(file, 120) + ": " + words);
  }
  Result<Bytes> read(const std::string& file) {
    return read_file(disk_, Path(arguments_.stick) / report::kStickFolder / file, report::kLargestBatch);
  }

  // A server that knows them already says so; only the line ends all.
  Status post_wishes() {
    GATECAST_TRY(const auto files, report::stick_files(disk_, arguments_.stick, report::kWishEnding));
    for (const auto& file : files) {
      const auto bytes = read(file);
      const auto wish = bytes ? report::parse_enrolment(*bytes, file) : fail(bytes.error());
      if (!wish) {
        note(file, "no wish to be enrolled; passed over");
        continue;
      }
      GATECAST_TRY(const auto answer, updater::http_post(options_, "report/enrol", *bytes));
      if (answer.code != 200) {
        const auto error = refusal(answer, file);
        if (error.kind == ErrorKind::environment) return fail(error);
        note(file, to_string(error));
        continue;
      }
      const auto document = parse_json(answer.body, "answer");
      if (document && document->is_object() && text_at(*document, "state") == "waiting")
        note(file, to_string(wish->name) + " waits at the server for the code that the kiosk shows: " +
                       "gatecast-server devices confirm; then take this stick in again");
    }
    return {};
  }

  Status find_batches() {
    GATECAST_TRY(const auto files, report::stick_files(disk_, arguments_.stick, report::kBatchEnding));
    for (const auto& file : files) {
      const auto bytes = read(file);
      const auto batch = bytes ? report::parse_batch(*bytes, file) : fail(bytes.error());
      if (!batch) {
        note(file, "no batch of reports (" + batch.error().rule + "); passed over");
        continue;
      }
      auto& device = devices_[batch->head.device];
      device.key = batch->head.device;
      device.batches.push_back({batch->head.number, file});
    }
    for (auto& [key, device] : devices_)
      std::stable_sort(device.batches.begin(), device.batches.end(),
                       [](const auto& a, const auto& b) { return a.number < b.number; });
    return {};
  }

  Status take(CarriedDevice& device) {
    std::vector<std::string> done;
    std::map<std::int64_t, std::string> lines;
    Status status;
    for (const auto& batch : device.batches) {
      const auto receipt = post(device, batch);
      if (!receipt) {
        if (receipt.error().kind == ErrorKind::environment)
          status = fail(receipt.error());
        else
          device.refused = receipt.error();
        break;
      }
      lines[batch.number] = *receipt;
      done.push_back(batch.file);
    }
    // What was taken has its receipt on the stick, also where the line broke after it.
    if (!lines.empty()) GATECAST_TRY_STATUS(leave_receipts(device.key, std::move(lines), done));
    return status;
  }

  // The line of its receipt.
  Result<std::string> post(CarriedDevice& device, const CarriedBatch& batch) {
    GATECAST_TRY(const auto bytes, read(batch.file));
    GATECAST_TRY(const auto parsed, report::parse_batch(bytes, batch.file));
    GATECAST_TRY(
        const auto answer,
        updater::http_post(options_, arguments_.has_gaps ? "report/batch" : "report/carried", bytes));
    if (answer.code != 200) return fail(refusal(answer, batch.file));
    const auto document = parse_json(answer.body, "receipt");
    const bool is_receipt = document && document->is_object() && text_at(*document, "device") == device.key &&
                            number_at(*document, "batch") == parsed.head.number &&
                            text_at(*document, "sha256") == parsed.hash.hex();
    if (!is_receipt)
      return fail(environment_error("report.answer", arguments_.to, "the answer is no receipt",
                                    "is this the address of a gatecast-server with its online keys?"));
    ++(document->value("new", nlohmann::json()) == false ? device.again : device.taken);
    return report::receipt_line({{device.key, parsed.head.number, parsed.hash},
                                 text_at(*document, "keyid"),
                                 text_at(*document, "signature")});
  }

  Status leave_receipts(const std::string& key, std::map<std::int64_t, std::string> lines,
                        const std::vector<std::string>& done) {
    const auto name = key + report::kReceiptsEnding;
    GATECAST_TRY(const auto files, report::stick_files(disk_, arguments_.stick, name));
    if (!files.empty()) {
      const auto old =
          read_file(disk_, Path(arguments_.stick) / report::kStickFolder / name, report::kLargestReceipts);
      if (old)
        for (const auto& one : report::parse_receipts(*old))
          if (one.receipt.device == key) lines.try_emplace(one.receipt.batch, report::receipt_line(one));
    }
    while (lines.size() > kMostReceipts) lines.erase(lines.begin());
    Bytes text;
    for (const auto& [number, line] : lines) text += line;
    GATECAST_TRY_STATUS(report::write_stick_file(disk_, arguments_.stick, name, text));
    const auto folder = Path(arguments_.stick) / report::kStickFolder;
    for (const auto& file : done) GATECAST_TRY_STATUS(disk_.remove(folder / file));
    return done.empty() ? Status() : disk_.sync_directory(folder);
  }

  Disk& disk_;
  const TakeArguments& arguments_;
  updater::HttpOptions options_;
  std::map<std::string, CarriedDevice> devices_;
  std::vector<std::string> notes_;
};

void tell(const TakeIn& take_in, OutputForm form) {
  auto devices = nlohmann::json::array();
  for (const auto& [key, device] : take_in.devices()) {
    const auto kiosk = report::plain_text(device.batches.front().file, 120);
    devices.push_back({{"key", key}, {"file", kiosk}, {"new", device.taken}, {"again", device.again}});
    say(form, fmt::format("{}: {} taken, {} there before", kiosk, device.taken, device.again));
    if (!device.refused) continue;
    devices.back()["refused"] = {{"rule", device.refused->rule}, {"message", device.refused->message}};
    say(form, "  refused: " + to_string(*device.refused));
  }
  for (const auto& note : take_in.notes()) say(form, "Note: " + note);
  if (take_in.devices().empty()) say(form, "no reports are on this stick");
  if (form == OutputForm::json) print_json({{"ok", true}, {"devices", devices}, {"notes", take_in.notes()}});
}

int run_take(const TakeArguments& arguments) {
  SystemDisk disk;
  const auto there = disk.status(arguments.stick);
  if (!there || there->kind != FileKind::directory)
    return report(usage_error("report.folder", arguments.stick, "is not a folder",
                              "give the folder where the stick is mounted"),
                  arguments.form());
  TakeIn take_in(disk, arguments);
  const auto done = take_in.run();
  if (!done) return report(done.error(), arguments.form());
  tell(take_in, arguments.form());
  const auto& devices = take_in.devices();
  return std::any_of(devices.begin(), devices.end(),
                     [](const auto& entry) { return entry.second.refused.has_value(); })
             ? 1
             : 0;
}

}  // namespace

void add_reports_command(CLI::App& app, int& exit_code) {
  auto* reports = app.add_subcommand("reports", "What kiosks without a line report, by a stick");
  reports->require_subcommand(1);
  auto arguments = std::make_shared<TakeArguments>();
  auto* take = reports->add_subcommand(
      "take",
      "Hand a stick's reports to the server: it takes each once, however often they are brought.\n"
      "Its receipts stay on the stick, for the kiosks; what has one is taken off.");
  take->add_option("stick", arguments->stick, "The folder where the stick is mounted")->required();
  take->add_option("--to", arguments->to, "The address of the gatecast-server")->required();
  take->add_flag("--with-gaps", arguments->has_gaps,
                 "Also where the server lacks batches before (it lost them)");
  take->add_flag("--json", arguments->is_json, "One JSON document on standard output");
  take->footer(
      "For instance:\n"
      "  gatecast-sync export-reports /media/stick       (at the kiosk; `import` does it too)\n"
      "  gatecast reports take /media/stick --to http://127.0.0.1:8377");
  take->callback([arguments, &exit_code] { exit_code = run_take(*arguments); });
}

}  // namespace gatecast::cli
