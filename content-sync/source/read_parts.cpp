#include <fmt/format.h>

#include "content-sync/bundle/language_tag.h"
#include "content-sync/bundle/value_form.h"
#include "content-sync/source/draft_reader.h"
#include "content-sync/source/file_search.h"
#include "content-sync/source/text_form.h"

namespace gatecast::source {

using bundle::LanguageTag;

LanguageTag DraftReader::language(const std::string& tag, const Cursor& node) {
  const auto advice = language_advice(tag);
  if (!is_known_language(tag))
    node.error("text.language", "\"" + tag + "\" is not a language that anybody knows",
               advice.empty() ? "write a BCP 47 tag: vi, lo, th, en, zh" : advice);
  return bundle::canonical_case(tag);
}

LanguageTag DraftReader::language(const Cursor& node) {
  return language(node.text(), node);
}

std::vector<LanguageTag> DraftReader::channel_languages() const {
  const auto& set = reading_.draft.release.languages;
  std::vector<LanguageTag> languages{set.primary};
  languages.insert(languages.end(), set.foreign.begin(), set.foreign.end());
  return languages;
}

std::string DraftReader::text(const Cursor& node) {
  auto text = nfc(node.text());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n') || byte == 0x7f) {
      node.error("text.control", "the text holds a control character (a tabulator, for instance)",
                 "delete it; \"\\n\" starts a new line");
      break;
    }
  }
  if (text.find_first_not_of(" \n") == std::string::npos)
    node.error("text.empty", "the text is empty", "write the text, or leave the language out");
  return text;
}

bundle::TextByLanguage DraftReader::texts(const Cursor& node) {
  bundle::TextByLanguage out;
  node.each_member([&](const std::string& tag, const Cursor& entry) {
    const auto canonical = language(tag, entry);
    if (!out.emplace(canonical, text(entry)).second)
      entry.error("text.twice", "\"" + tag + "\" stands here twice", "keep one of the two");
  });
  return out;
}

std::set<bundle::Mode> DraftReader::modes(const Cursor& node, std::set<bundle::Mode> otherwise) {
  if (!node.value().is_array()) return otherwise;
  std::set<bundle::Mode> out;
  node.each([&](const Cursor& mode) {
    if (const auto value = bundle::parse_mode(mode.text())) out.insert(*value);
  });
  return out;
}

std::optional<Sha256> DraftReader::file(const Cursor& node, FileUse use) {
  const auto& screen = reading_.draft.release.screen;
  const auto chosen = node.value().is_object()
                          ? node.at(screen.width_px >= screen.height_px ? "landscape" : "portrait")
                          : node;
  // Own folder first, then the channel's, then the included ones: a shared item may use a channel's own film.
  std::vector<Path> search{node.file().folder};
  for (const auto& folder : folders_)
    if (folder.path != node.file().folder) search.push_back(folder.path);
  const auto found = find_file(disk_, search, chosen.text(), chosen.subject());
  if (!found) {
    fault(found.error());
    return std::nullopt;
  }
  if (const auto known = hashed_.find(*found); known != hashed_.end()) {
    // Of what a gallery alone shows only tiles travel; whoever else shows it needs the file.
    auto& known_use = reading_.draft.files.at(known->second).use;
    if (known_use == FileUse::tiles) known_use = use;
    return known->second;
  }
  const auto hash = hash_file(disk_, *found);
  if (!hash) {
    fault(hash.error());
    return std::nullopt;
  }
  std::string shown = found->string();
  for (const auto& folder : folders_) {
    const auto prefix = folder.path.string();
    if (shown.rfind(prefix + "/", 0) == 0) {
      shown = folder.shown + shown.substr(prefix.size());
      break;
    }
  }
  if (hash->length_bytes == 0) {
    chosen.error("media.empty", "the file \"" + shown + "\" is empty", "put the right file there");
    return std::nullopt;
  }
  hashed_[*found] = hash->sha256;
  const auto [kept, is_new] = reading_.draft.files.emplace(
      hash->sha256, DraftFile{*found, shown, chosen.subject(), use, hash->length_bytes});
  if (!is_new && kept->second.use == FileUse::tiles) kept->second.use = use;
  return hash->sha256;
}

std::optional<bundle::PictureUse> DraftReader::picture(const Cursor& node) {
  const auto object = file(node.at("file"), FileUse::picture);
  bundle::PictureUse use;
  if (node.has("focus")) {
    use.focus_x_permille = node.at("focus").value().at(0).get<int>();
    use.focus_y_permille = node.at("focus").value().at(1).get<int>();
  }
  if (node.has("credit")) use.credit = texts(node.at("credit"));
  if (!object) return std::nullopt;
  use.object = *object;
  return use;
}

void DraftReader::read_facts(const SourceFile& source) {
  Cursor(source, reading_.faults).each_member([&](const std::string& id, const Cursor& node) {
    bundle::Fact fact;
    fact.id = id;
    if (!bundle::is_slug(id))
      node.error("fact.name", "\"" + id + "\" is not a fact's name",
                 "lower-case letters, digits and hyphens: \"opening-hours\"");
    const auto kind = node.at("kind").text();
    fact.kind = kind == "steady"   ? bundle::FactKind::steady
                : kind == "strict" ? bundle::FactKind::strict
                                   : bundle::FactKind::dated;
    if (node.at("value").value().is_string()) {
      const auto value = text(node.at("value"));
      for (const auto& tag : channel_languages()) fact.value[tag] = value;
    } else {
      fact.value = texts(node.at("value"));
    }
    fact.is_sample = node.at("sample").value() == true;
    fact.source = node.text_or("source", "");
    fact.checked_by = node.text_or("checked_by", "");
    if (node.has("checked_on")) fact.checked_on = day(node.at("checked_on"));
    if (node.has("valid_until")) fact.valid_until = day(node.at("valid_until"));
    auto& draft = reading_.draft;
    const auto [place, is_new] = draft.other_places.emplace("facts/" + id, node.subject());
    if (!is_new)
      node.error("fact.duplicate", "the fact \"" + id + "\" stands also at " + place->second,
                 "keep one of the two");
    draft.release.facts.emplace(id, std::move(fact));
  });
}

void DraftReader::read_glossary(const SourceFile& source) {
  Cursor(source, reading_.faults).each_member([&](const std::string& tag, const Cursor& names) {
    auto& glossary = reading_.draft.release.glossary[language(tag, names)];
    names.each([&](const Cursor& name) { glossary.push_back(text(name)); });
  });
}

}  // namespace gatecast::source
