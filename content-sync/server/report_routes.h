// What kiosks send: `POST /report/enrol`, `POST /report/batch`, and `POST /report/carried` for batches
// that came on a stick. Threads: requests' own; the desk judges.
// Errors: to the client as JSON. Source: content-sync/FORMAT.md, Reports.
#pragma once
#include <httplib.h>

#include "content-sync/server/report_desk.h"
#include "content-sync/tuf/signing.h"

namespace gatecast::server {

// `signer` signs receipts: the timestamp's key, which each kiosk knows by its verified root.
void route_reports(httplib::Server& http, ReportDesk& desk, tuf::SigningKey signer);

}  // namespace gatecast::server
