// A file against its schema (assets/schema, draft-07, by valijson), told in an editor's words: what stands
// where, and what would be right, out of the schema's own descriptions.
// Threads: main only (the compiled schemas are kept). Errors: faults "schema.*".
#pragma once
#include <map>
#include <string>

#include "content-sync/base/nearest.h"
#include "content-sync/source/fault.h"
#include "content-sync/source/source_file.h"

namespace gatecast::source {

// The schemas by file name, as they stand in assets/schema.
const std::map<std::string, std::string>& schema_texts();

// `schema`: "channel", "slide", "clip", "facts" or "glossary". True where the file keeps to it.
bool check_schema(const SourceFile& file, const std::string& schema, Faults& faults);

}  // namespace gatecast::source
