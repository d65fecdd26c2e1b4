#include "content-sync/bundle/statement.h"

#include <fmt/format.h>

#include <algorithm>

#include "content-sync/base/json.h"
#include "content-sync/bundle/document.h"
#include "content-sync/bundle/names.h"
#include "content-sync/bundle/value_form.h"

namespace gatecast::bundle {
namespace {

using nlohmann::json;

constexpr std::size_t kMostNames = 64;

std::optional<StatementKind> parse_kind(std::string_view text) {
  for (const auto kind : {StatementKind::alert, StatementKind::recall, StatementKind::mode})
    if (to_string(kind) == text) return kind;
  return std::nullopt;
}

std::set<std::string> read_names(const Node& node, std::string_view key) {
  std::set<std::string> names;
  node.each_of(key, kMostNames, [&](const Node& name) {
    if (!is_slug(name.text())) name.fault("not the name of a site or channel");
    names.insert(name.text());
  });
  return names;
}

std::string read_id(const Node& node) {
  auto id = node.text(80);
  const bool is_plain = !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (!is_plain) node.fault("a statement's id has letters, digits and hyphens only");
  return id;
}

void read_alert(const Node& node, const json& document, Statement& statement) {
  statement.item = node.at("template").at("item").text();
  statement.template_hash = node.at("template").at("sha256").hash();
  node.each_member_of("blanks", kMostNames, [&](const std::string& id, const Node& value) {
    if (document.at("blanks").at(id).is_string())
      statement.blanks[id] = value.text(80);
    else
      statement.blanks[id] = value.integer(-kLargestInteger, kLargestInteger);
  });
}

void read_span(const Node& node, Statement& statement) {
  statement.sites = read_names(node, "sites");
  if (statement.sites.empty()) node.fault("it names no site");
  statement.channels = read_names(node, "channels");
  statement.starts = node.at("starts").instant();
  statement.ends = node.at("ends").instant();
}

Status check_length(const Statement& statement, std::string_view name) {
  if (statement.kind == StatementKind::recall) return {};
  const bool is_alert = statement.kind == StatementKind::alert;
  const auto most = is_alert ? kLongestAlert : kLongestMode;
  // An alert's end lies within 24 h of its signature: what was signed long ago cannot come up by surprise.
  const auto from = is_alert ? std::min(statement.starts, statement.issued_at) : statement.starts;
  if (statement.starts < statement.ends && statement.ends - from <= most) return {};
  return fail(trust_error(is_alert ? "alert.length" : "mode.length", std::string(name),
                          fmt::format("from {} until {}: {} has an end after its begin, within {} hours",
                                      format_instant(statement.starts), format_instant(statement.ends),
                                      is_alert ? "an alert" : "a mode",
                                      std::chrono::duration_cast<std::chrono::hours>(most).count()),
                          "say it again with a nearer end; it can be renewed"));
}

}  // namespace

std::string_view to_string(StatementKind kind) {
  return kind == StatementKind::alert ? "alert" : kind == StatementKind::recall ? "recall" : "mode";
}

std::string target_name(const Statement& statement) {
  return "alerts/" + statement.id + ".json";
}

Result<Statement> parse_statement(ByteView bytes, std::string_view name) {
  JsonLimits limits;
  limits.size_bytes = kStatementLimit;
  limits.depth = 6;
  GATECAST_TRY(const auto document, parse_json(bytes, name, limits));
  Reading reading{std::string(name)};
  const Node root(document, "", reading);
  const auto major = root.at("format").at("major").integer(0, 1'000'000);
  Statement statement;
  statement.kind = root.at("kind").one_of(parse_kind);
  statement.id = read_id(root.at("id"));
  statement.issued_at = root.at("issued_at").instant();
  statement.officer = root.text_or("officer", "");
  if (!reading.error() && major != kStatementFormat.major)
    reading.fault("/format", fmt::format("format {}; this program reads {}", major, kStatementFormat.major));
  if (!reading.error() && target_name(statement) != name)
    reading.fault("/id", "the target's name is not the statement's id");
  if (reading.error()) {
    // nothing more to read
  } else if (statement.kind == StatementKind::recall) {
    statement.item = root.at("item").text();
    root.at("up_to_release").each_member(kMostNames, [&](const std::string& channel, const Node& number) {
      statement.up_to_release[channel] = number.integer(1, kLargestInteger);
    });
  } else {
    read_span(root, statement);
    if (statement.kind == StatementKind::alert)
      read_alert(root, document, statement);
    else
      statement.mode = root.at("mode").one_of(parse_mode);
  }
  if (const auto& fault = reading.error())
    return fail(trust_error("alert.form", fault->subject, fault->message,
                            "make statements with `gatecast alert`, `recall` or `mode`"));
  GATECAST_TRY_STATUS(check_length(statement, name));
  return statement;
}

Bytes write_statement(const Statement& statement) {
  json out = {{"format", {{"major", kStatementFormat.major}, {"minor", kStatementFormat.minor}}},
              {"kind", to_string(statement.kind)},
              {"id", statement.id},
              {"issued_at", format_instant(statement.issued_at)},
              {"officer", statement.officer}};
  if (statement.kind == StatementKind::recall) {
    out["item"] = statement.item;
    out["up_to_release"] = statement.up_to_release;
    return out.dump();
  }
  out["sites"] = statement.sites;
  if (!statement.channels.empty()) out["channels"] = statement.channels;
  out["starts"] = format_instant(statement.starts);
  out["ends"] = format_instant(statement.ends);
  if (statement.kind == StatementKind::mode) {
    out["mode"] = to_string(statement.mode);
    return out.dump();
  }
  out["template"] = {{"item", statement.item}, {"sha256", statement.template_hash.hex()}};
  out["blanks"] = json::object();
  for (const auto& [id, value] : statement.blanks)
    std::visit([&, name = id](const auto& plain) { out["blanks"][name] = plain; }, value);
  return out.dump();
}

bool is_for(const Statement& statement, const std::string& site, const std::string& channel) {
  if (statement.kind == StatementKind::recall) return statement.up_to_release.contains(channel);
  return statement.sites.contains(site) &&
         (statement.channels.empty() || statement.channels.contains(channel));
}

}  // namespace gatecast::bundle
