#include "content-sync/server/place_book.h"

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/base/json_text.h"
#include "content-sync/base/json_value.h"
#include "content-sync/base/private_file.h"
#include "content-sync/provision/provision.h"
#include "content-sync/report/record.h"
#include "content-sync/report/ticket.h"

namespace gatecast::server {
namespace {

using nlohmann::json;

constexpr std::uint64_t kLargestTicket = 4096;
constexpr std::size_t kLongestWords = 200;

Result<provision::Provision> judged(ByteView bytes, const std::string& shown) {
  source::Faults faults;
  auto read = provision::read_provision(bytes, shown, faults);
  if (read) return std::move(*read);
  const auto first = std::find_if(faults.begin(), faults.end(), [](const source::Fault& fault) {
    return fault.severity == source::Severity::error;
  });
  GATECAST_INVARIANT(first != faults.end());
  return fail(first->error);
}

}  // namespace

Result<report::DeviceName> PlaceBook::keep(ByteView provision, const std::string& shown) {
  GATECAST_TRY(const auto read, judged(provision, shown));
  const auto path = settings_of(read.name);
  GATECAST_TRY_STATUS(make_directories(*disk_, path.parent_path()));
  // It may hold the secret of the technician's screen.
  GATECAST_TRY_STATUS(write_private_file_durably(*disk_, path, provision));
  return read.name;
}

Result<Bytes> PlaceBook::provision_with_ticket(const report::DeviceName& name, const Ticket& ticket,
                                               Instant now) {
  const auto path = settings_of(name);
  GATECAST_TRY(const auto there, disk_->status(path));
  if (there.kind != FileKind::file)
    return fail(usage_error("place.unknown", to_string(name), "the settings of this place are not kept here",
                            "gatecast-server devices keep provision.json"));
  GATECAST_TRY(const auto bytes, read_file(*disk_, path, provision::kProvisionLimit));
  GATECAST_TRY_STATUS(judged(bytes, path.filename().string()).map([](const auto&) {}));
  GATECAST_TRY(auto document, parse_json(bytes, path.string(), {.size_bytes = provision::kProvisionLimit}));
  GATECAST_TRY(const auto secret, report::new_ticket());
  const json note{{"format", 1},
                  {"ticket", report::ticket_text(secret)},
                  {"by", report::plain_text(ticket.by, kLongestWords)},
                  {"why", report::plain_text(ticket.why, kLongestWords)},
                  {"at", format_instant(now)}};
  GATECAST_TRY_STATUS(
      write_private_file_durably(*disk_, ticket_of(name), report::canonical_text(note) + "\n"));
  document["ticket"] = report::ticket_text(secret);
  return document.dump(2) + "\n";
}

Result<std::optional<Ticket>> PlaceBook::proven(const report::Enrolment& wish, Instant now) const {
  if (wish.proof.empty()) return std::optional<Ticket>();
  const auto path = ticket_of(wish.name);
  GATECAST_TRY(const auto there, disk_->status(path));
  if (there.kind != FileKind::file) return std::optional<Ticket>();
  GATECAST_TRY(const auto bytes, read_file(*disk_, path, kLargestTicket));
  GATECAST_TRY(const auto note, parse_json(bytes, path.string()));
  if (!note.is_object()) return std::optional<Ticket>();
  const auto secret = report::parse_ticket(text_at(note, "ticket"));
  const auto made = parse_instant(text_at(note, "at"));
  if (!secret || !made || now - *made > kTicketStands ||
      !report::is_ticket_proof(*secret, wish.device, wish.name, wish.proof))
    return std::optional<Ticket>();
  return Ticket{text_at(note, "by"), text_at(note, "why")};
}

Status PlaceBook::remove_ticket(const report::DeviceName& name) {
  return disk_->remove(ticket_of(name));
}

}  // namespace gatecast::server
