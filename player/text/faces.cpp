#include "player/text/faces.h"

#include <hb-ot.h>

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace gatecast::text {
namespace {

Error font_error(const FontFile& file, const std::string& what) {
  return content_error("text.font", "font for " + file.script + " " + std::to_string(file.weight), what,
                       "take a whole TrueType or OpenType file, and the right face_index of a collection");
}

void measure(Face& face) {
  hb_font_t* font = face.font.get();
  hb_font_extents_t extents{};
  if (hb_font_get_h_extents(font, &extents) != 0) {
    face.ascent_em = extents.ascender / face.units_per_em;
    face.descent_em = -extents.descender / face.units_per_em;
  }
}

// Names of scripts to try before "Latn", best first.
std::vector<std::string> wanted_scripts(std::string_view script, std::string_view language) {
  if (!is_han_like(script)) return {std::string(script)};
  std::vector<std::string> names;
  if (script == "Hira" || script == "Kana") names.emplace_back("Jpan");
  if (script == "Hang") names.emplace_back("Kore");
  names.push_back(script_of_language(language));
  for (const char* name : {"Hans", "Hant", "Jpan", "Kore", "Hani"}) names.emplace_back(name);
  std::erase_if(names, [](const std::string& name) { return !is_han_like(name); });
  return names;
}

int role_distance(FaceRole wanted, FaceRole role) {
  if (wanted == role) return 0;
  return role == FaceRole::text ? 1 : 2;
}

}  // namespace

std::string script_of_language(std::string_view language) {
  const std::string_view main = language.substr(0, language.find('-'));
  if (main == "lo") return "Laoo";
  if (main == "th") return "Thai";
  if (main == "ja") return "Jpan";
  if (main == "ko") return "Kore";
  if (main == "zh") {
    const bool traditional = language.find("Hant") != language.npos || language.find("TW") != language.npos ||
                             language.find("HK") != language.npos;
    return traditional ? "Hant" : "Hans";
  }
  return "Latn";
}

bool is_han_like(std::string_view script) {
  for (const char* name : {"Hani", "Hans", "Hant", "Jpan", "Kore", "Hira", "Kana", "Hang", "Bopo"})
    if (script == name) return true;
  return false;
}

bool Face::has(char32_t c) const {
  hb_codepoint_t glyph = 0;
  return hb_font_get_nominal_glyph(font.get(), c, &glyph) != 0;
}

double Face::ink_height_em(char32_t c) const {
  hb_codepoint_t glyph = 0;
  hb_glyph_extents_t extents{};
  if (hb_font_get_nominal_glyph(font.get(), c, &glyph) == 0) return 0;
  if (hb_font_get_glyph_extents(font.get(), glyph, &extents) == 0) return 0;
  return extents.y_bearing / units_per_em;
}

Result<std::unique_ptr<FaceList>> FaceList::create(std::vector<FontFile> files) {
  std::unique_ptr<FaceList> list(new FaceList);
  if (FT_Init_FreeType(&list->freetype_) != 0)
    return fail(environment_error("text.freetype", "FreeType", "does not start"));
  list->faces_.reserve(files.size());
  for (FontFile& file : files) {
    if (!file.bytes) return fail(font_error(file, "has no bytes"));
    Face face;
    const auto length = static_cast<FT_Long>(file.bytes->size());
    if (FT_New_Memory_Face(list->freetype_, reinterpret_cast<const FT_Byte*>(file.bytes->data()), length,
                           file.face_index, &face.outlines) != 0)
      return fail(font_error(file, "is not a font that FreeType reads"));
    hb_blob_t* blob = hb_blob_create(file.bytes->data(), static_cast<unsigned>(file.bytes->size()),
                                     HB_MEMORY_MODE_READONLY, nullptr, nullptr);
    hb_face_t* hb_face = hb_face_create(blob, static_cast<unsigned>(file.face_index));
    face.font.reset(hb_font_create(hb_face));
    hb_ot_font_set_funcs(face.font.get());
    face.units_per_em = hb_face_get_upem(hb_face);
    const bool is_empty = hb_face_get_glyph_count(hb_face) == 0;
    hb_face_destroy(hb_face);
    hb_blob_destroy(blob);
    face.file = std::move(file);
    const bool has_outlines = FT_IS_SCALABLE(face.outlines) != 0;
    if (has_outlines && !is_empty) measure(face);
    list->faces_.push_back(std::move(face));
    if (!has_outlines || is_empty) return fail(font_error(list->faces_.back().file, "has no outlines"));
  }
  if (list->faces_.empty())
    return fail(content_error("text.font", "fonts", "the list is empty", "name at least one \"Latn\" face"));
  return list;
}

FaceList::~FaceList() {
  for (Face& face : faces_) FT_Done_Face(face.outlines);
  if (freetype_ != nullptr) FT_Done_FreeType(freetype_);
}

std::vector<int> FaceList::order(std::string_view script, std::string_view language, FaceRole role,
                                 int weight) const {
  const auto wanted = wanted_scripts(script, language);
  auto key = [&](int index) {
    const FontFile& file = face(index).file;
    auto place = static_cast<int>(std::find(wanted.begin(), wanted.end(), file.script) - wanted.begin());
    if (place == static_cast<int>(wanted.size()) && file.script != "Latn") ++place;
    return std::tuple(place, role_distance(role, file.role), std::abs(file.weight - weight), index);
  };
  std::vector<int> indices(faces_.size());
  for (std::size_t i = 0; i < indices.size(); ++i) indices[i] = static_cast<int>(i);
  std::sort(indices.begin(), indices.end(), [&](int a, int b) { return key(a) < key(b); });
  return indices;
}

}  // namespace gatecast::text
