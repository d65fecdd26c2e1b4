// Any bytes as metadata: the parsers end; what they take gives the same canonical bytes when read again.
#include <cstdint>
#include <cstdlib>

#include "content-sync/tuf/signing.h"

namespace {

using namespace gatecast;

template <class T>
void read_again(const Result<tuf::Envelope<T>>& parsed,
                Result<tuf::Envelope<T>> (*parse)(ByteView, std::string_view)) {
  if (!parsed) return;
  if (parsed->signed_part.version < 1) std::abort();
  const auto again = parse(tuf::write_envelope(parsed->signed_part.document, {}), "again");
  if (!again || again->canonical != parsed->canonical) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(reinterpret_cast<const char*>(data), size);
  read_again(tuf::parse_root(bytes, "fuzz"), tuf::parse_root);
  read_again(tuf::parse_timestamp(bytes, "fuzz"), tuf::parse_timestamp);
  read_again(tuf::parse_snapshot(bytes, "fuzz"), tuf::parse_snapshot);
  read_again(tuf::parse_targets(bytes, "fuzz"), tuf::parse_targets);
  return 0;
}
