#include "tests/player/text/faces_for_tests.h"

#include <map>

#include "content-sync/base/disk.h"

namespace gatecast::text {

FontFile load_face(const TestFace& face) {
  static std::map<std::string, std::shared_ptr<const std::string>> files;
  const std::string name = face.file;
  auto& bytes = files[name];
  if (!bytes) {
    SystemDisk disk;
    const std::string folder = name.ends_with(".ttc") ? kNotoOpenType : kNotoTrueType;
    auto read = read_file(disk, folder + name, 64 << 20);
    REQUIRE(read);
    bytes = std::make_shared<const std::string>(std::move(*read));
  }
  return {face.script, face.role, face.weight, bytes, face.face_index};
}

std::vector<FontFile> noto_faces() {
  constexpr auto text = FaceRole::text;
  constexpr auto ui = FaceRole::ui;
  std::vector<FontFile> faces;
  for (const TestFace& face : std::initializer_list<TestFace>{
           {"Latn", text, 400, "NotoSans-Regular.ttf"},
           {"Latn", text, 700, "NotoSans-Bold.ttf"},
           {"Laoo", text, 400, "NotoSansLao-Regular.ttf"},
           {"Laoo", text, 700, "NotoSansLao-Bold.ttf"},
           {"Laoo", ui, 400, "NotoSansLaoUI-Regular.ttf"},
           {"Laoo", ui, 700, "NotoSansLaoUI-Bold.ttf"},
           {"Thai", text, 400, "NotoSansThai-Regular.ttf"},
           {"Thai", text, 700, "NotoSansThai-Bold.ttf"},
           {"Thai", ui, 400, "NotoSansThaiUI-Regular.ttf"},
           {"Thai", ui, 700, "NotoSansThaiUI-Bold.ttf"},
           {"Jpan", text, 400, "NotoSansCJK-Regular.ttc", 0},
           {"Kore", text, 400, "NotoSansCJK-Regular.ttc", 1},
           {"Hans", text, 400, "NotoSansCJK-Regular.ttc", 2},
       })
    faces.push_back(load_face(face));
  return faces;
}

std::unique_ptr<Typesetter> noto_typesetter(std::map<std::string, std::vector<std::string>> glossary) {
  auto typesetter = Typesetter::create(noto_faces(), std::move(glossary));
  REQUIRE(typesetter);
  return std::move(*typesetter);
}

pixels::Rect ink_of(const pixels::Pixmap& pixmap) {
  int left = pixmap.size().width_px, top = pixmap.size().height_px, right = 0, bottom = 0;
  for (int y = 0; y < pixmap.size().height_px; ++y)
    for (int x = 0; x < pixmap.size().width_px; ++x) {
      if (pixmap.row(y)[x] == 0) continue;
      left = std::min(left, x), right = std::max(right, x + 1);
      top = std::min(top, y), bottom = std::max(bottom, y + 1);
    }
  if (right == 0) return {};
  return {left, top, right - left, bottom - top};
}

std::vector<std::string> line_texts(const Layout& layout) {
  std::vector<std::string> texts;
  for (const Line& line : layout.lines) texts.push_back(line.text);
  return texts;
}

TextStyle style_of(const std::string& language, double size_px, int weight, FaceRole role) {
  TextStyle style;
  style.language = language;
  style.size_px = size_px;
  style.weight = weight;
  style.role = role;
  return style;
}

}  // namespace gatecast::text
