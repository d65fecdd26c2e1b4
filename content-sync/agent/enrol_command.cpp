#include "content-sync/agent/enrol_command.h"

#include <iostream>

#include "content-sync/agent/report_duty.h"
#include "content-sync/base/command_line.h"
#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/private_file.h"
#include "content-sync/report/ticket.h"

namespace gatecast::agent {
namespace {

using nlohmann::json;

std::string plain_at(const json& document, const char* name) {
  return report::plain_text(text_at(document, name), 300);
}

Result<report::DeviceName> choose_name(Disk& disk, const AgentConfig& settings, const std::string& wanted) {
  if (!wanted.empty()) return report::parse_device_name(wanted);
  if (auto known = device_name(disk, settings.store)) return std::move(*known);
  return fail(
      usage_error("device.name", "enrol", "which kiosk is this?", "gatecast-sync enrol lao-bao/hall-1"));
}

// Kept, as the wish is repeated until somebody takes it.
Status keep_ticket(Disk& disk, const AgentConfig& settings, const std::string& file) {
  if (file.empty()) return {};
  GATECAST_TRY(const auto text, read_file(disk, file, 256));
  const auto ticket = report::parse_ticket(text);
  if (!ticket)
    return fail(usage_error("device.ticket", file, "is no ticket of a stick",
                            "64 digits, as gatecast-server devices stick writes them into provision.json"));
  return write_private_file_durably(disk, device_ticket_path(settings.store),
                                    report::ticket_text(*ticket) + "\n");
}

// "waiting" or "confirmed", as the server says; "carried" where a stick has to take the wish there.
Result<std::string> ask(const AgentConfig& settings, ByteView wish) {
  if (!has_line(settings)) return "carried";
  updater::HttpOptions options;
  options.address = settings.server;
  options.stall = std::chrono::seconds(settings.stall_seconds);
  GATECAST_TRY(const auto answer, updater::http_post(options, "report/enrol", wish));
  const auto document = parse_json(answer.body, "answer");
  if (!document || !document->is_object())
    return fail(environment_error("report.answer", settings.server,
                                  "answered " + std::to_string(answer.code) + " to the wish to be enrolled",
                                  "kiosks are enrolled at a gatecast-server that has its online keys"));
  if (answer.code == 200) return plain_at(*document, "state");
  const auto told = document->value("error", json::object());
  if (!told.is_object()) return fail(environment_error("report.answer", settings.server, "makes no sense"));
  return fail(trust_error(plain_at(told, "rule"), plain_at(told, "subject"), plain_at(told, "message"),
                          plain_at(told, "hint")));
}

}  // namespace

int enrol(const AgentConfig& settings, const EnrolArguments& arguments) {
  SystemDisk disk;
  const auto name = choose_name(disk, settings, arguments.name);
  if (!name) return complain(name.error(), false);
  const auto path = device_key_path(settings.store);
  const auto key = arguments.new_key ? report::DeviceKey::make_anew(disk, path)
                                     : report::DeviceKey::open_or_make(disk, path);
  if (!key) return complain(key.error(), false);
  if (const auto kept = keep_ticket(disk, settings, arguments.ticket); !kept)
    return complain(kept.error(), false);
  const json note{{"format", 1}, {"site", name->site}, {"kiosk", name->kiosk}};
  if (const auto saved =
          write_file_durably(disk, device_name_path(settings.store), report::canonical_text(note) + "\n");
      !saved)
    return complain(saved.error(), false);
  const auto state = ask(settings, wish_to_be_enrolled(disk, settings.store, *name, *key));
  const bool is_without_line = !state && state.error().kind == ErrorKind::environment;
  if (!state) complain(state.error(), false);
  if (!state && !is_without_line) return exit_code(state.error());
  if (!state || *state == "carried")
    std::cout
        << "No server was asked. The wish goes by a stick: gatecast-sync export-reports DIR, and at the "
           "office\ngatecast reports take DIR --to ADDRESS; then its code is confirmed as below.\n\n";
  if (state && *state == "confirmed") {
    std::cout << to_string(*name) << " is enrolled\n";
    return 0;
  }
  const auto code = report::device_code(key->public_hex(), *name);
  std::cout << "This kiosk asks to be enrolled as " << to_string(*name) << ". Its code:\n\n    " << code
            << "\n\nTell it to who sits at the server, within a day, by voice or on paper:\n"
            << "    gatecast-server devices confirm " << to_string(*name) << " " << code
            << " --by NAME --repository FOLDER\n";
  return state ? 0 : exit_code(state.error());
}

int show_reports(const AgentConfig& settings, bool as_json) {
  SystemDisk disk;
  const auto name = device_name(disk, settings.store);
  json document{{"name", name ? to_string(*name) : std::string()}};
  if (const auto key = report::DeviceKey::open(disk, device_key_path(settings.store))) {
    document["key"] = key->public_hex();
    if (name) document["code"] = report::device_code(key->public_hex(), *name);
  }
  // As it stands, without the running agent: its notes alone.
  const auto note = read_file(disk, report_folder(settings.store) / "state.json", 4096);
  const auto state = note ? parse_json(*note, "state.json") : fail(note.error());
  if (state && state->is_object()) {
    document["batches"] = state->value("batch", json(0));
    document["records_at_server"] = state->value("to", json(0));
  }
  const auto answer = read_file(disk, answer_path(settings.store), 4096);
  const auto told = answer ? parse_json(*answer, "answer.json") : fail(answer.error());
  if (told && told->is_object()) document["answer"] = *told;
  if (as_json) {
    std::cout << document.dump(2, ' ', false, json::error_handler_t::replace) << "\n";
    return name ? 0 : 3;
  }
  if (!name) {
    std::cout << "this kiosk was never asked to be enrolled: gatecast-sync enrol SITE/KIOSK\n";
    return 3;
  }
  std::cout << to_string(*name) << "\n";
  if (document.contains("code")) std::cout << "  code          " << plain_at(document, "code") << "\n";
  if (document.contains("batches"))
    std::cout << "  at the server " << document["records_at_server"] << " records in " << document["batches"]
              << " batches\n";
  if (document.contains("answer")) {
    const auto& last = document["answer"];
    std::cout << "  last answer   " << plain_at(last, "rule") << ", since " << plain_at(last, "at") << "\n";
    if (!plain_at(last, "message").empty()) std::cout << "    " << plain_at(last, "message") << "\n";
    if (!plain_at(last, "hint").empty()) std::cout << "    " << plain_at(last, "hint") << "\n";
  }
  return 0;
}

}  // namespace gatecast::agent
