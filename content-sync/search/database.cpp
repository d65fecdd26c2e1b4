#include "content-sync/search/database.h"

#include <sqlite3.h>

namespace gatecast::search {
namespace {

constexpr int kStepsBetweenLooks = 100'000;  // of SQLite's machine
constexpr int kMostLooks = 200;              // far more than any honest question takes

Error error_of(sqlite3* handle) {
  const char* words = handle == nullptr ? "out of memory" : sqlite3_errmsg(handle);
  return content_error("search.index", "search index", std::string("SQLite says: ") + words, "build again");
}

struct StatementCloser {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

void make_safe(sqlite3* handle) {
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 16 << 20);
  sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, 100'000);
  sqlite3_limit(handle, SQLITE_LIMIT_EXPR_DEPTH, 300);
  sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(handle, SQLITE_LIMIT_WORKER_THREADS, 0);
}

}  // namespace

std::string Row::text(int column) const {
  const auto* text = sqlite3_column_text(statement_, column);
  return text == nullptr ? std::string()
                         : std::string(reinterpret_cast<const char*>(text),
                                       static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}
std::int64_t Row::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}
double Row::real(int column) const {
  return sqlite3_column_double(statement_, column);
}

void Database::Closer::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}

Database::Database(sqlite3* handle) : handle_(handle) {}

Error Database::fault() const {
  return error_of(handle_.get());
}

Result<Database> Database::make() {
  sqlite3* handle = nullptr;
  const int opened =
      sqlite3_open_v2(":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  Database made(handle);
  if (opened != SQLITE_OK) return fail(made.fault());
  return made;
}

Result<Database> Database::read(ByteView bytes) {
  GATECAST_TRY(auto made, make());
  auto* handle = made.handle_.get();
  make_safe(handle);
  // Read-only and neither resized nor freed: SQLite only looks at the bytes.
  auto* data = reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
  const auto size = static_cast<sqlite3_int64>(bytes.size());
  if (sqlite3_deserialize(handle, "main", data, size, size, SQLITE_DESERIALIZE_READONLY) != SQLITE_OK)
    return fail(made.fault());
  return made;
}

Status Database::run(const std::string& sql) const {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return fail(fault());
  return {};
}

Status Database::ask(const std::string& sql, const std::vector<std::string>& values,
                     const std::function<void(const Row&)>& row) const {
  sqlite3_stmt* handle = nullptr;
  if (sqlite3_prepare_v2(handle_.get(), sql.c_str(), static_cast<int>(sql.size()), &handle, nullptr) !=
      SQLITE_OK)
    return fail(fault());
  const std::unique_ptr<sqlite3_stmt, StatementCloser> statement(handle);
  int number = 0;
  for (const auto& value : values)
    sqlite3_bind_text(handle, ++number, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
  int looks = 0;
  sqlite3_progress_handler(
      handle_.get(), kStepsBetweenLooks,
      [](void* count) { return ++*static_cast<int*>(count) > kMostLooks ? 1 : 0; }, &looks);
  int step = SQLITE_ROW;
  while ((step = sqlite3_step(handle)) == SQLITE_ROW) row(Row(handle));
  sqlite3_progress_handler(handle_.get(), 0, nullptr, nullptr);
  if (step != SQLITE_DONE) return fail(fault());
  return {};
}

Result<Bytes> Database::bytes() const {
  sqlite3_int64 size = 0;
  auto* data = sqlite3_serialize(handle_.get(), "main", &size, 0);
  if (data == nullptr) return fail(fault());
  Bytes out(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
  sqlite3_free(data);
  return out;
}

}  // namespace gatecast::search
