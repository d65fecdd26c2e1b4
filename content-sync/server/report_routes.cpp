#include "content-sync/server/report_routes.h"

#include <optional>
#include <utility>

#include "content-sync/base/json_value.h"
#include "content-sync/server/file_answer.h"

namespace gatecast::server {
namespace {

int code_of(const Error& error) {
  if (error.rule == "disk.full" || error.rule == "device.full") return 507;
  if (error.kind == ErrorKind::environment) return 503;
  if (error.rule == "report.fork" || error.rule == "report.replay" || error.rule == "report.order" ||
      error.rule == "report.gap")
    return 409;
  return error.rule.starts_with("device.") ? 403 : 422;
}

void refuse(httplib::Response& response, const Error& error) {
  answer_error(response, code_of(error), error);
}

void answer(httplib::Response& response, const nlohmann::json& body) {
  response.status = 200;
  response.set_content(body.dump() + "\n", "application/json");
}

// Nothing where it is longer; then it was answered.
std::optional<Bytes> read_body(httplib::Response& response, const httplib::ContentReader& reader,
                               std::size_t limit) {
  Bytes body;
  const bool is_whole = reader([&](const char* data, std::size_t size) {
    if (body.size() + size > limit) return false;
    body.append(data, size);
    return true;
  });
  if (is_whole) return body;
  response.set_header("Connection", "close");
  answer_error(response, 413,
               usage_error("report.too_long", "report", "more than a report may have, or it broke off"));
  return std::nullopt;
}

}  // namespace

void route_reports(httplib::Server& http, ReportDesk& desk, tuf::SigningKey signer) {
  http.Post("/report/enrol", [&desk](const auto& request, auto& response, const auto& reader) {
    const auto body = read_body(response, reader, 4096);
    if (!body) return;
    const auto device = desk.enrol(*body, request.remote_addr);
    if (!device) return refuse(response, device.error());
    answer(response, {{"ok", true}, {"state", to_string(device->state)}});
  });
  const auto take = [&desk, signer = std::move(signer)](Gaps gaps) {
    return [&desk, signer, gaps](const auto&, auto& response, const auto& reader) {
      auto body = read_body(response, reader, report::kLargestBatch);
      if (!body) return;
      const auto taken = desk.take(std::move(*body), gaps);
      if (!taken) return refuse(response, taken.error());
      const auto& receipt = taken->receipt;
      answer(response, {{"ok", true},
                        {"new", taken->is_new},
                        {"device", receipt.device},
                        {"batch", receipt.batch},
                        {"sha256", receipt.hash.hex()},
                        {"keyid", signer.id},
                        {"signature", tuf::sign(report::receipt_message(receipt), signer)}});
    };
  };
  http.Post("/report/batch", take(Gaps::taken));
  http.Post("/report/carried", take(Gaps::refused));
}

}  // namespace gatecast::server
