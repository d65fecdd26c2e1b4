// gatecast recall: an item, a page, or one picture or speech of a page leaves every screen at once, until a
// newer release.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "content-sync/bundle/recall.h"
#include "content-sync/cli/commands.h"
#include "content-sync/cli/duty_desk.h"

namespace gatecast::cli {
namespace {

struct RecallOptions {
  DutyOptions duty;
  std::string item;
  int picture = 0;     // of a page's galleries, from 1 on
  std::string speech;  // of a page, by its language
};

const bundle::GalleryPicture* picture_of(const bundle::Page& page, int number) {
  for (const auto& block : page.blocks)
    if (const auto* gallery = std::get_if<bundle::GalleryBlock>(&block))
      for (const auto& picture : gallery->pictures)
        if (--number == 0) return &picture;
  return nullptr;
}

// What the officer means, as a statement names it; empty: this release has it not. A picture or a speech goes
// by its hash: another release of the channel may have another one in its place.
std::string meant_in(const bundle::Release& release, const RecallOptions& options) {
  const bool is_part = options.picture > 0 || !options.speech.empty();
  if (!is_part)
    return bundle::reach_of_recall(options.item, release) == bundle::RecallReach::nothing ? "" : options.item;
  const auto page = release.pages.find(options.item);
  if (page == release.pages.end()) return {};
  if (options.picture > 0) {
    const auto* picture = picture_of(page->second, options.picture);
    return picture == nullptr ? "" : picture->object.hex();
  }
  const auto speech = page->second.speech.find(options.speech);
  return speech == page->second.speech.end() ? "" : speech->second.object.hex();
}

std::string part_in_words(const RecallOptions& options) {
  if (options.picture > 0) return fmt::format("picture {} of {}", options.picture, options.item);
  if (!options.speech.empty()) return fmt::format("the speech of {} in {}", options.item, options.speech);
  return options.item;
}

Status recall(const RecallOptions& options) {
  GATECAST_TRY(auto desk, DutyDesk::open(options.duty));
  auto statement = desk.draft(bundle::StatementKind::recall, "recall-" + options.item);
  const auto& channels = options.duty.channels;
  for (const auto& [channel, release] : desk.releases()) {
    const bool is_meant =
        channels.empty() || std::find(channels.begin(), channels.end(), channel) != channels.end();
    const auto meant = is_meant ? meant_in(release, options) : std::string();
    if (meant.empty()) continue;
    if (!statement.item.empty() && statement.item != meant)
      return fail(usage_error("alert.item", part_in_words(options), "it is another one in each channel",
                              "say of which with --channel"));
    statement.item = meant;
    statement.up_to_release[channel] = release.number;
  }
  if (statement.up_to_release.empty())
    return fail(usage_error("alert.item", part_in_words(options), "no active release shows this",
                            "`gatecast inspect` lists the items of a release"));
  std::vector<std::string> lines{in_words(statement)};
  if (statement.item != options.item) lines.push_back("  That is " + part_in_words(options) + ".");
  lines.emplace_back("  It leaves the screens at once and comes back only with a newer release.");
  return desk.say(lines, statement, {});
}

}  // namespace

void add_recall_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<RecallOptions>();
  auto* command = app.add_subcommand(
      "recall",
      "Take an item or a page off every screen at once. One officer's signature is enough;\n"
      "only a newer release, signed by two editors, brings it back.");
  command->add_option("item", options->item, "The item or page, as tourism/coffee-hills")->required();
  command
      ->add_option("--picture", options->picture, "Only this picture of the page's gallery; the first is 1")
      ->check(CLI::Range(1, static_cast<int>(bundle::kMostGalleryPictures)));
  command->add_option("--speech", options->speech, "Only what is read aloud of the page in this language")
      ->excludes("--picture");
  command->add_option("--channel", options->duty.channels, "Of this channel only; may be repeated");
  add_duty_options(*command, options->duty, WithKey::yes);
  command->callback([options, &exit_code] {
    const auto status = recall(*options);
    exit_code =
        status ? 0 : report(status.error(), options->duty.is_json ? OutputForm::json : OutputForm::words);
  });
}

}  // namespace gatecast::cli
