// The few calls of SQLite that the search needs, over a database in memory. Statements and handles free
// themselves. Threads: one owner. Errors: Error with rule "search.index" and SQLite's words.
// Source: sqlite.org/c3ref; sqlite.org/security.html (untrusted database files).
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "content-sync/base/bytes.h"
#include "content-sync/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace gatecast::search {

class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;

 private:
  sqlite3_stmt* statement_;
};

class Database {
 public:
  // An empty one, to be filled and written out.
  static Result<Database> make();
  // Reads `bytes`, which must outlive it: nothing in it can be changed, no trigger, view or function of it
  // is believed, and no question of it runs without end.
  static Result<Database> read(ByteView bytes);

  [[nodiscard]] Status run(const std::string& sql) const;
  // Each row of the answer; `values` fill the question marks.
  [[nodiscard]] Status ask(const std::string& sql, const std::vector<std::string>& values,
                           const std::function<void(const Row&)>& row) const;
  [[nodiscard]] Result<Bytes> bytes() const;

 private:
  struct Closer {
    void operator()(sqlite3* handle) const;
  };
  explicit Database(sqlite3* handle);
  [[nodiscard]] Error fault() const;
  std::unique_ptr<sqlite3, Closer> handle_;
};

}  // namespace gatecast::search
