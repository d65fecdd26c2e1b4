#include "content-sync/bundle/names.h"

#include <array>
#include <utility>

namespace gatecast::bundle {
namespace {

template <class T, std::size_t N>
using Names = std::array<std::pair<T, std::string_view>, N>;

constexpr Names<Mode, 4> kModes{
    {{Mode::daily, "daily"}, {Mode::festive, "festive"}, {Mode::solemn, "solemn"}, {Mode::closed, "closed"}}};
constexpr Names<Category, 6> kCategories{{{Category::official, "official"},
                                          {Category::promotion, "promotion"},
                                          {Category::world, "world"},
                                          {Category::service, "service"},
                                          {Category::commercial, "commercial"},
                                          {Category::emergency, "emergency"}}};
constexpr Names<Fit, 2> kFits{{{Fit::contain, "contain"}, {Fit::cover, "cover"}}};
constexpr Names<Transition, 2> kTransitions{
    {{Transition::crossfade, "crossfade"}, {Transition::slide, "slide"}}};
constexpr Names<Order, 2> kOrders{{{Order::ordered, "ordered"}, {Order::weighted, "weighted"}}};
constexpr Names<Presentation, 3> kPresentations{
    {{Presentation::pair, "pair"}, {Presentation::rotate, "rotate"}, {Presentation::one, "one"}}};
constexpr Names<FontRole, 3> kFontRoles{
    {{FontRole::text, "text"}, {FontRole::ui, "ui"}, {FontRole::display, "display"}}};
constexpr Names<Overlay::Kind, 3> kOverlays{
    {{Overlay::Kind::clock, "clock"}, {Overlay::Kind::ticker, "ticker"}, {Overlay::Kind::logo, "logo"}}};
constexpr Names<Overlay::Motion, 2> kOverlayMotions{
    {{Overlay::Motion::turns, "turns"}, {Overlay::Motion::run, "run"}}};
constexpr Names<Blank::Kind, 3> kBlankKinds{
    {{Blank::Kind::time, "time"}, {Blank::Kind::place, "place"}, {Blank::Kind::number, "number"}}};
constexpr Names<FeedKind, 3> kFeedKinds{
    {{FeedKind::number, "number"}, {FeedKind::time, "time"}, {FeedKind::choice, "choice"}}};
constexpr Names<FactKind, 3> kFactKinds{
    {{FactKind::steady, "steady"}, {FactKind::dated, "dated"}, {FactKind::strict, "strict"}}};

template <class T, std::size_t N>
std::string_view name_of(const Names<T, N>& names, T value) {
  for (const auto& [known, name] : names)
    if (known == value) return name;
  GATECAST_INVARIANT(!"a value outside its closed list");
  return {};
}
template <class T, std::size_t N>
std::optional<T> value_of(const Names<T, N>& names, std::string_view text) {
  for (const auto& [value, name] : names)
    if (name == text) return value;
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Mode mode) {
  return name_of(kModes, mode);
}
std::string_view to_string(Category category) {
  return name_of(kCategories, category);
}
std::string_view to_string(Fit fit) {
  return name_of(kFits, fit);
}
std::string_view to_string(Transition transition) {
  return name_of(kTransitions, transition);
}
std::string_view to_string(Order order) {
  return name_of(kOrders, order);
}
std::string_view to_string(Presentation presentation) {
  return name_of(kPresentations, presentation);
}
std::string_view to_string(FontRole role) {
  return name_of(kFontRoles, role);
}
std::string_view to_string(Overlay::Kind kind) {
  return name_of(kOverlays, kind);
}
std::string_view to_string(Overlay::Motion motion) {
  return name_of(kOverlayMotions, motion);
}
std::string_view to_string(FactKind kind) {
  return name_of(kFactKinds, kind);
}

std::string_view to_string(Blank::Kind kind) {
  return name_of(kBlankKinds, kind);
}
std::string_view to_string(FeedKind kind) {
  return name_of(kFeedKinds, kind);
}

std::optional<Mode> parse_mode(std::string_view text) {
  return value_of(kModes, text);
}
std::optional<Category> parse_category(std::string_view text) {
  return value_of(kCategories, text);
}
std::optional<Transition> parse_transition(std::string_view text) {
  return value_of(kTransitions, text);
}
std::optional<Fit> parse_fit(std::string_view text) {
  return value_of(kFits, text);
}
std::optional<Order> parse_order(std::string_view text) {
  return value_of(kOrders, text);
}
std::optional<Presentation> parse_presentation(std::string_view text) {
  return value_of(kPresentations, text);
}
std::optional<FontRole> parse_font_role(std::string_view text) {
  return value_of(kFontRoles, text);
}
std::optional<Overlay::Kind> parse_overlay_kind(std::string_view text) {
  return value_of(kOverlays, text);
}
std::optional<Overlay::Motion> parse_overlay_motion(std::string_view text) {
  return value_of(kOverlayMotions, text);
}
std::optional<FactKind> parse_fact_kind(std::string_view text) {
  return value_of(kFactKinds, text);
}
std::optional<Blank::Kind> parse_blank_kind(std::string_view text) {
  return value_of(kBlankKinds, text);
}
std::optional<FeedKind> parse_feed_kind(std::string_view text) {
  return value_of(kFeedKinds, text);
}

const std::vector<std::string_view>& layouts() {
  static const std::vector<std::string_view> kLayouts{
      "title",     "title_text", "picture_caption", "two_columns", "table", "steps", "number",
      "quotation", "plan",       "full_picture",    "split"};
  return kLayouts;
}

std::string language_name(const LanguageTag& tag) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kLanguages{
      {{"vi", "Vietnamese"},
       {"lo", "Lao"},
       {"th", "Thai"},
       {"en", "English"},
       {"zh", "Chinese"},
       {"zh-Hant", "Chinese (traditional)"},
       {"ja", "Japanese"},
       {"ko", "Korean"}}};
  for (const auto& [known, name] : kLanguages)
    if (known == tag) return std::string(name);
  return tag;
}

}  // namespace gatecast::bundle
