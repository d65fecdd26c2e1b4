// The part "alert" of a slide: it becomes a template that one duty officer may show with its blanks filled
// in.
#include <fmt/format.h>

#include "content-sync/bundle/alert_words.h"
#include "content-sync/bundle/names.h"
#include "content-sync/bundle/value_form.h"
#include "content-sync/source/alert_tone.h"
#include "content-sync/source/draft_reader.h"

namespace gatecast::source {

void DraftReader::read_alert(const Cursor& node, bundle::Item& item) {
  auto& alert = item.alert.emplace();
  node.at("blanks").each_member([&](const std::string& id, const Cursor& entry) {
    if (!bundle::is_slug(id))
      entry.error("alert.blank", "\"" + id + "\" is no short name",
                  "use small letters, digits and hyphens, as in \"until\"");
    auto& blank = alert.blanks[id];
    blank.kind = bundle::parse_blank_kind(entry.at("kind").text()).value_or(bundle::Blank::Kind::time);
    entry.at("places").each_member(
        [&](const std::string& place, const Cursor& name) { blank.places[place] = texts(name); });
    blank.least = entry.integer_or("least", 0);
    blank.most = entry.integer_or("most", 0);
    const bool has_places = !blank.places.empty();
    if (has_places != (blank.kind == bundle::Blank::Kind::place))
      entry.error("alert.blank", "a blank of the kind \"place\" has \"places\", and no other has",
                  "write \"kind\": \"place\", \"places\": {\"km-70\": {\"vi\": \"...\"}}");
    if (blank.kind == bundle::Blank::Kind::number && (!entry.has("most") || blank.most < blank.least))
      entry.error("alert.blank", "a number needs bounds", "write \"least\": 1, \"most\": 99");
  });
  if (node.has("sound")) alert.sound = alert_sound(node.at("sound"));
}

// "tone" is drawn here, at the build, and signed like everything else; all else is a file.
std::optional<Sha256> DraftReader::alert_sound(const Cursor& node) {
  if (node.text() != "tone") return file(node, FileUse::sound);
  auto tone = std::make_shared<const Bytes>(draw_alert_tone());
  const auto hash = sha256(*tone);
  DraftFile drawn;
  drawn.path = "alert-tone.wav";
  drawn.shown = "the drawn alert tone";
  drawn.subject = node.subject();
  drawn.use = FileUse::sound;
  drawn.length_bytes = tone->size();
  drawn.made = std::move(tone);
  reading_.draft.files.emplace(hash, std::move(drawn));
  return hash;
}

}  // namespace gatecast::source
