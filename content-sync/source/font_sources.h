// The typefaces of a release: which file of which Debian package serves which script, and cutting them down
// to the characters that a release can show. Pinned paths, no fontconfig: the same input gives the same
// bytes. Threads: pure over the disk. Errors: environment error "font.missing" with the package to install.
// Source: shared/domain/typography.md 3.1; HarfBuzz hb-subset.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "content-sync/base/disk.h"
#include "content-sync/source/draft.h"

namespace gatecast::source {

inline constexpr std::uint64_t kLargestFont = 64U << 20U;  // bytes of a file

struct FontSource {
  std::string script;
  bundle::FontRole role = bundle::FontRole::text;
  int weight = 400;
  std::string path;
  int face_index = 0;
  std::string package;
};

// The faces that this release needs; Han faces only where Han characters can come.
std::vector<FontSource> font_sources_for(const bundle::Release& release);

// Adds the whole files to a draft, so that a folder can be drawn before it is built.
Status add_whole_fonts(Disk& disk, Draft& draft);

// Every character that the release can show in this script: its texts, `more` (subtitles), and whole blocks
// where the player writes by itself (dates, numbers, notes on facts).
std::set<char32_t> characters_for(const bundle::Release& release, const std::string& script,
                                  const std::string& more);

// The characters of one text.
std::set<char32_t> characters_of(const std::string& text);

// The face with these characters only, all shaping features kept.
Result<Bytes> subset_font(const FontSource& source, const Bytes& whole, const std::set<char32_t>& characters);

}  // namespace gatecast::source
