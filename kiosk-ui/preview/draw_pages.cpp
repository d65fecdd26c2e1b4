#include "kiosk-ui/preview/draw_pages.h"

#include <algorithm>

#include "kiosk-ui/preview/page_sheet.h"
#include "player/pixels/png.h"

namespace gatecast::kiosk_ui {
namespace {

using preview::DrawnPages;
using preview::OpenedChannel;
using preview::PageWishes;

auto bad_usage(std::string rule, std::string subject, std::string message, std::string hint = {}) {
  return fail(usage_error(std::move(rule), std::move(subject), std::move(message), std::move(hint)));
}

Result<PageMode> mode_of(const std::string& written) {
  PageMode mode;
  for (std::size_t at = 0; at <= written.size();) {
    const auto end = std::min(written.find('+', at), written.size());
    const auto word = written.substr(at, end - at);
    at = end + 1;
    if (word == "large" || word == "largest") {
      mode.text_step = word == "large" ? 1 : 2;
    } else if (word == "contrast") {
      mode.is_high_contrast = true;
    } else if (word == "photo") {
      mode.is_photo = true;
    } else if (word == "normal" || word.empty()) {
      continue;
    } else {
      return bad_usage("preview.usage", "--mode " + written, "not a mode of pages",
                       "normal, large, largest, contrast, photo, or two as largest+contrast");
    }
    mode.name += (mode.name.empty() ? "" : "+") + word;
  }
  return mode;
}

Result<std::vector<PageMode>> modes_of(const PageWishes& wishes) {
  std::vector<PageMode> modes;
  const bool is_all = wishes.page.empty() && wishes.mode.empty();
  for (const auto& written :
       is_all ? std::vector<std::string>{"normal", "largest", "contrast"} : std::vector{wishes.mode}) {
    GATECAST_TRY(auto mode, mode_of(written));
    modes.push_back(std::move(mode));
  }
  return modes;
}

Result<std::vector<bundle::LanguageTag>> languages_of(const Book& book, const PageWishes& wishes) {
  if (wishes.languages.empty())
    return wishes.page.empty() ? book.languages() : std::vector{book.release().languages.primary};
  std::string known;
  for (const auto& tag : book.languages()) known += (known.empty() ? "" : ", ") + tag;
  for (const auto& tag : wishes.languages)
    if (!book.has_language(tag))
      return bad_usage("preview.usage", "--language " + tag, "the channel does not speak it", known);
  return wishes.languages;
}

Result<std::vector<std::string>> pages_of(const Book& book, const PageWishes& wishes) {
  std::string known;
  std::vector<std::string> pages;
  for (const auto& [id, page] : book.release().pages) {
    known += (known.empty() ? "" : ", ") + id;
    if (wishes.page.empty() || id == wishes.page) pages.push_back(id);
  }
  if (known.empty()) return bad_usage("preview.page", wishes.out.string(), "this channel has no pages");
  if (pages.empty())
    return bad_usage("preview.page", wishes.page, "this channel has no such page", "it has: " + known);
  return pages;
}

// "customs-cash.lo.largest.png"; further screenfuls have their number: "customs-cash.lo-2.png".
Path with_part(const Path& file, std::size_t part) {
  if (part == 0) return file;
  auto name = file.stem().string() + "-" + std::to_string(part + 1) + file.extension().string();
  return file.parent_path() / name;
}
std::string file_name(const std::string& page, const std::string& language, const PageMode& mode) {
  std::string name = page;
  std::ranges::replace(name, '/', '-');
  return name + "." + language + (mode.name.empty() ? "" : "." + mode.name) + ".png";
}

Status write_all(Disk& disk, const std::vector<pixels::Pixmap>& pictures, const Path& file,
                 DrawnPages& drawn) {
  for (std::size_t part = 0; part < pictures.size(); ++part) {
    drawn.files.push_back(with_part(file, part));
    GATECAST_TRY_STATUS(pixels::write_png(disk, drawn.files.back(), pictures[part]));
  }
  return {};
}

}  // namespace

Result<DrawnPages> draw_pages(Disk& disk, const OpenedChannel& channel, const PageWishes& wishes) {
  const auto& of = channel.content->release->screen;
  const auto size = wishes.size.value_or(pixels::Size{of.width_px, of.height_px});
  GATECAST_TRY(const auto modes, modes_of(wishes));
  GATECAST_TRY(const auto sheet, PageSheet::open(channel, size, wishes.now));
  GATECAST_TRY(const auto pages, pages_of(sheet->book(), wishes));
  GATECAST_TRY(const auto languages, languages_of(sheet->book(), wishes));
  const bool is_one = !wishes.page.empty() && languages.size() == 1;
  if (!is_one) GATECAST_TRY_STATUS(make_directories(disk, wishes.out));
  DrawnPages drawn;
  const auto tell = [&](const std::string& page, Error error) {
    error.subject = page + ": " + error.subject;
    drawn.errors.push_back(std::move(error));
  };
  for (const auto& page : pages) {
    for (const auto& language : languages)
      for (const auto& mode : modes) {
        auto pictures = sheet->draw(page, language, mode);
        if (!pictures) {
          tell(page, std::move(pictures).error());
          continue;
        }
        const auto file = is_one ? wishes.out : wishes.out / file_name(page, language, mode);
        GATECAST_TRY_STATUS(write_all(disk, *pictures, file, drawn));
      }
    for (auto& fault : sheet->faults(page)) tell(page, std::move(fault));
  }
  return drawn;
}

}  // namespace gatecast::kiosk_ui
