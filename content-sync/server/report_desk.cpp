#include "content-sync/server/report_desk.h"

#include "content-sync/base/log.h"

namespace gatecast::server {

Result<Device> ReportTaker::enrol(ByteView bytes, const std::string& from) {
  GATECAST_TRY(const auto wish, report::parse_enrolment(bytes, "enrolment"));
  auto device = book_.ask(wish, from, clock_->now());
  if (!device)
    log_error(device.error());
  else if (device->asked_again == 0 && device->state == DeviceState::confirmed)
    log_info(to_string(device->name) + " is enrolled by the ticket of its stick, from " + from);
  else if (device->asked_again == 0)
    log_info("a kiosk asks to be enrolled as " + to_string(device->name) + ", from " + from);
  return device;
}

Result<Taken> ReportTaker::take(ByteView bytes, Gaps gaps) {
  GATECAST_TRY(const auto batch, report::parse_batch(bytes, "batch"));
  const auto& key = batch.head.device;
  // Read anew each time: a revocation counts at once.
  GATECAST_TRY(const auto device, book_.find(key));
  if (!device)
    return fail(trust_error("device.unknown", key, "no technician has confirmed this kiosk",
                            "gatecast-sync enrol on the kiosk, then gatecast-server devices confirm"));
  const auto name = to_string(device->name);
  if (device->state == DeviceState::revoked)
    return fail(trust_error("device.revoked", name, "this kiosk's key was revoked",
                            "gatecast-sync enrol --new-key, and confirm the new code at the server"));
  if (device->state == DeviceState::held)
    return fail(trust_error("device.held", name, "this kiosk's key is held: " + device->why,
                            "find the second machine; then gatecast-sync enrol --new-key on the right one"));
  auto log = logs_.find(key);
  if (log == logs_.end()) {
    GATECAST_TRY(auto opened, ReportLog::open(*disk_, book_.reports_of(key)));
    log = logs_.emplace(key, std::move(opened)).first;
  }
  auto taken = judge(batch, bytes, *device, gaps, log->second);
  // What failed on the way to the disk is read from there again.
  if (!taken && taken.error().kind == ErrorKind::environment) logs_.erase(key);
  return taken;
}

tl::unexpected<Error> ReportTaker::fork(const report::Batch& batch, const Device& device) {
  const auto name = to_string(device.name);
  const auto number = std::to_string(batch.head.number);
  const std::string why =
      "two machines report with one key, or an old state of its disk was put back (batch " + number +
      " came in two versions)";
  if (const auto held = book_.hold(device.key, why, clock_->now()); !held) return fail(held.error());
  const auto error =
      trust_error("report.fork", name, why,
                  "find the second machine; then gatecast-sync enrol --new-key on the right one");
  log_error(error);
  return fail(error);
}

Result<Taken> ReportTaker::judge(const report::Batch& batch, ByteView bytes, const Device& device, Gaps gaps,
                                 ReportLog& log) {
  const auto& head = batch.head;
  const report::Receipt receipt{device.key, head.number, batch.hash};
  const auto name = to_string(device.name);
  if (head.number == log.batch() && batch.hash == log.hash()) return Taken{receipt, false};
  if (head.number <= log.batch()) {
    GATECAST_TRY(const auto before, log.hash_of(head.number));
    if (before && *before == batch.hash) return Taken{receipt, false};
    if (!before && head.number < log.batch())
      return fail(trust_error("report.replay", name,
                              "batch " + std::to_string(head.number) + " is older than what came since"));
    return fork(batch, device);
  }
  const bool is_next = head.number == log.batch() + 1;
  if (is_next && head.previous != log.hash()) return fork(batch, device);
  if (head.first <= log.record() || (is_next && log.batch() > 0 && head.first != log.record() + 1))
    return fail(trust_error("report.order", name,
                            "records from " + std::to_string(head.first) + " on, where " +
                                std::to_string(log.record() + 1) + " is the next"));
  // This server lost batches that it gave receipts for (an old state of its disk): seen by who lists them.
  const bool has_gap = !is_next;
  if (has_gap && gaps == Gaps::refused)
    return fail(trust_error("report.gap", name,
                            "batches " + std::to_string(log.batch() + 1) + " to " +
                                std::to_string(head.number - 1) + " are not here, and not on this stick",
                            "bring the stick that has them first; if this server lost them, take it in with "
                            "--with-gaps"));
  if (has_gap)
    log_warning(name + ": batches " + std::to_string(log.batch() + 1) + " to " +
                std::to_string(head.number - 1) + " are not here");
  GATECAST_TRY_STATUS(log.append(batch, bytes, has_gap, clock_->now()));
  return Taken{receipt, true};
}

ReportDesk::ReportDesk(Disk& disk, const Clock& clock, Path folder)
    : taker_(disk, clock, std::move(folder)), thread_([this] { work(); }) {}

ReportDesk::~ReportDesk() {
  requests_.close();
}

void ReportDesk::work() {
  while (!requests_.is_closed() || requests_.size() > 0) {
    auto request = requests_.pop_for(std::chrono::seconds(1));
    if (!request) continue;
    if (request->receipt)
      request->receipt->set_value(taker_.take(request->bytes, request->gaps));
    else
      request->device->set_value(taker_.enrol(request->bytes, request->from));
  }
}

Result<Taken> ReportDesk::take(Bytes batch, Gaps gaps) {
  auto promise = std::make_shared<Receipts>();
  auto verdict = promise->get_future();
  if (!requests_.try_push({std::move(batch), {}, gaps, promise, nullptr}))
    return fail(environment_error("server.busy", "reports", "the server is busy with other reports"));
  return verdict.get();
}

Result<Device> ReportDesk::enrol(Bytes wish, const std::string& from) {
  auto promise = std::make_shared<Devices>();
  auto verdict = promise->get_future();
  if (!requests_.try_push({std::move(wish), from, Gaps::taken, nullptr, promise}))
    return fail(environment_error("server.busy", "enrolment", "the server is busy with other reports"));
  return verdict.get();
}

}  // namespace gatecast::server
