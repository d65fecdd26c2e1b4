#include "kiosk-ui/view/palette.h"

namespace gatecast::kiosk_ui {
namespace {

namespace tone = compose::tone;

constexpr pixels::Colour kBlack{0, 0, 0, 255};
constexpr pixels::Colour kWhite{255, 255, 255, 255};
constexpr pixels::Colour kBright{255, 214, 102, 255};  // rice, lighter: 14.6 on black

Palette light() {
  Palette p;
  p.ground = tone::paper;
  p.text = tone::night;
  p.quiet = tone::forest;
  p.rule = compose::mix(tone::paper, tone::jade, 0.35);
  p.plinth = tone::night;
  p.plinth_text = tone::paper;
  p.tile = tone::forest;
  p.tile_text = tone::paper;
  p.tile_accent = tone::rice;
  p.tool = tone::mist;
  p.tool_text = tone::night;
  p.chosen = tone::rice;
  p.chosen_text = tone::night;
  p.panel = tone::forest;
  p.panel_text = tone::paper;
  p.panel_accent = tone::rice;
  p.good = tone::jade;
  p.good_text = tone::paper;
  p.closed = tone::night;
  p.closed_text = tone::paper;
  p.focus_on_stage = tone::night;
  p.focus_on_plinth = tone::rice;
  p.band = {tone::night, tone::jade, tone::rice, tone::mist};
  return p;
}

Palette high_contrast() {
  Palette p;
  p.ground = kBlack;
  p.text = kWhite;
  p.quiet = kWhite;
  p.rule = kWhite;
  p.plinth = kBlack;
  p.plinth_text = kWhite;
  p.tile = kBlack;
  p.tile_text = kWhite;
  p.tile_accent = kBright;
  p.tool = kBlack;
  p.tool_text = kWhite;
  p.chosen = kBright;
  p.chosen_text = kBlack;
  p.panel = kBlack;
  p.panel_text = kWhite;
  p.panel_accent = kBright;
  p.good = kWhite;
  p.good_text = kBlack;
  p.closed = kBlack;
  p.closed_text = kWhite;
  p.focus_on_stage = kBright;
  p.focus_on_plinth = kBright;
  p.edge = kWhite;
  p.band = {kBlack, kWhite, kBright, kWhite};
  p.is_high_contrast = true;
  return p;
}

}  // namespace

Palette photo_palette() {
  auto p = light();
  p.ground = kWhite;
  p.text = p.quiet = p.rule = kBlack;
  p.tile = kBlack;
  p.tile_text = p.tile_accent = kWhite;
  p.plinth = kWhite;
  p.plinth_text = kBlack;
  p.tool = kBlack;
  p.tool_text = kWhite;
  p.chosen = kWhite;
  p.chosen_text = kBlack;
  p.panel = kWhite;
  p.panel_text = p.panel_accent = kBlack;
  p.good = p.closed = kBlack;
  p.good_text = p.closed_text = kWhite;
  p.focus_on_plinth = kBlack;
  return p;
}

Palette palette(bool is_high_contrast) {
  return is_high_contrast ? high_contrast() : light();
}

}  // namespace gatecast::kiosk_ui
