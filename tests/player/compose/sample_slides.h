// Slides of every layout in three lengths and five languages, and Debian's Noto faces to set them with.
// Source: packages fonts-noto-core, fonts-noto-ui-core, fonts-noto-cjk; phrases of the traveller's guide.
#pragma once
#include <string>
#include <vector>

#include "player/compose/slide_painter.h"

namespace gatecast::compose {

enum class Length { brief, usual, longest };

bool has_noto_faces();
std::unique_ptr<text::Typesetter> noto_typesetter();

// The hall: 55 inch, landscape, seen from 5 m. The gate: 43 inch, upright, from 3 m.
bundle::Screen hall_screen();
bundle::Screen gate_screen();
bundle::Release sample_release(const bundle::Screen& screen);
// `variant` chooses topic and pictures where a layout has several faces.
bundle::Item sample_item(const std::string& layout, Length length);
bundle::TextByLanguage five(const char* vi, const char* lo, const char* th, const char* en, const char* zh);
Instant sample_now();

}  // namespace gatecast::compose
