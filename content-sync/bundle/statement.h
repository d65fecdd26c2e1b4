// What one duty officer may say: show an alert's template, take an item off (recall), or choose the mode. A
// statement is a small TUF target of the role "alert"; it holds ids, times and numbers, never words or
// pictures. Threads: values, pure. Errors: trust errors "alert.form" (not such a document), "alert.length",
// "mode.length". Source: shared/design/trust.md, Signing (role alert); content.md, Alert template and Mode.
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>

#include "content-sync/bundle/release.h"

namespace gatecast::bundle {

inline constexpr FormatVersion kStatementFormat{1, 0};
inline constexpr std::uint64_t kStatementLimit = 16'384;  // bytes of one
inline constexpr std::size_t kMostStatements = 64;        // that stand at a time
inline constexpr Duration kLongestAlert = std::chrono::hours(24);
inline constexpr Duration kLongestMode = std::chrono::hours(72);

enum class StatementKind { alert, recall, mode };
// A time as it is written, with its offset ("2026-11-21T18:00:00+07:00"), a place's id, or a number.
using BlankValue = std::variant<std::string, std::int64_t>;

struct Statement {
  std::string id;  // "20261121T215500Z-gate-closed": also the target's name, "alerts/<id>.json"
  StatementKind kind = StatementKind::alert;
  Instant issued_at;
  std::string officer;             // who says so; the signature tells who really did
  std::set<std::string> sites;     // a recall: empty, for it speaks of releases
  std::set<std::string> channels;  // of these sites; empty: all
  // alert
  ItemId item;  // its template; of a recall: what is taken off
  Sha256 template_hash;
  std::map<std::string, BlankValue> blanks;
  // recall: by channel the last release that the item may not be shown in
  std::map<std::string, std::int64_t> up_to_release;
  // mode
  Mode mode = Mode::daily;
  // alert and mode: from `starts` until before `ends`
  Instant starts;
  Instant ends;
};

Result<Statement> parse_statement(ByteView bytes, std::string_view name);
// Canonical JSON: the same statement gives the same bytes.
Bytes write_statement(const Statement& statement);
std::string target_name(const Statement& statement);  // "alerts/<id>.json"

// Whether it speaks to this channel of this site at all.
bool is_for(const Statement& statement, const std::string& site, const std::string& channel);
[[nodiscard]] inline bool stands_at(const Statement& statement, Instant now) {
  return statement.starts <= now && now < statement.ends;
}
std::string_view to_string(StatementKind kind);

}  // namespace gatecast::bundle
