#include "player/screen/panel.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "content-sync/base/log.h"

namespace gatecast::screen {
namespace {

// As RandR names panels that are built in: only theirs is the lamp that Linux knows.
bool is_built_in(std::string_view connector) {
  constexpr std::array<std::string_view, 3> kNames{"eDP", "LVDS", "DSI"};
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](std::string_view name) { return connector.starts_with(name); });
}

std::unique_ptr<Lamp> lamp_of(Desktop* desktop, const Output& output) {
  if (!output.lamp.empty()) {
    auto lamp = Lamp::open(output.lamp);
    if (!lamp) log_warning("no lamp can be set at " + output.lamp + " [screen.lamp]");
    return lamp;
  }
  auto connector = output.connector;
  if (connector.empty() && desktop != nullptr)
    if (const auto lit = desktop->connectors(); lit.size() == 1) connector = lit.front().name;
  return is_built_in(connector) ? Lamp::find() : nullptr;
}

}  // namespace

Panel::Panel(Desktop* desktop, const Output& output)
    : desktop_(desktop), output_(output), lamp_(lamp_of(desktop, output)) {}

Panel::~Panel() {
  if (is_dimmed_ && desktop_ != nullptr) desktop_->set_brightness(output_.connector, kWholeLight);
  if (is_asleep_ && desktop_ != nullptr) desktop_->set_awake(true);
}

void Panel::remember_light_in(const Path& memory) {
  if (lamp_) lamp_->remember_in(memory);
}

bool Panel::set_brightness(int percent) {
  if (lamp_ && lamp_->set(percent)) return true;
  lamp_.reset();  // it was told why; from now on by what is sent
  if (desktop_ == nullptr) return false;
  is_dimmed_ = percent < kWholeLight;
  return desktop_->set_brightness(output_.connector, percent);
}

// DPMS knows only the display as a whole: where others show something on it too, nobody sleeps.
bool Panel::is_alone() const {
  return !output_.rectangle && desktop_->connectors().size() <= 1;
}

bool Panel::set_awake(bool is_awake) {
  if (desktop_ == nullptr || (!is_awake && !is_alone())) return false;
  is_asleep_ = !is_awake;
  return desktop_->set_awake(is_awake);
}

}  // namespace gatecast::screen
