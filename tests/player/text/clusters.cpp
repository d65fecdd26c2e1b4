#include "tests/player/text/clusters.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sstream>

#include "content-sync/base/disk.h"
#include "player/pixels/png.h"
#include "player/text/characters.h"
#include "player/text/glyph_run.h"
#include "tests/support/process.h"

namespace gatecast::text {
namespace {

constexpr int kSize = 100;
constexpr int kMargin = 60;                   // left and right, and above the first line
constexpr int kAscent = 200, kDescent = 100;  // of a line in hb-view's picture, so that nothing is cut off
constexpr int kWidth = 260;
constexpr std::size_t kBatch = 64;
// Pixels of 10,000 in an em: glyphs that touch by less are told apart by every eye.
constexpr int kMostOverlap = 12;

std::vector<std::string> product(const std::u16string& consonants,
                                 const std::vector<std::u16string>& endings) {
  std::vector<std::string> clusters;
  for (const char16_t consonant : consonants)
    for (const auto& ending : endings) clusters.push_back(to_utf8(consonant + ending));
  return clusters;
}

// Vowel signs that stand before the tone, and those (AM, A) that come after it.
std::vector<std::u16string> endings(const std::u16string& marks, const std::u16string& followers,
                                    const std::u16string& tones) {
  std::vector<std::u16string> result;
  std::vector<std::u16string> tone_or_none{u""};
  for (const char16_t tone : tones) tone_or_none.emplace_back(1, tone);
  for (const auto& tone : tone_or_none) {
    result.push_back(tone);
    for (const char16_t mark : marks) result.push_back(mark + tone);
    for (const char16_t follower : followers) result.push_back(tone + follower);
  }
  return result;
}

bool has_ink_near(const pixels::Pixmap& picture, int x, int y) {
  for (int dy = -1; dy <= 1; ++dy)
    for (int dx = -1; dx <= 1; ++dx) {
      if (x + dx < 0 || y + dy < 0 || x + dx >= picture.size().width_px || y + dy >= picture.size().height_px)
        continue;
      if (picture.row(y + dy)[x + dx] >> 24U >= 100) return true;
    }
  return false;
}

struct Rows {
  int first, end;
};

// Solid ink of `a` in these rows that has none of `b` within a pixel.
int strays(const pixels::Pixmap& a, const pixels::Pixmap& b, Rows rows) {
  int count = 0;
  for (int y = rows.first; y < rows.end; ++y)
    for (int x = 0; x < a.size().width_px; ++x)
      if (a.row(y)[x] >> 24U >= 200 && !has_ink_near(b, x, y)) ++count;
  return count;
}

bool stands_as(const GlyphRun& run, const std::string& shape) {
  std::istringstream list(shape.substr(1));
  std::string entry;
  double pen = 0;
  std::size_t count = 0;
  for (; std::getline(list, entry, '|'); ++count) {
    unsigned glyph = 0;
    int x = 0, y = 0, advance = 0;
    if (std::sscanf(entry.c_str(), "%u@%d,%d+%d", &glyph, &x, &y, &advance) != 4) {
      x = y = 0;
      if (std::sscanf(entry.c_str(), "%u+%d", &glyph, &advance) != 2) return false;
    }
    if (count >= run.glyphs.size() || run.glyphs[count].glyph != glyph) return false;
    constexpr double kUnits = 1000.0 / kSize;
    if (std::abs(run.glyphs[count].x_px * kUnits - pen - x) > 0.1) return false;
    if (std::abs(run.glyphs[count].y_px * kUnits + y) > 0.1) return false;
    pen += advance;
  }
  return count == run.glyphs.size();
}

}  // namespace

std::vector<std::string> lao_clusters() {
  std::u16string consonants = u"ກຂຄງຈສຊຍດຕຖທນບປຜຝພຟມຢຣລວຫອຮໜໝ";
  auto all = endings(u"\u0EB1\u0EB4\u0EB5\u0EB6\u0EB7\u0EB8\u0EB9\u0EBB\u0ECD", u"\u0EB3\u0EB2\u0EB0\u0EBD",
                     u"\u0EC8\u0EC9\u0ECA\u0ECB");
  all.emplace_back(u"\u0ECC");
  return product(consonants, all);
}

std::vector<std::string> thai_clusters() {
  std::u16string consonants;
  for (char16_t c = 0x0E01; c <= 0x0E2E; ++c) consonants += c;
  return product(consonants, endings(u"\u0E31\u0E34\u0E35\u0E36\u0E37\u0E38\u0E39\u0E47\u0E4D",
                                     u"\u0E33\u0E32\u0E30", u"\u0E48\u0E49\u0E4A\u0E4B"));
}

bool is_mended(const ClusterFace& face, const std::string& cluster) {
  const auto text = to_nfc_utf16(cluster);
  const bool has_below =
      text.size() > 1 && std::u16string(u"\u0E38\u0E39\u0EB8\u0EB9").find(text[1]) != text.npos;
  if (text[0] == u'ฬ') return has_below && text.size() == 3;
  const std::size_t mark = has_below ? 2 : 1;
  if (face.weight != 700 || std::u16string(u"ປຝຟຢ").find(text[0]) == text.npos || text.size() <= mark)
    return false;
  const bool has_vowel_above = text[1] >= 0x0EB4 && text[1] <= 0x0EB7;
  return has_vowel_above || (text[mark] == 0x0ECA && cluster.find("ຳ") == cluster.npos);
}

ClusterJudge::ClusterJudge(const ClusterFace& face)
    : face_(face),
      style_(style_of(face.language, kSize, face.weight, face.role)),
      typesetter_(noto_typesetter()) {
  faces_ = FaceList::create(noto_faces()).value();
  painter_ = std::make_unique<GlyphPainter>(*faces_);
}

GlyphRun ClusterJudge::run_of(const std::string& cluster) const {
  const auto layout = typesetter_->layout(cluster, style_, 1e6);
  REQUIRE(layout.lines.size() == 1);
  REQUIRE(layout.lines[0].runs->size() == 1);
  return layout.lines[0].runs->front();
}

// hb-view draws each cluster on a line of its own; the picture is cut into lines.
std::vector<pixels::Pixmap> ClusterJudge::theirs(const std::vector<std::string>& clusters) const {
  test::TemporaryFolder folder;
  SystemDisk disk;
  Bytes lines;
  for (const auto& cluster : clusters) lines += cluster + "\n";
  REQUIRE(write_file_durably(disk, folder.path() + "/lines.txt", lines));
  const std::string out = folder.path() + "/view.png";
  const auto number = [](int value) { return std::to_string(value); };
  const auto result = test::run(
      {"hb-view", "--font-file=" + std::string(kNotoTrueType) + face_.file, "--font-size=" + number(kSize),
       "--font-extents=" + number(kAscent) + "," + number(kDescent) + ",0",
       "--script=" + std::string(face_.script), "--language=" + std::string(face_.language),
       "--margin=" + number(kMargin), "--background=00000000", "--output-format=png", "--output-file=" + out,
       "--text-file=" + folder.path() + "/lines.txt"});
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  const auto whole = pixels::read_png(disk, out).value();
  REQUIRE(whole.size().height_px >= 2 * kMargin + static_cast<int>(clusters.size()) * (kAscent + kDescent));
  std::vector<pixels::Pixmap> pictures;
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    pictures.emplace_back(pixels::Size{kWidth, kAscent + kDescent});
    const int top = kMargin + static_cast<int>(i) * (kAscent + kDescent);
    const int width = std::min(kWidth, whole.size().width_px);
    for (int y = 0; y < kAscent + kDescent; ++y)
      std::copy_n(whole.row(top + y), width, pictures.back().row(y));
  }
  return pictures;
}

// "[605@0,0+605|13@-10,0+0]" for each cluster, in units of the face.
std::vector<std::string> ClusterJudge::shaped(const std::vector<std::string>& clusters) const {
  test::TemporaryFolder folder;
  SystemDisk disk;
  Bytes lines;
  for (const auto& cluster : clusters) lines += cluster + "\n";
  REQUIRE(write_file_durably(disk, folder.path() + "/lines.txt", lines));
  const auto result =
      test::run({"hb-shape", "--font-file=" + std::string(kNotoTrueType) + face_.file, "--no-glyph-names",
                 "--no-clusters", "--script=" + std::string(face_.script),
                 "--language=" + std::string(face_.language), "--text-file=" + folder.path() + "/lines.txt"});
  REQUIRE(result.exit_code == 0);
  std::vector<std::string> shapes;
  std::istringstream list(result.out);
  for (std::string line; std::getline(list, line);) shapes.push_back(line);
  REQUIRE(shapes.size() == clusters.size());
  return shapes;
}

pixels::Pixmap ClusterJudge::ours(const std::string& cluster, ClusterFault& fault) {
  const auto layout = typesetter_->layout(cluster, style_, 1e6);
  pixels::Pixmap picture({kWidth, kAscent + kDescent});
  if (layout.lines.size() != 1 || !layout.missing.empty()) {
    fault.what = "a character without a glyph";
    return picture;
  }
  const auto& line = layout.lines.front();
  for (const auto& run : *line.runs)
    for (const auto& glyph : run.glyphs)
      if (glyph.glyph == 0) fault.what = "a box";
  if (line.ink_top_px < 0 || line.ink_bottom_px > layout.line_box_px) fault.what = "leaves its line box";
  typesetter_->draw(picture, layout, style_, kMargin, kAscent - line.baseline_px, layout.width_px);
  // Drawn into its line box and nothing more, no ink may be missing.
  pixels::Pixmap tight({kWidth, static_cast<int>(layout.line_box_px + 0.999)});
  typesetter_->draw(tight, layout, style_, kMargin, 0, layout.width_px);
  if (ink_of(tight).height < ink_of(picture).height - 1) fault.what = "is clipped in its line box";
  return picture;
}

int ClusterJudge::overlap(const GlyphRun& run) {
  std::vector<std::uint8_t> inked(static_cast<std::size_t>(kWidth) * (kAscent + kDescent), 0);
  int count = 0;
  for (const auto& glyph : run.glyphs) {
    GlyphRun one = run;
    one.glyphs = {glyph};
    pixels::Pixmap picture({kWidth, kAscent + kDescent});
    painter_->draw_glyphs(picture, one, kMargin, kAscent, {}, false);
    for (int y = 0; y < kAscent + kDescent; ++y)
      for (int x = 0; x < kWidth; ++x) {
        if (picture.row(y)[x] >> 24U < 128) continue;
        auto& seen = inked[static_cast<std::size_t>(y) * kWidth + static_cast<std::size_t>(x)];
        if (seen != 0) ++count;
        seen = 1;
      }
  }
  return count;
}

std::vector<ClusterFault> ClusterJudge::judge(const std::vector<std::string>& clusters) {
  std::vector<ClusterFault> faults;
  // hb-view cuts ink off an em above the baseline and at the face's descent; we must not. What is above
  // stands where hb-shape says.
  const auto& face = faces_->face(run_of(clusters.front()).face);
  const Rows rows{kAscent - kSize + 1, kAscent + static_cast<int>(face.descent_em * kSize) - 1};
  for (std::size_t start = 0; start < clusters.size(); start += kBatch) {
    const std::vector<std::string> batch(
        clusters.begin() + static_cast<std::ptrdiff_t>(start),
        clusters.begin() + static_cast<std::ptrdiff_t>(std::min(start + kBatch, clusters.size())));
    const auto views = theirs(batch);
    const auto shapes = shaped(batch);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      ClusterFault fault{batch[i], ""};
      const auto drawn = ours(batch[i], fault);
      const int lost = strays(views[i], drawn, {0, kAscent + kDescent});
      const int added = strays(drawn, views[i], rows);
      const bool is_ours = is_mended(face_, batch[i]);
      if (fault.what.empty() && !is_ours && (lost > 2 || added > 2))
        fault.what = "not as hb-view draws it: " + std::to_string(lost) + " pixels lost, " +
                     std::to_string(added) + " added";
      if (fault.what.empty() && !is_ours && !stands_as(run_of(batch[i]), shapes[i]))
        fault.what = "other glyphs or places than hb-shape gives: " + shapes[i];
      const int together = overlap(run_of(batch[i]));
      worst_overlap_ = std::max(worst_overlap_, together);
      if (fault.what.empty() && together > kMostOverlap)
        fault.what = "glyphs run into each other over " + std::to_string(together) + " pixels";
      if (!fault.what.empty()) faults.push_back(fault);
    }
  }
  return faults;
}

}  // namespace gatecast::text
