// What a duty officer says comes in: verified as a kiosk would, against what the channels show, then taken
// into the repository. His signature alone authorises it. Threads: one writer. Errors: trust errors of tuf
// and bundle/statement.h; "publish.officers" (nobody may say it yet), "publish.version", "publish.recall" (a
// recall is lifted only by a newer release), "alert.site", "alert.over", "alert.item", "alert.emergency",
// "alert.too_many". Source: shared/design/trust.md, Signing (role alert).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "content-sync/bundle/statement.h"
#include "content-sync/repository/publish.h"
#include "content-sync/repository/standing_role.h"
#include "content-sync/store/verified_statements.h"

namespace gatecast::repository {

// alert.json without signatures for these statements, each under its target's name.
Bytes write_statement_metadata(std::int64_t version, const std::vector<bundle::Statement>& statements,
                               Instant now);

// A statement that is new must make sense here and now; the officer's tool asks the same before he signs.
Status check_new_statement(const bundle::Statement& statement, const ActiveReleases& releases, Instant now);
// A recall stays until every release that it speaks of is overtaken.
bool is_overtaken(const bundle::Statement& recall, const ActiveReleases& releases);

// `incoming`: "alert.json", signed, and "alerts/<id>.json" of at least those that are new.
Result<Published> accept_statements(Disk& disk, const Path& folder, const store::StatementFiles& incoming,
                                    const OnlineKeys& online, Instant now);

}  // namespace gatecast::repository
