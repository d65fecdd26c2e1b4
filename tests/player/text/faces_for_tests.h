// Debian's Noto faces as the pinned list, for tests of the text library.
// Source: packages fonts-noto-core, fonts-noto-ui-core, fonts-noto-cjk.
#pragma once
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "player/text/typesetter.h"

namespace gatecast::text {

struct TestFace {
  const char* script;
  FaceRole role;
  int weight;
  const char* file;
  int face_index = 0;
};
constexpr const char* kNotoTrueType = "/usr/share/fonts/truetype/noto/";
constexpr const char* kNotoOpenType = "/usr/share/fonts/opentype/noto/";

FontFile load_face(const TestFace& face);
std::vector<FontFile> noto_faces();
std::unique_ptr<Typesetter> noto_typesetter(std::map<std::string, std::vector<std::string>> glossary = {});

// The smallest rectangle of pixels that differ from 0; empty width if none.
pixels::Rect ink_of(const pixels::Pixmap& pixmap);
std::vector<std::string> line_texts(const Layout& layout);
TextStyle style_of(const std::string& language, double size_px = 36, int weight = 400,
                   FaceRole role = FaceRole::text);

}  // namespace gatecast::text
