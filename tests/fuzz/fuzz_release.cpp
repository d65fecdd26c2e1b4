// Any bytes as what editors and officers sign (release, statement, piece list): the parsers end, what they
// take is written as it is read, and what is taken can be played: the programme answers at any time.
#include <cstdint>
#include <cstdlib>

#include "content-sync/bundle/piece_list.h"
#include "content-sync/bundle/statement.h"
#include "player/programme/programme.h"

namespace {

using namespace gatecast;

void play(const bundle::Release& release) {
  for (const char* at : {"2026-11-21T01:00:00Z", "2027-02-06T16:59:59Z", "2060-01-01T00:00:00Z"}) {
    const auto now = *parse_instant(at);
    const auto showing = programme::showing_at(release, {}, now);
    if (showing && (showing->starts > now || showing->ends <= now)) std::abort();
    if (showing && !release.items.contains(showing->item)) std::abort();
    if (programme::next_change(release, {}, now) <= now) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(reinterpret_cast<const char*>(data), size);
  if (const auto release = bundle::parse_release(bytes, "fuzz")) {
    const auto written = bundle::write_release(*release);
    const auto again = bundle::parse_release(written, "again");
    if (!again || bundle::write_release(*again) != written) std::abort();
    play(*release);
  }
  if (const auto statement = bundle::parse_statement(bytes, "fuzz")) {
    const auto written = bundle::write_statement(*statement);
    const auto again = bundle::parse_statement(written, "again");
    if (!again || bundle::write_statement(*again) != written) std::abort();
  }
  if (const auto pieces = bundle::parse_piece_list(bytes, "fuzz")) {
    std::uint64_t length = 0;
    for (const auto& piece : pieces->pieces) length += piece.length_bytes;
    if (length != pieces->length_bytes) std::abort();
  }
  return 0;
}
