#include "tests/kiosk-ui/view/demo_book.h"

#include <stdexcept>

#include "content-sync/search/index_writer.h"
#include "content-sync/source/draft.h"

namespace gatecast::kiosk_ui::test {
namespace {

constexpr std::uint64_t kLargestFont = 64U << 20U;
const SteadyInstant kStart{std::chrono::hours(10)};

template <class T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(to_string(result.error()));
  return std::move(*result);
}

}  // namespace

const std::vector<NamedPanel>& panels() {
  static const std::vector<NamedPanel> kPanels{{"landscape", {{1920, 1080}, 941, 529, 730}},
                                               {"portrait", {{1080, 1920}, 529, 941, 650}},
                                               {"small", {{1280, 800}, 337, 210, 850}}};
  return kPanels;
}

DemoBook::DemoBook() {
  SystemDisk disk;
  auto reading =
      value_of(source::read_draft(disk, Path(GATECAST_SOURCE_DIR) / "assets/demo/lao-bao-hall", "demo"));
  for (const auto& fault : reading.faults)
    if (fault.severity == source::Severity::error) throw std::runtime_error(to_string(fault.error));
  std::vector<text::FontFile> faces;
  std::map<Sha256, std::shared_ptr<const std::string>> files;
  for (const auto& font : reading.draft.release.fonts) {
    auto& bytes = files[font.object];
    if (!bytes)
      bytes = std::make_shared<const std::string>(
          value_of(read_file(disk, reading.draft.files.at(font.object).path, kLargestFont)));
    const auto role = font.role == bundle::FontRole::ui ? text::FaceRole::ui : text::FaceRole::text;
    faces.push_back({font.script, role, font.weight, bytes, font.face_index});
  }
  book_ = Book(std::make_shared<const bundle::Release>(reading.draft.release));
  index_ = value_of(search::SearchIndex::open(value_of(search::write_index(book_.release()))));
  typesetter_ = value_of(text::Typesetter::create(faces, book_.release().glossary));
}

Screenful DemoBook::view(const Session& session, const Metrics& metrics, Duration idle,
                         const std::string& pressed) {
  ViewRequest request;
  request.session = &session;
  request.book = &book_;
  request.metrics = &metrics;
  request.pressed = pressed;
  request.now = parse_instant("2026-12-01T09:30:00+07:00").value();
  request.steady_now = kStart + idle;
  request.has_search = true;
  request.found = index_->find(session.query, session.language, 24);
  return build_view(request, *typesetter_);
}

pixels::Pixmap DemoBook::draw(const Screenful& screenful, pixels::Size size) {
  pixels::Pixmap pixmap(size);
  paint(screenful, *typesetter_, pixmap);
  return pixmap;
}

DemoBook& demo() {
  static DemoBook book;
  return book;
}

Session at(Place place, const std::string& id, const std::string& language, int text_step,
           bool is_high_contrast) {
  Session session;
  session.language = language;
  if (place == Place::languages) session.trail = {{Place::languages}};
  if (place != Place::attract && place != Place::languages) session.trail = {{Place::home}};
  if (place == Place::topic || place == Place::page || place == Place::search || place == Place::photo)
    session.trail.push_back({place, id});
  session.text_step = text_step;
  session.is_high_contrast = is_high_contrast;
  session.touched_at = kStart;
  return session;
}

Session searching(const std::string& query, const std::string& language, bool is_high_contrast) {
  auto session = at(Place::search, "", language, 0, is_high_contrast);
  session.query = query;
  return session;
}

}  // namespace gatecast::kiosk_ui::test
