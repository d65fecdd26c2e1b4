#include "content-sync/source/font_sources.h"

#include <fmt/format.h>
#include <hb-subset.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <memory>

#include "content-sync/source/text_form.h"

namespace gatecast::source {
namespace {

using bundle::FontRole;

constexpr auto kTrueType = "/usr/share/fonts/truetype/noto/";
constexpr auto kOpenType = "/usr/share/fonts/opentype/noto/";
constexpr int kSimplifiedChinese = 2;  // the face of Noto Sans CJK SC in the collection

// What the player itself writes in Chinese: dates, units, notes on facts.
constexpr auto kChineseOfThePlayer =
    "年月日星期一二三四五六天时分秒点截至最后核对请再确认到柜台咨询上下午零〇七八九十百千万亿人民币元美泰铢越"
    "南盾基普"
    "公斤里克米升吨号名岁周个小钟、。，：；！？（）《》「」“”％～—·示例样本开放关闭现在暂停服务"
    // The touch ring's own words (kiosk-ui/view/words.cpp).
    "带走信息可用手机拍下此屏关闭您在这里示意图非比例，查看是否重新开始"
    "触摸始您需要什么首页返回字号对比度下屏另请参阅每还吗继续查看语言"
    "搜索输入拼音没有结果换一个词删除清空用朗读停止播放暂重字幕声音内容已撤";

void collect(const bundle::TextByLanguage& texts, std::string& all) {
  for (const auto& [tag, text] : texts) all += text;
}

std::string all_texts(const bundle::Release& release) {
  std::string all;
  for (const auto& [id, item] : release.items) {
    collect(item.name, all);
    if (const auto* slide = std::get_if<bundle::Slide>(&item.body)) {
      for (const auto& [slot, entries] : slide->texts)
        for (const auto& texts : entries) collect(texts, all);
      for (const auto& [slot, use] : slide->pictures) collect(use.credit, all);
    }
    if (!item.alert) continue;
    for (const auto& [blank, kind] : item.alert->blanks)
      for (const auto& [place, name] : kind.places) collect(name, all);
    all += "0123456789:/, 月日";
  }
  for (const auto& topic : release.topics) collect(topic.name, all);
  for (const auto& [id, page] : release.pages)
    bundle::each_text_of(page, [&](const char*, const auto& texts) { collect(texts, all); });
  for (const auto& overlay : release.overlays)
    for (const auto& texts : overlay.texts) collect(texts, all);
  for (const auto& [id, fact] : release.facts) collect(fact.value, all);
  for (const auto& [name, feed] : release.feeds) {
    for (const auto* texts : {&feed.label, &feed.unit, &feed.source}) collect(*texts, all);
    for (const auto& [id, words] : feed.choices) collect(words, all);
  }
  for (const auto& [tag, names] : release.glossary)
    for (const auto& name : names) all += name;
  return all;
}

void add_range(std::set<char32_t>& characters, char32_t first, char32_t last) {
  for (auto c = first; c <= last; ++c) characters.insert(c);
}

void add_text(std::set<char32_t>& characters, const std::string& text) {
  const auto unicode = icu::UnicodeString::fromUTF8(text);
  for (std::int32_t i = 0; i < unicode.length(); i = unicode.moveIndex32(i, 1))
    characters.insert(static_cast<char32_t>(unicode.char32At(i)));
}

bool needs_han(const bundle::Release& release) {
  const auto is_chinese = [](const bundle::LanguageTag& tag) { return tag.substr(0, 2) == "zh"; };
  const auto& foreign = release.languages.foreign;
  return is_chinese(release.languages.primary) || std::any_of(foreign.begin(), foreign.end(), is_chinese) ||
         has_han(all_texts(release));
}

struct HarfBuzzDeleter {
  void operator()(hb_blob_t* blob) const { hb_blob_destroy(blob); }
  void operator()(hb_face_t* face) const { hb_face_destroy(face); }
  void operator()(hb_subset_input_t* input) const { hb_subset_input_destroy(input); }
};
template <class T>
using Owned = std::unique_ptr<T, HarfBuzzDeleter>;

}  // namespace

std::vector<FontSource> font_sources_for(const bundle::Release& release) {
  std::vector<FontSource> sources;
  for (const auto& [weight, style] : {std::pair{400, "Regular"}, std::pair{700, "Bold"}}) {
    const auto add = [&, w = weight](const char* script, FontRole role, std::string path, int face,
                                     const char* package) {
      sources.push_back({script, role, w, std::move(path), face, package});
    };
    const auto truetype = [&, s = style](const char* family) {
      return fmt::format("{}{}-{}.ttf", kTrueType, family, s);
    };
    for (const auto role : {FontRole::text, FontRole::ui}) {
      const bool is_text = role == FontRole::text;
      const auto* package = is_text ? "fonts-noto-core" : "fonts-noto-ui-core";
      add("Latn", role, truetype("NotoSans"), 0, "fonts-noto-core");
      add("Laoo", role, truetype(is_text ? "NotoSansLao" : "NotoSansLaoUI"), 0, package);
      add("Thai", role, truetype(is_text ? "NotoSansThai" : "NotoSansThaiUI"), 0, package);
      if (needs_han(release))
        add("Hans", role, fmt::format("{}NotoSansCJK-{}.ttc", kOpenType, style), kSimplifiedChinese,
            "fonts-noto-cjk");
    }
  }
  return sources;
}

Status add_whole_fonts(Disk& disk, Draft& draft) {
  std::map<std::string, Sha256> known;
  for (const auto& source : font_sources_for(draft.release)) {
    auto& hash = known[source.path];
    if (hash == Sha256{}) {
      const auto found = hash_file(disk, source.path);
      if (!found)
        return fail(environment_error("font.missing", source.path, "this typeface is not installed",
                                      "install Debian's package " + source.package));
      hash = found->sha256;
      draft.files[hash] = {source.path, source.path, source.path, FileUse::font, found->length_bytes};
    }
    draft.release.fonts.push_back({source.script, source.role, source.weight, hash, source.face_index});
  }
  return {};
}

std::set<char32_t> characters_of(const std::string& text) {
  std::set<char32_t> characters;
  add_text(characters, text);
  return characters;
}

std::set<char32_t> characters_for(const bundle::Release& release, const std::string& script,
                                  const std::string& more) {
  std::set<char32_t> used;
  add_text(used, all_texts(release) + more);
  std::set<char32_t> characters{U' ', U'\u00A0', U'\u200B', U'\u200C', U'\u200D', U'\u2060', U'\u25CC'};
  if (script == "Hans") {
    add_text(used, kChineseOfThePlayer);
    for (const auto c : used) {
      UErrorCode status = U_ZERO_ERROR;
      const auto of = uscript_getScript(static_cast<UChar32>(c), &status);
      if (of == USCRIPT_HAN || of == USCRIPT_HIRAGANA || of == USCRIPT_KATAKANA || of == USCRIPT_HANGUL ||
          c >= 0x2010)
        characters.insert(c);
    }
    return characters;
  }
  characters.insert(used.begin(), used.end());
  if (script == "Laoo") add_range(characters, 0x0E80, 0x0EFF);
  if (script == "Thai") add_range(characters, 0x0E00, 0x0E7F);
  if (script == "Latn") {
    add_range(characters, 0x0020, 0x024F);  // Latin, with all that Vietnamese needs together with 1EA0
    add_range(characters, 0x0300, 0x036F);
    add_range(characters, 0x1E00, 0x1EFF);
    add_range(characters, 0x2000, 0x206F);
    add_range(characters, 0x20A0, 0x20BF);
    add_range(characters, 0x2100, 0x214F);
    add_range(characters, 0x2190, 0x2199);
    add_range(characters, 0x2212, 0x2215);
  }
  return characters;
}

Result<Bytes> subset_font(const FontSource& source, const Bytes& whole,
                          const std::set<char32_t>& characters) {
  const auto refuse = [&](const char* what) {
    return fail(
        environment_error("font.subset", source.path, what, "reinstall Debian's package " + source.package));
  };
  if (whole.size() > kLargestFont) return refuse("the typeface is too large");
  const Owned<hb_blob_t> blob(hb_blob_create(whole.data(), static_cast<unsigned>(whole.size()),
                                             HB_MEMORY_MODE_READONLY, nullptr, nullptr));
  const Owned<hb_face_t> face(hb_face_create(blob.get(), static_cast<unsigned>(source.face_index)));
  const Owned<hb_subset_input_t> input(hb_subset_input_create_or_fail());
  if (!face || !input || hb_face_get_glyph_count(face.get()) == 0) return refuse("this is not a typeface");
  auto* wanted = hb_subset_input_unicode_set(input.get());
  for (const auto c : characters) hb_set_add(wanted, c);
  // All features: marks above marks are what these faces are taken for.
  hb_set_clear(hb_subset_input_set(input.get(), HB_SUBSET_SETS_LAYOUT_FEATURE_TAG));
  hb_set_invert(hb_subset_input_set(input.get(), HB_SUBSET_SETS_LAYOUT_FEATURE_TAG));
  const Owned<hb_face_t> subset(hb_subset_or_fail(face.get(), input.get()));
  if (!subset) return refuse("the typeface cannot be cut down");
  const Owned<hb_blob_t> bytes(hb_face_reference_blob(subset.get()));
  unsigned length = 0;
  const auto* data = hb_blob_get_data(bytes.get(), &length);
  if (length == 0) return refuse("the typeface cannot be cut down");
  return Bytes(data, length);
}

}  // namespace gatecast::source
