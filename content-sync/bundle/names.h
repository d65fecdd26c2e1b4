// The written names of the format's closed lists: one table each, for the release, the source folder and the
// sentences of `changes`. An unknown name gives nothing; the caller decides what that means.
// Threads: pure functions.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "content-sync/bundle/release.h"

namespace gatecast::bundle {

std::string_view to_string(Category category);
std::string_view to_string(Fit fit);
std::string_view to_string(Transition transition);
std::string_view to_string(Order order);
std::string_view to_string(Presentation presentation);
std::string_view to_string(FontRole role);
std::string_view to_string(Overlay::Kind kind);
std::string_view to_string(Overlay::Motion motion);
std::string_view to_string(FactKind kind);
std::string_view to_string(Blank::Kind kind);
std::string_view to_string(FeedKind kind);

std::optional<Category> parse_category(std::string_view text);
std::optional<Fit> parse_fit(std::string_view text);
std::optional<Transition> parse_transition(std::string_view text);
std::optional<Order> parse_order(std::string_view text);
std::optional<Presentation> parse_presentation(std::string_view text);
std::optional<FontRole> parse_font_role(std::string_view text);
std::optional<Overlay::Kind> parse_overlay_kind(std::string_view text);
std::optional<Overlay::Motion> parse_overlay_motion(std::string_view text);
std::optional<FactKind> parse_fact_kind(std::string_view text);
std::optional<Blank::Kind> parse_blank_kind(std::string_view text);
std::optional<FeedKind> parse_feed_kind(std::string_view text);

// The layouts that slides may name; player/compose draws exactly these.
const std::vector<std::string_view>& layouts();

// "Vietnamese" for "vi"; the tag itself where the list has no name for it.
std::string language_name(const LanguageTag& tag);

}  // namespace gatecast::bundle
