#include "kiosk-ui/view/withdrawn.h"

#include <algorithm>

#include "kiosk-ui/view/views.h"
#include "kiosk-ui/view/words.h"
#include "player/compose/fact_text.h"

namespace gatecast::kiosk_ui {
namespace {

using Objects = std::set<Sha256>;

void add_objects(const bundle::Item& item, Objects& objects) {
  if (const auto* slide = std::get_if<bundle::Slide>(&item.body))
    for (const auto& [slot, picture] : slide->pictures) objects.insert(picture.object);
  const auto* clip = std::get_if<bundle::Clip>(&item.body);
  if (clip == nullptr) return;
  objects.insert(clip->video);
  for (const auto& sound : clip->sounds)
    if (sound.object) objects.insert(*sound.object);
}

// Taking away fails open: what a recalled item showed is shown by no page either.
Objects objects_of(const bundle::Release& release, const std::set<std::string>& recalled) {
  Objects objects;
  for (const auto& what : recalled) {
    if (const auto object = Sha256::from_hex(what)) objects.insert(*object);
    if (const auto item = release.items.find(what); item != release.items.end())
      add_objects(item->second, objects);
  }
  return objects;
}

bundle::Block said_instead(const bundle::Release& release) {
  bundle::TextBlock text;
  const auto say = [&](const bundle::LanguageTag& language) {
    text.text[language] = word(Word::withdrawn, language);
  };
  say(release.languages.primary);
  for (const auto& language : release.languages.foreign) say(language);
  return text;
}

bool is_gone(const bundle::FilmBlock& film, const bundle::Release& release, const Withdrawn& withdrawn,
             const Objects& objects) {
  if (withdrawn.recalled.contains(film.item) || withdrawn.films_over.contains(film.item)) return true;
  const auto item = release.items.find(film.item);
  const auto* clip = item == release.items.end() ? nullptr : std::get_if<bundle::Clip>(&item->second.body);
  return clip != nullptr && objects.contains(clip->video);
}

// True when nothing of the block is left.
bool take_off(bundle::Block& block, const bundle::Release& release, const Withdrawn& withdrawn,
              const Objects& objects) {
  if (const auto* film = std::get_if<bundle::FilmBlock>(&block))
    return is_gone(*film, release, withdrawn, objects);
  auto* gallery = std::get_if<bundle::GalleryBlock>(&block);
  if (gallery == nullptr) return false;
  std::erase_if(gallery->pictures,
                [&](const bundle::GalleryPicture& picture) { return objects.contains(picture.object); });
  return gallery->pictures.empty();
}

}  // namespace

std::shared_ptr<const bundle::Release> without(std::shared_ptr<const bundle::Release> release,
                                               const Withdrawn& withdrawn) {
  if (withdrawn == Withdrawn{}) return release;
  const auto objects = objects_of(*release, withdrawn.recalled);
  auto left = std::make_shared<bundle::Release>(*release);
  std::erase_if(left->pages, [&](const auto& entry) { return withdrawn.recalled.contains(entry.first); });
  for (auto& [id, page] : left->pages) {
    std::erase_if(page.speech, [&](const auto& entry) { return objects.contains(entry.second.object); });
    for (auto& block : page.blocks)
      if (take_off(block, *release, withdrawn, objects)) block = said_instead(*release);
  }
  return left;
}

FilmsOver films_over(const bundle::Release& release, Instant now) {
  FilmsOver over;
  for (const auto& [id, page] : release.pages)
    for (const auto& block : page.blocks) {
      const auto* film = std::get_if<bundle::FilmBlock>(&block);
      const auto item = film == nullptr ? release.items.end() : release.items.find(film->item);
      if (item == release.items.end()) continue;
      const auto ends = std::min(item->second.valid_until.value_or(Instant::max()),
                                 item->second.rights_until.value_or(Instant::max()));
      if (ends <= now)
        over.films.insert(film->item);
      else
        over.next = std::min(over.next, ends);
    }
  return over;
}

// Who stands before a page when it goes away: what happened, and who can be asked instead.
void add_withdrawn(Pen& pen) {
  const auto& metrics = pen.metrics();
  const auto& content = metrics.content;
  const double bottom = metrics.plinth.y - metrics.gap * 3;
  const double letter = metrics.letter_px(0) * (metrics.is_small() ? 1.3 : 1.75);
  auto said = pen.set(word(Word::withdrawn, pen.language()),
                      {letter, letter * 0.6, 700, 3, pen.palette().text}, content.width);
  auto asked = pen.set(compose::ask_at_counter(pen.language()),
                       {pen.letter(), pen.letter() * 0.6, 400, 2, pen.palette().text}, content.width);
  const double height = said.layout.height_px + metrics.gap + asked.layout.height_px;
  const double top = std::max(content.y, std::min(bottom - height, metrics.reach.y));
  if (top > metrics.mm(60) && !pen.palette().is_high_contrast) {
    Mark scene;
    scene.kind = Mark::Kind::scene;
    scene.name = "river";
    scene.box = {0, 0, metrics.stage.width, top - metrics.mm(10)};
    scene.ground = pen.palette().ground;
    scene.horizon = 0.45;
    scene.is_quiet = true;
    pen.layer().marks.push_back(scene);
  }
  const double below = top + said.layout.height_px + metrics.gap;
  pen.place(std::move(said), content.x, top);
  pen.place(std::move(asked), content.x, below);
}

}  // namespace gatecast::kiosk_ui
